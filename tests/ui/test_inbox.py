"""Whatever comes from other threads reaches the main thread, once and in order."""

import threading

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from holdspace.ui.inbox import A_TURN, Inbox


@pytest.fixture
def inbox(qapp: QApplication) -> Inbox:
    return Inbox()


def test_work_runs_later_and_on_the_main_thread(inbox: Inbox, qtbot: QtBot) -> None:
    ran: list[threading.Thread] = []
    worker = threading.Thread(target=lambda: inbox.put(lambda: ran.append(threading.current_thread())))
    worker.start()
    worker.join()
    assert ran == []
    qtbot.waitUntil(lambda: ran == [threading.main_thread()])


def test_what_many_threads_put_comes_whole_and_in_each_threads_order(inbox: Inbox, qtbot: QtBot) -> None:
    came: list[tuple[int, int]] = []

    def put(thread: int) -> None:
        for number in range(2000):
            inbox.put(lambda number=number: came.append((thread, number)))  # type: ignore[misc]

    threads = [threading.Thread(target=put, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(came) == 8000)
    for thread in threads:
        thread.join()
    for number in range(4):
        assert [at for thread, at in came if thread == number] == list(range(2000))


def test_what_is_put_from_inside_of_work_comes_after_what_waits(inbox: Inbox, qtbot: QtBot) -> None:
    came: list[str] = []

    def first() -> None:
        came.append("first")
        inbox.put(lambda: came.append("third"))

    inbox.put(first)
    inbox.put(lambda: came.append("second"))
    qtbot.waitUntil(lambda: len(came) == 3)
    assert came == ["first", "second", "third"]


def test_work_that_makes_work_without_end_does_not_starve_the_screen(inbox: Inbox) -> None:
    count = 0

    def again() -> None:
        nonlocal count
        count += 1
        if more:
            inbox.put(again)

    more = True
    inbox.put(again)
    inbox._run()
    more = False
    assert count == A_TURN


def test_work_that_fails_does_not_hold_up_what_follows(inbox: Inbox, qtbot: QtBot) -> None:
    came: list[int] = []

    def fails() -> None:
        raise RuntimeError("a fault of ours")

    with qtbot.captureExceptions() as raised:
        inbox.put(fails)
        inbox.put(lambda: came.append(1))
        qtbot.waitUntil(lambda: came == [1])
    assert [kind for kind, _, _ in raised] == [RuntimeError]
