"""A power manager that calls the battery low is remembered in the state, so that a restart does not lose it, until it is over."""

import pytest

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core import recent
from holdspace.core.decide_gate import BATTERY_MOST
from holdspace.core.interruption import Live, Urgency
from holdspace.core.policy import Match, Rule
from holdspace.frozen import replace
from tests.core.playbook import POLICY, Story, kinds, new_id, story

ONE = Live(server="s", notification=7)


def says(
    told: Story, live: Live | None = ONE, *, low: bool = True, replaces: Live | None = None, app: str = "power"
) -> str:
    key = new_id()
    level: Urgency = "urgent" if low else "normal"
    told.does(
        c.ReportInterruption(
            id=key, key=key, origin="desktop", app=app, level=level, live=live, replaces=replaces, battery_low=low
        )
    )
    return key


def closed(told: Story, live: Live = ONE, **how: bool) -> Story:
    return told.does(c.ReportClosed(id=new_id(), key=new_id(), live=live, by_sender=False, **how))


def test_it_is_low_until_it_is_put_away_and_not_only_until_its_time_is_over() -> None:
    told = story().starts()
    key = says(told)
    assert told.state.battery == {key}
    assert closed(told, expired=True).state.battery == {key}
    assert closed(told).said == (f.BatteryLowOver(interruption=key),)
    assert closed(told).said == ()
    assert not told.state.battery


def test_it_is_found_by_a_number_that_was_told_later() -> None:
    told = story().starts()
    key = says(told, None)
    told.does(c.ReportLive(id=new_id(), key=new_id(), interruption=key, live=ONE))
    assert not closed(told).state.battery


def test_something_calmer_in_its_place_ends_it_and_something_as_pressing_does_not() -> None:
    told = story().starts()
    key = says(told)
    says(told, replaces=ONE)
    assert kinds(told.said) == ["InterruptionRevised"]
    assert told.state.battery == {key}
    says(told, low=False, replaces=ONE)
    assert told.state.battery == frozenset()
    says(told, replaces=ONE)
    assert told.state.battery == {key}, "one matter, which is low again"


def test_what_somebody_else_puts_in_its_place_ends_it() -> None:
    told = story().starts()
    says(told)
    other = says(told, replaces=ONE, app="battery")
    assert told.state.battery == {other}
    says(told, replaces=ONE, app="mail", low=False)
    assert not told.state.battery


@pytest.mark.parametrize("verdict", ["noise", "ask"])
def test_it_is_low_whatever_a_rule_makes_of_it(verdict: str) -> None:
    rule = Rule(name="power", match=Match(app=("power",)), verdict=verdict)  # type: ignore[arg-type]
    told = story(policy=replace(POLICY, rules=(rule,))).starts("ana")
    key = says(told)
    assert told.state.battery == {key}


def test_another_session_begins_without_it() -> None:
    told = story().starts()
    says(told)
    assert not told.ends().starts().state.battery


def test_of_a_sender_without_end_only_so_many_are_remembered() -> None:
    told = story().starts()
    for number in range(1, BATTERY_MOST + 10):
        says(told, Live(server="s", notification=number))
    assert len(told.state.battery) == BATTERY_MOST


def test_a_flood_does_not_make_it_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "KEPT", 5)
    told = story().starts()
    says(told, Live(server="s", notification=1))
    for number in range(2, 40):
        told.arrives("mail", sender=f"s{number}", live=Live(server="s", notification=number))
    assert not closed(told, Live(server="s", notification=1)).state.battery
