"""How the files stand: told from what lies there, and nothing is changed by looking."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from holdspace.health import HealthRow
from holdspace.wire.paths import Paths
from holdspace.wire.spool import append
from holdspace.wire.standing import file_rows

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def paths(short_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(short_tmp / "config"))
    return Paths(short_tmp / "h")


def row(paths: Paths, part: str, *, held: bool = False) -> HealthRow:
    return next(found for found in file_rows(paths, NOW, held=held) if found.part == part)


def state(paths: Paths, part: str, *, held: bool = False) -> tuple[str, str, str]:
    found = row(paths, part, held=held)
    return found.state, found.reason, found.remedy


def test_a_home_that_is_as_it_should_be_works_and_was_verified_now(paths: Paths) -> None:
    paths.ensure()
    found = {row.part: (row.state, row.last_verified) for row in file_rows(paths, NOW, held=False)}
    assert found.pop("encryption") == ("off", None)
    assert set(found.values()) == {("works", NOW)}


def test_a_home_that_does_not_exist_is_not_made_by_looking(paths: Paths) -> None:
    assert state(paths, "disk")[:2] == state(paths, "permissions")[:2] == ("off", "no_folder_yet")
    assert not paths.data.exists()


def test_files_and_folders_that_others_may_read_are_counted(paths: Paths) -> None:
    paths.ensure()
    (paths.data / "devices.json").touch(0o600)
    assert row(paths, "permissions").state == "works"
    (paths.data / "devices.json").chmod(0o640)
    paths.keeper_dir.chmod(0o755)
    found = row(paths, "permissions")
    assert (found.state, found.reason, dict(found.params)["count"]) == ("needs_setup", "open_to_others", 2)


@pytest.mark.parametrize(("free", "said"), [(500, "works"), (199, "needs_setup"), (9, "cannot")])
def test_a_disk_that_fills_up_is_told_in_time(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, free: int, said: str
) -> None:
    paths.ensure()

    class Room:
        f_bavail, f_frsize = free * 1024, 1024

    monkeypatch.setattr(os, "statvfs", lambda _: Room)
    found = row(paths, "disk")
    assert (found.state, dict(found.params)["free"]) == (said, free)


def test_a_folder_that_cannot_be_written_to_is_named_without_the_login(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths.ensure()
    monkeypatch.setenv("HOME", str(paths.data.parent))
    monkeypatch.setattr(os, "access", lambda *_: False)
    found = row(paths, "disk")
    assert (found.state, found.reason, dict(found.params)["folder"]) == ("cannot", "not_writable", "~/h")


def test_records_that_wait_and_records_that_cannot_be_read_are_counted(paths: Paths) -> None:
    paths.ensure()
    append(paths.hand_spool, "k", b"{}")
    assert state(paths, "spool")[:2] == ("works", "records_wait")
    with paths.hand_spool.open("ab") as file:
        file.write(os.urandom(40))
    assert state(paths, "spool")[:2] == ("needs_setup", "records_damaged")


def test_a_note_is_left_behind_only_when_nobody_holds_the_silence(paths: Paths) -> None:
    paths.ensure()
    (paths.keeper_dir / "note.json").write_text("{}")
    assert state(paths, "note") == ("needs_setup", "left_behind", "repair")
    assert state(paths, "note", held=True)[:2] == ("works", "silence_is_held")


def test_a_silence_that_nothing_would_repair_at_log_in_is_told(paths: Paths) -> None:
    paths.ensure()
    assert state(paths, "repair_entry")[0] == "works"
    (paths.keeper_dir / "note.json").write_text("{}")
    assert state(paths, "repair_entry")[:2] == ("needs_setup", "entry_missing")
    paths.autostart_dir.mkdir(parents=True)
    paths.autostart_entry.touch()
    assert state(paths, "repair_entry")[0] == "works"
