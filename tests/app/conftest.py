import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.app.home import Clock, Home, LinkWithoutProcesses
from tests.ui.hands import visible


@pytest.fixture(autouse=True)
def _no_window_shows() -> Iterator[None]:
    """One that still shows would be among those of a later test."""
    yield
    assert QApplication.instance() is None or visible() == []


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shut(qapp: QApplication, short_tmp: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home whose house is not open yet."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # a house sets its own
    monkeypatch.setattr("holdspace.app.house.SystemClock", lambda: clock)
    monkeypatch.setattr("holdspace.app.house.KeeperLink", LinkWithoutProcesses)
    home = Home(short_tmp / "home", clock)
    yield home
    home.close()
    logger = logging.getLogger("holdspace")
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


@pytest.fixture
def home(shut: Home) -> Home:
    """An open house in a home of its own."""
    return shut.open()
