"""However much arrives in one session: the state remembers the recent notifications, and all that is open."""

import pytest

from holdspace.core import commands as c
from holdspace.core import recent
from holdspace.core.interruption import Live
from holdspace.core.state import State
from holdspace.private import Private
from tests.core.playbook import EVERYBODY, POLICY, Story, new_id

KEPT = 10


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "KEPT", KEPT)


def story() -> Story:
    return Story(State(salt=b"salt"), POLICY).starts(*EVERYBODY)


def arrives(told: Story, number: int, *, server: str = ":1.2", app: str = "chat", named: bool = True) -> str:
    """A notification, and the number that the server gave it; the id of the interruption."""
    ident = new_id()
    sender = Private(f"sender {number}")
    told.does(
        c.ReportInterruption(id=ident, key=f"{server}/{number}/{ident}", origin="desktop", app=app, sender=sender)
    )
    if named:
        key, live = f"{server}/{number}/{ident}/named", Live(server=server, notification=number)
        told.does(c.ReportLive(id=new_id(), key=key, interruption=ident, live=live))
    return ident


def test_up_to_twice_as_many_nothing_is_forgotten() -> None:
    told = story()
    for number in range(1, 2 * KEPT + 1):
        arrives(told, number)
    assert len(told.state.live) == len(told.state.sent) == 2 * KEPT


def test_of_a_flood_the_newest_are_remembered_and_the_state_does_not_grow() -> None:
    told = story()
    for number in range(1, 20 * KEPT):
        newest = arrives(told, number)
        assert len(told.state.live) <= 2 * KEPT
        assert len(told.state.sent) <= 4 * KEPT
        assert told.state.live[":1.2", number] == newest
        assert newest in told.state.sent
    for number in range(19 * KEPT, 20 * KEPT):
        assert (":1.2", number) in told.state.live


def test_what_is_open_is_never_forgotten_so_that_its_sender_can_take_it_back() -> None:
    told = story()
    case = arrives(told, 1, app="pager")
    assert case in told.state.cases
    for number in range(2, 10 * KEPT):
        arrives(told, number)
    assert told.state.live[":1.2", 1] == case
    assert case in told.state.sent
    live = Live(server=":1.2", notification=1)
    told.does(c.ReportClosed(id=new_id(), key="closed", live=live, by_sender=True))
    assert case not in told.state.cases


def test_a_server_that_was_started_anew_counts_from_one_and_its_own_are_the_newest() -> None:
    told = story()
    for number in range(1000, 1000 + 2 * KEPT):
        arrives(told, number)
    for number in range(1, KEPT):
        latest = arrives(told, number, server=":1.9")
        assert told.state.live[":1.9", number] == latest


def test_senders_that_no_server_ever_answers_are_not_remembered_for_ever() -> None:
    told = story()
    case = arrives(told, 1, app="pager", named=False)
    for number in range(2, 20 * KEPT):
        arrives(told, number, named=False)
        assert len(told.state.sent) <= 4 * KEPT
    assert case in told.state.sent
