"""xfce4-panel with nothing but a tray: the StatusNotifierWatcher and the XEmbed tray of a real desktop."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.rig.bus import Bus
from tests.rig.processes import Running, started

WATCHER = "org.kde.StatusNotifierWatcher"

_CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="28"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
"""


def xfconfd() -> str:
    """Where the panel's settings daemon is; FileNotFoundError says what to install."""
    for folder in [*Path("/usr/lib").glob("*/xfce4/xfconf"), Path("/usr/lib/xfce4/xfconf"), Path("/usr/libexec")]:
        if (folder / "xfconfd").exists():
            return str(folder / "xfconfd")
    raise FileNotFoundError("xfconfd is missing: install xfconf")


def configure(config_home: Path) -> None:
    """Write the panel's settings; before its xfconfd starts."""
    folder = config_home / "xfce4" / "xfconf" / "xfce-perchannel-xml"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "xfce4-panel.xml").write_text(_CONFIG)


@contextmanager
def panel(*, env: Mapping[str, str], bus: Bus, folder: Path) -> Iterator[Running]:
    """The panel while the block lasts; the watcher is owned when the block begins."""
    configure(Path(env["XDG_CONFIG_HOME"]))
    with started(["xfce4-panel", "--disable-wm-check", "--sm-client-disable"], env=env, folder=folder) as process:
        bus.wait_for_owner(WATCHER, by=process)
        yield process
