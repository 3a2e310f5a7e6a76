"""A page of the settings: what the window asks of each; and one that is a form."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from holdspace.override import override
from holdspace.ui.settings.form import Form
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.views import Checked, FieldProblem, Path, SettingsDoor
    from holdspace.words import Words


class Page(QWidget):
    """`edited`: the draft was changed here. `keys`: the keys at the top of the settings that are edited here.

    Qt's metaclass lets no ABCMeta in, so that a page without one of its own methods is found by mypy, where it is made.
    """

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

    @abstractmethod
    def title(self, words: Words) -> str:
        """What the page is called."""

    def say(self, words: Words) -> None:
        """Name everything in this language."""
        self.words = words
        self.heading.say(self.title(words))

    @abstractmethod
    def load(self) -> None:
        """Show the draft anew: it may be another one, or be the same with more or less in it."""

    @abstractmethod
    def tell(self, checked: Checked) -> list[FieldProblem]:
        """Say what is wrong where; what has no place on this page is given back."""

    def mine(self, problem: FieldProblem) -> bool:
        """Whether a problem is told on this page."""
        return bool(problem.path) and problem.path[0] in self.keys

    @abstractmethod
    def go_to(self, path: Path) -> None:
        """Put the keyboard where this path is edited."""


class FormPage(Page):
    """A page that is one form, for one table. `within`: the keys of that table that are edited on this page."""

    base: Path = ()
    within: tuple[str, ...] = ()

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.form = Form()
        self.form.edited.connect(self.edited)
        self.column.addWidget(self.form, 1)

    @override
    def mine(self, problem: FieldProblem) -> bool:
        return super().mine(problem) and problem.path[1:2] != () and problem.path[1] in self.within

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
