"""`settings import` and `settings export`: a file of TOML in, the app's settings out; faults are told by file and line."""

from __future__ import annotations

import datetime as dt
import math
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdspace.cli.client import Connection, NoAnswerError, NotRunningError, new_id
from holdspace.cli.output import DONE, REFUSED, complain, plain_params, say, shown, tell_refusal, words_for
from holdspace.cli.toml_lines import line_of
from holdspace.cli.toml_text import toml_text
from holdspace.wire.protocol import ProtocolError

if TYPE_CHECKING:
    from holdspace.wire.paths import Paths

LIMIT = 1024 * 1024
"""Bytes of a settings file."""
ANSWER_SECONDS = 10.0
_LINE_IN_ERROR = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_DATES = frozenset({"until"})


class FaultError(Exception):
    """A settings file cannot be taken: the line (0: the file as a whole), a code and its parameters."""

    def __init__(self, line: int, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.line = line
        self.code = code
        self.params = params


def import_file(name: str, paths: Paths) -> int:
    """Have the app take the settings of a file ("-": stdin). Refused: told with file, line and reason. Exit status."""
    try:
        text = _read(name)
        settings = _parsed(text)
    except FaultError as fault:
        _tell_fault(name, fault.line, fault.code, fault.params, "")
        return REFUSED
    reply, language, status = _ask("settings_import", {"settings": settings}, paths)
    if reply is None:
        return status
    if reply["status"] == DONE:
        say([words_for(language).t("The settings are taken.")])
        return DONE
    problems = _problems(reply)
    for problem in problems:
        path = _path(problem.get("path"))
        line = line_of(text, path) if path else 1
        _tell_fault(name, line, shown(problem.get("code", "")), plain_params(problem.get("params")), language, path)
    if not problems:
        tell_refusal(reply, language)
    complain(words_for(language).t("Nothing was changed."))
    return REFUSED


def export_file(name: str, paths: Paths) -> int:
    """Write the app's settings to a file ("-": stdout), user-only, whole or not at all. Exit status."""
    reply, language, status = _ask("settings_export", {}, paths)
    if reply is None:
        return status
    settings = (reply.get("result") or {}).get("settings")
    if reply["status"] != DONE or not isinstance(settings, dict):
        return tell_refusal(reply, language)
    text = toml_text(settings)
    if name == "-":
        say([text.rstrip("\n")])
        return DONE
    try:
        _write(Path(name), text)
    except OSError as error:
        complain(words_for(language).t("{file} cannot be written: {why}", file=name, why=error.strerror or str(error)))
        return REFUSED
    say([words_for(language).t("The settings are in {file}.", file=name)])
    return DONE


def _ask(verb: str, args: dict[str, Any], paths: Paths) -> tuple[dict[str, Any] | None, str, int]:
    """The app's reply, its language, and the exit status when there is no reply."""
    from holdspace.cli.commands import tell_no_answer, tell_not_running

    try:
        with Connection(paths.socket, ANSWER_SECONDS) as connection:
            return connection.ask({"id": new_id(), "verb": verb, "args": args}), connection.language, DONE
    except NotRunningError:
        return None, "", tell_not_running()
    except NoAnswerError as error:
        return None, "", tell_no_answer(error)
    except ProtocolError:
        complain(words_for("").t("That is too long to be sent in one piece."))
        return None, "", REFUSED


def _read(name: str) -> str:
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


def _parsed(text: str) -> dict[str, Any]:
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


def _problems(reply: dict[str, Any]) -> list[dict[str, Any]]:
    """What the app found wrong: params.problems of the reason, or the reason itself when it has a path."""
    reason = reply.get("reason")
    if not isinstance(reason, dict):
        return []
    params = reason.get("params")
    listed = params.get("problems") if isinstance(params, dict) else None
    if isinstance(listed, list):
        return [problem for problem in listed if isinstance(problem, dict)]
    return [reason] if "path" in reason else []


def _path(raw: object) -> tuple[str | int, ...]:
    return tuple(part for part in raw if isinstance(part, (str, int))) if isinstance(raw, list) else ()


def _tell_fault(
    name: str, line: int, code: str, params: dict[str, str | int], language: str, path: tuple[str | int, ...] = ()
) -> None:
    place = f"{name}:{line}" if line else name
    where = f"{shown(_spelled(path))}: " if path else ""
    words = words_for(language)
    if "wanted" in params:
        params = {**params, "wanted": words.code("wanted", str(params["wanted"]))}
    complain(f"{place}: {where}{words.code('settings', code, **params)}")


def _spelled(path: tuple[str | int, ...]) -> str:
    """`rules[2].match.app`; people count from one."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _write(target: Path, text: str) -> None:
    """Replace the file in one step, readable by its owner only: it names people."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
