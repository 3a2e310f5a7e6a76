"""`backup` and `export`: a file to take away. What reads the records is handed in; here is only said what came of it."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Protocol

from holdspace.cli.output import DONE, REFUSED, complain, plain_params, say, shown
from holdspace.here import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from holdspace.wire.paths import Paths
    from holdspace.wire.shapes import Reply
    from holdspace.words import Words


class TakeOut(Protocol):
    """Does one of the verbs, and answers as the app would."""

    def __call__(self, verb: str, paths: Paths, path: str, *, overwrite: bool) -> Reply: ...


def run_take_out(verb: str, file: str, paths: Paths, take_out: TakeOut, *, overwrite: bool) -> int:
    """Run the verb and say what came of it; the exit status."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)  # through what cleans up: half a copy holds private text
    reply = take_out(verb, paths, file, overwrite=overwrite)
    words = words_for()
    if reply["status"] != DONE:
        reason = reply.get("reason") or {"code": "unknown", "params": {}}
        complain(words.code("takeout", reason["code"], **plain_params(reason["params"])))
        return REFUSED
    result = reply.get("result") or {}
    say((_backup if verb == "backup" else _export)(result, words))
    say(_beside(result, words))
    return DONE


def _leave(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def _backup(result: dict[str, Any], words: Words) -> Iterator[str]:
    yield words.n(
        "The copy is in {file}. It was opened and read back: {n} fact.",
        "The copy is in {file}. It was opened and read back: {n} facts.",
        result["facts"],
        file=shown(result["file"]),
    )
    if result["waiting"]:
        yield words.n(
            "{n} record waits to be taken in and is not in the copy. Start Holdspace, then copy again.",
            "{n} records wait to be taken in and are not in the copy. Start Holdspace, then copy again.",
            result["waiting"],
        )


def _export(result: dict[str, Any], words: Words) -> Iterator[str]:
    counts = result["counts"]
    yield words.t(
        "Everything is in {file}: sessions {sessions}, interruptions {interruptions}, cases {cases}, notes {pins}.",
        file=shown(result["file"]),
        **{name: counts.get(name, 0) for name in ("sessions", "interruptions", "cases", "pins")},
    )


def _beside(result: dict[str, Any], words: Words) -> Iterator[str]:
    yield words.t("It holds private text, and Holdspace deletes nothing in it. Look after it.")
    if result["seen_by_others"]:
        yield words.t("There files cannot be kept from other users: whoever reads that disk can read it.")
