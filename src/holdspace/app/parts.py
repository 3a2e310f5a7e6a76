"""A reply that is too long for one line goes in parts; the command line puts lists that come in parts together again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace.wire import protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdspace.wire.shapes import Reply

ROOM = 2048
"""Bytes left free on a line for what frames a part."""


def replies(ident: str, result: dict[str, Any]) -> Iterator[Reply]:
    """The reply of a request that was done, in as many lines as it takes: the longest list of the result is cut.

    Where it is too long even without that one, the others are cut in their turn. A line that is too long even so is
    the sender's fault and raises ProtocolError("oversized") when it is encoded.
    """
    parts = list(_parts(result))
    for number, part in enumerate(parts, 1):
        yield protocol.done(ident, part, more=number < len(parts))


def _parts(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if _size(result) <= protocol.LINE_LIMIT - ROOM:
        yield result
        return
    path = _longest(result)
    rows = _at(result, path)
    rest = _with(result, path, [])
    if not rows:
        yield result
        return
    if _size(rest) > protocol.LINE_LIMIT // 2:
        yield from _parts(rest)
        rest = _only(path)
    for part in _cut(rows, protocol.LINE_LIMIT - ROOM - _size(rest)):
        yield _with(rest, path, part)
        rest = _only(path)


def _size(value: Mapping[str, Any]) -> int:
    try:
        return len(protocol.encode(value))
    except protocol.ProtocolError:
        return protocol.LINE_LIMIT + 1


def _longest(value: Mapping[str, Any], path: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Where the list with the most items lies; empty when there is none."""
    found: list[tuple[int, tuple[str, ...]]] = [(-1, ())]
    for key, item in value.items():
        if isinstance(item, list):
            found.append((len(item), (*path, key)))
        elif isinstance(item, dict):
            inner = _longest(item, (*path, key))
            if inner:
                found.append((len(_at(item, inner[len(path) + 1 :])), inner))
    return max(found)[1]


def _at(value: Any, path: Sequence[str]) -> list[Any]:
    for key in path:
        value = value[key]
    return value if isinstance(value, list) else []


def _with(value: Mapping[str, Any], path: Sequence[str], rows: list[Any]) -> dict[str, Any]:
    """A copy with other rows at the path."""
    if not path:
        return dict(value)
    inner = rows if len(path) == 1 else _with(value[path[0]], path[1:], rows)
    return {**value, path[0]: inner}


def _only(path: Sequence[str]) -> dict[str, Any]:
    return {path[0]: {} if len(path) == 1 else _only(path[1:])} if path else {}


def _cut(rows: list[Any], room: int) -> list[list[Any]]:
    """Rows in parts of at most `room` encoded bytes each; a row alone may be longer."""
    parts: list[list[Any]] = [[]]
    used = 0
    for row in rows:
        size = _size({"row": row})
        if parts[-1] and used + size > room:
            parts.append([])
            used = 0
        parts[-1].append(row)
        used += size
    return parts
