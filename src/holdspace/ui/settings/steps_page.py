"""Steps: who is asked first, who next, how, and how long each may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.override import override
from holdspace.ui.settings.form import Form
from holdspace.ui.settings.list_page import OrderedPage
from holdspace.ui.settings.parts import ChoicePart, NumberPart
from holdspace.ui.settings.views import LEVELS, MODES, ROLES

if TYPE_CHECKING:
    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.rows import Row
    from holdspace.ui.settings.views import Path, SettingsDoor, Tree
    from holdspace.words import Words

WAITS = {"normal": 180, "urgent": 90, "emergency": 45}
LEASES = {"normal": 600, "urgent": 240, "emergency": 90}


def usual(role: str) -> Tree:
    """A step with the usual lengths."""
    return {"role": role, "mode": "all", "wait_seconds": dict(WAITS), "lease_seconds": dict(LEASES)}


class StepsPage(OrderedPage):
    """Rungs in their order. Settings without steps have the usual two, which are written out once they are changed."""

    keys = ("steps",)
    ordered = "steps"

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.form = StepForm()
        self.add_forms(self.form)

    @override
    def title(self, words: Words) -> str:
        return words.t("Steps")

    @override
    def say(self, words: Words) -> None:
        super().say(words)
        self.lead.say(
            words.t("One step is asked after the other, until somebody answers. A step with nobody on duty is skipped.")
        )

    @override
    def name_buttons(self, words: Words) -> None:
        super().name_buttons(words)
        self.add.say(words.t("Add a step"))

    @override
    def load(self) -> None:
        if not self.draft.tables("steps"):  # as they are in force: it changes nothing until somebody changes it
            self.draft.imply("steps", [usual(role) for role in ROLES])
        super().load()

    @override
    def rows(self, words: Words) -> tuple[Row, ...]:
        return tuple(
            self.row(
                words,
                f"{number + 1}. {words.code('role', str(step.get('role', '')))}",
                ("steps", number),
                words.code("step_mode", str(step.get("mode", "all"))),
            )
            for number, step in enumerate(self.draft.tables("steps"))
        )

    @override
    def form_of(self, path: Path) -> Form:
        return self.form

    @override
    def removable(self, path: Path) -> bool:
        return len(self.draft.tables("steps")) > 1

    @override
    def press_add(self) -> None:
        """One step more, behind all others."""
        self.added(("steps", self.draft.add("steps", usual("assistant"))))


class StepForm(Form):
    """One rung."""

    def __init__(self) -> None:
        super().__init__()
        self.role = ChoicePart("role")
        self.mode = ChoicePart("mode")
        self.put(self.role)
        self.put(self.mode)
        self.waits_heading = self.heading()
        self.waits = tuple(NumberPart("wait_seconds", level, step=15) for level in LEVELS)
        self.put(*self.waits)
        self.leases_heading = self.heading()
        self.leases = tuple(NumberPart("lease_seconds", level, step=30) for level in LEVELS)
        self.put(*self.leases)
        self.end()

    @override
    def say(self, words: Words) -> None:
        self.role.say(words.t("Who is asked"))
        self.role.choice.offer(tuple((role, words.code("role", role)) for role in ROLES))
        self.mode.say(words.t("How"))
        self.mode.choice.offer(tuple((mode, words.code("step_mode", mode)) for mode in MODES))
        self.waits_heading.say(words.t("How long they have to answer"))
        self.leases_heading.say(words.t("How long “I have it” holds"))
        for parts, heading in ((self.waits, self.waits_heading), (self.leases, self.leases_heading)):
            for part, level in zip(parts, LEVELS, strict=True):
                part.say(words.code("urgency", level))
                part.unit.say(words.t("s"))
                part.field.setAccessibleName(f"{heading.text()}: {words.code('urgency', level)}")
