"""A drill's visitor at a real answer page on loopback: pairs, looks, answers, and says so when the page is closed."""

from collections.abc import Callable
from time import monotonic

import pytest

from holdspace.adapters.page.content import Verdict
from holdspace.cli.drill.rows import Failed
from holdspace.cli.drill.visitor import Visitor
from tests.adapters.page.conftest import Served, io, served
from tests.rig.processes import PATIENCE, wait_for

__all__ = ["io", "served"]


@pytest.fixture
def visitor(served: Served) -> Visitor:
    """Somebody who has paired."""
    made = Visitor(served.page.link("va1"))
    made.pair()
    return made


def failure(act: Callable[[], object]) -> tuple[str, str]:
    """Why it fails, and what helps."""
    with pytest.raises(Failed) as caught:
        act()
    return caught.value.why, caught.value.remedy


def opened(visitor: Visitor) -> None:
    visitor.open()
    wait_for(lambda: bool(visitor.cards()), what="a card on the page")


def test_an_open_page_shows_its_cards_and_takes_an_answer(served: Served, visitor: Visitor) -> None:
    opened(visitor)
    (card,) = visitor.cards()
    visitor.answer(card, "need_me", what_is_lost="rehearsal", why_only_you="rehearsal")
    responder, answer = served.desk.heard()
    assert (responder, answer.case, answer.choice) == ("va1", "case-1", "need_me")
    visitor.leave()


def test_the_seconds_of_a_card_count_from_when_the_page_was_so_however_late_it_is_looked_at(visitor: Visitor) -> None:
    before = monotonic()
    visitor.open()
    wait_for(lambda: visitor._pages.qsize(), what="the page to have come")
    came = monotonic()
    assert visitor.cards()
    assert before - 60 < visitor.as_of <= came
    visitor.leave()


def test_a_page_that_is_closed_in_the_middle_is_a_failure_with_a_remedy(served: Served, visitor: Visitor) -> None:
    opened(visitor)
    assert served.page.stop(PATIENCE)

    def closed() -> bool:
        try:
            visitor.cards()
        except Failed:
            return True
        return False

    wait_for(closed, what="the page to be closed")
    assert failure(visitor.cards) == ("page_closed", "restart_holdspace")
    assert failure(lambda: visitor.answer({"case": "case-1", "rev": 3}, "ack")) == (
        "not_reachable",
        "restart_holdspace",
    )
    assert failure(visitor.open) == ("not_reachable", "restart_holdspace")


def test_a_page_that_is_opened_to_nobody_is_closed(served: Served) -> None:
    stranger = Visitor(served.page.link("va1"))
    assert failure(stranger.open) == ("page_closed", "restart_holdspace")


def test_a_link_that_was_used_pairs_nobody_and_a_refused_answer_is_one(served: Served, visitor: Visitor) -> None:
    link = served.page.link("va1")
    Visitor(link).pair()
    assert failure(Visitor(link).pair) == ("not_paired", "see_log")
    opened(visitor)
    served.desk.verdict = Verdict(accepted=False, code="stale")
    assert failure(lambda: visitor.answer(visitor.cards()[0], "ack")) == ("not_answered", "see_log")
    visitor.leave()
