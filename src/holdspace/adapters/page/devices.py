"""Paired devices: the browsers that may speak for a responder, by a secret of which only the hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from holdspace.core.moment import Moment

PAIRED_FOR = timedelta(days=30)
DEVICES_KEPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One paired browser. `secret_hash` is SHA-256 of the cookie's secret, in hex."""

    id: str
    responder: str
    secret_hash: str
    paired_at: datetime


class DeviceBook(Protocol):
    """Where paired devices survive a restart."""

    def load(self) -> tuple[Device, ...]:
        """All devices; none if nothing was kept. Raises OSError when the book cannot be read."""
        ...

    def keep(self, devices: tuple[Device, ...]) -> None:
        """Replace what is kept, durably. Raises OSError."""
        ...


class Devices:
    """Who may speak for whom. Used on the I/O thread only."""

    def __init__(self, book: DeviceBook) -> None:
        self._book = book
        self._devices: dict[str, Device] = {device.id: device for device in book.load()}

    def pair(self, responder: str, now: Moment) -> str:
        """Pair a browser; returns its cookie. Raises OSError when it cannot be made durable: then nothing is paired."""
        device = secrets.token_hex(8)
        secret = secrets.token_urlsafe(32)
        made = Device(id=device, responder=responder, secret_hash=_hash(secret), paired_at=now.utc)
        valid = [known for known in self._devices.values() if not _lapsed(known, now)]
        self._replace((*valid[-(DEVICES_KEPT - 1) :], made))
        return f"{device}.{secret}"

    def known(self, cookie: str, now: Moment) -> Device | None:
        """The device that this cookie belongs to, unless it is revoked or older than 30 days."""
        name, _, secret = cookie.partition(".")
        device = self._devices.get(name)
        if device is None or _lapsed(device, now):
            return None
        return device if hmac.compare_digest(device.secret_hash, _hash(secret)) else None

    def responders(self) -> frozenset[str]:
        """Everybody for whom some browser is paired."""
        return frozenset(device.responder for device in self._devices.values())

    def revoke(self, responder: str) -> None:
        """No device speaks for this responder any more. Raises OSError if that cannot be kept; it holds until then."""
        left = tuple(device for device in self._devices.values() if device.responder != responder)
        self._devices = {device.id: device for device in left}
        self._book.keep(left)

    def _replace(self, devices: tuple[Device, ...]) -> None:
        self._book.keep(devices)
        self._devices = {device.id: device for device in devices}


def _lapsed(device: Device, now: Moment) -> bool:
    return now.utc - device.paired_at >= PAIRED_FOR


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
