"""Hands on the tray, as a panel has them: the items, a click, the menu."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress

from tests.rig.bus import Bus
from tests.rig.panel import WATCHER
from tests.rig.processes import PATIENCE, wait_for

_WATCHER = DBusAddress("/StatusNotifierWatcher", bus_name=WATCHER, interface=WATCHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a menu; `label` without its mnemonic. Ids are not stable: look up by label each time."""

    id: int
    label: str
    enabled: bool
    visible: bool
    checked: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayItem:
    """One icon in the tray."""

    bus: Bus
    service: str
    path: str

    def get(self, name: str) -> Any:
        """A property of org.kde.StatusNotifierItem: Title, Status, ToolTip, IconName, IconPixmap, ..."""
        return self.bus.get(self._item(), name)

    def tooltip(self) -> str:
        """Title and text of the tooltip."""
        _, _, title, text = self.get("ToolTip")
        return f"{title}\n{text}".strip()

    def picture(self) -> bytes:
        """The largest pixmap (ARGB, network order); to see that it changed."""
        return max((bytes(data) for _, _, data in self.get("IconPixmap")), key=len, default=b"")

    def click(self) -> None:
        """A left click."""
        self.bus.call(self._item(), "Activate", "ii", [0, 0])

    def middle_click(self) -> None:
        """A middle click."""
        self.bus.call(self._item(), "SecondaryActivate", "ii", [0, 0])

    def menu(self) -> list[Entry]:
        """The visible lines of the menu, submenus after their head."""
        menu = self._menu()
        self.bus.call(menu, "AboutToShow", "i", [0])
        _, layout = self.bus.call(menu, "GetLayout", "iias", [0, -1, []])
        return [entry for entry in _entries(layout) if entry.visible]

    def press(self, label: str) -> None:
        """Click the line with this label; LookupError tells which there are."""
        entries = self.menu()
        for entry in entries:
            if entry.label == label and entry.enabled:
                self.bus.call(self._menu(), "Event", "isvu", [entry.id, "clicked", ("s", ""), 0])
                return
        raise LookupError(f"no enabled {label!r} in the menu: {[each.label for each in entries]}")

    def _item(self) -> DBusAddress:
        return DBusAddress(self.path, bus_name=self.service, interface="org.kde.StatusNotifierItem")

    def _menu(self) -> DBusAddress:
        return DBusAddress(str(self.get("Menu")), bus_name=self.service, interface="com.canonical.dbusmenu")


def _entries(layout: Any) -> Iterator[Entry]:
    number, properties, children = layout
    values = {name: value for name, (_, value) in properties.items()}
    if number != 0 and values.get("type") != "separator":
        yield Entry(
            id=number,
            label=str(values.get("label", "")).replace("__", "\0").replace("_", "").replace("\0", "_"),
            enabled=bool(values.get("enabled", True)),
            visible=bool(values.get("visible", True)),
            checked=bool(values["toggle-state"]) if values.get("toggle-type") else None,
        )
    for _, child in children:
        yield from _entries(child)


def items(bus: Bus) -> list[TrayItem]:
    """All icons in the tray, in the order of their coming."""
    found = []
    for name in bus.get(_WATCHER, "RegisteredStatusNotifierItems"):
        service, slash, path = name.partition("/")
        found.append(TrayItem(bus=bus, service=service, path=slash + path or "/StatusNotifierItem"))
    return found


def wait_for_item(bus: Bus, *, bound: float = PATIENCE) -> TrayItem:
    """The first icon in the tray."""
    return wait_for(lambda: items(bus), bound=bound, what="an icon in the tray")[0]
