"""Silence: what the desktop's silence is like here, how it ends, and what it does not cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from holdspace.ui.override import override
from holdspace.ui.say import sentence
from holdspace.ui.settings.health_panels import PANELS_APART, Panels
from holdspace.ui.settings.page import FormPage
from holdspace.ui.settings.parts import NumberPart, SwitchPart

if TYPE_CHECKING:
    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.views import SettingsDoor
    from holdspace.ui.theme import Theme
    from holdspace.words import Words

NOT_COVERED = ("phone", "calls", "own_popups")
PARTS = ("silence", "watch", "keeper")


class SilencePage(FormPage):
    """What the driver says of itself; two preferences; what is not covered, which is never left unsaid."""

    keys = ("preferences",)
    base = ("preferences",)
    within = ("drain", "release_after_seconds")

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.here = self.form.heading()
        here = QVBoxLayout()
        here.setSpacing(PANELS_APART)
        self.form.column.addLayout(here)
        self.panels = Panels(here, 0)
        self.drain = SwitchPart("drain")
        self.release = NumberPart("release_after_seconds", step=5)
        self.form.put(self.release)
        self.form.put(self.drain)
        self.not_covered = self.form.heading()
        self.gaps = self.form.remark()
        self.form.end()

    @override
    def title(self, words: Words) -> str:
        return words.t("Silence")

    @override
    def say(self, words: Words) -> None:
        super().say(words)
        self.lead.say(words.t("While a session runs no notification pops up. What was before comes back by itself."))
        self.here.say(words.t("On this computer"))
        self.release.say(
            words.t("Give the desktop back after"), words.t("Counted from the end of a session; 0 to 300.")
        )
        self.release.unit.say(words.t("seconds"))
        self.drain.say(
            words.t("Close what came in the session when the desktop is given back"),
            words.t("Else it all pops up at once. What you had waiting before stays; alarms and calls too."),
        )
        self.not_covered.say(words.t("Not covered"))
        self.gaps.say(sentence(", ".join(words.code("not_covered", code) for code in NOT_COVERED)))
        self.panels.forget()

    @override
    def load(self) -> None:
        super().load()
        self.show_health()

    def show_health(self) -> None:
        """Tell how silence and watch stand now; what is being typed is not touched."""
        if self.words is None:
            return
        self.panels.show(tuple(row for row in self.door.health() if row.part in PARTS), self.words, self.door)

    def apply_theme(self, theme: Theme) -> None:
        self.panels.theme = theme
