"""Letters and channels that fail."""

from tests.core.guards.guard import Guard

CASE = "test_decide_case"

GUARDS: tuple[Guard, ...] = (
    Guard(
        "a failed letter of an older revision does not pass the step",
        "core/apply_case.py",
        "if fact.rev == case.rev else case",
        "if fact.rev >= 0 else case",
        f"{CASE}::test_a_failure_of_an_older_letter_changes_nothing",
    ),
    Guard(
        "a responder is out of reach when every channel gave up",
        "core/escalation.py",
        "0 < len(person.channels) <= self.undelivered.count(key)",
        "key in self.undelivered",
        f"{CASE}::test_one_channel_of_two_that_gives_up_is_not_silence",
    ),
    Guard(
        "who left does not count as told",
        "core/decide_case.py",
        "any(key in people and not case.out_of_reach(key) for key in case.asked)",
        "any(not case.out_of_reach(key) for key in case.asked)",
        f"{CASE}::test_who_left_and_who_cannot_be_told_make_an_empty_step",
    ),
    Guard(
        "a letter that fails passes no step while somebody else is told",
        "core/decide_case.py",
        "case.rev == command.rev and left_alone(turn, case):",
        "case.rev == command.rev:",
        f"{CASE}::test_one_channel_of_two_that_gives_up_is_not_silence",
    ),
)
