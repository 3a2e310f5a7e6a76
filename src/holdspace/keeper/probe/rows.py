"""The self-test and critical notifications as rows of health."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from holdspace.health import HealthRow
from holdspace.keeper.closing import REFUSES
from holdspace.keeper.probe.proof import judged
from holdspace.words_coverage import nothing_shows

if TYPE_CHECKING:
    from holdspace.keeper.probe.record import Record
    from holdspace.keeper.quiet import QuietDriver


def rows(driver: QuietDriver, known: Record | None) -> tuple[HealthRow, ...]:
    """Of a driver that can make its server silent. `known`: what a self-test of this very server saw."""
    return _self_test(driver, known), _critical(driver, known)


def _self_test(driver: QuietDriver, known: Record | None) -> HealthRow:
    if known is None:
        return HealthRow(part="self_test", state="off", reason="never_tested", remedy="test_it")
    at = _moment(known.at)
    match known.saw:
        case "no_popup":
            reason = nothing_shows("no_popup", judged(driver, "read_back", known).critical)
            return HealthRow(part="self_test", state="works", reason=reason, last_verified=at)
        case "popup_seen":
            return HealthRow(
                part="self_test", state="cannot", reason="popup_seen", remedy="see_its_rules", last_verified=at
            )
        case _:
            return HealthRow(part="self_test", state="off", reason="popups_not_to_be_seen", remedy="look_yourself")


def _critical(driver: QuietDriver, known: Record | None) -> HealthRow:
    at = _moment(known.at) if known is not None and known.critical != "unknown" else None
    match judged(driver, "read_back", known).critical:
        case "hidden":
            return HealthRow(part="critical", state="works", reason="critical_hidden", last_verified=at)
        case "shown" if driver.name in REFUSES:
            return HealthRow(
                part="critical", state="cannot", reason="critical_shown", remedy="silence_those_apps", last_verified=at
            )
        case "shown":
            return HealthRow(
                part="critical", state="needs_setup", reason="critical_shown", remedy="close_critical", last_verified=at
            )
        case _:
            return HealthRow(part="critical", state="off", reason="critical_unknown", remedy="test_it")


def _moment(at: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at).astimezone(UTC)
    except ValueError:
        return None
