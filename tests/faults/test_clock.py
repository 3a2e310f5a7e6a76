"""The wall clock is set, and time goes by that nobody saw."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGCONT, SIGSTOP

import pytest

from tests.faults.conftest import Begin
from tests.faults.points import ALL, PATIENCE
from tests.faults.session import Held
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(max(PATIENCE, 180))]

HOUR = 3600
UNSEEN = 40
"""Seconds; beyond 30 it is a gap."""


def library() -> Path:
    """Of Debian's faketime."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    assert found, "faketime is missing: ./dev test installs it"
    return found[0]


@contextmanager
def another_clock(held: Held, *, all_clocks: bool) -> Iterator[tuple[Path, dict[str, str]]]:
    """A file that says how the clock goes, and what a program's environment must hold to go by it."""
    file = held.person.desktop.folder / f"clock-{held.person.home.name}"
    file.write_text("+0\n")
    yield (
        file,
        {
            "LD_PRELOAD": str(library()),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            **({} if all_clocks else {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}),
        },
    )


def elapsed(held: Held) -> float:
    return float(held.person.status()["session"]["elapsed_seconds"])


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_a_wall_clock_that_is_set_changes_no_length(begin: Begin, step: int) -> None:
    with begin() as held, another_clock(held, all_clocks=False) as (file, env):
        person = held.person
        held.begin(**env)
        wait_for(lambda: elapsed(held) >= 1, what="a second of the session")
        before = elapsed(held)
        file.write_text(f"{step:+d}\n")
        held.notify("after the step")
        person.until_status(lambda told: told["held"] == 1, what="what came after it")
        assert before < elapsed(held) < before + 30
        assert person.status()["session"]["away_seconds"] == 0
        assert person.desktop.dunst.paused()
        person.kill(person.app_pid)
        held.back()
        assert before < elapsed(held) < before + 60
        held.until_silent()
        held.end()
        held.judge()


def test_time_that_went_by_unseen_is_noticed_and_the_session_doubted(begin: Begin) -> None:
    """The app stands still while 40 seconds go by: by its clocks alone, or truly where everything is asked for."""
    with begin() as held, another_clock(held, all_clocks=True) as (file, env):
        person = held.person
        if ALL:
            env.clear()
        held.begin(**env)
        held.notify("School office")
        before = person.until_status(lambda told: told["cases"], what="a case")
        assert not before["session"]["doubted"]
        app = person.app_pid
        person.kill(app, SIGSTOP)
        if ALL:
            over = time.monotonic() + UNSEEN
            wait_for(lambda: time.monotonic() >= over, bound=UNSEEN + 5, what="the seconds to go by")
        else:
            file.write_text(f"+{UNSEEN}\n")
        person.kill(app, SIGCONT)
        told = person.until_status(lambda told: told["session"]["doubted"], what="the gap to be noticed", bound=45)
        assert told["session"]["id"] == before["session"]["id"]
        assert told["session"]["elapsed_seconds"] >= before["session"]["elapsed_seconds"] + UNSEEN - 1
        (case_before,), (case,) = before["cases"], told["cases"]
        assert (case["id"], case["phase"], case["step"]) == (
            case_before["id"],
            case_before["phase"],
            case_before["step"],
        )
        held.end()
        held.judge()
