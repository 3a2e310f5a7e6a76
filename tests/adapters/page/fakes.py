"""What the answer page is given in its tests: a desk that answers, a clock that is set, a book in memory."""

import asyncio
import queue
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from holdspace.adapters.page.content import Answer, CaseCard, PageContent, Said, Verdict
from holdspace.adapters.page.devices import Device
from holdspace.core.escalation import Choice
from holdspace.core.moment import Moment
from holdspace.private import Private
from tests.rig.processes import PATIENCE, wait_for

CHOICES: tuple[Choice, ...] = ("ack", "handled", "defer", "pass_up", "need_me", "snooze", "dismiss")


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self._now = Moment(utc=datetime(2026, 3, 2, 14, 0, tzinfo=UTC), boot="boot", ticks=1000.0)

    def now(self) -> Moment:
        return self._now

    def pass_(self, length: timedelta) -> None:
        self._now = self._now.after(length)


@dataclass
class FakeTimer:
    """Timers that ring when they are told to."""

    waiting: list["Ring"] = field(default_factory=list)

    def with_(self, delay: float) -> "Ring":
        """The timer with this delay, once it is set."""
        wait_for(lambda: any(ring.delay == delay for ring in self.waiting), what=f"a timer of {delay} s")
        return next(ring for ring in self.waiting if ring.delay == delay)

    def __call__(self, delay: float, callback: Callable[[], None], /) -> "Ring":
        ring = Ring(self, delay, callback)
        self.waiting.append(ring)
        return ring


@dataclass(eq=False)
class Ring:
    timer: FakeTimer
    delay: float
    callback: Callable[[], None]

    def cancel(self) -> None:
        if self in self.timer.waiting:
            self.timer.waiting.remove(self)

    def ring(self) -> None:
        self.cancel()
        self.callback()


class MemoryBook:
    """A book of devices that can be full."""

    def __init__(self) -> None:
        self.devices: tuple[Device, ...] = ()
        self.full = False

    def load(self) -> tuple[Device, ...]:
        return self.devices

    def keep(self, devices: tuple[Device, ...]) -> None:
        if self.full:
            raise OSError(28, "no space left")
        self.devices = devices


class FakeDesk:
    """Accepts every new answer, repeats the verdict of a known one, and tells what it heard."""

    def __init__(self) -> None:
        self.answers: queue.Queue[tuple[str, Answer]] = queue.Queue()
        self.presences: queue.Queue[tuple[str, bool]] = queue.Queue()
        self.verdict = Verdict(accepted=True)
        self.verdicts: dict[str, Verdict] = {}
        """What is said of certain cases, instead of `verdict`."""
        self.away = 0
        """How many answers run into the desk's time bound before it is back."""
        self.failure: Exception | None = None
        self._given: dict[str, Verdict] = {}

    async def answer(self, responder: str, answer: Answer) -> Verdict:
        await asyncio.sleep(0)
        self.answers.put((responder, answer))
        if self.failure:
            raise self.failure
        if self.away:
            self.away -= 1
            raise TimeoutError
        return self._given.setdefault(answer.nonce, self.verdicts.get(answer.case, self.verdict))

    def presence(self, responder: str, *, present: bool) -> None:
        self.presences.put((responder, present))

    def heard(self) -> tuple[str, Answer]:
        return self.answers.get(timeout=PATIENCE)

    def came_or_went(self) -> tuple[str, bool]:
        return self.presences.get(timeout=PATIENCE)


def card(case: str = "case-1", **changes: object) -> CaseCard:
    """A case that waits for this responder's answer."""
    usual = CaseCard(
        case=case,
        rev=3,
        leg=1,
        urgency="normal",
        sender=Private("Maria Gómez"),
        app="Signal",
        arrived="14:03",
        text=Private("Can we move the workshop to Thursday?"),
        phase="waiting",
        yours=True,
        holder="",
        holder_is_you=False,
        answer_in_seconds=170.0,
        choices=CHOICES,
        standing=False,
        not_seen_yet=False,
        instruction="",
        story=(),
        next_role="executive",
        snooze_minutes=(5, 15),
        until="14:06",
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def content(*cards: CaseCard, **changes: object) -> PageContent:
    """What va1 sees while Ana is in a session."""
    usual = PageContent(
        responder="va1",
        name="Lucía Fernández",
        language="en",
        practitioner="Ana Silva",
        in_session=True,
        back_at="15:50",
        cards=cards,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def said(by: str, choice: str, note: str | None = None, at: str = "14:04", times: int = 1) -> Said:
    return Said(by=by, choice=choice, note=Private(note) if note else None, at=at, times=times)
