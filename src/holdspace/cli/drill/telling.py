"""What a drill says, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace.cli.output import shown
from holdspace.words_coverage import shown_again

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdspace.cli.drill.rows import Row
    from holdspace.words import Words

MARKS = {"ok": "✓", "failed": "✗", "not_here": "-", "not_reached": "-"}


def before(told: Mapping[str, Any], words: Words) -> Iterator[str]:
    """What is about to happen."""
    scale = shown(told.get("scale"))
    yield words.t("A drill: a session is rehearsed through the real parts. The desktop is silent meanwhile.")
    yield words.t("Waits are {scale} times shorter than in earnest, and at least two seconds.", scale=scale)
    yield words.t(
        "An assistant and an executive of its own are asked; nobody else is. No card is shown, no key pressed."
    )


def tell_row(row: Row, words: Words) -> Iterator[str]:
    """A part, what was seen of it, how long that took; and what can be done about it."""
    params = {name: value if isinstance(value, int) else shown(value) for name, value in row.params}
    if "code" in params:
        params["why"] = words.code("trouble", str(params.pop("code")))
    said = _said(row, words, params)
    took = f"{row.seconds:6.1f} s"
    yield f"{MARKS[row.state]} {took}  {words.code('drill_part', row.part)}: {said}"
    if row.remedy:
        yield f"            {words.code('remedy', row.remedy, **params)}"


def after(rows: Sequence[Row], again: int, words: Words) -> Iterator[str]:
    """What came of it as a whole. `again`: how many of other programs came meanwhile and are shown now."""
    failed = sum(row.state in {"failed", "not_reached"} for row in rows)
    if failed:
        yield words.n("{n} part did not do what it should.", "{n} parts did not do what they should.", failed)
    else:
        yield words.t("Every part did what it should.")
    if again:
        yield shown_again(words, again)
    yield words.t("Nothing of the drill is in the digest, the follow-ups or the records.")


def _said(row: Row, words: Words, params: Mapping[str, str | int]) -> str:
    match row.state:
        case "ok":
            return words.code("drill_saw", row.said, **params)
        case "not_reached":
            return words.t("not tried, as something before it failed")
        case _:
            return words.code("drill_why", row.said, **params)
