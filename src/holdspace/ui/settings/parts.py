"""Parts of a form: a label, a control, and beside it in words what is wrong. Each stands for one path of the settings."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from holdspace.override import override
from holdspace.private import clean, clean_lines
from holdspace.ui.field import Field
from holdspace.ui.settings.controls import Choice, Lines, Paragraph
from holdspace.ui.text import BREAK, Text
from holdspace.ui.tick import Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from holdspace.ui.settings.views import Path

LONGEST = 400


class Part(QWidget):
    """One value. `changed` tells that a person changed it; `value()` is then what stands there, None for "absent"."""

    changed = Signal()

    def __init__(self, *path: str) -> None:
        super().__init__()
        self.path: Path = path
        self.label = Text("strong", "ink", lines=3)
        self.hint = Text("caption", "ink2", lines=6)
        self.problem = Text("caption", "warn", lines=6)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(self.label)
        self.control: QWidget = self
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put(self, control: QWidget, row: QWidget | None = None) -> None:
        """The control, in a row of its own or in `row`; below it the hint and what is wrong."""
        self.control = control
        self.column.addWidget(row or control)
        for text in (self.hint, self.problem):
            self.column.addWidget(text)
            text.hide()

    def say(self, label: str, hint: str = "") -> None:
        """What it is called, and what is to be known of it."""
        self.label.say(label)
        self.label.setHidden(not label)
        self.hint.say(hint)
        self.hint.setHidden(not hint)
        self.control.setAccessibleName(label)
        self._describe()

    def tell(self, problems: Sequence[str]) -> None:
        """Say what is wrong with it; nothing for nothing."""
        self.problem.say(BREAK.join(f"▲ {one}" for one in problems))
        self.problem.setHidden(not problems)
        self._describe()

    @property
    def told(self) -> str:
        """What is said to be wrong with it."""
        return "" if self.problem.isHidden() else self.problem.text()

    def _describe(self) -> None:
        parts = (self.told, "" if self.hint.isHidden() else self.hint.text())
        self.control.setAccessibleDescription(" ".join(part for part in parts if part))

    @abstractmethod
    def load(self, value: Any) -> None:
        """Show this value, without telling."""

    @abstractmethod
    def value(self) -> Any:
        """What stands there, in the shape of the file."""

    def take_focus(self) -> None:
        """Put the keyboard there."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)


class LineField(Field):
    """Whoever is sent there writes on behind what stands there."""

    @override
    def focusInEvent(self, arg__1: QFocusEvent) -> None:
        super().focusInEvent(arg__1)
        if arg__1.reason() == Qt.FocusReason.OtherFocusReason:
            self.end(False)


class TextPart(Part):
    """One line. `optional`: when it is empty the key is absent."""

    def __init__(self, *path: str, optional: bool = False, placeholder: str = "") -> None:
        super().__init__(*path)
        self._optional = optional
        self._placeholder = placeholder
        self.field = LineField()
        self.field.setMaxLength(LONGEST)
        self.field.textEdited.connect(lambda _: self.changed.emit())
        self.put(self.field)

    @override
    def say(self, label: str, hint: str = "") -> None:
        super().say(label, hint)
        self.field.setPlaceholderText(self._placeholder)

    def complete(self, words: Sequence[str]) -> None:
        """Offer these while somebody writes."""
        completer = QCompleter(list(words), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(lambda _: self.changed.emit())
        self.field.setCompleter(completer)

    @override
    def load(self, value: Any) -> None:
        self.field.setText(value if isinstance(value, str) else "")
        if not self.field.hasFocus():
            self.field.setCursorPosition(0)  # of what is too long for the field the beginning shows

    @override
    def value(self) -> Any:
        text = clean(self.field.text(), LONGEST)
        return None if self._optional and not text else text


class NumberField(Field):
    """Digits; the arrow keys go up and down by a step."""

    stepped = Signal()

    def __init__(self, step: int) -> None:
        super().__init__()
        self._step = step
        self.setValidator(QIntValidator(0, 999_999, self))
        self.setFixedWidth(88)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: self._step, Qt.Key.Key_Down: -self._step}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        self.setText(str(max(0, int(self.text() or 0) + by)))
        self.stepped.emit()


class NumberPart(Part):
    """A whole number with its unit; the arrow keys go up and down. What is no number is told by the validator."""

    def __init__(self, *path: str, step: int = 1) -> None:
        super().__init__(*path)
        self.field = NumberField(step)
        self.field.stepped.connect(self.changed)
        self.unit = Text("text", "ink2")
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.field)
        line.addWidget(self.unit, 1)
        self.field.textEdited.connect(lambda _: self.changed.emit())
        self.put(self.field, row)

    @override
    def load(self, value: Any) -> None:
        self.field.setText("" if value is None else str(value))

    @override
    def value(self) -> Any:
        text = self.field.text().strip()
        return int(text) if text.isascii() and text.isdigit() else text


class ChoicePart(Part):
    """One of a few words. The code "" is for an absent key."""

    def __init__(self, *path: str) -> None:
        super().__init__(*path)
        self.choice = Choice()
        self.choice.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.put(self.choice)

    @override
    def load(self, value: Any) -> None:
        self.choice.choose(value if isinstance(value, str) else "")

    @override
    def value(self) -> Any:
        return self.choice.code() or None


class SwitchPart(Part):
    """Yes or no. `absent`: what an absent key means; then that is never written."""

    def __init__(self, *path: str, absent: bool | None = None) -> None:
        super().__init__(*path)
        self._absent = absent
        self.tick = Tick()
        self.tick.toggled.connect(lambda _: self.changed.emit())
        self.put(self.tick)
        self.label.hide()

    @override
    def say(self, label: str, hint: str = "") -> None:
        super().say("", hint)
        self.tick.say(label)

    @override
    def load(self, value: Any) -> None:
        self.tick.blockSignals(True)
        self.tick.setChecked(bool(self._absent) if value is None else value is True)
        self.tick.blockSignals(False)

    @override
    def value(self) -> Any:
        on = self.tick.isChecked()
        return None if on is self._absent else on


class WrittenPart(Part):
    """What is written in a field of several lines. `optional`: when there is nothing the key is absent."""

    def __init__(self, lines: Lines, *path: str, optional: bool) -> None:
        super().__init__(*path)
        self._optional = optional
        self.lines = lines
        self._loading = False
        self.lines.textChanged.connect(self._written)
        self.put(self.lines)

    @Slot()
    def _written(self) -> None:
        if not self._loading:
            self.changed.emit()

    @override
    def load(self, value: Any) -> None:
        self._loading = True
        texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        self.lines.setPlainText("\n".join(str(text) for text in texts))
        self._loading = False


class ParagraphPart(WrittenPart):
    """One text of a few lines."""

    def __init__(self, *path: str, optional: bool = False) -> None:
        super().__init__(Paragraph(), *path, optional=optional)

    @override
    def value(self) -> Any:
        text = clean_lines(self.lines.toPlainText(), LONGEST)
        return None if self._optional and not text else text


class LinesPart(WrittenPart):
    """A list of texts, one a line."""

    def __init__(self, *path: str, optional: bool = False, placeholder: str = "") -> None:
        super().__init__(Lines(), *path, optional=optional)
        self.lines.setPlaceholderText(placeholder)

    @override
    def value(self) -> Any:
        texts = [text for line in self.lines.toPlainText().split("\n") if (text := clean(line, LONGEST))]
        return None if self._optional and not texts else texts


class TicksPart(Part):
    """Some of a few words; none of them means that the key is absent, which is "any"."""

    def __init__(self, *path: str, codes: Sequence[str]) -> None:
        super().__init__(*path)
        self.ticks = {code: Tick() for code in codes}
        row = QWidget()
        line = QVBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for tick in self.ticks.values():
            tick.toggled.connect(lambda _: self.changed.emit())
            line.addWidget(tick)
        self.put(next(iter(self.ticks.values())), row)

    def name(self, words: dict[str, str]) -> None:
        """What each is called."""
        for code, tick in self.ticks.items():
            tick.say(words[code])
            tick.setAccessibleName(f"{self.label.text()}: {words[code]}")

    @override
    def load(self, value: Any) -> None:
        for code, tick in self.ticks.items():
            tick.blockSignals(True)
            tick.setChecked(code in value if isinstance(value, list) else code == value)
            tick.blockSignals(False)

    @override
    def value(self) -> Any:
        return [code for code, tick in self.ticks.items() if tick.isChecked()] or None
