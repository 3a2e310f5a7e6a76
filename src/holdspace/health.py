"""How each part stands on this machine: the rows of `doctor`, of its JSON and of the Health page, in codes.

The words are told by whoever shows them: kinds "part", "fitness", "part_why" and "remedy" of `words_codes`. No row holds
private text: drivers and counts have names, people have none.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from holdspace.frozen import dataclass
from holdspace.words_health import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdspace.words import Words

HealthState = Literal["works", "needs_setup", "cannot", "off"]
"""`off`: not needed now, so nothing is said about whether it would work."""
STATES: tuple[HealthState, ...] = get_args(HealthState)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRow:
    """One part and how it stands. Empty codes say nothing; `params` fill the sentences of reason and remedy."""

    part: str
    state: HealthState
    driver: str = ""
    reason: str = ""
    remedy: str = ""
    last_verified: datetime | None = None
    """When it was last seen at work, in UTC; None: never since the start, or not known."""
    params: tuple[tuple[str, str | int], ...] = ()


REMEDY_OF: dict[str, str] = {
    "no_bus": "log_in_to_a_desktop",
    "no_server": "start_a_server",
    "server_not_started": "let_one_show",
    "no_driver": "silence_by_hand",
    "needs_mode": "make_a_mode",
    "locked": "ask_an_administrator",
    "no_setting": "silence_by_hand",
    "changed_by_user": "silence_again",
    "server_failed": "restart_the_server",
    "note_failed": "see_log",
    "lease_lapsed": "restart_holdspace",
    "terminated": "restart_holdspace",
    "another_holdspace": "quit_the_other",
    "monitor_refused": "log_by_hand",
    "sandboxed": "leave_the_sandbox",
    "guard_failed": "restart_holdspace",
    "keeper_gone": "see_log",
    "starting": "look_again",
    "popup_seen": "see_its_rules",
}
"""Why the desktop is not silent or not watched -> what can be done."""


NO_FAULT = frozenset({"changed_by_user"})
"""Why the desktop is not silent although everything works: the user wants it so."""


def is_known(why: str) -> bool:
    """Whether this reason has a remedy of its own."""
    return why in REMEDY_OF


def remedy_for(why: str) -> str:
    """What can be done about it; never nothing: a reason that is not known here is in the log."""
    return REMEDY_OF.get(why, "see_log")


def title(row: HealthRow, words: Words) -> str:
    """ "Silence (dunst)"."""
    return words.code("part", row.part) + (f" ({row.driver})" if row.driver else "")


def standing(row: HealthRow, words: Words) -> str:
    """ "does not work · no notification server is running"."""
    said = words.code("fitness", row.state)
    return f"{said} · {words.code('part_why', row.reason, **dict(row.params))}" if row.reason else said


def remedy(row: HealthRow, words: Words) -> str:
    """What can be done about it, as a sentence; empty when there is nothing to do."""
    return words.code("remedy", row.remedy, **dict(row.params)) if row.remedy else ""


def plain(row: HealthRow) -> dict[str, Any]:
    """The row for the wire and for JSON."""
    verified = row.last_verified
    return {
        "part": row.part,
        "driver": row.driver,
        "state": row.state,
        "reason": row.reason,
        "remedy": row.remedy,
        "last_verified": verified.astimezone(UTC).isoformat(timespec="seconds") if verified else None,
        "params": dict(row.params),
    }


def taken(raw: Mapping[str, Any]) -> HealthRow:
    """A row as it came over the wire; what is odd in it is left out, never an error."""
    state, params = raw.get("state"), raw.get("params")
    return HealthRow(
        part=_text(raw, "part"),
        driver=_text(raw, "driver"),
        state=next((known for known in STATES if known == state), "cannot"),
        reason=_text(raw, "reason"),
        remedy=_text(raw, "remedy"),
        last_verified=_moment(raw.get("last_verified")),
        params=tuple((str(name), value) for name, value in params.items() if isinstance(value, str | int))
        if isinstance(params, dict)
        else (),
    )


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def _moment(raw: object) -> datetime | None:
    try:
        return datetime.fromisoformat(raw).astimezone(UTC) if isinstance(raw, str) else None
    except ValueError:
        return None


def as_set(rows: Iterable[HealthRow], *, close_critical: bool) -> tuple[HealthRow, ...]:
    """With what the settings do about it already: nobody is told to switch on what is on."""
    return tuple(
        replace(row, state="works", reason="critical_closed", remedy="")
        if close_critical and row.remedy == "close_critical"
        else row
        for row in rows
    )


_WORSE: tuple[HealthState, ...] = ("off", "works", "needs_setup", "cannot")


def joined(inside: Iterable[HealthRow], outside: Iterable[HealthRow]) -> tuple[HealthRow, ...]:
    """What the app says of itself and what was seen from outside, a row a part: of two the worse one counts.

    In the order in which parts are shown; one that is not known here comes last.
    """
    found = {row.part: row for row in inside}
    for row in outside:
        known = found.get(row.part)
        found[row.part] = row if known is None else _worse(known, row)
    order = {part: place for place, part in enumerate(PARTS)}
    return tuple(sorted(found.values(), key=lambda row: order.get(row.part, len(order))))


def _worse(one: HealthRow, other: HealthRow) -> HealthRow:
    worse, better = (other, one) if _rank(other) > _rank(one) else (one, other)
    times = [row.last_verified for row in (one, other) if row.last_verified is not None]
    same = worse.state == better.state
    return replace(worse, last_verified=max(times, default=None) if same else worse.last_verified)


def _rank(row: HealthRow) -> float:
    # What the user chose is said, not that it would work.
    return _WORSE.index("works") + 0.5 if row.reason in NO_FAULT else _WORSE.index(row.state)
