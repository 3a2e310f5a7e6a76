"""The guards of core and engine, each with the plain test that dies when it is taken away.

`python -m tests.core.guards` takes each of them out in turn, in a copy, and runs its test: exit 1 if one survives.
`--machine` runs the machine of promises against each instead and tells which it finds (chance decides some).
`--table` prints the table of docs/testing.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASE, CARD, GATE, PINS = "test_decide_case", "test_decide_card", "test_decide_gate", "test_decide_pins"
SESSION, WORLD, PEOPLE, STATE = "test_decide_session", "test_decide_world", "test_people", "test_state"
NOTES = "test_decide_notes"


@dataclass(frozen=True, slots=True)
class Guard:
    """What is guarded; where it stands (a file of src/holdspace); the text, what it is replaced by; the test."""

    what: str
    file: str
    old: str
    new: str
    test: str

    @property
    def test_id(self) -> str:
        room, name = self.test.split("::")
        return f"tests/{'engine' if room == 'test_engine' else 'core'}/{room}.py::{name}"


GUARDS: tuple[Guard, ...] = (
    # ------------------------------------------------------------------------------------------ who may answer what
    Guard(
        "an answer to a closed case changes nothing",
        "core/decide_case.py",
        '    if case is None:\n        return "closed"',
        '    if case is None:\n        return "stale"',
        f"{CASE}::test_an_answer_to_a_closed_case_changes_nothing",
    ),
    Guard(
        "an answer of a stranger changes nothing",
        "core/decide_case.py",
        '    if person is None:\n        return "not_asked"',
        '    if person is None:\n        return ""',
        f"{CASE}::test_an_answer_of_a_stranger_changes_nothing",
    ),
    Guard(
        "break-glass is the practitioner's alone",
        "core/decide_case.py",
        'if case.reached == "break_glass":',
        "if False:",
        f"{CASE}::test_break_glass_is_for_the_practitioner_alone",
    ),
    Guard(
        "only the holder answers what they have",
        "core/decide_case.py",
        'if case.phase == "acked" and case.holder != command.by:',
        "if False:",
        f"{CASE}::test_what_somebody_has_only_they_can_answer",
    ),
    Guard(
        "only within duty hours",
        "core/decide_case.py",
        "if not within_duty(person, turn.now.utc):",
        "if False:",
        f"{CASE}::test_an_answer_outside_of_duty_hours_changes_nothing",
    ),
    Guard(
        "only who is asked now",
        "core/decide_case.py",
        "    elif command.by not in case.asked:",
        "    elif False:",
        f"{CASE}::test_an_answer_of_somebody_who_is_not_asked_now_changes_nothing",
    ),
    Guard(
        "a standing emergency is taken back, not passed on, by who is not asked",
        "core/decide_case.py",
        "if command.choice not in TAKES_BACK and command.by not in case.asked:",
        "if False:",
        f"{CASE}::test_who_is_not_asked_cannot_otherwise_change_a_standing_emergency",
    ),
    Guard(
        "a stale answer changes nothing",
        "core/decide_case.py",
        "if command.rev != case.rev:",
        "if command.rev > case.rev:",
        f"{CASE}::test_a_stale_answer_changes_nothing",
    ),
    Guard(
        "the same answer twice counts once",
        "core/decide_case.py",
        "if command.rev != case.rev:",
        "if False:",
        f"{CASE}::test_the_same_answer_twice_counts_once",
    ),
    Guard(
        "need_me needs what is lost",
        "core/decide_case.py",
        "not (command.what_is_lost and command.why_only_you)",
        "not command.why_only_you",
        f"{CASE}::test_only_they_can_needs_both_reasons",
    ),
    Guard(
        "need_me needs why only you",
        "core/decide_case.py",
        "not (command.what_is_lost and command.why_only_you)",
        "not command.what_is_lost",
        f"{CASE}::test_only_they_can_needs_both_reasons",
    ),
    Guard(
        "no snooze for an emergency",
        "core/decide_case.py",
        'if case.urgency == "emergency":',
        "if False:",
        f"{CASE}::test_an_emergency_is_not_put_off",
    ),
    Guard(
        "two snoozes a step",
        "core/decide_case.py",
        "if case.snoozes >= SNOOZES_A_STEP:",
        "if case.snoozes > SNOOZES_A_STEP:",
        f"{CASE}::test_ask_me_again_counts_twice_a_step",
    ),
    Guard(
        "no snooze past the planned end",
        "core/decide_case.py",
        "return min(SNOOZE, session.left(turn.now)) if session else timedelta(0)",
        "return SNOOZE",
        f"{CASE}::test_ask_me_again_never_goes_past_the_planned_end",
    ),
    Guard(
        "snoozes count anew at the next step",
        "core/apply.py",
        "snoozes=case.snoozes if fact.step == case.step else 0",
        "snoozes=case.snoozes",
        f"{CASE}::test_the_next_step_may_ask_again_afresh",
    ),
    Guard(
        "an ack leaves one who is asked: the holder",
        "core/apply.py",
        "                asked=(fact.by,),\n",
        "",
        f"{CASE}::test_who_has_what_the_practitioner_was_cued_for_can_go_on_answering_it",
    ),
    # ------------------------------------------------------------------------------------------------ steps in order
    Guard(
        "the first step is asked first",
        "core/escalation.py",
        "range(case.step + 1, len(case.policy.steps))",
        "range(case.step + 2, len(case.policy.steps))",
        f"{CASE}::test_the_assistants_are_asked_first_and_all_of_them",
    ),
    Guard(
        "no step is asked twice",
        "core/escalation.py",
        "range(case.step + 1, len(case.policy.steps))",
        "range(max(0, case.step), len(case.policy.steps))",
        f"{CASE}::test_silence_of_the_assistant_asks_the_executive_but_not_before_the_wait_is_over",
    ),
    Guard(
        "one step at a time",
        "core/decide_case.py",
        "            yield _asked(turn, case, number, people)\n            return",
        "            yield _asked(turn, case, number, people)",
        f"{CASE}::test_the_assistants_are_asked_first_and_all_of_them",
    ),
    Guard(
        "a step with nobody on duty is skipped",
        "core/decide_case.py",
        "        if people:\n            yield _asked(turn, case, number, people)",
        "        if True:\n            yield _asked(turn, case, number, people)",
        f"{CASE}::test_a_step_with_nobody_on_duty_is_skipped_at_once",
    ),
    Guard(
        "duty hours are looked at",
        "core/escalation.py",
        "return person.id in present and within_duty(person, now.utc)",
        "return person.id in present",
        f"{PEOPLE}::test_on_duty_is_who_is_present_within_their_hours",
    ),
    Guard(
        "presence is looked at",
        "core/escalation.py",
        "return person.id in present and within_duty(person, now.utc)",
        "return within_duty(person, now.utc)",
        f"{PEOPLE}::test_on_duty_is_who_is_present_within_their_hours",
    ),
    Guard(
        "duty hours are told in the responder's zone",
        "core/people.py",
        "local = at.astimezone(_zone(responder.time_zone)).replace(tzinfo=None)",
        "local = at.replace(tzinfo=None)",
        f"{PEOPLE}::test_duty_hours_are_told_in_the_responders_own_zone",
    ),
    Guard(
        "no time-out before its time",
        "core/decide_world.py",
        "if case.due is not None and turn.now.reached(case.due):",
        "if case.due is not None:",
        f"{CASE}::test_silence_of_the_assistant_asks_the_executive_but_not_before_the_wait_is_over",
    ),
    Guard(
        "an empty step is passed with the next tick",
        "core/decide_world.py",
        "        elif decide_case.left_alone(turn, case):\n            yield",
        "        elif False:\n            yield",
        f"{CASE}::test_duty_that_ends_while_asked_passes_the_step_with_the_next_tick",
    ),
    Guard(
        "a step that everybody left is passed",
        "core/decide_world.py",
        "if command.responder in case.asked and decide_case.left_alone(turn, case):",
        "if False:",
        f"{CASE}::test_a_step_that_everybody_left_is_passed_at_once",
    ),
    Guard(
        "a step is passed only when all have left",
        "core/decide_world.py",
        "if command.responder in case.asked and decide_case.left_alone(turn, case):",
        "if command.responder in case.asked:",
        f"{CASE}::test_a_step_that_everybody_left_is_passed_at_once",
    ),
    Guard(
        "what somebody has or snoozed does not wait for people",
        "core/decide_case.py",
        'if case.phase != "waiting" or case.with_practitioner:',
        "if case.with_practitioner:",
        f"{CASE}::test_who_has_the_case_may_leave_until_the_lease_is_over",
    ),
    Guard(
        "a card does not wait for people",
        "core/decide_case.py",
        'if case.phase != "waiting" or case.with_practitioner:',
        'if case.phase != "waiting":',
        f"{CASE}::test_a_card_that_shows_waits_for_nobody_on_duty",
    ),
    Guard(
        "an open case keeps its policy",
        "core/decide_case.py",
        "people = step_responders(case.policy, number, turn.state.present, turn.now)",
        "people = step_responders(turn.policy, number, turn.state.present, turn.now)",
        f"{CASE}::test_an_open_case_goes_by_the_policy_under_which_it_was_opened",
    ),
    Guard(
        "a failed letter of an older revision does not pass the step",
        "core/apply.py",
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
        "any(key in on_duty and not case.out_of_reach(key) for key in case.asked)",
        "any(not case.out_of_reach(key) for key in case.asked)",
        f"{CASE}::test_who_left_and_who_cannot_be_told_make_an_empty_step",
    ),
    # ------------------------------------------------------------------------- who reaches the practitioner, and how
    Guard(
        "what stands reaches the practitioner, whatever the policy says of silence",
        "core/decide_case.py",
        '    if case.standing:\n        yield from _reach(turn, key, "need_me")\n    elif',
        "    if",
        f"{CASE}::test_policies_that_never_cue_do_not_drop_an_emergency_that_stands",
    ),
    Guard(
        "silence reaches the practitioner only where the policy cues",
        "core/decide_case.py",
        'elif case.policy.gate.unanswered(case.urgency) == "cue":',
        "elif True:",
        f"{CASE}::test_silence_of_everybody_defers_with_a_note",
    ),
    Guard(
        "what stands is an emergency, with its short wait",
        "core/apply.py",
        'stood_by=fact.by, urgency="emergency", rev',
        "stood_by=fact.by, rev",
        f"{CASE}::test_a_need_me_of_the_assistant_is_shown_to_the_executive_for_one_emergency_wait",
    ),
    Guard(
        "what stands is shown to the executive once",
        "core/apply.py",
        "shown=case.standing,",
        "shown=False,",
        f"{CASE}::test_an_emergency_that_stands_is_shown_to_executives_only_and_to_them_once",
    ),
    Guard(
        "what stands is shown to executives only",
        "core/escalation.py",
        'for number, step in enumerate(case.policy.steps) if step.role == "executive")',
        "for number, step in enumerate(case.policy.steps) if number > case.step)",
        f"{CASE}::test_an_emergency_that_stands_is_shown_to_executives_only_and_to_them_once",
    ),
    Guard(
        "what an executive says needs no other executive",
        "core/escalation.py",
        'if case.shown or (said_it is not None and said_it.role == "executive"):',
        "if case.shown:",
        f"{CASE}::test_a_need_me_of_the_executive_reaches_the_practitioner_at_once",
    ),
    Guard(
        "the executive is shown what stands wherever their step is",
        "core/escalation.py",
        'return tuple(number for number, step in enumerate(case.policy.steps) if step.role == "executive")',
        "return tuple(range(case.step + 1, len(case.policy.steps)))",
        f"{CASE}::test_the_executive_is_shown_what_stands_also_where_their_step_comes_first",
    ),
    Guard(
        "a card not answered is told once as not seen",
        "core/apply.py",
        "return replace(case, told_unseen=True, due=None, rev=case.rev + 1)",
        "return replace(case, told_unseen=True, rev=case.rev + 1)",
        f"{CASE}::test_a_card_that_is_not_answered_is_told_once_as_not_seen_and_stays",
    ),
    Guard(
        "a card goes on showing after it was told as not seen",
        "core/decide_case.py",
        "        yield f.CardNotSeen(case=case.id)",
        '        yield from pass_on(turn, case.id, "no_answer")',
        f"{CASE}::test_a_card_that_is_not_answered_is_told_once_as_not_seen_and_stays",
    ),
    Guard(
        "what is deferred becomes a note",
        "core/decide_case.py",
        'if outcome == "deferred":',
        "if False:",
        f"{CASE}::test_only_what_is_deferred_becomes_a_note",
    ),
    Guard(
        "a hand-back takes the emergency off",
        "core/apply.py",
        "                standing=False,\n",
        "",
        f"{CARD}::test_back_to_the_assistant_starts_a_new_leg_with_the_instruction",
    ),
    Guard(
        "no card, no answer",
        "core/decide_card.py",
        "if case is None or not case.with_practitioner:",
        "if case is None:",
        f"{CARD}::test_without_a_card_there_is_nothing_to_answer",
    ),
    Guard(
        "stepping out pauses once",
        "core/decide_card.py",
        "if session is not None and session.paused_at is None:",
        "if session is not None:",
        f"{CARD}::test_stepping_out_of_a_paused_session_does_not_pause_it_again",
    ),
    Guard(
        "three legs at most",
        "core/decide_card.py",
        "elif case.leg >= LEGS:",
        "elif False:",
        f"{CARD}::test_a_case_goes_round_three_times_at_most",
    ),
    Guard(
        "nothing is handed back to nobody",
        "core/decide_card.py",
        "elif not anybody_reachable(case.policy, turn.state.present, turn.now):",
        "elif False:",
        f"{CARD}::test_nothing_is_handed_back_to_nobody",
    ),
    # -------------------------------------------------------------------------------------------- the gate, arrivals
    Guard(
        "without a session everything is held",
        "core/decide_gate.py",
        "    if turn.state.session is None:\n        return replace",
        "    if False:\n        return replace",
        f"{GATE}::test_without_a_session_nobody_is_asked_and_nothing_is_let_through",
    ),
    Guard(
        "with nobody reachable the gate holds",
        "core/decide_gate.py",
        'if verdict.kind == "ask" and verdict.urgency != "emergency" and not reachable:',
        "if False:",
        f"{GATE}::test_with_nobody_reachable_the_gate_holds",
    ),
    Guard(
        "an emergency is asked about also with nobody reachable",
        "core/decide_gate.py",
        'if verdict.kind == "ask" and verdict.urgency != "emergency" and not reachable:',
        'if verdict.kind == "ask" and not reachable:',
        f"{GATE}::test_an_emergency_with_nobody_reachable_follows_the_rule_for_nobody_answered",
    ),
    Guard(
        "break-glass needs nobody reachable",
        "core/decide_gate.py",
        'if verdict.kind == "ask" and verdict.urgency != "emergency" and not reachable:',
        "if not reachable:",
        f"{GATE}::test_break_glass_reaches_the_practitioner_at_once_also_with_nobody_reachable",
    ),
    Guard(
        "a revision of an open case stays that case",
        "core/decide_gate.py",
        "if earlier is not None and earlier in turn.state.cases:",
        "if False:",
        f"{GATE}::test_a_newer_text_of_an_open_case_stays_that_case_and_leaves_it_alone",
    ),
    Guard(
        "only its own sender revises a matter",
        "core/decide_gate.py",
        "earlier = replaced if _same_sender(turn, command, replaced) else None",
        "earlier = replaced",
        f"{GATE}::test_what_somebody_else_puts_in_its_place_is_a_matter_of_its_own",
    ),
    Guard(
        "only its own app revises a matter",
        "core/decide_gate.py",
        "return sent is not None and (sent.app, sent.person) == (command.app, turn.person(command.sender))",
        "return sent is not None and sent.person == turn.person(command.sender)",
        f"{GATE}::test_what_another_app_puts_in_its_place_is_a_matter_of_its_own",
    ),
    Guard(
        "a revision that asks for more is a matter of its own",
        "core/decide_gate.py",
        "if earlier is not None and _asks_for_no_more(turn, earlier, verdict):",
        "if earlier is not None:",
        f"{GATE}::test_a_held_notification_that_now_asks_for_more_is_a_matter_of_its_own",
    ),
    Guard(
        "a revision of noise that is none is a matter of its own",
        "core/decide_gate.py",
        '(verdict.kind == "hold" and not turn.state.sent[earlier].noise)',
        'verdict.kind == "hold"',
        f"{GATE}::test_a_text_that_is_no_longer_noise_is_a_matter_of_its_own",
    ),
    Guard(
        "a revision never makes a case less urgent",
        "core/decide_case.py",
        "LEVELS.index(verdict.urgency) > LEVELS.index(turn.state.cases[key].urgency)",
        "verdict.urgency != turn.state.cases[key].urgency",
        f"{GATE}::test_a_newer_text_never_makes_a_case_less_urgent",
    ),
    Guard(
        "only what is to be asked about makes a case more urgent",
        "core/decide_case.py",
        'elif verdict.kind == "ask" and LEVELS',
        "elif LEVELS",
        f"{GATE}::test_a_newer_text_never_makes_a_case_less_urgent",
    ),
    Guard(
        "a revision that is let through reaches the practitioner",
        "core/decide_case.py",
        '    if verdict.kind == "let_through":\n        yield from let_through(turn, key)',
        "    if False:\n        yield from let_through(turn, key)",
        f"{GATE}::test_an_open_case_whose_newer_text_is_let_through_reaches_the_practitioner",
    ),
    Guard(
        "a card that shows is not shown again",
        "core/decide_case.py",
        "if not turn.state.cases[key].with_practitioner:",
        "if True:",
        f"{GATE}::test_a_card_that_shows_is_not_shown_again_for_a_newer_text",
    ),
    Guard(
        "a revision keeps the notification of what it revised",
        "core/decide_gate.py",
        "if _found(turn, command.live) is None:",
        "if True:",
        f"{GATE}::test_a_revision_keeps_the_notification_of_the_matter_that_it_revised",
    ),
    Guard(
        "a case of its own takes the notification over",
        "core/decide_gate.py",
        "known = command.live or (command.replaces if replaced is not None else None)",
        "known = command.live",
        f"{GATE}::test_a_revision_that_became_a_case_of_its_own_takes_the_notification_over",
    ),
    Guard(
        "only the sender's own closing withdraws",
        "core/decide_gate.py",
        "if case is None or not command.by_sender:",
        "if case is None:",
        f"{GATE}::test_a_closing_that_was_not_the_senders_withdraws_nothing",
    ),
    Guard(
        "what somebody has is not withdrawn",
        "core/decide_gate.py",
        'if case.phase == "waiting" and not case.standing and not case.with_practitioner:',
        "if not case.standing and not case.with_practitioner:",
        f"{GATE}::test_what_somebody_has_is_not_withdrawn",
    ),
    Guard(
        "what stands is not withdrawn",
        "core/decide_gate.py",
        'if case.phase == "waiting" and not case.standing and not case.with_practitioner:',
        'if case.phase == "waiting" and not case.with_practitioner:',
        f"{GATE}::test_an_emergency_that_stands_is_not_withdrawn",
    ),
    Guard(
        "what the practitioner is shown is not withdrawn",
        "core/decide_gate.py",
        'if case.phase == "waiting" and not case.standing and not case.with_practitioner:',
        'if case.phase == "waiting" and not case.standing:',
        f"{GATE}::test_what_the_practitioner_is_shown_is_not_withdrawn",
    ),
    Guard(
        "what is logged without a session is settled after a while",
        "core/decide_world.py",
        "if turn.now.reached(log.due):",
        "if False:",
        f"{GATE}::test_what_is_logged_without_a_session_is_held_after_a_while",
    ),
    Guard(
        "what is logged without a session can be taken back for a while",
        "core/decide_world.py",
        "if turn.now.reached(log.due):",
        "if True:",
        f"{GATE}::test_what_is_logged_without_a_session_is_held_after_a_while",
    ),
    Guard(
        "what was logged before a session is settled when it starts",
        "core/decide_session.py",
        "        yield decide_gate.settle_log(turn, key)\n    yield f.SessionStarted(",
        "        pass\n    yield f.SessionStarted(",
        f"{GATE}::test_what_is_logged_without_a_session_is_held_when_one_starts",
    ),
    Guard(
        "what opened a case is no log to be taken back",
        "core/apply.py",
        '            if fact.verdict != "hold":\n                return state',
        "            if False:\n                return state",
        f"{GATE}::test_an_arrival_by_hand_that_opens_a_case_cannot_be_taken_back_besides",
    ),
    Guard(
        "something unknown is not sorted",
        "core/decide_gate.py",
        "if command.interruption in turn.state.loose:",
        "if True:",
        f"{GATE}::test_something_unknown_is_not_sorted",
    ),
    Guard(
        "a line to what is settled is a log of its own",
        "core/decide_gate.py",
        "    if loose is None:\n",
        "    if False:\n",
        f"{GATE}::test_a_line_to_what_is_settled_already_is_a_log_of_its_own",
    ),
    Guard(
        "a rule counts until its last day",
        "core/gate.py",
        "return rule.until is None or today <= rule.until",
        "return True",
        "test_gate::test_a_rule_counts_on_its_last_day_and_no_longer_after_it",
    ),
    # ------------------------------------------------------------------------------------------ session, marks, undo
    Guard(
        "one session at a time",
        "core/decide_session.py",
        "if turn.state.session is not None:",
        "if False:",
        f"{SESSION}::test_a_second_session_is_refused_while_one_runs",
    ),
    Guard(
        "a length within its range",
        "core/decide_session.py",
        "if not SHORTEST <= minutes <= LONGEST:",
        "if False:",
        f"{SESSION}::test_a_length_out_of_range_is_refused",
    ),
    Guard(
        "nobody steps out twice",
        "core/decide_session.py",
        "if session.paused_at is not None:",
        "if False:",
        f"{SESSION}::test_stepping_out_twice_is_refused",
    ),
    Guard(
        "nobody comes back who has not left",
        "core/decide_session.py",
        "elif session.paused_at is None:",
        "elif False:",
        f"{SESSION}::test_coming_back_without_having_left_is_refused",
    ),
    Guard(
        "a session does not shrink nor grow without end",
        "core/decide_session.py",
        "if command.minutes < SHORTEST or planned > timedelta(minutes=LONGEST):",
        "if False:",
        f"{SESSION}::test_a_session_grows_up_to_the_longest",
    ),
    Guard(
        "the end closes every case",
        "core/decide_session.py",
        '        yield from decide_case.close(turn, case.id, "deferred", "session_end")',
        "        del case",
        f"{SESSION}::test_the_end_gives_everything_open_its_one_outcome_before_it",
    ),
    Guard(
        "a confirmation needs a doubt",
        "core/decide_session.py",
        "elif session.doubted:",
        "else:",
        f"{SESSION}::test_after_a_gap_the_session_is_doubted_until_it_is_confirmed",
    ),
    Guard(
        "a mark says something",
        "core/decide_session.py",
        "if command.topic is None and command.last_point is None and command.next_step is None:",
        "if False:",
        f"{SESSION}::test_a_mark_that_says_nothing_is_refused",
    ),
    Guard(
        "what is settled is not withdrawn",
        "core/decide_session.py",
        "known = act.id in state.loose",
        "known = True",
        f"{SESSION}::test_undo_after_an_end_that_was_taken_back_does_not_settle_a_log_again",
    ),
    Guard(
        "an end is taken back within ten minutes",
        "core/decide_session.py",
        "or turn.now.since(ended) > END_TAKEN_BACK_WITHIN:",
        "or False:",
        f"{SESSION}::test_an_end_is_taken_back_within_ten_minutes_only",
    ),
    Guard(
        "undo of a log without a session leaves the end alone",
        "core/apply.py",
        'return _act(replace(state, loose=state.loose.set(fact.interruption, loose)), "log", fact.interruption)',
        "return replace(state, loose=state.loose.set(fact.interruption, loose))",
        f"{SESSION}::test_undo_of_a_log_without_a_session_does_not_take_back_the_end",
    ),
    Guard(
        "what cannot be taken back does not stand in the way for ever",
        "core/decide_session.py",
        'if last.kind != "end":',
        "if False:",
        f"{SESSION}::test_a_log_without_a_session_that_has_its_outcome_is_named_once_and_does_not_stand_in_the_way",
    ),
    Guard(
        "undo never reaches behind an end that is too old",
        "core/decide_session.py",
        'if last.kind != "end":',
        "if True:",
        f"{SESSION}::test_undo_does_not_reach_behind_an_end_that_is_too_old",
    ),
    Guard(
        "undo does not silently pass over a promise that was kept",
        "core/decide_session.py",
        "return f.PinTakenBack(pin=act.id) if act.id in state.pins else None",
        "return f.PinTakenBack(pin=act.id)",
        f"{SESSION}::test_a_promise_that_was_kept_is_not_taken_back_and_not_silently_passed_over",
    ),
    # ------------------------------------------------------------------------------------------------ pins, promises
    Guard(
        "no promise for a time that has passed",
        "core/decide_pins.py",
        "if command.by is not None and command.at is None and turn.now.reached(command.by):",
        "if False:",
        f"{PINS}::test_a_promise_for_a_time_that_has_passed_is_refused",
    ),
    Guard(
        "what was pinned while the app was down is never refused",
        "core/decide_pins.py",
        "if command.by is not None and command.at is None and turn.now.reached(command.by):",
        "if command.by is not None and turn.now.reached(command.by):",
        f"{PINS}::test_a_promise_that_was_made_while_the_app_was_down_is_never_refused",
    ),
    Guard(
        "nothing to pin",
        "core/decide_pins.py",
        "        if interruption is None:\n",
        "        if False:\n",
        f"{PINS}::test_without_words_and_with_nothing_logged_there_is_nothing_to_pin",
    ),
    Guard(
        "pinning twice makes one note",
        "core/decide_pins.py",
        "return last if last is not None and loose[last].pin is None else None",
        "return last",
        f"{PINS}::test_pinning_the_same_log_twice_makes_one_note",
    ),
    Guard(
        "a promise is completed once",
        "core/decide_pins.py",
        "if command.pin in turn.state.pins:",
        "if True:",
        f"{PINS}::test_a_kept_promise_is_completed_once",
    ),
    Guard(
        "a second note keeps its interruption deferred",
        "core/apply.py",
        "return _deferred(state, interruption, next(others, None))",
        "return _deferred(state, interruption, None)",
        f"{PINS}::test_an_interruption_with_two_notes_stays_deferred_while_one_of_them_is_left",
    ),
    Guard(
        "a follow-up never comes due in a session",
        "core/decide_world.py",
        "    if turn.state.session is None:\n        for pin",
        "    if True:\n        for pin",
        f"{WORLD}::test_a_follow_up_comes_due_once_and_never_in_a_session",
    ),
    Guard(
        "a follow-up comes due once",
        "core/decide_world.py",
        "if not pin.brought_up and turn.now.reached(pin.due):",
        "if turn.now.reached(pin.due):",
        f"{WORLD}::test_a_follow_up_comes_due_once_and_never_in_a_session",
    ),
    # ----------------------------------------------------------------------------------------------------- honest time
    Guard(
        "after a gap nothing moves by a step",
        "core/decide_world.py",
        "        yield from _gap(turn, command.gap)\n        return",
        "        yield from _gap(turn, command.gap)",
        f"{WORLD}::test_a_card_that_shows_is_not_seen_the_better_for_a_gap",
    ),
    Guard(
        "after a gap open windows start anew",
        "core/decide_world.py",
        "        yield from _gap(turn, command.gap)\n",
        "",
        f"{WORLD}::test_a_gap_restarts_every_open_window_once_and_moves_nothing_else",
    ),
    Guard(
        "a gap is more than thirty seconds",
        "core/decide_world.py",
        "if command.gap > GAP.total_seconds():",
        "if command.gap >= GAP.total_seconds():",
        f"{WORLD}::test_up_to_thirty_seconds_nobody_speaks_of_a_gap",
    ),
    Guard(
        "a snooze restarts with its own length",
        "core/apply.py",
        "                window=at.until(fact.due),\n",
        "",
        f"{WORLD}::test_a_gap_gives_a_lease_and_a_snooze_their_window_again",
    ),
    Guard(
        "within a boot boottime counts",
        "core/moment.py",
        "if self.boot == later.boot:",
        "if False:",
        "test_moment::test_within_a_boot_lengths_come_from_boottime_whatever_the_wall_clock_says",
    ),
    Guard(
        "across boots UTC counts",
        "core/moment.py",
        "if self.boot == later.boot:",
        "if True:",
        "test_moment::test_across_boots_lengths_come_from_utc",
    ),
    Guard(
        "many are decided in one order",
        "core/state.py",
        "for key in sorted(known))",
        "for key in known)",
        f"{STATE}::test_what_is_decided_for_many_is_decided_in_the_order_of_their_ids",
    ),
    # ------------------------------------------------------------------------------------------------------ the engine
    Guard(
        "what is not kept has not happened",
        "engine/engine.py",
        "            self.state, self.policy = state, policy\n            answers.clear()\n            if",
        "            answers.clear()\n            if",
        "test_engine::test_what_cannot_be_made_durable_together_is_kept_one_by_one",
    ),
    Guard(
        "what was decided with a mistake has not happened",
        "engine/engine.py",
        "            self.state, self.policy = state, policy\n            answers.clear()\n            mistaken",
        "            answers.clear()\n            mistaken",
        "test_engine::test_a_mistake_of_ours_takes_no_other_command_with_it",
    ),
    Guard(
        "what cannot be looked up is answered, not decided",
        "engine/engine.py",
        "        known = self._journal.known(command)\n",
        "        try:\n            known = self._journal.known(command)\n        except NotKept:\n            known = None\n",
        "test_engine::test_what_could_not_be_looked_up_is_not_decided_again",
    ),
    Guard(
        "what is known is not decided again",
        "engine/engine.py",
        "if known is not None:",
        "if False:",
        "test_engine::test_a_repeated_command_changes_nothing_and_is_answered_as_before",
    ),
    Guard(
        "a repetition is not told again",
        "engine/engine.py",
        "if isinstance(answer, Kept) and not answer.again:",
        "if isinstance(answer, Kept):",
        "test_engine::test_a_repeated_command_changes_nothing_and_is_answered_as_before",
    ),
    Guard(
        "fifty commands a turn",
        "engine/engine.py",
        "while (waiting := self._waiting or self._patient) and len(taken) < A_TURN:",
        "while waiting := self._waiting or self._patient:",
        "test_engine::test_a_turn_takes_fifty_commands_and_says_that_more_wait",
    ),
    Guard(
        "five milliseconds a turn",
        "engine/engine.py",
        "min(until, now.ticks + A_TURN_SECONDS)",
        "until",
        "test_engine::test_a_turn_that_has_lasted_five_milliseconds_goes_no_further",
    ),
    Guard(
        "no turn beyond a deadline",
        "engine/engine.py",
        "min(until, now.ticks + A_TURN_SECONDS)",
        "now.ticks + A_TURN_SECONDS",
        "test_engine::test_a_turn_goes_no_further_than_it_may",
    ),
    Guard(
        "people and deadlines before what comes in numbers",
        "engine/engine.py",
        "self._waiting or self._patient)",
        "self._patient or self._waiting)",
        "test_engine::test_the_patient_stand_behind_all_others",
    ),
    Guard(
        "no turn within a turn",
        "engine/engine.py",
        "        if self._turning:\n",
        "        if False:\n",
        "test_engine::test_a_listener_that_submits_and_turns_is_served_in_the_next_turn",
    ),
    Guard(
        "listeners are told within the turn",
        "engine/engine.py",
        "            self._work(until)\n            self._tell()\n        finally:\n            self._turning = False\n",
        "            self._work(until)\n        finally:\n            self._turning = False\n        self._tell()\n",
        "test_engine::test_a_listener_that_submits_and_turns_is_served_in_the_next_turn",
    ),
    Guard(
        "facts are told although a reply failed",
        "engine/engine.py",
        "        now = self._clock.now()\n        taken:",
        "        self._news.clear()\n        now = self._clock.now()\n        taken:",
        "test_engine::test_a_reply_that_fails_hides_nothing_from_the_listeners",
    ),
    # ---------------------------------------------------------------------------------------- what is written down
    Guard(
        "a note is of a session that runs or has just ended",
        "core/decide_notes.py",
        "one is not None and one.id == key",
        "one is not None",
        f"{NOTES}::test_a_note_is_of_a_session_that_runs_or_has_just_ended",
    ),
    Guard(
        "nothing written begins no note",
        "core/decide_notes.py",
        "if not command.text:",
        "if False:",
        f"{NOTES}::test_nothing_written_begins_no_note",
    ),
    Guard(
        "an hour of typing is one fact",
        "core/decide_notes.py",
        "if note is None:",
        "if True:",
        f"{NOTES}::test_an_hour_of_typing_is_one_fact",
    ),
    Guard(
        "only a mark that is there is taken back",
        "core/decide_notes.py",
        "any(mark.id == command.mark for mark in session.marks)",
        "True",
        f"{NOTES}::test_a_mark_that_is_not_there_cannot_be_taken_back",
    ),
    Guard(
        "a text that is written over is kept although nothing happened",
        "engine/engine.py",
        "if decision.facts or decision.effects:",
        "if decision.facts:",
        "test_engine::test_a_text_that_is_written_over_is_kept_without_a_fact",
    ),
    Guard(
        "an adopted policy is in force at once",
        "engine/engine.py",
        "self.policy = fact.policy",
        "pass",
        "test_engine::test_an_adopted_policy_is_in_force_for_the_very_next_command",
    ),
)


def copy(folder: Path) -> None:
    """What the tests of core and engine need, in a folder of its own, without what the other tests stand on."""
    for part in ("src/holdspace/core", "src/holdspace/engine", "tests/core", "tests/engine"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    leaves = [path.relative_to(ROOT) for path in (ROOT / "src/holdspace").glob("*.py")]
    for leaf in (*leaves, Path("tests/__init__.py"), Path("tests/fakes.py")):
        shutil.copy(ROOT / leaf, folder / leaf)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\npythonpath = . src\n")


def survives(guard: Guard, folder: Path, *, machine: bool) -> bool:
    """Whether the tests pass although this guard was taken out."""
    path = folder / "src/holdspace" / guard.file
    whole = path.read_text()
    path.write_text(whole.replace(guard.old, guard.new))
    try:
        return passes("tests/core/test_promises.py" if machine else guard.test_id, folder)
    finally:
        path.write_text(whole)


def passes(tests: str, folder: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", tests]
    # Plain pytest: the plugins of the other tests take longer to load than these tests take to run.
    own = {"PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=folder, env=os.environ | own, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the tests did not run: {done.stdout}{done.stderr}")
    return done.returncode == 0


def table() -> str:
    lines = ["| guard | where | test |", "|---|---|---|"]
    lines += [f"| {guard.what} | `{guard.file}` | `{guard.test}` |" for guard in GUARDS]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--machine", action="store_true")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("words", nargs="*", help="only guards in whose description these words stand")
    asked = parser.parse_args()
    if asked.table:
        print(table())
        return 0
    chosen = [guard for guard in GUARDS if all(word in guard.what for word in asked.words)]
    left = 0
    with tempfile.TemporaryDirectory(prefix="hs-guards-") as name:
        folder = Path(name)
        copy(folder)
        for guard in chosen:
            alive = survives(guard, folder, machine=asked.machine)
            left += alive
            print(f"{'SURVIVES' if alive else 'dies    '}  {guard.file}: {guard.what}", flush=True)
    print(f"{len(chosen) - left} of {len(chosen)} die")
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main())
