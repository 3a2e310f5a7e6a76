"""What the keeper says: kept only after the journal has it, believed no further than it goes."""

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from holdspace.app.keeper_ear import A_LINE
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.engine.ports import NotKept
from holdspace.ui import say
from holdspace.words import translator
from tests.app.home import Home, Line
from tests.app.test_arrivals import seen
from tests.core.playbook import new_id


def quiet(**changes: Any) -> dict[str, Any]:
    told = {
        "tell": "quiet",
        "engaged": True,
        "driver": "dunst",
        "evidence": "read_back",
        "lease_until": "2026-01-05T14:05:00Z",
        "why": None,
        "previous": "unset",
    }
    return {**told, **changes}


@pytest.fixture
def line(home: Home) -> Line:
    """A session runs, and its keeper is here."""
    home.start()
    return home.keeper_joins()


def kept(line: Line) -> list[str]:
    return [key for told in line.said if told["tell"] == "kept" for key in told["keys"]]


def test_what_was_seen_is_acknowledged_once_it_is_in_the_journal(home: Home, line: Line, qtbot: QtBot) -> None:
    home.house.ear.heard(seen("k1"))
    assert kept(line) == []
    qtbot.waitUntil(lambda: kept(line) == ["k1"])
    assert home.result("status")["held"] == 1


def test_what_a_turn_kept_is_acknowledged_in_one_line(home: Home, line: Line, qtbot: QtBot) -> None:
    for number in range(A_LINE + 1):
        home.house.ear._is_kept(f"k{number}")
    qtbot.waitUntil(lambda: len(kept(line)) == A_LINE + 1)
    assert [len(told["keys"]) for told in line.said if told["tell"] == "kept"] == [A_LINE, 1]


def gaps(home: Home) -> list[tuple[float, str]]:
    told = [fact for _, _, fact in home.house.store.journal.facts() if isinstance(fact, f.WatchGap)]
    return [(gap.until.since(gap.since).total_seconds(), gap.why) for gap in told]


def test_a_session_that_no_keeper_could_serve_ends_with_the_gap(home: Home, line: Line, qtbot: QtBot) -> None:
    home.house.ear.heard({"tell": "refused", "why": "no_bus"})
    home.clock.pass_by(600)
    home.house.ear.heard({"tell": "refused", "why": "no_bus"})
    home.clock.pass_by(600)
    home.do(c.EndSession(id=new_id()))
    qtbot.waitUntil(lambda: home.house.bus.idle)
    assert gaps(home) == [(1200, "no_keeper")]
    assert [gap["why"] for gap in home.result("digest")["gaps"]] == ["no_keeper"]


def test_a_keeper_that_comes_after_one_that_refused_ends_the_gap(home: Home, line: Line) -> None:
    home.house.ear.heard({"tell": "refused", "why": "guard_failed"})
    home.clock.pass_by(60)
    home.keeper_joins()
    home.house.ear.heard(quiet(engaged=False, why="guard_failed"))
    assert gaps(home) == []
    home.house.ear.heard(quiet())
    home.house.ear.heard(quiet())
    assert gaps(home) == [(60, "no_keeper")]


def test_what_is_told_twice_is_acknowledged_twice_and_counts_once(home: Home, line: Line, qtbot: QtBot) -> None:
    home.house.ear.heard(seen("k1"))
    home.house.ear.heard(seen("k1"))
    qtbot.waitUntil(lambda: kept(line) == ["k1", "k1"])
    assert home.result("status")["held"] == 1


def test_what_cannot_be_kept_is_not_acknowledged_until_it_can(
    home: Home, line: Line, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdspace.app.bus.TRY_AGAIN_MS", 0)
    tries: list[str] = []

    def full(*_: object) -> None:
        tries.append("x")
        raise NotKept("disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(home.house.store.journal, "keep", full)
        home.house.ear.heard(seen("k1"))
        qtbot.waitUntil(lambda: len(tries) > 2)
        assert kept(line) == []
        assert "disk_full" in home.house.trouble
    qtbot.waitUntil(lambda: kept(line) == ["k1"])
    assert home.house.trouble == ()


def test_what_makes_no_sense_is_told_and_not_acknowledged(home: Home, line: Line, qtbot: QtBot) -> None:
    for message in ({"tell": "sung", "key": "k"}, seen("k2", server=5), {"tell": "seen"}):
        home.house.ear.heard(message)
    home.house.ear.heard(seen("k3"))
    qtbot.waitUntil(lambda: kept(line) == ["k3"])
    assert home.house.trouble == ("malformed_arrival",)


def test_the_silence_is_told_as_it_is(home: Home, line: Line) -> None:
    home.house.ear.heard(quiet())
    assert home.result("status")["quiet"] == {
        "engaged": True,
        "driver": "dunst",
        "evidence": "read_back",
        "critical": "unknown",
        "why": "",
        "lease_until": "2026-01-05T14:05:00Z",
    }
    home.house.ear.heard(quiet(engaged=False, why="changed_by_user", lease_until=None))
    assert home.result("status")["quiet"]["why"] == "changed_by_user"


def test_what_a_self_test_proved_and_what_becomes_of_critical_ones_is_told(home: Home, line: Line) -> None:
    home.start()
    home.house.ear.heard(quiet(evidence="no_popup", critical="shown"))
    told = home.result("status")
    assert (told["quiet"]["evidence"], told["quiet"]["critical"]) == ("no_popup", "shown")
    assert told["coverage"]["critical"] == "shown"
    assert (home.screen.quiet, home.screen.critical) == ("silent", "shown")
    home.house.ear.heard(quiet(evidence="no_popup", critical="hidden", lease_until=None))
    home.house.render()
    assert home.screen.critical == "hidden"


def test_a_popup_in_the_self_test_is_told_though_the_desktop_is_silent(home: Home, line: Line) -> None:
    home.start()
    home.house.ear.heard(quiet(why="popup_seen"))
    assert (home.screen.quiet, home.screen.quiet_why) == ("unverified", "popup_seen")
    home.house.ear.heard({"tell": "refused", "why": "monitor_refused"})
    assert home.screen.quiet_why == "monitor_refused", "not to see what arrives is worse"


def test_that_nothing_is_seen_is_told_besides_another_reason_why_the_desktop_is_not_silent(
    home: Home, line: Line
) -> None:
    home.house.ear.heard({"tell": "refused", "why": "sandboxed"})
    home.house.ear.heard(quiet(engaged=False, why="no_server"))
    home.house.render()
    assert home.screen.quiet_why == "no_server"
    told = say.coverage(translator("en"), home.screen)
    assert told.startswith(
        "The desktop is not silent: no notification server is running. Holdspace does not see what arrives now."
    )
    assert "kept for the digest" not in told
    assert home.result("status")["coverage"]["blind"] is True
    (watch,) = (row for row in home.house.health.rows() if row.part == "watch")
    assert (watch.state, watch.reason) == ("cannot", "sandboxed")
    home.house.ear.heard(seen("k1"))
    home.house.render()
    assert "does not see" not in say.coverage(translator("en"), home.screen)


def test_what_is_said_wrongly_of_the_silence_is_believed_least(home: Home, line: Line) -> None:
    home.house.ear.heard(quiet(engaged="yes", driver=["x"], evidence="trust me", lease_until=5, why={"a": 1}))
    assert home.result("status")["quiet"] == {
        "engaged": False,
        "driver": "",
        "evidence": "none",
        "critical": "unknown",
        "why": "",
        "lease_until": None,
    }


def test_a_keeper_that_refuses_is_not_replaced_and_its_reason_stands(home: Home, line: Line) -> None:
    runs = len(home.keeper.runs)
    home.house.ear.heard({"tell": "refused", "why": "another_holdspace"})
    _gone(home, line)
    assert home.result("status")["quiet"]["why"] == "another_holdspace"
    assert home.keeper.beat() is None
    assert len(home.keeper.runs) == runs


def _gone(home: Home, line: Line) -> None:
    if home.house.keeper.left(line):
        home.house.keeper_left()


def test_a_keeper_that_goes_is_told_and_replaced(home: Home, line: Line) -> None:
    home.house.ear.heard(quiet())
    runs = len(home.keeper.runs)
    home.clock.pass_by(30)
    _gone(home, line)
    told = home.result("status")["quiet"]
    assert (told["engaged"], told["why"], told["lease_until"]) == (False, "keeper_gone", None)
    assert len(home.keeper.runs) == runs + 1
    assert "keeper_gone" not in home.house.trouble


@pytest.mark.parametrize("why", ["monitor_refused", "sandboxed"])
def test_silence_without_a_watch_is_silence_and_says_that_nothing_is_seen(home: Home, line: Line, why: str) -> None:
    home.house.ear.heard({"tell": "refused", "why": why})
    home.house.ear.heard(quiet())
    told = home.result("status")["quiet"]
    assert (told["engaged"], told["why"]) == (True, why)
    assert home.screen.quiet == "silent"
    assert home.screen.quiet_why == why
    home.house.ear.heard({"tell": "refused", "why": why})
    assert home.result("status")["quiet"]["engaged"]
    runs = len(home.keeper.runs)
    home.clock.pass_by(30)
    _gone(home, line)
    assert len(home.keeper.runs) == runs + 1


def test_once_something_is_seen_or_another_keeper_speaks_the_watch_is_believed_again(home: Home, line: Line) -> None:
    home.house.ear.heard({"tell": "refused", "why": "monitor_refused"})
    home.house.ear.heard(quiet())
    home.house.ear.heard(seen("k1"))
    assert home.result("status")["quiet"]["why"] == ""
    home.house.ear.heard({"tell": "refused", "why": "monitor_refused"})
    home.keeper_joins()
    home.house.ear.heard(quiet())
    assert home.result("status")["quiet"]["why"] == ""


def test_a_gap_goes_into_the_digest(home: Home, line: Line, qtbot: QtBot) -> None:
    stamp = seen()["record"]["stamp"]
    home.house.ear.heard({"tell": "gap", "key": "g1", "since": stamp, "until": stamp, "why": "keeper_died"})
    qtbot.waitUntil(lambda: kept(line) == ["g1"])
    assert [gap["why"] for gap in home.result("digest")["gaps"]] == ["keeper_died"]


def test_the_same_silence_told_again_is_no_news(home: Home, line: Line) -> None:
    home.house.ear.heard(quiet())
    before = [fact for _, _, fact in home.house.store.journal.facts() if isinstance(fact, f.QuietChanged)]
    home.house.ear.heard(quiet(lease_until="2026-01-05T14:06:00Z"))
    after = [fact for _, _, fact in home.house.store.journal.facts() if isinstance(fact, f.QuietChanged)]
    assert before == after
    assert home.result("status")["quiet"]["lease_until"] == "2026-01-05T14:06:00Z"
