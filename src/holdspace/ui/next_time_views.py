"""What may be said of one thing of the digest, "next time ...", and what would follow; frozen, as the screen shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from holdspace.core.returning import Hint
    from holdspace.private import Private
    from holdspace.ui.settings.views import PreviewView

REFUSALS = ("gone", "no_such_end", "no_reason", "no_room", "leave_lost")
"""The codes of "next_time"; any other is one of "refusal"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a thing can be meant by, the likeliest first, and the kind of its session.

    "person_in_app": its sender, in the app by which it came; "person": its sender, in any app; "app": all of that app.
    """

    interruption: str
    abouts: tuple[str, ...]
    sender: Private | None
    app: str
    kind: str
    boundary: Private | None = None
    """A line about when the practitioner answers, to copy for this person; nothing sends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be done next time with what is like it. `here_only`: in this kind of session."""

    interruption: str
    verdict: str
    about: str
    until: date | None = None
    reason: str = ""
    here_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What would follow: a code of "next_time" why it cannot be; the entry that is overruled; whether it is so already.

    `nobody`: it would be asked about, and nobody is set up to be asked. `apps`: for these the person would be meant,
    those of the rule that there is already with them; none: in any.
    """

    refusal: str = ""
    over: str = ""
    known: bool = False
    nobody: bool = False
    apps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTimeDoor:
    """Every answer to `matter` and `outlook` is there at once; the others tell it by their last argument."""

    matter: Callable[[str], Matter | None]
    """None: nothing can be said of it, or not now: a session runs."""
    people: Callable[[str], tuple[Private, ...]]
    """Whom the sender of this interruption may be as well: those with several names first, then who wrote lately."""
    outlook: Callable[[Wish], Outlook]
    preview: Callable[[Wish, Callable[[PreviewView], None]], None]
    settle: Callable[[Wish, Callable[[str], None]], None]
    """Tells nothing, and it is in force; or a code of "next_time" or "refusal"."""
    join: Callable[[str, str, Callable[[str], None]], None]
    """The sender of this interruption is the same person as the one of this name."""
    undo: Callable[[Callable[[str], None]], None]
    """Take back what was settled or joined last."""
    hints: Callable[[str, Callable[[tuple[Hint, ...]], None]], None]
    """Who of those who came into this session came into many of the last ones: a few, the most frequent first."""
    today: Callable[[], date]
