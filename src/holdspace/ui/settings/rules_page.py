"""Rules: what is held, asked about, let through or only counted. The first that fits wins, so their order matters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from holdspace.ui.buttons import Button
from holdspace.ui.override import override
from holdspace.ui.settings.page import ListPage, numbers, shortcuts
from holdspace.ui.settings.rows import Row
from holdspace.ui.settings.rule_form import ElseForm, RuleForm
from holdspace.ui.settings.views import RENEWED_DAYS

if TYPE_CHECKING:
    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.form import Form
    from holdspace.ui.settings.views import Path, SettingsDoor, Tree
    from holdspace.words import Words

ELSE: Path = ("gate",)


class RulesPage(ListPage):
    """All rules in one list, and below them what happens to everything else."""

    keys = ("rules", "gate")

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.form, self.rest = RuleForm(), ElseForm()
        self.add_form(self.form)
        self.add_form(self.rest)
        self.add, self.up, self.down = (Button("neutral", pad=10) for _ in range(3))
        self.buttons.put(self.add, self.up, self.down, self.remove)
        self.add.clicked.connect(self.press_add)
        self.up.clicked.connect(lambda: self.mover(-1))
        self.down.clicked.connect(lambda: self.mover(1))
        self.form.renew.clicked.connect(self.press_renew)
        self.form.edited.connect(self._show_days)
        shortcuts(self, ("Alt+Up", -1), ("Alt+Down", 1))

    @override
    def title(self, words: Words) -> str:
        return words.t("Rules")

    @override
    def say(self, words: Words) -> None:
        super().say(words)
        self.list.setAccessibleName(words.t("Rules"))
        self.add.say(words.t("Add a rule"))
        self.up.say(words.t("Up"))
        self.down.say(words.t("Down"))
        self.remove.say(words.t("Remove"))
        self.buttons.arrange()
        self.form.say(words)
        self.rest.say(words)
        self._say_lead()

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
    def rows(self) -> tuple[Row, ...]:
        words = self.words
        if words is None:
            return ()
        wrong = self.wrong_paths()
        soon = frozenset(self.checked.expiring) if self.checked is not None else frozenset()
        spoken = {"wrong": words.t("something is wrong here"), "soon": words.t("ends soon or has ended"), "": ""}
        rows = []
        for number, rule in enumerate(self.draft.tables("rules")):
            path = ("rules", number)
            verdict = str(rule.get("verdict", ""))
            mark = "wrong" if path in wrong else "soon" if rule.get("name") in soon and verdict == "let_through" else ""
            rows.append(
                Row(
                    title=str(rule.get("name") or words.t("No name yet")),
                    detail=numbers((words.code("verdict", verdict), _looks_at(rule))),
                    path=path,
                    mark=mark,  # type: ignore[arg-type]
                    spoken=spoken[mark],
                )
            )
        detail = words.code("verdict", str(self.draft.get((*ELSE, "default"), "hold")))
        mark = "wrong" if any(path[:1] == ELSE for path in wrong) else ""
        rest = Row(title=words.t("Everything else"), detail=detail, path=ELSE, mark=mark, spoken=spoken[mark])  # type: ignore[arg-type]
        return (*rows, rest)

    @override
    def form_of(self, path: Path) -> Form:
        return self.rest if path == ELSE else self.form

    @override
    def chosen_changed(self, path: Path | None) -> None:
        super().chosen_changed(path)
        rule = path is not None and len(path) == 2
        at = int(path[1]) if rule and path is not None else 0
        self.up.setEnabled(rule and at > 0)
        self.down.setEnabled(rule and at < len(self.draft.tables("rules")) - 1)
        self._show_days()

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

    def press_add(self) -> None:
        """A rule in front of the chosen one, or behind all others; it holds until somebody says otherwise."""
        path = self.list.path()
        at = int(path[1]) if path is not None and len(path) == 2 else None
        table: Tree = {"name": "", "match": {}, "verdict": "hold"}
        self.added(("rules", self.draft.add("rules", table, at)))

    def press_renew(self) -> None:
        """Mean it again: for as long as is allowed."""
        path = self.list.path()
        if path is None or len(path) != 2:
            return
        until = (self.door.today() + timedelta(days=RENEWED_DAYS)).isoformat()
        self.draft.put((*path, "until"), until)
        self.form.until.load(until)
        self._show_days()
        self.edited.emit()


def days_left(until: object, today: date, words: Words) -> str:
    """How long it still counts, in words; empty when no day is named."""
    try:
        days = (date.fromisoformat(until) - today).days if isinstance(until, str) and len(until) == 10 else None
    except ValueError:
        days = None
    if days is None or days > RENEWED_DAYS:
        return ""
    if days < 0:
        return words.t("It has ended: nothing is let through by it.")
    return words.n("{n} day left", "{n} days left", days) if days else words.t("Today is its last day.")


def _looks_at(rule: Tree) -> str:
    """The words that it looks for, on a line."""
    match = rule.get("match")
    found = match.values() if isinstance(match, dict) else ()
    return ", ".join(str(word) for words in found for word in (words if isinstance(words, list) else [words]))
