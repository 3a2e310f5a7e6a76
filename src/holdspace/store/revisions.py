"""The texts of one interruption as they are told: the newest first, then the earlier ones, each said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.private import Private

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdspace.core.interruption import Origin

TEXTS_TOLD = 20
"""How many texts of one interruption are told."""
LENGTH_TOLD = 4096
"""How many characters of them; the newest is told whole in any case."""
LEFT_OUT = "\N{HORIZONTAL ELLIPSIS}"
"""Stands for the texts that are kept and not told."""

NEWER = f"""
SELECT interruption, body FROM (
    SELECT r.interruption, t.body, max(r.seq) AS last,
           row_number() OVER (PARTITION BY r.interruption ORDER BY max(r.seq) DESC) AS back
    FROM revisions r JOIN texts t ON t.id = r.text
    WHERE r.interruption IN ({{of}}) GROUP BY r.interruption, t.body
) WHERE back <= {TEXTS_TOLD} ORDER BY last
"""  # noqa: S608 - constants only
"""The newer texts that are still there, the oldest first: each where it was said last."""


def told(origin: Origin, first: str | None, newer: Iterable[str], between: str = "\n") -> Private | None:
    """All texts in one, a line each: no text has line breaks of its own. None when none is left.

    What was logged by hand reads in the order in which it was written.
    """
    texts = list(dict.fromkeys(reversed([*([first] if first else []), *newer])))
    kept = _bounded(texts)
    left_out = [LEFT_OUT] if len(kept) < len(texts) else []
    lines = [*left_out, *reversed(kept)] if origin == "hand" else [*kept, *left_out]
    return Private(between.join(lines)) if lines else None


def _bounded(texts: Sequence[str]) -> Sequence[str]:
    """As many of the newest as may be told."""
    room = LENGTH_TOLD
    for number, text in enumerate(texts):
        room -= len(text)
        if number == TEXTS_TOLD or (number and room < 0):
            return texts[:number]
    return texts
