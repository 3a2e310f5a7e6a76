"""Whether the power manager says that it is critical: told in one calm line of our own, whatever it said itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace.wire.system_senders import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CRITICAL = 2
"""Urgency of a notification (Desktop Notifications Specification 1.2)."""
EXPIRED = 1
"""Reason of NotificationClosed: its time was over, and nothing is better for that."""
MANY = 64


class Power:
    """Hears the keeper's lines in a session. `changed` is called when `low` is another."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._open: dict[str, tuple[Any, Any]] = {}
        """Key of the arrival -> server and number, as far as they are known."""

    @property
    def low(self) -> bool:
        """Whether something of it is neither taken back nor put away."""
        return bool(self._open)

    def forget(self) -> None:
        """Another session begins."""
        self._open.clear()

    def hear(self, message: Mapping[str, Any]) -> None:
        """One line about something that arrived, was named, or was closed."""
        before, record = self.low, message.get("record")
        match message.get("tell"):
            case "named" if message.get("of") in self._open:
                self._open[message["of"]] = (message.get("server"), message.get("notification"))
            case "seen" if isinstance(record, dict) and record.get("kind") == "closed":
                if record.get("reason") != EXPIRED:
                    gone = (record.get("server"), record.get("notification"))
                    self._open = {key: which for key, which in self._open.items() if which != gone}
            case "seen" if isinstance(record, dict) and _tells(record) and len(self._open) < MANY:
                self._open[str(message.get("key"))] = (record.get("server"), record.get("notification"))
        if self.low != before:
            self._changed()


def _tells(record: Mapping[str, Any]) -> bool:
    if record.get("kind") != "notify" or record.get("urgency") != CRITICAL:
        return False
    names = tuple(str(record.get(name) or "") for name in ("app", "desktop_entry", "program"))
    return kind_of(names, str(record.get("category") or "")) == "power"
