"""There is no room for what is written beside the database either: paired browsers, the page's port, logs, lease, ledger.

Nothing of it may cost an arrival, the silence or an answer, and none may end a process or print a traceback.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from benchmarks.assistant import assistant
from tests.faults.conftest import Begin
from tests.faults.mounts import OWN_MOUNTS
from tests.faults.people import CALLER, settle
from tests.faults.points import ALL, PATIENCE
from tests.faults.session import BACK, Held
from tests.faults.strace import traced
from tests.rig.processes import start

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(max(PATIENCE, 180))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A file that one of the processes writes; `logged` is what that process writes of it into the keeper's log."""

    name: str
    role: str
    file: str
    logged: str = ""


DEVICES = Kind(name="paired browsers", role="app", file="devices.json.new")
PORT = Kind(name="port of the page", role="app", file="page.new")
LEDGER = Kind(name="ledger", role="keeper", file="keeper/ledger", logged="spool_failed")
KEEPER_LOG = Kind(name="log of the keeper", role="keeper", file="log/keeper.log")
LEASE = Kind(name="lease", role="guard", file="keeper/lease.json.{pid}.new", logged="lease_failed")
KINDS = (DEVICES, PORT, LEDGER, KEEPER_LOG, LEASE)
APP_LOG = (
    Kind(name="log of the app", role="app", file="log/app.log"),
    Kind(name="database", role="app", file="holdspace.db-wal"),
)
"""It is only written to in trouble."""
TOLD = (LEDGER, LEASE)
EACH = [(DEVICES,), (PORT,), (LEDGER,), (LEDGER, KEEPER_LOG), (LEASE,)]


def named(kinds: tuple[Kind, ...]) -> str:
    return "all at once" if kinds == KINDS else "ledger and lease" if kinds == TOLD else kinds[-1].name


@contextmanager
def without_room(held: Held, kinds: tuple[Kind, ...]) -> Iterator[None]:
    """No write to these files succeeds, and before the end each of them was tried."""
    person = held.person
    keeper, guard = person.keeper_pids
    pids = {"app": person.app_pid, "keeper": keeper, "guard": guard}
    inject = ("trace=write,pwrite64", "inject=write,pwrite64:error=ENOSPC")
    with ExitStack() as stack:
        logs = {}
        for role in {kind.role for kind in kinds}:
            files = [person.home / kind.file.format(pid=pids[role]) for kind in kinds if kind.role == role]
            log = traced(person.desktop, pids[role], *inject, paths=files, threads=role == "app")
            logs[role] = stack.enter_context(log)
        yield
        person.until(lambda: all(tried(logs[kind.role], kind) for kind in kinds), what="all of it to fail", bound=BACK)


def tried(log: Path, kind: Kind) -> bool:
    """Whether a write to it failed."""
    name = Path(kind.file).name.partition(".{")[0]
    return any(name in line and "(INJECTED)" in line for line in log.read_text(errors="replace").splitlines())


@pytest.mark.parametrize("kinds", [KINDS, *EACH] if ALL else [KINDS, TOLD], ids=named)
def test_no_room_beside_the_database_costs_nothing_and_is_told_where_it_matters(
    begin: Begin, kinds: tuple[Kind, ...]
) -> None:
    with begin() as held:
        person = held.person
        held.begin()
        everybody = [person.app_pid, *person.keeper_pids]
        with without_room(held, kinds):
            settle(held, release=1)  # another level: the lease is renewed; and a responder: the page is served
            held.notify("in trouble")
            answer = paired(person.link("va1"))
            assert answer.status_code == (503 if DEVICES in kinds else 303)
        with without_room(held, APP_LOG):
            person.until(lambda: not held.ledger.hand(person, "log", "in trouble too"), what="a refusal")
        person.until(lambda: not held.lost(), what="what waited to be kept", bound=BACK)
        assert held.ledger.hand(person, "log", "afterwards")
        person.until_status(lambda told: not told["trouble"], what="the trouble to be over", bound=BACK)
        with assistant(person.link("va1")) as ana:
            held.ledger.notify(held.line, CALLER, app="Pager", body="the server is down")
            assert ana.answer(CALLER, "handled")["accepted"]
        assert [person.app_pid, *person.keeper_pids] == everybody
        said = (person.home / "log" / "keeper.log").read_text()
        assert {kind.name for kind in kinds if kind.logged and kind.logged in said} == told(kinds)
        held.end()
        held.judge()
        assert not tracebacks(held)


def told(kinds: tuple[Kind, ...]) -> set[str]:
    """What the log says of: all that has a word for it, but what the keeper has to say when it cannot write its log."""
    silent = KEEPER_LOG.role if KEEPER_LOG in kinds else ""
    return {kind.name for kind in kinds if kind.logged and kind.role != silent}


def paired(link: str) -> httpx.Response:
    """What the page says to whoever presses the button of a link."""
    return httpx.post(link, headers={"origin": link.partition("/pair/")[0]}, timeout=60, trust_env=False, verify=False)


def tracebacks(held: Held) -> list[str]:
    """What any process of this home printed that is none of its words."""
    home, folder = held.person.home, held.person.desktop.folder
    printed = [*home.glob("log/*"), *folder.glob("holdspace-app-*.err")]
    return [file.name for file in printed if "Traceback" in file.read_text(errors="replace")]


@pytest.mark.parametrize("kilobytes", [8, 32, 128] if ALL else [32])
def test_a_disk_that_is_full_at_the_first_start_is_told_and_the_next_start_is_as_the_first(
    begin: Begin, kilobytes: int
) -> None:
    """The home lies on a disk of its own that has so much room: too little for a database with its log and index."""
    with begin() as held:
        person = held.person
        person.home.mkdir(mode=0o700)
        disk = f"mount -t tmpfs -o size={kilobytes}k,mode=700 tmpfs {person.home}"
        argv = [*OWN_MOUNTS, f'{disk} && exec "$@"', "sh", *person.command()]
        app = start(argv, env=person.desktop.env, folder=person.desktop.folder, name="holdspace-full")
        said = person.until(app.said, what="the app to say why it cannot start", bound=BACK)
        app.end()
        assert str(person.home) in said
        assert "Traceback" not in app.said()
        held.begin()
        held.notify("afterwards")
        held.end()
        held.judge()
