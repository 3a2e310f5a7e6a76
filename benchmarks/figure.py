"""A figure: what was measured, how often, its limit, and whether it holds; and the table of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`values` are all rounds; the median counts. Without a `limit` it is only reported. `note` says what else was seen."""

    name: str
    values: Sequence[float]
    unit: str = ""
    limit: float | None = None
    note: str = ""
    worst: bool = field(default=False)
    """The largest value counts instead of the median: where not one may be beyond the limit."""

    @property
    def counts(self) -> float:
        return max(self.values) if self.worst else median(self.values)

    @property
    def holds(self) -> bool:
        """Whether it is within its limit. No value at all is a failure: nothing was measured."""
        return bool(self.values) and (self.limit is None or self.counts <= self.limit)

    def row(self) -> tuple[str, str, str, str, str, str]:
        """Figure, limit, measured, least, most, verdict."""
        if not self.values:
            return self.name, self._told(self.limit), "nothing", "", "", "FAILED"
        verdict = "reported" if self.limit is None else "holds" if self.holds else "FAILED"
        limit = "" if self.limit is None else f"<= {self._told(self.limit)}"
        return (
            self.name,
            limit,
            self._told(self.counts),
            self._told(min(self.values)),
            self._told(max(self.values)),
            verdict,
        )

    def _told(self, value: float | None) -> str:
        if value is None:
            return ""
        number = f"{value:.2f}" if self.unit == "x" else f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}"
        return f"{number.removesuffix('.0')} {self.unit}".strip().replace(" x", "x")


def table(figures: Iterable[Figure]) -> str:
    """One table for people."""
    rows = [("figure", "limit", "measured", "min", "max", "verdict"), *(figure.row() for figure in figures)]
    notes = ["", *(figure.note for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row, note in zip(rows, notes, strict=True):
        cells = [
            cell.ljust(width) if not n else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells) + (f"  {note}" if note else ""))
    lines.insert(1, "-" * len(lines[0]))
    return "\n".join(line.rstrip() for line in lines)
