"""A settings file is watched by what the kernel tells of its folder."""

import os
import select
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdspace.keeper.file_watch import FileWatch


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[FileWatch]:
    (tmp_path / "settings.conf").write_text("a")
    made = FileWatch(str(tmp_path / "settings.conf"))
    yield made
    made.close()


def readable(watch: FileWatch) -> bool:
    return bool(select.select([watch], [], [], 2)[0])


def test_a_file_that_is_written_is_told(watch: FileWatch, tmp_path: Path) -> None:
    assert not watch.changed()
    (tmp_path / "settings.conf").write_text("b")
    assert readable(watch)
    assert watch.changed()
    assert not watch.changed()


def test_a_file_that_is_put_in_place_is_told(watch: FileWatch, tmp_path: Path) -> None:
    (tmp_path / "fresh").write_text("b")
    (tmp_path / "fresh").rename(tmp_path / "settings.conf")
    assert readable(watch)
    assert watch.changed()


def test_a_file_that_is_removed_is_told(watch: FileWatch, tmp_path: Path) -> None:
    (tmp_path / "settings.conf").unlink()
    assert readable(watch)
    assert watch.changed()


def test_other_files_of_the_folder_are_none_of_ours(watch: FileWatch, tmp_path: Path) -> None:
    (tmp_path / "settings.conf.lock").write_text("b")
    assert readable(watch)
    assert not watch.changed()


def test_a_link_is_followed_to_where_the_file_lies(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere"
    real.mkdir()
    (real / "settings.conf").write_text("a")
    (tmp_path / "settings.conf").symlink_to(real / "settings.conf")
    watch = FileWatch(str(tmp_path / "settings.conf"))
    (real / "settings.conf").write_text("b")
    assert readable(watch)
    assert watch.changed()
    watch.close()


def test_without_a_folder_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileWatch(str(tmp_path / "nowhere" / "settings.conf"))


def test_a_folder_that_is_removed_took_the_file_along(watch: FileWatch, tmp_path: Path) -> None:
    (tmp_path / "settings.conf").unlink()
    assert watch.changed()
    tmp_path.rmdir()
    assert readable(watch)
    assert watch.changed(), "whatever happens there from now on is not told"


def test_where_the_kernel_lost_count_the_file_may_be_another(watch: FileWatch, tmp_path: Path) -> None:
    for number in range(int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())):
        os.link(tmp_path / "settings.conf", tmp_path / f"other {number}")
    (tmp_path / "settings.conf").write_text("b")
    assert watch.changed()
