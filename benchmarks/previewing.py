"""What a rule would have done to all that is looked back at, with as many rules as settings may have: how long, and in which turns."""

import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from benchmarks.figure import Figure
from benchmarks.journal import percentile
from benchmarks.usual import arrival, id_of
from holdspace.adapters.clock import SystemClock
from holdspace.app.house import House
from holdspace.app.look_back import LookBack
from holdspace.core import commands as c
from holdspace.core.policy import Match, Policy, Rule
from holdspace.core.preview import MOST, Preview
from holdspace.engine.engine import Engine
from holdspace.engine.ports import NotKept
from holdspace.store.opening import Store, open_store

RULES = 1000


def measure(rounds: int, arrived: int = MOST) -> list[Figure]:
    """Three kinds of rules, none of which matches; the whole in seconds, and the longest turn of each round in ms."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="hs-preview-") as folder:
        store = open_store(Path(folder) / "holdspace.db")
        try:
            _fill(store, arrived)
            for kind, match in KINDS.items():
                rules = tuple(Rule(name=f"rule {n}", match=match(n), verdict="noise") for n in range(RULES))
                told = [_previewed(store, Policy(rules=rules), arrived) for _ in range(rounds)]
                turns = [turn for every in told for turn in every]
                figures.append(
                    Figure(
                        name=f"preview over {arrived:,} with {RULES:,} rules of {kind}",
                        values=[sum(every) for every in told],
                        unit="s",
                        note=f"turns: p50 {percentile(turns, 0.5) * 1000:.0f} ms, longest {max(turns) * 1000:.0f} ms",
                    )
                )
        finally:
            store.close()
    return figures


KINDS: dict[str, Callable[[int], Match]] = {
    "words in the text": lambda n: Match(text=(f"a word of some length {n}",)),
    "persons": lambda n: Match(person=(f"Somebody {n}",)),
    "whole names of apps": lambda n: Match(app_is=(f"App {n}",)),
}


class Turns:
    """An event loop with nothing else to do, which measures each call."""

    def __init__(self) -> None:
        self.took: list[float] = []
        self._waiting: deque[Callable[[], object]] = deque()

    def timer(self, call: Callable[[], object]) -> Any:
        return SimpleNamespace(start=lambda _after_ms: self._waiting.append(call), stop=self._waiting.clear)

    def run(self) -> None:
        while self._waiting:
            begun = time.perf_counter()
            self._waiting.popleft()()
            self.took.append(time.perf_counter() - begun)


def _previewed(store: Store, policy: Policy, arrived: int) -> list[float]:
    loop, told = Turns(), list[Preview | NotKept]()
    house = SimpleNamespace(loop=loop, store=store, clock=SystemClock(), quitting=False)
    LookBack(cast("House", house)).ask(policy, "rule 1", told.append)
    loop.run()
    (made,) = told
    assert isinstance(made, Preview)
    assert made.seen == arrived
    return loop.took


def _fill(store: Store, arrived: int) -> None:
    store.database.connection.execute("PRAGMA synchronous=OFF")  # only while it is made
    engine = Engine(store.journal, SystemClock())
    engine.submit(c.StartSession(id=id_of("start")))
    for number in range(arrived):
        engine.submit(arrival(number, "a body of usual length, as programs send it " * 3))
    while engine.turn():
        pass
