import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from holdspace.private import Private
from holdspace.ui.place import Place
from holdspace.ui.shell import Shell
from holdspace.ui.theme import DARK, LIGHT
from holdspace.ui.tray import tooltip
from holdspace.words import translator
from tests.ui import hands, samples
from tests.ui.hands import visible
from tests.ui.samples import Asked, Ticks


def test_nothing_shows_until_somebody_asks(shell: Shell) -> None:
    shell.render(samples.free())
    assert visible() == []
    shell.open_window()
    assert visible() == ["StartWindow"]


def test_after_it_is_closed_it_opens_nothing_for_want_of_a_tray(qapp: QApplication, asked: Asked, ticks: Ticks) -> None:
    shell = Shell(qapp, asked.gestures, ticks)
    shell.render(samples.free())
    shell.close()
    shell._serve_without_tray()  # its timer may still ring
    assert visible() == []


def test_a_session_brings_its_window_and_its_end_only_counts(shell: Shell) -> None:
    shell.render(samples.free())
    shell.open_window()
    shell.render(samples.screen())
    assert visible() == ["SessionWindow"]
    shell.render(samples.free(arrived=302, pins=1))
    assert visible() == ["AfterWindow"]
    assert shell._after is not None
    assert shell._after.counts.text() == "302 things arrived  ·  1 pinned"
    shell.render(samples.screen())
    assert visible() == ["SessionWindow"]


def test_what_was_typed_for_one_session_is_not_there_for_the_next(shell: Shell) -> None:
    shell.render(samples.free())
    shell.open_window()
    assert shell._start is not None
    shell._start.client.setText("C1")
    shell.render(samples.screen())
    shell.render(samples.free())
    shell.open_window()
    assert shell._start.client.text() == ""
    assert visible() == ["StartWindow"]


def test_what_was_left_open_goes_when_a_session_begins_and_is_filled_anew_after_it(shell: Shell, asked: Asked) -> None:
    asked.digest, asked.followups = samples.FEW, samples.FOLLOWUPS[:1]
    shell.render(samples.free(asks_nobody=True))
    shell.open_digest()
    shell.open_followups()
    shell.invited("va1")
    shell.open_line("pin")
    assert visible() == ["AskingWindow", "DigestWindow", "FollowUpsWindow", "LineWindow"]
    asked.calls.clear()
    shell.render(samples.screen())
    assert visible() == ["SessionWindow"]
    asked.followups = samples.FOLLOWUPS
    shell.render(samples.screen(pins=2))
    assert visible() == ["SessionWindow"]
    assert asked.names() == []
    shell.render(samples.free())
    assert visible() == ["AfterWindow"]
    shell.open_followups()
    assert shell._sheets.followups is not None
    assert len(shell._sheets.followups.promises) == len(samples.FOLLOWUPS)


def test_opened_by_hand_in_a_session_the_followups_show_and_nothing_new_comes_in(shell: Shell, asked: Asked) -> None:
    asked.followups = samples.FOLLOWUPS[:2]
    shell.render(samples.screen())
    shell.open_followups()
    assert visible() == ["FollowUpsWindow", "SessionWindow"]
    assert shell._sheets.followups is not None
    asked.followups = samples.FOLLOWUPS[1:]  # the first is done, another came
    shell.render(samples.screen(pins=2))
    assert shell._sheets.followups.pins == {"p2"}
    shell.open_followups()
    assert shell._sheets.followups.pins == {"p2", "p3"}
    asked.followups = samples.FOLLOWUPS
    shell.render(samples.free())
    assert shell._sheets.followups.pins == {"p1", "p2", "p3"}


def test_a_session_that_begins_puts_a_note_away_and_forgets_none_of_it(shell: Shell) -> None:
    shell.render(samples.free())
    shell.open_line("pin")
    assert shell._line.window is not None
    shell._line.window.fields[0].setText("half a thought")
    shell._line.window.fields[1].setText("from somebody")
    shell.render(samples.screen())
    assert not shell._line.window.isVisible()
    shell.open_line("mark")
    assert shell._line.window.fields[0].text() == ""
    shell._line.window.close()
    shell.open_line("pin")
    assert [field.text() for field in shell._line.window.fields] == ["half a thought", "from somebody", ""]
    shell._line.window.close()
    shell.open_line("pin")
    assert shell._line.window.fields[0].text() == ""


def test_a_hidden_window_comes_back_for_a_card_and_goes_again(shell: Shell) -> None:
    shell.render(samples.screen())
    shell.hide_window()
    shell.render(samples.screen(held=3))
    assert visible() == []
    shell.render(samples.screen(card=samples.card()))
    assert visible() == ["SessionWindow"]
    shell.render(samples.screen())
    assert visible() == []


def test_digits_are_wanted_only_while_they_mean_something(shell: Shell, digits: list[bool]) -> None:
    shell.render(samples.screen())
    assert digits == []
    shell.render(samples.screen(strip=samples.STRIP))
    shell.render(samples.screen(strip=samples.STRIP, held=3))
    shell.render(samples.screen())
    shell.render(samples.screen(card=samples.card()))
    shell.render(samples.free())
    assert digits == [True, False, True, False]


def test_the_log_key_logs_at_once_and_again_opens_the_line(shell: Shell, asked: Asked) -> None:
    shell.render(samples.screen())
    shell.hotkey("log")
    assert asked.names() == ["log"]
    shell.render(samples.screen(strip=samples.STRIP))
    shell.hotkey("log")
    assert asked.names() == ["log"]
    assert visible() == ["LineWindow", "SessionWindow"]
    assert shell._session is not None
    assert not shell._session.strip.timer.isActive()
    assert shell._line.window is not None
    shell._line.window.close()
    assert asked.names() == ["log", "strip_gone"]


def test_one_press_pins_what_was_just_logged(shell: Shell, asked: Asked) -> None:
    shell.render(samples.screen(strip=samples.STRIP))
    assert shell._session is not None
    shell._session.pin.click()
    assert asked.calls == [("pin", (None, None, "", "i1")), ("strip_gone", ())]


def test_the_pin_key_opens_a_line_otherwise(shell: Shell) -> None:
    shell.render(samples.screen())
    shell.hotkey("pin")
    assert shell._line.window is not None
    assert (shell._line.window.isVisible(), shell._line.window.mode) == (True, "pin")


def test_keys_pause_resume_and_show_where_we_left_off(shell: Shell, asked: Asked) -> None:
    shell.render(samples.screen())
    shell.hotkey("pause")
    shell.hotkey("where")
    shell.render(samples.screen(session=samples.session(state="paused"), recap=samples.RECAP))
    shell.hotkey("pause")
    shell.hotkey("where")
    assert asked.names() == ["pause", "where", "resume", "recap_seen"]


def test_a_digit_goes_to_the_card_before_the_strip(shell: Shell, asked: Asked) -> None:
    shell.render(samples.screen(card=samples.card(), strip=samples.STRIP))
    shell.hotkey("1")
    shell.hotkey("5")
    assert asked.calls == [("answer_card", ("c1", "step_out", None)), ("sort", ("i1", "family")), ("strip_gone", ())]


def test_keys_before_the_first_screen_and_without_a_session_do_no_harm(shell: Shell, asked: Asked) -> None:
    shell.hotkey("pause")
    shell.render(samples.free())
    shell.hotkey("pause")
    shell.hotkey("1")
    assert asked.calls == []


def test_size_and_place_are_told_and_taken_up_again(
    qapp: QApplication, shell: Shell, asked: Asked, ticks: Ticks, places: list[Place]
) -> None:
    shell.render(samples.screen())
    shell.smaller()
    assert places[-1].size == "S"
    again = Shell(qapp, asked.gestures, ticks, place=Place(x=200, y=150, size="S"))
    again.render(samples.screen())
    assert again._session is not None
    assert again._session.size_now == "S"
    assert again._session.card_corner() == QPoint(200, 150)
    again.close()


def test_the_keys_of_a_session_change_its_size_and_open_note_and_mark(
    shell: Shell, asked: Asked, places: list[Place], qtbot: QtBot
) -> None:
    shell.render(samples.free())
    for key in ("larger", "smaller", "note", "mark"):
        shell.hotkey(key)
    assert visible() == []
    shell.render(samples.large())
    sizes = []
    for key in ("larger", "larger", "smaller", "smaller", "smaller", "larger"):
        shell.hotkey(key)
        assert shell._session is not None
        sizes.append(shell._session.size_now)
    assert sizes == ["L", "L", "M", "S", "S", "M"]
    shell.hide_window()
    shell.hotkey("note")
    window = shell._session
    assert window is not None
    assert (window.isVisible(), window.size_now, window.keyboard.lent) == (True, "L", True)
    assert [place.size for place in places][-2:] == ["M", "L"]
    shell.hotkey("mark")
    assert visible() == ["LineWindow", "SessionWindow"]
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    hands.write("price")
    hands.key(Qt.Key.Key_Return)
    assert asked.calls == [("mark", (Private("price"), None, None))]


def test_the_end_of_a_session_keeps_what_was_typed_last_and_lends_nothing_any_more(shell: Shell, asked: Asked) -> None:
    shell.render(samples.screen())
    shell.hotkey("note")
    assert shell._session is not None
    hands.write("the last word", shell._session.large.note)
    shell.render(samples.free())
    assert asked.calls == [("write", ("s1", Private("the last word")))]
    assert not shell._session.keyboard.lent


def test_a_place_that_is_on_no_screen_any_more_is_brought_back(qapp: QApplication, asked: Asked, ticks: Ticks) -> None:
    shell = Shell(qapp, asked.gestures, ticks, place=Place(x=9000, y=-4000))
    shell.render(samples.screen())
    assert shell._session is not None
    assert QGuiApplication.primaryScreen().availableGeometry().contains(shell._session.card_corner())
    shell.close()


def test_the_digest_and_followups_open_on_a_click_only(shell: Shell, asked: Asked) -> None:
    asked.digest, asked.followups = samples.FEW, samples.FOLLOWUPS
    shell.render(samples.screen())
    shell.render(samples.free(followups_due=2))
    assert visible() == ["AfterWindow"]
    shell.open_digest()
    assert visible() == ["DigestWindow"]
    shell.open_followups()
    assert visible() == ["DigestWindow", "FollowUpsWindow"]
    asked.followups = samples.FOLLOWUPS[:1]
    shell.render(samples.free())
    assert shell._sheets.followups is not None
    assert len(shell._sheets.followups.promises) == 1


def test_without_a_tray_the_window_comes_by_itself(shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdspace.ui.shell.TRAY_GRACE_MS", 1)
    assert not shell.tray.available
    shell.render(samples.free())
    qtbot.waitUntil(lambda: visible() == ["StartWindow"])


def test_the_colour_scheme_is_followed_at_once(
    shell: Shell, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def card() -> str:
        assert shell._session is not None
        window = shell._session
        return window.grab().toImage().pixelColor(window.width() // 2, window.margin + 4).name().upper()

    shell.render(samples.screen())
    assert card() == LIGHT.card
    monkeypatch.setattr("holdspace.ui.theme.from_system", lambda hints: DARK)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert card() == DARK.card


def test_the_tooltip_is_calm_and_tells_no_name() -> None:
    words = translator("en")
    assert tooltip(samples.screen(), words, 1000.0) == "In session · 32 min left · 2 held"
    assert tooltip(samples.screen(), words, 1000.0 + 2100) == "In session · 3 min over · 2 held"
    assert (
        tooltip(samples.free(tray="needs_you", followups_due=1), words, 0.0) == "Holdspace needs you · 1 follow-up due"
    )
    assert tooltip(samples.free(), words, 0.0) == "Holdspace"
