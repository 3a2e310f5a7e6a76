"""Who is said to come into session after session."""

from tests.core.guards.guard import Guard

RETURNING = "core/returning.py"
TEST = "test_returning"

GUARDS: tuple[Guard, ...] = (
    Guard(
        "who came into a session or two is not said to come again and again",
        RETURNING,
        "if known.last and len(places) >= ENOUGH:",
        "if known.last:",
        f"{TEST}::test_two_sessions_are_not_enough_however_much_came_in_them",
    ),
    Guard(
        "who is told came into the session that is told",
        RETURNING,
        "if known.last and len(places) >= ENOUGH:",
        "if len(places) >= ENOUGH:",
        f"{TEST}::test_who_did_not_come_into_the_session_that_is_told_is_not_told",
    ),
    Guard(
        "a session of longer ago does not count",
        RETURNING,
        "place[session] for session in known.sessions if session in place",
        "place.get(session, 0) for session in known.sessions",
        f"{TEST}::test_a_session_of_longer_ago_does_not_count",
    ),
    Guard(
        "joined names come as one person",
        RETURNING,
        "policy.person(past.sender.reveal())",
        "past.sender.reveal()",
        f"{TEST}::test_joined_names_are_one_person_in_whatever_app",
    ),
    Guard(
        "what a machine says comes from its app",
        RETURNING,
        'if about == "app" or past.sender is None:',
        "if past.sender is None:",
        f"{TEST}::test_what_a_machine_says_is_of_its_app_whatever_stands_in_the_place_of_a_sender",
    ),
    Guard(
        "a sender who is forgotten is not taken for the app",
        RETURNING,
        "about is None or (past.sender is None and past.forgotten)",
        "about is None",
        f"{TEST}::test_a_sender_who_is_forgotten_is_not_taken_for_the_app",
    ),
    Guard(
        "what came after its session did not come into it",
        RETURNING,
        "who is None or past.after_it or",
        "who is None or",
        f"{TEST}::test_what_came_after_its_session_does_not_count",
    ),
    Guard(
        "what was noise is said nothing of",
        RETURNING,
        ' or past.done == "noise"',
        "",
        f"{TEST}::test_noise_does_not_count_as_it_was_then_or_would_be_by_now",
    ),
    Guard(
        "what is noise by now is said nothing of",
        RETURNING,
        'if verdict.kind == "noise" or (',
        "if (",
        f"{TEST}::test_noise_does_not_count_as_it_was_then_or_would_be_by_now",
    ),
    Guard(
        "who is settled by a rule of their own is said nothing of",
        RETURNING,
        "(rule is not None and _means(rule, who))",
        "False",
        f"{TEST}::test_whom_a_rule_of_their_own_speaks_of_is_settled",
    ),
    Guard(
        "a rule for everybody in an app settles no person",
        RETURNING,
        'if who[0] == "person" else',
        "if False else",
        f"{TEST}::test_a_rule_for_everybody_settles_nobody",
    ),
    Guard(
        "at most three are told",
        RETURNING,
        "found[:HINTS]",
        "found",
        f"{TEST}::test_at_most_three_are_told_those_of_the_most_sessions_first",
    ),
    Guard(
        "those of the most sessions are told first",
        RETURNING,
        "(-hint.sessions, hint.of, hint.interruption)",
        "(hint.interruption,)",
        f"{TEST}::test_at_most_three_are_told_those_of_the_most_sessions_first",
    ),
    Guard(
        "who came again is counted on from the part before",
        RETURNING,
        "comers = so_far",
        "comers = NOBODY",
        f"{TEST}::test_told_a_part_after_the_other_it_is_the_same_as_told_at_once",
    ),
)
