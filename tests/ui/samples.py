"""Screens to render in tests and pictures, and gestures that only remember what was asked."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, cast

from holdspace.app.next_time import NextTimeDesk
from holdspace.private import Private
from holdspace.ui.views import (
    AskedRow,
    CardView,
    DigestGroup,
    DigestRow,
    DigestView,
    EndedView,
    FollowUpRow,
    Gestures,
    MarkView,
    ResponderRow,
    ReturnView,
    Screen,
    SessionView,
    StripView,
)
from holdspace.words_glance import Part
from tests.ui import settings_samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.core.preview import Past


class Asked:
    """Gestures that remember: `calls` holds (name, arguments) in order. Answers to questions are set beforehand."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.digest: DigestView | None = None
        self.desk = settings_samples.Desk()
        self.desk.past = (*settings_samples.PAST, settings_samples.LONG)
        self.followups: tuple[FollowUpRow, ...] = ()
        self.urgent_with = ""
        answers: dict[str, Callable[[], Any]] = {
            "digest": lambda: self.digest,
            "followups": lambda: self.followups,
            "link": lambda: "http://127.0.0.1:1/pair#x",
            "settings": lambda: settings_samples.Desk().door,
            "next_time": lambda: NextTimeDesk(lambda: cast("Any", self.desk)).door(),
        }

        def remember(name: str) -> Any:
            def call(*arguments: Any) -> Any:
                self.calls.append((name, arguments))
                return answers[name]() if name in answers else None

            return call

        made = {field.name: remember(field.name) for field in fields(Gestures)}
        made["urgent_with"] = lambda client: self.urgent_with  # asked at every letter: nothing to remember
        self.gestures = Gestures(**made)

    def names(self) -> list[str]:
        return [name for name, _ in self.calls]


class Ticks:
    """CLOCK_BOOTTIME that stands still until it is moved."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


ANA = ResponderRow(id="va1", name="Ana Lindqvist", role="assistant", reachable=True)
TOM = ResponderRow(id="ex1", name="Tom Bauer", role="executive", reachable=False)
AWAY = (replace(ANA, reachable=False), TOM)
"""Nobody of them can be reached."""


def session(**changes: Any) -> SessionView:
    """A session of 50 minutes with 32 left."""
    made = SessionView(
        id="s1",
        kind="session",
        state="running",
        topic=Private("Pricing talk"),
        until="15:50",
        planned_seconds=3000.0,
        elapsed_seconds=1100.0,
        away_seconds=0.0,
        at_ticks=1000.0,
        doubted=False,
    )
    return replace(made, **changes)


def screen(**changes: Any) -> Screen:
    """A screen with that session, two held and one pinned."""
    made = Screen(
        language="en",
        tray="in_session",
        session=session(),
        quiet="silent",
        responders=(ANA, TOM),
        held=2,
        pins=1,
        undo="log",
    )
    return replace(made, **changes)


def free(**changes: Any) -> Screen:
    """A screen without a session."""
    made = Screen(language="en", tray="free", responders=(ANA, TOM), page_on_this_machine_only=True, digest=True)
    return replace(made, **changes)


CHECKLIST = tuple(
    map(Private, ("Water", "Phone face down", "Zoom and Teams closed", "Their notes from last week, and the contract"))
)
ENDING = (("school", "2026-12-06", False), ("alarm", "2026-11-20", True))
"""A rule that lets somebody through and ends soon, and one that has ended."""


def card(**changes: Any) -> CardView:
    made = CardView(
        case="c1",
        why="need_me",
        line=Private("a parent must agree by 16:00"),
        sender=Private("School office"),
        from_name="Ana",
        more=0,
        story=(Part(by="Ash", at="15:12", what="no_answer"), Part(by="Ana", at="15:14", what="need_me")),
    )
    return replace(made, **changes)


def mark(number: int, **changes: Any) -> MarkView:
    made = MarkView(
        id=f"m{number}",
        at=f"15:{number:02}",
        topic=Private("Phase two price"),
        last_point=Private("the budget is fixed until spring"),
        next_step=None,
    )
    return replace(made, **changes)


NOTE = Private("They fear lock-in more than the price. Ask Tom whether one year is possible.")
MARKS = (
    mark(17, next_step=Private("offer B with the smaller scope")),
    mark(9, topic=Private("Lock-in"), last_point=None),
    mark(2, topic=Private("Opening"), last_point=None),
)
ASKING = (
    AskedRow(count=1, state="asked", who="Ana Lindqvist", until="15:12", then="executive"),
    AskedRow(count=2, state="held", who="Tom Bauer", until="15:20", then="again"),
    AskedRow(count=1, state="snoozed", who="Eva", until="15:21", then="again"),
)


def large(**changes: Any) -> Screen:
    """A screen with what only the large window shows."""
    made = screen(session=session(initials=Private("MR"), note=NOTE, marks=MARKS), asked=1, asking=ASKING[:1], held=3)
    return replace(made, **changes)


def overfull(**changes: Any) -> Screen:
    """Thirty marks, a note of ten thousand characters and three hundred cases."""
    marks = tuple(
        mark(number, topic=Private("A long topic " * 8), next_step=Private("offer B")) for number in (44, 39, 31, 30)
    )
    full = session(id="s9", note=Private("words and more words " * 476), marks=marks, more_marks=26)
    asking = (
        AskedRow(count=180, state="asked", who="Ana Lindqvist, Ash Meyer", until="15:12", then="executive"),
        AskedRow(count=90, state="held", who="Tom Bauer", until="15:20", then="practitioner"),
        AskedRow(count=30, state="queued", who="", until="15:21", then="assistant"),
    )
    return replace(screen(session=full, held=2140, pins=35, asked=300, asking=asking), **changes)


STRIP = StripView(interruption="i1")
RECAP = ReturnView(
    topic=Private("Phase two price"),
    last_point=Private("The budget is fixed until spring"),
    next_step=Private("Offer B with the smaller scope"),
    minutes_left=18,
    away_seconds=130.0,
)


def after(at: str, minutes: int) -> str:
    """The time of day so many minutes later."""
    hour, minute = map(int, at.split(":"))
    return f"{hour + (minute + minutes) // 60:02}:{(minute + minutes) % 60:02}"


def story(row: DigestRow) -> tuple[Part, ...]:
    """What led to this outcome, told as it can happen; nothing where nobody was asked."""

    def part(by: str, minutes: int, what: str, said: str = "") -> Part:
        return Part(by=by, at=after(row.at, minutes), what=what, said=Private(said) if said else None)

    match row.outcome:
        case "handled":
            return (part("Eva", 3, "no_answer"), part(row.by, 5, "handled", "confirmed for all three"))
        case "dismissed":
            return (part(row.by, 1, "dismiss"),)
        case "deferred" if row.by:
            return (part(row.by, 2, "defer"),)
        case "deferred":
            return (part("Ana", 3, "no_answer"), part("Tom", 8, "no_answer"))
        case "reached":
            why = "the list closes at 16:00 \N{MIDDLE DOT} a parent must agree"
            shown = (part("", 1, "nobody_on_duty"), part("", 1, "reached"), part("", 3, "step_out"))
            return (part("Ana", 1, "need_me", why), *shown)
        case _:
            return ()


WHY = {"handled": "answered", "dismissed": "nothing_to_do", "reached": "stepped_out", "withdrawn": "undone"}


def row(number: int, **changes: Any) -> DigestRow:
    """A row whose reason and story follow from what became of it and by whom, unless they are given."""
    made = DigestRow(
        id=f"i{number}",
        at="15:12",
        source="message",
        app="Signal",
        sender=Private("School office"),
        text=Private("Could somebody confirm the trip on Friday?"),
        outcome="handled",
        why="",
        by="Ana",
        pinned=False,
    )
    made = replace(made, **changes)
    deferred = "can_wait" if made.by else "nobody_answered"
    why = made.why or (deferred if made.outcome == "deferred" else WHY.get(made.outcome, ""))
    return replace(made, why=why, story=made.story or story(made))


FEW = DigestView(
    session="s1",
    client=Private("C1"),
    topic=Private("Pricing talk"),
    started="15:00",
    minutes=52,
    away_minutes=2,
    groups=(
        DigestGroup(
            sender=Private("School office"),
            rows=(
                row(1),
                row(2, at="15:31", outcome="reached", by="", text=Private("A parent must agree by 16:00")),
            ),
        ),
        DigestGroup(
            sender=Private("Marta Fernandes"),
            rows=(
                row(
                    3,
                    at="15:20",
                    app="Mail",
                    outcome="deferred",
                    pinned=True,
                    by="",
                    text=Private(
                        "The second invoice has the old address on it, and accounting asks whether they may correct it "
                        "themselves or whether you want to see the new one first, as the client may ask about it."
                    ),
                ),
                row(4, at="15:41", app="Calendar", outcome="held", by="", text=Private("Lunch moved to 13:00")),
            ),
        ),
        DigestGroup(
            sender=None,
            rows=(
                row(5, at="15:25", source="door", app="", text=None, sender=None, outcome="held", by="", why="logged"),
                row(
                    6,
                    at="15:26",
                    source="phone",
                    app="",
                    text=None,
                    sender=None,
                    outcome="withdrawn",
                    by="",
                ),
            ),
        ),
    ),
    noise=7,
    gaps=(("15:33", "15:34", "keeper_died"),),
)
NOTED = replace(FEW, groups=FEW.groups[:1], gaps=(), marks=MARKS[::-1], note=NOTE)
_HELD = [past for past in (*settings_samples.PAST, settings_samples.LONG) if past.done == "hold"]


def _judged(past: Past) -> DigestRow:
    made = row(0, id=past.id, app=past.app, sender=past.sender, text=past.text, outcome="held", by="")
    return replace(made, at=f"15:{_HELD.index(past):02}", judged=True)


JUDGED = DigestView(
    session="s1",
    client=Private("C1"),
    topic=None,
    started="15:00",
    minutes=50,
    away_minutes=0,
    groups=tuple(
        DigestGroup(sender=sender, rows=tuple(_judged(past) for past in _HELD if past.sender == sender))
        for sender in dict.fromkeys(past.sender for past in _HELD)
    ),
    noise=0,
    gaps=(),
)
"""What came by itself, after its session: of each it can be said what is done next time."""
EARLY = EndedView(session="s1", minutes_early=23, why="")
"""It ended early, and nothing was said of why."""
THOUGHT = replace(FEW.groups[2].rows[0], at="15:14", source="self", text=Private("Ask Tom about the deposit"))
BROKEN = replace(
    FEW,
    minutes=27,
    ended=replace(EARLY, why="client"),
    groups=(*FEW.groups[:1], DigestGroup(sender=None, rows=(THOUGHT,))),
)
"""A session that ended early, and it was said why; once the practitioner broke in themselves."""
_LATE = (*settings_samples.PAST[5:], settings_samples.LONG)
AGAIN = (
    *(replace(past, id=f"{past.id} before", session="s0") for past in _LATE),
    *(replace(past, id=f"{past.id} long before", session="an old one") for past in _LATE[1:]),
    replace(_LATE[0], id="by another name", session="an older one", sender=Private("Marta Fernandes")),
    replace(_LATE[1], id="once more", session="an older one"),
    *(replace(past, session="s1") for past in _LATE),
)
"""Three who came into the session that is told, "s1", came into two or three of the sessions before."""
EMPTY = DigestView(
    session="s1", client=None, topic=None, started="09:00", minutes=25, away_minutes=0, groups=(), noise=0, gaps=()
)


def many(count: int = 200) -> DigestView:
    """A digest of `count` rows of ten people."""
    people = 10
    outcomes = ("held", "handled", "deferred", "dismissed", "withdrawn", "reached")
    groups = tuple(
        DigestGroup(
            sender=Private(f"Person {person + 1}"),
            rows=tuple(
                row(
                    person * 1000 + number,
                    outcome=outcomes[number % 6],
                    by="Ana" if number % 2 and outcomes[number % 6] != "reached" else "",
                    text=Private(f"Matter number {number + 1} " + "with some more words to it " * (number % 7)),
                )
                for number in range(count // people)
            ),
        )
        for person in range(people)
    )
    return replace(FEW, groups=groups)


FOLLOWUPS = (
    FollowUpRow(
        pin="p1",
        text=Private("Call back about the invoice"),
        sender=Private("C2"),
        due="17:00",
        overdue=True,
        draft=Private("Thank you for your message. I was in a session; you hear from me today by 17:00."),
    ),
    FollowUpRow(
        pin="p2",
        text=Private("Ask whether the smaller scope may start in March"),
        sender=None,
        due="tomorrow 10:00",
        overdue=False,
        draft=None,
    ),
    FollowUpRow(
        pin="p3",
        text=None,
        sender=Private("Marta Fernandes"),
        due="Friday",
        overdue=False,
        draft=Private("Noted, thank you."),
    ),
)
