"""The loop."""

from tests.core.guards.guard import Guard

ENGINE = "test_engine"

GUARDS: tuple[Guard, ...] = (
    Guard(
        "what is not kept has not happened",
        "engine/engine.py",
        "            self.state, self.policy = state, policy\n            answers.clear()\n            if",
        "            answers.clear()\n            if",
        f"{ENGINE}::test_what_cannot_be_made_durable_together_is_kept_one_by_one",
    ),
    Guard(
        "what was decided with a mistake has not happened",
        "engine/engine.py",
        "            self.state, self.policy = state, policy\n            answers.clear()\n            mistaken",
        "            answers.clear()\n            mistaken",
        f"{ENGINE}::test_a_mistake_of_ours_takes_no_other_command_with_it",
    ),
    Guard(
        "what cannot be looked up is answered, not decided",
        "engine/engine.py",
        "        known = self._journal.known(command)\n",
        "        try:\n            known = self._journal.known(command)\n        except NotKept:\n            known = None\n",
        f"{ENGINE}::test_what_could_not_be_looked_up_is_not_decided_again",
    ),
    Guard(
        "what is known is not decided again",
        "engine/engine.py",
        "if known is not None:",
        "if False:",
        f"{ENGINE}::test_a_repeated_command_changes_nothing_and_is_answered_as_before",
    ),
    Guard(
        "a repetition is not told again",
        "engine/engine.py",
        "if isinstance(answer, Kept) and not answer.again:",
        "if isinstance(answer, Kept):",
        f"{ENGINE}::test_a_repeated_command_changes_nothing_and_is_answered_as_before",
    ),
    Guard(
        "fifty commands a turn",
        "engine/engine.py",
        "while (waiting := self._waiting or self._patient) and len(taken) < A_TURN:",
        "while waiting := self._waiting or self._patient:",
        f"{ENGINE}::test_a_turn_takes_fifty_commands_and_says_that_more_wait",
    ),
    Guard(
        "five milliseconds a turn",
        "engine/engine.py",
        "min(until, now.ticks + A_TURN_SECONDS)",
        "until",
        f"{ENGINE}::test_a_turn_that_has_lasted_five_milliseconds_goes_no_further",
    ),
    Guard(
        "no turn beyond a deadline",
        "engine/engine.py",
        "min(until, now.ticks + A_TURN_SECONDS)",
        "now.ticks + A_TURN_SECONDS",
        f"{ENGINE}::test_a_turn_goes_no_further_than_it_may",
    ),
    Guard(
        "people and deadlines before what comes in numbers",
        "engine/engine.py",
        "self._waiting or self._patient)",
        "self._patient or self._waiting)",
        f"{ENGINE}::test_the_patient_stand_behind_all_others",
    ),
    Guard(
        "no turn within a turn",
        "engine/engine.py",
        "        if self._turning:\n",
        "        if False:\n",
        f"{ENGINE}::test_a_listener_that_submits_and_turns_is_served_in_the_next_turn",
    ),
    Guard(
        "listeners are told within the turn",
        "engine/engine.py",
        "            self._work(until)\n            self._tell()\n        finally:\n            self._turning = False\n",
        "            self._work(until)\n        finally:\n            self._turning = False\n        self._tell()\n",
        f"{ENGINE}::test_a_listener_that_submits_and_turns_is_served_in_the_next_turn",
    ),
    Guard(
        "facts are told although a reply failed",
        "engine/engine.py",
        "        now = self._clock.now()\n        taken:",
        "        self._news.clear()\n        now = self._clock.now()\n        taken:",
        f"{ENGINE}::test_a_reply_that_fails_hides_nothing_from_the_listeners",
    ),
    Guard(
        "an adopted policy is in force at once",
        "engine/engine.py",
        "self.policy = fact.policy",
        "pass",
        f"{ENGINE}::test_an_adopted_policy_is_in_force_for_the_very_next_command",
    ),
    Guard(
        "a text that is written over is kept although nothing happened",
        "engine/engine.py",
        "if decision.facts or decision.effects:",
        "if decision.facts:",
        "test_engine::test_a_text_that_is_written_over_is_kept_without_a_fact",
    ),
)
