"""Who came into three sessions of the last days, and is settled by no rule of their own, is told with the session that is over."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.core.policy import Alias, Match, Policy, Rule
from holdspace.core.preview import Past
from holdspace.core.returning import ENOUGH, HINTS, NOBODY, Hint, came, hints
from holdspace.private import Private
from tests.core.held import HELD

LAST = ("now", "yesterday", "monday", "sunday", "saturday")
BARE = Policy(people=(Alias(name="Ana", aliases=("ana@example.org",)),))


def past(session: str, sender: str | None = "Ana", app: str = "Mail", number: int = 0, **more: Any) -> Past:
    key = f"{session} {app} {sender} {number}"
    made = replace(HELD, id=key, session=session, app=app, sender=Private(sender) if sender is not None else None)
    return replace(made, **more)


def thrice(sender: str | None = "Ana", app: str = "Mail", **more: Any) -> tuple[Past, ...]:
    return tuple(past(session, sender, app, **more) for session in ("monday", "yesterday", "now"))


def told(*arrived: Past, policy: Policy = BARE, last: tuple[str, ...] = LAST) -> tuple[Hint, ...]:
    return hints(came(policy, "now", arrived), last)


def test_who_came_into_three_sessions_is_told_with_the_last_thing_of_the_session_that_is_over() -> None:
    assert told(*thrice(), past("now", number=2)) == (Hint(interruption="now Mail Ana 2", sessions=3, of=3),)
    assert told(past("saturday"), past("monday"), past("now")) == (
        Hint(interruption="now Mail Ana 0", sessions=3, of=5),
    )


def test_two_sessions_are_not_enough_however_much_came_in_them() -> None:
    assert told(*(past(session, number=n) for session in ("yesterday", "now") for n in range(5))) == ()


def test_who_did_not_come_into_the_session_that_is_told_is_not_told() -> None:
    assert told(past("saturday"), past("sunday"), past("monday")) == ()


def test_a_session_of_longer_ago_does_not_count() -> None:
    assert told(past("last year"), past("yesterday"), past("now")) == ()
    assert told(past("last year"), *thrice())[0].sessions == 3


def test_joined_names_are_one_person_in_whatever_app() -> None:
    arrived = (past("monday", "ana@example.org"), past("yesterday", "ANA", app="Chat"), past("now", "Ana"))
    assert [hint.sessions for hint in told(*arrived)] == [3]
    assert told(*arrived, policy=Policy()) == ()


def test_where_nobody_wrote_it_is_the_app_that_came_and_nothing_without_an_app() -> None:
    arrived = (past("monday", None, "Shop"), past("yesterday", None, "SHOP"), past("now", None, "Shop"))
    assert [hint.interruption for hint in told(*arrived)] == ["now Shop None 0"]
    assert told(*thrice(None, app="")) == ()


def test_what_a_machine_says_is_of_its_app_whatever_stands_in_the_place_of_a_sender() -> None:
    titles = (past("monday", "Disk"), past("yesterday", "Printer"), past("now", "Mouse"))
    machine = tuple(replace(one, app="System", category="device.error") for one in titles)
    assert [hint.sessions for hint in told(*machine)] == [3]
    assert told(*titles) == ()


def test_a_sender_who_is_forgotten_is_not_taken_for_the_app() -> None:
    assert told(*thrice(None, forgotten=True)) == ()
    assert len(told(*thrice("Ana", forgotten=True))) == 1, "only the words are gone"


def test_noise_does_not_count_as_it_was_then_or_would_be_by_now() -> None:
    assert told(*thrice(done="noise")) == ()
    quiet = replace(BARE, rules=(Rule(name="mail", match=Match(app=("mail",)), verdict="noise"),))
    assert told(*thrice(), policy=quiet) == ()


def test_what_came_after_its_session_does_not_count() -> None:
    assert told(*thrice(after_it=True)) == ()


@pytest.mark.parametrize(
    "match", [Match(person=("ana",)), Match(sender=("an",)), Match(person=("Ana",), app=("mail",))]
)
def test_whom_a_rule_of_their_own_speaks_of_is_settled(match: Match) -> None:
    assert told(*thrice(), policy=replace(BARE, rules=(Rule(name="Ana", match=match, verdict="ask"),))) == ()


@pytest.mark.parametrize("match", [Match(app_is=("mail",)), Match(app=("ma",)), Match(text=("hello",)), Match()])
def test_a_rule_for_everybody_settles_nobody(match: Match) -> None:
    policy = replace(BARE, rules=(Rule(name="all", match=match, verdict="ask"),))
    assert len(told(*thrice(), policy=policy)) == 1
    assert len(told(*thrice(None), policy=policy)) == (not match.app and not match.app_is), "an app by its rule"


def test_a_rule_that_had_run_out_when_they_came_settles_nothing() -> None:
    rule = Rule(name="Ana", match=Match(person=("Ana",)), verdict="let_through", until=date(2026, 1, 4))
    assert len(told(*thrice(), policy=replace(BARE, rules=(rule,)))) == 1  # the moment is one of January 5
    assert told(*thrice(), policy=replace(BARE, rules=(replace(rule, until=date(2026, 1, 5)),))) == ()


def test_at_most_three_are_told_those_of_the_most_sessions_first() -> None:
    often = (past("sunday", "Often"), *thrice("Often"))
    rest = [one for n in range(5) for one in thrice(f"Person {n}")]
    found = told(*rest, *often)
    assert len(found) == HINTS
    assert found[0] == Hint(interruption="now Mail Often 0", sessions=4, of=4)
    assert {hint.sessions for hint in found[1:]} == {ENOUGH}
    tight, wide = thrice("Z"), (past("saturday", "A"), past("sunday", "A"), past("now", "A"))
    assert [hint.of for hint in told(*wide, *tight)] == [3, 5]


@given(
    st.lists(st.tuples(st.sampled_from(LAST), st.sampled_from(["Ana", "Bo", "ana@example.org", None])), max_size=30),
    st.integers(0, 30),
)
def test_told_a_part_after_the_other_it_is_the_same_as_told_at_once(
    these: list[tuple[str, str | None]], cut: int
) -> None:
    arrived = [past(session, sender, number=n) for n, (session, sender) in enumerate(these)]
    parts = came(BARE, "now", arrived[cut:], came(BARE, "now", arrived[:cut], NOBODY))
    assert parts == came(BARE, "now", arrived)
