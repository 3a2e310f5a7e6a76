"""A settings file is watched by what the kernel tells of its folder."""

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
