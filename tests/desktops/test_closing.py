"""Critical notifications closed as they come, on the desktops that show them: Plasma lets it happen, GNOME Shell does not."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desktops.gnome import GnomeShell
from tests.desktops.shell import DesktopShell
from tests.keeper.bench import Bench
from tests.keeper.fake_app import FakeApp
from tests.rig.processes import wait_for


@pytest.fixture
def bench(shell: DesktopShell, tmp_path: Path) -> Iterator[Bench]:
    folder = tmp_path / "k"
    folder.mkdir()
    app = FakeApp(Bench.paths_of(folder).socket)
    found = Bench(env=dict(shell.env), folder=folder, bus=shell.bus, server=shell, app=app)
    yield found
    found.end()


def test_a_critical_one_is_closed_as_it_comes_where_its_popup_would_show(
    bench: Bench, shell: DesktopShell, measured: Callable[[str], None]
) -> None:
    bench.start_session(close_critical=True)
    becomes = bench.app.quiet["critical"]
    measured(becomes)
    if not shell.shows_critical:
        assert becomes == "hidden"
    elif isinstance(shell, GnomeShell):
        assert becomes == "shown", "it refuses, and that is said"
    else:
        assert becomes == "closed"
    shell.send(1, urgency=2)
    bench.app.wait(lambda: len(bench.app.records()) == 1, what="it to be told")
    if becomes == "shown":
        wait_for(shell.visible, what="its popup")
    else:
        wait_for(lambda: not shell.visible(), what="no popup")
    bench.app.want(None)
    bench.wait_gone()
