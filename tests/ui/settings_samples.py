"""Settings for tests and pictures of the settings window: the app's own door, on a house of which only the settings are there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from holdspace.app.settings_door import settings_door
from holdspace.core import commands as c
from holdspace.core.people import Client, Practitioner, Responder
from holdspace.core.policy import Alias, Match, Policy, Rule, Seconds, Step
from holdspace.core.preview import Past
from holdspace.engine.ports import Kept, NotKept
from holdspace.health import HealthRow
from holdspace.private import Private
from tests.fake_loop import FakeLoop
from tests.fakes import FakeClock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdspace.core.moment import Moment

NOW = FakeClock().now().utc
TODAY = NOW.date()


def day(ahead: int) -> date:
    """So many days from today."""
    return date.fromordinal(TODAY.toordinal() + ahead)


POLICY = Policy(
    practitioner=Practitioner(name="Rita Sousa", language="en", time_zone="Europe/Lisbon"),
    responders=(
        Responder(
            id="va1",
            name="Ana Lindqvist",
            role="assistant",
            language="es",
            time_zone="Europe/Madrid",
            duty=("Mo-Fr 09:00-17:00", "Sa 10:00-12:00"),
            sees="text",
        ),
        Responder(id="va2", name="Bo Nyström", role="assistant", time_zone="Europe/Stockholm"),
        Responder(id="ex1", name="Tom Bauer", role="executive", time_zone="Europe/Berlin"),
    ),
    steps=(
        Step(role="assistant", mode="one_then_all", wait_seconds=Seconds(normal=240, urgent=90, emergency=45)),
        Step(role="executive"),
    ),
    rules=(
        Rule(
            name="school",
            match=Match(sender=("School office", "+351 21 123 45 67"), category=("call", "im")),
            verdict="let_through",
            reason="a child may be ill",
            until=day(9),
        ),
        Rule(name="outage", match=Match(app=("Pager",), text=("down", "outage")), verdict="ask", urgency="urgent"),
        Rule(name="newsletters", match=Match(text=("newsletter",)), verdict="noise"),
        Rule(name="messages from people", match=Match(category=("im", "email", "call")), verdict="ask"),
    ),
    people=(Alias(name="Marta Fernandes", aliases=("marta@example.org", "+351 91 234 56 78")),),
)


def came(number: int, app: str, sender: str | None, text: str | None, days_ago: float = 1, **more: Any) -> Past:
    """Something that arrived so many days ago and was held."""
    known: dict[str, Any] = {
        "id": f"past {number}",
        "session": f"session of {days_ago:.0f} days ago",
        "at": FakeClock().now().after(timedelta(days=-days_ago)),
        "kind": "session",
        "after_it": False,
        "origin": "desktop",
        "app": app,
        "category": "",
        "level": "normal",
        "sender": Private(sender) if sender is not None else None,
        "text": Private(text) if text is not None else None,
        "forgotten": False,
        "done": "hold",
        "rule": "",
        "why": "default",
    }
    return Past(**{**known, **more})


PAST = (
    came(1, "Phone", "School office", "Missed call", 9.1, category="call", done="let_through", rule="school"),
    came(2, "Pager", "Monitoring", "Disk of the web server is down to 2 %", 6.2),
    came(
        3, "Shop", "Newsletter", "Our newsletter for autumn: everything must go", 3.3, done="noise", rule="newsletters"
    ),
    came(4, "Phone", "School office", "Missed call", 2.2, category="call"),
    came(5, "Phone", "School office", "Missed call", 2.199, category="call"),
    came(6, "Chat", "marta@example.org", "Can we move our call to Thursday?", 1.4, category="im"),
    came(7, "Chat", "Bo Nyström", None, 1.2, forgotten=True, category="im"),
)
"""What arrived in the last days."""
LONG = came(
    8, "An app with a name " * 4, "Somebody with a name and an address as long as may be " * 4, "words " * 300, 1.1
)
"""As long as what arrives may be."""
NO_STEP = replace(POLICY, steps=POLICY.steps[1:])
"""Assistants whom no step asks."""
URGENT = replace(
    POLICY,
    practitioner=replace(POLICY.practitioner, urgent_here=Private("Whatever cannot be undone tomorrow.")),
    clients=(
        Client(name=Private("Marta Fernandes"), urgent_here=Private("Only the clinic and the school.\nNot invoices.")),
        Client(name=Private("C2"), urgent_here=Private("The board, before noon.")),
    ),
)
"""What counts as urgent, for everybody and with two clients."""
OVERFULL = replace(
    URGENT,
    practitioner=replace(URGENT.practitioner, urgent_here=Private("word " * 55 + "words")),
    clients=tuple(
        Client(name=Private(f"{number} a client with a long name".ljust(200, "e")), urgent_here=Private("m" * 280))
        for number in range(200)
    ),
)
"""As many clients and as much of each as there may be."""
EMPTY = Policy(practitioner=Practitioner(time_zone="Europe/Lisbon"))
SEEN = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
HEALTH = (
    HealthRow(part="silence", driver="dunst", state="works", last_verified=SEEN),
    HealthRow(part="self_test", state="off", reason="never_tested", remedy="test_it"),
    HealthRow(part="critical", state="needs_setup", reason="critical_shown", remedy="close_critical"),
    HealthRow(part="watch", state="cannot", reason="keeper_gone", remedy="see_log"),
    HealthRow(part="keeper", state="off", reason="not_wanted"),
    HealthRow(
        part="hotkeys",
        state="needs_setup",
        reason="some_taken",
        remedy="set_keys_by_hand",
        params=(("taken", "Ctrl+Alt+M Ctrl+Alt+N"),),
    ),
    HealthRow(part="tray", driver="StatusNotifier", state="works", last_verified=SEEN),
    HealthRow(part="battery", state="works", reason="charged", params=(("percent", 84),), last_verified=SEEN),
    HealthRow(part="microphone", driver="PipeWire", state="off", reason="microphone_muted"),
    HealthRow(part="page", driver="127.0.0.1:40123", state="works", last_verified=SEEN),
    HealthRow(
        part="assistants",
        state="works",
        reason="reachable",
        last_verified=SEEN,
        params=(("reachable", 1), ("all", 2)),
    ),
    HealthRow(
        part="executives",
        state="needs_setup",
        reason="reachable",
        remedy="open_the_page",
        params=(("reachable", 0), ("all", 1)),
    ),
    HealthRow(
        part="break_glass",
        state="needs_setup",
        reason="ends_soon",
        remedy="mean_it_again",
        params=(("count", 1), ("days", 14)),
    ),
    HealthRow(part="database", state="works", last_verified=SEEN),
    HealthRow(part="disk", state="works", reason="room", last_verified=SEEN, params=(("free", 81234),)),
    HealthRow(part="permissions", state="works", last_verified=SEEN),
    HealthRow(part="spool", state="works", last_verified=SEEN),
    HealthRow(part="note", state="works", last_verified=SEEN),
    HealthRow(part="repair_entry", state="works", last_verified=SEEN),
    HealthRow(part="clock", state="works", last_verified=SEEN),
    HealthRow(part="encryption", state="off", reason="not_encrypted_yet", remedy="encrypt_the_disk"),
)
"""Every part of a running app, in the order in which they are shown."""


def many(people: int = 50, rules: int = 1000) -> Policy:
    """As much as a policy may hold."""
    crowd = tuple(Responder(id=f"va{n}", name=f"Person {n}", role="assistant") for n in range(people))
    wall = tuple(Rule(name=f"rule {n}", match=Match(text=(f"word {n}",)), verdict="hold") for n in range(rules))
    return replace(POLICY, responders=crowd, rules=wall, steps=(Step(role="assistant"),))


class Desk:
    """A house of which only the settings are there. `adopted` are the policies that were saved; `refuse` refuses them.

    `looks` are those who asked for a look at the desktop and wait for it; `rows` is what is known of it.
    """

    def __init__(self, policy: Policy = POLICY, health: tuple[HealthRow, ...] = HEALTH) -> None:
        self.engine = SimpleNamespace(policy=policy, state=SimpleNamespace(session=None))
        self.clock = FakeClock()
        self.quitting = False
        self.loop = FakeLoop()
        self.past: tuple[Past, ...] = PAST
        self.store = SimpleNamespace(past=self)
        self.rows = health
        self.looks: list[Callable[[], None]] = []
        self.tests: list[Callable[[str, str], None]] = []
        self.self_test = SimpleNamespace(by_hand=self.tests.append)
        self.health = SimpleNamespace(rows=lambda: self.rows, look=self.looks.append)
        self.bus = self
        self.adopted: list[Policy] = []
        self.before = Policy()
        self.refuse = ""
        self.failures: list[str] = []
        self.failed = self.failures.append
        self.door = settings_door(lambda: cast("Any", self))

    def ids(self, now: Moment, back: timedelta, most: int) -> tuple[str, ...]:
        return tuple(one.id for one in self.past)[-most:]

    def of(self, ids: Sequence[str], now: Moment, back: timedelta) -> tuple[Past, ...]:
        return tuple(one for one in self.past if one.id in ids)

    def sessions(self, now: Moment, back: timedelta, most: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.session for one in reversed(self.past)))[:most]

    def senders(self, ids: Sequence[str]) -> tuple[Private, ...]:
        return tuple(one.sender for one in reversed(self.past) if one.sender is not None)

    @property
    def zone(self) -> str:
        policy: Policy = self.engine.policy
        return policy.practitioner.time_zone

    @property
    def today(self) -> date:
        return self.clock.now().utc.astimezone(ZoneInfo(self.zone)).date()

    @property
    def language(self) -> str:
        policy: Policy = self.engine.policy
        return policy.practitioner.language

    def do(self, command: c.AdoptPolicy | c.TakeBack, told: Callable[[Kept | NotKept], None]) -> None:
        if self.refuse:
            told(NotKept(self.refuse))
            return
        if isinstance(command, c.TakeBack):
            self.engine.policy = self.before
            told(Kept(facts=()))
            return
        self.before, self.engine.policy = self.engine.policy, command.policy
        self.adopted.append(command.policy)
        told(Kept(facts=()))
