"""What is written down in a session."""

from tests.core.guards.guard import Guard

NOTES = "test_decide_notes"

GUARDS: tuple[Guard, ...] = (
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
        "what somebody had at the end comes first in the digest",
        "core/digest.py",
        'if row.why == "session_end" and row.by:',
        "if False:",
        "test_digest::test_what_somebody_had_when_the_session_ended_comes_before_all_else",
    ),
    Guard(
        "noise is in no digest",
        "core/digest.py",
        "if not is_noise(row):",
        "if True:",
        "test_digest::test_noise_is_left_out_and_what_somebody_dismissed_is_not",
    ),
)
