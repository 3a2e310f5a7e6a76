"""Critical notifications closed as they come, on the desktops that show them: Plasma lets it happen, GNOME Shell does not."""

from collections.abc import Callable

from tests.desktops.gnome import GnomeShell
from tests.desktops.shell import DesktopShell
from tests.keeper.bench import Bench
from tests.rig.processes import wait_for


def test_a_critical_one_is_hidden_or_closed_as_it_comes_or_told_as_shown(
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
