import pytest
from tests.keeper.bench import Bench
from tests.rig.processes import wait_for
pytestmark = [pytest.mark.dbus, pytest.mark.x11]

def test_a_session_is_silent_watched_and_given_back(bench: Bench) -> None:
    bench.start_session()
    assert bench.dunst.paused()
    bench.notify("hello", "<b>body</b> &amp; more")
    bench.app.wait(lambda: bench.app.records())
    print(bench.app.told)
    import os
    for pid in (bench.keeper.pid, bench.guard_pid()):
        print(pid, [l for l in open(f"/proc/{pid}/status").read().splitlines() if l.startswith(("VmRSS","RssAnon","Name"))])
    bench.app.want(None)
    bench.app.wait_quiet(engaged=False, why="not_wanted")
    assert bench.wait_gone() == 0
    assert not bench.dunst.paused()
    print(bench.app.told); print(bench.log(), bench.dunst.waiting(), bench.dunst.displayed())
    assert not bench.paths.keeper_dir.joinpath("note.json").exists()
    assert 0
