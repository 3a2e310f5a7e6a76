"""What the screen shows, whole and frozen. Made outside of the ui from state and records; rendered, never changed.

Texts that people wrote are `Private`. Times of day are ready-made strings in the practitioner's zone ("15:50").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.core.escalation import Reached
    from holdspace.core.outlook import Stands
    from holdspace.private import Private
    from holdspace.ui.next_time_views import NextTimeDoor
    from holdspace.ui.settings.views import SettingsDoor
    from holdspace.words_glance import Part

TrayState = Literal["free", "in_session", "stepped_out", "isolation", "needs_you"]
QuietMark = Literal["silent", "not_silent", "unverified", "not_wanted", "unready"]
"""not_wanted: no session runs; unready: nor would one be silent, or see what arrives."""
Undo = Literal["", "log", "pin", "mark", "end", "settled"]
"""What undo would take back, or say of why it stands; empty for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """The break-through card: one calm line. `line` is the responder's reason, or the rule's."""

    case: str
    why: Reached
    line: Private
    sender: Private | None
    from_name: str
    """Who says so (a responder's name); empty when a rule does."""
    more: int
    """How many further cards wait behind this one."""
    story: tuple[Part, ...] = ()
    """Who said what so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnView:
    """Where we left off."""

    topic: Private | None
    last_point: Private | None
    next_step: Private | None
    minutes_left: int
    away_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StripView:
    """A log was just made: its source may be chosen for four seconds."""

    interruption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """A place mark. `at` is a time of day."""

    id: str
    at: str
    topic: Private | None
    last_point: Private | None
    next_step: Private | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """Cases that are with the same people: `count` of them, of which the first is theirs until `until`.

    `asked`: they may answer; `held`: one of them has it; `snoozed`: they are asked once more at that time; `queued`: in
    a storm, nobody is asked before that time. `then`: what follows after it, the "then" of words_codes.
    """

    count: int
    state: Stands
    who: str
    until: str
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """The running session. Elapsed and away are as of `at_ticks` (CLOCK_BOOTTIME seconds); the ring counts on by itself.

    What only the large size shows: initials, note and marks, the newest first; `more_marks` are not among them.
    """

    id: str
    kind: Literal["session", "attention", "backoffice", "isolation"]
    state: Literal["running", "paused"]
    topic: Private | None
    until: str
    planned_seconds: float
    elapsed_seconds: float
    away_seconds: float
    at_ticks: float
    doubted: bool
    initials: Private | None = None
    note: Private | None = None
    marks: tuple[MarkView, ...] = ()
    more_marks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRow:
    """One interruption with its one outcome. `story` are codes with parameters, told in words by the ui. `unnamed`: a program
    sent it that said no name and was gone before it could be asked.
    """

    id: str
    at: str
    source: str
    app: str
    sender: Private | None
    text: Private | None
    outcome: str
    why: str
    by: str
    pinned: bool
    unnamed: bool = False
    taken_back: bool = False
    story: tuple[Part, ...] = ()
    """What happened to it if somebody was asked."""
    judged: bool = False
    """Whether it came by itself and no session runs: then it can be said what is to be done next time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestGroup:
    """Everything from one person."""

    sender: Private | None
    rows: tuple[DigestRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedView:
    """How the session that is over ended: so many minutes early (0: not clearly early), and why, an "ended_why" of words_codes.

    `why` is empty as long as nothing was said.
    """

    session: str
    minutes_early: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """What became of everything that arrived in one session."""

    session: str
    client: Private | None
    topic: Private | None
    started: str
    minutes: int
    away_minutes: int
    groups: tuple[DigestGroup, ...]
    noise: int
    gaps: tuple[tuple[str, str, str], ...]
    """Times when nobody watched: from, to, why (a "gap_why" of words_codes)."""
    marks: tuple[MarkView, ...] = ()
    note: Private | None = None
    ended: EndedView | None = None
    """None while it runs, and where nothing is to be told of its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRow:
    """An open promise. `draft` is the acknowledgement to copy; it was not sent."""

    pin: str
    text: Private | None
    sender: Private | None
    due: str
    overdue: bool
    draft: Private | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderRow:
    id: str
    name: str
    role: Literal["assistant", "executive"]
    reachable: bool
    """Whether they can be asked now."""
    in_a_step: bool = True
    """Whether any step asks their role; else they are never asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Everything that the tray and the windows show."""

    language: str
    tray: TrayState
    session: SessionView | None = None
    quiet: QuietMark = "not_wanted"
    quiet_why: str = ""
    """A code when the desktop cannot be silenced or watched: the "quiet_why" of words_codes."""
    blind: bool = False
    """Nothing is seen of what arrives, whether the desktop is silent or not."""
    responders: tuple[ResponderRow, ...] = ()
    critical: str = "unknown"
    """What becomes of what its sender calls critical: hidden, shown, closed (as it comes), unknown."""
    battery_low: bool = False
    microphone: Literal["", "muted", "none"] = ""
    """Before a session, where that is known; empty where it is on."""
    page_on_this_machine_only: bool = False
    asks_nobody: bool = False
    """Nothing is ever asked about: whoever is invited first raises the question what should go to them."""
    comes_through: tuple[str, ...] = ()
    """What reaches the practitioner although nobody can be asked: "let_through", "emergency"."""
    held: int = 0
    pins: int = 0
    arrived: int = 0
    """All that arrived in the session that ended last, but noise; 0 while one runs."""
    by_myself: int = 0
    """How often the practitioner broke in themselves, which is not among what arrived."""
    gives_back: bool = False
    """No session runs, and the desktop is silent still: it is being given back."""
    ended: EndedView | None = None
    """How the session that ended last ended, if there is anything to tell of it; None while one runs."""
    asked: int = 0
    """Open cases that somebody else has."""
    asking: tuple[AskedRow, ...] = ()
    """The same by who has them, the one that is due first in front."""
    card: CardView | None = None
    recap: ReturnView | None = None
    strip: StripView | None = None
    followups_due: int = 0
    planned_minutes: int = 50
    """How long a session is planned for unless somebody says otherwise."""
    checklist: tuple[Private, ...] = ()
    """What the practitioner ticks off before a session, in their own words."""
    undo: Undo = ""
    digest: bool = False
    """Whether any session has ended, so that there is something to read of it."""
    absent_keys: frozenset[str] = frozenset()
    """Keys of the whole desktop that do not serve here, by name ("pin", "1"): they are not shown."""
    ending: tuple[tuple[str, str, bool], ...] = ()
    """Rules that let somebody through and end within 14 days: name, last day (ISO 8601), and whether that is over."""
    trouble: tuple[str, ...] = ()
    """Codes of what fails now, the "trouble" of words_codes: told in one calm line."""
    refused: str = ""
    """Why what was just asked for by hand was not done, a code of "refusal"; it passes by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gestures:
    """What the screen can ask for. Each call returns at once; the answer is the next Screen."""

    foresee: Callable[[], None]  # look what a session would find here
    urgent_with: Callable[[Private | None], str]  # client -> whose words on it count: an "urgent_with", or nothing
    start: Callable[[str, Private | None, Private | None, int], None]  # kind, client, topic, minutes
    pause: Callable[[], None]
    resume: Callable[[], None]
    extend: Callable[[int], None]
    end: Callable[[], None]  # called on the second press only
    explain_end: Callable[[str, str], None]  # session, what broke it (an "ended_why")
    confirm: Callable[[], None]
    log: Callable[[], None]
    sort: Callable[[str, str], None]  # interruption, source
    note: Callable[[Private, str], None]  # a line of text; "log" | "pin" | "mark"
    pin: Callable[
        [Private | None, Private | None, str, str | None], None
    ]  # text, sender, by ("17:00" or ""), interruption
    mark: Callable[[Private | None, Private | None, Private | None], None]  # topic, last point, next step
    take_back: Callable[[str], None]  # mark
    write: Callable[[str, Private], None]  # session, its whole note
    undo: Callable[[], None]
    answer_card: Callable[[str, str, str | None], None]  # case, step_out|pin|hand_back, instruction
    strip_gone: Callable[[], None]
    recap_seen: Callable[[], None]
    where: Callable[[], None]
    complete: Callable[[str], None]  # pin
    digest: Callable[[], DigestView | None]
    followups: Callable[[], tuple[FollowUpRow, ...]]
    ask_about: Callable[[str], None]  # people | everything | nothing
    link: Callable[[str], str]  # responder -> one-time pairing link
    settings: Callable[[], SettingsDoor]
    next_time: Callable[[], NextTimeDoor]
    quit: Callable[[], None]
