"""Reads one table of settings: each value is checked as it is taken, and what is wrong is noted with its path."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from holdspace.frozen import dataclass
from holdspace.private import clean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Word = TypeVar("Word", bound=str)
PROBLEMS_TOLD = 50
"""A file that is wrong throughout is told about up to here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong where: the path of keys and indices, a code, and its parameters."""

    path: tuple[str | int, ...]
    code: str
    params: dict[str, str | int] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """As it goes over the wire."""
        return {"path": list(self.path), "code": self.code, "params": self.params}


class Table:
    """One table. Reading returns the value or, when it is wrong, the default, and the problem is noted."""

    def __init__(
        self, value: object, path: tuple[str | int, ...], problems: list[Problem], known: Sequence[str]
    ) -> None:
        self._path = path
        self._problems = problems
        self._values: Mapping[str, Any] = {}
        if not isinstance(value, dict):
            self._wrong(path, "wrong_type", wanted="table")
            return
        self._values = value
        for key in value:
            if key not in known:
                self._wrong((*path, clean(key, 80)), "unknown_key", key=clean(key, 80), known=", ".join(known))

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)

    def table(self, key: str, known: Sequence[str]) -> Table:
        """The table at a key; absent means empty."""
        return Table(self._values.get(key, {}), (*self._path, key), self._problems, known)

    def tables(self, key: str, known: Sequence[str], most: int) -> list[Table]:
        """The array of tables at a key; absent means none."""
        found = self._values.get(key, [])
        if not isinstance(found, list):
            self.wrong(key, "wrong_type", wanted="tables")
            return []
        if len(found) > most:
            self.wrong(key, "too_many", most=most)
            return []
        return [Table(item, (*self._path, key, number), self._problems, known) for number, item in enumerate(found)]

    def text(self, key: str, default: str, limit: int, *, required: bool = False, lines: bool = False) -> str:
        """Plain text of at most `limit` characters: one line, or several, of which the empty ones go."""
        if key not in self._values:
            if required:
                self.wrong(key, "missing")
            return default
        return self._text((*self._path, key), self._values[key], limit, empty_is_fine=not required, lines=lines)

    def texts(self, key: str, default: tuple[str, ...], limit: int, most: int) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        if key not in self._values:
            return default
        found = self._values[key]
        if isinstance(found, str):
            return (self._text((*self._path, key), found, limit, empty_is_fine=False),)
        if not isinstance(found, list):
            self.wrong(key, "wrong_type", wanted="texts")
            return default
        if len(found) > most:
            self.wrong(key, "too_many", most=most)
            return default
        return tuple(
            self._text((*self._path, key, number), item, limit, empty_is_fine=False)
            for number, item in enumerate(found)
        )

    def choice(self, key: str, allowed: tuple[Word, ...], default: Word, *, required: bool = False) -> Word:
        """One of the allowed words."""
        if key not in self._values:
            if required:
                self.wrong(key, "missing")
            return default
        return self._choice((*self._path, key), self._values[key], allowed, default)

    def choices(self, key: str, allowed: tuple[Word, ...]) -> tuple[Word, ...]:
        """A list of allowed words; one word alone is a list of one."""
        found = self._values.get(key, [])
        if isinstance(found, str):
            return (self._choice((*self._path, key), found, allowed, allowed[0]),)
        if not isinstance(found, list) or len(found) > len(allowed):
            self.wrong(key, "wrong_type", wanted="texts")
            return ()
        return tuple(
            self._choice((*self._path, key, number), item, allowed, allowed[0]) for number, item in enumerate(found)
        )

    def number(self, key: str, default: int, lowest: int, highest: int) -> int:
        """A whole number within bounds, both included."""
        found = self._values.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool):
            self.wrong(key, "wrong_type", wanted="number")
            return default
        if not lowest <= found <= highest:
            self.wrong(key, "out_of_range", lowest=lowest, highest=highest)
            return default
        return found

    def switch(self, key: str, default: bool) -> bool:
        """true or false."""
        found = self._values.get(key, default)
        if not isinstance(found, bool):
            self.wrong(key, "wrong_type", wanted="switch")
            return default
        return found

    def day(self, key: str) -> date | None:
        """A date, as TOML's own or as text ("2027-01-31"); absent means none."""
        found = self._values.get(key)
        if isinstance(found, date) and not isinstance(found, datetime):
            return found
        if isinstance(found, str) and len(found) == 10:
            try:
                return date.fromisoformat(found)
            except ValueError:
                pass  # told below, with all else that is no date
        if key in self._values:
            self.wrong(key, "bad_date")
        return None

    def wrong(self, key: str, code: str, *further: str | int, **params: str | int) -> None:
        """Note a problem with the value at a key."""
        self._wrong((*self._path, key, *further), code, **params)

    def _wrong(self, path: tuple[str | int, ...], code: str, **params: str | int) -> None:
        if len(self._problems) < PROBLEMS_TOLD:
            self._problems.append(Problem(path=path, code=code, params=params))

    def _text(
        self, path: tuple[str | int, ...], found: object, limit: int, *, empty_is_fine: bool, lines: bool = False
    ) -> str:
        if not isinstance(found, str):
            self._wrong(path, "wrong_type", wanted="text")
            return ""
        cleaned = (clean(line, limit + 1) for line in (found.splitlines() if lines else [found]))
        text = "\n".join(line for line in cleaned if line)
        if len(text) > limit:
            self._wrong(path, "too_long", limit=limit)
        elif not text and not empty_is_fine:
            self._wrong(path, "empty")
        return text[:limit]

    def _choice(self, path: tuple[str | int, ...], found: object, allowed: tuple[Word, ...], default: Word) -> Word:
        for word in allowed:
            if found == word and isinstance(found, str):
                return word
        self._wrong(path, "not_one_of", allowed=", ".join(allowed))
        return default
