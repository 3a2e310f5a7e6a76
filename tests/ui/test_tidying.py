"""Garbage with Qt objects in it is collected on the main thread, however much another thread allocates."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from holdspace.ui.tidying import ENOUGH, Tidying


@pytest.fixture
def tidying(qapp: QApplication) -> Iterator[Tidying]:
    enabled = gc.isenabled()
    yield Tidying()
    gc.unfreeze()
    if enabled:
        gc.enable()


class Circle:
    """Found by the collector only; notes where it died."""

    def __init__(self, died: list[str]) -> None:
        self.me = self
        self.timer = QTimer()
        self.died = died

    def __del__(self) -> None:
        self.died.append(threading.current_thread().name)


def _allocate() -> list[list[int]]:
    return [[number] for number in range(3 * ENOUGH)]


def test_what_another_thread_allocates_collects_nothing_and_the_main_thread_does(tidying: Tidying) -> None:
    died: list[str] = []
    Circle(died)
    other = threading.Thread(target=_allocate)
    other.start()
    other.join()
    assert died == []
    kept = _allocate()
    tidying.now_and_then()
    assert died == [threading.main_thread().name]
    assert kept


def test_little_is_left_for_later(tidying: Tidying) -> None:
    gc.collect()
    died: list[str] = []
    Circle(died)
    tidying.now_and_then()
    assert died == []
