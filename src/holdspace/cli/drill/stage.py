"""Everything that the points of a drill act on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdspace.cli.drill.rows import SESSION_STARTED, Failed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdspace.cli.drill.desk import Desk
    from holdspace.cli.drill.desktop import Desktop
    from holdspace.cli.drill.screen import Screen
    from holdspace.cli.drill.visitor import Visitor
    from holdspace.wire.paths import Paths


@dataclass(slots=True, kw_only=True)
class Stage:
    """`told` is what the app said when the drill began; `before` the desktop's setting until then, or None."""

    paths: Paths
    desk: Desk
    desktop: Desktop
    screen: Screen
    before: str | None
    told: Mapping[str, Any]
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def shows_urgent(self) -> bool:
        """Whether what its sender calls critical shows here though the desktop is silent, as the app was told."""
        quiet = self.desk.status().get("quiet")
        return isinstance(quiet, dict) and quiet.get("critical") == "shown"

    def send(self, summary: str, body: str) -> None:
        """A probe: a notification that the app knows for the drill's."""
        self.desktop.notify(str(self.told.get("app", "")), summary, body)

    def over(self) -> str:
        """Why the drill is over; "" while it is under way, and the desktop is silent."""
        try:
            self.desk.look()
        except Failed as over:
            return over.why
        return ""

    def gave_way(self) -> bool:
        """Whether the drill is over because a session was started."""
        return self.over() == SESSION_STARTED

    def case(self, sender: str) -> Mapping[str, Any] | None:
        """The case of a probe, once there is one."""
        cases = self.desk.look().get("cases")
        rows = cases if isinstance(cases, list) else []
        return next((case for case in rows if isinstance(case, dict) and case.get("sender") == sender), None)

    def wait_in_earnest(self, role: str) -> int:
        """Seconds that a step of this role has when it is no drill."""
        waits = self.told.get("waits")
        return round(float(waits.get(role, 0))) if isinstance(waits, dict) else 0

    def leave(self) -> None:
        """Nothing of the driver's stays on the desktop."""
        for visitor in self.visitors.values():
            visitor.leave()
        with suppress(Failed):  # no server: nothing of ours is there
            self.desktop.clear()
        self.desktop.leave()
        self.screen.leave()
