"""A whole screen of Holdspace without its core, for tests on a real desktop: it shows what a pipe tells it to.

`python -m tests.ui.small_app FIFO`: reads lines "show NAME", "open window|pin|digest|note", "size larger|smaller",
"settling MILLISECONDS", "where NAME", "home", "active", "lent", "quit" from the FIFO, and prints "asked NAME" for each gesture, "shown NAME", "at NAME X Y",
"home X Y settled|moving", "tray yes|no", "active yes|no",
"lent yes|no".
"""

from __future__ import annotations

import os
import sys
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QWidget

from holdspace.private import Private
from holdspace.ui import card_window
from holdspace.ui.shell import Shell
from holdspace.ui.views import Gestures
from tests.ui import samples

SCREENS = {
    "free": samples.free(),
    "session": samples.screen(),
    "paused": samples.screen(session=samples.session(state="paused"), tray="stepped_out"),
    "card": samples.screen(card=samples.card()),
    "strip": samples.screen(strip=samples.STRIP),
    "large": samples.large(),
    "large-card": samples.large(card=samples.card()),
    "recap": samples.screen(recap=samples.RECAP),
}


def say(*words: object) -> None:
    print(*words, flush=True)


def gestures() -> Gestures:
    """Each prints what was asked."""
    answers: dict[str, Any] = {"followups": samples.FOLLOWUPS, "digest": samples.FEW, "link": "http://127.0.0.1:1/pair"}

    def gesture(name: str) -> Any:
        def call(*arguments: Any) -> Any:
            say("asked", name, *[part.reveal() if isinstance(part, Private) else part for part in arguments])
            return answers.get(name)

        return call

    return Gestures(**{field.name: gesture(field.name) for field in fields(Gestures)})


class SmallApp:
    """Does what the lines say."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._shell = Shell(app, gestures(), lambda: 1000.0)
        self._held = 0
        self._rest = b""

    def feed(self, came: bytes) -> None:
        *lines, self._rest = (self._rest + came).split(b"\n")
        for line in lines:
            word, _, rest = line.decode().partition(" ")
            getattr(self, f"on_{word}")(rest)

    def on_show(self, name: str) -> None:
        self._held += 1
        self._shell.render(replace(SCREENS[name], held=self._held))
        say("shown", name, self._held)

    def on_open(self, what: str) -> None:
        shell = self._shell
        windows = {"window": shell.open_window, "digest": shell.open_digest, "note": shell.open_note}
        windows.get(what, lambda: shell.open_line("pin"))()
        say("opened", what)

    def on_size(self, way: str) -> None:
        {"larger": self._shell.larger, "smaller": self._shell.smaller}[way]()
        say("sized", way)

    def on_settling(self, milliseconds: str) -> None:
        card_window.SETTLING = int(milliseconds)

    def on_where(self, name: str) -> None:
        for window in self._app.topLevelWidgets():
            part: Any = window if window.isVisible() else None
            for step in name.split("."):
                part = getattr(part, step, None)
            if isinstance(part, QWidget) and part.isVisible():
                middle = part.mapToGlobal(part.rect().center())
                say("at", name, middle.x(), middle.y())
                return
        say("at", name, "nowhere")

    def on_home(self, _: str) -> None:
        window = self._shell._session
        if window is None or window.home is None:
            say("home nowhere")
            return
        moving = any(timer.isActive() for timer in (window._settling, window._answering, window._resting))
        say("home", window.home.x(), window.home.y(), "moving" if moving else "settled")

    def on_active(self, _: str) -> None:
        """Whether Qt takes one of our windows to have the keyboard."""
        say("active", "yes" if self._app.activeWindow() is not None else "no")

    def on_lent(self, _: str) -> None:
        """Whether the session's window has the keyboard lent, and would take it."""
        window = self._shell._session
        say("lent", "yes" if window is not None and window.keyboard.lent else "no")

    def on_tray(self, _: str) -> None:
        say("tray", "yes" if self._shell.tray.available else "no")

    def on_quit(self, _: str) -> None:
        self._shell.close()
        self._app.quit()


def main() -> int:
    app = QApplication(sys.argv[:1])
    small = SmallApp(app)
    fifo = os.open(sys.argv[1], os.O_RDWR | os.O_NONBLOCK)
    notifier = QSocketNotifier(fifo, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: small.feed(os.read(fifo, 4096)))
    say("ready")
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
