"""Health: what works on this computer, why something does not, and the remedy; the rows of `holdspace doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from holdspace.ui.override import override
from holdspace.ui.settings.form import Form
from holdspace.ui.settings.health_panels import PANELS_APART, Panels
from holdspace.ui.settings.page import Page

if TYPE_CHECKING:
    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.views import Checked, FieldProblem, Path, SettingsDoor
    from holdspace.ui.theme import Theme
    from holdspace.words import Words


class HealthPage(Page):
    """Whatever rows come, one panel each. Nothing is edited here."""

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.form = Form()
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
