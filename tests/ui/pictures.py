"""Draw every surface of the screen as a picture: `python -m tests.ui.pictures FOLDER` (offscreen)."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ui import samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from holdspace.ui.theme import Theme

Draw = "Callable[[str, Theme], QWidget]"


def surfaces() -> dict[str, Callable[[str, Theme], QWidget]]:
    """Name -> how to make the window for a language and a theme."""
    from holdspace.ui.after_window import AfterWindow
    from holdspace.ui.digest import DigestWindow
    from holdspace.ui.followups import FollowUpsWindow
    from holdspace.ui.line import LineWindow, Mode
    from holdspace.ui.menu import Menu
    from holdspace.ui.session_window import SessionWindow, Size
    from holdspace.ui.start_window import StartWindow
    from holdspace.ui.views import DigestView, FollowUpRow, Screen
    from holdspace.words import translator

    asked = samples.Asked()

    def session(
        screen: Screen, size: Size = "M", *, late: bool = False, composited: bool = True, armed: bool = False
    ) -> Callable[[str, Theme], QWidget]:
        def make(language: str, theme: Theme) -> QWidget:
            window = SessionWindow(asked.gestures, samples.Ticks(), composited=composited)
            window.want_size(size)
            window.show_screen(replace(screen, language=language), translator(language))
            window.apply_theme(theme)
            if armed:
                window.press_end()
            return window

        return make

    def start(screen: Screen) -> Callable[[str, Theme], QWidget]:
        def make(language: str, theme: Theme) -> QWidget:
            window = StartWindow(asked.gestures, composited=True)
            window.show_screen(replace(screen, language=language), translator(language))
            window.apply_theme(theme)
            return window

        return make

    def after(language: str, theme: Theme) -> QWidget:
        window = AfterWindow(asked.gestures, composited=True)
        window.show_end(samples.screen(), translator(language))
        window.apply_theme(theme)
        return window

    def line(mode: Mode) -> Callable[[str, Theme], QWidget]:
        def make(language: str, theme: Theme) -> QWidget:
            window = LineWindow(asked.gestures, composited=True)
            window.open_mode(mode, translator(language))
            window.apply_theme(theme)
            return window

        return make

    def digest(view: DigestView | None) -> Callable[[str, Theme], QWidget]:
        def make(language: str, theme: Theme) -> QWidget:
            window = DigestWindow()
            window.apply_theme(theme)
            window.show_digest(view, translator(language))
            return window

        return make

    def followups(rows: tuple[FollowUpRow, ...]) -> Callable[[str, Theme], QWidget]:
        def make(language: str, theme: Theme) -> QWidget:
            window = FollowUpsWindow(asked.gestures)
            window.apply_theme(theme)
            window.show_rows(rows, translator(language))
            return window

        return make

    class Nothing:
        def open_window(self) -> None: ...
        def hide_window(self) -> None: ...
        def open_line(self, mode: Mode) -> None: ...
        def open_digest(self) -> None: ...
        def open_followups(self) -> None: ...
        def press_end(self) -> None: ...
        def toggle_size(self) -> None: ...

    def menu(screen: Screen) -> Callable[[str, Theme], QWidget]:
        def make(language: str, theme: Theme) -> QWidget:
            made = Menu(asked.gestures, Nothing())
            made.show_screen(screen, translator(language), can_hide=True, hidden=False, small=False)
            made.apply_theme(theme)
            return made

        return make

    calm = samples.session(elapsed_seconds=1100.0)
    late = samples.session(elapsed_seconds=2800.0)
    over = samples.session(elapsed_seconds=3190.0)
    paused = samples.session(state="paused", away_seconds=60.0)
    fresh = samples.session(elapsed_seconds=10.0)
    screen = samples.screen
    trouble = screen(quiet="not_silent", quiet_why="no_server", trouble=("disk_full",))
    return {
        "small": session(screen(), "S"),
        "small-late": session(screen(session=late), "S"),
        "small-away": session(screen(session=paused), "S"),
        "session": session(screen(session=calm)),
        "session-opaque": session(screen(session=calm), composited=False),
        "session-started": session(screen(session=fresh, held=0, pins=0, page_on_this_machine_only=True)),
        "session-late": session(screen(session=late, asked=1)),
        "session-over": session(screen(session=over)),
        "session-armed": session(screen(), armed=True),
        "stepped-out": session(screen(session=paused, tray="stepped_out")),
        "isolation": session(screen(session=samples.session(kind="isolation", topic=None), tray="isolation", responders=())),
        "doubted": session(screen(session=samples.session(doubted=True))),
        "trouble": session(trouble),
        "card": session(screen(card=samples.card())),
        "card-more": session(screen(card=samples.card(more=2, why="nobody_answered", from_name=""))),
        "strip": session(screen(strip=samples.STRIP)),
        "return": session(screen(recap=samples.RECAP)),
        "start": start(samples.free()),
        "start-due": start(samples.free(followups_due=2, responders=(), quiet_why="no_server", quiet="not_silent")),
        "after": after,
        "line-log": line("log"),
        "line-pin": line("pin"),
        "line-mark": line("mark"),
        "digest": digest(samples.FEW),
        "digest-empty": digest(samples.EMPTY),
        "digest-none": digest(None),
        "digest-many": digest(samples.many()),
        "followups": followups(samples.FOLLOWUPS),
        "followups-empty": followups(()),
        "followups-many": followups(tuple(replace(samples.FOLLOWUPS[n % 3], pin=str(n)) for n in range(200))),
        "menu": menu(samples.screen()),
        "menu-free": menu(samples.free(followups_due=1)),
    }


def shot(window: QWidget, theme: Theme, name: str) -> object:
    """The window as it looks, over a soft ground."""
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPixmap
    from PySide6.QtWidgets import QApplication

    window.show()
    app = QApplication.instance()
    assert app is not None
    app.processEvents()
    grabbed = window.grab()
    ratio = grabbed.devicePixelRatio()
    margin = 24
    wide, high = window.width() + 2 * margin, window.height() + 2 * margin
    made = QPixmap(round(wide * ratio), round(high * ratio))
    made.setDevicePixelRatio(ratio)
    painter = QPainter(made)
    ground = QLinearGradient(QPointF(0, 0), QPointF(wide, high))
    ends = ("#34423E", "#1E2927") if theme.dark else ("#C9D3CC", "#94A79F")
    ground.setColorAt(0, QColor(ends[0]))
    ground.setColorAt(1, QColor(ends[1]))
    painter.fillRect(0, 0, wide, high, ground)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(margin, margin, grabbed)
    painter.end()
    window.close()
    assert name
    assert Qt is not None
    return made


def main(folder: Path, only: set[str], languages: tuple[str, ...]) -> None:
    """Draw them all, or `only` those."""
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from holdspace.ui.theme import DARK, LIGHT

    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    ratio = os.environ.get("QT_SCALE_FACTOR", "1")
    for name, make in surfaces().items():
        if only and name not in only:
            continue
        for language in languages:
            for theme in (LIGHT, DARK):
                picture = shot(make(language, theme), theme, name)
                assert isinstance(picture, QPixmap)
                tail = f"{'-dark' if theme.dark else ''}{'' if language == 'en' else '-' + language}{'' if ratio == '1' else f'-{ratio}x'}"
                picture.save(str(folder / f"{name}{tail}.png"))
    assert app is not None


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    main(Path(sys.argv[1]), set(filter(None, sys.argv[2].split(","))) if len(sys.argv) > 2 else set(), tuple(sys.argv[3].split(",")) if len(sys.argv) > 3 else ("en",))
