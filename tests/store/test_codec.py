from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.core import facts as f
from holdspace.core.escalation import Case
from holdspace.core.moment import Moment
from holdspace.core.people import Client
from holdspace.core.policy import Policy
from holdspace.core.state import State
from holdspace.private import Private
from holdspace.store import codec
from holdspace.store.errors import Newer
from holdspace.store.values import has_fields, hints
from tests.store.strategies import KINDS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=10)
@given(data=st.data())
def test_every_fact_comes_back_as_it_was(kind: Any, data: st.DataObject) -> None:
    fact: f.Fact = data.draw(st.from_type(kind))
    kept: dict[str, Policy] = {}

    def keep(policy: Policy) -> str:
        key = str(len(kept))
        kept[key] = policy
        return key

    name, version, body = codec.encode(fact, keep)
    assert name == kind.__name__
    assert codec.decode(name, version, body, kept.__getitem__) == fact


def test_a_policy_stands_in_a_fact_as_its_hash_only() -> None:
    policy = Policy()
    fact = f.PolicyAdopted(policy=policy, act="a", before=policy)
    _, _, body = codec.encode(fact, lambda _: "the-hash")
    assert body == '{"policy":"the-hash","act":"a","before":"the-hash","takes_back":null}'


def test_settings_that_were_adopted_before_any_could_be_taken_back_are_read() -> None:
    fact = codec.decode("PolicyAdopted", 1, '{"policy":"h"}', {"h": Policy()}.__getitem__)
    assert fact == f.PolicyAdopted(policy=Policy())


def test_no_fact_and_no_state_has_a_place_for_private_text() -> None:
    """A policy has, which is kept by itself: so what writes it would write any, and nothing else may hold one."""

    def reached(hint: Any, seen: set[Any]) -> set[Any]:
        if hint in seen or hint is Policy:
            return seen
        seen.add(hint)
        within = [*get_args(hint), *(hints(hint).values() if has_fields(hint) else ())]
        for inner in within:
            reached(inner, seen)
        return seen

    everything: set[Any] = set()
    for kind in (*KINDS, State):
        reached(kind, everything)
    assert {Moment, Case} < everything
    assert Private not in everything
    assert Private in reached(Client, set())


@pytest.mark.parametrize(("name", "version"), [("SomethingLater", 1), ("SessionPaused", 2)])
def test_a_type_or_version_of_a_newer_holdspace_is_not_guessed_at(name: str, version: int) -> None:
    with pytest.raises(Newer, match=f"{name} {version}"):
        codec.decode(name, version, "{}", lambda _: Policy())


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("SessionPaused", "[]"),
        ("SessionPaused", '{"session":7}'),
        ("SessionPaused", '{"session":"a","more":1}'),
        ("SessionPaused", "{}"),
        ("SessionResumed", '{"session":"a","away_seconds":"long"}'),
        ("InterruptionSettled", '{"interruption":"a","outcome":"eaten","why":""}'),
        ("CaseOpened", '{"case":"a"}'),
        ("StepAsked", '{"case":"a","step":true,"responders":[],"window_seconds":1,"due":"x"}'),
        ("SessionPaused", "{"),
    ],
)
def test_a_body_that_is_no_fact_is_an_error_and_no_guess(name: str, body: str) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        codec.decode(name, 1, body, dict[str, Policy]().__getitem__)


def test_no_number_is_written_that_could_not_be_read_again() -> None:
    with pytest.raises(ValueError, match="JSON"):
        codec.encode(f.GapNoticed(seconds=float("inf")), str)
