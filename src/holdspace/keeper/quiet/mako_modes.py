"""Which of mako's modes hide every popup: read from the settings that the running mako reads."""

from __future__ import annotations

import os

from holdspace.keeper.quiet import DriverError
from holdspace.keeper.quiet.settings_file import config_home, read

USUAL = "do-not-disturb"
_LARGEST = 256 * 1024
_FILES = 16


def hiding(pid: int | None) -> str:
    """A mode that hides everything, the usual one first; "" where the settings have none.

    Only sections that name nothing but a mode count: one that hides some applications' popups is no silence.
    """
    modes: dict[str, bool] = {}
    path = _of_process(pid) or _usual_file()
    if path:
        _read(path, modes, [])
    found = [mode for mode, hidden in modes.items() if hidden and mode != "default"]
    return USUAL if USUAL in found else next(iter(found), "")


def _of_process(pid: int | None) -> str:
    """What mako was started with: `-c FILE` or `--config FILE`, as it may be written in one word too."""
    if pid is None:
        return ""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            words = [os.fsdecode(word) for word in file.read(_LARGEST).split(b"\0")]
    except OSError:
        return ""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word in {"-c", "--config"}:
            return _within(pid, following)
        if word.startswith("--config="):
            return _within(pid, word.removeprefix("--config="))
    return ""


def _within(pid: int, path: str) -> str:
    try:
        return os.path.join(os.readlink(f"/proc/{pid}/cwd"), path)
    except OSError:
        return path


def _usual_file() -> str:
    home = os.path.expanduser("~")
    places = (os.path.join(home, ".mako", "config"), os.path.join(config_home(), "mako", "config"))
    return next((place for place in places if os.path.exists(place)), "")


def _read(path: str, modes: dict[str, bool], before: list[str]) -> None:
    if len(before) >= _FILES or path in before:
        return
    before.append(path)
    try:
        lines = (read(path) or b"").decode("utf-8", "replace").splitlines()
    except DriverError:
        return
    mode = ""
    for line in map(str.strip, lines):
        if line.startswith("[") and line.endswith("]"):
            mode = _only_mode(line[1:-1])
            continue
        name, _, value = (part.strip() for part in line.partition("="))
        if name == "include" and value:
            _read(os.path.expanduser(value), modes, before)
        elif name == "invisible" and mode:
            modes[mode] = value in {"1", "true"}


def _only_mode(criteria: str) -> str:
    """The mode of a section that asks for nothing else; "" for every other."""
    name, equals, value = criteria.strip().partition("=")
    return value.strip('"') if name == "mode" and equals and " " not in value.strip('"') else ""
