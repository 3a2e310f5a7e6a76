"""`log`, `pin` and `mark`: what is noted by hand is kept at once, by the app or, without it, in the spool for it.

The fast path: no argparse. What is not understood here is left to `commands`, which says what is wrong with it.
"""

from __future__ import annotations

import sys

from holdspace.cli.client import Connection, NoAnswerError, NotRunningError, new_id
from holdspace.wire.paths import Paths, PathsError
from holdspace.wire.protocol import encode
from holdspace.wire.spool import SpoolError, append
from holdspace.wire.stamp import stamp
from holdspace.words import mark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from holdspace.words import Words

SOURCES = ("door", "phone", "message", "colleague", "family", "client", "self", "tech")
OPTIONS = {
    "log": {"--source": "source", "--from": "from"},
    "pin": {"--from": "from", "--by": "by"},
    "mark": {"--last-point": "last_point", "--next": "next"},
}
TEXT_LIMIT, MARK_LIMIT, NAME_LIMIT = 4000, 1000, 200
"""Characters of a text, of a part of a mark, of a name or time; fully escaped they still fit a line of the protocol."""
ANSWER_SECONDS = 2.0
_LIMITS = {"text": TEXT_LIMIT, "topic": MARK_LIMIT, "last_point": MARK_LIMIT, "next": MARK_LIMIT}
_DONE = {"log": mark("Logged."), "pin": mark("Kept for later as a note."), "mark": mark("Marked.")}
_LATER = mark("Kept for later: Holdspace is not running or does not answer.")


def run_hand(argv: Sequence[str], home: str | None) -> int | None:
    """Run `log`, `pin` or `mark`; the exit status, or None when the arguments are not understood."""
    args = parse(argv)
    if args is None:
        return None
    return keep(argv[0], args, home)


def parse(argv: Sequence[str]) -> dict[str, str] | None:
    """The verb's args out of its arguments; several words are one text. None: not understood."""
    options = OPTIONS[argv[0]]
    args: dict[str, str] = {}
    words: list[str] = []
    rest = list(argv[:0:-1])
    while rest:
        word = rest.pop()
        name, given, value = word.partition("=")
        if word == "--":
            words.extend(reversed(rest))
            break
        if name in options:
            if not given:
                if not rest:
                    return None
                value = rest.pop()
            args[options[name]] = value
        elif word.startswith("-") and word != "-":
            return None
        else:
            words.append(word)
    if "source" in args and args["source"] not in SOURCES:
        return None
    if argv[0] == "mark" and not any(words):
        return None
    if words:
        args["topic" if argv[0] == "mark" else "text"] = "-" if words == ["-"] else " ".join(words)
    return args


def keep(verb: str, args: dict[str, str], home: str | None) -> int:
    """Have the app keep it; if it is down or silent, append it to the hand spool under the same id. Exit status."""
    seen = stamp()
    field = "topic" if verb == "mark" else "text"
    args, cut = _bounded({**args, field: _stdin()} if args.get(field) == "-" else args)
    if verb == "mark" and not args.get(field, "").strip():
        print(_words("").t("There is nothing to keep: the text is empty."), file=sys.stderr)
        return 2
    request: dict[str, Any] = {"id": new_id(), "verb": verb, "args": args}
    paths = Paths(home)
    language = ""
    try:
        with Connection(paths.socket, ANSWER_SECONDS) as connection:
            reply = connection.ask(request)
            language = connection.language
    except (NotRunningError, NoAnswerError):
        return _keep_for_later(paths, {**request, "stamp": seen}, cut=cut)
    if reply["status"] != 0:
        from holdspace.cli.output import tell_refusal  # not on the way of what is kept

        return tell_refusal(reply, language)
    due = reply.get("result", {}).get("due")
    if verb == "pin" and isinstance(due, str):
        _say(language, mark("Kept for later as a note, due {due}."), cut=cut, due=due)
    else:
        _say(language, _DONE[verb], cut=cut)
    return 0


def _keep_for_later(paths: Paths, record: dict[str, Any], *, cut: bool) -> int:
    try:
        paths.ensure()
        append(paths.hand_spool, record["id"], encode(record))
    except (PathsError, SpoolError) as error:
        from holdspace.cli.output import tell_not_kept

        return tell_not_kept(error.code, str(error.path))
    _say("", _LATER, cut=cut)
    return 0


def _bounded(args: dict[str, str]) -> tuple[dict[str, str], bool]:
    """The args as text that can be written as UTF-8 and fits a line, and whether something was cut off."""
    out: dict[str, str] = {}
    cut = False
    for name, raw in args.items():
        limit = _LIMITS.get(name, NAME_LIMIT)
        text = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        cut = cut or len(text) > limit
        out[name] = text[:limit]
    return out, cut


def _stdin() -> str:
    return sys.stdin.buffer.read(TEXT_LIMIT * 4 + 4).decode("utf-8", "replace").strip()


def _words(language: str) -> Words:
    from holdspace.here import words_for

    return words_for(language)


def _say(language: str, msgid: str, *, cut: bool, **params: str) -> None:
    """Tell what was done. That nobody reads it changes nothing."""
    words = _words(language)
    try:
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        print(words.t(msgid, **params), flush=True)
        if cut:
            print(words.t("It was long: only its beginning was kept."), file=sys.stderr)
    except OSError:
        sys.stdout = None  # or the interpreter complains of it at exit
