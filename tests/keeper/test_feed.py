"""The feed tells all that lies in the spool once, and runs only so far ahead of what the app has kept."""

import errno
import json
from pathlib import Path

import pytest

from holdspace.keeper.feed import AHEAD, Feed
from holdspace.wire import spool

MANY = 2 * AHEAD + 500


def spooled(folder: Path, count: int) -> Feed:
    feed = Feed(folder / "spool")
    feed.keep([(f"k{n}", json.dumps({"tell": "seen", "key": f"k{n}"}).encode()) for n in range(count)])
    return feed


def told(feed: Feed) -> list[str]:
    """Everything that it tells now."""
    keys: list[str] = []
    while lines := feed.next_lines():
        keys += [json.loads(line)["key"] for line in lines.splitlines()]
    return keys


def test_the_app_is_told_so_many_more_than_it_has_kept(tmp_path: Path) -> None:
    feed = spooled(tmp_path, MANY)
    first = told(feed)
    assert first == [f"k{n}" for n in range(AHEAD)]
    feed.kept([f"k{n}" for n in range(100)])
    assert told(feed) == [f"k{n}" for n in range(AHEAD, AHEAD + 100)]


def test_whatever_is_kept_meanwhile_each_is_told_once_and_none_is_left_out(tmp_path: Path) -> None:
    feed = spooled(tmp_path, MANY)
    heard: list[str] = []
    kept = 0
    while fresh := told(feed):
        heard += fresh
        feed.kept(heard[kept : kept + 700])
        kept += 700
    feed.kept(heard)
    assert heard == [f"k{n}" for n in range(MANY)]
    assert not feed.waiting


def test_behind_a_long_flood_what_was_kept_is_not_remembered_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdspace.keeper.feed.MANY", 100)
    feed = spooled(tmp_path, 1000)
    heard = told(feed)
    feed.kept(heard[:99])
    assert len(list(spool.read(tmp_path / "spool"))) == 1000
    feed.kept(heard[99:100])
    assert [record.key for record in spool.read(tmp_path / "spool")] == heard[100:]
    assert told(feed) == []


def test_what_the_app_refuses_does_not_hold_up_what_comes_after_it(tmp_path: Path) -> None:
    feed = spooled(tmp_path, MANY)
    heard = told(feed)
    while fresh := heard[-1:]:
        feed.kept(fresh)  # all but the last one were refused
        if not (more := told(feed)):
            break
        heard += more
    assert heard == [f"k{n}" for n in range(MANY)]


def test_a_new_connection_is_told_from_the_beginning_and_no_further_ahead(tmp_path: Path) -> None:
    feed = spooled(tmp_path, MANY)
    told(feed)
    feed.restart()
    assert told(feed) == [f"k{n}" for n in range(AHEAD)]


def test_a_rewrite_that_fails_when_it_is_all_but_done_leaves_nothing_untold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new file has its name already; what is appended to it lies before where the old one was read to."""

    def fails(path: str) -> None:
        raise OSError(errno.ENOSPC, "no space", path)

    feed = Feed(tmp_path / "spool")
    feed.keep([(f"k{number}", json.dumps({"tell": "seen", "key": f"k{number}"}).encode()) for number in range(3)])
    assert feed.next_lines().count(b"\n") == 3
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(spool, "fsync_folder", fails)
        with pytest.raises(spool.SpoolError):
            feed.kept(["k0", "k1", "k2"])
    feed.keep([("k3", json.dumps({"tell": "seen", "key": "k3"}).encode())])
    assert b"k3" in feed.next_lines()
