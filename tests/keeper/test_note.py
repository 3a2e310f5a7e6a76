"""The note, the lease and the ledger as files: durable, adopted, and readable after anything."""

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from holdspace.keeper.files import read_object, write_durably
from holdspace.keeper.lease import Lease
from holdspace.keeper.ledger import NOTHING, Ledger
from holdspace.keeper.note import Note
from holdspace.keeper.quiet import Before
from holdspace.wire.paths import Paths


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    found = Paths(tmp_path / 'ho"me $x %f')
    found.ensure()
    return found


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """A write that goes beyond is cut short there, as on a full disk, and the next one fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_an_open_note_is_found_again_and_its_first_truth_stays(paths: Paths) -> None:
    Note(paths).open("dunst", Before("off"), ":1.1", "guid")
    again = Note(paths)
    again.open("dunst", Before("on"), ":1.1", "guid")
    found = Note(paths)
    assert found.is_open
    assert found.entries["dunst"].previous == "off"
    found.close()
    assert not Note(paths).is_open
    assert not paths.autostart_entry.exists()


def test_what_is_wanted_otherwise_is_in_the_note_and_what_stays_as_it_was_is_not_written_again(paths: Paths) -> None:
    note = Note(paths)
    note.wanted("s1", drain=True, exceptions=[])
    assert not note.is_open  # nothing was changed yet that could be given back
    note.open("dunst", Before("off"), ":1.1", "guid")
    written = (paths.keeper_dir / "note.json").stat().st_ino
    note.wanted("s1", drain=True, exceptions=[])
    assert (paths.keeper_dir / "note.json").stat().st_ino == written
    note.wanted("s2", drain=False, exceptions=["Alarm"])
    found = Note(paths)
    assert (found.session, found.drain, found.exceptions) == ("s2", False, ["Alarm"])


def test_what_was_wanted_while_the_disk_was_full_is_written_when_it_is_said_again(paths: Paths) -> None:
    note = Note(paths)
    note.open("dunst", Before("off"), ":1.1", "guid")
    with files_no_larger_than(40), pytest.raises(OSError, match="File too large"):
        note.wanted("s1", drain=False, exceptions=[])
    assert Note(paths).drain
    note.wanted("s1", drain=False, exceptions=[])
    assert not Note(paths).drain


@pytest.mark.parametrize("left", ["", "[Desktop Entry]\nType=Appl"])
def test_an_autostart_entry_that_a_power_loss_cut_short_is_written_anew(paths: Paths, left: str) -> None:
    paths.autostart_entry.parent.mkdir(parents=True)
    paths.autostart_entry.write_text(left)
    Note(paths).open("dunst", Before("off"), ":1.1", "guid")
    assert "\nExec=" in paths.autostart_entry.read_text()
    assert [file.name for file in paths.autostart_entry.parent.iterdir()] == [paths.autostart_entry.name]


def test_the_autostart_entry_survives_a_home_with_odd_characters(paths: Paths) -> None:
    Note(paths).open("dunst", Before("off"), ":1.1", "guid")
    line = next(line for line in paths.autostart_entry.read_text().splitlines() if line.startswith("Exec="))
    assert 'ho\\\\"me \\\\$x %%f"' in line


@pytest.mark.parametrize("raw", ["", "[]", "{}", '{"entries": 3}', '{"entries": {"dunst": {"previous": "maybe"}}}'])
def test_a_note_that_cannot_be_read_is_no_reason_to_fail(paths: Paths, raw: str) -> None:
    (paths.keeper_dir / "note.json").write_text(raw)
    assert Note(paths).entries == {}


def test_a_valid_lease_is_adopted_and_a_lapsed_one_is_not(paths: Paths) -> None:
    lease = Lease(paths)
    lease.renew(60, "s1")
    assert 30 < Lease(paths).adopt() <= 60
    lease.renew(0, "s1")
    assert Lease(paths).adopt() == 0


def test_after_a_reboot_the_lease_counts_by_the_wall_clock(paths: Paths) -> None:
    Lease(paths).renew(60, "s1")
    file = paths.keeper_dir / "lease.json"
    body = json.loads(file.read_text())
    body["boot"], body["until_ticks"] = "another boot", 0
    file.write_text(json.dumps(body))
    assert 30 < Lease(paths).adopt() <= 61


@pytest.mark.parametrize("raw", ["", "{}", '{"boot": 1}', '{"boot": "x", "until": "yesterday"}'])
def test_a_lease_that_cannot_be_read_has_lapsed(paths: Paths, raw: str) -> None:
    (paths.keeper_dir / "lease.json").write_text(raw)
    assert Lease(paths).adopt() == 0
    assert Lease(paths).last_alive() is None


def test_a_clean_end_leaves_no_gap_to_tell(paths: Paths) -> None:
    lease = Lease(paths)
    lease.renew(60, "s1")
    assert lease.last_alive() is not None
    lease.forget()
    assert lease.last_alive() is None


def test_the_ledger_survives_a_torn_line(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    ledger.called(":1.5", 3, "key", "Chat", "im")
    ledger.named(":1.5", 3, ":1.2", 8)
    ledger.write()
    with (tmp_path / "ledger").open("a") as file:
        file.write('["closed", ":1.2", 8')
    assert Ledger(tmp_path / "ledger").to_drain(":1.2", []) == [8]


def test_what_follows_a_torn_line_in_the_ledger_is_not_lost_with_it(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text('["call", ":1.5", 3, "ke')  # by a keeper that was killed
    ledger = Ledger(tmp_path / "ledger")
    ledger.called(":1.5", 3, "key", "Chat", "im")
    ledger.write()
    assert Ledger(tmp_path / "ledger").calls == {(":1.5", 3): ("key", "Chat", "im", NOTHING)}


def test_what_could_not_be_written_into_the_ledger_is_written_the_next_time(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    ledger.called(":1.5", 3, "key", "Chat", "im")
    ledger.write()
    size = (tmp_path / "ledger").stat().st_size
    ledger.named(":1.5", 3, ":1.2", 8)
    ledger.called(":1.5", 4, "other", "Chat", "im")
    with files_no_larger_than(size + 40), pytest.raises(OSError, match="File too large"):  # within the second line
        ledger.write()
    assert (tmp_path / "ledger").stat().st_size == size
    ledger.write()
    found = Ledger(tmp_path / "ledger")
    assert found.open == {(":1.2", 8): ("Chat", "im", ":1.5")}
    assert found.calls == {(":1.5", 4): ("other", "Chat", "im", NOTHING)}


def test_a_note_that_finds_no_room_is_not_half_there(tmp_path: Path) -> None:
    write_durably(tmp_path / "note.json", {"before": 1})
    with files_no_larger_than(100), pytest.raises(OSError, match="File too large"):
        write_durably(tmp_path / "note.json", {"after": "x" * 200})
    assert read_object(tmp_path / "note.json") == {"before": 1}
    assert [file.name for file in tmp_path.iterdir()] == ["note.json"], "nothing half written is left behind"


def test_only_this_servers_open_ones_are_drained_but_for_exceptions(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    for serial, (app, category, server) in enumerate(
        [
            ("Chat", "", ":1.2"),
            ("Alarm", "", ":1.2"),
            ("X", "phone.call", ":1.2"),
            ("Old", "", ":1.1"),
            ("Shut", "", ":1.2"),
        ]
    ):
        ledger.called(":1.5", serial, "key", app, category)
        ledger.named(":1.5", serial, server, serial)
    ledger.closed(":1.2", 4)
    assert ledger.to_drain(":1.2", ["ALARM", "phone"]) == [0]
