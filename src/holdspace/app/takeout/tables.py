"""Tables as JSON, with the rows that belong to a row inside of it, and as CSV, flat."""

from __future__ import annotations

import csv
import io
import json
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdspace.store.everything import Everything

INSIDE = {"timeline": ("cases", "case_id"), "revisions": ("interruptions", "interruption")}
"""Tables whose rows belong to a row of another: in JSON they stand in it, by this column."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet may take for the beginning of a formula."""


def write_json(file: IO[bytes], everything: Everything, table: str) -> None:
    """One array of objects, a row a line."""
    inner = [(name, column) for name, (outer, column) in INSIDE.items() if outer == table]

    def whole() -> Iterable[dict[str, Any]]:
        for row in everything.rows(table):
            key = str(row["id"]) if inner else ""
            yield row | {name: list(everything.rows(name, (column, key))) for name, column in inner}

    write_rows(file, whole())


def write_rows(file: IO[bytes], rows: Iterable[dict[str, Any]]) -> None:
    """An array of objects, a row a line."""
    between = b"[\n"
    for row in rows:
        file.write(between + json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))
        between = b",\n"
    file.write(b"\n]\n" if between != b"[\n" else b"[]\n")


def write_csv(file: IO[bytes], everything: Everything, table: str) -> None:
    """A heading and the rows, UTF-8 with a mark, so that a spreadsheet reads it as it is."""
    file.write(b"\xef\xbb\xbf")
    columns = everything.columns(table)
    file.write(_line(columns))
    for row in everything.rows(table):
        file.write(_line([_harmless(row[name]) for name in columns]))


def _line(cells: Iterable[object]) -> bytes:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(cells)
    return line.getvalue().encode("utf-8", "replace")


def _harmless(cell: object) -> object:
    """A text that a spreadsheet would calculate gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \xa0").startswith(_FORMULA) else cell
