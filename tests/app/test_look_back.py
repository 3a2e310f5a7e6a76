"""A preview is judged a part at a time, a newer question takes the place of an older one, and a draft need not be whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from holdspace.app.look_back import A_PART, LookBack
from holdspace.app.preview_view import UNNAMED, preview_view, previewable
from holdspace.app.senders import MOST, senders
from holdspace.app.settings import policy_from, settings_of
from holdspace.core.policy import Match, Policy, Rule
from holdspace.core.preview import Past, Preview, preview
from holdspace.engine.ports import NotKept
from holdspace.private import Private
from tests.ui.settings_samples import PAST, POLICY, TODAY, Desk, came

if TYPE_CHECKING:
    from holdspace.app.house import House

MANY = tuple(came(n, "Chat", f"Person {n}", "hello") for n in range(A_PART * 4 + 3))
ALL = Policy(rules=(Rule(name="chat", match=Match(app=("chat",)), verdict="ask"),))


def house(past: tuple[Past, ...] = PAST) -> tuple[Desk, House]:
    desk = Desk()
    desk.past = past
    return desk, cast("House", desk)


def test_what_is_judged_in_parts_is_told_once_and_as_a_whole() -> None:
    desk, rooms = house(MANY)
    desk.clock.step = timedelta(seconds=1)  # each reading of the clock takes longer than a turn may
    told: list[Preview | NotKept] = []
    look = LookBack(rooms)
    look.ask(ALL, "chat", told.append)
    assert told == [], "never within the call"
    desk.loop.pass_by()
    assert told == [preview(ALL, "chat", MANY)]
    desk.loop.pass_by()
    assert len(told) == 1


def test_between_two_parts_others_have_their_turn() -> None:
    desk, rooms = house(MANY)
    desk.clock.step = timedelta(seconds=1)
    turns: list[str] = []
    look = LookBack(rooms)
    look.ask(ALL, "chat", lambda _: turns.append("told"))
    between = desk.loop.timer(lambda: turns.append("another"))
    between.start(0)
    desk.loop.pass_by()
    assert turns == ["another", "told"]


def test_a_newer_question_takes_the_place_of_the_older_one() -> None:
    desk, rooms = house(MANY)
    told: list[str] = []
    look = LookBack(rooms)
    look.ask(ALL, "chat", lambda _: told.append("older"))
    look.ask(ALL, "", lambda _: told.append("newer"))
    desk.loop.pass_by()
    assert told == ["newer"]
    look.ask(ALL, "chat", lambda _: told.append("stopped"))
    look.stop()
    desk.loop.pass_by()
    assert told == ["newer"]


def test_one_that_is_asked_in_the_midst_of_another_begins_anew() -> None:
    desk, rooms = house(MANY)
    desk.clock.step = timedelta(seconds=1)
    told: list[Preview | NotKept] = []
    look = LookBack(rooms)
    look.ask(ALL, "chat", lambda _: pytest.fail("it was asked anew"))
    again = desk.loop.timer(lambda: look.ask(ALL, "chat", told.append))
    again.start(0)
    desk.loop.pass_by()
    assert told == [preview(ALL, "chat", MANY)]


def test_what_cannot_be_read_is_told() -> None:
    desk, rooms = house()

    def refuse(*_: object) -> tuple[str, ...]:
        raise NotKept("io_error")

    desk.store = SimpleNamespace(past=SimpleNamespace(ids=refuse, senders=refuse))
    told: list[Any] = []
    look = LookBack(rooms)
    look.ask(ALL, "chat", told.append)
    desk.loop.pass_by()
    view = preview_view(told[-1], "UTC", covered=False)
    assert (view.state, view.why) == ("unreadable", "io_error")
    assert senders(rooms) == ()
    assert desk.failures == ["io_error"]


def test_the_newest_are_shown_first_in_the_practitioners_hours_and_nobody_while_a_session_runs() -> None:
    made = preview(POLICY, "school", PAST)
    view = preview_view(made, "Pacific/Auckland", covered=False)
    first = made.caught[-1].past
    assert view.rows[0].sender == first.sender
    assert [row.would for row in view.rows] == ["ask", "let_through", "let_through"]
    assert (view.total, view.let_through, view.ask, view.changed) == (3, 2, 1, 2)
    assert (view.rows[0].day, view.rows[0].at) == ("2026-01-03", "22:13")
    assert preview_view(made, "UTC", covered=False).rows[0].at == "09:13"
    covered = preview_view(made, "UTC", covered=True)
    assert covered.rows == ()
    assert covered.total == 3


@pytest.mark.parametrize(
    "rule",
    [
        {"name": "", "match": {"app": "chat"}, "verdict": "let_through"},
        {"match": {"app": "chat"}, "verdict": "let_through", "reason": ""},
        {"name": "outage", "match": {"app": "chat"}, "verdict": "ask"},
        {"name": UNNAMED, "match": {"app": "chat"}, "verdict": "let_through", "until": TODAY.isoformat()},
    ],
)
def test_what_a_draft_still_lacks_of_name_reason_and_end_does_not_hinder_the_preview(rule: dict[str, Any]) -> None:
    tree = settings_of(POLICY)
    tree["rules"].insert(1, rule)
    whole, name = previewable(tree, 1, TODAY)
    found = policy_from(whole, today=TODAY)
    assert isinstance(found, Policy), found
    assert found.rules[1].name == name
    assert tree["rules"][1] is rule
    assert "reason" not in rule or not rule["reason"]


def test_what_no_rule_speaks_of_is_previewed_as_it_is() -> None:
    tree = settings_of(POLICY)
    assert previewable(tree, None, TODAY) == (tree, "")
    assert previewable({"rules": "none"}, 0, TODAY) == ({"rules": "none"}, "")


def test_who_wrote_and_has_one_name_only_is_told_once_the_newest_first() -> None:
    past = (*PAST, came(8, "Chat", "bo  NYSTRÖM", "hi"), came(9, "Chat", "-----", "hi"))
    desk, rooms = house(past)
    assert [one.reveal() for one in senders(rooms)] == [
        "bo  NYSTRÖM",
        "School office",
        "Newsletter",
        "Monitoring",
    ]
    desk.past = MANY
    assert len(senders(rooms)) == MOST
    desk.engine.state.session = object()
    assert senders(rooms) == ()


def test_the_rows_of_a_preview_keep_their_texts_private() -> None:
    view = preview_view(preview(POLICY, "school", PAST), "UTC", covered=False)
    assert "Missed" not in repr(view)
    assert "School office" not in repr(replace(view, rows=view.rows[:1]))
    assert isinstance(view.rows[0].text, Private)
