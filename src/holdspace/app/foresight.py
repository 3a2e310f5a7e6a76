"""What a session would find here, by the last look at the desktop: the start window tells it before a client is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from holdspace.words_silence import NOT_SILENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdspace.health import HealthRow

Microphone = Literal["", "muted", "none"]
"""Empty where it is on, or nothing is known of it."""
_MICROPHONE: dict[str, Microphone] = {"microphone_muted": "muted", "no_microphone": "none"}
_CRITICAL = {"critical_hidden": "hidden", "critical_shown": "shown", "critical_closed": "closed"}


class Foresight(NamedTuple):
    """`why`: a code of "quiet_why" why it would not be silent, or nothing be seen; empty where all would be well or nobody looked."""

    why: str = ""
    critical: str = "unknown"
    """What would become of critical ones: hidden, shown, closed (as they come), unknown."""
    battery_low: bool = False
    microphone: Microphone = ""


def foresight(rows: Iterable[HealthRow]) -> Foresight:
    """From what was seen from outside of the app."""
    of = {row.part: row for row in rows}
    against = (of[part] for part in ("silence", "watch") if part in of and of[part].state == "cannot")
    critical = of["critical"].reason if "critical" in of else ""
    battery, microphone = of.get("battery"), of.get("microphone")
    return Foresight(
        why=next((row.reason for row in against if row.reason in NOT_SILENT), ""),
        critical=_CRITICAL.get(critical, "unknown"),
        battery_low=battery is not None and battery.reason == "battery_low",
        microphone=_MICROPHONE.get(microphone.reason, "") if microphone is not None else "",
    )
