"""The responders' side: the page is served when somebody has one, and what they say is judged on the main thread."""

import logging
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from holdspace.adapters.channels.page import PageChannel
from holdspace.adapters.page.answer_page import AnswerPage
from holdspace.adapters.page.content import Answer, Verdict
from holdspace.adapters.page.devices import Devices
from holdspace.app.desk import PageDesk
from holdspace.core import commands as c
from holdspace.core.escalation import Choice
from holdspace.health import plain
from tests.app.home import PAGELESS, Home
from tests.app.visitors import paired
from tests.core.playbook import POLICY, new_id
from tests.rig.processes import wait_for

PAGED = replace(POLICY, responders=POLICY.responders[:1])


def page_of(home: Home) -> dict[str, Any]:
    return plain(home.house.responders.fitness())


def test_nothing_is_served_until_somebody_has_a_page(home: Home) -> None:
    home.adopt(PAGELESS)
    assert (page_of(home)["state"], home.house.link("ana")) == ("off", "")
    home.adopt(PAGED)
    first, second = home.house.link("ana"), home.house.link("ana")
    assert first.startswith("http://127.0.0.1:")
    assert first != second
    port = int((home.paths.data / "page.port").read_text())
    assert f":{port}/" in first
    assert home.result("link", responder="ana")["url"].startswith(f"http://127.0.0.1:{port}/")


def test_a_page_that_cannot_be_served_is_trouble_leaves_nothing_behind_and_is_tried_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> int:
        raise OSError("no socket")

    with monkeypatch.context() as broken:
        broken.setattr(AnswerPage, "start", refuses)
        home.adopt(PAGED)
        assert home.trouble() == ("page_failed",)
        assert home.house.link("ana") == ""
        assert home.house.responders._io is None
    assert home.house.link("ana")
    assert home.trouble() == ()


def test_a_fault_of_a_channel_is_told_by_window_and_doctor_and_the_case_goes_on(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    home.adopt(PAGED)
    home.here("ana")
    home.start()
    monkeypatch.setattr(PageChannel, "deliver", breaks)
    key = new_id()
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager"))
    assert home.house.responders._courier is not None
    home.house.responders._courier.deliver_due()
    assert home.screen.trouble == ("internal_error",)
    assert home.result("doctor")["trouble"] == ["internal_error"]
    qtbot.waitUntil(lambda: not home.house.engine.state.cases)  # nobody waits for somebody who cannot be told


def test_whoever_leaves_the_policy_counts_as_away(home: Home, qtbot: QtBot) -> None:
    home.adopt(PAGED)
    home.here("ana")
    home.adopt(replace(PAGED, responders=()))
    qtbot.waitUntil(lambda: not home.house.engine.state.present)


def test_people_whose_browser_did_not_come_back_are_away(home: Home) -> None:
    home.adopt(PAGED)
    home.here("ana")
    home.house.responders._forget_the_absent()
    assert home.house.engine.state.present == frozenset()


def test_what_fails_on_the_other_thread_is_trouble_without_words(home: Home, qtbot: QtBot) -> None:
    def fails(_: str) -> None:
        raise ValueError("private words")

    home.adopt(PAGED)
    io = home.house.responders._io
    assert io is not None
    io.call(partial(fails, "private words"))
    qtbot.waitUntil(lambda: home.trouble() == ("io_failed",))
    log = home.paths.app_log.read_text()
    assert "private words" not in log
    assert "ValueError at fails:" in log


@pytest.mark.parametrize("library", ["uvicorn.error", "asyncio"])
def test_what_a_library_logs_as_an_error_is_trouble_and_its_place_is_in_the_log(
    home: Home, qtbot: QtBot, library: str
) -> None:
    home.adopt(PAGED)
    try:
        raise KeyError("private words")
    except KeyError:
        logging.getLogger(library).exception("private words in %s", "a request")
    logging.getLogger(library).warning("an odd request: %s", "private words")
    qtbot.waitUntil(lambda: home.trouble() == ("internal_error",))
    log = home.paths.app_log.read_text()
    assert f"library: {library} test_responders.test_what_a_library" in log
    assert "KeyError at test_what_a_library" in log
    assert "private words" not in log
    assert "an odd request" not in log


def test_a_request_that_fails_inside_is_trouble_and_leaves_no_word_of_it(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("private words")

    home.adopt(PAGED)
    with closing(paired(home, "ana")) as browser, monkeypatch.context() as broken:
        broken.setattr(Devices, "known", fails)
        assert browser.get("/hello").status_code == 500
        qtbot.waitUntil(lambda: home.trouble() == ("internal_error",))
    log = home.paths.app_log.read_text()
    assert "KeyError at fails:" in log
    assert "private words" not in log


def test_a_page_that_stopped_by_itself_is_said_and_served_anew(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise PermissionError("devices.json")

    with monkeypatch.context() as broken:
        broken.setattr(Devices, "__init__", unreadable)
        home.adopt(PAGED)
        qtbot.waitUntil(lambda: home.trouble() == ("page_gone",))
    responders = home.house.responders
    assert responders._revive.waiting
    port = (home.paths.data / "page.port").read_text()
    responders.start_if_needed()  # as when it rings
    with closing(paired(home, "ana")) as browser:
        assert browser.get("/hello").status_code == 204
    assert (home.paths.data / "page.port").read_text() == port
    responders._forget_the_absent()
    assert home.trouble() == ()


def test_a_link_is_given_though_the_page_stopped_by_itself(
    home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: object) -> None:
        raise PermissionError("devices.json")

    with monkeypatch.context() as broken:
        broken.setattr(Devices, "__init__", unreadable)
        home.adopt(PAGED)
        wait_for(lambda: page_of(home)["state"] == "cannot", what="the page to stop")  # no event is handled meanwhile
    with closing(paired(home, "ana")) as browser:
        assert browser.get("/hello").status_code == 204
    qtbot.wait(50)
    assert home.trouble() == (), "the failure of the one before is no trouble any more"


class Desk:
    """A case that Ana is asked about, and the desk that hears her."""

    def __init__(self, home: Home, qtbot: QtBot) -> None:
        self.home, self._qtbot = home, qtbot
        home.adopt(PAGED)
        home.here("ana")
        home.start()
        self.case = new_id()
        home.do(c.ReportInterruption(id=self.case, key=self.case, origin="desktop", app="pager"))
        house = home.house
        self.desk = PageDesk(house.inbox, house.bus, house.store.records, house.name_of)

    def says(self, choice: Choice, nonce: str | None = None, rev: int = 1) -> Verdict:
        answer = Answer(
            nonce=nonce or new_id(),
            case=self.case,
            rev=rev,
            choice=choice,
            note=None,
            what_is_lost=None,
            why_only_you=None,
        )
        io = self.home.house.responders._io
        assert io is not None
        future = io.submit(self.desk.answer("ana", answer))
        self._qtbot.waitUntil(future.done)
        return future.result()


@pytest.fixture
def desk(home: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(AnswerPage, "connected", lambda *_: True)  # her browser shows the page
    return Desk(home, qtbot)


def test_an_answer_counts_once_however_often_it_comes(desk: Desk) -> None:
    nonce = new_id()
    assert desk.says("handled", nonce) == Verdict(accepted=True)
    assert desk.says("handled", nonce) == Verdict(accepted=True)
    assert desk.says("defer") == Verdict(accepted=False, code="closed", outcome="handled")


def test_that_an_answer_came_again_is_on_record(desk: Desk) -> None:
    nonce = new_id()
    desk.says("handled", nonce)
    desk.says("handled", nonce)
    row = desk.home.house.store.records.case(desk.case)
    assert row is not None
    again = [event for event in row.timeline if event.why == "replay"]
    assert [(event.kind, event.by, event.choice, event.rev) for event in again] == [("refused", "ana", "handled", 1)]


def test_who_presses_twice_is_told_that_they_said_so_already(desk: Desk) -> None:
    rev = desk.home.house.engine.state.cases[desk.case].rev
    assert desk.says("handled", rev=rev).accepted
    again = Verdict(accepted=False, code="closed", outcome="handled", repeated=True)
    assert desk.says("handled", rev=rev) == again
    assert not desk.says("handled", rev=rev + 1).repeated


def test_a_stale_answer_is_told_so_and_changes_nothing(desk: Desk) -> None:
    assert desk.says("handled", rev=0).code == "stale"
    assert desk.case in desk.home.house.engine.state.cases


def test_presence_crosses_to_the_main_thread(desk: Desk, qtbot: QtBot) -> None:
    desk.desk.presence("ana", present=False)
    qtbot.waitUntil(lambda: not desk.home.house.engine.state.present)


def test_when_somebody_is_asked_while_no_page_is_served_it_is_tried(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    home.adopt(PAGELESS)
    home.here("ana")
    home.start()

    def cannot() -> bool:
        tried.append("x")
        return False

    monkeypatch.setattr(home.house.responders, "start_if_needed", cannot)
    key = new_id()
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager"))
    assert tried == ["x"]
