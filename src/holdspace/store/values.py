"""Frozen values as plain JSON and back, by their annotations, checked while read, with the standard library alone.

Facts, policies and the snapshot are read before the first picture, where a library would cost more than it saves.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache, partial
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from immutables import Map

from holdspace.core import escalation, interruption, people, pins, policy, session, state
from holdspace.core.moment import Moment
from holdspace.private import Private
from holdspace.store.moments import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES: dict[str, Any] = {"Moment": Moment}
for _room in (interruption, people, policy, escalation, pins, session, state):
    # The core imports some names for the type checker only; here they are needed to read its annotations.
    _NAMES.update({name: value for name, value in vars(_room).items() if not name.startswith("_")})


def plain(value: object) -> Any:
    """What `json` can write. Raises TypeError for a value of a kind that no state or policy holds."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Moment):
        return packed(value)
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, frozenset):
        return sorted(plain(part) for part in value)
    if isinstance(value, Map):
        return [[plain(key), plain(part)] for key, part in value.items()]
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Private):  # of a policy only: no fact and no state has a place for one
        return value.reveal()
    raise TypeError(f"no plain form for {type(value).__name__}")


def made(hint: Any, raw: Any) -> Any:
    """The value of type `hint` that `plain` wrote. A field that is missing gets its default.

    Raises KeyError, TypeError or ValueError when `raw` does not fit.
    """
    return _reader(hint)(raw)


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """What makes a value of this type; put together once, as a journal holds many of each."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _one_of(get_args(hint))
    if origin is Literal:
        return _chosen(frozenset(get_args(hint)))
    if hint in (str, int, bool):
        return partial(_exactly, hint)
    if origin is not None:
        return _collected(origin, get_args(hint))
    if has_fields(hint) and hint is not Moment:
        return _fields_of(hint)
    if hint in _SINGLE:
        return _SINGLE[hint]
    raise TypeError(f"no reader for {hint}")


def _exactly(kind: type, raw: Any) -> Any:
    if type(raw) is not kind:
        raise TypeError(f"{type(raw).__name__} where {kind.__name__} belongs")
    return raw


def _number(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise TypeError(f"{type(raw).__name__} where a number belongs")
    return float(raw)


_SINGLE: dict[Any, Callable[[Any], Any]] = {
    Moment: lambda raw: unpacked(_exactly(str, raw)),
    timedelta: lambda raw: timedelta(seconds=_number(raw)),
    date: lambda raw: date.fromisoformat(_exactly(str, raw)),
    bytes: lambda raw: bytes.fromhex(_exactly(str, raw)),
    Private: lambda raw: Private(_exactly(str, raw)),
    float: _number,
}


def _one_of(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    """An optional value, or one of several plain ones."""
    kinds = tuple(arg for arg in args if arg is not NoneType)
    if len(kinds) > 1:
        if not set(kinds) <= {str, int, bool}:
            raise TypeError(f"no reader for {args}")
        return _chosen_kind(kinds)
    read = _reader(kinds[0])
    return lambda raw: None if raw is None else read(raw)


def _chosen_kind(kinds: tuple[type, ...]) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        if type(raw) not in kinds:
            raise TypeError(f"{type(raw).__name__} is none of what belongs here")
        return raw

    return read


def _chosen(words: frozenset[str]) -> Callable[[Any], Any]:
    def read(raw: Any) -> Any:
        if raw not in words:
            raise ValueError("a word that is not known here")
        return raw

    return read


def _fields_of(kind: Any) -> Callable[[Any], Any]:
    readers = {name: _reader(hint) for name, hint in hints(kind).items()}
    return lambda raw: kind(**{name: readers[name](part) for name, part in _exactly(dict, raw).items()})


def _collected(origin: Any, args: tuple[Any, ...]) -> Callable[[Any], Any]:
    readers = tuple(_reader(arg) for arg in args if arg is not Ellipsis)
    first, last = readers[0], readers[-1]
    if origin is Map:
        return lambda raw: Map((first(key), last(part)) for key, part in _exactly(list, raw))
    if origin is dict:
        return lambda raw: {first(key): last(part) for key, part in _exactly(dict, raw).items()}
    if origin is frozenset:
        return lambda raw: frozenset(first(part) for part in _exactly(list, raw))
    if origin is tuple and args[-1] is Ellipsis:
        return lambda raw: tuple(first(part) for part in _exactly(list, raw))
    if origin is tuple:
        return lambda raw: tuple(read(part) for read, part in zip(readers, _exactly(list, raw), strict=True))
    raise TypeError(f"no reader for {origin}")


def has_fields(hint: Any) -> bool:
    """Whether this is a class of values with fields."""
    return is_dataclass(hint)


@cache
def hints(kind: Any) -> dict[str, Any]:
    """The resolved annotations of a value's fields."""
    return get_type_hints(kind, localns=_NAMES)
