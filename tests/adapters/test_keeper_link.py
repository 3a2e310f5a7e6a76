"""The link to the keeper: a level that is told and renewed, a keeper that is started and started again with patience."""

import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest

from holdspace.adapters.keeper_link import (
    GIVE_BACK_TRIES,
    LEASE_SECONDS,
    LOOK_SECONDS,
    LOOKS,
    RENEW_SECONDS,
    STEADY_SECONDS,
    KeeperLink,
    Wanted,
)
from holdspace.wire.paths import Paths
from tests.app.home import Line, LinkWithoutProcesses

SILENT = Wanted(session="s1", release_after_seconds=5, drain=True)
FREE = Wanted(session=None, release_after_seconds=5, drain=True)


class Desk:
    def __init__(self, folder: Path) -> None:
        self.now = 1000.0
        self.paths = Paths(folder)
        self.paths.ensure()
        self.failed: list[str] = []
        self.link = LinkWithoutProcesses(self.paths, ["app"], lambda: self.now, self.failed.append)

    def beat_for(self, seconds: float) -> list[float]:
        """Beat as the timer would, for so long; when keepers were started, counted from now."""
        began, starts = self.now, []
        while self.now < began + seconds:
            before = len(self.link.runs)
            wait = self.link.beat()
            if len(self.link.runs) > before:
                starts.append(round(self.now - began, 2))
                self.link.children[-1].status = 1  # it dies at once
            if wait is None:
                break
            self.now += wait
        return starts

    def joins(self) -> Line:
        line = Line()
        self.link.joined(line)
        return line


@pytest.fixture
def desk(short_tmp: Path) -> Desk:
    return Desk(short_tmp)


def wants(line: Line) -> list[Any]:
    return [told["session"] for told in line.said if told["tell"] == "want"]


def test_what_is_wanted_is_a_level_told_on_joining_and_at_every_change(desk: Desk) -> None:
    line = desk.joins()
    desk.link.want(SILENT)
    desk.link.want(SILENT)
    desk.link.want(FREE)
    assert wants(line) == [None, "s1", None]
    again = desk.joins()
    assert wants(again) == [None]
    assert line.said[1]["lease_seconds"] == LEASE_SECONDS
    assert line.said[1]["release_after_seconds"] == 5


def test_our_own_connections_are_told_to_each_keeper_before_what_is_wanted(desk: Desk) -> None:
    line = desk.joins()
    assert [told["tell"] for told in line.said] == ["want"]
    desk.link.exclude([":1.7"])
    assert line.said[-1] == {"tell": "exclude", "names": [":1.7"]}
    assert [told["tell"] for told in desk.joins().said] == ["exclude", "want"]


def test_the_lease_is_renewed_each_minute_while_silence_is_wanted(desk: Desk) -> None:
    line = desk.joins()
    desk.link.want(SILENT)
    assert desk.link.beat() == RENEW_SECONDS
    desk.now += 59
    assert desk.link.beat() == pytest.approx(1)
    assert wants(line) == [None, "s1"]
    desk.now += 1
    assert desk.link.beat() == RENEW_SECONDS
    assert wants(line) == [None, "s1", "s1"]
    desk.link.want(FREE)
    assert desk.link.beat() is None


def test_a_keeper_is_started_when_silence_is_wanted_and_not_before(desk: Desk) -> None:
    assert desk.link.beat() is None
    desk.link.want(FREE)
    assert desk.link.runs == []
    desk.link.want(SILENT)
    assert len(desk.link.runs) == 1
    assert not desk.link.connected


def test_a_keeper_that_takes_its_time_is_not_doubled(desk: Desk) -> None:
    desk.link.want(SILENT)
    for _ in range(59):
        assert desk.link.beat() == 1.0
        desk.now += 1
    assert len(desk.link.runs) == 1
    desk.now += 2
    desk.link.beat()
    assert len(desk.link.runs) == 2


def test_a_keeper_that_dies_at_its_start_is_started_again_ever_more_slowly(desk: Desk) -> None:
    desk.link.want(SILENT)
    desk.link.children[-1].status = 1
    starts = desk.beat_for(300)
    assert starts == [1.0, 6.0, 21.0, 81.0, 141.0, 201.0, 261.0]
    assert set(desk.failed) == {"keeper_gone"}


def test_a_keeper_that_joins_and_dies_again_and_again_is_no_hot_loop(desk: Desk) -> None:
    desk.link.want(SILENT)
    started = [desk.now]
    for _ in range(6):
        line = desk.joins()
        desk.now += 0.2
        assert desk.link.left(line)
        desk.link.children[-1].status = 1
        while len(desk.link.runs) == len(started):
            wait = desk.link.beat()
            if len(desk.link.runs) == len(started):
                assert wait is not None
                desk.now += wait
        started.append(desk.now)
    gaps = [round(later - earlier) for earlier, later in pairwise(started)]
    assert gaps == [1, 5, 15, 60, 60, 60]


def test_a_keeper_that_served_well_is_replaced_at_once(desk: Desk) -> None:
    desk.link.want(SILENT)
    line = desk.joins()
    desk.now += STEADY_SECONDS
    assert desk.link.left(line)
    desk.link.beat()
    assert len(desk.link.runs) == 2
    assert desk.failed == []


def test_a_new_session_is_a_new_try(desk: Desk) -> None:
    desk.link.want(SILENT)
    desk.link.children[-1].status = 1
    desk.beat_for(100)
    runs = len(desk.link.runs)
    desk.link.want(FREE)
    desk.link.want(Wanted(session="s2", release_after_seconds=5, drain=True))
    assert len(desk.link.runs) == runs + 1


def test_a_keeper_that_refused_is_not_started_again_in_this_session_but_in_the_next(desk: Desk) -> None:
    desk.link.want(SILENT)
    line = desk.joins()
    desk.link.refused()
    assert not desk.link.left(line)  # it had said why: that it is gone is no news
    desk.now += 1000
    assert desk.link.beat() is None
    assert len(desk.link.runs) == 1
    desk.link.want(Wanted(session="s2", release_after_seconds=5, drain=True))
    assert len(desk.link.runs) == 2


def test_only_the_newest_keeper_counts(desk: Desk) -> None:
    old, new = desk.joins(), desk.joins()
    desk.link.kept(["k"])
    assert not desk.link.left(old)
    assert desk.link.connected
    assert (old.said[-1]["tell"], new.last) == ("want", {"tell": "kept", "keys": ["k"]})


def test_what_was_kept_while_nobody_listens_is_told_again_by_the_keeper(desk: Desk) -> None:
    desk.link.kept(["k"])
    line = desk.joins()
    desk.link.kept([])
    assert [told["tell"] for told in line.said] == ["want"]


def test_after_goodbye_nothing_is_started_and_a_keeper_that_goes_is_no_news(desk: Desk) -> None:
    desk.link.want(SILENT)
    line = desk.joins()
    desk.link.goodbye()
    assert line.last == {"tell": "goodbye"}
    assert not desk.link.left(line)
    desk.now += 100
    assert desk.link.beat() is None
    assert len(desk.link.runs) == 1


def test_a_keeper_that_has_not_joined_yet_is_called_off_at_goodbye(desk: Desk) -> None:
    desk.link.goodbye()
    other = Desk(desk.paths.data)
    other.link.want(SILENT)
    other.link.goodbye()
    assert other.link.children[-1].status == -15


def test_a_keeper_that_died_before_it_gave_back_is_replaced_a_few_times(desk: Desk) -> None:
    desk.link.want(SILENT)
    line = desk.joins()
    desk.link.want(FREE)
    (desk.paths.keeper_dir / "note.json").write_text("{}")
    for _ in range(GIVE_BACK_TRIES + 2):
        desk.now += STEADY_SECONDS
        desk.link.left(line)
        desk.link.beat()
        line = desk.joins()
    assert len(desk.link.runs) == 1 + GIVE_BACK_TRIES


def test_once_the_note_is_gone_no_keeper_is_needed(desk: Desk) -> None:
    line = desk.joins()
    desk.link.left(line)
    assert desk.link.beat() is None


def test_a_note_that_was_left_is_given_back_by_a_keeper_that_is_told_so(desk: Desk) -> None:
    assert desk.link.beat() is None
    assert desk.link.runs == []
    (desk.paths.keeper_dir / "note.json").write_text("{}")
    desk.link.beat()
    assert len(desk.link.runs) == 1
    line = desk.joins()
    assert line.said[-1]["session"] is None


def test_a_keeper_that_cannot_be_started_is_trouble(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    link = KeeperLink(desk.paths, ["app"], lambda: desk.now, desk.failed.append)
    link.want(SILENT)
    assert desk.failed == ["keeper_cannot_start"]
    assert link.beat() is not None


def test_the_keeper_is_started_with_the_home_and_the_way_to_start_the_app_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, short_tmp: Path
) -> None:
    script = short_tmp / "python"
    told = short_tmp / "told"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" "$HOLDSPACE_HOME" > {told}\n')
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))
    link = KeeperLink(desk.paths, ["app", "--home", "x"], lambda: desk.now, desk.failed.append)
    link.want(SILENT)
    child = cast("Any", link._child)
    assert child.wait(10) == 0
    home = str(desk.paths.home)
    assert told.read_text().splitlines() == [
        *("-P", "-m", "holdspace.keeper", "--restart-argv", '["app", "--home", "x"]', "--home", home, home),
    ]


def test_a_keeper_of_which_nothing_is_heard_is_ended(desk: Desk) -> None:
    line = Line()
    desk.link.joined(line, 4711)
    desk.link.want(SILENT)
    for _ in range(LOOKS):
        assert desk.link.ended == []
        assert desk.link.beat() == pytest.approx(LOOK_SECONDS)
        desk.now += LOOK_SECONDS
    desk.link.beat()
    assert desk.link.ended == [4711]
    assert desk.failed == ["keeper_gone"]
    assert desk.link.left(line)


def test_the_app_never_ends_itself_in_a_keepers_place(desk: Desk) -> None:
    desk.link.joined(Line(), os.getpid())
    desk.link.want(SILENT)
    for _ in range(3 * LOOKS):
        desk.now += LOOK_SECONDS
        desk.link.beat()
    assert desk.link.ended == []


def test_a_keeper_that_says_anything_does_not_hang(desk: Desk) -> None:
    desk.link.joined(Line(), 4711)
    desk.link.want(SILENT)
    for _ in range(3 * LOOKS):
        desk.now += LOOK_SECONDS
        desk.link.beat()
        desk.link.heard()
    assert desk.link.beat() is not None
    assert desk.link.ended == []


def test_a_keeper_is_not_ended_for_what_it_slept_through_with_the_machine(desk: Desk) -> None:
    desk.link.joined(Line(), 4711)
    desk.link.want(SILENT)
    desk.now += 7200
    desk.link.beat()
    desk.link.beat()
    assert desk.link.ended == []
