"""Reading an answer: shapes and bounds are checked here, whether it counts is the desk's to say."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast, get_args

from holdspace.adapters.page.checks import Refused
from holdspace.adapters.page.content import Answer
from holdspace.core.escalation import Choice
from holdspace.private import Private, clean

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT_LIMIT = 280
MINUTES_LIMIT = 60
REV_LIMIT = 2**31
TOGETHER = 40
"""So many answers one request may bring: what fits into the bound of a body."""
CHOICES: frozenset[str] = frozenset(get_args(Choice))
_NONCE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CASE = re.compile(r"[A-Za-z0-9._:-]{1,64}")


def read_answer(body: bytes) -> Answer:
    """An answer from the body of a request. Raises Refused (400) with a code for whatever is not one.

    The nonce is a UUID, as it becomes the command's id. Fields that nobody knows are ignored.
    """
    return _answer(_object(body))


def read_answers(body: bytes) -> tuple[Answer, ...]:
    """Up to 40 answers that were given with one press. Raises Refused (400) if any is none, or one comes twice."""
    told = _object(body).get("answers")
    if not isinstance(told, list) or not 1 <= len(told) <= TOGETHER:
        raise Refused(400, "bad_answers")
    answers = tuple(_answer(_fields(one)) for one in told)
    if len({answer.nonce for answer in answers}) < len(answers):
        raise Refused(400, "bad_answers")
    return answers


def _answer(fields: Mapping[str, Any]) -> Answer:
    return Answer(
        nonce=_matching(fields, "nonce", _NONCE),
        case=_matching(fields, "case", _CASE),
        rev=_rev(fields),
        choice=_choice(fields),
        note=_text(fields, "note"),
        what_is_lost=_text(fields, "what_is_lost"),
        why_only_you=_text(fields, "why_only_you"),
        minutes=_minutes(fields),
    )


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "not_json") from None  # the cause would quote what somebody wrote
    return _fields(fields)


def _fields(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Refused(400, "not_an_object")
    return value


def _matching(fields: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Refused(400, f"bad_{name}")
    return value


def _rev(fields: Mapping[str, Any]) -> int:
    rev = fields.get("rev")
    if not isinstance(rev, int) or isinstance(rev, bool) or not 0 <= rev < REV_LIMIT:
        raise Refused(400, "bad_rev")
    return rev


def _minutes(fields: Mapping[str, Any]) -> int | None:
    minutes = fields.get("minutes")
    if minutes is None:
        return None
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 1 <= minutes <= MINUTES_LIMIT:
        raise Refused(400, "bad_minutes")
    return minutes


def _choice(fields: Mapping[str, Any]) -> Choice:
    choice = fields.get("choice")
    if not isinstance(choice, str) or choice not in CHOICES:
        raise Refused(400, "bad_choice")
    return cast("Choice", choice)


def _text(fields: Mapping[str, Any], name: str) -> Private | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Refused(400, f"bad_{name}")
    text = clean(value, TEXT_LIMIT + 1)
    if len(text) > TEXT_LIMIT:  # cut silently, a reason might say the opposite
        raise Refused(400, f"{name}_too_long")
    return Private(text) if text else None
