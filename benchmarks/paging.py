"""The answer page with two hundred cases: from the change of the state until a real browser's document shows it.

Engine, journal, content, page server and scripts are the product's; the window system is not needed for it, and the cases are
made with a clock of their own, twenty seconds apart: nobody waits for them here.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from selenium.webdriver import Chrome

from benchmarks.deciding import SLOW
from benchmarks.figure import Figure
from holdspace.adapters.io_thread import IoThread
from holdspace.adapters.page.answer_page import AnswerPage
from holdspace.app.content import contents
from holdspace.app.known_cases import KnownCases
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.state import State
from holdspace.engine.engine import Engine
from holdspace.private import Private
from holdspace.store.opening import Store, open_store
from holdspace.words import translator
from tests.adapters.page.fakes import FakeDesk, MemoryBook
from tests.core.playbook import ANA, EVE, new_id
from tests.fakes import FakeClock
from tests.journeys.hands import Responder
from tests.rig.chromium import chromium
from tests.rig.desktop import Desktop
from tests.rig.processes import wait_for

CASES = 200
APART = 20.0
_WATCH = """
window.lastChange = 0;
new MutationObserver(() => { window.lastChange = performance.timeOrigin + performance.now(); })
  .observe(document.getElementById("cards"), {childList: true, subtree: true, characterData: true, attributes: true});
"""


class Office:
    """The practitioner's side: an engine with a journal, and the page that shows its state."""

    def __init__(self, store: Store, page: AnswerPage, clock: FakeClock) -> None:
        self._clock = clock
        self._page = page
        self._known = KnownCases(store.records)
        self.engine = Engine(store.journal, clock)
        self.engine.listen(self._changed)

    def does(self, command: c.Command) -> None:
        self.engine.submit(command)
        while self.engine.turn():
            pass

    def arrives(self, number: int) -> None:
        self._clock.pass_by(APART)
        self.does(
            c.ReportInterruption(
                id=new_id(),
                key=f"guid/:1.{number}/{number}/notify",
                origin="desktop",
                app="Pager",
                level="urgent",  # in a storm what is normal is one card: here each has its own
                sender=Private(f"sender {number}"),
                text=Private("a body of usual length, as programs send it"),
            )
        )

    def show(self) -> None:
        """As the app does after a turn."""
        self._page.show(contents(self.engine.state, self.engine.policy, self._known, self._clock.now()))

    def _changed(self, _state: State, facts: tuple[f.Fact, ...]) -> None:
        self._known.happened(facts)


def measure(desktop: Desktop, rounds: int) -> list[Figure]:
    """Each round one case more, and one that somebody takes."""
    with _office() as (office, page), chromium(env=desktop.env) as browser:
        for number in range(CASES):
            office.arrives(number)
        office.show()
        Responder(browser).pair(page.link(ANA.id))
        wait_for(lambda: _shown(browser) == CASES, what="all cards to show")
        browser.execute_script(_WATCH)
        made: list[float] = []
        fresh, taken = [], []
        for number in range(rounds):
            fresh.append(_seen(browser, lambda n=number: office.arrives(CASES + n), office, made))
            case = next(case for case in office.engine.state.cases.values() if case.phase == "waiting")
            ack = c.AnswerCase(id=new_id(), case=case.id, by=ANA.id, rev=case.rev, choice="ack")
            taken.append(_seen(browser, lambda ack=ack: office.does(ack), office, made))
        cards = _shown(browser)
    if cards != CASES + rounds:
        raise AssertionError(f"{cards} cards show")
    note = f"making the content took {sorted(made)[len(made) // 2]:.0f} ms of it"
    return [
        Figure(name=f"page with {CASES} cases: a new case shows", values=fresh, unit="ms", limit=100, note=note),
        Figure(name=f"page with {CASES} cases: an answer shows", values=taken, unit="ms", limit=100),
    ]


def _seen(browser: Chrome, change: Any, office: Office, made: list[float]) -> float:
    """Milliseconds from the changed state until the document no longer changes for it."""
    browser.execute_script("window.lastChange = 0")
    change()
    begun = time.time()
    office.show()
    made.append((time.time() - begun) * 1000)
    wait_for(lambda: browser.execute_script("return window.lastChange"), what="the page to change")
    return float(browser.execute_script("return window.lastChange")) - begun * 1000


def _shown(browser: Chrome) -> int:
    return int(browser.execute_script("return document.querySelectorAll('#cards article').length"))


@contextmanager
def _office() -> Iterator[tuple[Office, AnswerPage]]:
    def failed(what: str, error: BaseException) -> None:
        raise AssertionError(what) from error

    with TemporaryDirectory(prefix="hs-page-", dir="/tmp") as folder:
        clock, io = FakeClock(), IoThread(failed)
        store = open_store(Path(folder) / "holdspace.db")
        page = AnswerPage(io, FakeDesk(), MemoryBook(), translator, clock)
        try:
            office = Office(store, page, clock)
            office.does(c.AdoptPolicy(id=new_id(), policy=SLOW))
            for person in (ANA, EVE):
                office.does(c.ReportPresence(id=new_id(), responder=person.id, present=True))
            office.does(c.StartSession(id=new_id(), minutes=600))
            page.start()
            yield office, page
        finally:
            page.stop()
            io.stop()
            store.close()
