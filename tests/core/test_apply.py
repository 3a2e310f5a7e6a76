"""What a fact does when what it speaks of is not known: nothing. (Everything else is seen with the decisions.)"""

import pytest

from holdspace.core import facts as f
from holdspace.core.apply import apply
from holdspace.core.state import State
from tests.core.playbook import POLICY, moment, story


@pytest.mark.parametrize(
    "fact",
    [
        f.SessionPaused(session="s"),
        f.SessionResumed(session="s", away_seconds=1),
        f.SessionExtended(session="s", minutes=5),
        f.SessionConfirmed(session="s"),
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
