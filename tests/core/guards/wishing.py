"""What a rule would have done, and what is wished of the next one."""

from tests.core.guards.guard import Guard

NEXT_TIME = "test_next_time"
PREVIEW = "test_preview"

GUARDS: tuple[Guard, ...] = (
    Guard(
        "a preview holds what came after its session",
        "core/preview.py",
        "    if past.after_it:\n        return",
        "    if False:\n        return",
        f"{PREVIEW}::test_what_came_after_its_session_would_have_been_held",
    ),
    Guard(
        "a preview holds again what was held as nobody could be asked",
        "core/preview.py",
        'return "hold" if nobody and verdict.urgency != "emergency" else "ask"',
        'return "ask"',
        f"{PREVIEW}::test_what_was_held_as_nobody_could_be_asked_would_have_been_held_again_unless_it_is_an_emergency",
    ),
    Guard(
        "a preview asks about an emergency also with nobody there",
        "core/preview.py",
        'if nobody and verdict.urgency != "emergency" else',
        "if nobody else",
        f"{PREVIEW}::test_what_was_held_as_nobody_could_be_asked_would_have_been_held_again_unless_it_is_an_emergency",
    ),
    Guard(
        "a preview lets one thing through in ten minutes",
        "core/preview.py",
        'return "ask" if again else "let_through"',
        'return "let_through"',
        f"{PREVIEW}::test_within_ten_minutes_of_one_that_was_let_through_the_next_is_asked_about",
    ),
    Guard(
        "a preview judges at the moment of arrival and in its kind",
        "core/preview.py",
        "judge(policy, past, past.at, past.kind)",
        "judge(policy, past, past.at)",
        f"{PREVIEW}::test_it_is_judged_at_its_moment_and_in_its_kind_of_session",
    ),
    Guard(
        "what words that are forgotten may have caught is no judgement",
        "core/preview.py",
        "if past.forgotten and blind",
        "if blind",
        f"{PREVIEW}::test_what_may_have_been_caught_by_words_that_are_forgotten_is_told_as_such",
    ),
    Guard(
        "a preview names the newest only",
        "core/preview.py",
        "[-NAMED:]",
        "",
        f"{PREVIEW}::test_only_the_newest_are_named_one_by_one",
    ),
    Guard(
        "a preview goes on from the part before",
        "core/preview.py",
        "_Tally(so_far or Preview())",
        "_Tally(Preview())",
        f"{PREVIEW}::test_told_a_part_after_the_other_it_is_the_same_as_told_at_once",
    ),
    Guard(
        "what is wished holds before what speaks of it",
        "core/next_time.py",
        "enumerate(rules[:first])",
        "enumerate(rules)",
        f"{NEXT_TIME}::test_it_stands_before_what_speaks_of_it_and_behind_whatever_else_is_let_through",
    ),
    Guard(
        "what is wished comes behind whatever else is let through",
        "core/next_time.py",
        "    return 1 + max(",
        "    return 0 * max(",
        f"{NEXT_TIME}::test_it_stands_before_what_speaks_of_it_and_behind_whatever_else_is_let_through",
    ),
    Guard(
        "who is let through comes first",
        "core/next_time.py",
        "at = 0 if through else",
        "at = 0 if False else",
        f"{NEXT_TIME}::test_who_is_let_through_has_a_reason_and_an_end_and_comes_first",
    ),
    Guard(
        "the same wish twice makes one rule",
        "core/next_time.py",
        "if rule not in same or not _within(rule.kinds, kinds)]",
        "]",
        f"{NEXT_TIME}::test_the_same_wish_again_makes_the_same_rule_and_no_other",
    ),
    Guard(
        "another wish for one kind leaves the others as they were",
        "core/next_time.py",
        "if rule not in same or not _within(rule.kinds, kinds)]",
        "if rule not in same]",
        f"{NEXT_TIME}::test_another_wish_for_one_kind_of_session_leaves_the_others_as_they_were",
    ),
    Guard(
        "a rule that looks at more is another one",
        "core/next_time.py",
        "    return bare and",
        "    return",
        f"{NEXT_TIME}::test_a_rule_that_looks_at_more_or_has_hours_is_another_one",
    ),
    Guard(
        "the entry that is overruled is named",
        "core/next_time.py",
        'over="" if through else _over(policy, past, now)',
        'over=""',
        f"{NEXT_TIME}::test_the_entry_of_the_break_glass_list_that_it_overrules_is_named",
    ),
    Guard(
        "an entry that has ended is not overruled",
        "core/next_time.py",
        "return counts(rule, today(policy, now)) and judge",
        "return judge",
        f"{NEXT_TIME}::test_an_entry_that_has_ended_is_overruled_by_nothing",
    ),
    Guard(
        "an entry of other kinds and hours is overruled too",
        "core/next_time.py",
        "replace(rule, hours=(), kinds=(), until=None)",
        "replace(rule, until=None)",
        f"{NEXT_TIME}::test_the_entry_of_the_break_glass_list_that_it_overrules_is_named",
    ),
    Guard(
        "two who are joined have all names of both",
        "core/next_time.py",
        "for one in (*(each for alias in joined for each in (alias.name, *alias.aliases)), name, other):",
        "for one in (name, other):",
        f"{NEXT_TIME}::test_two_persons_with_several_names_each_become_one_with_all_of_them",
    ),
    Guard(
        "who is one person already stays",
        "core/next_time.py",
        "    if len(keys) == 1:\n        return policy\n",
        "",
        f"{NEXT_TIME}::test_who_is_one_person_already_stays_as_they_are",
    ),
    Guard(
        "who is known under several names is one group of the digest",
        "core/digest.py",
        "joined.get(row.person, row.person) if joined and row.person else row.person",
        "row.person",
        "test_digest::test_who_is_known_under_several_names_by_now_is_one_group",
    ),
)
