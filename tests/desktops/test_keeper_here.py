"""Keeper and guard on this desktop: what is tried on each lighter notification server, here too."""

from collections.abc import Callable

import pytest

from tests.desktops.elsewhere import borrowed
from tests.desktops.plasma import Plasma
from tests.keeper import test_cost as cost
from tests.keeper import test_each_server as lighter
from tests.keeper.bench import Bench
from tests.rig.processes import wait_for

# Without a second session bus: its end is that of the desktop for all, and two desktops do not share a screen.
globals().update(borrowed(lighter, but=("_bus_",)), **borrowed(cost))


@pytest.fixture
def on_each(bench: Bench, record_property: Callable[[str, object], None]) -> Bench:
    """A bench with this desktop; the user never said anything about do-not-disturb."""
    record_property("server", f"{bench.server.title} {bench.server.version()}")  # for tests/matrix.py
    return bench


def test_what_keeper_and_guard_left_behind_is_repaired(on_each: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    if not isinstance(on_each.server, Plasma):
        lighter.test_what_keeper_and_guard_left_behind_is_repaired(on_each, monkeypatch)
        return
    on_each.start_session()
    on_each.kill_both()
    wait_for(lambda: on_each.server.setting() == "off", what="Plasma to end what its dead client asked for")
    assert lighter.repaired(on_each, monkeypatch) == "given_back"
    assert on_each.server.setting() == "off"
    assert not (on_each.paths.keeper_dir / "note.json").exists()
