"""What a keeper would find on this desktop: asked of the real bus and the real server, and nothing is changed by it."""

import fcntl
import os
import resource
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typing_extensions import override

from holdspace.health import HealthRow
from holdspace.keeper import look as looking
from holdspace.keeper.look import holds, look
from holdspace.wire.paths import APP_ID, Paths
from tests.keeper.bench import Bench
from tests.rig.bus import Bus
from tests.rig.dunst import Dunst

pytestmark = [pytest.mark.dbus, pytest.mark.x11]


@pytest.fixture
def paths(tmp_path: Path, env: dict[str, str], bus: Bus, monkeypatch: pytest.MonkeyPatch) -> Paths:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    found = Paths(tmp_path / "h")
    found.ensure()
    return found


def seen(paths: Paths) -> dict[str, HealthRow]:
    return {row.part: row for row in look(paths)}


def test_a_server_that_can_be_silenced_is_read_and_left_as_it_is(paths: Paths, dunst: Dunst) -> None:
    for paused in (True, False):
        dunst.set_paused(paused)
        found = seen(paths)["silence"]
        assert (found.driver, found.state, found.reason) == ("dunst", "works", "can_be_silenced")
        assert found.last_verified is None, "nothing was silenced"
        assert dunst.paused() is paused
    assert seen(paths)["watch"].state == "works"
    assert not paths.lock_keeper.exists()


def test_no_server_and_one_that_hangs_are_told_apart(
    paths: Paths, dunst: Dunst, monkeypatch: pytest.MonkeyPatch
) -> None:
    dunst.freeze()
    assert (seen(paths)["silence"].reason, seen(paths)["silence"].remedy) == ("server_failed", "restart_the_server")
    dunst.thaw()
    dunst.end()
    assert (seen(paths)["silence"].reason, seen(paths)["silence"].remedy) == ("no_server", "start_a_server")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    found = seen(paths)
    assert (found["silence"].reason, found["watch"].reason) == ("no_bus", "no_bus")


def test_a_tray_and_another_holdspace_are_seen_by_their_names(paths: Paths, bus: Bus, dunst: Dunst) -> None:
    assert seen(paths)["tray"].state == "needs_setup"
    with bus.connect() as other:
        for name in (looking.TRAY_HOST, f"{APP_ID}.Keeper"):
            other.send_and_get_reply(bus_call("RequestName", "su", (name, 4)))
        found = seen(paths)
        assert found["tray"].state == "works"
        assert (found["silence"].reason, found["silence"].remedy) == ("another_holdspace", "quit_the_other")


def test_a_keeper_at_work_is_known_by_its_lock(paths: Paths) -> None:
    assert not holds(paths)
    with paths.lock_keeper.open("w") as lock:
        assert not holds(paths)
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert holds(paths)


def test_a_keeper_that_finds_no_room_for_what_arrives_is_told_as_long_as_that_lasts(paths: Paths, bench: Bench) -> None:
    bench.start_session()
    assert seen(bench.paths)["watch"].state == "works"
    resource.prlimit(bench.keeper.pid, resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
    bench.notify("no room for it")

    def refused() -> HealthRow | None:
        found = seen(bench.paths)["watch"]
        return found if found.reason == "spool_refused" else None

    found = bench.app.wait(refused, what="the refusal to be told")
    assert (found.state, found.remedy) == ("cannot", "make_room")
    bench.kill_guard()
    bench.app.wait(refused, what="the next guard to know it too")
    resource.prlimit(bench.keeper.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    bench.app.wait(lambda: refused() is None, what="the end of it")
    bench.app.wait(bench.app.records)


def test_a_page_counts_only_when_it_answers(paths: Paths) -> None:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(401 if self.path == "/hello" else 500)
            self.end_headers()

        @override
        def log_message(self, *_: object) -> None:
            pass

    assert "page" not in seen(paths), "no app runs"
    server = HTTPServer(("127.0.0.1", 0), Page)
    (paths.data / "page.port").write_text(f"{server.server_port}\n")
    assert "page" not in seen(paths), "no app runs"
    os.mknod(paths.socket, 0o600 | 0o140000)
    thread = Thread(target=server.handle_request, daemon=True)
    thread.start()
    assert seen(paths)["page"].state == "works"
    thread.join(5)
    server.server_close()
    assert (seen(paths)["page"].state, seen(paths)["page"].reason) == ("cannot", "not_reachable")


def test_the_app_runs_it_as_a_process(paths: Paths, dunst: Dunst) -> None:
    words = [sys.executable, "-P", "-m", "holdspace.keeper.look", "--home", str(paths.data)]
    told = subprocess.run(words, capture_output=True, text=True, timeout=30, check=True)
    assert '"driver": "dunst"' in told.stdout
    assert told.stderr == ""


def bus_call(member: str, signature: str, body: tuple[object, ...]) -> object:
    from jeepney import DBusAddress, new_method_call

    to = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    return new_method_call(to, member, signature, body)
