"""What a rule would have done is told of what arrived, judged at the moment and in the kind of session in which it came."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.core.people import Responder
from holdspace.core.policy import Alias, Gate, Match, Policy, Rule, Step
from holdspace.core.preview import NAMED, Past, Preview, preview
from holdspace.private import Private
from tests.core.held import HELD
from tests.core.playbook import moment

MAIL = replace(HELD, category="email", sender=Private("ana@example.org"), text=Private("the server is down"))
ANA = Rule(name="ana", match=Match(person=("Ana",)), verdict="ask")
POLICY = Policy(
    responders=(Responder(id="va", name="Vi", role="assistant"),),
    rules=(ANA,),
    people=(Alias(name="Ana", aliases=("ana@example.org",)),),
)


def under(rule: Rule, *arrived: Past) -> Preview:
    return preview(replace(POLICY, rules=(rule,)), rule.name, arrived)


def test_what_it_would_have_caught_is_counted_by_what_would_have_been_done() -> None:
    other = replace(MAIL, id="2", sender=Private("Bo"))
    made = preview(POLICY, "ana", (MAIL, other, replace(MAIL, id="3", done="ask")))
    assert (made.seen, made.total, made.ask, made.changed) == (3, 2, 2, 1)
    assert [(one.past.id, one.would, one.differs) for one in made.caught] == [("1", "ask", True), ("3", "ask", False)]


def test_an_earlier_rule_keeps_what_it_catches() -> None:
    first = Rule(name="first", match=Match(app=("mail",)), verdict="noise")
    made = preview(replace(POLICY, rules=(first, ANA)), "ana", (MAIL,))
    assert made.total == 0
    assert preview(replace(POLICY, rules=(first, ANA)), "first", (MAIL,)).noise == 1


def test_the_default_is_previewed_under_no_name() -> None:
    policy = replace(POLICY, gate=Gate(default="noise"))
    made = preview(policy, "", (MAIL, replace(MAIL, sender=None)))
    assert (made.noise, made.changed) == (1, 1)


def test_it_is_judged_at_its_moment_and_in_its_kind_of_session() -> None:
    until = replace(ANA, until=date(2026, 1, 4))  # the moment is one of January 5
    assert under(until, MAIL).total == 0
    assert under(replace(ANA, hours=("Mo 15:00-16:00",)), MAIL).total == 0
    assert under(replace(ANA, hours=("Mo 08:00-23:00",)), MAIL).total == 1
    assert under(replace(ANA, kinds=("isolation",)), MAIL).total == 0
    assert under(replace(ANA, kinds=("isolation",)), replace(MAIL, kind="isolation")).total == 1


def test_what_came_after_its_session_would_have_been_held() -> None:
    late = replace(MAIL, after_it=True)
    assert under(ANA, late).hold == 1
    assert under(replace(ANA, verdict="let_through"), late).hold == 1
    assert under(replace(ANA, verdict="noise"), late).noise == 1


def test_what_was_held_as_nobody_could_be_asked_would_have_been_held_again_unless_it_is_an_emergency() -> None:
    alone = replace(MAIL, why="nobody_reachable")
    assert under(ANA, alone).hold == 1
    assert under(replace(ANA, urgency="emergency"), alone).ask == 1
    assert under(replace(ANA, verdict="let_through"), alone).let_through == 1
    assert under(ANA, replace(alone, done="ask")).ask == 1, "that nobody was left in the end is another matter"


def test_where_nobody_is_ever_asked_what_a_rule_asks_about_would_have_been_held() -> None:
    for nobody in (replace(POLICY, responders=()), replace(POLICY, steps=(Step(role="executive"),))):
        assert preview(nobody, "ana", (MAIL,)).hold == 1
        urgent = replace(nobody, rules=(replace(ANA, urgency="emergency"),))
        assert preview(urgent, "ana", (MAIL,)).ask == 1


def test_within_ten_minutes_of_one_that_was_let_through_the_next_is_asked_about() -> None:
    through = replace(ANA, verdict="let_through")
    times = (replace(MAIL, at=moment(after)) for after in (0, 599, 600, 1199))
    made = under(through, *times)
    assert (made.let_through, made.ask) == (2, 2)
    assert [one.would for one in made.caught] == ["let_through", "ask", "let_through", "ask"]


def test_what_rested_on_the_rule_then_and_would_not_now_is_told() -> None:
    then = replace(MAIL, sender=Private("Bo"), rule="ana", done="ask")
    made = under(ANA, then, MAIL)
    assert (made.passed, made.total) == (1, 1)


@pytest.mark.parametrize(
    "match",
    [Match(text=("down",)), Match(sender=("ana",)), Match(person=("ana",)), Match(person=("ana",), app=("mail",))],
)
def test_what_may_have_been_caught_by_words_that_are_forgotten_is_told_as_such(match: Match) -> None:
    gone = replace(MAIL, sender=None, text=None, forgotten=True)
    rule = replace(ANA, match=match)
    assert under(rule, gone).untold == 1
    assert under(rule, gone).total == 0
    assert under(rule, replace(gone, forgotten=False)).untold == 0, "it never had any"
    assert under(rule, MAIL).untold == 0
    assert under(replace(rule, kinds=("isolation",)), gone).untold == 0, "it would not have been caught in any case"


def test_a_rule_that_looks_at_no_words_judges_what_is_forgotten_too() -> None:
    gone = replace(MAIL, sender=None, text=None, forgotten=True)
    made = under(replace(ANA, match=Match(app=("mail",))), gone)
    assert (made.total, made.untold) == (1, 0)
    assert under(replace(ANA, match=Match(app=("chat",))), gone).untold == 0


def test_only_the_newest_are_named_one_by_one() -> None:
    made = under(ANA, *(replace(MAIL, id=str(n)) for n in range(NAMED + 7)))
    assert made.total == NAMED + 7
    assert [one.past.id for one in made.caught] == [str(n) for n in range(7, NAMED + 7)]


_PAST = st.builds(
    replace,
    st.just(MAIL),
    at=st.integers(0, 3000).map(moment),
    sender=st.sampled_from([None, Private("Ana"), Private("Bo")]),
    forgotten=st.booleans(),
    after_it=st.booleans(),
    done=st.sampled_from(["hold", "ask", "noise", "let_through"]),
    rule=st.sampled_from(["", "ana"]),
)


@given(st.lists(_PAST, max_size=80), st.integers(0, 80), st.sampled_from(["ask", "let_through", "noise", "hold"]))
def test_told_a_part_after_the_other_it_is_the_same_as_told_at_once(arrived, at, verdict) -> None:  # type: ignore[no-untyped-def]
    policy = replace(POLICY, rules=(replace(ANA, verdict=verdict),))
    parts = preview(policy, "ana", arrived[at:], preview(policy, "ana", arrived[:at]))
    assert parts == preview(policy, "ana", arrived)
    assert parts.seen == len(arrived)
    assert parts.changed <= parts.total
