"""The policy of a drill asks nobody of the practitioner's, and waits as they would, only shorter."""

from dataclasses import replace

from holdspace.core.people import Client
from holdspace.core.policy import Gate, Seconds, Step
from holdspace.core.rehearsal import LONGEST, SHORTEST, in_earnest, rehearsed
from holdspace.private import Private
from tests.core.playbook import ANA, EVE, POLICY, story

APP = "Holdspace drill 1"


def test_nobody_of_the_practitioners_is_asked_in_a_drill() -> None:
    drill = rehearsed(POLICY, APP)
    assert [one.role for one in drill.responders] == [step.role for step in drill.steps] == ["assistant", "executive"]
    assert not {one.id for one in drill.responders} & {one.id for one in POLICY.responders}
    told = story(policy=drill).starts(ANA.id, EVE.id, *(one.id for one in drill.responders))
    assert told.arrives(APP, text="please ask").case.asked == ("drill.assistant",)


def test_the_practitioners_own_rules_and_gate_judge_nothing_in_a_drill() -> None:
    drill = rehearsed(replace(POLICY, gate=Gate(default="ask", va_direct=True)), APP)
    assert [rule.name for rule in drill.rules] == ["drill"]
    assert drill.gate == Gate()
    assert (drill.practitioner, drill.preferences, drill.people) == (
        POLICY.practitioner,
        POLICY.preferences,
        POLICY.people,
    )


def test_no_client_and_nothing_that_counts_as_urgent_with_one_goes_into_a_drill() -> None:
    client = Client(name=Private("ACME"), urgent_here=Private("The board."))
    you = replace(POLICY.practitioner, urgent_here=Private("Only the clinic."))
    drill = rehearsed(replace(POLICY, practitioner=you, clients=(client,)), APP)
    assert drill == rehearsed(POLICY, APP)


def test_waits_are_sixty_times_shorter_within_bounds() -> None:
    waits = Seconds(normal=240, urgent=30, emergency=3600)
    policy = replace(POLICY, steps=(Step(role="executive", mode="round_robin", wait_seconds=waits),))
    assistant, executive = rehearsed(policy, APP).steps
    assert (executive.wait_seconds, executive.mode) == (
        Seconds(normal=4, urgent=SHORTEST, emergency=LONGEST),
        "all",
    )
    assert in_earnest(policy, "assistant") == Step(role="assistant")
    assert assistant.wait_seconds == Seconds(normal=3, urgent=SHORTEST, emergency=SHORTEST)
