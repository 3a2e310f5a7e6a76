"""The responders' side of the house: the page, the courier, and who is present. Started when somebody can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.app.bus import new_id
from holdspace.app.drill.devices import DRILLED, WithoutDrills
from holdspace.app.known_cases import KnownCases
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.health import HealthRow
from holdspace.words import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdspace.adapters.courier import Courier
    from holdspace.adapters.io_thread import IoThread
    from holdspace.adapters.overheard import Overheard
    from holdspace.adapters.page.answer_page import AnswerPage
    from holdspace.adapters.page.content import Answer, Desk, PageContent, Verdict
    from holdspace.app.drill.room import Room
    from holdspace.app.house import House

ON_NO_PAGE = f.InterruptionArrived | f.InterruptionSettled | f.NotificationKnown | f.QuietChanged | f.LetterDelivered
"""What changes nothing on any page by itself: in a flood the pages are not made anew for each that is held."""
GRACE_MS = 20_000
"""After a start the browsers that were open get this long to come back before their people count as away.

Letters to them wait as long.
"""
REVIVE_MS = 30_000
"""A page that stopped by itself is served anew after this: too rarely to fill the log where it cannot be."""
LIBRARIES = ("uvicorn.error", "asyncio")
"""Loggers of what serves the page."""


class Responders:
    """Everything heavy in here is imported when the first responder exists."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._io: IoThread | None = None
        self._page: AnswerPage | None = None
        self._courier: Courier | None = None
        self._drill: Room | None = None
        self._overheard: Overheard | None = None
        self._known = {one.id for one in house.engine.policy.responders}
        self._cases = KnownCases(house.store.records)
        self._refresh = house.loop.timer(self._show)
        self._bring = house.loop.timer(self._bring_letters)
        self._grace = house.loop.timer(self._forget_the_absent)
        self._revive = house.loop.timer(self.start_if_needed)

    def start_if_needed(self) -> bool:
        """Serve the page if anybody has one. False, and told as trouble, when it cannot be served."""
        if self._page is not None:
            if self._page.fitness().status != "cannot":
                return True
            self._leave()  # it stopped by itself
        if not any("page" in one.channels for one in self._house.engine.policy.responders):
            return False
        return self._start()

    def policy_changed(self) -> None:
        """Whoever is no longer in the policy is unpaired, and counts as away."""
        self.start_if_needed()
        known = {one.id for one in self._house.engine.policy.responders}
        for gone in self._known - known:
            if self._page is not None:
                self._page.revoke(gone)
            self._house.bus.queue(c.ReportPresence(id=new_id(), responder=gone, present=False))
        self._known = known
        self._refresh.start(0)

    def changed(self, facts: tuple[f.Fact, ...]) -> None:
        """After each turn: bring what is due, show what is so."""
        self._cases.happened(facts)
        asked = any(isinstance(fact, f.StepAsked) for fact in facts)
        if self._page is None:
            if asked:
                self.start_if_needed()
            return
        if not all(isinstance(fact, ON_NO_PAGE) for fact in facts):
            self._refresh.start(0)
        if asked:
            self._bring.start(0)

    def link(self, responder: str) -> str:
        """A one-time link, or empty when the page cannot be served."""
        if not self.start_if_needed() or self._page is None:
            return ""
        return self._page.link(responder)

    def connected(self, responder: str) -> bool:
        """Whether they have a page open, or had one until a moment ago."""
        return self._page is not None and self._page.connected(responder)

    def refresh(self) -> None:
        """What some page shows has changed."""
        self._refresh.start(0)

    def admit(self, drill: Room) -> bool:
        """Serve a drill's own people too, and for them alone if need be. False when the page cannot be served."""
        self._drill = drill
        if self.start_if_needed() or (self._page is None and self._start()):
            self._show()
            return True
        return False

    def own_link(self, responder: str) -> str:
        """A one-time link for somebody of the drill. The page is served."""
        return self._page.link(responder) if self._page is not None else ""

    def dismiss(self, people: frozenset[str]) -> None:
        """The drill is over: its people are unpaired, and a page that was served for them alone is not any more."""
        self._drill = None
        if self._page is None:
            return
        for key in sorted(people):
            self._page.revoke(key)
        if any("page" in one.channels for one in self._house.engine.policy.responders):
            self._show()
        else:
            self._leave()

    def fitness(self) -> HealthRow:
        """The answer page, as a row of health."""
        if self._page is None:
            if any("page" in one.channels for one in self._house.engine.policy.responders):
                return HealthRow(part="page", state="cannot", reason="failed", remedy="restart_holdspace")
            return HealthRow(part="page", state="off", reason="nobody_to_ask")
        found = self._page.fitness()
        driver = f"127.0.0.1:{found.port}" if found.port else ""
        remedy = "restart_holdspace" if found.status == "cannot" else ""
        return HealthRow(part="page", driver=driver, state=found.status, reason=found.why, remedy=remedy)

    def stop(self) -> None:
        self._leave()

    def _leave(self) -> None:
        """Nothing is served any more."""
        for timer in (self._refresh, self._bring, self._grace, self._revive):
            timer.stop()
        if self._page is not None:
            self._page.stop()
        if self._io is not None:
            self._io.stop()
        if self._overheard is not None:
            self._overheard.close()
        self._page = self._io = self._courier = self._overheard = None

    def _start(self) -> bool:
        from holdspace.adapters.channels.page import PageChannel
        from holdspace.adapters.courier import Courier
        from holdspace.adapters.io_thread import IoThread
        from holdspace.adapters.overheard import Overheard
        from holdspace.adapters.page.answer_page import AnswerPage
        from holdspace.adapters.page.device_file import DeviceFile
        from holdspace.app.desk import PageDesk
        from holdspace.app.port_file import PortFile

        house = self._house
        self._io = io = IoThread(lambda what, error: self._io_failed(io, what, error))
        desk = PageDesk(house.inbox, house.bus, house.store.records, house.name_of)
        door = _Door(desk, self._desk_of, lambda: house.inbox.put(lambda: self._bring.start(0)))
        book = WithoutDrills(DeviceFile(house.paths.devices))
        page = AnswerPage(self._io, door, book, translator, house.clock)
        page.show(self._contents())  # before anybody can look: an open page must not be emptied for a moment
        port_file = PortFile(house.paths.page_port)
        try:
            port_file.keep(page.start(port_file.read()))
        except OSError:
            self._io.stop()
            self._io = None
            house.failed("page_failed")
            return False
        page.retain(frozenset(one.id for one in house.engine.policy.responders))
        self._page = page
        self._overheard = Overheard(LIBRARIES, self._library_failed)
        house.mended("page_failed")
        report = house.bus.keep_trying
        channel = PageChannel(page.connected, self._expected)
        self._courier = Courier(house.store.outbox, {"page": channel}, report, house.failed)
        self._grace.start(GRACE_MS)
        self._bring.start(0)
        return True

    def _io_failed(self, io: IoThread, what: str, error: BaseException) -> None:
        """On the I/O thread. The log takes the exception's type and places, and no message."""
        self._house.log.error("io: %s", what[:80], exc_info=error)
        self._house.inbox.put(lambda: self._io_trouble(io))

    def _io_trouble(self, io: IoThread) -> None:
        if self._io is not io:
            return  # another one is in its place already
        if self._page is not None and self._page.fitness().status == "cannot":
            self._house.failed("page_gone")
            self._revive.start(REVIVE_MS)
        else:
            self._house.failed("io_failed")

    def _library_failed(self, where: str, error: BaseException | None) -> None:
        """On the thread that logged it, as a rule the I/O thread."""
        self._house.log.error("library: %s", where, exc_info=error)
        self._house.inbox.put(lambda: self._house.failed("internal_error"))

    def _expected(self, responder: str) -> bool:
        """Whether this responder's browser may still come back after the start."""
        return self._grace.waiting and responder in self._house.engine.state.present

    def _bring_letters(self) -> None:
        if self._courier is not None:
            self._courier.deliver_due()

    def _show(self) -> None:
        if self._page is not None:
            self._page.show(self._contents())

    def _contents(self) -> Mapping[str, PageContent]:
        from holdspace.app.content import contents

        house = self._house
        shown = contents(house.engine.state, house.engine.policy, self._cases, house.clock.now())
        return shown if self._drill is None else {**shown, **self._drill.contents()}

    def _desk_of(self, responder: str) -> Desk | None:
        """On the I/O thread: whose answers and presence are a drill's. When it is over they are nobody's."""
        if responder not in DRILLED:
            return None
        drill = self._drill
        return drill.desk if drill is not None else _Nobody()

    def _forget_the_absent(self) -> None:
        """People whom the journal calls present, but whose browser did not come back."""
        for key in tuple(self._house.engine.state.present):
            if self._page is None or not self._page.connected(key):
                self._house.bus.do(c.ReportPresence(id=new_id(), responder=key, present=False))
        self._bring.start(0)  # what waited for them is given up now
        if self._page is not None and self._page.fitness().status == "works":
            self._house.mended("page_gone")


class _Door:
    """The desks, as the page sees them: `other` knows of one for somebody who is not the practitioner's own.

    `came` hears on the I/O thread of everybody who opens their first page.
    """

    def __init__(self, desk: Desk, other: Callable[[str], Desk | None], came: Callable[[], None]) -> None:
        self._desk = desk
        self._other = other
        self._came = came

    async def answer(self, responder: str, answer: Answer) -> Verdict:
        return await (self._other(responder) or self._desk).answer(responder, answer)

    def presence(self, responder: str, *, present: bool) -> None:
        (self._other(responder) or self._desk).presence(responder, present=present)
        if present:
            self._came()  # a letter may have waited for them


class _Nobody:
    """Whom nobody knows any more."""

    async def answer(self, responder: str, answer: Answer) -> Verdict:  # noqa: ARG002 - as the desk promises
        from holdspace.adapters.page.content import Verdict

        return Verdict(accepted=False, code="closed")

    def presence(self, responder: str, *, present: bool) -> None:
        """They are neither here nor away."""
