"""Facts as JSON and back: a type name, a version and a body, in which a policy stands as its hash."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast, get_args

from holdspace.core import facts as f
from holdspace.core.policy import Policy
from holdspace.store.errors import Newer
from holdspace.store.values import made, plain

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS: dict[str, type[f.Fact]] = {kind.__name__: kind for kind in get_args(f.Fact)}
VERSIONS: dict[str, int] = dict.fromkeys(KINDS, 1) | {
    "SessionStarted": 2,
    "CallerRepeated": 2,
    "UrgencyRaised": 2,
    "PolicyAdopted": 2,
}
"""The version in which each fact is written. Who changes a fact raises its version and teaches `decode` the older one."""

_POLICIES: dict[type[f.Fact], tuple[str, ...]] = {f.CaseOpened: ("policy",), f.PolicyAdopted: ("policy", "before")}
"""In which fields a fact holds policies."""


def encode(fact: f.Fact, keep: Callable[[Policy], str]) -> tuple[str, int, str]:
    """Type name, version and body of a fact; `keep` is given each policy in it, and returns the hash."""
    name = type(fact).__name__
    held = _held(fact)
    # The default policy stands in for the real one while the rest is written; it is small.
    body = plain(_with(fact, dict.fromkeys(held, _NO_POLICY)))
    body |= {where: keep(policy) for where, policy in held.items()}
    return name, VERSIONS[name], json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def decode(name: str, version: int, body: str, get: Callable[[str], Policy]) -> f.Fact:
    """The fact again; `get` finds a policy by its hash.

    Raises Newer for a type or version that is not known here, and KeyError, TypeError or ValueError for what is no fact.
    """
    require_known(name, version)
    raw = json.loads(body)
    held = {where: get(raw[where]) for where in _POLICIES.get(KINDS[name], ()) if raw.get(where) is not None}
    fact: f.Fact = made(KINDS[name], raw | {where: {} for where in held})
    return _with(fact, held)


def _held(fact: f.Fact) -> dict[str, Policy]:
    found = {where: getattr(fact, where) for where in _POLICIES.get(type(fact), ())}
    return {where: policy for where, policy in found.items() if policy is not None}


def _with(fact: f.Fact, held: dict[str, Policy]) -> f.Fact:
    changed: f.Fact = replace(cast("Any", fact), **held) if held else fact
    return changed


def require_known(name: str, version: int) -> None:
    """Raises Newer for a type or version that a newer Holdspace wrote."""
    if version > VERSIONS.get(name, 0):
        raise Newer(f"{name} {version}")


_NO_POLICY = Policy()
