"""The app went without a word and is back before the browsers are: nobody is passed over, nothing counts twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from holdspace.adapters.page.answer_page import AnswerPage
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.policy import Gate, Match, Rule
from holdspace.store.outbox import Letter
from tests.app.home import Home
from tests.app.visitors import looking, paired
from tests.core.playbook import POLICY, new_id

EMERGENCIES = replace(
    POLICY,
    rules=(Rule(name="pager", match=Match(app=("pager",)), verdict="ask", urgency="emergency"),),
    gate=Gate(normal="defer", urgent="defer", emergency="cue"),
)


class Restart:
    """A session with three people at their pages, until the app goes without a word."""

    def __init__(self, home: Home, qtbot: QtBot) -> None:
        self.home, self.qtbot = home, qtbot
        home.adopt(EMERGENCIES)
        self.browser = paired(home, "ana")
        home.here("ana", "ash", "eve")
        home.start()
        self.facts: list[f.Fact] = []

    def again(self) -> None:
        """The app is back, and serves its page; nobody has found it yet."""
        self.home.house.responders.stop()
        self.home.crash()
        self.home.open().house.engine.listen(lambda _state, facts: self.facts.extend(facts))
        self.qtbot.waitUntil(lambda: self.home.house.responders._page is not None)
        self.turned()

    def turned(self) -> None:
        """The event loop has brought what was due."""
        self.qtbot.wait(200)

    def grace_ends(self) -> None:
        grace = self.home.house.responders._grace
        assert grace.waiting
        grace.start(1)
        self.qtbot.waitUntil(lambda: not grace.waiting)
        self.turned()

    def arrives(self) -> str:
        key = new_id()
        self.home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager"))
        return key

    def asked(self, case: str) -> tuple[str, ...]:
        return self.home.house.engine.state.cases[case].asked

    def letters(self) -> list[str]:
        """Whom a letter waits for."""
        due: tuple[Letter, ...] = self.home.house.store.outbox.due(9)
        return sorted(one.responder for one in due)

    def saw(self, kind: type[f.Fact]) -> list[f.Fact]:
        return [fact for fact in self.facts if isinstance(fact, kind)]


@pytest.fixture
def restart(home: Home, qtbot: QtBot) -> Iterator[Restart]:
    made = Restart(home, qtbot)
    yield made
    made.browser.close()


@pytest.mark.parametrize("when", ["before the crash", "after the start"])
def test_whoever_had_a_page_open_keeps_the_turn_until_it_finds_back(restart: Restart, when: str) -> None:
    case = restart.arrives() if when == "before the crash" else ""
    restart.again()
    case = case or restart.arrives()
    restart.turned()
    assert restart.letters() == ["ana", "ash"]
    assert restart.saw(f.LetterFailed) == restart.saw(f.StepPassed) == restart.saw(f.PractitionerAsked) == []
    with looking(restart.browser):
        restart.qtbot.waitUntil(lambda: restart.letters() == ["ash"])
    assert [fact.responder for fact in restart.facts if isinstance(fact, f.LetterDelivered)] == ["ana"]
    assert restart.asked(case) == ("ana", "ash")


def test_when_nobody_finds_back_in_time_the_case_goes_on(restart: Restart) -> None:
    restart.again()
    case = restart.arrives()
    restart.turned()
    restart.grace_ends()
    state = restart.home.house.engine.state
    assert state.present == frozenset()
    assert state.cases[case].reached == "nobody_answered"
    assert restart.letters() == []


def test_of_two_who_are_asked_one_may_stay_away(restart: Restart) -> None:
    restart.again()
    case = restart.arrives()
    with looking(restart.browser):
        restart.qtbot.waitUntil(lambda: bool(restart.saw(f.LetterDelivered)))
        restart.grace_ends()
    failed = [(fact.responder, fact.why) for fact in restart.facts if isinstance(fact, f.LetterFailed)]
    assert failed == [("ash", "no_open_page")]
    assert restart.asked(case) == ("ana", "ash")
    assert restart.letters() == []


def test_the_deadline_of_whoever_is_waited_for_runs_on(restart: Restart) -> None:
    restart.again()
    case = restart.arrives()
    restart.turned()
    due = restart.home.house.engine.state.cases[case].due
    assert due is not None
    restart.home.clock.pass_by(due.ticks - restart.home.clock.ticks())
    restart.home.do(c.Tick(id=new_id()))
    restart.turned()
    assert restart.asked(case) == ("eve",)
    assert restart.letters() == ["eve"]


def test_who_was_away_before_is_not_waited_for(restart: Restart) -> None:
    restart.home.do(c.ReportPresence(id=new_id(), responder="ana", present=False))
    restart.home.do(c.ReportPresence(id=new_id(), responder="ash", present=False))
    restart.again()
    assert restart.asked(restart.arrives()) == ("eve",)


def test_of_two_who_are_asked_one_was_away_before(restart: Restart) -> None:
    case = restart.arrives()
    restart.home.do(c.ReportPresence(id=new_id(), responder="ana", present=False))
    restart.again()
    failed = [(fact.responder, fact.why) for fact in restart.facts if isinstance(fact, f.LetterFailed)]
    assert failed == [("ana", "no_open_page")]
    assert restart.letters() == ["ash"]
    assert restart.asked(case) == ("ana", "ash")


def test_the_page_knows_what_it_shows_before_anybody_can_look(
    restart: Restart, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = restart.arrives()
    shown: list[str] = []
    start = AnswerPage.start

    def started(page: AnswerPage, port: int = 0) -> int:
        shown.extend(card.case for card in page._contents["ana"].cards)
        return start(page, port)

    monkeypatch.setattr(AnswerPage, "start", started)
    restart.again()
    assert shown == [case]


def test_who_left_the_policy_just_before_the_app_died_is_unpaired(
    restart: Restart, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(AnswerPage, "revoke", lambda *_: None)
        restart.home.adopt(replace(EMERGENCIES, responders=EMERGENCIES.responders[1:]))
    assert restart.browser.get("/hello").status_code == 204
    restart.again()
    restart.qtbot.waitUntil(lambda: restart.browser.get("/hello").status_code == 401)


def test_browsers_of_whoever_is_in_the_policy_stay_paired(restart: Restart) -> None:
    restart.again()
    with looking(restart.browser):
        restart.turned()
        assert restart.browser.get("/hello").status_code == 204


@pytest.mark.parametrize("heard", [True, False])
def test_an_answer_whose_verdict_was_lost_is_sent_again_and_counts_once(restart: Restart, heard: bool) -> None:
    """`heard`: it was kept before the app went, or never came."""
    case, nonce = restart.arrives(), new_id()
    if heard:
        restart.home.do(c.AnswerCase(id=nonce, case=case, by="ana", rev=1, choice="handled"))
    restart.again()
    body = {"nonce": nonce, "case": case, "rev": 1, "choice": "handled"}
    with ThreadPoolExecutor(1) as hands:
        for _ in range(2):
            sent = hands.submit(restart.browser.post, "/answer", json=body)
            restart.qtbot.waitUntil(sent.done)
            assert sent.result().json()["accepted"] is True
    assert len(restart.saw(f.CaseAnswered)) == (0 if heard else 1)
    assert case not in restart.home.house.engine.state.cases
    assert restart.letters() == []
