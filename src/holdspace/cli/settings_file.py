"""`settings import` and `settings export`: a file of TOML in, the app's settings out; faults are told by file and line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdspace.cli.client import Connection, NoAnswerError, NotRunningError, new_id
from holdspace.cli.output import DONE, REFUSED, complain, plain_params, say, shown, tell_refusal
from holdspace.cli.telling import endings
from holdspace.here import words_for
from holdspace.wire.protocol import ProtocolError
from holdspace.wire.settings_text import FaultError, parsed, read, spelled, write
from holdspace.wire.toml_lines import line_of
from holdspace.wire.toml_text import toml_text

if TYPE_CHECKING:
    from holdspace.wire.paths import Paths

ANSWER_SECONDS = 10.0


def import_file(name: str, paths: Paths) -> int:
    """Have the app take the settings of a file ("-": stdin). Refused: told with file, line and reason. Exit status."""
    try:
        text = read(name)
        settings = parsed(text)
    except FaultError as fault:
        _tell_fault(name, fault.line, fault.code, fault.params, "")
        return REFUSED
    reply, language, status = _ask("settings_import", {"settings": settings}, paths)
    if reply is None:
        return status
    if reply["status"] == DONE:
        words = words_for(language)
        say([words.t("The settings are taken."), *endings(reply.get("result") or {}, words)])
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
    if name == "-":
        say([toml_text(settings).rstrip("\n")])
        return DONE
    try:
        write(Path(name), settings)
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
        complain(words_for().t("That is too long to be sent in one piece."))
        return None, "", REFUSED


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
    where = f"{shown(spelled(path))}: " if path else ""
    words = words_for(language)
    if "wanted" in params:
        params = {**params, "wanted": words.code("wanted", str(params["wanted"]))}
    complain(f"{place}: {where}{words.code('settings', code, **params)}")
