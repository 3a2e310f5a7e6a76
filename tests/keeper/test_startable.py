"""Which server the bus would start is known by its service files, and nobody is started by asking."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdspace.keeper.bus import Bus
from holdspace.keeper.quiet.known import choose
from holdspace.keeper.quiet.startable import programs
from tests.rig.bus import Bus as PrivateBus
from tests.rig.bus import private_bus
from tests.rig.environment import environment
from tests.rig.notification_server import NAME

pytestmark = pytest.mark.dbus


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateBus]:
    """A bus that starts somebody for notifications, and leaves a trace when it does."""
    folder = tmp_path_factory.mktemp("served")
    trace = f"/bin/sh -c 'touch {folder}/started'"
    with private_bus(env=environment(folder / "home"), folder=folder / "bus", services={NAME: trace}) as found:
        yield found


@pytest.fixture
def asks(served: PrivateBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bus]:
    """As of a user whose folders are `run`, `home`, `first` and `second`."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", served.address)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_DIRS", f"{tmp_path / 'first'}:{tmp_path / 'second'}")
    monkeypatch.delenv("XDG_CURRENT_DESKTOP", raising=False)
    bus = Bus(5.0)
    yield bus
    bus.close()
    assert not (served.services.parents[1] / "started").exists()


def installs(folder: Path, file: str, program: str, *, name: str = NAME) -> None:
    services = folder / "dbus-1" / "services"
    services.mkdir(parents=True, exist_ok=True)
    (services / file).write_text(f"[D-BUS Service]\nName = {name}\nExec={program} --arg\nSystemdService=x.service\n")


def test_the_first_folder_that_has_one_counts_and_whatever_it_has_for_other_names_does_not(
    asks: Bus, tmp_path: Path
) -> None:
    installs(tmp_path / "home", "other.service", "/usr/bin/other", name="org.example.Other")
    installs(tmp_path / "first", "a.service", "/usr/lib/mate-notification-daemon/mate-notification-daemon")
    installs(tmp_path / "first", "no-service.txt", "/usr/bin/dunst")
    installs(tmp_path / "second", "a.service", "/usr/bin/dunst")
    assert programs(asks) == ("mate-notification-daemon",)
    assert (choose(asks).name, choose(asks).server, choose(asks).why) == ("mate", "", None)


def test_of_several_in_one_folder_the_desktops_own_is_meant_and_else_none(
    asks: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installs(tmp_path / "first", "a.service", "/usr/bin/dunst")
    installs(tmp_path / "first", "b.service", "'/usr/lib/x86/xfce4/notifyd/xfce4-notifyd'")
    assert programs(asks) == ("dunst", "xfce4-notifyd")
    assert choose(asks).why == "server_not_started"
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "X-Cinnamon:XFCE")
    assert choose(asks).name == "xfce"
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "MATE")
    assert choose(asks).why == "server_not_started"


def test_what_only_waits_for_plasma_serves_nothing(asks: Bus, tmp_path: Path) -> None:
    installs(tmp_path / "first", "a.service", "/usr/bin/plasma_waitforname org.freedesktop.Notifications")
    assert choose(asks).why == "no_server"


@pytest.mark.parametrize("exec_line", ["", "'open", "/usr/bin/nobody-knows", "\udcff\udcfe"])
def test_a_file_that_tells_nothing_is_a_server_of_which_nothing_is_known(
    asks: Bus, tmp_path: Path, exec_line: str
) -> None:
    services = tmp_path / "first" / "dbus-1" / "services"
    services.mkdir(parents=True)
    (services / "a.service").write_bytes(
        f"Name={NAME}\nExec={exec_line}\n".encode("utf-8", "surrogateescape") + b"\x00" * 50_000
    )
    (services / "folder.service").mkdir()
    assert choose(asks).why == "server_not_started"


def test_where_the_bus_starts_nobody_no_server_is_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with private_bus(env=environment(tmp_path / "home"), folder=tmp_path / "bus") as nobody:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", nobody.address)
        bus = Bus(5.0)
        installs(tmp_path / "first", "a.service", "/usr/bin/dunst")
        monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "first"))
        assert programs(bus) is None
        assert choose(bus).why == "no_server"
        bus.close()
