"""The app is killed while somebody writes: of the note nothing is lost but what was typed in the last moment.

The ledger is the writer's own: each key, and when the X server had taken it. What the note says after the kill must be
the beginning of what was typed, and hold every key that was BOUND seconds old. The app's own bound is a quarter of a
second and the time of one write; BOUND is wider, for a machine that does much else.
"""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import pytest
from Xlib import XK, X, display
from Xlib.ext import xtest

from holdspace.ui.note_line import AUTOSAVE_MS
from tests.faults.conftest import Begin
from tests.faults.points import ALL, PATIENCE
from tests.journeys.hands import Practitioner
from tests.rig.processes import wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(PATIENCE)]

ROUNDS = 25 if ALL else 1
BOUND = 2.0 if ALL else 4.0
"""Seconds; beside the other tests two waits for the disk and a core take two by themselves."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PACE = 0.02
"""Seconds between keys: fifty a second, more than anybody writes."""


@dataclass
class Writer:
    """Types letters into whatever has the keyboard, until it is stopped; `ledger` holds each with its moment."""

    name: str
    ledger: list[tuple[float, str]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def typed(self) -> str:
        return "".join(letter for _, letter in self.ledger)

    def write(self) -> None:
        with closing(display.Display(self.name)) as x:
            number = len(self.ledger)
            while not self.stopped.wait(PACE):
                letter = LETTERS[number % len(LETTERS)]
                code = x.keysym_to_keycode(XK.string_to_keysym(letter))
                xtest.fake_input(x, X.KeyPress, code)
                xtest.fake_input(x, X.KeyRelease, code)
                x.sync()
                self.ledger.append((time.monotonic(), letter))
                number += 1


@contextmanager
def writing(name: str) -> Iterator[Writer]:
    writer = Writer(name)
    thread = threading.Thread(target=writer.write)
    thread.start()
    try:
        yield writer
    finally:
        writer.stopped.set()
        thread.join()


def kept(person: Practitioner) -> str:
    """The newest note, as it stands on the disk."""
    with closing(person.database()) as database:
        row = database.execute(
            "SELECT body FROM texts JOIN sessions ON sessions.note = texts.id ORDER BY sessions.seq DESC LIMIT 1"
        ).fetchone()
    return str(row[0]) if row else ""


def begin_to_write(person: Practitioner) -> None:
    """By its key, which is taken a moment after the app is there."""
    desktop = person.desktop

    def has_the_keyboard() -> bool:
        desktop.key("ctrl+alt+n")
        with desktop.screen() as screen:
            ours = {window.id for window in screen.titled("Holdspace")}
            return screen.focused() in ours

    wait_for(has_the_keyboard, bound=30, what="the note to have the keyboard")


def test_the_bound_is_wider_than_what_the_app_promises() -> None:
    assert 4 * AUTOSAVE_MS <= 1000 * BOUND


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_while_somebody_writes_only_the_last_moment_is_lost(begin: Begin, seed: int) -> None:
    chance = random.Random(seed)
    with begin() as held:
        person = held.person
        person.launch()
        held.prepare()
        held.start()
        begin_to_write(person)
        with writing(person.desktop.display) as writer:
            least = chance.randrange(5, 120)
            wait_for(lambda: len(kept(person)) >= least, bound=60, what=f"{least} letters to be kept as they come")
            further = len(writer.ledger) + chance.randrange(30)
            wait_for(lambda: len(writer.ledger) >= further, bound=60, what="some more letters")
            durable = kept(person)
            app = person.app_pid
            killed = time.monotonic()
            person.kill(app)
        held.back()
        (text,) = person.json("where")["note"]
        assert writer.typed.startswith(text)
        assert text.startswith(durable), "what was kept is kept"
        old = [letter for moment, letter in writer.ledger if moment < killed - BOUND]
        assert len(text) >= len(old), f"{len(old) - len(text)} letters older than {BOUND} s are lost"
        first_lost = writer.ledger[len(text)][0] if len(text) < len(writer.ledger) else killed
        lost = sum(moment <= killed for moment, _ in writer.ledger) - len(text)
        print(f"lost: {lost} letters of the last {max(0.0, killed - first_lost):.2f} s")
        begin_to_write(person)
        person.desktop.xdotool("type", "onward")
        person.desktop.xdotool("key", "Escape")
        person.until(lambda: kept(person) == text + "onward", what="the note to go on where it was")


def test_without_any_key_for_it_the_note_is_durable_and_an_end_keeps_the_rest(begin: Begin) -> None:
    with begin() as held:
        person = held.person
        person.launch()
        held.prepare()
        held.start()
        begin_to_write(person)
        person.desktop.xdotool("type", "kept by itself")
        person.until(lambda: kept(person) == "kept by itself", what="the note to be kept by itself")
        person.desktop.xdotool("type", " and more")
        person.ok("end")
        assert person.json("digest")["note"] == ["kept by itself and more"]
        with closing(person.database()) as database:
            (begun,) = database.execute("SELECT count(*) FROM facts WHERE type = 'NoteBegun'").fetchone()
        assert begun == 1
