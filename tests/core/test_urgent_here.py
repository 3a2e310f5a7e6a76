"""What counts as urgent in a session: the client's own words, else those for everybody."""

from dataclasses import replace

import pytest

from holdspace.core.people import Client, Practitioner
from holdspace.core.policy import Alias, Policy
from holdspace.private import Private

EVERYBODY, CLINIC, BOARD = (
    Private("Only the clinic."),
    Private("Only the clinic and the school."),
    Private("The board."),
)
POLICY = Policy(
    practitioner=Practitioner(urgent_here=EVERYBODY),
    clients=(
        Client(name=Private("Marta Fernandes"), urgent_here=CLINIC),
        Client(name=Private("ACME"), urgent_here=BOARD),
    ),
    people=(Alias(name="Marta Fernandes", aliases=("M. F.", "+351 21 123 45 67")),),
)


@pytest.mark.parametrize("client", ["Marta Fernandes", "marta  FERNANDES ", "m. f.", "+351211234567"])
def test_a_clients_own_words_count_under_each_of_their_names_however_it_is_written(client: str) -> None:
    assert POLICY.urgent_here(Private(client)) == CLINIC


@pytest.mark.parametrize("client", [None, Private(""), Private("Marta"), Private("acme ltd")])
def test_with_everybody_else_and_with_nobody_it_is_what_counts_for_all(client: Private | None) -> None:
    assert POLICY.urgent_here(client) == EVERYBODY


@pytest.mark.parametrize(
    ("client", "whose"),
    [("m. f.", "client"), ("acme", "client"), ("Marta Fernandez", "only_everybody"), (None, "everybody")],
)
def test_whose_words_count_with_a_client_is_told(client: str | None, whose: str) -> None:
    assert POLICY.urgent_with(Private(client) if client else None) == whose


@pytest.mark.parametrize(("client", "whose"), [("ACME", "client"), ("Acne", "nobody"), (None, "")])
def test_where_there_are_none_for_everybody_a_client_without_words_has_none(client: str | None, whose: str) -> None:
    bare = replace(POLICY, practitioner=Practitioner())
    assert bare.urgent_with(Private(client) if client else None) == whose


@pytest.mark.parametrize("client", [None, Private("ACME")])
def test_where_no_client_has_words_there_is_nothing_to_tell_apart(client: Private | None) -> None:
    assert replace(POLICY, clients=()).urgent_with(client) == ""


def test_where_nothing_was_written_nothing_is_told() -> None:
    bare = replace(POLICY, practitioner=Practitioner())
    assert bare.urgent_here(Private("somebody else")) is None
    assert bare.urgent_here(None) is None
    assert bare.urgent_here(Private("Acme")) == BOARD


def test_of_two_clients_who_turn_out_to_be_one_person_the_first_ones_words_count() -> None:
    joined = replace(POLICY, people=(Alias(name="Marta Fernandes", aliases=("acme",)),))
    assert [joined.urgent_here(Private(name)) for name in ("ACME", "Marta Fernandes")] == [CLINIC, CLINIC]


def test_a_policy_shows_neither_who_a_client_is_nor_what_is_urgent_with_them() -> None:
    shown = f"{POLICY!r} {POLICY.clients}"
    assert not [words for words in ("Only", "clinic", "ACME", "board") if words in shown]
