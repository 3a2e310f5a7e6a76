"""The real PulseAudio with devices that are none: it runs in a folder of its own and is heard on a socket there alone."""

import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.rig.processes import Running, start, wait_for
from tests.rig.unpacked import folder as unpacked
from tests.rig.unpacked import program

LOUDSPEAKER = "load-module module-null-sink sink_name=loudspeaker"
MICROPHONE = "load-module module-null-source source_name=microphone"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundServer:
    """`runtime` is the folder that programs know as PULSE_RUNTIME_PATH."""

    process: Running
    runtime: Path

    @property
    def address(self) -> str:
        return f"unix:{self.runtime / 'native'}"


@contextmanager
def pulseaudio(*lines: str, env: Mapping[str, str], folder: Path) -> Iterator[SoundServer]:
    """PulseAudio with these lines of its own settings, while the block lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    runtime = Path(tempfile.mkdtemp(prefix="hs-pulse-", dir="/tmp"))  # short: it holds a socket
    script = folder / "lines.pa"
    script.write_text("\n".join(("load-module module-native-protocol-unix", *lines, "")))
    modules = [str(found) for found in sorted(unpacked().glob("usr/lib/pulse-*/modules"))]
    libraries = [str(found) for found in sorted(unpacked().glob("usr/lib/*/pulseaudio"))]
    argv = [program("usr/bin/pulseaudio"), "-n", "--daemonize=no", "--system=no", "--use-pid-file=yes"]
    argv += ["--exit-idle-time=-1", "--log-target=stderr", f"--file={script}"]
    argv += [f"--dl-search-path={path}" for path in modules]
    own = {"PULSE_RUNTIME_PATH": str(runtime), "LD_LIBRARY_PATH": ":".join((*libraries, *modules))}
    process = start(argv, env={**env, **own}, folder=folder)
    server = SoundServer(process=process, runtime=runtime)
    try:
        wait_for(lambda: _takes_us_in(runtime / "native") or not process.alive, what="PulseAudio to listen")
        process.expect_alive()
        yield server
    finally:
        process.end()
        shutil.rmtree(runtime, ignore_errors=True)


def _takes_us_in(path: Path) -> bool:
    """Its socket is there a moment before anybody listens on it."""
    with socket.socket(socket.AF_UNIX) as ours:
        return ours.connect_ex(str(path)) == 0
