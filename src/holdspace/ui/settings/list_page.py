"""A page with a list at its left: rows to choose from, a form for the chosen one, and what adds, moves and takes away."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from holdspace.override import override
from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.settings.form import Form
from holdspace.ui.settings.page import Page
from holdspace.ui.settings.rows import Row, RowList, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.rows import Mark
    from holdspace.ui.settings.views import Checked, FieldProblem, Path, SettingsDoor
    from holdspace.words import Words

LIST_WIDTH = 232


class ListPage(Page):
    """A list at the left, a form for what is chosen at the right. Subclasses say which rows and forms."""

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self._wrong: frozenset[Path] = frozenset()
        """The beginnings of every problem's path: asked once for all rows."""
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
        row.setSpacing(24)
        row.addLayout(left)
        self.right = QVBoxLayout()
        self.right.setSpacing(8)
        self.right.addWidget(self.forms, 1)
        row.addLayout(self.right, 1)
        self.column.addLayout(row, 1)
        key = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.press_remove)

    # -- what subclasses say --------------------------------------------------------------------------------------
    @abstractmethod
    def rows(self, words: Words) -> tuple[Row, ...]:
        """The rows as the draft has them now; made with `row`."""

    @abstractmethod
    def form_of(self, path: Path) -> Form:
        """The form for the table at this path."""

    def removable(self, path: Path) -> bool:
        """Whether the table at this path can be taken away."""
        return len(path) == 2

    # -- showing --------------------------------------------------------------------------------------------------
    def add_forms(self, *forms: Form) -> None:
        """A form for each kind of table in the list."""
        for form in forms:
            self.forms.addWidget(form)
            form.edited.connect(self.edited)

    def add_buttons(self, *buttons: Button) -> None:
        """Those below the list; the one that takes away comes last."""
        self.buttons.put(*buttons, self.remove)

    @override
    def say(self, words: Words) -> None:
        """Name everything in this language; the buttons of a page are named in `name_buttons`."""
        super().say(words)
        self.list.setAccessibleName(self.title(words))
        self.remove.say(words.t("Remove"))
        self.name_buttons(words)
        self.buttons.arrange()
        for number in range(self.forms.count()):
            form = self.forms.widget(number)
            if isinstance(form, Form):
                form.say(words)

    @abstractmethod
    def name_buttons(self, words: Words) -> None:
        """Name the buttons below the list."""

    def row(self, words: Words, title: str, path: Path, detail: str = "", *, soon: bool = False) -> Row:
        """A row for the table at this path: marked where anything is wrong with it, else if it ends soon."""
        mark: Mark = "wrong" if path in self._wrong else "soon" if soon else ""
        shown = title or words.t("No name yet")
        return Row(title=shown, detail=detail, path=path, mark=mark, spoken=spoken(mark, words))

    def _rows(self) -> tuple[Row, ...]:
        if self.words is None:
            return ()
        problems = self.checked.problems if self.checked is not None else ()
        self._wrong = frozenset(one.path[:length] for one in problems for length in (1, 2))
        return self.rows(self.words)

    @override
    def load(self) -> None:
        at = self.list.path()
        self.list.rows.fill(self._rows())
        if not self.list.go_to(at):
            first = next((row.path for row in self.list.rows.rows if row.path is not None), None)
            self.list.go_to(first)
        self._show_chosen()

    def refresh(self) -> None:
        """The rows' words and marks anew; the form stays as it is."""
        at = self.list.path()
        self.list.rows.fill(self._rows())
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
        key, at = str(path[0]), int(path[1])
        self.draft.remove(key, at)
        self.load()
        left = len(self.draft.tables(key))
        if left:
            self.list.go_to((key, min(at, left - 1)))
            self._show_chosen()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()


class OrderedPage(ListPage):
    """A list of which the order counts: Up and Down, and their keys, move what is chosen among the tables of `ordered`."""

    ordered: str

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.add, self.up, self.down = (Button("neutral", pad=10) for _ in range(3))
        self.add_buttons(self.add, self.up, self.down)
        self.add.clicked.connect(self.press_add)
        for button, keys, by in ((self.up, "Alt+Up", -1), (self.down, "Alt+Down", 1)):
            button.clicked.connect(lambda _=False, by=by: self.move_chosen(by))
            key = QShortcut(QKeySequence(keys), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(lambda by=by: self.move_chosen(by))

    @abstractmethod
    def press_add(self) -> None:
        """One table more."""

    @override
    def name_buttons(self, words: Words) -> None:
        self.up.say(words.t("Up"))
        self.down.say(words.t("Down"))

    @override
    def chosen_changed(self, path: Path | None) -> None:
        super().chosen_changed(path)
        at = self.place()
        self.up.setEnabled(at is not None and at > 0)
        self.down.setEnabled(at is not None and at < len(self.draft.tables(self.ordered)) - 1)

    def place(self) -> int | None:
        """Where among its kind the chosen one is; None when the chosen one has no such place."""
        path = self.list.path()
        return int(path[1]) if path is not None and len(path) == 2 and path[0] == self.ordered else None

    def move_chosen(self, by: int) -> None:
        """Move what is chosen up or down."""
        at = self.place()
        if at is None:
            return
        to = self.draft.move(self.ordered, at, by)
        if to != at:
            self.load()
            self.list.go_to((self.ordered, to))
            self._show_chosen()
            self.edited.emit()


def one_line(texts: Sequence[str]) -> str:
    """Several texts on a line."""
    return " · ".join(text for text in texts if text)
