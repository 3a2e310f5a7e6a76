"""What is said of one thing in the digest is done to the next one like it, and can be taken back; never while a session runs."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from holdspace.app.settings import RULES
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.policy import Alias, Match, Policy, Rule
from holdspace.engine.ports import Kept
from holdspace.frozen import replace
from holdspace.private import Private
from holdspace.ui.digest import DigestWindow
from holdspace.ui.next_time_views import NextTimeDoor, Outlook, Wish
from holdspace.ui.settings.views import PreviewView
from holdspace.words import translator
from tests.app.home import PAGELESS, Home
from tests.core.playbook import new_id
from tests.ui import hands

BARE = replace(PAGELESS, rules=())


def comes(home: Home, sender: str | None = "Marta", app: str = "Mail", text: str = "hello") -> str:
    key = new_id()
    home.do(
        c.ReportInterruption(
            id=key,
            key=key,
            origin="desktop",
            app=app,
            sender=Private(sender) if sender is not None else None,
            text=Private(text),
        )
    )
    return key


def held(home: Home, sender: str | None = "Marta", **more: str) -> str:
    """Something that came in a session that is over."""
    home.adopt(BARE)
    home.start()
    key = comes(home, sender, **more)
    home.gestures.end()
    return key


def verdict(home: Home, sender: str | None = "Marta") -> str:
    """What becomes of the next one in another session."""
    home.start()
    key = new_id()
    kept = home.do(
        c.ReportInterruption(
            id=key, key=key, origin="desktop", app="Mail", sender=Private(sender) if sender is not None else None
        )
    )
    assert isinstance(kept, Kept)
    home.gestures.end()
    arrived = next(fact for fact in kept.facts if isinstance(fact, f.InterruptionArrived))
    return arrived.verdict if arrived.rule else "by default"


def settled(door: NextTimeDoor, wish: Wish) -> str:
    told: list[str] = []
    door.settle(wish, told.append)
    (why,) = told
    return why


def undone(door: NextTimeDoor) -> str:
    told: list[str] = []
    door.undo(told.append)
    (why,) = told
    return why


def test_a_thing_that_was_held_tells_by_what_it_can_be_meant(home: Home) -> None:
    key = held(home)
    matter = home.gestures.next_time().matter(key)
    assert matter is not None
    assert (matter.abouts, matter.sender, matter.app, matter.kind) == (
        ("person_in_app", "person", "app"),
        Private("Marta"),
        "Mail",
        "session",
    )
    nobody = home.gestures.next_time().matter(held(home, None))
    assert nobody is not None
    assert (nobody.abouts, nobody.sender) == (("app",), None)


def test_what_was_logged_by_hand_or_is_not_known_can_be_said_nothing_of(home: Home) -> None:
    home.start()
    key = new_id()
    home.do(c.LogInterruption(id=key, text=Private("a knock")))
    home.gestures.end()
    door = home.gestures.next_time()
    assert door.matter(key) is None
    assert door.matter("unknown") is None
    assert settled(door, Wish(interruption=key, verdict="ask", about="person")) == "gone"
    view = home.gestures.digest()
    assert view is not None
    assert not view.groups[0].rows[0].judged


def test_who_is_let_through_in_one_app_is_so_in_another_once_that_is_pressed_too_by_the_same_rule(home: Home) -> None:
    mail, page = held(home), held(home, app="ads.example (Chromium)")
    door = home.gestures.next_time()
    wish = Wish(interruption=mail, verdict="let_through", about="person_in_app", until=door.today(), reason="a child")
    assert door.outlook(wish).apps == ("Mail",)
    assert settled(door, wish) == ""
    match = home.house.engine.policy.rules[0].match
    assert match == Match(person=("Marta",), app_is=("Mail",))
    other = replace(wish, interruption=page)
    assert door.outlook(other) == Outlook(apps=("Mail", "ads.example (Chromium)"))
    assert settled(door, other) == ""
    assert [rule.match.app_is for rule in home.house.engine.policy.rules] == [("Mail", "ads.example (Chromium)")]
    assert settled(door, replace(wish, about="nobody")) == "gone"


@pytest.mark.parametrize("asked", ["ask", "noise", "hold"])
def test_it_holds_for_the_next_one_at_once_and_can_be_taken_back(home: Home, asked: str) -> None:
    key = held(home)
    door = home.gestures.next_time()
    before = home.house.engine.policy
    assert settled(door, Wish(interruption=key, verdict=asked, about="person")) == ""
    assert home.house.engine.policy.rules[0].match == Match(person=("Marta",))
    assert verdict(home) == ("hold" if asked == "ask" else asked), "nobody can be asked, so it was held by the rule"
    assert undone(door) == ""
    assert home.house.engine.policy == before
    assert verdict(home) == "by default"
    assert undone(door) == "nothing_to_undo", "only once"


@pytest.mark.parametrize("asked", ["ask", "noise", "hold", "let_through"])
def test_undo_takes_back_what_was_settled_last_and_before_that_the_end(home: Home, asked: str) -> None:
    key = held(home)
    before = home.house.engine.policy
    today = home.house.today
    wish = Wish(interruption=key, verdict=asked, about="person", until=today, reason="a child may be ill")
    assert settled(home.gestures.next_time(), wish) == ""
    home.house.render()
    assert home.screen.undo == "settled"
    assert home.result("undo")["undone"] == "settled"
    assert home.house.engine.policy == before
    assert home.result("undo")["undone"] == "end"
    assert undone(home.gestures.next_time()) == "nothing_to_undo", "it was taken back already"


def test_the_menu_takes_it_back_as_the_command_line_does(home: Home) -> None:
    key = held(home)
    before = home.house.engine.policy
    told: list[str] = []
    home.gestures.next_time().join(key, "Bo", told.append)
    assert told == [""]
    home.gestures.undo()
    assert home.house.engine.policy == before


def test_undo_knows_after_a_restart_what_was_settled_before(home: Home) -> None:
    key = held(home)
    before = home.house.engine.policy
    for asked in ("ask", "noise"):
        settled(home.gestures.next_time(), Wish(interruption=key, verdict=asked, about="person"))
    home.crash()
    home.open()
    assert [home.result("undo")["undone"] for _ in range(2)] == ["settled", "settled"]
    assert home.house.engine.policy == before


def test_other_settings_are_not_taken_back_with_it_and_what_came_before_can_be(home: Home) -> None:
    key = held(home)
    settled(home.gestures.next_time(), Wish(interruption=key, verdict="noise", about="person"))
    other = Policy(practitioner=BARE.practitioner)
    home.adopt(other)
    assert home.ask("undo")["reason"]["code"] == "changed_meanwhile"
    assert home.house.engine.policy == other
    assert home.result("undo")["undone"] == "end"


def test_in_a_session_undo_takes_nothing_back_that_was_settled_before(home: Home) -> None:
    key = held(home)
    door = home.gestures.next_time()
    settled(door, Wish(interruption=key, verdict="noise", about="person"))
    settled_so = home.house.engine.policy
    home.start()
    assert home.screen.undo == ""
    assert home.ask("undo")["reason"]["code"] == "nothing_to_undo"
    assert undone(door) == "nothing_to_undo"
    home.gestures.end()
    assert home.house.engine.policy is settled_so
    assert undone(door) == ""
    assert home.house.engine.policy == BARE


def test_it_is_still_so_after_a_restart(home: Home) -> None:
    key = held(home)
    settled(home.gestures.next_time(), Wish(interruption=key, verdict="noise", about="app"))
    home.crash()
    home.open()
    assert home.house.engine.policy.rules[0].match == Match(app_is=("Mail",))


def test_the_same_press_twice_makes_one_rule(home: Home) -> None:
    key = held(home)
    door = home.gestures.next_time()
    wish = Wish(interruption=key, verdict="noise", about="person")
    assert door.outlook(wish) == Outlook()
    settled(door, wish)
    first = home.house.engine.policy
    assert door.outlook(wish) == Outlook(known=True)
    assert settled(door, wish) == ""
    assert home.house.engine.policy is first
    assert undone(door) == "", "the press that changed nothing took nothing from the one before"


def test_an_end_and_a_reason_are_needed_to_let_somebody_through(home: Home) -> None:
    key = held(home)
    door = home.gestures.next_time()
    today = door.today()
    wish = Wish(interruption=key, verdict="let_through", about="person", until=today, reason="a child may be ill")
    assert settled(door, replace(wish, until=None)) == "no_such_end"
    assert settled(door, replace(wish, until=today - timedelta(days=1))) == "no_such_end"
    assert settled(door, replace(wish, until=today + timedelta(days=91))) == "no_such_end"
    assert settled(door, replace(wish, reason="  ")) == "no_reason"
    assert home.house.engine.policy == BARE
    assert settled(door, replace(wish, here_only=True)) == ""
    rule = home.house.engine.policy.rules[0]
    assert (rule.until, rule.reason, rule.kinds) == (today, "a child may be ill", ("session",))
    assert verdict(home) == "let_through"


def test_who_is_let_through_is_named_before_they_become_noise(home: Home) -> None:
    key = held(home)
    glass = Rule(
        name="school", match=Match(sender=("mart",)), verdict="let_through", reason="r", until=home.house.today
    )
    home.adopt(replace(BARE, rules=(glass,)))
    door = home.gestures.next_time()
    assert door.outlook(Wish(interruption=key, verdict="noise", about="person")).over == "school"


def test_where_nobody_can_be_asked_that_is_known_before(home: Home) -> None:
    key = held(home)
    door = home.gestures.next_time()
    wish = Wish(interruption=key, verdict="ask", about="person")
    assert not door.outlook(wish).nobody
    home.adopt(replace(BARE, responders=()))
    assert door.outlook(wish).nobody
    assert not door.outlook(replace(wish, verdict="noise")).nobody


def test_what_would_not_be_taken_from_a_file_is_not_settled_either(home: Home) -> None:
    key = held(home)
    rules = tuple(Rule(name=f"r{n}", match=Match(text=(f"word {n}",)), verdict="hold") for n in range(RULES))
    home.adopt(replace(BARE, rules=rules))
    door = home.gestures.next_time()
    wish = Wish(interruption=key, verdict="ask", about="person")
    assert door.outlook(wish).refusal == "no_room"
    assert settled(door, wish) == "no_room"
    assert len(home.house.engine.policy.rules) == RULES


def test_what_it_would_have_done_is_told_in_numbers(home: Home, qtbot: QtBot) -> None:
    home.adopt(BARE)
    home.start()
    key = [comes(home, sender) for sender in ("Marta", "Bo", "Marta")][-1]
    home.gestures.end()
    told: list[PreviewView] = []
    door = home.gestures.next_time()
    door.preview(Wish(interruption=key, verdict="noise", about="person"), told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert (told[0].seen, told[0].noise, told[0].changed, told[0].rows) == (3, 2, 2, ())
    door.preview(Wish(interruption="unknown", verdict="noise", about="person"), told.append)
    assert told[1].state == "wrong"


def test_while_a_session_runs_nothing_is_said_of_anything(home: Home) -> None:
    key = held(home)
    home.start()
    door = home.gestures.next_time()
    assert door.matter(key) is None
    assert door.people(key) == ()
    assert settled(door, Wish(interruption=key, verdict="noise", about="person")) == "gone"
    told: list[str] = []
    door.join(key, "Bo", told.append)
    assert told == ["gone"]
    running = home.gestures.digest()
    assert running is not None
    assert not any(row.judged for group in running.groups for row in group.rows)


def test_two_names_of_one_person_are_joined_and_told_as_one_in_the_digest_and_asked_about_as_one(home: Home) -> None:
    home.adopt(replace(BARE, gate=replace(BARE.gate, default="ask")))
    home.start()
    home.here("ana")
    first = comes(home, "Marta")
    second = comes(home, "marta@example.org")
    home.gestures.end()
    assert len(senders(home)) == 2
    door = home.gestures.next_time()
    assert Private("Marta") in door.people(second)
    assert Private("marta@example.org") not in door.people(second), "nobody is asked whether they are themselves"
    told: list[str] = []
    door.join(second, "Marta", told.append)
    assert told == [""]
    joined: tuple[Alias, ...] = home.house.engine.policy.people
    assert joined == (Alias(name="Marta", aliases=("marta@example.org",)),)
    assert senders(home) == [Private("Marta")]
    assert door.people(first) == ()
    home.start()
    home.here("ana")
    comes(home, "Marta")
    comes(home, "marta@example.org")
    assert len(home.house.engine.state.cases) == 1, "one caller"
    home.gestures.end()
    assert undone(door) == ""
    assert not home.house.engine.policy.people


def test_two_names_are_not_joined_where_a_rule_for_one_would_end_the_leave_of_the_other(home: Home) -> None:
    key = held(home)
    adverts = Rule(name="adverts", match=Match(person=("Bo",)), verdict="noise")
    leave = Rule(name="m", match=Match(person=("Marta",)), verdict="let_through", reason="r", until=home.house.today)
    home.adopt(replace(BARE, rules=(adverts, leave)))
    told: list[str] = []
    home.gestures.next_time().join(key, "Bo", told.append)
    assert told == ["leave_lost"]
    assert not home.house.engine.policy.people
    home.adopt(replace(BARE, rules=(leave, adverts)))
    home.gestures.next_time().join(key, "Bo", told.append)
    assert told == ["leave_lost", ""]


def senders(home: Home) -> list[Private | None]:
    view = home.gestures.digest()
    assert view is not None
    return [group.sender for group in view.groups]


def test_what_was_settled_is_not_taken_back_over_other_settings(home: Home) -> None:
    key = held(home)
    door = home.gestures.next_time()
    settled(door, Wish(interruption=key, verdict="noise", about="person"))
    other = Policy(practitioner=BARE.practitioner)
    home.adopt(other)
    assert undone(door) == "changed_meanwhile"
    assert home.house.engine.policy == other


def test_a_database_that_cannot_be_read_is_trouble_and_no_traceback(home: Home) -> None:
    key = held(home)
    door = home.gestures.next_time()
    home.house.store.database.close()
    assert door.matter(key) is None
    assert home.trouble()
    home.crash()
    home.open()


def test_from_the_real_digest_one_press_holds_for_the_next_one(home: Home, qtbot: QtBot) -> None:
    """The window on the house itself: menu, line, preview, press, and what arrives then."""
    held(home, "Marta")
    window = DigestWindow(home.gestures)
    qtbot.addWidget(window)
    window.show_digest(home.gestures.digest(), translator("en"))
    window.open_focused()
    row = next(n for n, entry in enumerate(window.model.entries) if entry.kind == "row")
    window.list.setCurrentIndex(window.model.index(row))
    hands.key(Qt.Key.Key_Return, window.list)
    qtbot.waitUntil(window.menu.isVisible)
    window.menu.actions()[2].trigger()
    window.menu.close()
    qtbot.waitUntil(window.panel.preview.isVisible)
    assert window.panel.preview.text().startswith("In the last 14 days this would have: only counted 1")
    window.panel.settle.click()
    assert verdict(home) == "noise"
    window.panel.undo.click()
    assert verdict(home) == "by default"
