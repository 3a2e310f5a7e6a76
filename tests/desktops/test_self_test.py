"""The self-test on each desktop: what draws its popups by itself, or is on Wayland, lets nothing be seen, and that is said."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from holdspace.wire.paths import Paths
from tests.desktops.plasma import Plasma
from tests.desktops.shell import DesktopShell
from tests.rig.processes import start


def run(shell: DesktopShell, folder: Path, *options: str) -> dict[str, Any]:
    argv = [sys.executable, "-m", "holdspace.keeper.probe", "--home", str(folder / "h"), *options]
    running = start(argv, env=shell.env, folder=folder, name="probe")
    running.wait()
    said = json.loads(running.out.read_text())
    assert said["outcome"] == "tested", Paths(folder / "h").keeper_log.read_text()
    told: dict[str, Any] = said["record"]
    return told


def test_a_self_test_by_hand_claims_no_more_than_can_be_seen(
    shell: DesktopShell, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    before = shell.setting()
    told = run(shell, tmp_path, "--by-hand", "yes")
    if isinstance(shell, Plasma):  # on X11 here, and its popups are windows
        assert (told["saw"], told["critical"]) == ("no_popup", "shown")
    else:
        assert (told["saw"], told["critical"]) == ("not_verifiable", "unknown")
    measured(told["saw"].replace("_", " "))
    assert shell.setting() == before
    assert shell.visible() == 0
    assert not (Paths(tmp_path / "h").keeper_dir / "note.json").exists()


def test_an_unasked_self_test_shows_nothing(shell: DesktopShell, tmp_path: Path) -> None:
    before = shell.setting()
    with shell.watched() as came:
        told = run(shell, tmp_path)
        assert came() == 0
    assert told["saw"] == ("no_popup" if isinstance(shell, Plasma) else "not_verifiable")
    assert shell.setting() == before
