"""What counts as urgent here, as whoever is asked reads it on their page: with which client, until when, and who does not."""

from dataclasses import replace

import pytest

from holdspace.adapters.page.as_json import content_json
from holdspace.cli.telling import TELLERS
from holdspace.core import commands as c
from holdspace.core.people import Client
from holdspace.core.policy import Policy
from holdspace.private import Private
from holdspace.words import translator
from tests.app.home import Home
from tests.app.test_content import POLICY_WITH_TEXT, answer, arrive, card, desk, pages
from tests.core.playbook import new_id

__all__ = ["desk"]

URGENT = replace(
    POLICY_WITH_TEXT,
    practitioner=replace(POLICY_WITH_TEXT.practitioner, urgent_here=Private("Only the clinic.")),
    clients=(Client(name=Private("ACME Ltd"), urgent_here=Private("The board.\nNot invoices.")),),
)
THEIRS, EVERYBODYS = Private("The board.\nNot invoices."), Private("Only the clinic.")


def in_session_with(home: Home, client: str | None, policy: Policy = URGENT) -> None:
    home.do(c.EndSession(id=new_id()))
    home.adopt(policy)
    home.start(minutes=50, client=Private(client) if client else None)
    arrive(home)


@pytest.mark.parametrize(
    ("client", "words"),
    [("acme  LTD", THEIRS), ("ACME", EVERYBODYS), ("somebody else", EVERYBODYS), (None, EVERYBODYS)],
)
def test_whoever_is_asked_reads_what_counts_as_urgent_with_this_client(
    desk: Home, client: str | None, words: Private
) -> None:
    in_session_with(desk, client)
    assert card(desk, "ana").urgent_here == words
    answer(desk, "ana", "pass_up")
    assert (card(desk, "eve").urgent_here, card(desk, "eve").yours) == (words, True)
    assert (card(desk, "ana").urgent_here, card(desk, "ana").yours) == (None, False)


@pytest.mark.parametrize(
    ("client", "whose", "line"),
    [
        ("acme  LTD", "client", "your words for this client."),
        ("ACME Limited", "only_everybody", "your words for everybody. There are none for this client."),
        (None, "everybody", "your words for everybody."),
    ],
)
def test_who_starts_a_session_is_told_which_of_their_words_will_be_read(
    desk: Home, client: str | None, whose: str, line: str
) -> None:
    desk.do(c.EndSession(id=new_id()))
    desk.adopt(URGENT)
    assert desk.gestures.urgent_with(Private(client) if client else None) == whose
    started = desk.result("start", client=client)
    assert started["urgent_with"] == whose
    assert f"What counts as urgent here: {line}" in list(TELLERS["start"](started, translator("en")))


def test_where_no_client_has_words_of_their_own_a_start_says_nothing_of_them(desk: Home) -> None:
    desk.do(c.EndSession(id=new_id()))
    desk.adopt(replace(URGENT, clients=()))
    started = desk.result("start", client="ACME Ltd")
    assert started["urgent_with"] is None
    assert not [line for line in TELLERS["start"](started, translator("en")) if "urgent" in line]


def test_who_may_see_only_the_sender_reads_it_too_and_nobody_reads_who_the_client_is(desk: Home) -> None:
    in_session_with(desk, "ACME Ltd")
    assert (card(desk, "ana").text, card(desk, "ana").urgent_here) == (None, THEIRS)
    answer(desk, "ana", "pass_up")
    shown = pages(desk)
    for told in (content_json(shown["ana"]), content_json(shown["eve"])):
        assert "acme" not in told.lower()
    assert "The board." in content_json(shown["eve"])
    assert "board" not in repr(shown)


def test_another_wording_holds_at_once_and_after_a_crash(desk: Home) -> None:
    in_session_with(desk, "ACME Ltd")
    other = Client(name=Private("acme ltd"), urgent_here=Private("Nothing before noon."))
    desk.adopt(replace(URGENT, clients=(other,)))
    assert card(desk, "ana").urgent_here == other.urgent_here
    desk.crash()
    desk.open()
    assert card(desk, "ana").urgent_here == other.urgent_here
    desk.adopt(POLICY_WITH_TEXT)
    assert card(desk, "ana").urgent_here is None


def test_of_who_has_been_forgotten_it_is_what_counts_with_everybody(desk: Home) -> None:
    in_session_with(desk, "ACME Ltd")
    session = desk.house.engine.state.session
    assert session is not None
    assert session.person is not None
    desk.house.store.forgetting.person(session.person)
    assert card(desk, "ana").urgent_here == EVERYBODYS


def test_what_went_straight_to_the_practitioner_asks_nothing_and_tells_nothing_of_it(desk: Home) -> None:
    in_session_with(desk, "ACME Ltd")
    arrive(desk, app="school", sender=Private("school office"))
    told = {one.informed: one.urgent_here for one in pages(desk)["ana"].cards}
    assert told == {True: None, False: THEIRS}
