"""Before a session the start window says what one would find here."""

import pytest

from holdspace.app.foresight import Foresight, foresight
from holdspace.core import commands as c
from holdspace.health import HealthRow
from tests.app.home import Home
from tests.app.test_screen import shown
from tests.core.playbook import new_id

SILENT = HealthRow(part="silence", state="works", driver="dunst")
WATCHED = HealthRow(part="watch", state="works")


def cannot(part: str, why: str) -> HealthRow:
    return HealthRow(part=part, state="cannot", reason=why)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), Foresight()),
        ((SILENT, WATCHED), Foresight()),
        ((cannot("silence", "no_driver"), WATCHED), Foresight("no_driver")),
        ((SILENT, cannot("watch", "sandboxed")), Foresight("sandboxed")),
        ((cannot("silence", "locked"), cannot("watch", "monitor_refused")), Foresight("locked")),
        ((SILENT, cannot("watch", "spool_refused")), Foresight()),
        ((SILENT, HealthRow(part="critical", state="works", reason="critical_hidden")), Foresight("", "hidden")),
        ((HealthRow(part="critical", state="needs_setup", reason="critical_shown"),), Foresight("", "shown")),
        ((HealthRow(part="critical", state="works", reason="critical_closed"),), Foresight("", "closed")),
        ((HealthRow(part="critical", state="off", reason="critical_unknown"),), Foresight()),
        ((HealthRow(part="battery", state="needs_setup", reason="battery_low"),), Foresight(battery_low=True)),
        ((HealthRow(part="battery", state="works", reason="charged"),), Foresight()),
        ((HealthRow(part="microphone", state="off", reason="microphone_muted"),), Foresight(microphone="muted")),
        ((HealthRow(part="microphone", state="off", reason="no_microphone"),), Foresight(microphone="none")),
        ((HealthRow(part="microphone", state="works", reason="microphone_on"),), Foresight()),
        ((HealthRow(part="microphone", state="off", reason="no_sound_server"),), Foresight()),
        ((cannot("microphone", "sound_server_failed"),), Foresight()),
    ],
)
def test_what_was_seen_of_the_desktop_is_what_a_session_would_find(
    rows: tuple[HealthRow, ...], expected: Foresight
) -> None:
    assert foresight(rows) == expected


def test_before_a_session_what_it_would_find_is_shown_and_in_it_what_is(home: Home) -> None:
    ahead = Foresight("no_driver", "shown", battery_low=True, microphone="muted")
    before = shown(home, foresight=ahead)
    assert (before.quiet, before.quiet_why, before.critical, before.battery_low) == (
        "unready",
        "no_driver",
        "shown",
        True,
    )
    assert shown(home, foresight=Foresight(critical="shown")).quiet == "not_wanted"
    muted = shown(home, foresight=Foresight(microphone="muted"))
    assert (muted.microphone, muted.quiet) == ("muted", "not_wanted"), (
        "who holds sessions in a room is ready all the same"
    )
    home.start()
    during = shown(home, foresight=ahead)
    assert (during.quiet, during.critical, during.battery_low) == ("not_silent", "unknown", False)
    assert during.quiet_why != "no_driver"
    assert during.microphone == "", "it was told before"
    home.do(c.EndSession(id=new_id()))
    assert shown(home, foresight=ahead).quiet == "unready"
