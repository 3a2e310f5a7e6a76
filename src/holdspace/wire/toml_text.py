"""Writes settings as TOML, in the order and shape in which the documentation shows them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATES = frozenset({"until"})


def toml_text(settings: Mapping[str, Any]) -> str:
    """The TOML of settings: plain values, tables, arrays of tables; tables within those stay on one line."""
    return "\n".join(_lines(settings)) + "\n"


def _lines(settings: Mapping[str, Any]) -> Iterator[str]:
    later: list[tuple[str, list[Mapping[str, Any]], str]] = []
    for key, value in settings.items():
        if isinstance(value, dict):
            later.append((key, [value], "[{}]"))
        elif isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
            later.append((key, value, "[[{}]]"))
        elif value != []:
            yield f"{_key(key)} = {_value(key, value)}"
    for key, tables, header in later:
        for table in tables:
            yield ""
            yield header.format(_key(key))
            for inner, value in table.items():
                yield f"{_key(inner)} = {_value(inner, value)}"


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _string(key)


def _value(key: str, value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str() if key in _DATES and _DATE.fullmatch(value):
            return value
        case str():
            return _string(value)
        case list():
            return f"[{', '.join(_value('', item) for item in value)}]"
        case dict():
            inner = ", ".join(f"{_key(name)} = {_value(name, item)}" for name, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case _:
            raise TypeError(f"settings hold no {type(value).__name__}")


def _string(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for DEL and lone surrogates, which TOML has no place for."""
    whole = text.encode("utf-8", "replace").decode()
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
