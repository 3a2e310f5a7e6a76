"""The notification server comes back in a session: how long it shows popups before it is silent again."""

import time

from benchmarks.figure import Figure
from tests.journeys.hands import practitioner
from tests.rig.desktop import Desktop
from tests.rig.processes import wait_for


def measure(desktop: Desktop, rounds: int) -> list[Figure]:
    """From the moment at which the new server owns its name to the moment at which it is paused, in milliseconds."""
    taken = []
    with practitioner(desktop, "k1") as person:
        person.launch()
        person.ok("start", "--minutes", "600")
        person.until_silent()
        for number in range(rounds):
            desktop.dunst.restart(crash=number % 2 == 1)
            begun = time.monotonic()
            wait_for(desktop.dunst.paused, what="the new server to be paused")
            taken.append((time.monotonic() - begun) * 1000)
    return [Figure(name="server restarted to silent again", values=taken, unit="ms", limit=1000, worst=True)]
