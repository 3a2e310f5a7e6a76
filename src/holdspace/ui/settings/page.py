"""A page of the settings, plain or with a list at its left: what the window asks of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.override import override
from holdspace.ui.settings.form import Form
from holdspace.ui.settings.rows import Row, RowList
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.views import Checked, FieldProblem, Path, SettingsDoor
    from holdspace.words import Words

LIST_WIDTH = 232


class Page(QWidget):
    """`edited`: the draft was changed here. `keys`: the keys at the top of the settings that are edited here."""

    edited = Signal()
    keys: tuple[str, ...] = ()

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__()
        self.door = door
        self.draft = draft
        self.words: Words | None = None
        self.checked: Checked | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self.heading = Text("title", "ink", lines=2)
        self.lead = Text("text", "ink2", lines=8)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.lead)

    def title(self, words: Words) -> str:
        """What the page is called."""
        raise NotImplementedError

    def say(self, words: Words) -> None:
        """Name everything in this language."""
        self.words = words
        self.heading.say(self.title(words))

    def load(self) -> None:
        """Show the draft anew: it may be another one, or be the same with more or less in it."""
        raise NotImplementedError

    def tell(self, checked: Checked) -> list[FieldProblem]:
        """Say what is wrong where; what has no place on this page is given back."""
        raise NotImplementedError

    def mine(self, problem: FieldProblem) -> bool:
        """Whether a problem is told on this page."""
        return bool(problem.path) and problem.path[0] in self.keys

    def go_to(self, path: Path) -> None:
        """Put the keyboard where this path is edited."""
        raise NotImplementedError


class FormPage(Page):
    """A page that is one form, for one table."""

    base: Path = ()

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.form = Form()
        self.form.edited.connect(self.edited)
        self.column.addWidget(self.form, 1)

    @override
    def load(self) -> None:
        self.form.load(self.draft, self.base)

    @override
    def tell(self, checked: Checked) -> list[FieldProblem]:
        if self.words is None:
            return []
        return self.form.tell((one for one in checked.problems if self.mine(one)), self.words)

    @override
    def go_to(self, path: Path) -> None:
        part = self.form.part_of(path)
        if part is not None:
            part.take_focus()


class ListPage(Page):
    """A list at the left, a form for what is chosen at the right. Subclasses say which rows, forms and new tables."""

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.list = RowList()
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.chosen.connect(lambda _: self._show_chosen())
        self.forms = QStackedWidget()
        self.nothing = Form()
        self.nothing.end()
        self.forms.addWidget(self.nothing)
        self.buttons = ButtonRow()
        self.buttons.setFixedWidth(LIST_WIDTH)
        self.remove = Button("neutral", pad=10)
        self.remove.clicked.connect(self.press_remove)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.buttons)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addLayout(left)
        row.addWidget(self.forms, 1)
        self.column.addLayout(row, 1)
        key = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.press_remove)

    # -- what subclasses say --------------------------------------------------------------------------------------
    def rows(self) -> tuple[Row, ...]:
        """The rows as the draft has them now."""
        raise NotImplementedError

    def form_of(self, path: Path) -> Form:
        """The form for the table at this path."""
        raise NotImplementedError

    def before_edit(self) -> None:
        """What must be written out before the draft is changed here."""

    def removable(self, path: Path) -> bool:
        """Whether the table at this path can be taken away."""
        return len(path) == 2

    # -- showing --------------------------------------------------------------------------------------------------
    def add_form(self, form: Form) -> None:
        self.forms.addWidget(form)
        form.edited.connect(self.edited)

    @override
    def load(self) -> None:
        at = self.list.path()
        self.list.rows.fill(self.rows())
        if not self.list.go_to(at):
            first = next((row.path for row in self.list.rows.rows if row.path is not None), None)
            self.list.go_to(first)
        self._show_chosen()

    def refresh(self) -> None:
        """The rows' words and marks anew; the form stays as it is."""
        at = self.list.path()
        self.list.rows.fill(self.rows())
        if self.list.path() != at:
            self.list.go_to(at)

    def _show_chosen(self) -> None:
        path = self.list.path()
        form = self.form_of(path) if path is not None else self.nothing
        if path is not None:
            form.load(self.draft, path)
        self.forms.setCurrentWidget(form)
        form.verticalScrollBar().setValue(0)
        self.chosen_changed(path)
        if self.checked is not None and self.words is not None:
            form.tell((one for one in self.checked.problems if self.mine(one)), self.words)

    def chosen_changed(self, path: Path | None) -> None:
        """Another row is chosen: what the buttons can do now."""
        self.remove.setEnabled(path is not None and self.removable(path))

    @override
    def tell(self, checked: Checked) -> list[FieldProblem]:
        self.checked = checked
        if self.words is None:
            return []
        problems = [one for one in checked.problems if self.mine(one)]
        form = self.forms.currentWidget()
        if isinstance(form, Form):
            form.tell(problems, self.words)
        self.refresh()
        known = [row.path for row in self.list.rows.rows if row.path is not None]
        return [one for one in problems if not any(one.path[: len(path)] == path for path in known)]

    def wrong(self, path: Path) -> bool:
        """Whether anything is wrong with the table at this path."""
        problems = self.checked.problems if self.checked is not None else ()
        return any(one.path[: len(path)] == path for one in problems)

    def wrong_paths(self) -> frozenset[Path]:
        """The first two steps of every problem's path: asked once for all rows."""
        problems = self.checked.problems if self.checked is not None else ()
        return frozenset(one.path[:2] for one in problems)

    @override
    def go_to(self, path: Path) -> None:
        for length in range(len(path), 0, -1):
            if self.list.go_to(path[:length]):
                self._show_chosen()
                break
        form = self.forms.currentWidget()
        part = form.part_of(path) if isinstance(form, Form) else None
        if part is not None:
            part.take_focus()

    # -- changing -------------------------------------------------------------------------------------------------
    def added(self, path: Path) -> None:
        """A table was put there: go to it, and into its first field."""
        self.load()
        self.list.go_to(path)
        self._show_chosen()
        form = self.forms.currentWidget()
        if isinstance(form, Form) and form.parts:
            form.parts[0].take_focus()
        self.edited.emit()

    def press_remove(self) -> None:
        """Take away what is chosen; the one that follows is chosen then."""
        path = self.list.path()
        if path is None or not self.removable(path):
            return
        self.before_edit()
        key, at = str(path[0]), int(path[1])
        self.draft.remove(key, at)
        self.load()
        left = len(self.draft.tables(key))
        if left:
            self.list.go_to((key, min(at, left - 1)))
            self._show_chosen()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def mover(self, by: int) -> None:
        """Move what is chosen up or down within its kind."""
        path = self.list.path()
        if path is None or len(path) != 2:
            return
        self.before_edit()
        key, at = str(path[0]), int(path[1])
        to = self.draft.move(key, at, by)
        if to != at:
            self.load()
            self.list.go_to((key, to))
            self._show_chosen()
            self.edited.emit()


def shortcuts(page: ListPage, *pairs: tuple[str, int]) -> None:
    """Keys that move what is chosen."""
    for keys, by in pairs:
        key = QShortcut(QKeySequence(keys), page)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(lambda by=by: page.mover(by))


def numbers(texts: Sequence[str]) -> str:
    """Several texts on a line."""
    return " · ".join(text for text in texts if text)
