"""The start: the house opens behind the tray, or it is said why it does not."""

import gc
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from holdspace.app.house import House
from holdspace.app.start import Start, restart_argv
from holdspace.engine.ports import NotKept
from holdspace.here import zone_here
from holdspace.store.errors import Newer
from holdspace.ui.cannot import WAYS
from holdspace.wire.paths import Paths
from tests.app.home import KEPT


class _Program:
    def __init__(self, ended: list[int]) -> None:
        self.exit = ended.append

    def quit(self) -> None:
        """Asked for at the end of the test, without a house."""


@pytest.fixture
def start(qapp: QApplication, short_tmp: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    paths = Paths(short_tmp)
    paths.ensure()
    made = Start(qapp, paths)
    yield made
    made.stop()
    KEPT.append(made)
    if made._shell is not None and made._house is None:
        made._shell.close()
    if made._cannot_window is not None:
        made._cannot_window.hide()  # it lets nobody close it
    gc.unfreeze()
    for handler in tuple(logging.getLogger("holdspace").handlers):
        logging.getLogger("holdspace").removeHandler(handler)
        handler.close()


def test_the_house_opens_behind_the_tray_and_closes_when_asked_to_go(start: Start) -> None:
    start.stop()  # TERM before there is a house
    start.open()
    house = start._house
    assert isinstance(house, House)
    assert start._the_house() is house
    assert not gc.isenabled()  # ui.tidying sees to it
    start.stop()
    assert house._quitting


def test_before_the_house_is_open_nothing_can_be_asked_for(start: Start) -> None:
    with pytest.raises(RuntimeError):
        start._the_house()


@pytest.mark.parametrize("error", [Newer("SessionStarted 9"), NotKept("read_only"), NotKept("disk_full")])
def test_a_house_that_cannot_be_opened_is_told_with_the_file_and_can_only_be_left(
    start: Start, error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cannot(*_: object) -> None:
        raise error

    monkeypatch.setattr("holdspace.app.house.House", cannot)
    start.open()
    window = start._cannot_window
    assert window is not None
    assert window.isVisible()
    (button,) = window.buttons()
    assert str(start._paths.database) in capsys.readouterr().err
    ended: list[int] = []
    start._qt = cast("QApplication", _Program(ended))  # the real one would end the event loops of all further tests
    button.click()
    assert ended == [1]
    assert start._house is None


def test_a_damaged_file_is_kept_and_one_can_start_afresh(start: Start, qtbot: QtBot) -> None:
    damaged = b"this is no database" * 1000
    start._paths.database.write_bytes(damaged)
    start.open()
    window = start._cannot_window
    assert window is not None
    assert start._paths.database.read_bytes() == damaged
    buttons = {button.text(): button for button in window.buttons()}
    assert set(buttons) == {WAYS["afresh"], WAYS["quit"]}
    buttons[WAYS["afresh"]].click()
    assert isinstance(start._house, House)
    kept = [file for file in start._paths.data.iterdir() if file.is_file() and file.read_bytes() == damaged]
    assert len(kept) == 1


def test_a_way_on_that_fails_is_told(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_: Path) -> None:
        raise NotKept("read_only")

    monkeypatch.setattr("holdspace.store.copies.set_aside", refuses)
    start._paths.database.write_bytes(b"this is no database" * 1000)
    start.open()
    first = start._cannot_window
    assert first is not None
    next(button for button in first.buttons() if button.text() == WAYS["afresh"]).click()
    assert start._house is None
    assert start._cannot_window is not first


def test_the_keeper_starts_the_app_again_with_the_same_home(short_tmp: Path) -> None:
    assert restart_argv(Paths(short_tmp)) == [sys.executable, "-P", "-m", "holdspace.app", "--home", str(short_tmp)]
    assert restart_argv(Paths())[-1] == "holdspace.app"


def test_until_somebody_chooses_a_language_it_is_the_machines(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "es_ES")
    start.open()
    house = start._house
    assert house is not None
    assert house.language == "es"
    assert house.zone == zone_here()


@pytest.mark.parametrize(("language", "said"), [("es_ES", "disco"), ("en", "disk")])
def test_why_it_cannot_start_is_told_in_the_language_of_whoever_starts_it(
    start: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    def cannot(*_: object) -> None:
        raise NotKept("disk_full")

    monkeypatch.setenv("LANGUAGE", language)
    monkeypatch.setattr("holdspace.app.house.House", cannot)
    start.open()
    assert said in capsys.readouterr().err


def test_the_machines_zone_is_one_that_there_is() -> None:
    from zoneinfo import ZoneInfo

    ZoneInfo(zone_here())


def test_what_nobody_caught_is_logged_without_anybodys_words_and_told(start: Start) -> None:
    start.open()
    house = start._house
    assert house is not None
    try:
        raise ValueError("private words")
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    assert house.trouble == ("internal_error",)
    log = start._paths.app_log.read_text()
    assert "ValueError at test_what_nobody_caught" in log
    assert "private words" not in log


def test_what_ends_a_thread_or_fails_unseen_is_logged_without_anybodys_words(start: Start) -> None:
    class Fragile:
        def __del__(self) -> None:
            raise ValueError("private words")

    def fails() -> None:
        raise KeyError("private words")

    def leaves() -> None:
        raise SystemExit

    start.open()
    for target in (fails, leaves):
        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
    Fragile()
    log = start._paths.app_log.read_text()
    assert "KeyError at fails" in log
    assert "ValueError at __del__" in log
    assert "SystemExit" not in log
    assert "private words" not in log
