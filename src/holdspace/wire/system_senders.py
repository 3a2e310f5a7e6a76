"""Who speaks for the machine itself: power, system, authentication. What they call critical is never closed, and a power
manager's is told in one line of our own.

Known by what the sender says of itself (application, desktop entry, category) and by its program, for names may be
translated. Whoever takes one of these names wins no more than that its popup stays.

- xfce4-power-manager: `notify_init ("xfce4-power-manager")`, src/xfpm-manager.c
- powerdevil: `setComponentName(QStringLiteral("powerdevil"))`, daemon/powerdevilcore.cpp
- gnome-settings-daemon, plugins/power: the desktop entry `gnome-power-panel`; its program is gsd-power
- the others by the names of their programs and desktop files in Debian 12
- categories: https://specifications.freedesktop.org/notification-spec/latest/categories.html (device.*, network.*)
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Kind = Literal["power", "system", "authentication", ""]

_POWER = frozenset({
    "xfce4-power-manager", "xfce4-power-manager-settings", "mate-power-manager", "mate-power-preferences",
    "gnome-power-manager", "gnome-power-panel", "gsd-power", "csd-power", "cinnamon-settings-power",
    "org.kde.powerdevil", "org_kde_powerdevil", "powerdevil", "kcm_powerdevilprofilesconfig",
    "lxqt-powermanagement", "lxqt-config-powermanagement", "power manager", "power management", "power",
    "upower", "poweralertd", "batsignal", "cbatticon", "battery",
})  # fmt: skip
_SYSTEM = frozenset({
    "gnome-shell", "org.gnome.shell", "gnome-settings-daemon", "cinnamon-settings-daemon", "mate-settings-daemon",
    "gsd-housekeeping", "csd-housekeeping", "plasmashell", "org.kde.plasmashell", "plasma_workspace",
    "networkmanager", "networkmanager applet", "nm-applet", "nm-connection-editor", "gnome-network-panel",
    "org.kde.plasma.networkmanagement", "networkmanagement", "connman", "iwgtk",
    "blueman", "blueman-applet", "bluedevil", "org.kde.bluedevil",
    "udisks", "udisks2", "gnome-disks", "gnome-disk-utility", "disk space", "fwupd", "systemd", "abrt", "smartd",
})  # fmt: skip
_AUTHENTICATION = frozenset({
    "gcr-prompter", "gcr-prompter3", "gnome-keyring", "gnome-keyring-daemon", "seahorse",
    "kwalletd", "kwalletd5", "kwalletd6", "org.kde.kwalletd5", "org.kde.kwalletd6", "ksecretd", "ksshaskpass",
    "ssh-askpass", "pinentry", "fprintd", "kdeconnect-askpass",
    "polkit-gnome-authentication-agent-1", "polkit-mate-authentication-agent-1", "polkit-kde-authentication-agent-1",
    "org.kde.polkit-kde-authentication-agent-1", "lxqt-policykit", "lxqt-policykit-agent", "lxpolkit", "mate-polkit",
    "xfce-polkit", "cinnamon-polkit", "polkitd", "polkit",
})  # fmt: skip


def kind_of(names: tuple[str, ...], category: str) -> Kind:
    """What a sender of these names (application, desktop entry, program) speaks for; "" for nothing of the kind."""
    known = {name.casefold().removesuffix(".desktop") for name in names if name}
    group = category.casefold()
    if known & _POWER or (group.startswith("x-") and group.endswith(".power")):
        return "power"
    if known & _AUTHENTICATION:
        return "authentication"
    if known & _SYSTEM or group.partition(".")[0] in {"device", "network"}:
        return "system"
    return ""
