"""The responders' side of the house: the page, the courier, and who is present. Started when somebody can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from holdspace.app.bus import new_id
from holdspace.app.known_cases import KnownCases
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.words import translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.adapters.courier import Courier
    from holdspace.adapters.io_thread import IoThread
    from holdspace.adapters.page.answer_page import AnswerPage
    from holdspace.app.house import House

ON_NO_PAGE = f.InterruptionArrived | f.InterruptionSettled | f.NotificationKnown | f.QuietChanged | f.LetterDelivered
"""What changes nothing on any page by itself: in a flood the pages are not made anew for each that is held."""
GRACE_MS = 20_000
"""After a start the browsers that were open get this long to come back before their people count as away."""


class Responders:
    """Everything heavy in here is imported when the first responder exists."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._io: IoThread | None = None
        self._page: AnswerPage | None = None
        self._courier: Courier | None = None
        self._known = {one.id for one in house.engine.policy.responders}
        self._cases = KnownCases(house.store.records)
        self._refresh = _once(0, self._show)
        self._bring = _once(0, self._bring_letters)
        self._grace = _once(GRACE_MS, self._forget_the_absent)

    def start_if_needed(self) -> bool:
        """Serve the page if anybody has one. False, and told as trouble, when it cannot be served."""
        if self._page is not None:
            return True
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
        self._refresh.start()

    def changed(self, facts: tuple[f.Fact, ...]) -> None:
        """After each turn: bring what is due, show what is so."""
        self._cases.happened(facts)
        if self._page is None:
            if any(isinstance(fact, f.StepAsked) for fact in facts):
                self.start_if_needed()
            return
        if not all(isinstance(fact, ON_NO_PAGE) for fact in facts):
            self._refresh.start()
        if self._courier is not None and any(isinstance(fact, f.StepAsked) for fact in facts):
            self._bring.start()

    def link(self, responder: str) -> str:
        """A one-time link, or empty when the page cannot be served."""
        if not self.start_if_needed() or self._page is None:
            return ""
        return self._page.link(responder)

    def fitness(self) -> dict[str, str]:
        """The answer page in doctor's words."""
        if self._page is None:
            return {"part": "page", "state": "off", "why": "nobody_to_ask"}
        found = self._page.fitness()
        return {"part": "page", "state": found.status, "why": found.why}

    def stop(self) -> None:
        for timer in (self._refresh, self._bring, self._grace):
            timer.stop()
        if self._page is not None:
            self._page.stop()
        if self._io is not None:
            self._io.stop()

    def _start(self) -> bool:
        from holdspace.adapters.channels.page import PageChannel
        from holdspace.adapters.courier import Courier
        from holdspace.adapters.io_thread import IoThread
        from holdspace.adapters.page.answer_page import AnswerPage
        from holdspace.adapters.page.device_file import DeviceFile
        from holdspace.app.desk import PageDesk
        from holdspace.app.port_file import PortFile

        house = self._house
        self._io = IoThread(self._io_failed)
        desk = PageDesk(house.inbox, house.bus, house.store.records, house.name_of)
        page = AnswerPage(self._io, desk, DeviceFile(house.paths.data / "devices.json"), translator, house.clock)
        port_file = PortFile(house.paths.data / "page.port")
        try:
            port_file.keep(page.start(port_file.read()))
        except OSError:
            self._io.stop()
            self._io = None
            house.failed("page_failed")
            return False
        self._page = page
        house.mended("page_failed")
        report = house.bus.keep_trying
        self._courier = Courier(house.store.outbox, {"page": PageChannel(page.connected)}, report)
        self._show()
        self._grace.start()
        self._bring.start()
        return True

    def _io_failed(self, what: str, error: BaseException) -> None:
        """On the I/O thread."""
        self._house.log.error("io: %s %s", what[:80], type(error).__name__)
        self._house.inbox.put(lambda: self._house.failed("io_failed"))

    def _bring_letters(self) -> None:
        if self._courier is not None:
            self._courier.deliver_due()

    def _show(self) -> None:
        if self._page is not None:
            from holdspace.app.content import contents

            house = self._house
            self._page.show(contents(house.engine.state, house.engine.policy, self._cases, house.clock.now()))

    def _forget_the_absent(self) -> None:
        """People whom the journal calls present, but whose browser did not come back."""
        for key in tuple(self._house.engine.state.present):
            if self._page is None or not self._page.connected(key):
                self._house.bus.do(c.ReportPresence(id=new_id(), responder=key, present=False))


def _once(after_ms: int, call: Callable[[], None]) -> QTimer:
    timer = QTimer()
    timer.setSingleShot(True)
    timer.setInterval(after_ms)
    timer.timeout.connect(call)
    return timer
