"""Finds the line of a value in a TOML text that is known to be valid: tomllib tells values without their places."""

from __future__ import annotations

import re
import tomllib

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_VALUE = re.compile(r"[^,\]}\n#]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' + r"|'''.*?'{3,5}" + r'|"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'",
    re.DOTALL,
)


def line_of(text: str, path: Path) -> int:
    """The line (from 1) of the value at `path`, or of the nearest thing around it when there is none."""
    lines = _Locator(text).lines
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


class _Locator:
    """One pass over the text; `lines` holds the line of every table, key and array element."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._text = text
        self._at = 0
        self._counts: dict[Path, int] = {}
        table: Path = ()
        while self._skip_blank():
            if text[self._at] == "[":
                table = self._header()
            else:
                self._key_and_value(table)

    def _skip_blank(self) -> bool:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at < len(self._text)

    def _note(self, path: Path, at: int) -> None:
        self.lines.setdefault(path, self._text.count("\n", 0, at) + 1)

    def _header(self) -> Path:
        start = self._at
        many = self._text.startswith("[[", start)
        self._at += 2 if many else 1
        keys = self._keys()
        self._at = self._text.index("]", self._at) + (2 if many else 1)
        table: Path = ()
        for key in keys[:-1]:
            table = self._entered((*table, key))
        table = (*table, keys[-1])
        if many:
            self._note(table, start)
            self._counts[table] = self._counts.get(table, -1) + 1
            table = (*table, self._counts[table])
        else:
            table = self._entered(table)
        self._note(table, start)
        return table

    def _entered(self, table: Path) -> Path:
        """A name in a header means the last element, where it is an array of tables."""
        return (*table, self._counts[table]) if table in self._counts else table

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while True:
            self._skip_blank()
            found = _BARE_KEY.match(self._text, self._at) or _STRING.match(self._text, self._at)
            if found is None:
                raise ValueError("not TOML")
            word = found.group()
            keys.append(tomllib.loads(f"k = {word}")["k"] if word[0] in "\"'" else word)
            self._at = found.end()
            self._skip_blank()
            if not self._text.startswith(".", self._at):
                return keys
            self._at += 1

    def _key_and_value(self, table: Path) -> None:
        start = self._at
        path = table
        for key in self._keys():
            path = (*path, key)
            self._note(path, start)
        self._at = self._text.index("=", self._at) + 1
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip_blank()
        opening = self._text[self._at]
        if opening == "[":
            self._several(path, "]")
        elif opening == "{":
            self._several(path, "}")
        else:
            found = _STRING.match(self._text, self._at) or _PLAIN_VALUE.match(self._text, self._at)
            if found is None:
                raise ValueError("not TOML")
            self._at = found.end()

    def _several(self, path: Path, closing: str) -> None:
        """An array or an inline table; the cursor stands on its first bracket."""
        self._at += 1
        number = 0
        while self._skip_blank() and self._text[self._at] != closing:
            if closing == "]":
                self._note((*path, number), self._at)
                self._value((*path, number))
            else:
                self._key_and_value(path)
            number += 1
            self._skip_blank()
            if self._text.startswith(",", self._at):
                self._at += 1
        self._at += 1
