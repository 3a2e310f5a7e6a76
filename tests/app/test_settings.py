"""Settings as text and the policy are the same thing told twice; what is wrong is told with its path."""

import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.app.settings import RESPONDERS, RULES, policy_from, settings_of
from holdspace.app.settings_table import Problem
from holdspace.core.people import Client, Practitioner, Responder, handle
from holdspace.core.policy import Alias, Gate, Match, Mode, Policy, Preferences, Rule, Seconds, Step
from holdspace.private import Private, clean
from holdspace.wire import settings_text
from holdspace.wire.toml_text import toml_text

TODAY = date(2026, 11, 22)
MODES: tuple[Mode, ...] = get_args(Mode)

EXAMPLE: dict[str, Any] = {
    "schema": 1,
    "practitioner": {"name": "Pat", "language": "en", "time_zone": "Europe/Lisbon"},
    "responders": [
        {
            "id": "va1",
            "name": "Ana",
            "role": "assistant",
            "language": "es",
            "time_zone": "Europe/Madrid",
            "channels": ["page"],
            "duty": ["Mo-Fr 09:00-17:00"],
            "sees": "sender",
        },
        {"id": "ex1", "name": "Eve", "role": "executive"},
    ],
    "steps": [
        {
            "role": "assistant",
            "wait_seconds": {"normal": 180, "urgent": 90, "emergency": 45},
            "lease_seconds": {"normal": 600, "urgent": 240, "emergency": 90},
        },
        {"role": "executive"},
    ],
    "gate": {"default": "hold", "nobody_answered": {"normal": "defer", "urgent": "defer", "emergency": "cue"}},
    "rules": [
        {
            "name": "school",
            "match": {"sender": "School office"},
            "verdict": "let_through",
            "reason": "only I can",
            "until": "2027-01-31",
        },
        {
            "name": "outage",
            "match": {"app": ["Pager"], "text": ["down", "outage"]},
            "verdict": "ask",
            "urgency": "urgent",
        },
    ],
}


def _changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    settings = copy.deepcopy(EXAMPLE)
    inner: Any = settings
    for key in path[:-1]:
        inner = inner[key] if isinstance(key, int) or key in inner else inner.setdefault(key, {})
    inner[path[-1]] = value
    return settings


def _problems(settings: Any) -> list[Problem]:
    found = policy_from(settings, today=TODAY)
    assert not isinstance(found, Policy)
    return found


def test_the_example_of_the_documentation_becomes_a_policy() -> None:
    policy = policy_from(EXAMPLE, today=TODAY)
    assert isinstance(policy, Policy)
    assert policy.practitioner == Practitioner(name="Pat", language="en", time_zone="Europe/Lisbon")
    assert policy.responders[1] == Responder(id="ex1", name="Eve", role="executive", time_zone="Europe/Lisbon")
    assert policy.steps == (Step(role="assistant"), Step(role="executive"))
    assert policy.gate == Gate()
    assert policy.rules[0].match == Match(sender=("School office",))
    assert policy.rules[0].until == date(2027, 1, 31)
    assert policy.rules[1].urgency == "urgent"
    assert policy.preferences == Preferences()


def test_a_schema_alone_is_the_default_policy_of_this_machine() -> None:
    policy = policy_from({"schema": 1}, language="es", time_zone="Europe/Madrid", today=TODAY)
    assert policy == Policy(practitioner=Practitioner(language="es", time_zone="Europe/Madrid"))


def test_whoever_names_no_zone_and_language_has_the_practitioners() -> None:
    settings = _changed(("practitioner", "language"), "es")
    policy = policy_from(settings, today=TODAY)
    assert isinstance(policy, Policy)
    assert (policy.responders[1].language, policy.responders[1].time_zone) == ("es", "Europe/Lisbon")


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("schema",), 2, "unknown_schema"),
        (("schema",), "1", "wrong_type"),
        (("schema",), True, "wrong_type"),
        (("colour",), "red", "unknown_key"),
        (("practitioner", "nick"), "P", "unknown_key"),
        (("practitioner",), [], "wrong_type"),
        (("practitioner", "name"), 7, "wrong_type"),
        (("practitioner", "name"), "x" * 81, "too_long"),
        (("practitioner", "language"), "tlh", "not_one_of"),
        (("practitioner", "time_zone"), "Europe/Atlantis", "bad_zone"),
        (("practitioner", "time_zone"), "Europe", "bad_zone"),
        (("practitioner", "time_zone"), "../../etc/passwd", "bad_zone"),
        (("practitioner", "time_zone"), "", "bad_zone"),
        (("responders",), {}, "wrong_type"),
        (("responders", 0), "va1", "wrong_type"),
        (("responders", 0, "id"), "", "empty"),
        (("responders", 0, "id"), "has space", "bad_id"),
        (("responders", 0, "id"), "practitioner", "bad_id"),
        (("responders", 0, "id"), "x" * 33, "bad_id"),
        (("responders", 1, "id"), "va1", "duplicate"),
        (("responders", 0, "name"), " \u202e ", "empty"),
        (("responders", 0, "role"), "boss", "not_one_of"),
        (("responders", 0, "channels"), ["carrier pigeon"], "not_one_of"),
        (("responders", 0, "channels"), [], "empty"),
        (("responders", 0, "duty"), ["whenever"], "bad_duty"),
        (("responders", 0, "duty"), "Mo-Fr 25:00-99:00", "bad_duty"),
        (("responders", 0, "duty"), 9, "wrong_type"),
        (("responders", 0, "sees"), "all", "not_one_of"),
        (("steps",), [], "empty"),
        (("steps", 0, "role"), "boss", "not_one_of"),
        (("steps", 0, "wait_seconds", "urgent"), 0, "out_of_range"),
        (("steps", 0, "wait_seconds", "urgent"), 1.5, "wrong_type"),
        (("steps", 0, "wait_seconds", "urgent"), True, "wrong_type"),
        (("steps", 0, "wait_seconds", "soon"), 5, "unknown_key"),
        (("steps", 0, "lease_seconds"), 5, "wrong_type"),
        (("gate", "default"), "let_through", "not_one_of"),
        (("gate", "nobody_answered", "normal"), "shout", "not_one_of"),
        (("rules", 1, "name"), "school", "duplicate"),
        (("rules", 0, "verdict"), "maybe", "not_one_of"),
        (("rules", 0, "match"), {}, "empty"),
        (("rules", 0, "match", "ap"), "x", "unknown_key"),
        (("rules", 0, "match", "app"), [""], "empty"),
        (("rules", 0, "match", "app"), [3], "wrong_type"),
        (("rules", 0, "match", "app"), ["x"] * 51, "too_many"),
        (("rules", 0, "match", "app_is"), [""], "empty"),
        (("rules", 0, "match", "app_is"), 7, "wrong_type"),
        (("rules", 0, "match", "app_is"), ["x"] * 51, "too_many"),
        (("rules", 0, "match", "level"), "loud", "not_one_of"),
        (("rules", 0, "match", "origin"), ["mars"], "not_one_of"),
        (("rules", 0, "match", "person"), [""], "empty"),
        (("rules", 0, "match", "person"), ["Ana", "-----"], "empty"),
        (("rules", 0, "match", "person"), 7, "wrong_type"),
        (("rules", 0, "kinds"), ["session", "holiday"], "not_one_of"),
        (("rules", 0, "kinds"), 5, "wrong_type"),
        (("rules", 0, "until"), "2027-02-30", "bad_date"),
        (("rules", 0, "until"), "soon", "bad_date"),
        (("rules", 0, "until"), 20270131, "bad_date"),
        (("rules", 0, "urgency"), "very", "not_one_of"),
        (("preferences", "planned_minutes"), 601, "out_of_range"),
        (("preferences", "release_after_seconds"), 301, "out_of_range"),
        (("preferences", "drain"), 1, "wrong_type"),
        (("preferences", "keep_text_days"), 0, "out_of_range"),
        (("preferences", "checklist"), [str(n) for n in range(13)], "too_many"),
        (("preferences", "checklist"), ["Water", "x" * 81], "too_long"),
        (("preferences", "checklist"), ["Water", " \u202e "], "empty"),
        (("preferences", "checklist"), ["Water", 3], "wrong_type"),
        (("preferences", "checklist"), True, "wrong_type"),
    ],
)
def test_what_is_wrong_is_told_with_its_path(path: tuple[str | int, ...], value: object, code: str) -> None:
    found = _problems(_changed(path, value))
    assert code in [problem.code for problem in found if problem.path[: len(path)] == path]


@pytest.mark.parametrize(
    "path", [("schema",), ("responders", 0, "id"), ("responders", 0, "role"), ("rules", 0, "match")]
)
def test_what_is_missing_is_told(path: tuple[str | int, ...]) -> None:
    settings = copy.deepcopy(EXAMPLE)
    inner: Any = settings
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    assert Problem(path=path, code="missing") in _problems(settings)


def test_a_step_nobody_can_serve_is_refused() -> None:
    settings = copy.deepcopy(EXAMPLE)
    del settings["responders"][1]
    assert _problems(settings) == [
        Problem(path=("steps", 1, "role"), code="nobody_serves", params={"role": "executive"})
    ]


def test_too_many_rules_or_people_are_refused() -> None:
    rules = [{"name": str(n), "match": {"app": "x"}, "verdict": "hold"} for n in range(RULES + 1)]
    assert isinstance(policy_from({"schema": 1, "rules": rules[:-1]}, today=TODAY), Policy)
    assert _problems({"schema": 1, "rules": rules})[0].code == "too_many"
    people = [{"id": f"p{n}", "name": "x", "role": "assistant"} for n in range(RESPONDERS + 1)]
    assert _problems({"schema": 1, "responders": people})[0].code == "too_many"


def test_a_file_that_is_wrong_throughout_is_told_within_bounds() -> None:
    assert len(_problems({"schema": 1, "rules": [{"verdict": 1}] * 400})) == 50


@pytest.mark.parametrize("settings", [[], "x", None, 3])
def test_what_is_no_table_at_all_is_refused(settings: Any) -> None:
    assert _problems(settings)[0] == Problem(path=(), code="wrong_type", params={"wanted": "table"})


_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9), st.just("page")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=9), inner, max_size=3)),
    max_leaves=9,
)


def _all_paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    return [(*path, key) for key, _ in items] + [deep for key, item in items for deep in _all_paths(item, (*path, key))]


@given(st.sampled_from(_all_paths(EXAMPLE)), _json)
def test_nothing_that_json_can_say_breaks_the_reading(path: tuple[str | int, ...], value: object) -> None:
    found = policy_from(_changed(path, value), today=TODAY)
    assert isinstance(found, Policy) or all(isinstance(problem.told()["path"], list) for problem in found)


# Policies as they can come out of settings.
_name = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=30).map(
    lambda raw: clean(raw, 30)
)
_shown = _name.filter(bool)
_seconds = st.builds(Seconds, normal=st.integers(1, 999), urgent=st.integers(1, 999), emergency=st.integers(1, 999))
_zones = st.sampled_from(["UTC", "Europe/Lisbon", "America/St_Johns", "Asia/Kathmandu"])
_words = st.lists(_shown, max_size=3).map(tuple)
_match = st.builds(
    Match,
    person=st.lists(_shown.filter(handle), max_size=3).map(tuple),
    app_is=_words,
    app=_words,
    sender=_words,
    text=_words,
    category=_words,
    level=st.sampled_from([(), ("urgent",), ("normal", "emergency")]),
    origin=st.sampled_from([(), ("hand",)]),
).filter(lambda match: match != Match())


def _meant(rule: Rule) -> Rule:
    """What is let through has a reason and an end that is not too far."""
    if rule.verdict != "let_through":
        return rule
    return replace(rule, reason=rule.reason or "why", until=min(rule.until or TODAY, TODAY + timedelta(days=90)))


_rule = st.builds(
    Rule,
    name=_shown,
    match=_match,
    verdict=st.sampled_from(["hold", "ask", "let_through", "noise"]),
    urgency=st.sampled_from([None, "normal", "urgent", "emergency"]),
    reason=_name,
    until=st.one_of(st.none(), st.dates()),
    hours=st.sampled_from([(), ("Mo-Fr 08:00-18:00",)]),
    kinds=st.sampled_from([(), ("isolation",), ("session", "attention")]),
).map(_meant)
_alias = st.builds(Alias, name=_shown, aliases=st.lists(_shown, min_size=1, max_size=2).map(tuple))
_person = st.builds(
    Responder,
    id=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}", fullmatch=True).filter(lambda key: key != "practitioner"),
    name=_shown,
    role=st.sampled_from(["assistant", "executive"]),
    language=st.sampled_from(["en", "es"]),
    time_zone=_zones,
    channels=st.just(("page",)),
    duty=st.sampled_from([(), ("Mo-Fr 09:00-17:00",), ("Sa 10:00-12:00", "Su off")]),
    sees=st.sampled_from(["sender", "text"]),
)


_urgent = st.lists(_shown, min_size=1, max_size=3).map(lambda lines: Private("\n".join(lines)))
_client = st.builds(Client, name=_shown.filter(lambda name: bool(handle(name))).map(Private), urgent_here=_urgent)


def _distinct(people: list[Alias]) -> bool:
    called = [handle(name) for one in people for name in (one.name, *one.aliases)]
    return len(called) == len(set(called))


@st.composite
def _policies(draw: st.DrawFn) -> Policy:
    people = draw(st.lists(_person, max_size=4, unique_by=lambda person: person.id))
    roles = sorted({person.role for person in people})
    step = (
        st.builds(
            Step,
            role=st.sampled_from(roles),
            mode=st.sampled_from(MODES),
            wait_seconds=_seconds,
            lease_seconds=_seconds,
        )
        if roles
        else None
    )
    unanswered = st.sampled_from(["defer", "cue"])
    return Policy(
        practitioner=draw(
            st.builds(
                Practitioner,
                name=_name,
                language=st.sampled_from(["en", "es"]),
                time_zone=_zones,
                urgent_here=st.none() | _urgent,
            )
        ),
        responders=tuple(people),
        steps=tuple(draw(st.lists(step, min_size=1, max_size=3))) if step is not None else Policy().steps,
        gate=draw(
            st.builds(
                Gate,
                default=st.sampled_from(["hold", "ask", "noise"]),
                normal=unanswered,
                urgent=unanswered,
                emergency=unanswered,
                va_direct=st.booleans(),
            )
        ),
        rules=tuple(draw(st.lists(_rule, max_size=3, unique_by=lambda rule: rule.name))),
        people=tuple(draw(st.lists(_alias, max_size=2).filter(_distinct))),
        clients=tuple(draw(st.lists(_client, max_size=2, unique_by=lambda one: handle(one.name.reveal())))),
        preferences=draw(
            st.builds(
                Preferences,
                planned_minutes=st.integers(1, 600),
                release_after_seconds=st.integers(0, 300),
                drain=st.booleans(),
                follow_up_after_minutes=st.integers(1, 10080),
                keep_text_days=st.integers(1, 3650),
                checklist=st.lists(_shown.map(Private), max_size=3).map(tuple),
            )
        ),
    )


@given(_policies())
def test_a_policy_told_as_settings_comes_back_the_same(policy: Policy) -> None:
    assert policy_from(settings_of(policy), today=TODAY) == policy
    assert policy_from(settings_text.parsed(toml_text(settings_of(policy))), today=TODAY) == policy


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"reason": ""}, "reason", "let_through_needs_reason"),
        ({"until": None}, "until", "let_through_needs_until"),
        ({"until": "2027-02-21"}, "until", "let_through_needs_until"),
    ],
)
def test_what_is_let_through_says_why_and_comes_to_an_end(changes: dict[str, Any], where: str, code: str) -> None:
    rule = {**EXAMPLE["rules"][0], **changes}
    problems = _problems(_changed(("rules", 0), {key: value for key, value in rule.items() if value is not None}))
    assert [(problem.path, problem.code) for problem in problems] == [(("rules", 0, where), code)]


def test_the_last_day_that_is_let_through_lies_ninety_days_ahead() -> None:
    assert isinstance(policy_from(_changed(("rules", 0, "until"), "2027-02-20"), today=TODAY), Policy)


@pytest.mark.parametrize(
    ("people", "where"),
    [
        ([{"name": "Bob", "aliases": ["bob@example.org"]}, {"name": "Rob", "aliases": ["BOB@example.org"]}], 1),
        ([{"name": "Bob", "aliases": ["+34 600 000 000"]}, {"name": "Rob", "aliases": ["+34600000000"]}], 1),
    ],
)
def test_an_address_belongs_to_one_person(people: list[dict[str, Any]], where: int) -> None:
    (problem,) = _problems(_changed(("people",), people))
    assert (problem.path[:3], problem.code) == (("people", where, "aliases"), "duplicate")
