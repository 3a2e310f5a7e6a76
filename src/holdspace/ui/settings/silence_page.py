"""Silence: what the desktop's silence is like here, how it ends, and what it does not cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from holdspace.override import override
from holdspace.ui.buttons import Button
from holdspace.ui.say import sentence
from holdspace.ui.settings.health_panels import PANELS_APART, Panels
from holdspace.ui.settings.page import FormPage
from holdspace.ui.settings.parts import NumberPart, SwitchPart
from holdspace.words_coverage import beforehand, self_test

if TYPE_CHECKING:
    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.views import SettingsDoor
    from holdspace.ui.theme import Theme
    from holdspace.words import Words

NOT_COVERED = ("phone", "calls", "own_popups")
PARTS = ("silence", "self_test", "critical", "watch", "keeper")


class SilencePage(FormPage):
    """What the driver says of itself; two preferences; what is not covered, which is never left unsaid."""

    keys = ("preferences",)
    base = ("preferences",)
    within = ("drain", "close_critical", "release_after_seconds")

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.here = self.form.heading()
        here = QVBoxLayout()
        here.setSpacing(PANELS_APART)
        self.form.column.addLayout(here)
        self.panels = Panels(here, 0)
        self.test = Button("neutral")
        self.test.clicked.connect(self._test)
        row = QHBoxLayout()
        row.addWidget(self.test)
        row.addStretch(1)
        self.form.column.addLayout(row)
        self.tested = self.form.remark()
        self.tested.hide()
        self.drain = SwitchPart("drain")
        self.release = NumberPart("release_after_seconds", step=5)
        self.form.put(self.release)
        self.form.put(self.drain)
        self.close_critical = SwitchPart("close_critical")
        self.form.put(self.close_critical)
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
        self.test.say(words.t("Check the silence now"))
        self.tested.say("")
        self.tested.hide()
        self.release.say(
            words.t("Give the desktop back after"), words.t("Counted from the end of a session; 0 to 300.")
        )
        self.release.unit.say(words.t("seconds"))
        self.drain.say(
            words.t("Close what came in the session when the desktop is given back"),
            words.t("Else it all pops up at once. What you had waiting before stays; alarms and calls too."),
        )
        self.close_critical.say(
            words.t("Close urgent ones as they come, where the desktop shows them"),
            words.t(
                "They are held like all others, after a blink. Those of power, system and passwords stay. "
                "GNOME lets nobody else close them: there it is of no use."
            ),
        )
        self.not_covered.say(words.t("Not covered"))
        not_covered = sentence(", ".join(words.code("not_covered", code) for code in NOT_COVERED))
        self.gaps.say(f"{not_covered} {beforehand(words)}")
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

    @Slot()
    def _test(self) -> None:
        """A popup may show, and some seconds pass: said before, and what came of it afterwards."""
        if self.words is None or not self.test.isEnabled():
            return
        self.test.setEnabled(False)
        self._tell(
            self.words.t("For some seconds the desktop is silent. Before that a notification may show for a moment.")
        )
        self.door.test_silence(self._came)

    def _came(self, outcome: str, saw: str) -> None:
        self.test.setEnabled(True)
        if self.words is not None:
            self._tell(self_test(self.words, outcome, saw))
            self.door.look(self.show_health)

    def _tell(self, said: str) -> None:
        self.tested.say(said)
        self.tested.show()

    def apply_theme(self, theme: Theme) -> None:
        self.panels.theme = theme
