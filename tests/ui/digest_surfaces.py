"""The digest as it is drawn: with what is wished for the next time, and with who comes again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from holdspace.core.people import Practitioner
from holdspace.ui.digest import DigestWindow
from holdspace.ui.theme import Theme
from holdspace.words import translator
from tests.ui import samples

if TYPE_CHECKING:
    from datetime import date

    from holdspace.ui.views import DigestView

Make = Callable[[str, Theme], QWidget]
KEPT: list[QWidget] = []
"""Windows of which only a part is shown: without them it would be gone."""


def digest(view: DigestView | None) -> Make:
    def make(language: str, theme: Theme) -> QWidget:
        window = DigestWindow(samples.Asked().gestures)
        window.apply_theme(theme)
        window.show_digest(view, translator(language))
        return window

    return make


def next_time(verdict: str, interruption: str, until: date | None = None, choice: int = 0) -> Make:
    """The digest with what is wished for the next time of one thing in it; "menu": only the menu of that row.

    `choice`: which of those who can be meant.
    """

    def make(language: str, theme: Theme) -> QWidget:
        asked = samples.Asked()
        asked.digest = samples.JUDGED
        words = translator(language)
        window = DigestWindow(asked.gestures)
        window.show_digest(samples.JUDGED, words)
        door = asked.gestures.next_time()
        matter = door.matter(interruption)
        window.menu.offer(matter, door.people(interruption), door.today(), words)
        window.apply_theme(theme)
        if verdict == "menu":
            KEPT.append(window)
            return window.menu
        if matter is not None:
            window.panel.ask(matter, verdict, until, words)
            window.panel.about.choice.setCurrentIndex(choice)
        window.resize(560, 640)
        asked.desk.loop.pass_by()
        if verdict == "noise":
            window.panel.press_settle()
        return window

    return make


def again(panel: str = "") -> Make:
    """The digest with what could be settled of who comes again and again; "line": with the line that was copied for one."""

    def make(language: str, theme: Theme) -> QWidget:
        asked = samples.Asked()
        asked.desk.past = samples.AGAIN
        asked.digest = samples.JUDGED
        words = translator(language)
        asked.desk.engine.policy = replace(
            asked.desk.engine.policy, practitioner=Practitioner(language=language, time_zone="Europe/Lisbon")
        )
        window = DigestWindow(asked.gestures)
        window.show_digest(samples.JUDGED, words)
        asked.desk.loop.pass_by()
        matter = asked.gestures.next_time().matter("past 6")
        if panel and matter is not None:
            window.panel.copied(matter, words)
        window.apply_theme(theme)
        window.resize(560, 640)
        return window

    return make
