"""Facts as JSON and back: a type name, a version and a body, in which a policy stands as its hash."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from holdspace.core import facts as f
from holdspace.core.policy import Policy
from holdspace.store.errors import Newer

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgspec.json import Decoder

KINDS: dict[str, type[f.Fact]] = {kind.__name__: kind for kind in get_args(f.Fact)}
VERSIONS: dict[str, int] = dict.fromkeys(KINDS, 1)
"""The version in which each fact is written. Who changes a fact raises its version and teaches `decode` the older one."""

_WITH_POLICY = f.CaseOpened | f.PolicyAdopted


def encode(fact: f.Fact, keep: Callable[[Policy], str]) -> tuple[str, int, str]:
    """Type name, version and body of a fact; `keep` is given its policy, if it has one, and returns the hash."""
    import msgspec

    name = type(fact).__name__
    if not isinstance(fact, _WITH_POLICY):
        return name, VERSIONS[name], msgspec.json.encode(fact).decode()
    # The default policy stands in for the real one while the rest is written; it is small.
    body = msgspec.to_builtins(replace(fact, policy=_NO_POLICY))
    body["policy"] = keep(fact.policy)
    return name, VERSIONS[name], msgspec.json.encode(body).decode()


def decode(name: str, version: int, body: str, get: Callable[[str], Policy]) -> f.Fact:
    """The fact again; `get` finds a policy by its hash. Raises Newer for a type or version that is not known here."""
    require_known(name, version)
    kind = KINDS[name]
    if kind not in (f.CaseOpened, f.PolicyAdopted):
        return _decoder(name).decode(body)
    import msgspec

    raw: dict[str, Any] = msgspec.json.decode(body)
    policy = get(raw["policy"])
    fact: f.CaseOpened | f.PolicyAdopted = msgspec.convert({**raw, "policy": {}}, kind)
    return replace(fact, policy=policy)


def require_known(name: str, version: int) -> None:
    """Raises Newer for a type or version that a newer Holdspace wrote."""
    if version > VERSIONS.get(name, 0):
        raise Newer(f"{name} {version}")


_NO_POLICY = Policy()


@cache
def _decoder(name: str) -> Decoder[f.Fact]:
    from msgspec.json import Decoder  # 30 ms: only once there is something to read

    return Decoder(KINDS[name])
