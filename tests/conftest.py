"""What every test stands on: no screen, no home, no bus and no network of the machine's; nothing left running."""

import gc
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

# Before anything imports Qt or asks for a folder.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["DBUS_SESSION_BUS_ADDRESS"] = os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/nonexistent/bus"
os.environ["PULSE_RUNTIME_PATH"] = "/nonexistent/pulse"
for _name in (
    "PULSE_SERVER",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XDG_CURRENT_DESKTOP",
    "HOLDSPACE_HOME",
    "QT_STYLE_OVERRIDE",
):
    os.environ.pop(_name, None)

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402
from hypothesis.configuration import set_hypothesis_home_dir  # noqa: E402
from pytestqt.qtbot import QtBot  # noqa: E402

from tests.rig.bus import Bus, private_bus  # noqa: E402
from tests.rig.desktop import Desktop, running_desktop  # noqa: E402
from tests.rig.each_server import Kind, Screens  # noqa: E402
from tests.rig.environment import environment, with_display  # noqa: E402
from tests.rig.homes import Homes  # noqa: E402
from tests.rig.kept_desktop import KeptDesktop  # noqa: E402
from tests.rig.processes import PATIENCE, RUNNING, NeverHappenedError, wait_for  # noqa: E402
from tests.rig.sway import sway  # noqa: E402
from tests.rig.wayland_server import WaylandServer  # noqa: E402
from tests.rig.xserver import XServer, xserver  # noqa: E402

_LOCAL = ("127.", "localhost", "::1", "0.0.0.0", "::")
_MARKS_OF_FIXTURES = {
    "desktop": ("x11", "dbus"),
    "shared_desktop": ("x11", "dbus"),
    "x": ("x11",),
    "screens": ("x11", "dbus"),
    "bus": ("dbus",),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run: everything must have run")
    parser.addoption("--packages", action="store_true", help="run the lane that tries built packages in bare roots")
    parser.addoption("--desktop", help="run the lane of the desktops, in the root of this one")
    parser.addoption("--found", help="the lane of the desktops: the file for what was found")


def pytest_configure(config: pytest.Config) -> None:
    """No test speaks to another machine: a connection beyond loopback fails the test that asks for it."""
    sys.addaudithook(_refuse_the_network)
    # A shell gives what runs in its background an interrupt that is ignored, and that is handed on to what a test interrupts.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # What hypothesis learned is kept between runs, but not in the checkout: the tests' user may not write there.
    set_hypothesis_home_dir(Path(tempfile.gettempdir()) / f"holdspace-hypothesis-{os.getuid()}")
    settings.register_profile("house", deadline=None)  # a busy machine is no fault of the test
    settings.load_profile("house")
    for wait in (QtBot.waitUntil, QtBot.waitSignal):
        wait.__kwdefaults__ = {**(wait.__kwdefaults__ or {}), "timeout": round(PATIENCE * 1000)}


def _refuse_the_network(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = args[1]
        host = address[0] if isinstance(address, tuple) and address else ""
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and name and not name.startswith(_LOCAL):
        raise AssertionError(f"a test reached for the network: {name}")


_left_out: list[pytest.Item] = []
_LANES_APART = {
    "packages": "tests of built packages (./dev package --try)",
    "desktops": "tests of whole desktops (./dev test --desktops)",
}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that uses a real part carries its marker, also when nobody wrote it there."""
    for item in items:
        names: list[str] = getattr(item, "fixturenames", [])
        for fixture, marks in _MARKS_OF_FIXTURES.items():
            if fixture in names:
                for mark in marks:
                    item.add_marker(mark)
    for lane, asked in (("packages", config.getoption("--packages")), ("desktops", config.getoption("--desktop"))):
        if not asked:
            _left_out.extend(item for item in items if item.get_closest_marker(lane))
            items[:] = [item for item in items if not item.get_closest_marker(lane)]
    # By one worker, one after the other and from the beginning, or each worker would start browsers of its own at the end.
    items.sort(key=lambda item: not _of_browsers(item))


def _of_browsers(item: pytest.Item) -> bool:
    """Whether it uses the browser of the tests of the page, or one that its file shares."""
    file = item.getparent(pytest.Module)
    shared = file is not None and any(mark.name == "browser" for mark in file.own_markers)
    return shared or "chrome" in getattr(item, "fixturenames", ())


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", ())) if reporter is not None else 0


TIDY_EVERY = 25
_torn_down = count(1)
gc.disable()  # a Qt object in a circle must not be found, and die, on a thread of some later test


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is there now stays to the end: it need not be looked through each time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Garbage is collected on the main thread only, as in the app."""
    if next(_torn_down) % TIDY_EVERY == 0:
        gc.collect()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With --no-skips a run in which something was skipped did not pass."""
    if session.config.getoption("--no-skips") and _skipped(session.config) and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("--no-skips") and (count := _skipped(config)):
        terminalreporter.write_line(f"{count} skipped, and --no-skips was asked for: this run failed", red=True)
    for lane, what in _LANES_APART.items():
        if count := sum(item.get_closest_marker(lane) is not None for item in _left_out):
            terminalreporter.write_line(f"not run: {count} {what}")


@pytest.fixture(scope="session")
def _homes() -> Iterator[Homes]:
    folder = Path(tempfile.mkdtemp(prefix="hs-home-", dir="/tmp"))
    yield Homes(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_home(_homes: Homes) -> Iterator[Path]:
    """A HOME (and XDG folders) of the test's own; /tmp/... and short, so that sockets fit."""
    before = dict(os.environ)
    folder, own = _homes.take()
    del own["TMPDIR"]  # pytest's own folders stay where they are
    os.environ.update(own)
    yield folder
    os.environ.clear()
    os.environ.update(before)
    _homes.give_back()


@pytest.fixture(autouse=True)
def _nothing_left_running(own_home: Path) -> Iterator[None]:
    """A thread or a child process that outlives its test is a fault of the test or of what it tests.

    `own_home` is given back after this: a straggler must not write into the next test's.
    """
    threads = set(threading.enumerate())
    children = _children()
    yield

    def left() -> list[str]:
        alive = [repr(thread) for thread in threading.enumerate() if thread not in threads]
        return alive + [f"process {pid}" for pid in _children() - children]

    try:
        wait_for(lambda: not left(), bound=5, what="threads and processes of this test to end")
    except NeverHappenedError:
        pytest.fail(f"left running: {', '.join(left())}")


def _children() -> set[int]:
    found: set[int] = set()
    for thread in os.listdir("/proc/self/task"):  # noqa: PTH208 - asked twice a test: no Path is made
        try:
            with open(f"/proc/self/task/{thread}/children") as listing:  # noqa: PTH123
                found |= {int(pid) for pid in listing.read().split()}
        except OSError:
            continue  # the thread ended while we looked
    return {pid for pid in found if pid not in RUNNING and not _zombie(pid)}


def _zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def short_tmp() -> Iterator[Path]:
    """A temporary folder with a short path, for sockets (their path must be below 108 bytes)."""
    folder = Path(tempfile.mkdtemp(prefix="hs-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def bus(short_tmp: Path, own_home: Path) -> Iterator[Bus]:
    """A private session bus on which nothing can be activated; DBUS_SESSION_BUS_ADDRESS points to it."""
    with private_bus(env=environment(own_home), folder=short_tmp / "bus") as running:
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = running.address
        yield running


@pytest.fixture
def x(short_tmp: Path, own_home: Path) -> Iterator[XServer]:
    """An X server without window manager. DISPLAY is not set in this process: pass `x.display` to children."""
    with xserver(env=environment(own_home), folder=short_tmp / "log") as running:
        yield running


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    """A fresh desktop for one test: X server, bus, openbox, panel with tray, dunst."""
    with running_desktop() as running:
        yield running


@pytest.fixture(scope="session")
def screens(request: pytest.FixtureRequest) -> Screens:
    """Where a notification server is to be shown: an X screen, or a sway of its own."""

    def of(kind: Kind) -> dict[str, str]:
        shown: dict[str, str] = request.getfixturevalue("wayland" if issubclass(kind, WaylandServer) else "x11")
        return shown

    return of


@pytest.fixture(scope="session")
def x11(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An environment that names an X screen of the worker's own."""
    folder = tmp_path_factory.mktemp("x11")
    env = environment(folder / "home")
    with xserver(env=env, folder=folder) as screen:
        yield with_display(env, screen.display)


@pytest.fixture(scope="session")
def wayland(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An environment that names a headless sway of the worker's own."""
    folder = tmp_path_factory.mktemp("wayland")
    with sway(env=environment(folder / "home"), folder=folder) as screen:
        yield screen.env


@pytest.fixture(scope="session")
def _kept_desktop() -> Iterator[KeptDesktop]:
    kept = KeptDesktop()
    yield kept
    kept.end()


@pytest.fixture(scope="module")
def shared_desktop(_kept_desktop: KeptDesktop) -> Desktop:
    """One desktop for all tests of a module, and for those of others; each test leaves it as it found it."""
    return _kept_desktop.take()
