"""The responders' side: the page is served when somebody has one, and what they say is judged on the main thread."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from holdspace.adapters.page.answer_page import AnswerPage
from holdspace.adapters.page.content import Answer, Verdict
from holdspace.app.desk import PageDesk
from holdspace.core import commands as c
from holdspace.core.escalation import Choice
from tests.app.home import PAGELESS, Home
from tests.core.playbook import POLICY, new_id

PAGED = replace(POLICY, responders=POLICY.responders[:1])


def page_of(home: Home) -> dict[str, str]:
    return home.house.responders.fitness()


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
    home.house.responders._io_failed("task", ValueError("private words"))
    qtbot.waitUntil(lambda: home.trouble() == ("io_failed",))
    assert "private words" not in home.paths.app_log.read_text()


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
    assert desk.says("defer") == Verdict(accepted=False, code="closed", holder="Ana", outcome="handled")


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
