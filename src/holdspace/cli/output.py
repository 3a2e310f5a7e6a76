"""What the command line prints: done on stdout, refused on stderr, as words or as one JSON object."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from holdspace.here import words_for
from holdspace.private import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DONE, REFUSED, WRONG_USAGE, NOT_RUNNING = 0, 1, 2, 3
"""Exit statuses."""
LINE = 600
"""The most characters of one text that a terminal shows."""


def shown(value: object) -> str:
    """Text that others wrote, fit for a terminal: no control characters, bounded."""
    return clean(value, LINE)


def say(lines: Iterable[str]) -> None:
    """Print lines to stdout."""
    _tolerant(sys.stdout)
    for line in lines:
        print(line)
    sys.stdout.flush()


def say_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object on one line; plain ASCII where the terminal is not UTF-8."""
    wide = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    text = json.dumps(value, ensure_ascii=not wide)
    # What json leaves as it is and a terminal would obey: C1 controls, and lone surrogates that cannot be printed.
    print("".join(f"\\u{ord(ch):04x}" if "\x7f" <= ch <= "\x9f" or "\ud800" <= ch <= "\udfff" else ch for ch in text))
    sys.stdout.flush()


def complain(line: str) -> None:
    """Print a line to stderr."""
    _tolerant(sys.stderr)
    print(line, file=sys.stderr)


def tell_refusal(reply: Mapping[str, Any], language: str) -> int:
    """Say why the app refused; the exit status."""
    reason = reply.get("reason")
    code, params = "unknown", {}
    if isinstance(reason, dict):
        code = shown(reason.get("code", "unknown"))
        params = plain_params(reason.get("params"))
    complain(words_for(language).code("refusal", code, **params))
    return WRONG_USAGE if reply.get("status") == WRONG_USAGE else REFUSED


def tell_not_kept(code: str, path: str) -> int:
    """Say that a thought could not be kept, and why; the exit status."""
    words = words_for()
    complain(words.t("Not kept: {why}", why=words.code("not_kept", code, path=path)))
    return REFUSED


def plain_params(params: object) -> dict[str, str | int]:
    """The parameters of a code as they may stand in a sentence."""
    if not isinstance(params, dict):
        return {}
    return {
        str(name): value if isinstance(value, int) else shown(value) for name, value in params.items() if name != "self"
    }


def _tolerant(stream: Any) -> None:
    """What a terminal cannot show becomes a question mark instead of an error."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
