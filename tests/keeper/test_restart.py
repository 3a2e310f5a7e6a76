"""The ladder by which the app is started again, on a clock of the test."""

import os
import sys
from pathlib import Path

import pytest

from holdspace.keeper.restart import LADDER, PRINTED_LIMIT, SETTLED, Restart
from holdspace.wire.paths import Paths


class Ladder:
    """A Restart whose clock jumps to whatever is due, and whose log says when the app was started."""

    def __init__(self, folder: Path, argv: list[str]) -> None:
        self.now = 1000.0
        self.starts: list[float] = []
        paths = Paths(folder / "home")
        paths.ensure()
        self.gave_up_file = paths.keeper_dir / "gave_up.json"
        self.restart = Restart(argv, paths, self.note, lambda: self.now)

    def note(self, code: str, **_: object) -> None:
        if code == "app_started_again":
            self.starts.append(self.now)

    def run(self, seconds: float = 200.0) -> None:
        end = self.now + seconds
        while (due := self.restart.due()) is not None and due <= end:
            self.now = max(self.now, due)
            self.restart.step()
        self.now = end


@pytest.fixture
def ladder(tmp_path: Path) -> Ladder:
    return Ladder(tmp_path, ["/nonexistent/holdspace"])


def test_the_app_is_started_after_0_2_10_and_30_seconds_then_it_gives_up_and_says_so(ladder: Ladder) -> None:
    ladder.restart.app_gone()
    assert ladder.restart.due() is not None
    ladder.run()
    waits = [later - earlier for earlier, later in zip([1000.0, *ladder.starts], ladder.starts, strict=False)]
    assert waits == list(LADDER)
    assert ladder.restart.gave_up
    assert ladder.restart.busy is False
    assert ladder.restart.due() is None
    assert ladder.gave_up_file.exists()


def test_an_app_that_comes_back_ends_the_ladder(ladder: Ladder) -> None:
    ladder.restart.app_gone()
    ladder.run(1)
    ladder.restart.connected()
    assert ladder.restart.due() is None
    ladder.run()
    assert len(ladder.starts) == 1


def test_an_app_that_dies_at_once_each_time_is_not_started_for_ever(ladder: Ladder) -> None:
    for _ in range(10):
        ladder.restart.app_gone()
        ladder.run(31)
        ladder.restart.connected()
        ladder.now += 1
    assert len(ladder.starts) == len(LADDER)


def test_an_app_that_stayed_for_a_minute_gets_the_whole_ladder_again(ladder: Ladder) -> None:
    for _ in range(3):
        ladder.restart.app_gone()
        ladder.run(1)
        ladder.restart.connected()
        ladder.now += SETTLED
    assert len(ladder.starts) == 3


def test_without_arguments_nothing_is_started_but_the_app_is_waited_for(tmp_path: Path) -> None:
    ladder = Ladder(tmp_path, [])
    ladder.restart.app_gone()
    assert ladder.restart.step()
    ladder.run()
    assert ladder.starts == []
    assert ladder.restart.gave_up


def test_a_slow_start_is_not_doubled(tmp_path: Path) -> None:
    ladder = Ladder(tmp_path, [sys.executable, "-c", "import sys; sys.stdin.read(); input()"])
    ladder.restart._pid = os.getpid()  # somebody who lives
    ladder.restart.app_gone()
    ladder.run(1)
    assert ladder.starts == []


def test_what_the_app_prints_is_kept_within_a_bound(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "home")
    paths.ensure()
    printed = Path(f"{paths.app_log}.stderr")
    printed.parent.mkdir(parents=True, exist_ok=True)
    for size, left in ((PRINTED_LIMIT, PRINTED_LIMIT), (PRINTED_LIMIT + 1, 0)):
        printed.write_bytes(b"x" * size)
        restart = Restart(["/bin/true"], paths, lambda *_, **__: None)
        restart.app_gone()
        restart.step()
        assert restart._pid is not None
        os.waitpid(restart._pid, 0)
        assert printed.stat().st_size == left
