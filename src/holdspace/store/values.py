"""Frozen values as plain JSON and back, by their annotations, with the standard library alone.

Facts, of which there are many, go through msgspec (codec.py). The snapshot and the policies are read before the tray
shows, where loading msgspec would cost more than it saves.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from immutables import Map

from holdspace.core import escalation, interruption, people, pins, policy, session, state
from holdspace.core.moment import Moment
from holdspace.store.moments import packed, unpacked

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
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no plain form for {type(value).__name__}")


def made(hint: Any, raw: Any) -> Any:
    """The value of type `hint` that `plain` wrote. A field that is missing gets its default.

    Raises KeyError, TypeError or ValueError when `raw` does not fit.
    """
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return None if raw is None else made(next(arg for arg in get_args(hint) if arg is not NoneType), raw)
    if origin is Literal or hint in (str, int, bool):
        return raw
    if origin is not None:
        return _collected(origin, get_args(hint), raw)
    return _single(hint, raw)


def _collected(origin: Any, args: tuple[Any, ...], raw: Any) -> Any:
    if origin is Map:
        return Map((made(args[0], key), made(args[1], part)) for key, part in raw)
    if origin is frozenset:
        return frozenset(made(args[0], part) for part in raw)
    if origin is tuple and args[-1] is Ellipsis:
        return tuple(made(args[0], part) for part in raw)
    if origin is tuple:
        return tuple(made(arg, part) for arg, part in zip(args, raw, strict=True))
    raise TypeError(f"no reader for {origin}")


def _single(hint: Any, raw: Any) -> Any:
    if hint is Moment:
        return unpacked(raw)
    if has_fields(hint):
        known = hints(hint)
        return hint(**{name: made(known[name], part) for name, part in raw.items()})
    if hint is timedelta:
        return timedelta(seconds=raw)
    if hint is date:
        return date.fromisoformat(raw)
    if hint is bytes:
        return bytes.fromhex(raw)
    if hint is float:
        return float(raw)
    raise TypeError(f"no reader for {hint}")


def has_fields(hint: Any) -> bool:
    """Whether this is a class of values with fields."""
    return is_dataclass(hint)


@cache
def hints(kind: Any) -> dict[str, Any]:
    """The resolved annotations of a value's fields."""
    return get_type_hints(kind, localns=_NAMES)
