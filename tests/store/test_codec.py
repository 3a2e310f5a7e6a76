from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.core import facts as f
from holdspace.core.policy import Policy
from holdspace.store import codec
from holdspace.store.errors import Newer
from tests.store.strategies import KINDS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=10)
@given(data=st.data())
def test_every_fact_comes_back_as_it_was(kind: Any, data: st.DataObject) -> None:
    fact: f.Fact = data.draw(st.from_type(kind))
    kept: dict[str, Policy] = {}

    def keep(policy: Policy) -> str:
        kept["hash"] = policy
        return "hash"

    name, version, body = codec.encode(fact, keep)
    assert name == kind.__name__
    assert codec.decode(name, version, body, kept.__getitem__) == fact


def test_a_policy_stands_in_a_fact_as_its_hash_only() -> None:
    policy = Policy()
    _, _, body = codec.encode(f.PolicyAdopted(policy=policy), lambda _: "the-hash")
    assert body == '{"policy":"the-hash"}'


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
