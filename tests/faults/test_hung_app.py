"""The app hangs for a while, or the keeper for good: what comes meanwhile is taken in, and the silence is held on."""

from itertools import count
from signal import SIGCONT, SIGSTOP

import pytest

from tests.faults.conftest import Begin
from tests.faults.ledger import kept
from tests.faults.points import PATIENCE
from tests.faults.session import BACK
from tests.faults.test_clock import another_clock

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]


def test_what_is_noted_while_the_app_hangs_belongs_to_the_session_once(begin: Begin) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        app = person.app_pid
        person.kill(app, SIGSTOP)
        held.hand("log", "at the door", "--source", "door")
        held.hand("pin", "call back", "--from", "C2")
        held.hand("mark", "phase two")
        held.notify("Bob")
        person.kill(app, SIGCONT)
        person.until_status(lambda told: told["held"] == 2, what="the app to go on")
        held.end()
        held.judge()
        assert person.app_pid == app
        assert set(kept(person)) == {"at the door", "call back", "phase two", "Bob"}


def test_a_keeper_that_hangs_for_good_is_replaced_and_nothing_is_lost(begin: Begin) -> None:
    """Nobody would renew the lease, and what arrives would not be seen: within 20 s of the next word to it, it is ended."""
    with begin() as held, another_clock(held, all_clocks=True) as (file, env):
        person = held.person
        held.begin(**env)
        keeper, _ = person.keeper_pids
        person.kill(keeper, SIGSTOP)
        held.notify("Bob")
        later = count(1)

        def ended() -> bool:
            """Six seconds later by all clocks; the question wakes the app, as its own timer would."""
            file.write_text(f"+{6 * next(later)}\n")
            return person.try_status() is not None and keeper not in person.keeper_pids

        person.until(ended, what="the one that hangs to be ended")
        person.until_status(lambda told: told["held"] == 1, what="it to be held", bound=BACK)
        held.until_silent()
        held.end()
        held.judge()
