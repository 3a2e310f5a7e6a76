"""The self-test as the app makes it: by hand, once by itself after a while, and never in a session."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from holdspace.app.self_test import IDLE_MS, SelfTest
from tests.fake_loop import FakeLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.app.home import Home

UNASKED = (sys.executable, "-P", "-m", "holdspace.keeper.probe", "--language", "en")
BY_HAND = (*UNASKED[:4], "--by-hand", "yes", "--language", "en")


class Programs:
    """What was run; `said` is what it says."""

    def __init__(self, loop: FakeLoop) -> None:
        self.said: bytes | None = json.dumps({"outcome": "tested", "record": {"saw": "no_popup"}}).encode()
        self.runs: list[tuple[str, ...]] = []
        for argv in (UNASKED, BY_HAND):
            loop.programs[argv] = self._of(argv)

    def _of(self, argv: tuple[str, ...]) -> Callable[[Mapping[str, str]], bytes | None]:
        def run(_: Mapping[str, str]) -> bytes | None:
            self.runs.append(argv)
            return self.said

        return run


@pytest.fixture
def loop() -> FakeLoop:
    return FakeLoop()


@pytest.fixture
def programs(loop: FakeLoop) -> Programs:
    return Programs(loop)


@pytest.fixture
def test(home: Home, loop: FakeLoop, monkeypatch: pytest.MonkeyPatch) -> SelfTest:
    monkeypatch.setattr(home.house, "loop", loop)
    return SelfTest(home.house)


def test_it_is_made_once_by_itself_after_a_while(test: SelfTest, loop: FakeLoop, programs: Programs) -> None:
    test.begin_soon()
    loop.pass_by(IDLE_MS - 1)
    assert programs.runs == []
    loop.pass_by(1)
    loop.pass_by(10 * IDLE_MS)
    test.begin_soon()
    loop.pass_by(10 * IDLE_MS)
    assert programs.runs == [UNASKED], "what is known now is not asked for after each session"


def test_one_that_was_called_off_is_made_another_time(test: SelfTest, loop: FakeLoop, programs: Programs) -> None:
    programs.said = b'{"outcome": "called_off", "record": null}'
    for _ in range(2):
        test.begin_soon()
        loop.pass_by(IDLE_MS)
    assert programs.runs == [UNASKED, UNASKED]


def test_in_a_session_nothing_is_tested_unasked(home: Home, test: SelfTest, loop: FakeLoop, programs: Programs) -> None:
    home.start()
    test.begin_soon()
    loop.pass_by(IDLE_MS)
    assert programs.runs == []


def test_whoever_asks_by_hand_hears_what_came_of_it(test: SelfTest, loop: FakeLoop, programs: Programs) -> None:
    told: list[tuple[str, str]] = []
    test.by_hand(lambda *what: told.append(what))
    test.by_hand(lambda *what: told.append(what))
    loop.pass_by()
    assert programs.runs == [BY_HAND], "who asks meanwhile hears of the one that is under way"
    assert told == [("tested", "no_popup")] * 2
    programs.said = json.dumps({"outcome": "tested", "record": {"saw": "no_popup", "critical": "shown"}}).encode()
    test.by_hand(lambda *what: told.append(what))
    loop.pass_by()
    assert told[-1] == ("tested", "no_popup_but_urgent")


def test_whoever_asks_by_hand_in_a_session_is_refused_at_once(
    home: Home, test: SelfTest, loop: FakeLoop, programs: Programs
) -> None:
    home.start()
    told: list[tuple[str, str]] = []
    test.by_hand(lambda *what: told.append(what))
    assert told == [("held_by_a_session", "")]
    loop.pass_by()
    assert programs.runs == []


@pytest.mark.parametrize("said", [b"", b"{", b"[]", b'{"outcome": "x", "record": 7}'])
def test_one_that_says_nothing_that_can_be_understood_has_failed(
    test: SelfTest, loop: FakeLoop, programs: Programs, said: bytes
) -> None:
    told: list[tuple[str, str]] = []
    programs.said = said
    test.by_hand(lambda *what: told.append(what))
    loop.pass_by()
    assert told == [("server_failed", "")]


def test_one_that_could_not_be_made_says_why(test: SelfTest, loop: FakeLoop, programs: Programs) -> None:
    told: list[tuple[str, str]] = []
    programs.said = b'{"outcome": "no_server", "record": null}'
    test.by_hand(lambda *what: told.append(what))
    loop.pass_by()
    assert told == [("no_server", "")]


def test_one_that_was_killed_leaves_no_silence_behind(
    home: Home, test: SelfTest, loop: FakeLoop, programs: Programs
) -> None:
    programs.said = b""
    note: Path = home.house.paths.keeper_dir / "note.json"
    note.parent.mkdir(parents=True, exist_ok=True)

    def left_behind(_outcome: str, _saw: str) -> None:
        note.write_text("{}")

    test.by_hand(left_behind)
    assert home.keeper.runs == []
    loop.pass_by()
    assert len(home.keeper.runs) == 1, "a keeper is started that gives it back"


def test_the_app_that_quits_ends_it(test: SelfTest, loop: FakeLoop, programs: Programs) -> None:
    told: list[tuple[str, str]] = []
    programs.said = None
    test.by_hand(lambda *what: told.append(what))
    test.begin_soon()
    test.stop()
    loop.pass_by(10 * IDLE_MS)
    assert (programs.runs, told) == ([BY_HAND], [])
