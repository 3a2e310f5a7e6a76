import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from holdspace.adapters.page.stream import GRACE_SECONDS, HEARTBEAT_SECONDS
from holdspace.private import Private
from tests.adapters.page.conftest import Served
from tests.adapters.page.fakes import card, content, said
from tests.rig.processes import wait_for


class Page:
    """An open page: reads its events."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.iter_lines()

    def event(self) -> dict[str, Any]:
        """The next event; fails when something else comes before it."""
        assert next(self._lines) == "event: page"
        data = next(self._lines)
        assert next(self._lines) == ""
        assert data.startswith("data: ")
        event: dict[str, Any] = json.loads(data[6:])
        return event

    def line(self) -> str:
        return next(self._lines)


@contextmanager
def opened(client: httpx.Client) -> Iterator[Page]:
    with client.stream("GET", "/events") as response:
        assert response.status_code == 200
        yield Page(response)


def test_a_page_gets_its_whole_content_at_once(served: Served, paired: httpx.Client) -> None:
    story = (said("Bruno", "pass_up", "in writing", "14:05"),)
    served.page.show({"va1": content(card(text=None, story=story)), "va2": content(card("other"))})
    with opened(paired) as page:
        shown = page.event()["content"]
    assert shown["practitioner"] == "Ana Silva"
    assert shown["back_at"] == "15:50"
    (only,) = shown["cards"]
    assert (only["case"], only["rev"], only["sender"], only["text"]) == ("case-1", 3, "Maria Gómez", None)
    assert only["story"] == [{"by": "Bruno", "choice": "pass_up", "note": "in writing", "at": "14:05", "times": 1}]


def test_a_page_is_told_of_every_change(served: Served, paired: httpx.Client) -> None:
    with opened(paired) as page:
        page.event()
        served.page.show({"va1": content(card(), card("case-2"))})
        assert [shown["case"] for shown in page.event()["content"]["cards"]] == ["case-1", "case-2"]
        served.page.show({"va1": content()})
        assert page.event()["content"]["cards"] == []


def test_a_page_that_would_look_the_same_is_not_told(served: Served, paired: httpx.Client) -> None:
    with opened(paired) as page:
        page.event()
        served.clock.pass_(timedelta(seconds=30))
        served.page.show({"va1": content(card(answer_in_seconds=140.0)), "va2": content(card("other"))})
        served.page._io.call(served.timer.with_(HEARTBEAT_SECONDS).ring)
        assert page.line() == ":"


def test_a_deadline_that_moved_is_told(served: Served, paired: httpx.Client) -> None:
    with opened(paired) as page:
        page.event()
        served.page.show({"va1": content(card(answer_in_seconds=90.0))})
        assert page.event()["content"]["cards"][0]["answer_in_seconds"] == 90.0
        served.page.show({"va1": content(card(answer_in_seconds=None))})
        assert page.event()["content"]["cards"][0]["answer_in_seconds"] is None


def test_a_late_page_is_told_how_old_the_lengths_are(served: Served, paired: httpx.Client) -> None:
    paired.get("/hello")
    served.clock.pass_(timedelta(seconds=12))
    with opened(paired) as page:
        event = page.event()
    assert event["age"] == pytest.approx(12.0)
    assert event["content"]["cards"][0]["answer_in_seconds"] == 170.0


def test_somebody_who_is_no_longer_named_is_shown_nothing(served: Served, paired: httpx.Client) -> None:
    with opened(paired) as page:
        page.event()
        served.page.show({})
        assert page.event()["content"] is None


def test_hostile_text_is_one_line_of_data(served: Served, paired: httpx.Client) -> None:
    hostile = "</script>\n\nevent: page\ndata: {}\r\n\u2028" + "x" * 10_000
    served.page.show({"va1": content(card(text=Private(hostile)))})
    with opened(paired) as page:
        assert page.event()["content"]["cards"][0]["text"] == hostile


def test_two_pages_of_one_responder_show_the_same(served: Served, paired: httpx.Client) -> None:
    with opened(paired) as one, opened(paired) as two:
        assert one.event() == two.event()
        served.page.show({"va1": content()})
        assert one.event() == two.event()


def test_the_first_page_brings_a_responder_and_the_last_takes_them_after_twenty_seconds(
    served: Served, paired: httpx.Client
) -> None:
    assert not served.page.connected("va1")
    with opened(paired) as one:
        one.event()
        assert served.desk.came_or_went() == ("va1", True)
        assert served.page.connected("va1")
        with opened(paired) as two:
            two.event()
    gone = served.timer.with_(GRACE_SECONDS)
    assert served.page.connected("va1")
    assert served.desk.presences.empty()
    served.page._io.call(gone.ring)
    assert served.desk.came_or_went() == ("va1", False)
    assert not served.page.connected("va1")


def test_a_page_that_is_reloaded_makes_nobody_leave(served: Served, paired: httpx.Client) -> None:
    with opened(paired) as page:
        page.event()
    assert served.desk.came_or_went() == ("va1", True)
    served.timer.with_(GRACE_SECONDS)
    with opened(paired) as page:
        page.event()
        assert not [ring for ring in served.timer.waiting if ring.delay == GRACE_SECONDS]
        assert served.page.connected("va1")
        assert served.desk.presences.empty()


def answers(client: httpx.Client) -> int:
    body = {"nonce": str(uuid.uuid4()), "case": "case-1", "rev": 3, "choice": "handled"}
    return client.post("/answer", json=body).status_code


def test_who_answers_is_there_also_while_their_stream_is_broken(served: Served, paired: httpx.Client) -> None:
    """A laptop that wakes sends what was pressed before it has its stream again."""
    assert answers(paired) == 200
    assert served.desk.came_or_went() == ("va1", True)
    gone = served.timer.with_(GRACE_SECONDS)
    assert answers(paired) == 200
    assert gone not in served.timer.waiting, "they were seen again"
    served.page._io.call(served.timer.with_(GRACE_SECONDS).ring)
    assert served.desk.came_or_went() == ("va1", False)


def test_who_answers_with_an_open_page_is_there_as_long_as_it_is(served: Served, paired: httpx.Client) -> None:
    with opened(paired) as page:
        page.event()
        assert served.desk.came_or_went() == ("va1", True)
        assert answers(paired) == 200
        assert not [ring for ring in served.timer.waiting if ring.delay == GRACE_SECONDS]
        assert served.desk.presences.empty()


def test_who_is_not_paired_is_not_there_by_answering(served: Served, client: httpx.Client) -> None:
    assert answers(client) == 401
    assert served.desk.presences.empty()


def test_a_silent_page_hears_a_heartbeat(served: Served, paired: httpx.Client) -> None:
    with opened(paired) as page:
        page.event()
        for _ in range(2):
            served.page._io.call(served.timer.with_(HEARTBEAT_SECONDS).ring)
            assert page.line() == ":"
            assert page.line() == ""
    wait_for(lambda: all(ring.delay != HEARTBEAT_SECONDS for ring in served.timer.waiting), what="no heartbeat")


def test_stopping_the_page_ends_what_is_open(served: Served, paired: httpx.Client) -> None:
    with opened(paired) as page:
        page.event()
        assert served.desk.came_or_went() == ("va1", True)
        assert served.page.stop()
        with pytest.raises(StopIteration):
            page.line()
    assert served.desk.came_or_went() == ("va1", False)
    assert not served.page.connected("va1")
    assert served.page.fitness().status == "off"


def test_contents_are_values_that_may_be_shown_again_after_a_restart(served: Served, paired: httpx.Client) -> None:
    assert served.page.stop()
    port = served.page.start(served.port)
    assert port == served.port
    with opened(paired) as page:
        assert page.event()["content"]["cards"][0]["case"] == "case-1"
    assert replace(served.page.fitness(), open_for=()).status == "works"
