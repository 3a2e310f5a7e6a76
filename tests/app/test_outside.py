"""A look at the desktop from outside of the app: one at a time, and a look that fails changes nothing."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from holdspace.app.outside import BOUND_MS, Outside
from holdspace.health import HealthRow, plain
from holdspace.wire.paths import Paths
from tests.fake_loop import FakeLoop

LOOK = (sys.executable, "-P", "-m", "holdspace.keeper.look")
SILENCE = HealthRow(part="silence", state="works", driver="dunst")


@pytest.fixture
def loop() -> FakeLoop:
    made = FakeLoop()
    made.programs[LOOK] = lambda _: json.dumps({"parts": [plain(SILENCE)]}).encode()
    return made


@pytest.fixture
def outside(loop: FakeLoop, short_tmp: Path) -> Outside:
    return Outside(Paths(short_tmp), loop)


def test_who_asks_while_a_look_is_under_way_hears_of_that_one(loop: FakeLoop, outside: Outside) -> None:
    told: list[str] = []
    outside.look(lambda: told.append("first"))
    outside.look(lambda: told.append("second"))
    assert told == []
    loop.pass_by()
    assert told == ["first", "second"]
    assert outside.rows == (SILENCE,)


@pytest.mark.parametrize("said", [b"", b"not json", b'{"parts": 3}', None])
def test_a_look_that_fails_leaves_what_was_known_and_the_next_one_counts(
    loop: FakeLoop, outside: Outside, said: bytes | None
) -> None:
    told: list[str] = []
    outside.look(lambda: told.append("good"))
    loop.pass_by()
    good, loop.programs[LOOK] = loop.programs[LOOK], lambda _: said
    outside.look(lambda: told.append("bad"))
    loop.pass_by(BOUND_MS)
    assert told == ["good", "bad"]
    assert outside.rows == (SILENCE,)
    loop.programs[LOOK] = good
    outside.look(lambda: told.append("good again"))
    loop.pass_by()
    assert told[-1] == "good again"


def test_once_nobody_wants_to_know_nothing_is_told(loop: FakeLoop, outside: Outside) -> None:
    told: list[str] = []
    loop.programs[LOOK] = lambda _: None
    outside.look(lambda: told.append("late"))
    outside.stop()
    loop.pass_by(BOUND_MS)
    assert told == []


def test_the_look_is_told_which_home_it_is_for(loop: FakeLoop, outside: Outside) -> None:
    given: dict[str, str] = {}

    def look(environment: Mapping[str, str]) -> bytes:
        given.update(environment)
        return b""

    loop.programs[LOOK] = look
    outside.look(lambda: None)
    assert given == outside._paths.environment()
