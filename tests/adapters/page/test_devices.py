import json
import os
import stat
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from holdspace.adapters.page.device_file import DeviceFile
from holdspace.adapters.page.devices import DEVICES_KEPT, Devices
from tests.adapters.page.conftest import Served
from tests.adapters.page.fakes import FakeClock, MemoryBook


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "devices.json"


def test_a_paired_device_is_known_after_a_restart(file: Path) -> None:
    clock = FakeClock()
    cookie = Devices(DeviceFile(file)).pair("va1", clock.now())
    again = Devices(DeviceFile(file)).known(cookie, clock.now())
    assert again is not None
    assert again.responder == "va1"


def test_the_book_is_for_its_owner_only_and_holds_no_secret(file: Path) -> None:
    before = os.umask(0)
    try:
        cookie = Devices(DeviceFile(file)).pair("va1", FakeClock().now())
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert cookie.partition(".")[2] not in file.read_text()


def test_a_device_is_forgotten_after_thirty_days() -> None:
    clock = FakeClock()
    devices = Devices(MemoryBook())
    cookie = devices.pair("va1", clock.now())
    clock.pass_(timedelta(days=30, seconds=-1))
    assert devices.known(cookie, clock.now())
    clock.pass_(timedelta(seconds=1))
    assert devices.known(cookie, clock.now()) is None


def test_a_lapsed_device_leaves_the_book_when_another_is_paired() -> None:
    clock, book = FakeClock(), MemoryBook()
    devices = Devices(book)
    devices.pair("va1", clock.now())
    clock.pass_(timedelta(days=31))
    devices.pair("va2", clock.now())
    assert [device.responder for device in book.devices] == ["va2"]


def test_the_book_does_not_grow_without_end() -> None:
    clock, book = FakeClock(), MemoryBook()
    devices = Devices(book)
    first = devices.pair("va1", clock.now())
    last = [devices.pair("va1", clock.now()) for _ in range(DEVICES_KEPT)][-1]
    assert len(book.devices) == DEVICES_KEPT
    assert devices.known(first, clock.now()) is None
    assert devices.known(last, clock.now())


def test_a_book_that_cannot_be_written_pairs_nobody() -> None:
    clock, book = FakeClock(), MemoryBook()
    devices = Devices(book)
    cookie = devices.pair("va1", clock.now())
    book.full = True
    with pytest.raises(OSError, match="no space"):
        devices.pair("va2", clock.now())
    assert devices.known(cookie, clock.now())


def test_a_revocation_holds_even_if_it_cannot_be_written() -> None:
    clock, book = FakeClock(), MemoryBook()
    devices = Devices(book)
    cookie, other = devices.pair("va1", clock.now()), devices.pair("va2", clock.now())
    book.full = True
    with pytest.raises(OSError, match="no space"):
        devices.revoke("va1")
    assert devices.known(cookie, clock.now()) is None
    assert devices.known(other, clock.now())


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b'{"schema": 9, "devices": []}',
        b'{"schema": 1, "devices": [{"id": "x"}]}',
        b'{"schema": 1, "devices": [{"id":"x","responder":"y","secret_hash":"z","paired_at":"2026-01-01"}]}',
    ],
)
def test_a_damaged_book_is_kept_beside_and_everybody_pairs_anew(file: Path, damage: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(damage)
    assert DeviceFile(file).load() == ()
    assert file.with_name("devices.json.damaged").read_bytes() == damage
    Devices(DeviceFile(file)).pair("va1", FakeClock().now())
    assert len(json.loads(file.read_bytes())["devices"]) == 1


def test_a_half_written_book_from_a_crash_is_no_obstacle(file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.with_name("devices.json.new").write_text("half")
    Devices(DeviceFile(file)).pair("va1", FakeClock().now())
    assert not file.with_name("devices.json.new").exists()


def test_a_revoked_device_is_shown_the_door(served: Served, paired: httpx.Client) -> None:
    with paired.stream("GET", "/events") as stream:
        lines = stream.iter_lines()
        assert next(lines) == "event: page"
        assert served.desk.came_or_went() == ("va1", True)
        served.page.revoke("va1")
        assert served.desk.came_or_went() == ("va1", False)
        assert not [line for line in lines if line.startswith("event")]
    assert paired.get("/hello").status_code == 401
    assert served.book.devices == ()
