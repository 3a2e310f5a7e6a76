"""What the settings window shows and what it can ask for. Settings are trees in the shape of the file (plain values)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from typing import Literal

    from holdspace.health import HealthRow
    from holdspace.private import Private

Path = tuple[str | int, ...]
Tree = dict[str, Any]
ROLES = ("assistant", "executive")
LEVELS = ("normal", "urgent", "emergency")
MODES = ("all", "round_robin", "one_then_all")
VERDICTS = ("hold", "ask", "let_through", "noise")
DEFAULTS = ("hold", "ask", "noise")
UNANSWERED = ("defer", "cue")
SEES = ("sender", "text")
KINDS = ("session", "attention", "backoffice", "isolation")
ORIGINS = ("desktop", "connector", "hand")
RENEWED_DAYS = 90
"""How far ahead an entry that is let through may run; the validator allows no more."""
RENEWALS = (0, 7, 30, RENEWED_DAYS)
"""Days from today to which one press renews it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """What is wrong where: the path of keys and indices, a code of "settings" in words_codes, and its parameters."""

    path: Path
    code: str
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the one validator says of a tree: all that is wrong; and, of a good one, the entries that end soon."""

    problems: tuple[FieldProblem, ...] = ()
    expiring: tuple[str, ...] = ()
    """Names of rules that let through and end within 14 days, or have ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of saving: all empty, then the settings are in force. `refusal` is a code of "refusal"."""

    problems: tuple[FieldProblem, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFault:
    """Why a file cannot be taken: the line (0: the file as a whole), the place as it is spelled there, the code."""

    line: int
    place: str
    code: str
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a file held; or everything that is wrong with it, and then it is not taken."""

    settings: Tree | None = None
    faults: tuple[FileFault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """Something that a rule would have caught: when (a day in ISO 8601, a time of day), what was done, what would have been."""

    day: str
    at: str
    sender: Private | None
    app: str
    text: Private | None
    done: str
    would: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView:
    """What a rule would have done to what arrived in the last 14 days: how much of what; and the newest, the newest first.

    `wrong`: the draft is not whole, so nothing can be said. `unreadable`: `why` is a code of "refusal".
    """

    state: Literal["wrong", "unreadable", "told"]
    why: str = ""
    seen: int = 0
    total: int = 0
    let_through: int = 0
    ask: int = 0
    hold: int = 0
    noise: int = 0
    changed: int = 0
    passed: int = 0
    """How much the rule of this name decided then and would not now."""
    untold: int = 0
    """How much cannot be judged any more, as its words are forgotten."""
    covered: bool = False
    """A session runs: what arrived is counted, and named after it."""
    rows: tuple[PreviewRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsDoor:
    """The settings, as the window finds them. Each call returns at once; `save` answers by its second argument."""

    stamp: Callable[[], object]
    """Another value (by `is`) whenever other settings are in force."""
    load: Callable[[], Tree]
    check: Callable[[Mapping[str, Any]], Checked]
    save: Callable[[Mapping[str, Any], Callable[[Saved], None]], None]
    open_file: Callable[[str], Opened]
    write_file: Callable[[str, Mapping[str, Any]], str]
    """Writes a file; empty, or why it cannot be written, in the system's words."""
    preview: Callable[[Mapping[str, Any], int | None, Callable[[PreviewView], None]], None]
    """What the rule at this place of a tree (None: what no rule speaks of) would have done; another call takes its place."""
    senders: Callable[[], tuple[Private, ...]]
    """Who wrote in the last days and is not known as anybody with several names, the newest first; none in a session."""
    today: Callable[[], date]
    health: Callable[[], tuple[HealthRow, ...]]
    look: Callable[[Callable[[], None]], None]
    """Look at the desktop anew; its argument is called when `health` knows what was seen."""
    test_silence: Callable[[Callable[[str, str], None]], None]
    """Make the desktop silent for some seconds and see whether it is; its argument gets the outcome and what was seen."""
    zones: Callable[[], tuple[str, ...]]
    languages: tuple[tuple[str, str], ...]
    """Code and own name of each language that Holdspace speaks."""
    when: Callable[[Any], str]
    """A moment (UTC) in the practitioner's zone, in digits."""
