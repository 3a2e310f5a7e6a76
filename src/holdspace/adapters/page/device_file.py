"""The book of paired devices as a file: JSON, for its owner only, replaced as a whole and fsynced."""

from __future__ import annotations

import json
import logging
import os
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from holdspace.adapters.page.devices import Device

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = 1
log = logging.getLogger("holdspace.page")


class DeviceFile:
    """A DeviceBook in one file. A damaged file is kept beside as `.damaged`, and everybody pairs anew."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> tuple[Device, ...]:
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError:
            return ()
        try:
            return _devices(raw)
        except (ValueError, KeyError, TypeError) as damage:
            log.warning("the book of paired devices is damaged (%s): everybody pairs anew", type(damage).__name__)
            self._path.replace(self._path.with_name(self._path.name + ".damaged"))
            return ()

    def keep(self, devices: tuple[Device, ...]) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self._path.with_name(self._path.name + ".new")
        with suppress(FileNotFoundError):
            fresh.unlink()
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(_bytes(devices))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        _sync_folder(self._path.parent)


def _bytes(devices: tuple[Device, ...]) -> bytes:
    rows = [
        {
            "id": device.id,
            "responder": device.responder,
            "secret_hash": device.secret_hash,
            "paired_at": device.paired_at.isoformat(),
        }
        for device in devices
    ]
    return json.dumps({"schema": SCHEMA, "devices": rows}, indent=1).encode()


def _devices(raw: bytes) -> tuple[Device, ...]:
    book = json.loads(raw)
    if book["schema"] != SCHEMA:
        raise ValueError("unknown schema")
    found = tuple(
        Device(
            id=str(row["id"]),
            responder=str(row["responder"]),
            secret_hash=str(row["secret_hash"]),
            paired_at=datetime.fromisoformat(row["paired_at"]),
        )
        for row in book["devices"]
    )
    if any(device.paired_at.tzinfo is None for device in found):
        raise ValueError("a time without zone")
    return found


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there; the replace is durable by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
