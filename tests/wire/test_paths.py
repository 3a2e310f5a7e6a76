"""Where things lie, and that they are the user's alone."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from holdspace.wire.paths import Paths, PathsError
from holdspace.wire.stamp import iso, stamp


def test_with_a_home_all_state_lies_under_it(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "h")
    paths.ensure()
    elsewhere = {"home", "_claims", "autostart_dir", "autostart_entry", "run", "socket", "guard_socket"}
    for name in set(Paths.__slots__) - elsewhere:
        assert getattr(paths, name).is_relative_to(tmp_path / "h"), name
    assert paths.environment() == {"HOLDSPACE_HOME": str(tmp_path / "h")}


def test_the_environment_names_a_home_and_the_argument_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDSPACE_HOME", str(tmp_path / "env"))
    assert Paths().data == tmp_path / "env"
    assert Paths(tmp_path / "arg").data == tmp_path / "arg"


def test_without_a_home_the_users_folders_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOLDSPACE_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative/is/ignored")
    monkeypatch.setenv("HOME", str(tmp_path))
    paths = Paths()
    assert paths.data == tmp_path / "data" / "holdspace"
    assert paths.autostart_dir == tmp_path / ".config" / "autostart"


def test_folders_are_for_the_user_only_even_if_they_were_wider(tmp_path: Path) -> None:
    (tmp_path / "h").mkdir(mode=0o755)
    paths = Paths(tmp_path / "h")
    paths.ensure()
    for folder in (paths.data, paths.keeper_dir, paths.run, paths.app_log.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_socket_whose_path_is_too_long_lies_in_a_short_folder_of_the_user(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30)
    paths = Paths(home)
    paths.ensure()
    try:
        assert len(os.fsencode(paths.guard_socket)) < 100
        assert stat.S_IMODE(paths.run.stat().st_mode) == 0o700
        assert paths.socket == Paths(home).socket
        assert paths.socket != Paths(tmp_path / ("long" * 31)).socket
    finally:
        paths.run.rmdir()


def test_a_file_in_the_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "h").write_text("")
    with pytest.raises(PathsError) as failure:
        Paths(tmp_path / "h").ensure()
    assert failure.value.code == "not_a_folder"
    assert failure.value.path == tmp_path / "h"


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere; the base lane runs as an ordinary user")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PathsError, match="denied"):
            Paths(tmp_path / "h").ensure()
    finally:
        tmp_path.chmod(0o700)


def test_finding_the_paths_loads_nothing_heavy() -> None:
    heavy = ("typing", "dataclasses", "platformdirs", "asyncio", "subprocess", "jeepney")
    script = (
        "import sys; before = set(sys.modules)\n"
        "from holdspace.wire import paths, protocol, spool, stamp\n"
        f"print([name for name in {heavy!r} if name in sys.modules and name not in before])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_stamp_is_utc_boot_and_ticks() -> None:
    first, second = stamp(), stamp()
    assert first["utc"].endswith("Z")
    assert first["boot"] == second["boot"]
    assert first["ticks"] <= second["ticks"]
    assert iso(0.25) == "1970-01-01T00:00:00.250000Z"
