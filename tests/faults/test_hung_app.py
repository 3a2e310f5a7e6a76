"""The app or the keeper hangs, for a while or for good: what comes meanwhile is taken in, and the silence is held on."""

from datetime import datetime
from signal import SIGCONT, SIGSTOP

import pytest

from holdspace.keeper import packets
from holdspace.wire.paths import Paths
from tests.faults.clocks import another_clock
from tests.faults.conftest import Begin
from tests.faults.ledger import CLOCK, kept
from tests.faults.people import settle
from tests.faults.points import PATIENCE
from tests.faults.session import BACK
from tests.journeys.hands import Practitioner

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]

LEASE = 300
"""Seconds that a silence lasts which nobody renews."""
ENDED_AFTER, A_LOOK = 20, 5
"""Seconds by the app's clock that a keeper may hang after a word to it, and that lie between two looks at it."""


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


def test_an_app_that_hangs_for_good_costs_no_arrival_and_the_silence_ends_with_the_lease(begin: Begin) -> None:
    """Nobody renews it: five minutes after the app's last word, and not sooner, the desktop is given back."""
    with begin() as held, another_clock(held, all_clocks=True) as (file, env):
        person = held.person
        held.begin(**env)
        quiet = person.until_status(lambda told: told["quiet"]["lease_until"], what="the lease to be told")["quiet"]
        left = (datetime.fromisoformat(quiet["lease_until"]) - CLOCK.now().utc).total_seconds()
        assert 0 < left <= LEASE
        app = person.app_pid
        person.kill(app, SIGSTOP)
        held.notify("Bob")
        file.write_text(f"+{left - 20}\n")
        assert asked_the_guard(person) == "held"
        held.hand("log", "at the door", "--source", "door")
        assert person.desktop.dunst.paused()
        file.write_text(f"+{left + 1}\n")
        person.until(lambda: asked_the_guard(person) == "idle", what="the silence to be let go of")
        assert not person.desktop.dunst.paused()
        held.ledger.notify(held.line, "Bea")
        assert person.app_pid == app
        assert person.keeper_pids, "nobody watches"
        person.kill(app, SIGCONT)
        person.until_status(lambda told: told["held"] == 3, what="all that came meanwhile", bound=BACK)
        told = person.until_status(lambda told: told["session"]["doubted"], what="the gap to be noticed", bound=BACK)
        assert told["session"]["state"] == "running"
        held.insist("end", reached=lambda told: told["session"] is None)
        held.given_back()
        held.judge(gaps=True)
        assert held.digest()["gaps"] == []


def asked_the_guard(person: Practitioner) -> str:
    """Whether it holds the silence. The question wakes it, as its own timer would by the clocks of the test."""
    guard = packets.connect(Paths(person.home).guard_socket)
    assert guard is not None, "there is no guard"
    guard.tell({"tell": "who"})
    said = guard.hear(BACK)
    guard.close()
    assert said is not None, "the guard says nothing"
    return str(said[0]["tell"])


def test_a_keeper_that_hangs_for_good_is_replaced_and_nothing_is_lost(begin: Begin) -> None:
    """Nobody would renew the lease, and what arrives would not be seen: within 20 s of the next word to it, it is ended.

    By the app's clock, which goes on here by one look at a time. Whatever the app is told to keep makes it look, before
    it answers the next question.
    """
    with begin() as held, another_clock(held, all_clocks=True) as (file, env):
        person = held.person
        held.begin(**env)
        keeper, _ = person.keeper_pids
        person.kill(keeper, SIGSTOP)
        held.notify("Bob")
        settle(held, release=1)  # another level, which it is told
        person.until(person.try_status, what="the app to have told it")
        for seconds in range(A_LOOK, ENDED_AFTER + A_LOOK, A_LOOK):
            file.write_text(f"+{seconds}\n")
            held.hand("mark", f"after {seconds} s")
            person.until(person.try_status, what="the app to have looked")
        person.until(lambda: keeper not in person.keeper_pids, what="its end", bound=A_LOOK - 1)  # no look more
        person.until_status(lambda told: told["held"] == 1, what="it to be held", bound=BACK)
        held.until_silent()
        held.end()
        held.judge()
