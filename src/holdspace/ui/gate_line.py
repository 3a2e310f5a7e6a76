"""What is going on outside, in one line: how much is held, and who is asked until when. No word of what arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdspace.ui.views import AskedRow, Screen
    from holdspace.words import Words

BETWEEN = "  ·  "
ROWS = 2
"""So many of those who are asked are told by name; how many further cases there are is only counted."""


def counts(words: Words, held: int, pins: int, asked: int) -> str:
    """How much is held, pinned and with somebody else; what is none is not said."""
    parts = [*_kept(words, held, pins), words.n("{n} being asked", "{n} being asked", asked) if asked else ""]
    return BETWEEN.join(part for part in parts if part)


def gate_line(words: Words, screen: Screen) -> str:
    """The same with who has it, until when, and what comes then."""
    rest = screen.asked - sum(row.count for row in screen.asking[:ROWS])
    parts = [*_kept(words, screen.held, screen.pins), *(_row(words, row) for row in screen.asking[:ROWS])]
    if rest > 0:
        more = words.n("{n} more being asked", "{n} more being asked", rest)
        parts.append(more if screen.asking else words.n("{n} being asked", "{n} being asked", rest))
    return BETWEEN.join(part for part in parts if part)


def _kept(words: Words, held: int, pins: int) -> tuple[str, str]:
    return (
        words.n("{n} held", "{n} held", held) if held else "",
        words.n("{n} pinned", "{n} pinned", pins) if pins else "",
    )


def _row(words: Words, row: AskedRow) -> str:
    said = _who_has_it(words, row)
    told_already = row.state in {"snoozed", "queued"}
    return said if told_already else f"{said}, {words.code('then', row.then)}"


def _who_has_it(words: Words, row: AskedRow) -> str:
    count, who, time = row.count, row.who, row.until
    match row.state:
        case "asked":
            if not time:
                return words.n("{n} with {who}", "{n} with {who}", count, who=who)
            return words.n(
                "{n} with {who} until {time}", "{n} with {who}, the first until {time}", count, who=who, time=time
            )
        case "held":
            return words.n(
                "{who} has {n} until {time}", "{who} has {n}, the first until {time}", count, who=who, time=time
            )
        case "queued":
            return words.n("{n} waits to be asked at {time}", "{n} wait to be asked at {time}", count, time=time)
        case _:
            return words.n("{n} asked again at {time}", "{n} asked again at {time}", count, time=time)
