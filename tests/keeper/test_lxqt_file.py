"""Of LXQt's settings file one line is touched, and it comes back byte by byte."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from holdspace.keeper.quiet import Before, DriverError
from holdspace.keeper.quiet.lxqt import Lxqt
from tests.keeper.test_note import files_no_larger_than

FILES = [
    None,
    b"",
    b"[General]\n",
    b"[General]\ndoNotDisturb=false\nplacement=top-right\n",
    b"[General]\ndoNotDisturb=true\n",
    b"[General]\r\ndoNotDisturb = 0\r\nspacing=6\r\n",
    b"placement=top-right\n\n[Other]\ndoNotDisturb=maybe\n",
    b"[Other]\nx=1\n\n[General]\n__userfile__=true\nunattendedMaxNum=10",
    b"[General]\ndoNotDisturb=True\ndoNotDisturb=false\n",
    '[General]\nblackList="Größe, \\x1F600"\ndoNotDisturb=1\n'.encode(),
]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "lxqt" / "notifications.conf"


@pytest.mark.parametrize("raw", FILES)
def test_what_was_there_is_there_again(raw: bytes | None, file: Path) -> None:
    if raw is not None:
        file.parent.mkdir()
        file.write_bytes(raw)
    driver = Lxqt(None, "")  # type: ignore[arg-type]  # the file is all it asks
    before = driver.snapshot()
    driver.engage()
    assert driver.is_on() is None
    assert driver.snapshot().previous == "on"
    driver.release(before)
    assert (file.read_bytes() if file.exists() else None) == raw
    assert driver.snapshot() == before


SILENT = ("true", "TRUE", "1", " 1 ", "2", "7", "yes", "maybe", "tru", "no", "off", '"true"')
SHOWN = ("false", "FALSE", "0", "", '"false"', '""', "@Invalid()", "@ByteArray(false)")


@pytest.mark.parametrize("value", [*SILENT, *SHOWN])
def test_a_value_of_another_type_is_read_as_its_server_reads_it(value: str, file: Path) -> None:
    """lxqt-notificationd 1.2.0 was given each of them, and showed what came then or not."""
    file.parent.mkdir()
    raw = f"[General]\ndoNotDisturb={value}\nspacing=6\n".encode()
    file.write_bytes(raw)
    driver = Lxqt(None, "")  # type: ignore[arg-type]
    silent = value in SILENT
    before = driver.snapshot()
    assert (before.previous, driver.is_on()) == (("on", None) if silent else ("off", False))
    driver.engage()
    assert file.read_bytes() == (raw if silent else raw.replace(f"Disturb={value}".encode(), b"Disturb=true"))
    driver.release(before)
    assert file.read_bytes() == raw


@pytest.mark.parametrize("raw", [raw for raw in FILES if raw])
def test_all_other_lines_stay(raw: bytes, file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(raw)
    Lxqt(None, "").engage()  # type: ignore[arg-type]
    others = [line for line in raw.splitlines() if b"doNotDisturb" not in line]
    assert [line for line in file.read_bytes().splitlines() if line in others] == others


def test_a_full_disk_leaves_the_file_and_nothing_beside_it(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"[General]\nspacing=6\n")
    with files_no_larger_than(20), pytest.raises(DriverError, match="refused"):
        Lxqt(None, "").engage()  # type: ignore[arg-type]
    assert file.read_bytes() == b"[General]\nspacing=6\n"
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_change_by_the_user_beside_it_stays(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"[General]\nspacing=6\n")
    driver = Lxqt(None, "")  # type: ignore[arg-type]
    before = driver.snapshot()
    driver.engage()
    file.write_bytes(file.read_bytes().replace(b"spacing=6", b"spacing=9"))
    driver.release(before)
    assert file.read_bytes() == b"[General]\nspacing=9\n"


def test_permissions_and_links_stay(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.conf"
    real.write_bytes(b"[General]\n")
    real.chmod(0o640)
    file.parent.mkdir()
    file.symlink_to(real)
    driver = Lxqt(None, "")  # type: ignore[arg-type]
    driver.engage()
    assert b"doNotDisturb=true" in real.read_bytes()
    driver.release(Before("unset"))
    assert file.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.read_bytes() == b"[General]\n"


@pytest.mark.parametrize("make", [lambda file: file.mkdir(), os.mkfifo, lambda file: file.symlink_to("/dev/zero")])
def test_what_is_no_settings_file_is_refused(make: Callable[[Path], object], file: Path) -> None:
    """Nor is it waited for: whoever opened a pipe that nobody writes to would wait for ever."""
    file.parent.mkdir(parents=True)
    make(file)
    with pytest.raises(DriverError, match="refused"):
        Lxqt(None, "").snapshot()  # type: ignore[arg-type]
