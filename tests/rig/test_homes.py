"""A home that is given to several tests one after the other is never one that a test left something in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rig.homes import Homes


def test_a_home_that_was_left_as_it_was_found_serves_again(tmp_path: Path) -> None:
    homes = Homes(tmp_path)
    first, env = homes.take()
    homes.give_back()
    assert homes.take() == (first, env)
    assert env["HOME"] == str(first)


@pytest.mark.parametrize(
    "leave",
    [
        lambda home: (home / ".config" / "left").write_text("x"),
        lambda home: (home / "run").chmod(0o500),
        lambda home: (home / "run").chmod(0),
        lambda home: (home / "tmp").rmdir(),
        lambda home: (home / ".config").replace(home / "config"),
        lambda home: (home / "away").symlink_to("/nowhere"),
        lambda home: (home / ".local" / "share" / "holdspace").mkdir(),
    ],
    ids=["a file", "another mode", "closed", "a folder gone", "a folder moved", "a link", "a folder"],
)
def test_a_home_in_which_something_is_left_or_changed_serves_nobody_else(
    tmp_path: Path, leave: Callable[[Path], object]
) -> None:
    homes = Homes(tmp_path)
    first, _ = homes.take()
    leave(first)
    homes.give_back()
    second, _ = homes.take()
    assert second != first


def test_a_home_of_a_test_that_removed_it_is_replaced(tmp_path: Path) -> None:
    homes = Homes(tmp_path)
    first, _ = homes.take()
    first.rename(tmp_path / "elsewhere")
    homes.give_back()
    assert homes.take()[0].is_dir()
