"""The question before changes are lost: whichever way it is answered, it is over."""

from pytestqt.qtbot import QtBot

from holdspace.ui.settings.window import SettingsWindow
from holdspace.ui.theme import LIGHT
from holdspace.words import translator
from tests.ui.settings_samples import Desk


def test_saving_by_key_answers_the_question(qtbot: QtBot) -> None:
    desk, words = Desk(), translator("en")
    window = SettingsWindow(desk.door)
    qtbot.addWidget(window)
    window.show_words(words)
    window.apply_theme(LIGHT)
    window.open_at(words)
    window.draft.put(("practitioner", "name"), "Other")
    window.close()
    assert window.question.isVisible()
    window.press_save()
    assert desk.adopted[-1].practitioner.name == "Other"
    assert not window.isVisible()
    window.open_at(words)
    assert window.question.isHidden(), "nothing is asked any more"
    assert not window.foot.save.isHidden()
