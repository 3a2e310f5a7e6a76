"""What is said when the house cannot be opened: why, where the file lies, and the ways on. Nothing is decided by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from holdspace.words import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdspace.words import Words

WAYS = {
    "afresh": mark("Start afresh (the old file is kept)"),
    "restore": mark("Take the last copy"),
    "quit": mark("Quit"),
}


class CannotWindow(QMessageBox):
    """A plain window, not modal; each way is a button, called once."""

    def __init__(self, code: str, path: str, ways: Mapping[str, Callable[[], None]], words: Words) -> None:
        super().__init__()
        self.setWindowTitle("Holdspace")
        self.setIcon(QMessageBox.Icon.NoIcon)
        self.setText(words.code("cannot_start", code, path=path))
        for name, way in ways.items():
            button = self.addButton(words.t(WAYS[name]), QMessageBox.ButtonRole.ActionRole)
            button.clicked.connect(way)
