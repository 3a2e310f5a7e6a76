"""Rules: what is held, asked about, let through or only counted. The first that fits wins, so their order matters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from holdspace.override import override
from holdspace.ui.settings.list_page import OrderedPage, one_line
from holdspace.ui.settings.preview_panel import PreviewPanel
from holdspace.ui.settings.rule_form import ElseForm, RuleForm
from holdspace.ui.settings.views import RENEWALS, RENEWED_DAYS

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.form import Form
    from holdspace.ui.settings.rows import Row
    from holdspace.ui.settings.views import Path, PreviewView, SettingsDoor, Tree
    from holdspace.words import Words

ELSE: Path = ("gate",)


class RulesPage(OrderedPage):
    """All rules in one list, and below them what happens to everything else."""

    keys = ("rules", "gate")
    ordered = "rules"

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.form, self.rest = RuleForm(), ElseForm()
        self.add_forms(self.form, self.rest)
        for button, days in zip(self.form.renewals, RENEWALS, strict=True):
            button.clicked.connect(lambda _=False, days=days: self.press_renew(days))
        self.form.edited.connect(self._show_days)
        self.preview = PreviewPanel(self._ask)
        self.right.addWidget(self.preview.list, 1)
        self.right.addWidget(self.preview)
        self.preview.list.hide()
        self.preview.opened.connect(self._show_list)
        self.edited.connect(self.preview.ask_soon)

    def look_back(self) -> None:
        """Judge what arrived anew, from the beginning: another rule is chosen, or the window is opened."""
        self.preview.begin()

    def _ask(self) -> None:
        """What would the chosen rule have done? Asked when it shows only: to judge it all takes its time."""
        path = self.list.path()
        if path is not None and self.isVisible():
            self.door.preview(self.draft.settings(), self.place(), self._told)

    def _told(self, view: PreviewView) -> None:
        self.preview.tell(view)

    def _show_list(self, wanted: bool) -> None:
        if wanted == self.preview.list.isVisibleTo(self):
            return
        self.preview.list.setVisible(wanted)
        self.forms.setVisible(not wanted)
        if wanted:
            self.preview.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look_back()

    @override
    def title(self, words: Words) -> str:
        return words.t("Rules")

    @override
    def say(self, words: Words) -> None:
        super().say(words)
        self.preview.say(words)
        self._say_lead()

    @override
    def name_buttons(self, words: Words) -> None:
        super().name_buttons(words)
        self.add.say(words.t("Add a rule"))

    def _say_lead(self) -> None:
        words = self.words
        if words is None:
            return
        parts = [words.t("The first rule that fits decides.")]
        soon = len(self.checked.expiring) if self.checked is not None else 0
        if soon:
            parts.append(
                words.n(
                    "{n} rule that lets through ends soon or has ended: renew it if you still mean it.",
                    "{n} rules that let through end soon or have ended: renew those that you still mean.",
                    soon,
                )
            )
        self.lead.say(" ".join(parts))

    @override
    def refresh(self) -> None:
        super().refresh()
        self._say_lead()

    @override
    def rows(self, words: Words) -> tuple[Row, ...]:
        expiring = frozenset(self.checked.expiring) if self.checked is not None else frozenset()
        rows = []
        for number, rule in enumerate(self.draft.tables("rules")):
            verdict = str(rule.get("verdict", ""))
            soon = verdict == "let_through" and rule.get("name") in expiring
            detail = one_line((words.code("verdict", verdict), self._ended(rule, words), _looks_at(rule)))
            rows.append(self.row(words, str(rule.get("name", "")), ("rules", number), detail, soon=soon))
        verdict = words.code("verdict", str(self.draft.get((*ELSE, "default"), "hold")))
        return (*rows, self.row(words, words.t("Everything else"), ELSE, verdict))

    def _ended(self, rule: Tree, words: Words) -> str:
        """Of a rule that has an end: whether that is over."""
        days = _days(rule.get("until"), self.door.today())
        return words.t("has ended") if days is not None and days < 0 else ""

    @override
    def form_of(self, path: Path) -> Form:
        return self.rest if path == ELSE else self.form

    @override
    def chosen_changed(self, path: Path | None) -> None:
        super().chosen_changed(path)
        self._show_days()
        self.look_back()

    def _show_days(self) -> None:
        """How long an entry that is let through still counts."""
        path = self.list.path()
        if path is None or len(path) != 2 or self.words is None:
            return
        rule = self.draft.get(path, {})
        self.form.show_verdict(str(rule.get("verdict", "")))
        left = days_left(rule.get("until"), self.door.today(), self.words)
        self.form.days.say(left)
        self.form.days.setVisible(bool(left) and rule.get("verdict") == "let_through")

    @override
    def press_add(self) -> None:
        """A rule in front of the chosen one, or behind all others; it holds until somebody says otherwise."""
        table: Tree = {"name": "", "match": {}, "verdict": "hold"}
        self.added(("rules", self.draft.add("rules", table, self.place())))

    def press_renew(self, days: int) -> None:
        """Mean it (again): until so many days from today."""
        path = self.list.path()
        if path is None or len(path) != 2:
            return
        until = (self.door.today() + timedelta(days=days)).isoformat()
        self.draft.put((*path, "until"), until)
        self.form.until.load(until)
        self._show_days()
        self.edited.emit()


def days_left(until: object, today: date, words: Words) -> str:
    """How long it still counts, in words; empty when no day is named."""
    days = _days(until, today)
    if days is None or days > RENEWED_DAYS:
        return ""
    if days < 0:
        return words.t("It has ended: nothing is let through by it.")
    return words.n("{n} day left", "{n} days left", days) if days else words.t("Today is its last day.")


def _days(until: object, today: date) -> int | None:
    """How many days are left until this day of the draft; None when it names none."""
    try:
        return (date.fromisoformat(until) - today).days if isinstance(until, str) and len(until) == 10 else None
    except ValueError:
        return None


def _looks_at(rule: Tree) -> str:
    """The words that it looks for, on a line."""
    match = rule.get("match")
    found = match.values() if isinstance(match, dict) else ()
    return ", ".join(str(word) for words in found for word in (words if isinstance(words, list) else [words]))
