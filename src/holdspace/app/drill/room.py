"""Where a drill's facts live: an engine, a journal and a courier of its own, beside the practitioner's, and gone after it.

Everything is the real code on the real disk and the real clock; only the file is another one. So no drill can leave a
trace in the practitioner's state, records, digest or follow-ups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.adapters.channels.page import PageChannel
from holdspace.adapters.courier import Courier
from holdspace.app.bus import Bus, new_id, tick
from holdspace.app.content import contents
from holdspace.app.desk import PageDesk
from holdspace.app.known_cases import KnownCases
from holdspace.app.screen import Shown, screen
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.rehearsal import rehearsed
from holdspace.core.state import next_due
from holdspace.engine.engine import Engine
from holdspace.store.opening import open_store
from holdspace.ui.heartbeat import Heartbeat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from holdspace.adapters.page.content import PageContent
    from holdspace.app.loop import Loop
    from holdspace.core.policy import Policy
    from holdspace.core.state import State
    from holdspace.engine.ports import Clock
    from holdspace.store.rows import CaseRow, DigestRow
    from holdspace.ui.inbox import Inbox

MINUTES = 5
"""The planned length of a rehearsed session: longer than any drill."""


class Room:
    """One drill's, in a folder that is empty. On the main thread. Raises NotKept when its journal cannot be kept."""

    def __init__(
        self,
        *,
        folder: Path,
        app: str,
        policy: Policy,
        clock: Clock,
        loop: Loop,
        inbox: Inbox,
        connected: Callable[[str], bool],
        failed: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        """`connected`: whether somebody has a page open. `changed` is called when a page may look different."""
        self._clock = clock
        self._changed = changed
        self.session = ""
        self.store = open_store(folder / "holdspace.db")
        self.engine = Engine(self.store.journal, clock, rehearsed(policy, app))
        self._heartbeat = Heartbeat(clock, self._ring)
        self.bus = Bus(self.engine, self._heartbeat, loop, failed, lambda: None)
        self._cases = KnownCases(self.store.records)
        self.desk = PageDesk(inbox, self.bus, self.store.records, lambda key: key)
        channel = PageChannel(connected, lambda _: False)
        self._courier = Courier(self.store.outbox, {"page": channel}, self.bus.keep_trying, failed)
        self.engine.listen(self._happened)

    def start(self, ident: str) -> None:
        """The rehearsed session begins; its facts say that it is one."""
        self.session = ident
        self.bus.do(c.StartSession(id=ident, minutes=MINUTES, rehearsal=True))

    def close(self) -> None:
        """The rehearsed session ends, and its journal is closed."""
        if self.engine.state.session is not None:
            self.bus.do(c.EndSession(id=new_id()))
        self.bus.stop()
        self._heartbeat.arm(None, busy=False)
        self.store.close()

    def contents(self) -> Mapping[str, PageContent]:
        """What the drill's own responders see. Raises NotKept."""
        return contents(self.engine.state, self.engine.policy, self._cases, self._clock.now())

    def arrived(self) -> tuple[DigestRow, ...]:
        """What the gate has judged so far. Raises NotKept."""
        return self.store.records.digest_rows(self.session)

    def cases(self) -> tuple[CaseRow, ...]:
        """Who was asked. Raises NotKept."""
        return self.store.records.recent_cases(self.session)

    def card(self, zone: str) -> bool:
        """Whether the screen would show the break-through card now: made as the screen makes it, and not shown."""
        shows = screen(self.engine.state, self.engine.policy, self.store, self._clock.now(), Shown(), zone)
        return shows.card is not None

    @property
    def present(self) -> frozenset[str]:
        """Whose page is open."""
        return self.engine.state.present

    def _ring(self, gap: float) -> None:
        self.bus.do(tick(gap))
        self._arm()

    def _happened(self, _: State, facts: tuple[f.Fact, ...]) -> None:
        self._cases.happened(facts)
        self._arm()
        self._changed()
        if any(isinstance(fact, f.StepAsked) for fact in facts):
            self._courier.deliver_due()

    def _arm(self) -> None:
        state = self.engine.state
        self._heartbeat.arm(next_due(state, self._clock.now()), busy=state.session is not None)
