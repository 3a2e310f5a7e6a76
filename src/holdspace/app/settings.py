"""Settings as text and the policy: `policy_from` checks a whole file of settings, `settings_of` tells a policy as one."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args
from zoneinfo import ZoneInfo

from holdspace.app.settings_table import Problem, Table
from holdspace.core.escalation import PRACTITIONER
from holdspace.core.interruption import LEVELS, Origin
from holdspace.core.people import Client, Practitioner, Responder, Role, Sees, handle, opening_hours
from holdspace.core.policy import (
    BREAK_GLASS_DAYS,
    Alias,
    Gate,
    Match,
    Mode,
    Policy,
    Preferences,
    Rule,
    Seconds,
    Step,
    Unanswered,
    VerdictKind,
)
from holdspace.core.session import LONGEST, SHORTEST, SessionKind
from holdspace.private import Private
from holdspace.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

SCHEMA = 1
RULES, RESPONDERS, STEPS, WORDS, DUTIES, PEOPLE, CLIENTS, CHECKLIST = 1000, 50, 10, 50, 20, 500, 200, 12
"""The most of each that a policy may hold."""
NAME, TEXT, EXPRESSION, URGENT_HERE, CHECK = 80, 200, 200, 280, 80
"""The most characters of a name, of a reason, word to match or client, of duty hours, of what counts as urgent, of a line to tick."""
DAY_SECONDS = 86_400
CHANNELS = ("page",)

_KEYS = ("schema", "practitioner", "responders", "steps", "gate", "rules", "people", "clients", "preferences")
_PRACTITIONER = ("name", "language", "time_zone", "urgent_here")
_RESPONDER = ("id", "name", "role", "language", "time_zone", "channels", "duty", "sees")
_STEP = ("role", "mode", "wait_seconds", "lease_seconds")
_GATE = ("default", "nobody_answered", "va_direct")
_RULE = ("name", "match", "verdict", "urgency", "reason", "until", "hours", "kinds")
_ALIAS = ("name", "aliases")
_CLIENT = ("name", "urgent_here")
_MATCH = ("person", "app_is", "app", "sender", "text", "level", "category", "origin")
_PREFERENCES = (
    "planned_minutes",
    "release_after_seconds",
    "drain",
    "close_critical",
    "follow_up_after_minutes",
    "keep_text_days",
    "checklist",
)
_ROLES: tuple[Role, ...] = get_args(Role)
_MODES: tuple[Mode, ...] = get_args(Mode)
_SEES: tuple[Sees, ...] = get_args(Sees)
_ORIGINS: tuple[Origin, ...] = get_args(Origin)
_KINDS: tuple[SessionKind, ...] = get_args(SessionKind)
_VERDICTS: tuple[VerdictKind, ...] = get_args(VerdictKind)
_UNANSWERED: tuple[Unanswered, ...] = get_args(Unanswered)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")


def policy_from(
    settings: Mapping[str, Any], *, today: date, language: str = "en", time_zone: str = "UTC"
) -> Policy | list[Problem]:
    """The policy that these settings (of schema 1) tell, or everything that is wrong with them.

    `language` and `time_zone` are the machine's: they hold for a practitioner who names none. `today` is the day from
    which it is counted how far ahead an entry of the break-glass list runs.
    """
    problems: list[Problem] = []
    top = Table(settings, (), problems, _KEYS)
    if "schema" not in top:
        top.wrong("schema", "missing")
    elif top.number("schema", SCHEMA, 0, 1_000_000) != SCHEMA:
        top.wrong("schema", "unknown_schema", known=SCHEMA)
    practitioner = _practitioner(top.table("practitioner", _PRACTITIONER), language, time_zone)
    responders = _responders(top.tables("responders", _RESPONDER, RESPONDERS), practitioner)
    steps = Policy().steps
    if "steps" in top:
        steps = _steps(top.tables("steps", _STEP, STEPS), responders)
        if not steps:
            top.wrong("steps", "empty")
    policy = Policy(
        practitioner=practitioner,
        responders=responders,
        steps=steps,
        gate=_gate(top.table("gate", _GATE)),
        rules=_rules(top.tables("rules", _RULE, RULES), today),
        people=_people(top.tables("people", _ALIAS, PEOPLE)),
        clients=_clients(top.tables("clients", _CLIENT, CLIENTS)),
        preferences=_preferences(top.table("preferences", _PREFERENCES)),
    )
    return problems or policy


def settings_of(policy: Policy) -> dict[str, Any]:
    """The settings that tell this policy; `policy_from` gives the same policy back."""
    settings: dict[str, Any] = {"schema": SCHEMA, "practitioner": _practitioner_told(policy.practitioner)}
    settings["responders"] = [
        {**asdict(person), "channels": list(person.channels), "duty": list(person.duty)} for person in policy.responders
    ]
    if policy.steps != Policy().steps:  # the default steps may stand without anybody to serve them
        settings["steps"] = [asdict(step) for step in policy.steps]
    settings["gate"] = {
        "default": policy.gate.default,
        "nobody_answered": {level: policy.gate.unanswered(level) for level in LEVELS},
    }
    if policy.gate.va_direct:
        settings["gate"]["va_direct"] = True
    settings["rules"] = [_rule_told(rule) for rule in policy.rules]
    if policy.people:
        settings["people"] = [{"name": one.name, "aliases": list(one.aliases)} for one in policy.people]
    if policy.clients:
        settings["clients"] = [
            {"name": one.name.reveal(), "urgent_here": one.urgent_here.reveal()} for one in policy.clients
        ]
    settings["preferences"] = _preferences_told(policy.preferences)
    return settings


def _practitioner(table: Table, language: str, time_zone: str) -> Practitioner:
    return Practitioner(
        name=table.text("name", "", NAME),
        language=table.choice("language", LANGUAGES, language),
        time_zone=_zone(table, time_zone),
        urgent_here=_urgent_here(table) or None,
    )


def _urgent_here(table: Table, *, required: bool = False) -> Private:
    return Private(table.text("urgent_here", "", URGENT_HERE, required=required, lines=True))


def _responders(tables: list[Table], practitioner: Practitioner) -> tuple[Responder, ...]:
    seen: set[str] = set()
    people: list[Responder] = []
    for table in tables:
        key = table.text("id", "", NAME, required=True)
        if key and (not _ID.fullmatch(key) or key == PRACTITIONER):
            table.wrong("id", "bad_id")
        elif key in seen:
            table.wrong("id", "duplicate", value=key)
        seen.add(key)
        person = Responder(
            id=key,
            name=table.text("name", "", NAME, required=True),
            role=table.choice("role", _ROLES, "assistant", required=True),
            language=table.choice("language", LANGUAGES, practitioner.language),
            time_zone=_zone(table, practitioner.time_zone),
            channels=_channels(table),
            duty=_hours(table, "duty"),
            sees=table.choice("sees", _SEES, "sender"),
        )
        people.append(person)
    return tuple(people)


def _channels(table: Table) -> tuple[str, ...]:
    if "channels" not in table:
        return CHANNELS
    found = table.choices("channels", CHANNELS)
    if not found:
        table.wrong("channels", "empty")
    return found


def _hours(table: Table, key: str) -> tuple[str, ...]:
    found = table.texts(key, (), EXPRESSION, DUTIES)
    for number, expression in enumerate(found):
        try:
            opening_hours(expression)
        except ValueError:
            table.wrong(key, "bad_duty", number, value=expression)
    return found


def _steps(tables: list[Table], responders: tuple[Responder, ...]) -> tuple[Step, ...]:
    served = {person.role for person in responders}
    steps: list[Step] = []
    for table in tables:
        role = table.choice("role", _ROLES, "assistant", required=True)
        if "role" in table and role not in served:
            table.wrong("role", "nobody_serves", role=role)
        default = Step(role=role)
        steps.append(
            Step(
                role=role,
                mode=table.choice("mode", _MODES, default.mode),
                wait_seconds=_seconds(table.table("wait_seconds", LEVELS), default.wait_seconds),
                lease_seconds=_seconds(table.table("lease_seconds", LEVELS), default.lease_seconds),
            )
        )
    return tuple(steps)


def _seconds(table: Table, default: Seconds) -> Seconds:
    return Seconds(
        normal=table.number("normal", default.normal, 1, DAY_SECONDS),
        urgent=table.number("urgent", default.urgent, 1, DAY_SECONDS),
        emergency=table.number("emergency", default.emergency, 1, DAY_SECONDS),
    )


def _gate(table: Table) -> Gate:
    default = Gate()
    unanswered = table.table("nobody_answered", LEVELS)
    return Gate(
        default=table.choice("default", ("hold", "ask", "noise"), default.default),
        normal=unanswered.choice("normal", _UNANSWERED, default.normal),
        urgent=unanswered.choice("urgent", _UNANSWERED, default.urgent),
        emergency=unanswered.choice("emergency", _UNANSWERED, default.emergency),
        va_direct=table.switch("va_direct", default.va_direct),
    )


def _rules(tables: list[Table], today: date) -> tuple[Rule, ...]:
    seen: set[str] = set()
    rules: list[Rule] = []
    for table in tables:
        name = table.text("name", "", NAME, required=True)
        if name and name in seen:
            table.wrong("name", "duplicate", value=name)
        seen.add(name)
        rule = Rule(
            name=name,
            match=_match(table),
            verdict=table.choice("verdict", _VERDICTS, "hold", required=True),
            urgency=table.choice("urgency", LEVELS, "normal") if "urgency" in table else None,
            reason=table.text("reason", "", TEXT),
            until=table.day("until"),
            hours=_hours(table, "hours"),
            kinds=table.choices("kinds", _KINDS),
        )
        if rule.verdict == "let_through":
            _break_glass(table, rule, today)
        rules.append(rule)
    return tuple(rules)


def _break_glass(table: Table, rule: Rule, today: date) -> None:
    """What reaches the practitioner in a session says why, and comes to an end unless somebody means it again."""
    if not rule.reason:
        table.wrong("reason", "let_through_needs_reason")
    latest = today + timedelta(days=BREAK_GLASS_DAYS)
    if "until" not in table or (rule.until is not None and rule.until > latest):
        table.wrong("until", "let_through_needs_until", latest=latest.isoformat(), days=BREAK_GLASS_DAYS)


def _people(tables: list[Table]) -> tuple[Alias, ...]:
    """Each name, address or number belongs to one person at most."""
    seen: set[str] = set()
    people: list[Alias] = []
    for table in tables:
        one = Alias(name=table.text("name", "", NAME, required=True), aliases=table.texts("aliases", (), TEXT, WORDS))
        if not one.aliases:
            table.wrong("aliases", "empty")
        for key, called in (("name", one.name), *(("aliases", alias) for alias in one.aliases)):
            if called and handle(called) in seen:
                table.wrong(key, "duplicate", value=called)
            seen.add(handle(called))
        people.append(one)
    return tuple(people)


def _clients(tables: list[Table]) -> tuple[Client, ...]:
    """Each client is named once, as names are compared; one of which nothing is left then would be nobody's."""
    seen: set[str] = set()
    clients: list[Client] = []
    for table in tables:
        name = table.text("name", "", TEXT, required=True)
        if name and not handle(name):
            table.wrong("name", "empty")
        elif name and handle(name) in seen:
            table.wrong("name", "duplicate", value=name)
        seen.add(handle(name))
        clients.append(Client(name=Private(name), urgent_here=_urgent_here(table, required=True)))
    return tuple(clients)


def _match(rule: Table) -> Match:
    table = rule.table("match", _MATCH)
    match = Match(
        person=_persons(table),
        app_is=table.texts("app_is", (), TEXT, WORDS),
        app=table.texts("app", (), TEXT, WORDS),
        sender=table.texts("sender", (), TEXT, WORDS),
        text=table.texts("text", (), TEXT, WORDS),
        category=table.texts("category", (), TEXT, WORDS),
        level=table.choices("level", LEVELS),
        origin=table.choices("origin", _ORIGINS),
    )
    if "match" not in rule:
        rule.wrong("match", "missing")
    elif match == Match():
        rule.wrong("match", "empty")  # it would match everything: that is the gate's default to say
    return match


def _persons(table: Table) -> tuple[str, ...]:
    """Whole names, addresses or numbers; one of which nothing is left in the form that is compared would be nobody's."""
    found = table.texts("person", (), TEXT, WORDS)
    for number, name in enumerate(found):
        if name and not handle(name):
            table.wrong("person", "empty", number)
    return found


def _preferences(table: Table) -> Preferences:
    default = Preferences()
    return Preferences(
        planned_minutes=table.number("planned_minutes", default.planned_minutes, SHORTEST, LONGEST),
        release_after_seconds=table.number("release_after_seconds", default.release_after_seconds, 0, 300),
        drain=table.switch("drain", default.drain),
        close_critical=table.switch("close_critical", default.close_critical),
        follow_up_after_minutes=table.number(
            "follow_up_after_minutes", default.follow_up_after_minutes, 1, 7 * 24 * 60
        ),
        keep_text_days=table.number("keep_text_days", default.keep_text_days, 1, 3650),
        checklist=tuple(Private(line) for line in table.texts("checklist", (), CHECK, CHECKLIST)),
    )


def _preferences_told(preferences: Preferences) -> dict[str, Any]:
    return {**asdict(preferences), "checklist": [line.reveal() for line in preferences.checklist]}


def _zone(table: Table, default: str) -> str:
    name = table.text("time_zone", default, NAME)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not found, not a name, a folder of zones
        if "time_zone" in table:
            table.wrong("time_zone", "bad_zone", value=name)
    return name


def _practitioner_told(you: Practitioner) -> dict[str, Any]:
    told = {"name": you.name, "language": you.language, "time_zone": you.time_zone}
    if you.urgent_here is not None:
        told["urgent_here"] = you.urgent_here.reveal()
    return told


def _rule_told(rule: Rule) -> dict[str, Any]:
    told: dict[str, Any] = {"name": rule.name, "match": {}, "verdict": rule.verdict}
    told["match"] = {key: list(value) for key, value in asdict(rule.match).items() if value}
    if rule.urgency is not None:
        told["urgency"] = rule.urgency
    if rule.reason:
        told["reason"] = rule.reason
    if rule.until is not None:
        told["until"] = rule.until.isoformat()
    if rule.hours:
        told["hours"] = list(rule.hours)
    if rule.kinds:
        told["kinds"] = list(rule.kinds)
    return told
