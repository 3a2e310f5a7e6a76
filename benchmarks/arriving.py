"""From a program's call to a durable verdict, at ten notifications a second."""

from threading import Event

from benchmarks.figure import Figure
from benchmarks.journal import JournalEye, calls, percentile
from benchmarks.sender import sender
from benchmarks.stage import in_use
from tests.rig.desktop import Desktop

A_SECOND = 10


def measure(desktop: Desktop, seconds: float) -> list[Figure]:
    """p50 and p99, in ms; from before the call is written until another connection reads it in the journal."""
    count = round(seconds * A_SECOND)
    pause = Event()
    with in_use(desktop, "k1") as person, sender(desktop.bus) as program, JournalEye(person) as eye:
        for number in range(count):
            program.send(f"sender {number}")
            program.collect(1)
            pause.wait(1 / A_SECOND)
        sent = program.ledger.sent
        eye.wait(set(sent))
        took = [(eye.seen[call] - at) * 1000 for call, at in sent.items()]
        lost = set(sent) - calls(person).keys()
    note = f"{count} at {A_SECOND} a second, {len(lost)} lost"
    return [
        Figure(name="arrival to durable verdict, p50", values=[percentile(took, 0.5)], unit="ms", note=note),
        Figure(name="arrival to durable verdict, p99", values=[percentile(took, 0.99)], unit="ms"),
    ]
