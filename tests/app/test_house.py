"""The house as a whole: a session by hand and by command line, going on after a crash, quitting, and what fails."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from holdspace.core import commands as c
from holdspace.core.policy import Policy, Preferences
from holdspace.engine.ports import Kept, NotKept
from holdspace.private import Private
from holdspace.ui.views import ReturnView, StripView
from tests.app.home import PAGELESS, Home
from tests.core.playbook import new_id


def strip_of(home: Home) -> StripView | None:
    return home.screen.strip


def recap_of(home: Home) -> ReturnView | None:
    return home.screen.recap


def is_offered(home: Home) -> bool:
    return home.house.offered


def wanted(home: Home) -> str | None:
    return home.keeper._wanted.session


def test_a_gap_that_could_not_be_noted_is_told_by_the_next_tick(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.start()
    ticks: list[float] = []

    def watched(command: c.Command, reply: Callable[[Kept | NotKept], None]) -> None:
        assert isinstance(command, c.Tick)
        ticks.append(command.gap)

    monkeypatch.setattr(home.house.bus, "do", watched)
    with monkeypatch.context() as broken:
        broken.setattr(home.house.bus, "do", lambda command, reply: reply(NotKept("busy")))
        home.house._ring(3600.0)
    home.house._ring(0.0)
    home.house._ring(0.0)
    assert ticks == [3600.0, 0.0]


def test_the_timer_goes_on_whatever_fails_in_a_ring(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.start()
    home.house._heartbeat._timer.stop()

    def fails() -> None:
        raise PermissionError

    monkeypatch.setattr(home.house.spooled, "bring_in", fails)
    with pytest.raises(PermissionError):
        home.house._ring(0.0)
    assert home.house._heartbeat._timer.isActive()


def test_that_it_could_not_be_started_again_is_said_at_the_next_start(shut: Home) -> None:
    shut.paths.gave_up.write_text("{}")
    shut.open()
    shut.house.going_on.after_the_picture()
    assert "not_started_again" in shut.house.trouble
    assert not shut.paths.gave_up.exists()


def test_what_is_refused_on_the_screen_is_said_for_a_while(home: Home) -> None:
    home.gestures.undo()
    assert home.shell.screen.refused == "nothing_to_undo"
    assert home.house._refused_for.waiting
    home.house._refusal_over()
    assert home.shell.screen.refused == ""
    home.start()
    home.gestures.log()
    assert home.shell.screen.refused == ""


def test_who_only_waits_for_a_promise_writes_nothing_meanwhile(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def beats(*_: object) -> None:
        raise AssertionError("nobody runs who would be asked about at the next start")

    monkeypatch.setattr(home.house.store.journal, "heartbeat", beats)
    home.house._ring(0.0)
    monkeypatch.undo()


def test_a_session_by_hand_from_start_to_digest(home: Home) -> None:
    do = home.gestures
    assert home.shell.screen.tray == "free"
    do.start("session", Private("C1"), Private("pricing"), 50)
    assert home.shell.opened == 0, "the window comes with the session, by itself: opened, it would take the focus"
    assert home.screen.session is not None
    assert len(home.keeper.runs) == 1
    do.log()
    strip = strip_of(home)
    assert isinstance(strip, StripView)
    do.sort(strip.interruption, "door")
    assert strip_of(home) is None
    do.pin(Private("call back"), Private("C2"), "17:00", None)
    do.mark(Private("phase two"), Private("budget is fixed"), Private("offer B"))
    do.note(Private("a thought"), "pin")
    do.note(Private("another topic"), "mark")
    do.undo()
    do.pause()
    assert home.screen.tray == "stepped_out"
    home.clock.pass_by(60)
    do.resume()
    recap = recap_of(home)
    assert recap is not None
    assert (recap.topic, recap.last_point, recap.away_seconds) == (Private("phase two"), Private("budget is fixed"), 60)
    do.recap_seen()
    assert recap_of(home) is None
    do.where()
    assert recap_of(home) is not None
    do.extend(10)
    session = home.screen.session
    assert session is not None
    assert session.planned_seconds == 3600
    do.end()
    ended = home.screen
    assert ended.session is None
    assert wanted(home) is None
    digest = do.digest()
    assert digest is not None
    assert [row.source for group in digest.groups for row in group.rows] == ["door"]
    first, second = do.followups()
    assert (first.text, first.due, second.text) == (Private("a thought"), "16:50", Private("call back"))
    do.complete(first.pin)
    assert [row.pin for row in do.followups()] == [second.pin]


def test_the_strip_goes_when_it_has_been_up_long_enough_and_with_what_it_is_about(home: Home) -> None:
    home.gestures.start("session", None, None, 50)
    home.gestures.log()
    assert strip_of(home) is not None
    home.gestures.strip_gone()
    assert strip_of(home) is None
    home.gestures.log()
    home.gestures.undo()
    assert strip_of(home) is None


def test_without_a_session_a_log_shows_no_strip(home: Home) -> None:
    home.gestures.log()
    assert strip_of(home) is None


def test_a_line_under_the_strip_belongs_to_what_was_logged(home: Home) -> None:
    home.gestures.start("session", None, None, 50)
    home.gestures.log()
    home.gestures.note(Private("the courier"), "log")
    home.gestures.strip_gone()
    home.gestures.note(Private("another one"), "log")
    digest = home.gestures.digest()
    assert digest is not None
    assert [row.text for row in digest.groups[0].rows] == [Private("the courier"), Private("another one")]


@pytest.mark.parametrize("by", ["whenever", "2020-01-01 10:00", ""])
def test_a_thought_is_kept_whatever_time_was_typed(home: Home, by: str) -> None:
    home.gestures.pin(Private("call back"), None, by, None)
    (row,) = home.gestures.followups()
    assert not row.overdue


def test_the_keeper_is_told_of_the_session_and_how_to_give_back(home: Home) -> None:
    home.adopt(Policy(preferences=Preferences(release_after_seconds=30, drain=False)))
    line = home.keeper_joins()
    assert [told["session"] for told in line.said] == [None]
    key = home.start()
    assert (line.last["session"], line.last["release_after_seconds"], line.last["drain"]) == (key, 30, False)
    home.do(c.EndSession(id=new_id()))
    assert line.last["session"] is None
    home.gestures.undo()
    assert line.last["session"] == key


def test_a_crash_shorter_than_the_lease_goes_on_by_itself(home: Home) -> None:
    key = home.start(minutes=50)
    home.crash()
    home.clock.pass_by(290)
    home.open()
    assert wanted(home) == key
    assert len(home.keeper.runs) == 1
    session = home.screen.session
    assert session is not None
    assert (session.elapsed_seconds, session.doubted) == (290, True)
    assert home.screen.tray == "in_session"
    home.gestures.confirm()
    assert home.screen.session is not None
    assert not home.screen.session.doubted


def test_a_crash_too_short_to_be_a_gap_asks_nothing(home: Home) -> None:
    home.start()
    home.crash()
    home.clock.pass_by(20)
    home.open()
    assert home.screen.session is not None
    assert not home.screen.session.doubted


def test_a_machine_that_started_anew_with_its_clock_set_back_gives_open_windows_their_whole_length(home: Home) -> None:
    home.adopt(PAGELESS)
    home.here("ana")
    home.start()
    key = new_id()
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager"))
    home.crash()
    home.clock.reboot("boot-2", -3600)
    home.open()
    due = home.house.engine.state.cases[key].due
    assert due is not None
    assert home.clock.now().until(due) <= timedelta(seconds=180), "and not an hour more"
    assert home.screen.session is not None
    assert home.screen.session.doubted


def test_after_a_lapsed_lease_the_session_is_only_offered(home: Home) -> None:
    key = home.start()
    home.crash()
    home.clock.reboot("boot-2", 301)
    (home.paths.keeper_dir / "note.json").write_text("{}")
    home.open()
    assert wanted(home) is None
    assert len(home.keeper.runs) == 1  # told that nothing is wanted, it gives back
    assert (home.screen.tray, home.screen.quiet) == ("needs_you", "not_wanted")
    assert home.result("status")["session"]["doubted"] is True
    home.gestures.confirm()
    assert wanted(home) == key
    assert home.screen.tray == "in_session"


@pytest.mark.parametrize("way", ["pause", "resume", "end"])
def test_whatever_the_practitioner_does_with_an_offered_session_is_their_word(home: Home, way: str) -> None:
    home.start()
    if way == "resume":
        home.gestures.pause()
    home.crash()
    home.clock.pass_by(1000)
    home.open()
    assert is_offered(home)
    getattr(home.gestures, way)()
    assert not is_offered(home)
    assert (wanted(home) is None) == (way == "end")


def test_where_nothing_ran_a_note_that_was_left_is_given_back(shut: Home) -> None:
    (shut.paths.keeper_dir / "note.json").write_text("{}")
    shut.open()
    assert len(shut.keeper.runs) == 1


def test_where_nothing_was_left_nothing_is_started(home: Home) -> None:
    assert home.keeper.runs == []


def test_quitting_gives_back_starts_nothing_and_happens_once(home: Home) -> None:
    home.start()
    line = home.keeper_joins()
    runs = len(home.keeper.runs)
    home.gestures.quit()
    assert line.said[-1] == {"tell": "goodbye"}
    assert home.shell.closed
    home.gestures.quit()
    assert home.program.ended == 1
    assert not home.house.keeper.left(line)
    assert home.house.keeper.beat() is None
    assert len(home.keeper.runs) == runs
    screens = len(home.shell.screens)
    home.house.render()
    home.house.expire()
    home.house.going_on.after_the_picture()
    assert len(home.shell.screens) == screens


def test_after_quitting_the_session_is_still_there(home: Home) -> None:
    key = home.start()
    home.gestures.quit()
    home.open()
    assert home.house.engine.state.session is not None
    assert home.house.engine.state.session.id == key


def test_what_fails_is_told_once_and_gone_when_it_is_mended(home: Home, qtbot: QtBot) -> None:
    home.house.failed("disk_full")
    home.house.failed("disk_full")
    home.house.failed("internal_error")
    qtbot.waitUntil(lambda: home.shell.screen.trouble == ("disk_full", "internal_error"))
    home.gestures.log()
    qtbot.waitUntil(lambda: home.shell.screen.trouble == ("internal_error",))
    home.house.mended("internal_error")
    assert home.screen.trouble == ()
    log = home.paths.app_log.read_text()
    assert log.count("trouble disk_full") == 1


def test_a_full_disk_is_told_and_gone_with_the_first_thing_that_is_kept(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NotKept("disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(home.house.store.journal, "keep", full)
        home.gestures.log()
        assert home.screen.trouble == ("disk_full",)
        home.house._ring(0.0)
        assert home.screen.trouble == ("disk_full",)
    home.gestures.log()
    assert home.trouble() == ()


def test_a_house_that_cannot_read_its_records_says_so_and_goes_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise NotKept("io_error")

    home.start()
    with monkeypatch.context() as unreadable:
        unreadable.setattr(home.house.store.records, "_rows", broken)
        before = home.shell.screen
        home.house.render()
        assert home.shell.screen is before
    assert home.trouble() == ("io_error",)


def test_what_cannot_be_noted_for_the_next_start_is_trouble(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise NotKept("read_only")

    for room, name in (("journal", "heartbeat"), ("journal", "snapshot"), ("forgetting", "expire")):
        monkeypatch.setattr(getattr(home.house.store, room), name, refuses)
    home.house.expire()
    assert home.trouble() == ("read_only",)
    home.house._ring(0.0)
    home.gestures.quit()
    assert home.program.ended == 1


def test_the_heartbeat_brings_up_a_promise_that_is_due(home: Home) -> None:
    home.do(c.MakePin(id=new_id(), text=Private("x"), by=home.clock.now().after(timedelta(seconds=90))))
    heartbeat = home.house._heartbeat
    assert heartbeat._timer.isActive()
    home.clock.pass_by(90)
    home.house._ring(0.0)
    assert home.screen.tray == "needs_you"
    assert not heartbeat._timer.isActive()


def test_what_is_not_needed_at_once_is_done_soon(home: Home, qtbot: QtBot) -> None:
    def keys() -> str:
        return home.house.hotkeys.fitness().reason

    assert keys() == "starting"
    qtbot.waitUntil(lambda: keys() != "starting")
    assert home.trouble() == ()
    assert {"pin", "1"} <= home.screen.absent_keys, "there are none without a desktop, so the screen names none"
    home.house.want_digits(True)
    home.house.want_digits(False)


def test_a_damaged_database_is_told_once_the_tray_shows(
    shut: Home, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut.open()
    monkeypatch.setattr(shut.house.store.database.__class__, "quick_check", lambda _: False)
    shut.house.going_on.after_the_picture()
    assert shut.house.trouble == ("database_damaged",)


def test_times_are_told_in_the_practitioners_zone_else_in_the_machines(home: Home) -> None:
    assert home.house.time_of_day(home.clock.now()) == "15:00"
    policy = Policy()
    practitioner = policy.practitioner.__class__(time_zone="Asia/Tokyo")
    home.adopt(Policy(practitioner=practitioner))
    assert home.house.time_of_day(home.clock.now()) == "23:00"
