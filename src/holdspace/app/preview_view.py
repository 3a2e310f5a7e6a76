"""A preview as the screen shows it, and a draft that is not whole yet made one that can be previewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdspace.engine.ports import NotKept
from holdspace.ui.settings.views import PreviewRow, PreviewView

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, tzinfo

    from holdspace.core.preview import Caught, Preview

UNNAMED = "?"


def preview_view(made: Preview | NotKept, zone: str, *, covered: bool) -> PreviewView:
    """`covered`: a session runs, so that what arrived is only counted."""
    if isinstance(made, NotKept):
        return PreviewView(state="unreadable", why=made.code)
    here = ZoneInfo(zone)
    return PreviewView(
        state="told",
        seen=made.seen,
        total=made.total,
        let_through=made.let_through,
        ask=made.ask,
        hold=made.hold,
        noise=made.noise,
        changed=made.changed,
        passed=made.passed,
        untold=made.untold,
        covered=covered,
        rows=() if covered else tuple(_row(one, here) for one in reversed(made.caught)),
    )


def _row(one: Caught, zone: tzinfo) -> PreviewRow:
    past = one.past
    at = past.at.utc.astimezone(zone)
    return PreviewRow(
        day=f"{at:%Y-%m-%d}",
        at=f"{at:%H:%M}",
        sender=past.sender,
        app=past.app,
        text=past.text,
        done=past.done,
        would=one.would,
    )


def previewable(tree: Mapping[str, Any], at: int | None, today: date) -> tuple[Mapping[str, Any], str]:
    """The draft with what the rule at this place still lacks and what changes nothing of what it catches; its name.

    None: what no rule speaks of.
    """
    rules = tree.get("rules")
    if at is None or not isinstance(rules, list) or not isinstance(rules[at], dict):
        return tree, ""
    taken = {rule.get("name") for number, rule in enumerate(rules) if number != at and isinstance(rule, dict)}
    rule = dict(rules[at])
    name = rule.get("name")
    if not isinstance(name, str) or not name.strip() or name in taken:
        name = next(free for n in range(1, len(rules) + 2) if (free := UNNAMED * n) not in taken)
    rule["name"] = name
    if rule.get("verdict") == "let_through":
        rule["reason"] = rule.get("reason") or UNNAMED
        rule.setdefault("until", today.isoformat())
    return {**tree, "rules": [*rules[:at], rule, *rules[at + 1 :]]}, name
