"""Batteries as the kernel tells them."""

from pathlib import Path

import pytest

from holdspace.keeper import look as looking
from holdspace.keeper.power import charge


def supply(folder: Path, name: str, **said: object) -> None:
    (folder / name).mkdir()
    for key, value in said.items():
        (folder / name / key).write_text(f"{value}\n")


def test_the_emptiest_battery_of_the_computer_counts_and_a_mouse_does_not(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online=0)
    assert charge(tmp_path) is None
    supply(tmp_path, "hidpp_battery_0", type="Battery", scope="Device", capacity=3, status="Discharging")
    assert charge(tmp_path) is None
    supply(tmp_path, "BAT0", type="Battery", capacity=80, status="Charging")
    assert charge(tmp_path) == (80, False)
    supply(tmp_path, "BAT1", type="Battery", scope="System", capacity=12, status="Discharging")
    assert charge(tmp_path) == (12, True)


def test_of_two_the_one_counts_that_is_being_emptied(tmp_path: Path) -> None:
    supply(tmp_path, "BAT0", type="Battery", capacity=5, status="Not charging")
    supply(tmp_path, "BAT1", type="Battery", capacity=12, status="Discharging")
    assert charge(tmp_path) == (12, True)


@pytest.mark.parametrize("said", ["", "many", "\x00", "12.5"])
def test_a_battery_that_says_no_number_tells_nothing(tmp_path: Path, said: str) -> None:
    supply(tmp_path, "BAT0", type="Battery", capacity=said, status="Discharging")
    assert charge(tmp_path) is None
    assert charge(tmp_path / "nowhere") is None


@pytest.mark.parametrize(
    ("told", "state", "reason"),
    [
        ((20, True), "needs_setup", "battery_low"),
        ((20, False), "works", "charged"),
        ((21, True), "works", "charged"),
    ],
)
def test_it_is_a_row_of_health_that_warns_while_it_is_low_and_nothing_charges_it(
    told: tuple[int, bool], state: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "charge", lambda: told)
    (row,) = looking._power()
    assert (row.part, row.state, row.reason, dict(row.params)) == ("battery", state, reason, {"percent": told[0]})


def test_without_a_battery_there_is_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "charge", lambda: None)
    assert looking._power() == ()
