"""A file of settings, read and written the same by the command line and by the settings window."""

from __future__ import annotations

import datetime as dt
import math
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from holdspace.wire.toml_lines import line_of
from holdspace.wire.toml_text import toml_text

LIMIT = 1024 * 1024
"""Bytes of a settings file."""
_LINE_IN_ERROR = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_DATES = frozenset({"until"})


class FaultError(Exception):
    """A settings file cannot be taken: the line (0: the file as a whole), a code and its parameters."""

    def __init__(self, line: int, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.line = line
        self.code = code
        self.params = params


def read(name: str) -> str:
    """The text of a file ("-": stdin). Raises FaultError."""
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(LIMIT + 1)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(LIMIT + 1)
    except OSError as error:
        raise FaultError(0, "unreadable", why=error.strerror or str(error)) from error
    if len(raw) > LIMIT:
        raise FaultError(0, "file_too_large", limit=LIMIT)
    try:
        return raw.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FaultError(raw.count(b"\n", 0, error.start) + 1, "not_utf8") from error


def parsed(text: str) -> dict[str, Any]:
    """The settings that the text tells, as JSON can carry them. Raises FaultError."""
    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE_IN_ERROR.search(str(error))
        line = int(found.group(1)) if found and found.group(1) else text.rstrip("\n").count("\n") + 1
        raise FaultError(line, "not_toml", why=_LINE_IN_ERROR.sub("", str(error))) from error
    except RecursionError as error:
        raise FaultError(0, "not_toml", why="nested too deeply") from error
    sendable = _sendable(settings, (), text)
    return sendable if isinstance(sendable, dict) else {}


def spelled(path: tuple[str | int, ...]) -> str:
    """`rules[2].match.app`; people count from one."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def write(target: Path, settings: dict[str, Any]) -> None:
    """Replace the file in one step, readable by its owner only: it names people. Raises OSError."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(toml_text(settings))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def _sendable(value: object, path: tuple[str | int, ...], text: str) -> object:
    """The value as JSON can carry it: dates as text where a date is meant; TOML's other extras are refused here."""
    match value:
        case dict():
            return {key: _sendable(item, (*path, key), text) for key, item in value.items()}
        case list():
            return [_sendable(item, (*path, number), text) for number, item in enumerate(value)]
        case float() if not math.isfinite(value):
            raise FaultError(line_of(text, path), "out_of_range_number")
        case dt.date() | dt.time() if isinstance(value, dt.datetime | dt.time) or path[-1] not in _DATES:
            raise FaultError(line_of(text, path), "no_date_here")
        case dt.date():
            return value.isoformat()
        case _:
            return value
