"""Windows of a test are gone after it; the colour scheme and fonts are those of the machine that runs nothing else."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from holdspace.ui.place import Place
from holdspace.ui.shell import Shell
from tests.ui.samples import Asked, Ticks


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def places() -> list[Place]:
    return []


@pytest.fixture
def digits() -> list[bool]:
    return []


@pytest.fixture
def shell(qapp: QApplication, asked: Asked, ticks: Ticks, places: list[Place], digits: list[bool]) -> Iterator[Shell]:
    made = Shell(qapp, asked.gestures, ticks, on_place=places.append, want_digits=digits.append)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _no_window_left(qapp: QApplication) -> Iterator[None]:
    yield
    for window in QApplication.topLevelWidgets():
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
