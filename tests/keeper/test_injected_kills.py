"""The keeper killed at the very system call: each fsync, rename, consuming read and send in turn."""

import shutil
import sys

import pytest

from tests.keeper.bench import Bench, send
from tests.rig.processes import start

pytestmark = [
    pytest.mark.dbus,
    pytest.mark.x11,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace injects the kills"),
]


@pytest.mark.parametrize("call", ["fsync", "rename", "recvfrom", "sendto", "write", "ftruncate"])
@pytest.mark.parametrize("which", [1, 2, 3, 5, 8])
def test_a_keeper_killed_at_a_system_call_loses_nothing_and_tells_nothing_twice(
    bench: Bench, call: str, which: int
) -> None:
    bench.start_session()
    bench.keeper.kill()  # the guard lives on and holds the watch
    inject = f"inject={call}:signal=KILL:when={which}"
    argv = ["strace", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject]
    argv += [sys.executable, "-m", "holdspace.keeper", "--home", str(bench.paths.data)]
    traced = start(argv, env=bench.env, folder=bench.folder, name="keeper")
    bench.keepers.append(traced)
    sent = [f"n{number}" for number in range(12)]
    with bench.bus.connect() as line:
        idents = []
        for summary in sent:
            idents.append(send(line, summary))
            bench.app.turn(0.005)
        for _ in range(100):
            bench.app.turn(0.01)
            if not traced.alive or len(bench.app.records()) == len(sent):
                break
        print("killed" if not traced.alive else "never reached")
        if not traced.alive:
            bench.start_keeper()
        bench.app.wait(lambda: len(bench.app.records()) == len(sent), what="all")
    assert [record["sender"] for record in bench.app.records()] == sent
    bench.app.wait(lambda: sorted(bench.app.named().values()) == idents, what="all their ids")
    assert bench.app.tells("gap") == []
    assert bench.dunst.paused()
