"""The microphone, as the sound server tells of it: whether there is one, and whether it is muted. Nothing is recorded or set.

The protocol is PulseAudio's, which PipeWire speaks too (pipewire-pulse): pulsectl 24.12, with the system's libpulse.
Only a server on this computer that runs already is asked, and none is started by it.
"""

from __future__ import annotations

import os
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

from holdspace.health import HealthRow
from holdspace.wire.standing import utc_now

if TYPE_CHECKING:
    from collections.abc import Mapping

BOUND = 1.0
"""Seconds that the server has for its answer; in use it needs some milliseconds. libpulse itself would wait for ever."""
OF_NO_SINK = 0xFFFFFFFF
"""What a source says of which sink it repeats, when it is none's repetition."""
ELSEWHERE = "elsewhere"


class Source(NamedTuple):
    """Something that can be recorded from."""

    name: str
    monitor: bool
    """It repeats what the loudspeakers play, and hears nobody."""
    plugged: bool
    silent: bool
    """Muted, or turned down to nothing."""


class Heard(NamedTuple):
    """What a server tells. `default`: the name of the source that programs get who ask for none."""

    server: str
    default: str
    sources: tuple[Source, ...]


def fitness() -> HealthRow:
    """How the microphone stands now; at the latest after `BOUND` seconds."""
    address = server_here(os.environ)
    if not address:
        return HealthRow(part="microphone", state="off", reason="no_sound_server")
    if address == ELSEWHERE:
        return HealthRow(part="microphone", state="off", reason="sound_elsewhere")
    try:
        import pulsectl  # loads libpulse: where there is a server only
    except (ImportError, OSError, AttributeError):  # it, or libpulse, is missing, or too old
        return HealthRow(part="microphone", state="needs_setup", reason="no_libpulse", remedy="install_libpulse")
    answer: SimpleQueue[Heard | None] = SimpleQueue()
    # pulsectl's own bound always lasts as long as it may, and its questions have none: so a thread, which may be left.
    Thread(target=_ask, args=(pulsectl, address, answer), name="microphone", daemon=True).start()
    try:
        heard = answer.get(timeout=BOUND)
    except Empty:
        heard = None
    if heard is None:
        return HealthRow(
            part="microphone", state="cannot", reason="sound_server_failed", remedy="restart_the_sound_server"
        )
    return judged(heard)


def judged(heard: Heard) -> HealthRow:
    """What is to be told of this. A microphone that nobody needs is no fault: it is off."""
    there = [source for source in heard.sources if source.plugged and not source.monitor]
    if not there:
        return HealthRow(part="microphone", driver=heard.server, state="off", reason="no_microphone")
    # PipeWire without a session manager names no default; where all are muted, any that is used is.
    used = [source for source in there if source.name == heard.default] or there
    if all(source.silent for source in used):
        return HealthRow(part="microphone", driver=heard.server, state="off", reason="microphone_muted")
    return HealthRow(
        part="microphone", driver=heard.server, state="works", reason="microphone_on", last_verified=utc_now()
    )


def server_here(environ: Mapping[str, str]) -> str:
    """The address of the sound server that runs on this computer; empty where none does, `ELSEWHERE` for another one.

    A server that runs has written its process id beside its socket. Where systemd only listens in its stead, nobody has:
    to connect would start it.
    """
    named = environ.get("PULSE_SERVER", "").split()
    if named:
        path = named[0].rpartition("}")[2].removeprefix("unix:")
        if not path.startswith("/"):
            return ELSEWHERE
        return f"unix:{path}" if Path(path).is_socket() else ""
    folder = environ.get("PULSE_RUNTIME_PATH") or os.path.join(environ.get("XDG_RUNTIME_DIR") or "/nowhere", "pulse")
    try:
        running = Path(f"/proc/{int(Path(folder, 'pid').read_bytes()[:20])}").exists()
    except (OSError, ValueError):
        return ""
    socket = Path(folder, "native")
    return f"unix:{socket}" if running and socket.is_socket() else ""


def _ask(library: Any, address: str, answer: SimpleQueue[Heard | None]) -> None:
    """Put what the server tells, or None where it does not."""
    try:
        with library.Pulse("Holdspace", server=address, connect=False) as pulse:
            pulse.connect(autospawn=False)
            server = pulse.server_info()
            answer.put(
                Heard(
                    server="PipeWire" if "PipeWire" in server.server_name else "PulseAudio",
                    default=server.default_source_name,
                    sources=tuple(_source(one) for one in pulse.source_list()),
                )
            )
    except Exception:  # noqa: BLE001 - whatever the library says: nothing is known of the microphone
        answer.put(None)


def _source(told: Any) -> Source:
    port = told.port_active
    return Source(
        name=told.name,
        monitor=told.monitor_of_sink != OF_NO_SINK,
        plugged=port is None or port.available != "no",
        silent=bool(told.mute) or told.volume.value_flat == 0,
    )
