"""What the self-test saw, kept in `keeper/probe.json`, and of which server on which kind of desktop it speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from holdspace.keeper.files import read_object, write_durably
from holdspace.keeper.popups import kind_of_desktop
from holdspace.keeper.quiet import Critical, DriverError
from holdspace.keeper.quiet.server import information
from holdspace.private import clean
from holdspace.wire.stamp import stamp

if TYPE_CHECKING:
    from holdspace.keeper.bus import Bus
    from holdspace.keeper.quiet import QuietDriver
    from holdspace.wire.paths import Paths

Saw = Literal["no_popup", "popup_seen", "not_verifiable"]
_SCHEMA = 1
_NAME = 80


class Server(NamedTuple):
    """Who was tested: another version, driver or kind of desktop is another one."""

    name: str
    vendor: str
    version: str
    driver: str
    session: str
    """x11, wayland, none."""


class Record(NamedTuple):
    """`saw`: what a silent desktop showed of an ordinary notification; `critical`: what became of a critical one."""

    server: Server
    saw: Saw
    critical: Critical
    at: str
    """UTC."""


def server_here(bus: Bus, driver: QuietDriver) -> Server | None:
    """Who serves now, as it says of itself; None when nobody does or it does not answer. Raises BusGoneError."""
    if not driver.server:
        return None
    try:
        said = information(bus, driver.server)
    except DriverError:
        return None
    name, vendor, version = (clean(part, _NAME) for part in said)
    return Server(name=name, vendor=vendor, version=version, driver=driver.name, session=kind_of_desktop())


def made(server: Server, saw: Saw, critical: Critical) -> Record:
    """A record of now."""
    return Record(server=server, saw=saw, critical=critical, at=stamp()["utc"])


def plain(record: Record) -> dict[str, Any]:
    """For JSON."""
    return {**record._asdict(), "server": record.server._asdict()}


def keep(paths: Paths, record: Record) -> None:
    """Durably, in place of the one before. Raises OSError."""
    write_durably(paths.probe, {"schema": _SCHEMA, **plain(record)})


def read(paths: Paths) -> Record | None:
    """The last one; None when there is none that can be understood."""
    found = read_object(paths.probe)
    if found is None or found.get("schema") != _SCHEMA or not isinstance(found.get("server"), dict):
        return None
    try:
        server = Server(**{name: _text(found["server"], name) for name in _SERVER})
        saw: Saw = next(one for one in get_args(Saw) if one == found["saw"])
        critical: Critical = next(one for one in get_args(Critical) if one == found["critical"])
        return Record(server=server, saw=saw, critical=critical, at=_text(found, "at"))
    except (KeyError, TypeError, StopIteration):
        return None


def of_server(paths: Paths, server: Server | None) -> Record | None:
    """The last one if it speaks of this very server."""
    known = read(paths)
    return known if known is not None and known.server == server else None


_SERVER = ("name", "vendor", "version", "driver", "session")


def _text(found: dict[str, Any], name: str) -> str:
    value = found[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value
