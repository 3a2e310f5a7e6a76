"""The app hangs for a while: what is noted meanwhile waits in the spool, and is taken in as soon as the app goes on."""

from signal import SIGCONT, SIGSTOP

import pytest

from tests.faults.conftest import Begin
from tests.faults.ledger import kept
from tests.faults.points import PATIENCE

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
