"""Every surface of the screen by name, each as a function from a language and a theme to its window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from holdspace.override import override
from holdspace.private import Private
from holdspace.ui.after_window import AfterWindow
from holdspace.ui.asking_window import AskingWindow
from holdspace.ui.cannot import CannotWindow
from holdspace.ui.followups import FollowUpsWindow
from holdspace.ui.fonts import font
from holdspace.ui.icons import tray_icon
from holdspace.ui.line import LineWindow, Mode
from holdspace.ui.menu import Menu
from holdspace.ui.place import Size
from holdspace.ui.session_window import SessionWindow
from holdspace.ui.settings.window import SettingsWindow
from holdspace.ui.start_window import StartWindow
from holdspace.ui.theme import Theme
from holdspace.ui.tray import tooltip
from holdspace.words import translator
from tests.ui import samples, settings_samples
from tests.ui.digest_surfaces import again, digest, next_time
from tests.ui.samples import free, screen

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from holdspace.core.policy import Policy
    from holdspace.ui.views import FollowUpRow, Screen

Make = Callable[[str, Theme], QWidget]
ASKED = samples.Asked()
MUCH: dict[str, Any] = {
    "critical": "closed",
    "battery_low": True,
    "ending": samples.ENDING,
    "responders": samples.AWAY,
    "comes_through": ("let_through", "emergency"),
}
"""As much as the line of coverage may have to say."""


class NoOpener:
    """Opens nothing: the menu is only looked at."""

    def open_window(self) -> None: ...
    def hide_window(self) -> None: ...
    def open_line(self, mode: Mode) -> None: ...
    def open_digest(self) -> None: ...
    def open_followups(self) -> None: ...
    def press_end(self) -> None: ...
    def larger(self) -> None: ...
    def smaller(self) -> None: ...
    def open_note(self) -> None: ...
    def invited(self, responder: str) -> None: ...
    def open_settings(self) -> None: ...
    def press_quit(self) -> None: ...


def session(shown: Screen, size: Size = "M", *, composited: bool = True, armed: bool = False) -> Make:
    def make(language: str, theme: Theme) -> QWidget:
        window = SessionWindow(ASKED.gestures, samples.Ticks(), composited=composited)
        window.want_size(size)
        window.show_screen(replace(shown, language=language), translator(language))
        window.apply_theme(theme)
        if armed:
            window.press_end()
        return window

    return make


def leaving(shown: Screen, size: Size = "M") -> Make:
    """Somebody wants to quit."""

    def make(language: str, theme: Theme) -> QWidget:
        window = session(shown, size)(language, theme)
        assert isinstance(window, SessionWindow)
        window.press_quit()
        return window

    return make


def unfolded(language: str, theme: Theme) -> QWidget:
    window = session(screen(card=samples.card()))(language, theme)
    assert isinstance(window, SessionWindow)
    window.choose(3)
    return window


def writing(language: str, theme: Theme) -> QWidget:
    """Somebody writes in the note."""
    window = session(samples.large(), "L")(language, theme)
    assert isinstance(window, SessionWindow)
    window.show()
    window.open_note()
    return window


def start(shown: Screen, *, tick: int | None = None, client: str = "", urgent_with: str = "") -> Make:
    def make(language: str, theme: Theme) -> QWidget:
        asked = samples.Asked()
        asked.urgent_with = urgent_with
        window = StartWindow(asked.gestures, composited=True)
        window.client.setText(client)
        window.show_screen(replace(shown, language=language), translator(language))
        window.apply_theme(theme)
        if tick is not None:
            window.checklist.ticks[tick].click()
        window.open_focused()
        return window

    return make


def after(**changes: Any) -> Make:
    def make(language: str, theme: Theme) -> QWidget:
        window = AfterWindow(ASKED.gestures, composited=True)
        window.show_end(free(arrived=3, pins=1, gives_back=True, **changes), translator(language))
        window.apply_theme(theme)
        return window

    return make


def line(mode: Mode) -> Make:
    def make(language: str, theme: Theme) -> QWidget:
        window = LineWindow(ASKED.gestures, composited=True)
        window.open_mode(mode, translator(language))
        window.apply_theme(theme)
        return window

    return make


def followups(rows: tuple[FollowUpRow, ...]) -> Make:
    def make(language: str, theme: Theme) -> QWidget:
        window = FollowUpsWindow(ASKED.gestures)
        window.apply_theme(theme)
        window.show_rows(rows, translator(language))
        return window

    return make


def asking(language: str, theme: Theme) -> QWidget:
    window = AskingWindow(ASKED.gestures)
    window.apply_theme(theme)
    window.ask("Ana Lindqvist", translator(language))
    return window


def cannot(code: str, *ways: str) -> Make:
    def make(language: str, theme: Theme) -> QWidget:
        path = "/srv/ana/.local/share/holdspace/holdspace.db"
        window = CannotWindow(code, path, {way: lambda: None for way in ways}, translator(language))
        window.apply_theme(theme)
        return window

    return make


def settings(page: str, policy: Policy = settings_samples.POLICY, do: Callable[[Any], None] | None = None) -> Make:
    def make(language: str, theme: Theme) -> QWidget:
        desk = settings_samples.Desk(policy)
        if do is _crowded:
            desk.past = tuple(replace(settings_samples.LONG, id=str(number)) for number in range(90))
        window = SettingsWindow(desk.door)
        window.show_words(translator(language))
        window.apply_theme(theme)
        window.go_to_page(getattr(window, page))
        window.open_at(translator(language))
        if do is not None:
            do(window)
            window.check()
        window.rules._ask()
        desk.loop.pass_by()
        QApplication.processEvents()  # the line of the preview takes its room
        if do in {_listed, _crowded}:
            window.rules.preview.show_them.click()
        return window

    return make


def _at(page: str, *path: str | int) -> Callable[[Any], None]:
    return lambda window: getattr(window, page).go_to(path)


def _listed(window: SettingsWindow) -> None:
    window.rules.go_to(("rules", 0))


def _crowded(window: SettingsWindow) -> None:
    """Everything that arrived is caught, by a rule of many words."""
    words = [f"word {number} of a rule that looks at many" for number in range(40)]
    window.draft.put(("rules", 0, "match"), {"app": [*words, "a", "e", "o"]})
    window.rules.go_to(("rules", 0))


def _wrong(window: SettingsWindow) -> None:
    window.draft.put(("rules", 0, "until"), "2030-01-01")
    window.draft.put(("rules", 0, "reason"), None)
    window.draft.put(("rules", 2, "match"), {})
    window.rules.load()
    window.press_save()


def _client_wrong(window: SettingsWindow) -> None:
    window.draft.add("clients", {"name": "marta fernandes", "urgent_here": "y" * 281})
    window.people.load()
    window.press_save()


def _unsaved(window: SettingsWindow) -> None:
    window.draft.put(("preferences", "planned_minutes"), 45)
    window.preferences.load()
    window.close()


class TrayStates(QWidget):
    """A panel with the icon of each state, and what it says under the mouse."""

    def __init__(self, language: str, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words = translator(language)
        self.setFixedSize(520, 216)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#202020" if self._theme.dark else "#F6F5F4"))
        painter.setPen(QColor("#F0F0F0" if self._theme.dark else "#202020"))
        painter.setFont(font("text"))
        for number, shown in enumerate(TRAYS):
            top = 16 + 38 * number
            for left, size in ((16, 16), (48, 22), (86, 32)):
                icon = tray_icon(shown.tray).pixmap(QSize(size, size), self.devicePixelRatioF())
                painter.drawPixmap(left, top + (32 - size) // 2, icon)
            said = tooltip(shown, self._words, samples.Ticks()())
            painter.drawText(QRect(140, top, 376, 32), Qt.AlignmentFlag.AlignVCenter, said)
        painter.end()


def menu(shown: Screen) -> Make:
    def make(language: str, theme: Theme) -> QWidget:
        made = Menu(ASKED.gestures, NoOpener())
        made.show_screen(shown, translator(language), can_hide=True, window="in_front", size="M")
        made.apply_theme(theme)
        return made

    return make


_late = samples.session(elapsed_seconds=2800.0)
_over = samples.session(elapsed_seconds=3190.0)
_paused = samples.session(state="paused", away_seconds=60.0)
_fresh = samples.session(elapsed_seconds=10.0)
_alone = samples.session(kind="isolation", topic=None)
TRAYS = (
    free(),
    screen(),
    screen(session=_paused, tray="stepped_out"),
    screen(session=_alone, tray="isolation", held=0),
    free(tray="needs_you", followups_due=2),
)
_many = tuple(replace(samples.FOLLOWUPS[number % 3], pin=str(number)) for number in range(200))

SURFACES: dict[str, Make] = {
    "small": session(screen(), "S"),
    "small-late": session(screen(session=_late), "S"),
    "small-away": session(screen(session=_paused), "S"),
    "session": session(screen()),
    "session-topicless": session(screen(session=samples.session(topic=None))),
    "session-long": session(screen(session=samples.session(topic=Private("What the second phase costs")))),
    "session-opaque": session(screen(), composited=False),
    "session-started": session(screen(session=_fresh, held=0, pins=0, page_on_this_machine_only=True)),
    "session-late": session(screen(session=_late, asked=1)),
    "session-busy": session(screen(asked=1, held=12, quiet="unverified")),
    "session-over": session(screen(session=_over)),
    "session-armed": session(screen(), armed=True),
    "stepped-out": session(screen(session=_paused, tray="stepped_out")),
    "isolation": session(screen(session=_alone, tray="isolation", responders=())),
    "leaving": leaving(screen()),
    "leaving-large": leaving(samples.large(), "L"),
    "doubted": session(screen(session=samples.session(doubted=True))),
    "trouble": session(screen(quiet="not_silent", quiet_why="no_server", trouble=("disk_full",))),
    "trouble-much": session(
        screen(
            quiet="not_silent", quiet_why="note_failed", trouble=("disk_full", "page_failed"), responders=samples.AWAY
        )
    ),
    "session-not-started": session(screen(quiet="not_silent", quiet_why="server_not_started", critical="shown")),
    "session-full": session(
        screen(quiet="not_silent", quiet_why="note_failed", trouble=("disk_full", "page_failed"), **MUCH)
    ),
    "card": session(screen(card=samples.card())),
    "card-more": session(screen(card=samples.card(more=2, why="nobody_answered", from_name=""))),
    "card-unfolded": unfolded,
    "large": session(samples.large(), "L"),
    "large-opaque": session(samples.large(), "L", composited=False),
    "large-empty": session(screen(held=0, pins=0), "L"),
    "large-asked": session(samples.large(asked=4, asking=samples.ASKING), "L"),
    "large-overfull": session(samples.overfull(), "L"),
    "large-card": session(samples.large(card=samples.card()), "L"),
    "large-return": session(samples.large(recap=samples.RECAP), "L"),
    "large-strip": session(samples.large(strip=samples.STRIP), "L"),
    "large-writing": writing,
    "strip": session(screen(strip=samples.STRIP)),
    "return": session(screen(recap=samples.RECAP)),
    "start": start(free()),
    "start-due": start(free(followups_due=2, responders=(), quiet_why="no_server", quiet="unready", battery_low=True)),
    "start-ending": start(free(ending=samples.ENDING)),
    "start-not-started": start(free(quiet="unready", quiet_why="server_not_started")),
    "start-full": start(free(quiet="unready", quiet_why="server_not_started", followups_due=12, **MUCH)),
    "start-client": start(free(), client="Marta Fernandez", urgent_with="only_everybody"),
    "start-first": start(free(digest=False, planned_minutes=45)),
    "start-list": start(free(checklist=samples.CHECKLIST), tick=1),
    "start-list-full": start(
        free(
            checklist=(Private("A line that is as long as a line may be, which is eighty characters in all, I am"),)
            * 12
        )
    ),
    "start-muted": start(free(microphone="muted", checklist=samples.CHECKLIST[:2], battery_low=True)),
    "start-no-microphone": start(free(microphone="none")),
    "start-trouble": start(free(trouble=("disk_full", "page_failed"), responders=samples.AWAY)),
    "after": after(),
    "after-early": after(by_myself=2, ended=samples.EARLY),
    "after-early-told": after(by_myself=2, ended=replace(samples.EARLY, why="interruption")),
    "line-log": line("log"),
    "line-pin": line("pin"),
    "line-mark": line("mark"),
    "digest": digest(samples.FEW),
    "digest-note": digest(samples.NOTED),
    "digest-early": digest(samples.BROKEN),
    "digest-empty": digest(samples.EMPTY),
    "digest-none": digest(None),
    "digest-ask": next_time("ask", "past 6"),
    "digest-through": next_time("let_through", "past 7", settings_samples.day(7)),
    "digest-any-app": next_time("let_through", "past 7", settings_samples.day(7), choice=1),
    "digest-through-long-any-app": next_time("let_through", "past 8", settings_samples.day(30), choice=1),
    "digest-noise": next_time("noise", "past 4"),
    "digest-through-long": next_time("let_through", "past 8", settings_samples.day(30)),
    "digest-menu": next_time("menu", "past 7"),
    "digest-again": again(),
    "digest-again-line": again("line"),
    "digest-many": digest(samples.many()),
    "followups": followups(samples.FOLLOWUPS),
    "followups-empty": followups(()),
    "followups-many": followups(_many),
    "settings-people": settings("people", do=_at("people", "responders", 0)),
    "settings-no-step": settings("people", settings_samples.NO_STEP, _at("people", "responders", 0)),
    "settings-you": settings("people"),
    "settings-names": settings("people", do=_at("people", "people", 0)),
    "settings-client": settings("people", settings_samples.URGENT, _at("people", "clients", 0)),
    "settings-clients-full": settings("people", settings_samples.OVERFULL, _at("people", "clients", 199)),
    "settings-urgent-here": settings("people", settings_samples.URGENT),
    "settings-client-wrong": settings("people", settings_samples.URGENT, _client_wrong),
    "settings-steps": settings("steps"),
    "settings-rules": settings("rules"),
    "settings-rules-else": settings("rules", do=_at("rules", "gate")),
    "settings-preview": settings("rules", do=_listed),
    "settings-preview-full": settings("rules", do=_crowded),
    "settings-wrong": settings("rules", do=_wrong),
    "settings-preferences": settings("preferences"),
    "settings-unsaved": settings("preferences", do=_unsaved),
    "settings-silence": settings("silence"),
    "settings-health": settings("health"),
    "settings-nobody": settings("people", settings_samples.EMPTY),
    "settings-empty": settings("rules", settings_samples.EMPTY),
    "settings-many": settings("rules", settings_samples.many()),
    "asking": asking,
    "cannot": cannot("damaged_database", "restore", "afresh", "quit"),
    "cannot-newer": cannot("newer_database", "quit"),
    "tray": TrayStates,
    "menu": menu(screen()),
    "menu-free": menu(free(followups_due=1)),
}
