"""What people are told will follow, before it does."""

from tests.core.guards.guard import Guard

OUTLOOK = "core/outlook.py"
TEST = "test_outlook"
ASKING = "core/asking.py"
THROUGH = "test_asking::test_what_is_said_to_come_through_with_nobody_reachable_is_what_does"

GUARDS: tuple[Guard, ...] = (
    Guard(
        "what is on a card is foretold as the practitioner's",
        OUTLOOK,
        '    if case.with_practitioner:\n        return "card"',
        '    if False:\n        return "card"',
        f"{TEST}::test_a_card_stays_and_one_that_waits_comes",
    ),
    Guard(
        "a card that waits does not show",
        OUTLOOK,
        'return "card" if case.card_shows else "card_waits"',
        'return "card"',
        f"{TEST}::test_a_card_stays_and_one_that_waits_comes",
    ),
    Guard(
        "a card that waits is foretold to come",
        OUTLOOK,
        'return "nothing" if case.card_shows else "practitioner"',
        'return "nothing"',
        f"{TEST}::test_a_card_stays_and_one_that_waits_comes",
    ),
    Guard(
        "a card that shows is there until it is answered",
        OUTLOOK,
        'None if stands == "card" or case.due is None',
        "None if case.due is None",
        f"{TEST}::test_a_card_stays_and_one_that_waits_comes",
    ),
    Guard(
        "until when is told by the clock as it is now",
        OUTLOOK,
        "case.due.by_the_clock(now)",
        "case.due",
        f"{TEST}::test_until_when_is_told_by_the_clock_as_it_is_now",
    ),
    Guard(
        "what waits for its turn is not foretold as asked",
        OUTLOOK,
        '    if case.queued:\n        return "queued"',
        '    if False:\n        return "queued"',
        f"{TEST}::test_what_waits_for_its_turn_is_asked_then",
    ),
    Guard(
        "what waits for its turn is asked of who is there then",
        OUTLOOK,
        "if case.queued and people:",
        "if case.queued:",
        f"{TEST}::test_what_waits_for_its_turn_is_asked_then",
    ),
    Guard(
        "what somebody has is foretold as theirs",
        OUTLOOK,
        '    if case.phase == "acked":\n        return "held"',
        '    if False:\n        return "held"',
        f"{TEST}::test_who_has_it_is_followed_by_the_same_step_once_more_and_then_by_the_next",
    ),
    Guard(
        "a lapse with nobody left is not foretold as asked again",
        OUTLOOK,
        'case.phase == "acked" and people and',
        'case.phase == "acked" and',
        f"{TEST}::test_who_has_it_is_followed_by_the_same_step_once_more_and_then_by_the_next",
    ),
    Guard(
        "a lapse of what stands is not foretold as asked again",
        OUTLOOK,
        "and not case.standing and case.lapses",
        "and case.lapses",
        f"{TEST}::test_what_stands_goes_to_the_practitioner_when_a_lease_lapses",
    ),
    Guard(
        "a second lapse is not foretold as asked again",
        OUTLOOK,
        " and case.lapses < LAPSES_A_STEP",
        "",
        f"{TEST}::test_who_has_it_is_followed_by_the_same_step_once_more_and_then_by_the_next",
    ),
    Guard(
        "what was put off is foretold as put off",
        OUTLOOK,
        'return "snoozed" if case.phase == "snoozed" else "asked"',
        'return "asked"',
        f"{TEST}::test_what_was_put_off_is_asked_again",
    ),
    Guard(
        "what was put off is asked again of who is there",
        OUTLOOK,
        'if case.phase == "snoozed" and people:',
        'if case.phase == "snoozed":',
        f"{TEST}::test_what_was_put_off_is_asked_again",
    ),
    Guard(
        "the others are foretold where there are any",
        OUTLOOK,
        "if alone and set(people) - set(case.tried):",
        "if alone:",
        f"{TEST}::test_who_is_asked_alone_is_followed_by_the_others_unless_they_take_turns",
    ),
    Guard(
        "a step with nobody there is not foretold",
        OUTLOOK,
        "if step_responders(case.policy, number, present, now):",
        "if True:",
        f"{TEST}::test_a_step_with_nobody_there_is_not_foretold",
    ),
    Guard(
        "what stands is foretold to reach the practitioner, whatever the policy says of silence",
        OUTLOOK,
        '"practitioner" if case.standing or case',
        '"practitioner" if case',
        f"{TEST}::test_what_stands_goes_to_the_practitioner_when_a_lease_lapses",
    ),
    Guard(
        "of what comes through with nobody there an entry that ran out is none",
        ASKING,
        "if counts(rule, day)",
        "if True",
        THROUGH,
    ),
    Guard(
        "an emergency comes through with nobody there if something asks about it",
        ASKING,
        'policy.gate.default == "ask" or any(_asks_about_an_emergency',
        "True or any(_asks_about_an_emergency",
        THROUGH,
    ),
    Guard(
        "an emergency comes through with nobody there if the gate says so of silence",
        ASKING,
        'if asked and policy.gate.unanswered("emergency") == "cue":',
        "if asked:",
        THROUGH,
    ),
    Guard(
        "beyond the cues of a session nothing comes through",
        ASKING,
        "if state.session is not None and cues.spent(state):",
        "if False:",
        "test_asking::test_once_the_practitioner_was_cued_as_often_as_may_be_nothing_comes_through",
    ),
)
