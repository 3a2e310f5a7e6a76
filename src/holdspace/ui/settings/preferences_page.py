"""Preferences: lengths that the practitioner may set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.override import override
from holdspace.ui.settings.page import FormPage
from holdspace.ui.settings.parts import LinesPart, NumberPart

if TYPE_CHECKING:
    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.views import SettingsDoor
    from holdspace.words import Words


LINES_TALL = 112
"""Pixels for the lines of one's own: five, and they scroll."""


class PreferencesPage(FormPage):
    """How long a session is planned for, what is looked at before it, when a note comes up again, how long texts are kept."""

    keys = ("preferences",)
    base = ("preferences",)
    within = ("planned_minutes", "follow_up_after_minutes", "keep_text_days", "checklist")

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.planned = NumberPart("planned_minutes", step=5)
        self.follow_up = NumberPart("follow_up_after_minutes", step=15)
        self.keep = NumberPart("keep_text_days")
        self.checklist = LinesPart("checklist")
        self.checklist.lines.setFixedHeight(LINES_TALL)
        for part in (self.planned, self.checklist, self.follow_up, self.keep):
            self.form.put(part)
        self.form.end()

    @override
    def title(self, words: Words) -> str:
        return words.t("Preferences")

    @override
    def say(self, words: Words) -> None:
        super().say(words)
        self.lead.say(words.t("What you do not say each time."))
        self.planned.say(words.t("Length of a session"), words.t("Where you name no other when you start it."))
        self.planned.unit.say(words.t("minutes"))
        self.checklist.say(
            words.t("To tick off before a session"),
            words.t("One a line. They show where you start it, and nothing waits for them."),
        )
        self.checklist.lines.setPlaceholderText(words.t("Water\nPhone face down\nZoom and Teams closed"))
        self.follow_up.say(
            words.t("A note without a time comes up again after"), words.t("Never in a session: then after it.")
        )
        self.follow_up.unit.say(words.t("minutes"))
        self.keep.say(
            words.t("Keep texts for"),
            words.t("After that only sender, app, time and outcome are left. Words of an open promise stay."),
        )
        self.keep.unit.say(words.t("days"))
