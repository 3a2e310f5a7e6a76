"""Where everything lies: the one place that knows file names, but for what the store puts beside its database.

With a home (`--home` or HOLDSPACE_HOME) all state lies under it; else in the platform's folder for user data.
The autostart folder is always the desktop's own, or the entry in it would start nothing; and so are the claims, which are
about settings that all homes of a user share.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import zlib
from pathlib import Path

APP_ID = "io.github.holdspace.Holdspace"
_SOCKET_LIMIT = 100  # sun_path holds 108 bytes; some room for a suffix


class PathsError(Exception):
    """A folder of ours cannot be used. `code`: read_only, denied, no_space, not_a_folder, not_ours, io."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(f"{code}: {path}")
        self.code = code
        self.path = path


class Paths:
    """The files and folders of one Holdspace. Nothing is touched before `ensure()`."""

    __slots__ = (
        "_claims", "app_log", "arrivals_spool", "autostart_dir", "autostart_entry", "backlog", "data", "database", "devices",
        "drill", "drill_last", "gave_up", "guard_socket", "hand_spool", "home", "keeper_dir", "keeper_log", "lease", "ledger",
        "lock", "lock_keeper", "note", "page_port", "place", "probe", "run", "socket",
    )  # fmt: skip

    def __init__(self, home: Path | str | None = None) -> None:
        chosen = home if home is not None else os.environ.get("HOLDSPACE_HOME") or None
        self.home: Path | None = Path(os.path.abspath(chosen)) if chosen is not None else None
        self.data: Path = self.home if self.home is not None else _user_data()
        self.database: Path = self.data / "holdspace.db"
        self.lock: Path = self.data / "lock"
        self.devices: Path = self.data / "devices.json"
        self.page_port: Path = self.data / "page.port"
        self.place: Path = self.data / "window.json"
        self.drill: Path = self.data / "drill"
        self.drill_last: Path = self.data / "drill.last"
        self.keeper_dir: Path = self.data / "keeper"
        self.lock_keeper: Path = self.keeper_dir / "lock"
        self.note: Path = self.keeper_dir / "note.json"
        self.lease: Path = self.keeper_dir / "lease.json"
        self.ledger: Path = self.keeper_dir / "ledger"
        self.probe: Path = self.keeper_dir / "probe.json"
        self.gave_up: Path = self.keeper_dir / "gave_up.json"
        self.hand_spool: Path = self.data / "hand.spool"
        self.arrivals_spool: Path = self.keeper_dir / "arrivals.spool"
        self.backlog: Path = self.keeper_dir / "backlog.spool"
        self.app_log: Path = self.data / "log" / "app.log"
        self.keeper_log: Path = self.data / "log" / "keeper.log"
        self.run: Path = _run_folder(self.data)
        self.socket: Path = self.run / "app.sock"
        self.guard_socket: Path = self.run / "guard.sock"
        self.autostart_dir: Path = _config_home() / "autostart"
        mark = "" if self.home is None else "." + _short_hash(os.path.realpath(self.data))
        self._claims: Path = _xdg("XDG_STATE_HOME", ".local/state") / "holdspace"
        self.autostart_entry: Path = self.autostart_dir / f"{APP_ID}.Repair{mark}.desktop"

    def ensure(self) -> None:
        """Make our folders, user-only. Raises PathsError when one cannot be made, written to, or is somebody else's."""
        for folder in (self.data, self.keeper_dir, self.app_log.parent, self.run):
            _make_private(folder)

    def claim(self, driver: str) -> Path:
        """Whose the silence of a setting is that all buses of the user share: one file, whatever the home."""
        return self._claims / f"{driver}.claim"

    def environment(self) -> dict[str, str]:
        """What a child needs in its environment to find the same Holdspace."""
        return {} if self.home is None else {"HOLDSPACE_HOME": str(self.home)}


def _user_data() -> Path:
    if sys.platform in ("win32", "darwin"):
        from platformdirs import user_data_path  # 1-3 ms: only where the rule is not one line

        return user_data_path("holdspace", appauthor=False)
    return _xdg("XDG_DATA_HOME", ".local/share") / "holdspace"


def _config_home() -> Path:
    return _xdg("XDG_CONFIG_HOME", ".config")


def _xdg(variable: str, otherwise: str) -> Path:
    value = os.environ.get(variable, "")
    if os.path.isabs(value):  # the specification: a relative one is to be ignored
        return Path(value)
    return Path(os.path.expanduser("~")) / otherwise


def _run_folder(data: Path) -> Path:
    run = data / "run"
    if len(os.fsencode(run / "guard.sock")) < _SOCKET_LIMIT:
        return run
    return Path(f"/tmp/holdspace-{os.getuid()}-{_short_hash(os.path.realpath(data))}")  # noqa: S108 - owner is checked


def _short_hash(text: str) -> str:
    raw = os.fsencode(text)
    return f"{zlib.crc32(raw):08x}{zlib.adler32(raw):08x}"


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = os.lstat(folder)
        if stat.S_ISLNK(found.st_mode) and not str(folder).startswith("/tmp/"):  # noqa: S108 - a user may move his data
            found = os.stat(folder)
        if not stat.S_ISDIR(found.st_mode):
            raise PathsError("not_a_folder", folder)
        if found.st_uid != os.getuid():
            raise PathsError("not_ours", folder)
        if stat.S_IMODE(found.st_mode) != 0o700:
            folder.chmod(0o700)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PathsError("denied", folder)
    except FileExistsError as error:
        raise PathsError("not_a_folder", folder) from error
    except NotADirectoryError as error:
        raise PathsError("not_a_folder", folder) from error
    except OSError as error:
        codes = {errno.EROFS: "read_only", errno.EACCES: "denied", errno.EPERM: "denied", errno.ENOSPC: "no_space"}
        raise PathsError(codes.get(error.errno or 0, "io"), folder) from error
