"""Facts as JSON and back: a type name, a version and a body, in which a policy stands as its hash."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

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
}
"""The version in which each fact is written. Who changes a fact raises its version and teaches `decode` the older one."""

_WITH_POLICY = f.CaseOpened | f.PolicyAdopted


def encode(fact: f.Fact, keep: Callable[[Policy], str]) -> tuple[str, int, str]:
    """Type name, version and body of a fact; `keep` is given its policy, if it has one, and returns the hash."""
    name = type(fact).__name__
    if isinstance(fact, _WITH_POLICY):
        # The default policy stands in for the real one while the rest is written; it is small.
        body = plain(replace(fact, policy=_NO_POLICY)) | {"policy": keep(fact.policy)}
    else:
        body = plain(fact)
    return name, VERSIONS[name], json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def decode(name: str, version: int, body: str, get: Callable[[str], Policy]) -> f.Fact:
    """The fact again; `get` finds a policy by its hash.

    Raises Newer for a type or version that is not known here, and KeyError, TypeError or ValueError for what is no fact.
    """
    require_known(name, version)
    raw = json.loads(body)
    if KINDS[name] not in (f.CaseOpened, f.PolicyAdopted):
        fact: f.Fact = made(KINDS[name], raw)
        return fact
    policy = get(raw["policy"])
    with_policy: f.CaseOpened | f.PolicyAdopted = made(KINDS[name], raw | {"policy": {}})
    return replace(with_policy, policy=policy)


def require_known(name: str, version: int) -> None:
    """Raises Newer for a type or version that a newer Holdspace wrote."""
    if version > VERSIONS.get(name, 0):
        raise Newer(f"{name} {version}")


_NO_POLICY = Policy()
