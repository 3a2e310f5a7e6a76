"""`backup` and `export` with the app's own house: while it runs, after it quit, and put back."""

import csv
import io
import json
import os
import stat
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from holdspace.app.settings import policy_from, settings_of
from holdspace.app.takeout.take_out import take_out
from holdspace.app.takeout.target import Refused, unfinished
from holdspace.core import commands as c
from holdspace.core.people import Practitioner
from holdspace.core.policy import Policy
from holdspace.private import Private
from holdspace.wire import spool
from holdspace.wire.paths import Paths
from holdspace.wire.shapes import Reply
from tests.app.home import PAGELESS, Home
from tests.core.playbook import ANA, ASH, EVE, new_id

HOSTILE = ('=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(A1)", " =1", 'a "quoted", word', "\u202eback\x1b[2J", "ñ ☃ 🜁")


def taken(home: Home, verb: str, target: Path, *, overwrite: bool = False) -> Reply:
    return take_out(verb, home.paths, str(target), overwrite=overwrite)


def result(reply: Reply) -> dict[str, Any]:
    assert reply["status"] == 0, reply
    found: dict[str, Any] = reply["result"]
    return found


def reason(reply: Reply) -> str:
    assert reply["status"] == 1
    return reply["reason"]["code"]


def a_session(home: Home) -> Home:
    home.adopt(PAGELESS)
    home.start(client=Private("Client One"), topic=Private("pricing"))
    for text in HOSTILE:
        home.do(c.LogInterruption(id=new_id(), source="door", text=Private(text), sender=Private("=Sam")))
    home.do(c.MakePin(id=new_id(), text=Private("call back")))
    home.do(c.SetMark(id=new_id(), topic=Private("phase two")))
    return home


def members(target: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows(target: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(members(target)[f"holdspace/json/{table}.json"])
    return found


@pytest.mark.parametrize("verb", ["backup", "export"])
@pytest.mark.parametrize("runs", [True, False])
def test_it_works_with_the_app_and_without_and_is_for_its_owner_only(
    home: Home, tmp_path: Path, verb: str, runs: bool
) -> None:
    a_session(home)
    if not runs:
        home.house.quit()
    target = tmp_path / "out"
    assert result(taken(home, verb, target))["file"] == str(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(tmp_path.iterdir()) == [target], "nothing else is left"


def test_a_copy_says_how_many_facts_were_read_from_it(home: Home, tmp_path: Path) -> None:
    a_session(home)
    assert result(taken(home, "backup", tmp_path / "copy.db"))["facts"] == len(list(home.house.store.journal.facts()))


def test_a_copy_put_in_the_place_of_the_database_is_where_the_app_goes_on(home: Home, tmp_path: Path) -> None:
    a_session(home)
    taken(home, "backup", tmp_path / "copy.db")
    before = home.house.engine.state
    home.do(c.EndSession(id=new_id()))
    home.house.quit()
    assert not home.paths.database.with_name("holdspace.db-wal").exists(), "a log must not outlive its file"
    (tmp_path / "copy.db").replace(home.paths.database)
    home.open()
    assert home.house.engine.state == before
    assert home.house.engine.policy == PAGELESS
    assert home.trouble() == ()


def test_an_export_holds_everything_with_the_private_words(home: Home, tmp_path: Path) -> None:
    a_session(home)
    counts = result(taken(home, "export", tmp_path / "e.zip"))["counts"]
    assert (counts["sessions"], counts["interruptions"], counts["marks"]) == (1, len(HOSTILE), 1)
    (session,) = rows(tmp_path / "e.zip", "sessions")
    assert (session["client"], session["topic"]) == ("Client One", "pricing")
    assert [row["text"] for row in rows(tmp_path / "e.zip", "interruptions")] == list(HOSTILE)
    assert [row["topic"] for row in rows(tmp_path / "e.zip", "marks")] == ["phase two"]
    assert "call back" in {row["text"] for row in rows(tmp_path / "e.zip", "pins")}


def test_no_cell_of_a_spreadsheet_is_a_formula(home: Home, tmp_path: Path) -> None:
    a_session(home)
    taken(home, "export", tmp_path / "e.zip")
    raw = members(tmp_path / "e.zip")["holdspace/csv/interruptions.csv"].decode("utf-8-sig")
    told = list(csv.DictReader(io.StringIO(raw, newline="")))
    assert [row["text"] for row in told] == [f"'{text}" if text[:1] in "=+-@ " else text for text in HOSTILE]
    assert {row["sender"] for row in told} == {"'=Sam"}
    for name, content in members(tmp_path / "e.zip").items():
        if name.endswith(".csv"):
            for line in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
                assert [cell for cell in line if cell.lstrip()[:1] in {"=", "+", "@"}] == []


def test_settings_that_were_exported_are_the_same_policy(home: Home, tmp_path: Path) -> None:
    settings = settings_of(
        Policy(responders=(ANA, ASH, EVE), practitioner=Practitioner(name="Mia, =1", time_zone="UTC"))
    )
    policy = policy_from(settings, today=home.clock.now().utc.date())
    assert isinstance(policy, Policy)
    home.adopt(policy)
    taken(home, "export", tmp_path / "e.zip")
    inside = members(tmp_path / "e.zip")
    told = tomllib.loads(inside["holdspace/settings.toml"].decode())
    assert policy_from(told, today=home.clock.now().utc.date()) == policy
    (version,) = (name for name in inside if name.startswith("holdspace/settings/"))
    assert inside[version] == inside["holdspace/settings.toml"]


def test_the_readme_speaks_of_each_file_and_each_column(home: Home, tmp_path: Path) -> None:
    a_session(home)
    taken(home, "export", tmp_path / "e.zip")
    inside = members(tmp_path / "e.zip")
    readme = inside["holdspace/README.txt"].decode()
    for table in (name[14:-4] for name in inside if name.startswith("holdspace/csv/")):
        assert f"\n{table} (" in readme
        heading = inside[f"holdspace/csv/{table}.csv"].decode("utf-8-sig").splitlines()[0]
        assert [column for column in heading.split(",") if f"\n  {column}: " not in readme] == []


def test_what_is_unpacked_is_for_its_owner_only(home: Home, tmp_path: Path) -> None:
    taken(home, "export", tmp_path / "e.zip")
    with zipfile.ZipFile(tmp_path / "e.zip") as archive:
        assert {member.external_attr >> 16 for member in archive.infolist()} == {0o100600}
        assert {name.partition("/")[0] for name in archive.namelist()} == {"holdspace"}


def test_a_database_in_which_nothing_happened_is_exported_and_copied(home: Home, tmp_path: Path) -> None:
    home.house.quit()
    assert set(result(taken(home, "export", tmp_path / "e.zip"))["counts"].values()) == {0}
    assert result(taken(home, "backup", tmp_path / "b.db"))["facts"] == 0
    assert rows(tmp_path / "e.zip", "sessions") == []


@pytest.mark.parametrize("verb", ["backup", "export"])
def test_what_waits_in_a_spool_is_counted_and_an_export_holds_it(home: Home, tmp_path: Path, verb: str) -> None:
    home.house.quit()
    spool.append(home.paths.hand_spool, "k1", json.dumps({"id": "k1", "verb": "log", "args": {"text": "hi"}}).encode())
    spool.append(home.paths.hand_spool, "k2", b"\xff no JSON")
    assert result(taken(home, verb, tmp_path / "out"))["waiting"] == 2
    if verb == "export":
        kept, odd = rows(tmp_path / "out", "waiting")
        assert kept["args"] == {"text": "hi"}
        assert "no JSON" in odd["unreadable"]


@pytest.mark.parametrize("verb", ["backup", "export"])
def test_a_file_that_is_there_stays_unless_it_is_said(home: Home, tmp_path: Path, verb: str) -> None:
    target = tmp_path / "there"
    target.write_text("mine")
    assert reason(taken(home, verb, target)) == "exists"
    assert target.read_text() == "mine"
    result(taken(home, verb, target, overwrite=True))
    assert target.read_bytes()[:2] != b"mi"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_file_that_comes_to_be_there_meanwhile_stays_too(home: Home, tmp_path: Path) -> None:
    target = tmp_path / "race"
    with pytest.raises(Refused, match="exists"), unfinished(target, home.paths, overwrite=False):
        target.write_text("somebody else's")
    assert target.read_text() == "somebody else's"
    assert sorted(tmp_path.iterdir()) == [target]


def test_a_dangling_link_is_a_file_that_is_there(home: Home, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert reason(taken(home, "backup", tmp_path / "link")) == "exists"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("verb", ["backup", "export"])
def test_what_cannot_be_written_is_told_and_nothing_is_left(home: Home, tmp_path: Path, verb: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    for target, code in (
        (tmp_path / "none" / "out", "no_folder"),
        (tmp_path / "file" / "out", "no_folder"),
        (tmp_path / "folder", "is_folder"),
        (home.paths.database, "own_folder"),
        (home.paths.keeper_dir / "out", "own_folder"),
    ):
        assert reason(taken(home, verb, target, overwrite=True)) == code
    if os.getuid():
        (tmp_path / "folder").chmod(0o500)
        assert reason(taken(home, verb, tmp_path / "folder" / "out")) == "read_only"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file() and "home" not in path.parts) == ["file"]


def test_the_own_folder_is_found_behind_a_link_too(home: Home, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(home.paths.data)
    assert reason(taken(home, "backup", tmp_path / "way" / "holdspace.db", overwrite=True)) == "own_folder"


@pytest.mark.parametrize("verb", ["backup", "export"])
def test_without_anything_kept_there_is_nothing_to_take(tmp_path: Path, verb: str) -> None:
    reply = take_out(verb, Paths(tmp_path / "none"), str(tmp_path / "out"), overwrite=False)
    assert reason(reply) == "nothing_kept"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at", [100, 3 * 4096], ids=["from the schema on", "a table only"])
@pytest.mark.parametrize("verb", ["backup", "export"])
def test_a_damaged_database_is_told_and_nothing_is_written(home: Home, tmp_path: Path, verb: str, at: int) -> None:
    a_session(home).house.quit()
    with home.paths.database.open("r+b") as file:
        file.seek(at)
        file.write(b"\xff" * 40_000)
    assert reason(taken(home, verb, tmp_path / "out")) == "damaged"
    assert not (tmp_path / "out").exists()
