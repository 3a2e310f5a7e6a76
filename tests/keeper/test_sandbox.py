"""In a sandbox nobody watches the bus: that is said, with what can be done. Whoever else is in one is seen from outside."""

from pathlib import Path

import pytest
from jeepney.io.blocking import open_dbus_connection

from holdspace.keeper.look import look
from holdspace.keeper.sandbox import in_sandbox
from holdspace.wire.paths import APP_ID
from tests.keeper.bench import Bench, send
from tests.rig.sandbox import sandboxed_bus


def test_a_flatpak_is_known_by_its_file_and_a_snap_by_its_variables(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "info")
    assert not in_sandbox(nowhere, {})
    assert not in_sandbox(nowhere, {"SNAP": "", "SNAP_NAME": ""})
    assert in_sandbox(nowhere, {"SNAP": "/snap/holdspace/1", "SNAP_NAME": "holdspace"})
    (tmp_path / "info").touch()
    assert in_sandbox(nowhere, {})


@pytest.mark.dbus
@pytest.mark.x11
def test_a_keeper_in_a_sandbox_says_that_it_sees_nothing_and_the_session_ends_with_that_gap(
    bench: Bench, short_tmp: Path
) -> None:
    with sandboxed_bus(env=bench.env, bus=bench.bus, folder=short_tmp, own=APP_ID) as inside:
        bench.env.update(DBUS_SESSION_BUS_ADDRESS=inside, SNAP="/snap/holdspace/1", SNAP_NAME="holdspace")
        bench.start_session()
        assert [told["why"] for told in bench.app.tells("refused")] == ["sandboxed"]
        assert bench.dunst.paused(), "it is silent all the same"
        bench.notify("unseen")
        bench.app.want(None)
        bench.wait_gone()
    assert [gap["why"] for gap in bench.app.tells("gap")] == ["sandboxed"]
    assert bench.app.records() == []
    assert not bench.dunst.paused()


@pytest.mark.dbus
@pytest.mark.x11
def test_doctor_says_so_with_a_remedy_and_a_bus_that_refuses_without_a_sandbox_is_another_matter(
    bench: Bench, short_tmp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sandboxed_bus(env=bench.env, bus=bench.bus, folder=short_tmp, own=APP_ID) as inside:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", inside)
        for name, value, reason, remedy in (
            ("SNAP_NAME", "", "monitor_refused", "log_by_hand"),
            ("SNAP_NAME", "holdspace", "sandboxed", "leave_the_sandbox"),
        ):
            monkeypatch.setenv("SNAP", "/snap/holdspace/1")
            monkeypatch.setenv(name, value)
            (watch,) = (row for row in look(bench.paths) if row.part == "watch")
            assert (watch.state, watch.reason, watch.remedy) == ("cannot", reason, remedy)


@pytest.mark.dbus
@pytest.mark.x11
def test_what_a_program_in_a_sandbox_sends_is_seen_from_outside(bench: Bench, short_tmp: Path) -> None:
    bench.start_session()
    with sandboxed_bus(env=bench.env, bus=bench.bus, folder=short_tmp) as inside, open_dbus_connection(inside) as line:
        ident = send(line, "from inside", hints={"sender-pid": ("x", 2)})
        record = bench.app.wait(bench.app.records)[0]
        assert record["sender"] == "from inside"
        assert record["program"] == "xdg-dbus-proxy", "not process 2 of our world, which is its in there"
        assert ident in bench.app.wait(bench.app.named).values()
