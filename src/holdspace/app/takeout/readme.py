"""What lies in an export, and what each column of it means, in the practitioner's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace import __version__
from holdspace.app.takeout.tables import INSIDE
from holdspace.words import translator
from holdspace.words_tables import COLUMNS, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from holdspace.core.people import Practitioner
    from holdspace.store.everything import Everything
    from holdspace.words import Words


def readme(
    everything: Everything, counts: Mapping[str, int], waiting: int, practitioner: Practitioner, made: datetime
) -> str:
    """The text of README.txt; `counts` has the rows of each table, `waiting` is what is not in the tables yet."""
    words = translator(practitioner.language)
    return "\n".join([*_head(words, waiting, made), *_tables(words, everything, counts)]) + "\n"


def _head(words: Words, waiting: int, made: datetime) -> Iterator[str]:
    yield words.t("Everything that Holdspace kept")
    yield words.t("Written on {when} (UTC) by Holdspace {version}.", when=f"{made:%Y-%m-%d %H:%M}", version=__version__)
    yield ""
    yield words.t("This is private: it names people, and holds what they wrote. Nothing in it is encrypted.")
    yield words.t("Holdspace deletes nothing in here, neither old texts nor those of a person who is to be forgotten.")
    yield ""
    yield "settings.toml: " + words.t("your settings; `holdspace settings import settings.toml` takes them in again")
    yield "settings/*.toml: " + words.t("each version of the settings; the column `policy` of the cases names the file")
    yield "json/*.json: " + words.t("the tables below, exact")
    yield "csv/*.csv: " + words.t(
        "the same for a spreadsheet; a text that it would take for a formula has an apostrophe before it"
    )
    yield "json/waiting.json: " + words.n(
        "{n} record that was accepted and is not in the tables yet",
        "{n} records that were accepted and are not in the tables yet",
        waiting,
    )
    yield ""
    yield words.t(
        "Times are UTC. 1 is yes, 0 is no. An empty cell (null) has no value, or its text was deleted when its time had come."
    )


def _tables(words: Words, everything: Everything, counts: Mapping[str, int]) -> Iterator[str]:
    for table, count in counts.items():
        yield ""
        yield f"{table} ({count})" + _described(words, TABLES.get(table))
        if table in INSIDE:
            outer, _ = INSIDE[table]
            yield "  " + words.t("In JSON these rows stand inside of their row in {file}.", file=f"{outer}.json")
        for column in everything.columns(table):
            meaning = COLUMNS.get(f"{table}.{column}") or COLUMNS.get(column)
            yield f"  {column}" + _described(words, meaning)


def _described(words: Words, msgid: str | None) -> str:
    """Nothing for what nobody described: the name stands for itself."""
    return f": {words.t(msgid)}" if msgid else ""
