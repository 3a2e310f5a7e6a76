"""Somebody who is asked in a fault: an assistant at the page, and one matter that waits for their answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from benchmarks.assistant import Assistant, assistant
from tests.faults.session import SETTINGS, Held

WAIT = 600
"""Seconds that a step waits: longer than any of these tests."""
CALLER = "Neighbour"
_PEOPLE = f"""
[[responders]]
id = "va1"
name = "Ana"
role = "assistant"
sees = "text"
{{hours}}
[[steps]]
role = "assistant"
wait_seconds = {{{{ normal = {WAIT}, urgent = {WAIT}, emergency = {WAIT} }}}}
[[rules]]
name = "outage"
match = {{{{ app = "Pager" }}}}
verdict = "ask"
urgency = "urgent"
"""


@dataclass(slots=True)
class Asked:
    """`told` is the status with which the matter was waiting."""

    ana: Assistant
    told: dict[str, Any]


@contextmanager
def somebody_asked(held: Held, *, zone: str = "", hours: str = "") -> Iterator[Asked]:
    """In the session that runs Ana is asked. `zone` is the practitioner's, `hours` lines of a responder's settings."""
    person = held.person
    settle(held, zone=zone, hours=hours)
    with assistant(person.link("va1")) as ana:
        person.until_status(lambda told: told["coverage"]["reachable"] == ["Ana"], what="the assistant to be reachable")
        held.ledger.notify(held.line, CALLER, app="Pager", body="the server is down")
        ana.card(CALLER)
        told = person.until_status(lambda told: told["cases"], what="a case")
        assert [(case["phase"], case["responder"]) for case in told["cases"]] == [("waiting", "Ana")]
        yield Asked(ana, told)


def settle(held: Held, *, zone: str = "", hours: str = "", release: int = 0) -> None:
    """Import the settings with Ana in them; `release`: so many seconds after the end the desktop is given back."""
    file = held.person.desktop.home / "people.toml"
    named = f'name = "Rita"\ntime_zone = "{zone}"' if zone else 'name = "Rita"'
    settings = SETTINGS.replace('name = "Rita"', named).replace("after_seconds = 0", f"after_seconds = {release}")
    file.write_text(settings + _PEOPLE.format(hours=hours))
    held.person.step("settings", "import", str(file))


def where(told: dict[str, Any]) -> list[tuple[str, str, int, str]]:
    """Each case: with whom it is, and in which phase."""
    return [(case["id"], case["phase"], case["step"], case["responder"]) for case in told["cases"]]


def dues(told: dict[str, Any]) -> list[str]:
    return [case["due"] for case in told["cases"]]


def moved(before: dict[str, Any], after: dict[str, Any]) -> float:
    """Seconds by which the deadline of the one case was put off."""
    ((early,), (late,)) = dues(before), dues(after)
    return (datetime.fromisoformat(late) - datetime.fromisoformat(early)).total_seconds()
