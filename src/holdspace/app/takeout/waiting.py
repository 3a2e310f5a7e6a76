"""What is accepted and not in the database yet: notes by hand while no app answered, arrivals on their way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdspace.wire import spool

if TYPE_CHECKING:
    from holdspace.wire.paths import Paths

ASIDE = ".aside"
"""Ending of the file beside a spool in which records lie that could not be understood."""


def waiting(paths: Paths) -> list[dict[str, Any]]:
    """Each record, oldest first; one that is no JSON object stands under "unreadable"."""
    spools = (paths.hand_spool, paths.arrivals_spool)
    places = [place for path in spools for place in (path, path.with_suffix(ASIDE))]
    return [_record(record.payload) for place in places if place.exists() for record in spool.read(place)]


def _record(payload: bytes) -> dict[str, Any]:
    try:
        record = json.loads(payload)
    except (ValueError, RecursionError):
        record = None
    return record if isinstance(record, dict) else {"unreadable": payload.decode("utf-8", "replace")}
