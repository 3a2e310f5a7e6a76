"""The disposable snapshot: the state after a certain fact, so that a start folds only what came later."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from holdspace import __version__
from holdspace.core.policy import Policy
from holdspace.core.state import State
from holdspace.store.values import has_fields, hints, made, plain

if TYPE_CHECKING:
    import sqlite3

    from holdspace.store.policies import Policies


_NONE = Policy()


def write(connection: sqlite3.Connection, policies: Policies, state: State) -> None:
    """Keep `state` as it is after the last fact, within the caller's transaction. Nothing to do in an empty journal."""
    last = connection.execute("SELECT seq, id FROM facts ORDER BY seq DESC LIMIT 1").fetchone()
    if last is None:
        return
    # Policies are large, and kept apart.
    cases = state.cases.update({key: replace(case, policy=_NONE) for key, case in state.cases.items()})
    acts = tuple(replace(act, before=None) for act in state.acts)
    body = plain(replace(state, salt=b"", cases=cases, acts=acts))
    for (_, raw), case in zip(body["cases"], state.cases.values(), strict=True):
        raw["policy"] = policies.keep(case.policy)
    for raw, act in zip(body["acts"], state.acts, strict=True):
        raw["before"] = policies.keep(act.before) if act.before is not None else None
    connection.execute(
        "INSERT OR REPLACE INTO snapshot(one, seq, fact, format, body) VALUES (1, ?, ?, ?, ?)",
        (*last, shape(), json.dumps(body, separators=(",", ":"))),
    )


def read(connection: sqlite3.Connection, policies: Policies) -> tuple[int, State]:
    """The number of the last fact in it, and the state (without salt); (0, State()) if there is none that fits."""
    row = connection.execute(
        "SELECT snapshot.seq, snapshot.body FROM snapshot JOIN facts ON facts.seq = snapshot.seq AND facts.id = snapshot.fact"
        " WHERE format = ?",
        (shape(),),
    ).fetchone()
    if row is None:
        return 0, State()
    seq, body = row
    try:
        raw = json.loads(body)
        hashes = [case.pop("policy") for _, case in raw["cases"]]
        for _, case in raw["cases"]:
            case["policy"] = {}
        befores = [act.pop("before") for act in raw["acts"]]
        state: State = made(State, raw)
        for (key, _), policy in zip(raw["cases"], hashes, strict=True):
            case = replace(state.cases[key], policy=policies.get(policy))
            state = replace(state, cases=state.cases.set(key, case))
        acts = zip(state.acts, befores, strict=True)
        state = replace(state, acts=tuple(replace(act, before=policies.get(key) if key else None) for act, key in acts))
    except (KeyError, TypeError, ValueError):
        return 0, State()  # it is disposable: the journal tells the same, only later
    return seq, state


@cache
def shape() -> str:
    """Which code can read it: this version of Holdspace, and the fields that a state has in it."""
    told: dict[str, list[str]] = {}
    _describe(State, told)
    return __version__ + " " + hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _describe(hint: Any, told: dict[str, list[str]]) -> None:
    if has_fields(hint) and hint is not Policy and repr(hint) not in told:
        known = hints(hint)
        told[repr(hint)] = [f"{part.name}: {known[part.name]}" for part in fields(hint)]
        for part in known.values():
            _describe(part, told)
    for arg in get_args(hint):
        _describe(arg, told)
