"""Kills at instants of which it was once found that they cost something."""

from signal import SIGCONT, SIGSTOP

import pytest

from holdspace.keeper.name import NAME
from tests.faults.conftest import Begin
from tests.faults.points import PATIENCE
from tests.faults.session import BACK
from tests.faults.strace import gone, state, stopped, traced

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]


def test_an_app_that_dies_before_its_keeper_has_come_is_brought_back_by_it(begin: Begin) -> None:
    with begin() as held, stopped(held.person.desktop, "keeper") as keeper:
        person = held.person
        held.launch(**keeper.env)
        held.prepare()
        held.start()
        coming, app = keeper.pid(), person.app_pid
        person.kill(app)
        person.until(lambda: gone(app), what="the app to be dead")
        person.kill(coming, SIGCONT)
        held.until_silent()
        held.hold()
        held.end()
        held.judge()


def test_an_app_that_is_quit_before_its_keeper_has_come_is_not_brought_back(begin: Begin) -> None:
    with begin() as held, stopped(held.person.desktop, "keeper") as keeper:
        person = held.person
        held.launch(**keeper.env)
        held.prepare()
        held.start()
        coming = keeper.pid()
        person.ok("quit")
        person.until(lambda: not person.pids("holdspace.app"), what="the app to be gone")
        person.kill(coming, SIGCONT)
        person.until(lambda: not person.keeper_pids, what="the keeper to be gone", bound=BACK)
        assert not person.pids("holdspace.app")
        assert not person.desktop.dunst.paused()


@pytest.mark.parametrize("end_first", [True, False])
def test_both_die_about_the_end_and_the_next_keeper_gives_back(begin: Begin, end_first: bool) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        both = person.keeper_pids
        for pid in both:
            person.kill(pid, SIGSTOP)
        if end_first:
            person.ok("end")
        for pid in both:
            person.kill(pid)
        if not end_first:
            person.ok("end")
        held.given_back()


def test_a_guard_that_dies_before_it_is_ready_is_replaced(begin: Begin) -> None:
    with begin() as held, stopped(held.person.desktop, "guard") as guard:
        person = held.person
        held.launch(**guard.env)
        held.prepare()
        held.start()
        person.kill(guard.pid())
        held.until_silent()
        held.notify("Bob")
        held.end()
        held.judge()


def test_a_guard_that_dies_as_its_keeper_hears_of_the_apps_death_is_replaced(begin: Begin) -> None:
    """The keeper first notices by its own word to the guard (renew), which nobody hears."""
    with begin() as held:
        person = held.person
        held.begin()
        keeper, guard = person.keeper_pids
        with traced(person.desktop, keeper, "trace=recvfrom", "inject=recvfrom:delay_exit=300000"):
            person.kill(person.app_pid)
            person.until(lambda: state(keeper) == "t", what="the keeper to hear of it")
            person.kill(guard)
            person.until(lambda: gone(guard), what="the guard to be dead")
        person.until(lambda: person.desktop.bus.has_owner(NAME), what="another guard", bound=BACK)
        held.notify("Bob")
        held.end()
        held.judge()


def test_a_keeper_that_dies_before_it_gave_back_is_replaced_by_one_that_does(begin: Begin) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        held.notify("Bob")
        person.until_status(lambda told: told["held"] == 1, what="it to be held")
        keeper = person.keeper_pids[0]
        person.kill(keeper, SIGSTOP)
        person.ok("end")
        person.kill(keeper)
        held.given_back()
        held.judge()
        assert person.status()["trouble"] == []
