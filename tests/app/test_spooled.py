"""Thoughts that were kept while no app ran."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from holdspace.app import spooled
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.engine.ports import NotKept
from holdspace.wire import leftover, spool
from tests.app.home import Home, thought
from tests.app.test_arrivals import ANYTHING, seen
from tests.core.playbook import new_id
from tests.keeper.test_backlog import left
from tests.keeper.test_framing import call


def facts(home: Home) -> list[f.Fact]:
    return [fact for _, _, fact in home.house.store.journal.facts()]


def settle(home: Home, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: home.house.bus.idle)


def test_thoughts_are_brought_in_at_the_start_in_their_order_with_their_own_time(shut: Home, qtbot: QtBot) -> None:
    shut.by_hand(thought("log", shut.clock, text="first", source="door"))
    shut.clock.pass_by(60)
    shut.by_hand(thought("pin", shut.clock, text="second", by="17:00"))
    shut.by_hand(thought("mark", shut.clock, topic="third"))
    seen_at = shut.clock.now()
    shut.clock.pass_by(3600)
    shut.open()
    settle(shut, qtbot)
    made = [fact for fact in facts(shut) if isinstance(fact, f.InterruptionArrived | f.PinMade | f.MarkSet)]
    assert [type(fact).__name__ for fact in made] == ["InterruptionArrived", "PinMade", "MarkSet"]
    assert made[1].at == made[2].at == seen_at
    assert shut.spooled() == []


def test_what_was_brought_in_twice_is_one_thought(shut: Home, qtbot: QtBot) -> None:
    record = thought("log", text="once")
    for _ in range(2):
        shut.by_hand(record)
    shut.open()
    shut.house.spooled.bring_in()
    settle(shut, qtbot)
    assert sum(isinstance(fact, f.InterruptionArrived) for fact in facts(shut)) == 1
    assert shut.spooled() == []


def test_a_thought_is_kept_even_when_its_time_makes_no_sense_or_has_passed(shut: Home, qtbot: QtBot) -> None:
    shut.by_hand(thought("pin", text="call", by="whenever"))
    shut.by_hand(thought("pin", text="call", by="2020-01-01"))
    shut.open()
    settle(shut, qtbot)
    assert [fact.promised for fact in facts(shut) if isinstance(fact, f.PinMade)] == [False, True]


def test_what_cannot_be_kept_stays_in_the_spool_until_it_is(
    shut: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdspace.app.bus.TRY_AGAIN_MS", 0)
    shut.open()
    shut.by_hand(thought("log", text="x"), key="k")
    tries: list[str] = []

    def full(*_: object) -> None:
        tries.append("x")
        raise NotKept("disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(shut.house.store.journal, "keep", full)
        shut.house.spooled.bring_in()
        qtbot.waitUntil(lambda: len(tries) > 2)
        assert shut.spooled() == ["k"]
    qtbot.waitUntil(lambda: shut.spooled() == [])
    assert shut.house.trouble == ()


def test_a_record_that_cannot_be_dropped_is_told_and_counts_once(
    shut: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(path: object, _keys: object) -> int:
        raise spool.SpoolError("no_space", str(path))

    shut.open()
    shut.by_hand(thought("log", text="x"), key="k")
    with monkeypatch.context() as broken:
        broken.setattr(spool, "drop", refuses)
        shut.house.spooled.bring_in()
        settle(shut, qtbot)
    assert (shut.spooled(), shut.house.trouble) == (["k"], ("no_space",))
    shut.house.spooled.bring_in()
    settle(shut, qtbot)
    assert shut.spooled() == []
    assert sum(isinstance(fact, f.InterruptionArrived) for fact in facts(shut)) == 1


GOOD = thought("log", text="x")


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 200_000,
        b"[]",
        b'"text"',
        b"null",
        b"{}",
        json.dumps({**GOOD, "id": 5}).encode(),
        json.dumps({**GOOD, "id": "no uuid"}).encode(),
        json.dumps({**GOOD, "verb": "dance"}).encode(),
        json.dumps({**GOOD, "verb": None}).encode(),
        json.dumps({**GOOD, "args": "text"}).encode(),
        json.dumps({**GOOD, "args": ["text"]}).encode(),
        json.dumps({**GOOD, "args": {"text": 5}}).encode(),
        json.dumps({**GOOD, "args": {"source": "pigeon"}}).encode(),
        json.dumps({**GOOD, "stamp": "now"}).encode(),
        json.dumps({**GOOD, "stamp": {**GOOD["stamp"], "ticks": float("inf")}}).encode(),
        json.dumps({**GOOD, "stamp": {**GOOD["stamp"], "ticks": float("nan")}}).encode(),
    ],
)
def test_a_record_that_makes_no_sense_is_told_and_set_aside_and_the_app_starts(
    shut: Home, payload: bytes, qtbot: QtBot
) -> None:
    shut.by_hand(payload, key="bad")
    shut.by_hand(thought("log", text="good"), key="good")
    shut.open()
    settle(shut, qtbot)
    assert shut.spooled() == []
    aside = list(spool.read(shut.paths.hand_spool.with_suffix(".aside")))
    assert [(record.key, record.payload) for record in aside] == [("bad", payload)]
    assert shut.house.trouble == ("malformed_spool_record",)
    assert sum(isinstance(fact, f.InterruptionArrived) for fact in facts(shut)) == 1


def test_what_was_set_aside_goes_when_texts_go(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.by_hand(b"{", key="bad")
    home.house.spooled.bring_in()
    aside = home.paths.hand_spool.with_suffix(".aside")
    written = home.clock.now().utc.timestamp()
    os.utime(aside, (written, written))
    home.clock.pass_by(14 * 86_400)
    home.house.expire()
    assert aside.exists()
    home.clock.pass_by(1)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", lambda *_: (_ for _ in ()).throw(PermissionError()))
        home.house.expire()
    assert aside.exists()
    assert "io_error" in home.house.trouble
    home.house.expire()
    assert not aside.exists()


def test_what_waits_to_be_kept_is_not_handed_over_again(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NotKept("disk_full")

    home.by_hand(thought("log", text="x"), key="k")
    with monkeypatch.context() as broken:
        broken.setattr(home.house.store.journal, "keep", full)
        for _ in range(20):
            home.house.spooled.bring_in()
        assert len(home.house.bus._again) == 1
    home.house.bus._try_again()
    settle(home, qtbot)
    assert home.spooled() == []
    home.by_hand(thought("log", text="y"), key="k")
    home.house.spooled.bring_in()
    assert home.spooled() == [], "a key that went may come again"


def test_what_cannot_be_set_aside_stays_and_is_told(home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(path: object, *_: object) -> None:
        raise spool.SpoolError("read_only", str(path))

    home.by_hand(b"{", key="bad")
    monkeypatch.setattr(spool, "append", refuses)
    home.house.spooled.bring_in()
    assert home.spooled() == ["bad"]
    assert home.house.trouble == ("malformed_spool_record", "read_only")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(sorted(GOOD)), ANYTHING, max_size=3))
def test_whatever_lies_in_the_spool_nothing_is_raised(home: Home, changes: dict[str, Any]) -> None:
    home.by_hand(json.dumps({**GOOD, **changes}).encode())
    home.house.spooled.bring_in()
    assert home.house.bus.idle


def test_a_request_comes_after_what_was_noted_before_it(home: Home) -> None:
    home.start()
    home.by_hand(thought("log", home.clock, text="earlier"))
    home.house.spooled.bring_in()
    home.result("log", text="later")
    rows = home.result("digest")["interruptions"]
    assert [row["text"] for row in rows] == ["earlier", "later"]


def leave(home: Home, key: str) -> None:
    """A keeper saw something and could tell nobody."""
    told = seen(key)
    spool.append(home.paths.arrivals_spool, key, json.dumps(told).encode())


def test_what_a_keeper_left_is_brought_in_where_no_keeper_will_tell_it(home: Home, qtbot: QtBot) -> None:
    home.start()
    leave(home, "k1")
    home.house.spooled.watch_leftover()
    settle(home, qtbot)
    assert home.result("status")["held"] == 0  # the keeper that is started now will tell it
    home.do(c.EndSession(id=new_id()))
    settle(home, qtbot)
    assert [row["app"] for row in home.result("digest")["interruptions"]] == ["Pager"]
    assert list(spool.read(home.paths.arrivals_spool)) == []


def test_what_a_keeper_took_in_a_flood_and_never_read_is_brought_in(home: Home, qtbot: QtBot) -> None:
    left(home.paths, call("Mara", 1, "please call") + call("Jon", 2))
    home.house.spooled.watch_leftover()
    qtbot.waitUntil(lambda: not home.paths.backlog.exists())
    qtbot.waitUntil(lambda: len(home.result("digest")["interruptions"]) == 2)
    assert [row["sender"] for row in home.result("digest")["interruptions"]] == ["Mara", "Jon"]
    assert home.house.trouble == ()


def test_a_reader_that_is_wanted_again_goes_on_and_one_that_is_stopped_has_not_failed(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures: list[str] = []
    monkeypatch.setattr(home.house, "failed", failures.append)
    left(home.paths, call("Mara", 1))
    home.house.spooled.watch_leftover()
    home.house.spooled.watch_leftover()
    qtbot.waitUntil(lambda: len(home.result("digest")["interruptions"]) == 1)
    left(home.paths, call("Jon", 2))
    home.house.spooled.watch_leftover()
    qtbot.waitUntil(lambda: len(home.result("digest")["interruptions"]) == 2)
    left(home.paths, call("Ben", 3))
    home.house.spooled.watch_leftover()
    home.house.spooled.stop()
    assert failures == []


def test_what_came_while_a_reader_ran_is_read_by_another_one(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[Callable[[bytes], None]] = []

    def run(_argv: object, _env: object, _bound: int, ended: Callable[[bytes], None]) -> Callable[[], None]:
        runs.append(ended)
        return lambda: None

    monkeypatch.setattr(home.house.loop, "run", run)
    left(home.paths, call("Mara", 1))
    for _ in range(3):
        home.house.spooled.watch_leftover()
    assert len(runs) == 1
    runs[0](leftover.READ)
    assert len(runs) == 2
    runs[1](leftover.READ)
    assert len(runs) == 2


def test_what_a_keeper_took_and_cannot_be_read_now_is_trouble_and_stays(home: Home, qtbot: QtBot) -> None:
    left(home.paths, call("Mara", 1))
    home.paths.arrivals_spool.mkdir()
    home.house.spooled.watch_leftover()
    qtbot.waitUntil(lambda: "io_error" in home.house.trouble)
    assert home.paths.backlog.exists()


def test_a_reader_that_does_not_come_to_its_end_is_trouble(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooled, "BOUND_MS", 1)
    left(home.paths, call("Mara", 1))
    home.house.spooled.watch_leftover()
    qtbot.waitUntil(lambda: "io_error" in home.house.trouble)


def test_a_keeper_that_is_here_tells_it_itself(home: Home, qtbot: QtBot) -> None:
    home.start()
    home.keeper_joins()
    leave(home, "k1")
    home.do(c.EndSession(id=new_id()))
    settle(home, qtbot)
    assert len(list(spool.read(home.paths.arrivals_spool))) == 1
