"""Health: what works on this computer, why something does not, and the remedy; the rows of `holdspace doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from holdspace.override import override
from holdspace.ui.settings.form import Form
from holdspace.ui.settings.health_panels import PANELS_APART, Panels
from holdspace.ui.settings.page import Page

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent

    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.views import Checked, FieldProblem, Path, SettingsDoor
    from holdspace.ui.theme import Theme
    from holdspace.words import Words


class Scrolled(Form):
    """A form that has the keyboard itself, to be scrolled by it, and shows that by a ring around what can be seen of it."""

    def __init__(self) -> None:
        super().__init__()
        self.ring = Ring(self)

    @override
    def focusInEvent(self, arg__1: QFocusEvent) -> None:
        super().focusInEvent(arg__1)
        self.ring.show()

    @override
    def focusOutEvent(self, arg__1: QFocusEvent) -> None:
        super().focusOutEvent(arg__1)
        self.ring.hide()

    @override
    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        self.ring.setGeometry(self.viewport().geometry())

    @override
    def apply_theme(self, theme: Theme) -> None:
        super().apply_theme(theme)
        self.ring.theme = theme


class Ring(QWidget):
    """The ring, above what is scrolled; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        painter.end()


class HealthPage(Page):
    """Whatever rows come, one panel each. Nothing is edited here."""

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.form = Scrolled()
        self.form.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # nothing in it takes the keyboard, and it may be long
        self.form.column.setSpacing(PANELS_APART)
        self.form.end()
        self.column.addWidget(self.form, 1)
        self.panels = Panels(self.form.column, 0)

    @override
    def title(self, words: Words) -> str:
        return words.t("Health")

    @override
    def say(self, words: Words) -> None:
        super().say(words)
        self.panels.forget()
        self.lead.say(words.t("What works on this computer. The same as the command “holdspace doctor”."))
        self.form.setAccessibleName(words.t("Health"))

    @override
    def load(self) -> None:
        self.show_health()

    def show_health(self) -> None:
        """Tell how everything stands now."""
        if self.words is not None:
            self.panels.show(self.door.health(), self.words, self.door)

    @override
    def tell(self, checked: Checked) -> list[FieldProblem]:
        return []

    @override
    def go_to(self, path: Path) -> None:
        self.form.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply_theme(self, theme: Theme) -> None:
        self.panels.theme = theme
