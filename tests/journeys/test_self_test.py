"""The self-test beside the running app, and a session that starts in the midst of it."""

import json

from holdspace.wire.paths import Paths
from tests.journeys.hands import Practitioner
from tests.rig.popups import watched
from tests.rig.processes import start, wait_for


def test_what_was_tested_is_told_of_the_session(person: Practitioner) -> None:
    person.launch()
    assert "The desktop was silent: nothing showed, and everything is as it was." in person.ok("doctor", "--probe")
    person.ok("start", "--topic", "pricing talk")
    quiet = person.until_status(lambda told: told["quiet"]["engaged"], what="the silence")["quiet"]
    assert (quiet["evidence"], quiet["critical"]) == ("no_popup", "hidden")
    assert "verified, and nothing shows" in person.ok("status")
    assert person.cli("doctor", "--probe").returncode == 1, "a session is not tested in"
    assert person.status()["quiet"]["engaged"]


def test_a_session_that_starts_in_the_midst_of_it_is_silent_at_once_and_leaves_no_trace(person: Practitioner) -> None:
    person.launch()
    dunst = person.desktop.dunst
    with watched(person.desktop.display) as screen:
        doctor = start(
            person.command("doctor", "--probe"), env=person.desktop.env, folder=person.desktop.folder, name="probe"
        )
        wait_for(lambda: screen.mapped() == 1 and dunst.waiting() == 1, what="the self-test to look")
        person.step("start", "--topic", "pricing talk")
        person.until_status(lambda told: told["quiet"]["engaged"], what="the silence")
        doctor.wait()
        assert "The self-test was ended before it was done." in doctor.said()
        note = json.loads((Paths(person.home).keeper_dir / "note.json").read_text())
        assert note["entries"]["dunst"]["previous"] == "off"
        person.gives_back_after(0)
        person.ok("end")
        wait_for(lambda: not dunst.paused(), what="the desktop to be given back")
        assert screen.mapped() == 1, "only the one before the silence"
    digest = person.json("digest")
    assert (digest["interruptions"], digest["gaps"]) == ([], [])
    wait_for(lambda: not (Paths(person.home).keeper_dir / "note.json").exists(), what="the note to be closed")
