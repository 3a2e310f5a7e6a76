"""How long until the desktop is silent and that is verified, on each notification server; and again after it came back."""

import os
import sys
import threading
import time
from collections.abc import Callable

from jeepney import MatchRule, message_bus
from jeepney.io.blocking import DBusConnection

from benchmarks.figure import Figure
from tests.journeys.hands import Practitioner, practitioner
from tests.keeper.bench import Bench
from tests.rig.desktop import Desktop, running_desktop
from tests.rig.each_server import SILENCED
from tests.rig.notification_server import NAME
from tests.rig.wayland_server import WaylandServer


def measure(rounds: int) -> list[Figure]:
    """Every server that runs without a desktop of its own, each on a desktop of the tests. sway refuses root."""
    figures: list[Figure] = []
    for kind in SILENCED:
        if issubclass(kind, WaylandServer) and os.getuid() == 0:
            print(f"not measured as root: {kind.title}", file=sys.stderr, flush=True)
            continue
        with running_desktop(server=kind) as desktop:
            figures += _by_keeper(desktop, rounds)
            figures.append(_by_command(desktop, rounds))
    return figures


def _by_keeper(desktop: Desktop, rounds: int) -> list[Figure]:
    """From the app's word that silence is wanted to the keeper's word that it is; a keeper of its own each time."""
    wanted, back, evidence = [], [], ""
    with Bench.beside(desktop.server, desktop.home.parent / "k") as bench:
        for _ in range(rounds):
            bench.start_keeper()
            bench.app.wait_connected()
            begun = time.monotonic()
            bench.app.want()
            bench.app.wait_quiet(engaged=True)
            wanted.append((time.monotonic() - begun) * 1000)
            back.append(_back(bench))
            evidence = str(bench.app.quiet["evidence"])
            bench.app.want(None)
            bench.wait_gone()
    title = desktop.server.title
    return [
        Figure(name=f"{title}: wanted to silent", values=wanted, unit="ms", note=evidence),
        Figure(name=f"{title}: back to silent again", values=back, unit="ms"),
    ]


def _back(bench: Bench) -> float:
    """From the moment at which the bus says that the new server owns its name, in milliseconds."""
    bench.app.told.clear()
    bench.server.kill()
    bench.app.wait_quiet(engaged=False, why="no_server")
    with bench.bus.connect() as line:
        rule = MatchRule(type="signal", sender=message_bus.bus_name, member="NameOwnerChanged")
        rule.add_arg_condition(0, NAME)
        line.send_and_get_reply(message_bus.AddMatch(rule))
        bench.server.begin()
        _until_owned(line)
        begun = time.monotonic()
        bench.app.wait_quiet(engaged=True)
        return (time.monotonic() - begun) * 1000


def _until_owned(line: DBusConnection) -> None:
    while True:
        body = line.receive(timeout=30).body
        if body[0] == NAME and body[2]:
            return


def _by_command(desktop: Desktop, rounds: int) -> Figure:
    """From starting `holdspace start`, the app being up, until `status` says that the desktop is silent."""
    taken = []
    evidence = ""
    with practitioner(desktop, "silencing") as person:
        person.launch()
        file = desktop.home / "settings.toml"
        file.write_text("schema = 1\n[preferences]\nrelease_after_seconds = 0\n")
        person.step("settings", "import", str(file))
        for _ in range(rounds):
            begun = time.monotonic()
            person.ok("start")
            evidence = _until(lambda: _silent(person))
            taken.append((time.monotonic() - begun) * 1000)
            person.step("end")
            person.until(lambda: not person.keeper_pids, what="the keeper to leave")
    title = desktop.server.title
    return Figure(name=f"{title}: `holdspace start` to silent", values=taken, unit="ms", note=evidence)


def _silent(person: Practitioner) -> str:
    told = person.try_status() or {"quiet": {}}
    return str(told["quiet"]["evidence"]) if told["quiet"].get("engaged") else ""


def _until(probe: Callable[[], str]) -> str:
    """Asked every two milliseconds: what waits for a condition elsewhere would come too late to measure by."""
    pause = threading.Event()
    while not (answer := probe()):
        pause.wait(0.002)
    return answer
