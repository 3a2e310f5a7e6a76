"""The courier: reads only the outbox, brings each letter on its channel once, and reports what became of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol
from uuid import UUID, uuid5

from holdspace.adapters.channels.channel import NotYet, Undeliverable
from holdspace.core.commands import ReportDelivery
from holdspace.engine.ports import NotKept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from holdspace.adapters.channels.channel import Channel
    from holdspace.adapters.channels.letter import Letter

log = logging.getLogger("holdspace.courier")
A_ROUND = 100


class Outbox(Protocol):
    """Letters that were kept with the facts that they follow from."""

    def due(self, limit: int) -> Sequence[Letter]:
        """The oldest letters of which nothing was reported yet. Raises NotKept when the store cannot be read."""
        ...


class Courier:
    """Called on the main thread whenever something was kept. Tries each letter once: giving up counts as no answer.

    A letter that a channel can neither bring nor give up yet stays, without a report, for the next call.

    The report settles the letter, in the transaction of its facts: a crash before that brings it twice, and its report
    has the same id twice, which is one report. `report` must not raise. `failed` is told "internal_error" when a
    channel has a fault, once it is logged.
    """

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[str, Channel],
        report: Callable[[ReportDelivery], None],
        failed: Callable[[str], None],
    ) -> None:
        self._outbox = outbox
        self._channels = channels
        self._report = report
        self._failed = failed
        self._reported: set[str] = set()
        self._busy = False

    def deliver_due(self) -> int:
        """Bring what is due; returns how many letters were done with. Never raises for a channel or the store.

        A report that leads straight back here (a synchronous engine) finds the courier on its way and does nothing;
        the letters that it made are brought before this call returns.
        """
        if self._busy:
            return 0
        self._busy = True
        try:
            return self._round()
        except NotKept as failure:
            log.warning("the outbox could not be used: %s", failure.code)
            return 0
        finally:
            self._busy = False

    def _round(self) -> int:
        done = 0
        staying: set[str] = set()
        while letters := self._fresh(staying):
            for letter in letters:
                try:
                    why = self._bring(letter)
                except NotYet:
                    staying.add(letter.id)
                    continue
                self._reported.add(letter.id)
                self._report(report_of(letter, why))
                done += 1
        return done

    def _fresh(self, staying: set[str]) -> list[Letter]:
        """Letters that were not tried yet, also behind many that stay or whose report is still on its way."""
        limit = A_ROUND
        while True:
            due = self._outbox.due(limit)
            fresh = [letter for letter in due if letter.id not in self._reported and letter.id not in staying]
            if len(due) < limit:
                self._reported.intersection_update({letter.id for letter in due})  # the rest is settled
                return fresh
            if fresh:
                return fresh
            limit *= 2

    def _bring(self, letter: Letter) -> str:
        """Empty when the letter arrived, else the code of why it did not. Raises NotYet while neither is so."""
        channel = self._channels.get(letter.channel)
        if channel is None:
            return "no_such_channel"
        try:
            channel.deliver(letter)
        except Undeliverable as refused:
            return refused.code
        except NotYet:
            raise
        except Exception:
            # Whatever the fault of a channel is: the next person must be asked, and the letters behind this one be
            # brought. Let through, the letter would stay without a report and stop each round anew. Nothing is
            # swallowed: log, window and doctor tell it, as they tell what nobody caught.
            log.exception("channel %s failed", letter.channel)
            self._failed("internal_error")
            return "channel_failed"
        return ""


def report_of(letter: Letter, why: str) -> ReportDelivery:
    """The command that tells what became of a letter; the same letter always has the same report id."""
    return ReportDelivery(
        id=str(uuid5(UUID(letter.id), "delivery")),
        letter=letter.id,
        case=letter.case,
        responder=letter.responder,
        rev=letter.rev,
        delivered=not why,
        why=why,
    )
