"""Memory and wakefulness in two states: bare and idle; and in use: page open in a browser, session running, 50 held."""

from threading import Event

from benchmarks.figure import Figure
from benchmarks.processes import resident, switched, switches, threads
from benchmarks.stage import hold, in_use
from tests.journeys.hands import Practitioner, practitioner
from tests.rig.desktop import Desktop
from tests.rig.tray import wait_for_item

SETTLING = 10.0
"""Seconds until nothing that a start or an arrival sets going is still under way."""
HELD = 50


def measure(desktop: Desktop, minutes: float) -> list[Figure]:
    """Figures of both states; each is looked at for `minutes`."""
    return [*_bare(desktop, minutes), *_in_use(desktop, minutes)]


def _bare(desktop: Desktop, minutes: float) -> list[Figure]:
    with practitioner(desktop, "k1") as person:
        person.launch()
        wait_for_item(desktop.bus)
        app = [person.app_pid]
        (count,) = _wakefulness([app], minutes)
        return [
            Figure(name="memory, bare: app", values=[resident(app)], unit="MiB", limit=90),
            Figure(
                name="context switches a minute, bare and idle",
                values=[count],
                limit=5,
                note=f"{threads(app[0])} threads, {minutes:g} min",
            ),
        ]


def _in_use(desktop: Desktop, minutes: float) -> list[Figure]:
    with in_use(desktop, "k2", wait=600) as person:
        hold(desktop, person, HELD)
        app, keeper = [person.app_pid], keeper_pids(person)
        if len(keeper) != 2:
            raise AssertionError(f"a keeper and its guard were expected, found {keeper}")
        app_count, keeper_count = _wakefulness([app, keeper], minutes)
        return [
            Figure(name="memory, in use: app", values=[resident(app)], unit="MiB", limit=120),
            Figure(name="memory, in use: keeper with guard", values=[resident(keeper)], unit="MiB", limit=30),
            Figure(
                name="context switches a minute, in use: app",
                values=[app_count],
                limit=150,
                note=f"{threads(app[0])} threads, {minutes:g} min",
            ),
            Figure(name="context switches a minute, in use: keeper with guard", values=[keeper_count]),
        ]


def keeper_pids(person: Practitioner) -> list[int]:
    """The keeper and its guard, whatever the guard is called."""
    return sorted(set(person.keeper_pids))


def _wakefulness(groups: list[list[int]], minutes: float) -> list[float]:
    """Context switches a minute of each group of processes, after all has come to rest."""
    quiet = Event()
    quiet.wait(SETTLING)
    before = [switches(pids) for pids in groups]
    quiet.wait(minutes * 60)
    return [switched(earlier, switches(pids)) / minutes for earlier, pids in zip(before, groups, strict=True)]
