"""sway without a screen: a Wayland compositor of our own, and pictures of what it shows."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.rig.processes import Running, run, start, wait_for
from tests.rig.unpacked import program

_CONFIG = """
xwayland disable
output HEADLESS-1 resolution {width}x{height}
exec echo "$WAYLAND_DISPLAY" > {ready}.new && mv {ready}.new {ready}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sway:
    """`env` is the environment of a program on it; its WAYLAND_DISPLAY is a whole path."""

    env: dict[str, str] = field(repr=False)
    process: Running


@dataclass(frozen=True, slots=True)
class Picture:
    """`rows` from above, three bytes (red, green, blue) a pixel."""

    rows: tuple[bytes, ...]

    def drawn(self) -> list[bool]:
        """For each row whether anything but the background is in it; the lower left corner is background."""
        background = self.rows[-1][:3] * (len(self.rows[0]) // 3)
        return [row != background for row in self.rows]


def picture(env: Mapping[str, str], file: Path) -> Picture:
    """What the compositor of `env` shows now, taken by grim; `file` is overwritten."""
    done = run([program("usr/bin/grim"), "-t", "ppm", file], env=env)
    if done.returncode != 0:
        raise AssertionError(f"grim ended with {done.returncode}: {done.stderr}")
    kind, size, depth, pixels = file.read_bytes().split(b"\n", 3)
    if (kind, depth) != (b"P6", b"255"):
        raise AssertionError(f"grim made {kind!r} {depth!r}")
    stride = 3 * int(size.split()[0])
    return Picture(tuple(pixels[at : at + stride] for at in range(0, len(pixels), stride)))


def png_of(env: Mapping[str, str], file: Path) -> Path:
    """The same as a PNG file, to be looked at."""
    done = run([program("usr/bin/grim"), file], env=env)
    if done.returncode != 0:
        raise AssertionError(f"grim ended with {done.returncode}: {done.stderr}")
    return file


@contextmanager
def sway(*, env: Mapping[str, str], folder: Path, size: tuple[int, int] = (800, 600)) -> Iterator[Sway]:
    """sway while the block lasts; it takes clients when the block begins. Not as root: it refuses."""
    if os.getuid() == 0:
        raise AssertionError("sway refuses root: `./dev test` runs as an ordinary user")
    folder.mkdir(parents=True, exist_ok=True)
    # pytest's own folders can be longer than a socket's path may be (107 bytes).
    sockets = Path(tempfile.mkdtemp(prefix="hs-sway-", dir="/tmp"))
    ready = folder / "ready"
    config = folder / "sway.conf"
    config.write_text(_CONFIG.format(width=size[0], height=size[1], ready=ready))
    ours = {
        **env,
        "XDG_RUNTIME_DIR": str(sockets),
        "WLR_BACKENDS": "headless",
        "WLR_RENDERER": "pixman",
        "WLR_LIBINPUT_NO_DEVICES": "1",
    }
    try:
        process = start([program("usr/bin/sway"), "--config", config], env=ours, folder=folder)
        try:

            def serves() -> bool:
                process.expect_alive()
                return ready.exists()

            wait_for(serves, what="sway to take clients")
            theirs = {**env, "WAYLAND_DISPLAY": str(sockets / ready.read_text().strip())}
            theirs |= {"XDG_SESSION_TYPE": "wayland", "GDK_BACKEND": "wayland"}
            theirs |= {"SWAYSOCK": str(next(sockets.glob("sway-ipc.*.sock")))}
            yield Sway(env=theirs, process=process)
        finally:
            process.end()
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
