"""Steps: who is asked first, who next, how, and how long each may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.ui.buttons import Button
from holdspace.ui.override import override
from holdspace.ui.settings.form import Form
from holdspace.ui.settings.page import ListPage, numbers, shortcuts
from holdspace.ui.settings.parts import ChoicePart, NumberPart
from holdspace.ui.settings.rows import Row
from holdspace.ui.settings.views import LEVELS, MODES, ROLES

if TYPE_CHECKING:
    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.views import Path, SettingsDoor, Tree
    from holdspace.words import Words

WAITS = {"normal": 180, "urgent": 90, "emergency": 45}
LEASES = {"normal": 600, "urgent": 240, "emergency": 90}


def usual(role: str) -> Tree:
    """A step with the usual lengths."""
    return {"role": role, "mode": "all", "wait_seconds": dict(WAITS), "lease_seconds": dict(LEASES)}


class StepsPage(ListPage):
    """Rungs in their order. Settings without steps have the usual two, which are written out once they are changed."""

    keys = ("steps",)

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.form = StepForm()
        self.add_form(self.form)
        self.up, self.down, self.add = (Button("neutral", pad=10) for _ in range(3))
        self.buttons.put(self.add, self.up, self.down, self.remove)
        self.up.clicked.connect(lambda: self.mover(-1))
        self.down.clicked.connect(lambda: self.mover(1))
        self.add.clicked.connect(self.press_add)
        shortcuts(self, ("Alt+Up", -1), ("Alt+Down", 1))

    @override
    def title(self, words: Words) -> str:
        return words.t("Steps")

    @override
    def say(self, words: Words) -> None:
        super().say(words)
        self.lead.say(
            words.t("One step is asked after the other, until somebody answers. A step with nobody on duty is skipped.")
        )
        self.list.setAccessibleName(words.t("Steps"))
        self.add.say(words.t("Add a step"))
        self.up.say(words.t("Up"))
        self.down.say(words.t("Down"))
        self.remove.say(words.t("Remove"))
        self.buttons.arrange()
        self.form.say(words)

    @override
    def load(self) -> None:
        if not self.draft.tables("steps"):  # as they are in force: it changes nothing until somebody changes it
            self.draft.imply("steps", [usual(role) for role in ROLES])
        super().load()

    @override
    def rows(self) -> tuple[Row, ...]:
        words = self.words
        if words is None:
            return ()
        wrong = self.wrong_paths()
        return tuple(
            Row(
                title=f"{number + 1}. {words.code('role', str(step.get('role', '')))}",
                detail=numbers((words.code("step_mode", str(step.get("mode", "all"))),)),
                path=("steps", number),
                mark="wrong" if ("steps", number) in wrong else "",
                spoken=words.t("something is wrong here") if ("steps", number) in wrong else "",
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
    def chosen_changed(self, path: Path | None) -> None:
        super().chosen_changed(path)
        at = int(path[1]) if path is not None else 0
        self.up.setEnabled(at > 0)
        self.down.setEnabled(path is not None and at < len(self.draft.tables("steps")) - 1)

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
