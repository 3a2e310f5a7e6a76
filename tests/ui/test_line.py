import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from holdspace.private import Private
from holdspace.ui.line import LineWindow, Mode
from holdspace.words import translator
from tests.ui import hands
from tests.ui.samples import Asked

WORDS = translator("en")


@pytest.fixture
def line(qtbot: QtBot, asked: Asked) -> LineWindow:
    made = LineWindow(asked.gestures, composited=True)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("mode", "call"),
    [
        ("log", ("note", (Private("one"), "log"))),
        ("pin", ("pin", (Private("one"), Private("two"), "17:00", None))),
        ("mark", ("mark", (Private("one"), Private("two"), Private("17:00")))),
    ],
)
def test_enter_keeps_what_was_written(
    line: LineWindow, asked: Asked, qtbot: QtBot, mode: Mode, call: tuple[str, tuple[object, ...]]
) -> None:
    line.open_mode(mode, WORDS)
    for field, text in zip(line.fields, ("one", "two", "17:00"), strict=True):
        if field.isVisible():
            hands.write(text, field)
    hands.key(Qt.Key.Key_Return, line.fields[0])
    assert asked.calls == [call]
    assert not line.isVisible()


@pytest.mark.parametrize("mode", ["log", "pin", "mark"])
def test_an_empty_line_keeps_nothing(line: LineWindow, asked: Asked, mode: Mode) -> None:
    line.open_mode(mode, WORDS)
    line.fields[0].setText("   ")
    line.press_keep()
    assert asked.calls == []
    assert not line.isVisible()


def test_esc_closes_and_forgets(line: LineWindow, asked: Asked, qtbot: QtBot) -> None:
    line.open_mode("pin", WORDS)
    hands.write("never mind", line.fields[0])
    with qtbot.waitSignal(line.closed):
        hands.key(Qt.Key.Key_Escape, line.fields[0])
    assert asked.calls == []
    line.open_mode("pin", WORDS)
    assert line.fields[0].text() == ""


def test_the_same_key_again_does_not_empty_what_is_being_written(line: LineWindow) -> None:
    line.open_mode("pin", WORDS)
    line.fields[0].setText("half a thought")
    line.open_mode("pin", WORDS)
    assert line.fields[0].text() == "half a thought"
    line.open_mode("mark", WORDS)
    assert line.fields[0].text() == ""
    line.open_mode("pin", WORDS)
    assert line.fields[0].text() == "half a thought"


def test_fields_are_named_for_screen_readers(line: LineWindow) -> None:
    line.open_mode("mark", WORDS)
    assert [field.accessibleName() for field in line.fields] == ["Topic", "Their last point", "Your next step"]
