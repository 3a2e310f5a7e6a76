"""The app's own rows: what is not wanted is off and not broken, what fails says why and what helps, and nobody is named."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from holdspace.app import outside
from holdspace.core import commands as c
from holdspace.core.policy import Match, Rule, Step
from holdspace.health import HealthRow
from tests.app.home import PAGELESS, Home
from tests.core.playbook import new_id


def row(home: Home, part: str) -> HealthRow:
    return next(found for found in home.house.health.rows() if found.part == part)


def test_what_is_not_wanted_is_not_called_broken(home: Home) -> None:
    found = {row.part: row.state for row in home.house.health.rows()}
    assert {part for part, state in found.items() if state == "off"} == {
        "silence",
        "watch",
        "keeper",
        "hotkeys",
        "page",
        "break_glass",
        "database",
        "encryption",
    }
    assert "cannot" not in found.values()


def test_silence_and_watch_are_verified_when_the_keeper_says_so(home: Home) -> None:
    home.start()
    assert row(home, "silence").state == "cannot"
    line = home.keeper_joins()
    told = {"tell": "quiet", "engaged": True, "driver": "dunst", "evidence": "read_back", "why": None}
    home.house.ear.heard({**told, "lease_until": None})
    found = row(home, "silence")
    assert (found.state, found.driver, found.last_verified) == ("works", "dunst", home.clock.now().utc)
    assert row(home, "watch").state == row(home, "keeper").state == "works"
    home.house.ear.heard({"tell": "refused", "why": "monitor_refused"})
    assert (row(home, "watch").state, row(home, "watch").reason) == ("cannot", "monitor_refused")
    home.house.ear.heard({"tell": "refused", "why": "sandboxed"})
    assert (row(home, "watch").reason, row(home, "watch").remedy) == ("sandboxed", "leave_the_sandbox")
    home.do(c.ReportQuiet(id=new_id(), engaged=False, driver="none", why="no_server"))
    found = row(home, "silence")
    assert (found.state, found.driver, found.reason, found.remedy) == ("cannot", "", "no_server", "start_a_server")
    home.house.keeper.left(line)
    assert row(home, "keeper").reason == "keeper_gone"


def test_a_silence_that_cannot_be_read_back_is_not_called_verified(home: Home) -> None:
    home.start()
    home.do(c.ReportQuiet(id=new_id(), engaged=True, driver="x", evidence="not_verifiable"))
    found = row(home, "silence")
    assert (found.state, found.reason, found.last_verified) == ("works", "cannot_be_read_back", None)


def test_people_are_counted_by_role_and_not_named(home: Home) -> None:
    assert (row(home, "assistants").state, row(home, "assistants").reason) == ("needs_setup", "nobody_to_ask")
    home.adopt(PAGELESS)
    assert dict(row(home, "assistants").params) == {"reachable": 0, "all": 2}
    assert row(home, "assistants").remedy == "open_the_page"
    home.here("ana")
    found = row(home, "assistants")
    assert (found.state, dict(found.params)) == ("works", {"reachable": 1, "all": 2})
    assert all(one.name not in str(home.house.health.rows()) for one in PAGELESS.responders)


def test_people_whose_role_no_step_asks_are_told_with_the_remedy(home: Home) -> None:
    home.adopt(replace(PAGELESS, steps=(Step(role="executive"),)))
    home.here("ana", "eve")
    found = row(home, "assistants")
    assert (found.state, found.reason, found.remedy) == ("needs_setup", "in_no_step", "add_a_step")
    assert row(home, "executives").state == "works"
    home.adopt(replace(PAGELESS, responders=PAGELESS.responders[2:], steps=(Step(role="executive"),)))
    found = row(home, "assistants")
    assert (found.state, found.reason, found.remedy) == ("off", "in_no_step", ""), "nobody has it and none is wanted"


def test_the_database_counts_once_it_was_checked(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert row(home, "database").state == "off"
    assert home.house.health.check_database()
    assert (row(home, "database").state, row(home, "database").last_verified) == ("works", home.clock.now().utc)
    monkeypatch.setattr(home.house.store.database.__class__, "quick_check", lambda _: False)
    assert not home.house.health.check_database()
    assert (row(home, "database").state, row(home, "database").remedy) == ("cannot", "restart_for_a_copy")


def test_a_clock_that_was_set_back_is_told(home: Home) -> None:
    home.start()
    assert row(home, "clock").state == "works"
    home.clock.set_wall(home.clock.now().utc - timedelta(hours=1))
    assert (row(home, "clock").state, row(home, "clock").reason) == ("needs_setup", "clock_went_back")


def test_a_page_that_should_be_served_and_is_not_does_not_work(home: Home) -> None:
    home.adopt(PAGELESS)
    assert row(home, "page").state == "off"
    people = tuple(replace(one, channels=("page",)) for one in PAGELESS.responders)
    home.house.engine.policy = replace(PAGELESS, responders=people)
    assert (row(home, "page").state, row(home, "page").reason) == ("cannot", "failed")


def test_what_is_seen_from_outside_fills_what_the_app_cannot_know(home: Home, qtbot: QtBot) -> None:
    told: list[str] = []
    home.house.health.look(lambda: told.append("first"))
    home.house.health.look(lambda: told.append("second"))
    qtbot.waitUntil(lambda: told == ["first", "second"], timeout=20_000)
    found = row(home, "silence")
    assert (found.state, found.reason) == ("cannot", "no_bus"), "there is no bus in this test"


def test_a_look_that_takes_too_long_is_given_up(home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "BOUND_MS", 1)
    told: list[str] = []
    home.house.health.look(lambda: told.append("over"))
    qtbot.waitUntil(lambda: told == ["over"], timeout=20_000)
    assert row(home, "silence").state == "off"


def test_an_entry_that_lets_through_is_told_two_weeks_before_it_ends(home: Home) -> None:
    today = home.clock.now().utc.date()

    def until(days: int) -> HealthRow:
        end = today + timedelta(days=days)
        rule = Rule(
            name="school", match=Match(sender=("School",)), verdict="let_through", reason="it matters", until=end
        )
        home.adopt(replace(PAGELESS, rules=(rule,)))
        return row(home, "break_glass")

    assert until(15).state == "works"
    assert (until(14).state, until(14).reason, dict(until(14).params)["count"]) == ("needs_setup", "ends_soon", 1)
    assert until(-1).reason == "ends_soon"


def test_whether_an_entry_ends_soon_is_counted_in_the_practitioners_days(home: Home) -> None:
    end = home.clock.now().utc.date() + timedelta(days=15)
    rule = Rule(name="school", match=Match(sender=("School",)), verdict="let_through", reason="it matters", until=end)
    home.adopt(replace(PAGELESS, rules=(rule,), practitioner=replace(PAGELESS.practitioner, time_zone="Asia/Tokyo")))
    assert row(home, "break_glass").state == "works"
    home.clock.pass_by(2 * 3600)  # there a new day has begun
    assert row(home, "break_glass").reason == "ends_soon"
