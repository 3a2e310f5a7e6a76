"""The home lies on a disk that is mounted read-only; or its folders may no longer be written to in a session."""

import os
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.conftest import Begin
from tests.faults.ledger import kept
from tests.faults.mounts import OWN_MOUNTS
from tests.faults.points import PATIENCE
from tests.faults.session import BACK
from tests.journeys.hands import Practitioner
from tests.rig.processes import run

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]


def on_a_read_only_disk(person: Practitioner, *words: str) -> subprocess.CompletedProcess[str]:
    """A call of the command line that sees the home on such a disk; everybody else sees it as before."""
    home = shlex.quote(str(person.home))
    mount = f"mount --bind {home} {home} && mount -o remount,ro,bind {home}"
    return run([*OWN_MOUNTS, f'{mount} && exec "$@"', "sh", *person.command(*words)], env=person.desktop.env)


@contextmanager
def folders_closed(home: Path) -> Iterator[None]:
    """Nothing may be made, renamed or removed in any of its folders; what is open for writing stays so."""
    folders = [home, *(path for path in home.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        yield
    finally:
        for folder in folders:
            folder.chmod(0o700)


def test_a_disk_that_is_read_only_at_the_start_is_told_and_nothing_is_half_kept(begin: Begin) -> None:
    with begin() as held:
        person = held.person
        person.launch()
        person.ok("quit")
        person.until(lambda: not person.pids("holdspace.app"), what="the app to be gone")
        before = {path: path.stat().st_mtime_ns for path in person.home.rglob("*")}
        for verb in ("", "log", "pin", "mark"):
            done = on_a_read_only_disk(person, *((verb, "refused") if verb else ()))
            assert done.returncode == 1, done.stdout
            assert str(person.home) in done.stderr
            assert "Traceback" not in done.stderr
        assert {path: path.stat().st_mtime_ns for path in person.home.rglob("*")} == before
        person.launch()
        held.hand("log", "afterwards", look=False)
        person.until(lambda: set(kept(person)) == {"afterwards"}, what="what came afterwards, and nothing else")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere; the base lane runs as an ordinary user")
def test_folders_that_are_closed_in_a_session_cost_nothing_and_all_is_given_back(begin: Begin) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        held.notify("before")
        person.until_status(lambda told: told["held"] == 1, what="it to be held")
        with folders_closed(person.home):
            for number in range(5):
                held.notify(f"meanwhile {number}")
            for verb in ("log", "pin", "mark"):
                held.ledger.hand(person, verb, f"{verb} meanwhile")
        held.notify("after")
        person.until(lambda: not held.lost(), what="all to be kept", bound=BACK)
        person.until_status(lambda told: not told["trouble"], what="the trouble to be over", bound=BACK)
        with folders_closed(person.home):
            held.insist("end", reached=lambda told: told["session"] is None)
            person.until(lambda: not person.desktop.dunst.paused(), what="dunst to be given back", bound=BACK)
        held.given_back()
        held.judge()
