"""The book of paired browsers, in which a drill's are never written: they are forgotten with the app at the latest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.core.rehearsal import PEOPLE

if TYPE_CHECKING:
    from holdspace.adapters.page.devices import Device, DeviceBook

DRILLED = frozenset(key for key, _ in PEOPLE)
"""The ids of a drill's own responders."""


class WithoutDrills:
    """Implements adapters.page.devices.DeviceBook around another one."""

    def __init__(self, book: DeviceBook) -> None:
        self._book = book
        self._kept: tuple[Device, ...] = ()

    def load(self) -> tuple[Device, ...]:
        self._kept = self._book.load()
        return self._kept

    def keep(self, devices: tuple[Device, ...]) -> None:
        """A change in the drill's alone is none, and waits for no disk."""
        lasting = tuple(device for device in devices if device.responder not in DRILLED)
        if lasting != self._kept:
            self._book.keep(lasting)
            self._kept = lasting
