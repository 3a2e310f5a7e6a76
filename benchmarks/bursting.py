"""A burst: thousands of notifications from several senders at once, while steps of open cases come due."""

from collections import Counter
from threading import Event, Thread

from benchmarks.figure import Figure
from benchmarks.journal import calls, lateness, percentile, wait_until_kept
from benchmarks.sender import Call, boottime, sender
from benchmarks.stage import in_use
from tests.rig.desktop import Desktop

SENDERS = 4
WAIT = 3
"""Seconds that a step waits here; for people it is minutes."""
CASES = 30
CASES_A_SECOND = 10


def measure(desktop: Desktop, count: int) -> list[Figure]:
    """Loss and doubles by the senders' ledgers, lateness of steps that came due meanwhile, and the time to drain."""
    pause = Event()
    with in_use(desktop, "k1", wait=WAIT) as person:
        with sender(desktop.bus) as pager:
            for number in range(CASES):
                pager.send(f"shop {number}", app="Pager", body="it is down")
                pager.collect(1)
                pause.wait(1 / CASES_A_SECOND)
            wanted = set(pager.ledger.sent)
        begun = boottime()
        ledgers = _burst(desktop, count)
        sent = boottime()
        wanted |= {call for ledger in ledgers for call in ledger}
        drained = wait_until_kept(person, wanted, bound=180)
        kept = calls(person)
        late = lateness(person, begun, drained)
        person.ok("end")
        told = Counter(row["sender"] for row in person.json("digest")["interruptions"])
        expected = Counter(f"sender {part} {n}" for part in range(SENDERS) for n in range(count // SENDERS))
        lost = sum((expected - told).values()) + len(wanted - kept.keys())
        twice = sum((told - expected)[name] for name in expected) + sum(times > 1 for times in kept.values())
    if not late:
        raise AssertionError("no step came due during the burst: nothing was learnt about the timers")
    return [
        Figure(name=f"burst of {count}: lost, by the senders' ledger", values=[lost], limit=0),
        Figure(name=f"burst of {count}: twice", values=[twice], limit=0),
        Figure(
            name="burst: timers late",
            values=[value * 1000 for value in late],
            unit="ms",
            limit=50,
            worst=True,
            note=f"{len(late)} steps due meanwhile, p50 {percentile(late, 0.5) * 1000:.1f} ms",
        ),
        Figure(
            name="burst: first call to last verdict",
            values=[drained - begun],
            unit="s",
            note=f"sent and answered within {sent - begun:.1f} s",
        ),
    ]


def _burst(desktop: Desktop, count: int) -> list[dict[Call, float]]:
    """All senders at once; what each knows that the server took."""
    taken: list[dict[Call, float]] = []

    def one(part: int) -> None:
        with sender(desktop.bus) as program:
            program.burst([f"sender {part} {number}" for number in range(count // SENDERS)])
            taken.append({call: program.ledger.sent[call] for call in program.ledger.taken})

    threads = [Thread(target=one, args=(part,)) for part in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken
