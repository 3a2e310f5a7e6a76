"""The story of a case in one line: who said what, and when. The same words on the screen and in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.frozen import dataclass
from holdspace.private import Private

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdspace.words import Words

LONGEST = 400
"""So many characters are told; of a longer story the beginning and the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that happened: by whom (a name, or empty), at what time of day, what (a "glance" of words_codes)."""

    by: str
    at: str
    what: str
    said: Private | None = None
    times: int = 1
    """How often in a row, the first time at `at`."""


def glance(words: Words, parts: Iterable[Part], *, aloud: bool = True, longest: int = LONGEST) -> Private:
    """The line. `aloud` False leaves out what people wrote: then it may stand where others look.

    Of a line longer than so many characters the middle is left out.
    """
    told = [_told(words, part, aloud=aloud) for part in parts]
    line = " \N{MIDDLE DOT} ".join(told)
    while len(line) > longest and len(told) > 2:
        del told[len(told) // 2]
        half = (len(told) + 1) // 2
        line = " \N{MIDDLE DOT} ".join((*told[:half], "\N{HORIZONTAL ELLIPSIS}", *told[half:]))
    return Private(line)


def _told(words: Words, part: Part, *, aloud: bool) -> str:
    line = " ".join(filter(None, (part.by, part.at, words.code("glance", part.what))))
    if part.times > 1:
        line = words.n("{said}, {n} time", "{said}, {n} times", part.times, said=line)
    return f"{line}: {part.said.reveal()}" if aloud and part.said is not None else line


def ending(words: Words, name: str, until: str, *, over: bool) -> str:
    """A rule that lets somebody through and ends soon, or lets nothing through any more. `until` is a day (ISO 8601)."""
    if over:
        return words.t("The rule “{name}” ended and lets nothing through any more.", name=name)
    return words.t("The rule “{name}” lets through until {day} only.", name=name, day=until)
