"""What the power manager calls critical is one line of our own in a session, until it is taken back or put away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication

from holdspace.ui import say
from holdspace.words import translator

if TYPE_CHECKING:
    from tests.app.home import Home

STAMP = {"utc": "2026-01-05T14:00:00.000Z", "boot": "b", "ticks": 1.0}


def seen(key: str, *, kind: str = "notify", urgency: int = 2, **more: Any) -> dict[str, Any]:
    record = {
        "kind": kind, "stamp": STAMP, "app": "xfce4-power-manager", "sender": "Battery", "text": "7 %", "urgency": urgency,
        "category": "", "desktop_entry": "", "program": "", "web": "", "pid": 1, "server": ":1.1", "notification": 7,
        "replaces": 0, "reason": 0, "by_sender": False, "size": 100, "cut": False,
    }  # fmt: skip
    return {"tell": "seen", "key": key, "record": record | more}


def told(home: Home) -> str:
    while not home.house.bus.idle:
        QCoreApplication.processEvents()
    home.house.render()
    return say.trouble(translator("en"), home.screen)


@pytest.fixture
def session(home: Home) -> str:
    home.keeper_joins()
    return home.start()


@pytest.mark.usefixtures("session")
class TestInASession:
    def test_a_low_battery_is_told_in_our_own_words(self, home: Home) -> None:
        home.house.ear.heard(seen("k1"))
        assert told(home) == "The battery is low."
        assert "7 %" not in repr(home.screen)

    @pytest.mark.parametrize(
        "other",
        [
            {"urgency": 1},
            {"app": "Mail"},
            {"app": "NetworkManager"},
            {"kind": "closed"},
        ],
    )
    def test_nothing_else_is(self, home: Home, other: dict[str, Any]) -> None:
        home.house.ear.heard(seen("k1", **other))
        assert told(home) == ""

    @pytest.mark.parametrize(
        "who",
        [
            {"app": "Energie", "desktop_entry": "gnome-power-panel"},
            {"app": "Energieverwaltung", "program": "org_kde_powerdevil"},
            {"app": "x", "category": "x-kde.power"},
        ],
    )
    def test_a_power_manager_is_known_by_entry_program_or_category_too(self, home: Home, who: dict[str, Any]) -> None:
        home.house.ear.heard(seen("k1", **who))
        assert told(home) == "The battery is low."

    def test_it_goes_when_it_is_taken_back_and_not_when_its_time_is_over(self, home: Home) -> None:
        home.house.ear.heard(seen("k1", notification=None))
        home.house.ear.heard({"tell": "named", "key": "n1", "of": "k1", "notification": 9, "server": ":1.1"})
        home.house.ear.heard(seen("c1", kind="closed", notification=9, reason=1))
        assert told(home) == "The battery is low."
        home.house.ear.heard(seen("c2", kind="closed", notification=9, reason=3))
        assert told(home) == ""

    def test_it_is_there_again_when_the_app_was_killed_until_it_is_put_away(self, home: Home) -> None:
        home.house.ear.heard(seen("k1"))
        assert told(home) == "The battery is low."
        home.crash()
        home.open()
        home.keeper_joins()
        assert told(home) == "The battery is low."
        assert home.result("status")["battery_low"] is True
        home.house.ear.heard(seen("k1"))
        home.house.ear.heard(seen("c1", kind="closed", reason=2))
        assert told(home) == ""
        home.crash()
        home.open()
        assert told(home) == ""
        assert home.result("status")["battery_low"] is False

    def test_it_goes_when_the_same_notification_says_something_calmer(self, home: Home) -> None:
        home.house.ear.heard(seen("k1"))
        home.house.ear.heard(seen("k2", urgency=1, replaces=7))
        assert told(home) == ""
        home.house.ear.heard(seen("k3", replaces=7))
        assert told(home) == "The battery is low."

    def test_one_of_two_that_is_put_away_leaves_the_other(self, home: Home) -> None:
        home.house.ear.heard(seen("k1"))
        home.house.ear.heard(seen("k2", notification=8))
        home.house.ear.heard(seen("c1", kind="closed", notification=7, reason=2))
        assert told(home) == "The battery is low."
        home.house.ear.heard(seen("c2", kind="closed", notification=8, reason=2))
        assert told(home) == ""

    def test_the_next_session_begins_without_it(self, home: Home) -> None:
        home.house.ear.heard(seen("k1"))
        home.result("end")
        assert told(home) == ""
        home.start()
        assert told(home) == ""


def test_closing_what_is_critical_is_wanted_only_where_it_is_settled_so(home: Home) -> None:
    from holdspace.core.policy import Policy, Preferences

    line = home.keeper_joins()
    home.start()
    assert line.last["close_critical"] is False
    home.adopt(Policy(preferences=Preferences(close_critical=True)))
    assert line.last["close_critical"] is True
