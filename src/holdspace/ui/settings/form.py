"""A form: parts below each other, for one table of the settings. It writes into the draft what a person changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from holdspace.override import override
from holdspace.ui.scroll_bar import keep_off_bar
from holdspace.ui.settings.parts import Part
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QEvent, QObject

    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.views import FieldProblem, Path
    from holdspace.ui.theme import Theme
    from holdspace.words import Words


def sentence(problem: FieldProblem, words: Words, within: int) -> str:
    """A problem in words. Of a list it is told which line, if there are several; `within`: how much of the path is plain."""
    params: dict[str, Any] = dict(problem.params)
    if "wanted" in params:
        params["wanted"] = words.code("wanted", str(params["wanted"]))
    if "role" in params:
        params["role"] = words.code("role", str(params["role"]))
    said = words.code("settings", problem.code, **params)
    further = problem.path[within:]
    if further and isinstance(further[0], int) and problem.code not in {"bad_duty", "duplicate"}:
        said = words.t("Line {n}: {what}", n=further[0] + 1, what=said)
    return said[:1].upper() + said[1:]


class Form(QScrollArea):
    """`edited` tells that the draft was changed here."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 2, 0, 12)
        keep_off_bar(self, self.column, 16)
        self.column.setSpacing(16)
        self.setWidget(self.body)
        self.parts: list[Part] = []
        self._draft: Draft | None = None
        self._base: Path = ()

    def put(self, *parts: QWidget) -> None:
        """Add parts, or anything else, in the order of reading and of Tab. Several stand beside each other."""
        if len(parts) == 1:
            self.column.addWidget(parts[0])
        else:
            row = QHBoxLayout()
            row.setSpacing(16)
            for part in parts:
                row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
            self.column.addLayout(row)
        for one in parts:
            if isinstance(one, Part):
                self.parts.append(one)
                one.changed.connect(lambda part=one: self._changed(part))
                one.control.installEventFilter(self)

    def say(self, words: Words) -> None:
        """Name every part in this language; a plain form has none of its own."""

    def heading(self) -> Text:
        """A heading within the form."""
        text = Text("heading", "ink", lines=2)
        self.column.addWidget(text)
        return text

    def remark(self) -> Text:
        """Some lines of plain words within the form."""
        text = Text("text", "ink2", lines=12)
        self.column.addWidget(text)
        return text

    def end(self) -> None:
        """Nothing more comes: what is left over stays empty, below."""
        self.column.addStretch(1)

    def load(self, draft: Draft, base: Path) -> None:
        """Show what the draft holds at `base`."""
        self._draft, self._base = draft, base
        for part in self.parts:
            part.load(draft.get((*base, *part.path)))

    def tell(self, problems: Iterable[FieldProblem], words: Words) -> list[FieldProblem]:
        """Say beside each part what is wrong with it; what belongs to no part here is given back."""
        at: dict[Part, list[str]] = {}
        left: list[FieldProblem] = []
        for problem in problems:
            part = self.part_of(problem.path)
            if part is None:
                left.append(problem)
            else:
                at.setdefault(part, []).append(sentence(problem, words, len(self._base) + len(part.path)))
        for part in self.parts:
            part.tell(at.get(part, ()))
        return left

    def part_of(self, path: Path) -> Part | None:
        """The part in which a problem of this path is told: the one whose own path says most of it."""
        if path[: len(self._base)] != self._base:
            return None
        rest = path[len(self._base) :]
        fitting = [part for part in self.parts if rest[: len(part.path)] == part.path]
        return max(fitting, key=lambda part: len(part.path), default=None)

    def _changed(self, part: Part) -> None:
        if self._draft is not None:
            self._draft.put((*self._base, *part.path), part.value())
            self.edited.emit()

    def apply_theme(self, theme: Theme) -> None:
        palette = self.body.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.color("card"))
        self.body.setPalette(palette)

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        if arg__2.type() == arg__2.Type.FocusIn and isinstance(arg__1, QWidget):
            self.ensureWidgetVisible(arg__1, 0, 48)
        return False
