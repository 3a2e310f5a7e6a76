"""Signals of the session manager reach the main thread."""

import os
import signal
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from holdspace.ui.unix_signals import UnixSignals

ALL = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@pytest.fixture
def stops(qapp: QApplication) -> Iterator[list[str]]:
    before = {name: signal.getsignal(name) for name in ALL}
    stopped: list[str] = []
    signals = UnixSignals(lambda: stopped.append("stop"))
    yield stopped
    signal.set_wakeup_fd(-1)
    for name, handler in before.items():
        signal.signal(name, handler)
    signals._notifier.setEnabled(False)
    signals._read.close()
    signals._write.close()


@pytest.mark.parametrize("name", ALL)
def test_each_signal_that_asks_the_app_to_go_stops_it(stops: list[str], name: signal.Signals, qtbot: QtBot) -> None:
    os.kill(os.getpid(), name)
    qtbot.waitUntil(lambda: stops == ["stop"])


def test_two_at_once_stop_it_and_it_hears_the_next_one(stops: list[str], qtbot: QtBot) -> None:
    os.kill(os.getpid(), signal.SIGHUP)
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: bool(stops))
    heard = len(stops)
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: len(stops) > heard)
