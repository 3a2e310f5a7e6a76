"""A small app that runs on a desktop: it is told what to show, and what it says is read."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.rig.desktop import Desktop
from tests.rig.processes import PATIENCE, Running, wait_for

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "small_app.py"
RESTS = 8
"""So many times it is asked, some milliseconds apart, and has to be in one place."""


class SmallApp:
    """Speaks to a running tests.ui.small_app."""

    def __init__(self, running: Running, fifo: Path, desktop: Desktop) -> None:
        self._running = running
        self._desktop = desktop
        self._fifo = fifo
        self._read = 0

    def tell(self, line: str) -> None:
        pipe = os.open(self._fifo, os.O_WRONLY)
        try:
            os.write(pipe, line.encode() + b"\n")
        finally:
            os.close(pipe)

    def expect(self, start: str, bound: float = PATIENCE) -> list[str]:
        """The words of the next line that begins so; lines before it are passed by."""

        def found() -> list[str]:
            self._running.expect_alive()
            text = self._running.out.read_text()
            for line in text[self._read :].splitlines(keepends=True):
                if not line.endswith("\n"):
                    return []
                self._read += len(line)
                if line.startswith(start):
                    return line.split()
            return []

        return wait_for(found, bound=bound, what=f"the app to say {start!r}")

    def show(self, name: str) -> None:
        self.tell(f"show {name}")
        self.expect(f"shown {name}")

    def where(self, name: str) -> tuple[int, int]:
        """Once it rests there, and a window of ours is seen there: a window manager may still be moving it, or be about to
        show it.
        """
        seen: list[tuple[int, int] | None] = []

        def found() -> tuple[int, int] | None:
            self.tell(f"where {name}")
            words = self.expect(f"at {name}")
            seen.append(None if words[2] == "nowhere" else (int(words[2]), int(words[3])))
            return seen[-1] if len(seen) >= RESTS and set(seen[-RESTS:]) == {seen[-1]} else None

        place = wait_for(found, what=f"{name} to be seen")
        assert place is not None
        with self._desktop.screen() as screen:
            wait_for(lambda: any(place in window for window in screen.windows(PROGRAM)), what=f"{name} on the screen")
        return place

    def home(self) -> tuple[int, int]:
        """Where the card is at home, once nobody moves it any more."""

        def found() -> tuple[int, int] | None:
            self.tell("home")
            words = self.expect("home")
            return (int(words[1]), int(words[2])) if words[-1] == "settled" else None

        place = wait_for(found, what="the card to be settled")
        assert place is not None
        return place

    def until_active(self, answer: str) -> None:
        """Until Qt says so of the keyboard: "yes", it is with a window of ours, or "no"."""

        def found() -> bool:
            self.tell("active")
            return self.expect("active")[1] == answer

        wait_for(found, what=f"Qt to say {answer} of the keyboard")

    def note_is_lent(self) -> str:
        """ "yes" or "no"."""
        self.tell("lent")
        return self.expect("lent")[1]

    def said(self) -> str:
        return self._running.said()


@contextmanager
def small_app(desktop: Desktop) -> Iterator[SmallApp]:
    fifo = desktop.folder / f"app-{os.urandom(4).hex()}"
    desktop.folder.mkdir(parents=True, exist_ok=True)
    os.mkfifo(fifo)
    ours = os.pathsep.join(filter(None, (str(ROOT), desktop.env.get("PYTHONPATH", ""))))
    more = {"PYTHONPATH": ours, "QT_QPA_PLATFORM": "xcb", "QT_QPA_PLATFORMTHEME": "generic"}
    with desktop.program(sys.executable, "-m", "tests.ui.small_app", str(fifo), name="small-app", **more) as running:
        keep = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
        app = SmallApp(running, fifo, desktop)
        try:
            app.expect("ready")
            yield app
            app.tell("quit")
            assert running.wait() == 0, running.said()
        finally:
            os.close(keep)
