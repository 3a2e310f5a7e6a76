"""What a fact does when what it speaks of is not known: nothing; and what one of an earlier version does.

Everything else is seen with the decisions.
"""

from dataclasses import replace

import pytest

from holdspace.core import facts as f
from holdspace.core.apply import apply
from holdspace.core.state import State
from tests.core.playbook import POLICY, asking, moment, story


@pytest.mark.parametrize(
    "fact",
    [
        f.SessionPaused(session="s"),
        f.SessionResumed(session="s", away_seconds=1),
        f.SessionExtended(session="s", minutes=5),
        f.SessionConfirmed(session="s"),
        f.EndExplained(session="s", why="client"),
        f.GapNoticed(seconds=60),
        f.InterruptionSorted(interruption="i", source="door"),
        f.InterruptionSettled(interruption="i", outcome="held", why="logged"),
        f.NoteBegun(session="s", note="n"),
        f.StepSkipped(case="c", step=0, why="nobody_on_duty"),
        f.CaseClosed(case="c", outcome="handled", why="answered"),
        f.PinTakenBack(pin="p"),
        f.FollowUpCameDue(pin="p"),
        f.PinCompleted(pin="p"),
        f.MarkTakenBack(mark="m"),
        f.CardAnswered(case="c", choice="pin"),
        f.PolicyAdopted(policy=POLICY),
        f.Refused(code="no_session"),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_a_fact_of_something_unknown_changes_nothing(fact: f.Fact) -> None:
    assert apply(State(), fact, moment()) == State()


def test_what_a_case_fact_leaves_alone_stays() -> None:
    told = story().starts("ana").arrives("pager")
    case, at = told.case, told.now
    asked_again = f.StepAsked(case=case.id, step=0, responders=("ana",), window_seconds=9, due=moment(9))
    after = apply(told.state, asked_again, at).cases[case.id]
    assert (after.urgency, after.policy, after.person, after.rev) == (
        case.urgency,
        case.policy,
        case.person,
        case.rev + 1,
    )


def test_more_urgency_in_a_journal_of_an_earlier_version_changes_nothing_else_of_a_case() -> None:
    told = asking("ana")
    before, due = told.case, moment(90)
    raised = apply(told.state, f.UrgencyRaised(case=before.id, urgency="urgent"), told.now)
    assert raised.cases[before.id] == replace(before, urgency="urgent")
    again = f.CallerRepeated(case=before.id, interruption="i", urgency="urgent", due=due)
    expected = replace(before, urgency="urgent", due=due, calls=2, called_at=told.now)
    assert apply(told.state, again, told.now).cases[before.id] == expected
