"""Every surface, in English, in Spanish and in a language that is 40 % longer: no text is cut, no button too small for its words."""

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.status import Status
from holdspace.ui.text import Text, lines_of
from holdspace.ui.theme import DARK
from holdspace.ui.tick import Tick
from tests.faults.points import ALL
from tests.ui.surfaces import SURFACES

NAMES = [name for name in SURFACES if not name.startswith(("menu", "digest-many", "followups-many"))]


@pytest.mark.parametrize("language", ["en", "es", "xx"] if ALL else ["es", "xx"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_clipped(qtbot: QtBot, name: str, language: str) -> None:
    window = SURFACES[name](language, DARK)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    faults = [
        fault for child in window.findChildren(QWidget) if child.isVisible() for fault in faults_of(child, window)
    ]
    assert faults == []


def faults_of(child: QWidget, window: QWidget) -> list[str]:
    """What is wrong with how this part stands in its window."""
    faults = []
    area = child.rect().translated(child.mapTo(window, child.rect().topLeft()))
    inside_scroll = any(isinstance(parent, QScrollArea) for parent in parents(child))
    if not inside_scroll and not window.rect().contains(area):
        faults.append(f"{type(child).__name__} {child.accessibleName()!r} stands outside of its window")
    if isinstance(child, Text) and child.text() and child.width() > 0:
        if child.height() < child.heightForWidth(child.width()) and child.hasHeightForWidth():
            faults.append(f"{child.text()!r} needs {child.heightForWidth(child.width())}, has {child.height()}")
        shown = lines_of(child.text(), child.font(), child.width(), 99 if child.hasHeightForWidth() else 1)
        most = child.lines
        if len(shown) > most or (most == 1 and shown[0] != child.text()):
            faults.append(f"{child.text()!r} is cut")
    if isinstance(child, ButtonRow) and child.height() < child.heightForWidth(child.width()):
        faults.append(f"a row of buttons needs {child.heightForWidth(child.width())}, has {child.height()}")
    if isinstance(child, Button):
        words = "".join(child.lines_for(child.width())).replace(" ", "")
        if words != child.words().replace(" ", "") or child.height() < child.tall_for(child.width()):
            faults.append(f"{child.words()!r} is cut at {child.width()} x {child.height()}")
    if isinstance(child, Tick) and child.height() < child.heightForWidth(child.width()):
        faults.append(f"{child.accessibleName()!r} needs {child.heightForWidth(child.width())}, has {child.height()}")
    if isinstance(child, Status) and child.width() + 1 < child.sizeHint().width():
        faults.append(f"{child.text()!r} needs {child.sizeHint().width()}, has {child.width()}")
    return faults


def parents(child: QWidget) -> list[QWidget]:
    found = []
    parent = child.parentWidget()
    while parent is not None:
        found.append(parent)
        parent = parent.parentWidget()
    return found
