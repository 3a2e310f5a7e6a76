"""The state in use: an assistant paired at the page in a real browser, a session that runs, its window visible."""

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.sender import sender
from tests.journeys.hands import Practitioner, Responder, practitioner
from tests.rig.chromium import chromium
from tests.rig.desktop import Desktop


@contextmanager
def in_use(desktop: Desktop, name: str, *, wait: int = 60) -> Iterator[Practitioner]:
    """A practitioner in session. `wait`: seconds that a step of the policy waits."""
    with practitioner(desktop, name) as person, chromium(env=desktop.env) as browser:
        person.launch()
        person.settle(wait=wait)
        Responder(browser).pair(person.link("va1"))
        person.until_status(lambda told: told["coverage"]["reachable"], what="the assistant to be reachable")
        person.ok("start", "--client", "C1", "--topic", "pricing talk", "--minutes", "600")
        person.until_silent()
        yield person


def hold(desktop: Desktop, person: Practitioner, count: int) -> None:
    """Have `count` notifications arrive, and wait until they are held."""
    with sender(desktop.bus) as program:
        program.burst([f"sender {number}" for number in range(count)])
    person.until_status(lambda told: told["held"] >= count, what=f"{count} to be held", bound=30)
