"""What counts as urgent with a client, and with everybody, as settings: cleaned, bounded, and refused with its path."""

from datetime import date
from typing import Any

import pytest

from holdspace.app.settings import CLIENTS, policy_from, settings_of
from holdspace.app.settings_table import Problem
from holdspace.core.people import Client
from holdspace.core.policy import Policy
from holdspace.private import Private

TODAY = date(2026, 11, 22)
BARE: dict[str, Any] = {"schema": 1}
LONGEST_TEXT = "x" * 139 + "\n" + "y" * 140


def _problems(settings: Any) -> list[Problem]:
    found = policy_from(settings, today=TODAY)
    assert not isinstance(found, Policy)
    return found


def _client_of(name: object, urgent_here: object) -> dict[str, Any]:
    return {"name": name, "urgent_here": urgent_here}


def test_what_counts_as_urgent_with_a_client_is_cleaned_and_keeps_its_lines() -> None:
    written = "\r\n Only the  clinic \u202eand the school. \n\n\tNot invoices.\n"
    settings = {**BARE, "clients": [_client_of(" Marta\nF. ", written)]}
    settings["practitioner"] = {"urgent_here": "What\x07ever."}
    policy = policy_from(settings, today=TODAY)
    assert isinstance(policy, Policy)
    kept = Private("Only the clinic and the school.\nNot invoices.")
    assert policy.clients == (Client(name=Private("Marta F."), urgent_here=kept),)
    assert policy.practitioner.urgent_here == Private("Whatever.")
    assert settings_of(policy)["clients"] == [_client_of("Marta F.", kept.reveal())]
    assert "clinic" not in repr(policy)


def test_whoever_writes_nothing_for_everybody_has_no_such_key() -> None:
    for written in ("", " \n "):
        settings = {**BARE, "practitioner": {"urgent_here": written}}
        policy = policy_from(settings, today=TODAY)
        assert isinstance(policy, Policy)
        assert policy.practitioner.urgent_here is None
        assert "urgent_here" not in settings_of(policy)["practitioner"]


@pytest.mark.parametrize(
    ("clients", "where", "code"),
    [
        ([_client_of("ACME", "")], (0, "urgent_here"), "empty"),
        ([_client_of("ACME", " \n\u202e")], (0, "urgent_here"), "empty"),
        ([_client_of("", "The board.")], (0, "name"), "empty"),
        ([_client_of("-----", "The board.")], (0, "name"), "empty"),
        ([{"urgent_here": "The board."}], (0, "name"), "missing"),
        ([{"name": "ACME"}], (0, "urgent_here"), "missing"),
        ([_client_of("ACME", ["The board."])], (0, "urgent_here"), "wrong_type"),
        ([_client_of("ACME", LONGEST_TEXT + "z")], (0, "urgent_here"), "too_long"),
        ([_client_of("A" * 201, "The board.")], (0, "name"), "too_long"),
        ([_client_of("ACME", "The board."), _client_of("Acme ", "Nothing.")], (1, "name"), "duplicate"),
        ([{**_client_of("ACME", "The board."), "text": "Me"}], (0, "text"), "unknown_key"),
        ([_client_of(f"C {n}", "The board.") for n in range(CLIENTS + 1)], (), "too_many"),
        ({"ACME": "The board."}, (), "wrong_type"),
    ],
)
def test_a_client_has_a_name_of_their_own_and_something_that_counts(
    clients: object, where: tuple[str | int, ...], code: str
) -> None:
    (problem,) = _problems({**BARE, "clients": clients})
    assert (problem.path, problem.code) == (("clients", *where), code)


def test_as_many_clients_and_words_as_there_may_be_are_taken() -> None:
    clients = [_client_of(f"Client {n} ".ljust(200, "x"), LONGEST_TEXT) for n in range(CLIENTS)]
    policy = policy_from({**BARE, "clients": clients}, today=TODAY)
    assert isinstance(policy, Policy)
    assert {len(one.urgent_here) for one in policy.clients} == {280}


def test_what_counts_for_everybody_is_bounded_too() -> None:
    (problem,) = _problems({**BARE, "practitioner": {"urgent_here": LONGEST_TEXT + "z"}})
    assert (problem.path, problem.code) == (("practitioner", "urgent_here"), "too_long")
