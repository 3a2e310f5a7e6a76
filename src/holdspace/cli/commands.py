"""Every verb but the fast ones: arguments, the question to the app, and what is said about the answer."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from holdspace.cli.arguments import parser
from holdspace.cli.client import Connection, NoAnswerError, NotRunningError, new_id
from holdspace.cli.output import DONE, NOT_RUNNING, REFUSED, complain, say, say_json, tell_refusal
from holdspace.here import words_for
from holdspace.wire.paths import Paths
from holdspace.wire.protocol import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdspace.cli.takeout import TakeOut

ANSWER_SECONDS = 10.0
"""How long the app may take for a verb; a drive that spins up takes five."""


def run(argv: Sequence[str], home: str | None, take_out: TakeOut) -> int:
    """Run one verb; the exit status. Wrong usage ends in SystemExit(2), as argparse does.

    `take_out` reads the records for `backup` and `export`.
    """
    options = parser().parse_args(argv)
    paths = Paths(options.home or home)
    try:
        return _run(options, paths, options.home or home, take_out)
    except BrokenPipeError:
        # Whoever read us has seen enough (`| head`); the interpreter must not complain of it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _run(options: argparse.Namespace, paths: Paths, home: str | None, take_out: TakeOut) -> int:
    match options.verb:
        case "log" | "pin" | "mark":
            from holdspace.cli import hand

            return hand.keep(options.verb, _given(options), home)
        case "drill":
            return _drill(paths, as_json=options.json)
        case "repair":
            from holdspace.cli.repair import repair

            return repair(paths)
        case "settings":
            from holdspace.cli import settings_file

            action = settings_file.import_file if options.action == "import" else settings_file.export_file
            return action(options.file, paths)
        case "backup" | "export":
            from holdspace.cli.takeout import run_take_out

            return run_take_out(options.verb, options.file, paths, take_out, overwrite=options.overwrite)
        case "doctor":
            tested = _self_test(paths, as_json=options.json) if options.probe else DONE
            return _ask("doctor", {}, paths, as_json=options.json, doctor=True) or tested
        case "status" if options.watch:
            return _watch(paths, as_json=options.json)
        case "responders" if options.action == "link":
            return _ask("link", {"responder": options.id}, paths, as_json=options.json)
        case "followups" if options.action == "done":
            return _ask("followup_done", {"id": options.id}, paths, as_json=options.json)
        case verb:
            return _ask(verb, _given(options), paths, as_json=getattr(options, "json", False))


def _ask(verb: str, args: dict[str, Any], paths: Paths, *, as_json: bool, doctor: bool = False) -> int:
    try:
        with Connection(paths.socket, ANSWER_SECONDS) as connection:
            reply = connection.ask({"id": new_id(), "verb": verb, "args": args})
    except NotRunningError:
        if doctor:
            from holdspace.cli.doctor import tell_without_app

            return tell_without_app(paths, as_json=as_json)
        return tell_not_running()
    except NoAnswerError as error:
        return tell_no_answer(error)
    except ProtocolError:
        complain(words_for().t("That is too long to be sent in one piece."))
        return REFUSED
    if reply["status"] != DONE:
        return tell_refusal(reply, connection.language)
    result = result_of(reply)
    if doctor:
        from holdspace.cli.doctor import tell_with_app

        return tell_with_app(paths, result, connection.language, as_json=as_json)
    if as_json:
        say_json(result)
    else:
        _tell(verb, result, connection.language)
    return DONE


def _tell(verb: str, result: dict[str, Any], language: str, *behind: str) -> None:
    from holdspace.cli.telling import TELLERS  # a third of what a call takes, and of no use for JSON and refusals

    say([*TELLERS[verb](result, words_for(language)), *behind])


def _self_test(paths: Paths, *, as_json: bool) -> int:
    from holdspace.cli.self_test import self_test  # one of the verbs that need the keeper's rooms

    return self_test(paths, as_json=as_json)


def _drill(paths: Paths, *, as_json: bool) -> int:
    from holdspace.cli.drill.run import drill  # one of the verbs that need the keeper's rooms

    try:
        return drill(paths, as_json=as_json)
    except NotRunningError:
        return tell_not_running()
    except NoAnswerError as error:
        return tell_no_answer(error)


def _watch(paths: Paths, *, as_json: bool) -> int:
    """Each change as it comes, a line or a block each, until the app or the reader goes."""
    try:
        with Connection(paths.socket, ANSWER_SECONDS) as connection:
            for reply in connection.replies({"id": new_id(), "verb": "status", "args": {"watch": True}}, patient=True):
                if reply["status"] != DONE:
                    return tell_refusal(reply, connection.language)
                if as_json:
                    say_json(result_of(reply))
                else:
                    _tell("status", result_of(reply), connection.language, "")
    except NotRunningError:
        return tell_not_running()
    except NoAnswerError as error:
        return tell_no_answer(error)
    return DONE


def result_of(reply: dict[str, Any]) -> dict[str, Any]:
    """The result of a reply; whatever else came is taken for none."""
    result = reply.get("result")
    return result if isinstance(result, dict) else {}


def tell_not_running() -> int:
    """Say that there is nobody to ask; the exit status."""
    complain(words_for().t("Holdspace is not running."))
    return NOT_RUNNING


def tell_no_answer(error: NoAnswerError) -> int:
    """Say that the app was there and did not answer; the exit status."""
    words = words_for()
    code = error.detail if error.code == "refused" else error.code
    complain(words.code("no_answer", code))
    return NOT_RUNNING


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """The args of the request: what was given, without what is the command line's own. Several words are one text."""
    own = {"verb", "home", "json", "watch", "action"}
    given = {name: value for name, value in vars(options).items() if name not in own and value not in (None, [])}
    return {name: " ".join(value) if isinstance(value, list) else value for name, value in given.items()}
