"""The desk: answers and presence from the page cross to the main thread, are judged there, and the verdict goes back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from holdspace.adapters.page.content import Answer, Verdict
from holdspace.app.bus import new_id
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.engine.ports import Kept, NotKept

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.app.bus import Bus
    from holdspace.store.records import Records
    from holdspace.ui.inbox import Inbox

ANSWER_WITHIN_SECONDS = 5.0


class PageDesk:
    """Implements adapters.page.content.Desk. Called on the I/O thread; everything else happens on the main thread."""

    def __init__(self, inbox: Inbox, bus: Bus, records: Records, name: Callable[[str], str]) -> None:
        self._inbox = inbox
        self._bus = bus
        self._records = records
        self._name = name

    async def answer(self, responder: str, answer: Answer) -> Verdict:
        """Judge and keep an answer. Raises TimeoutError when the main thread does not come to it in time."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Verdict] = loop.create_future()

        def told(verdict: Verdict) -> None:
            loop.call_soon_threadsafe(lambda: None if future.done() else future.set_result(verdict))

        self._inbox.put(lambda: self._judge(responder, answer, told))
        return await asyncio.wait_for(future, ANSWER_WITHIN_SECONDS)

    def presence(self, responder: str, *, present: bool) -> None:
        self._inbox.put(lambda: self._bus.do(c.ReportPresence(id=new_id(), responder=responder, present=present)))

    def _judge(self, responder: str, answer: Answer, told: Callable[[Verdict], None]) -> None:
        command = c.AnswerCase(
            id=answer.nonce,
            case=answer.case,
            by=responder,
            rev=answer.rev,
            choice=answer.choice,
            device=answer.device,
            channel="page",
            minutes=answer.minutes,
            note=answer.note,
            what_is_lost=answer.what_is_lost,
            why_only_you=answer.why_only_you,
        )
        self._bus.do(command, lambda kept: self._judged(command, kept, told))

    def _judged(self, command: c.AnswerCase, kept: Kept | NotKept, told: Callable[[Verdict], None]) -> None:
        told(self._verdict(command, kept))
        if isinstance(kept, Kept) and kept.again:
            self._bus.do(c.ReportReplay(id=new_id(), answer=command))

    def _verdict(self, answer: c.AnswerCase, kept: Kept | NotKept) -> Verdict:
        case, responder = answer.case, answer.by
        if isinstance(kept, NotKept):
            return Verdict(accepted=False, code="not_kept")
        for fact in kept.facts:
            if isinstance(fact, f.CaseAnswered) and fact.by == responder and fact.case == case:
                return Verdict(accepted=True)
            if isinstance(fact, f.AnswerRefused):
                outcome, by = self._records.case_outcome(case) or ("", "")
                first = fact.holder or by
                return Verdict(
                    accepted=False,
                    code=fact.why,
                    holder=self._name(first) if first != responder else "",
                    outcome=outcome,
                    repeated=self._said_before(answer),
                )
        return Verdict(accepted=False, code="closed")

    def _said_before(self, answer: c.AnswerCase) -> bool:
        """Whether they said the same of the same revision and it counted: they pressed twice, or on two devices."""
        row = self._records.case(answer.case)
        said = (answer.by, answer.choice, answer.rev)
        return row is not None and any(
            event.kind == "answered" and (event.by, event.choice, event.rev) == said for event in row.timeline
        )
