"""A drill in the house: what it takes in, what it leaves to the practitioner's own journal, and how it ends."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pytestqt.qtbot import QtBot

from holdspace.adapters.page.answer_page import AnswerPage
from holdspace.adapters.page.devices import Device
from holdspace.app.drill.devices import WithoutDrills
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.engine.ports import NotKept
from holdspace.wire import spool
from tests.app.home import PAGELESS, Home, Line
from tests.app.test_arrivals import seen
from tests.app.visitors import looking
from tests.core.playbook import POLICY, new_id
from tests.rig.processes import PATIENCE, wait_for

PAGED = replace(POLICY, responders=POLICY.responders[:1])


@pytest.fixture
def leash() -> Line:
    return Line()


@pytest.fixture
def told(home: Home, leash: Line) -> dict[str, Any]:
    """A drill runs; what the driver was told of it."""
    home.adopt(PAGELESS)
    found = home.house.drill.begin(new_id(), leash)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def keeper(home: Home, told: dict[str, Any]) -> Line:
    return home.keeper_joins()


def kept(line: Line) -> list[str]:
    return [key for message in line.said if message["tell"] == "kept" for key in message["keys"]]


def wanted(line: Line) -> dict[str, Any]:
    return next(message for message in reversed(line.said) if message["tell"] == "want")


def probe(home: Home, told: dict[str, Any], key: str = "p", text: str = "hold") -> None:
    home.house.ear.heard(seen(key, app=told["app"], sender="Drill", text=text))


def in_the_journal(home: Home) -> list[f.Fact]:
    """What is in the practitioner's own, besides the policy and the silence."""
    facts = (fact for _, _, fact in home.house.store.journal.facts())
    return [fact for fact in facts if not isinstance(fact, f.PolicyAdopted | f.QuietChanged)]


def test_a_drill_wants_silence_that_is_given_back_at_once_and_closes_nothing(
    home: Home, told: dict[str, Any], keeper: Line
) -> None:
    drill = home.house.drill
    assert wanted(keeper)["session"] == drill.session
    drill.end("done")
    want = wanted(keeper)
    assert (want["session"], want["release_after_seconds"], want["drain"]) == (None, 0, False)
    home.start()
    want = wanted(keeper)
    assert (want["release_after_seconds"], want["drain"]) == (5, True)


def test_the_screen_knows_of_no_session_while_a_drill_runs(home: Home, told: dict[str, Any]) -> None:
    assert (home.screen.tray, home.screen.session, home.screen.card) == ("free", None, None)
    assert home.result("status")["session"] is None
    assert home.result("digest")["interruptions"] == []


def test_its_facts_are_marked_in_a_journal_of_their_own(home: Home, told: dict[str, Any], keeper: Line) -> None:
    room = home.house.drill._room
    assert room is not None
    probe(home, told, text="please ask")
    (started,) = [fact for _, _, fact in room.store.journal.facts() if isinstance(fact, f.SessionStarted)]
    assert started.rehearsal
    assert in_the_journal(home) == []
    home.house.drill.end("done")
    assert not (home.paths.data / "drill").exists()


def test_a_session_and_a_drill_refuse_a_drill(home: Home, told: dict[str, Any], leash: Line) -> None:
    assert home.house.drill.begin(new_id(), leash) == "drill_running"
    home.start()
    assert home.house.drill.begin(new_id(), leash) == "session_running"


def test_a_probe_is_judged_by_the_drill_and_forgotten_by_the_keeper(
    home: Home, told: dict[str, Any], keeper: Line, qtbot: QtBot
) -> None:
    probe(home, told)
    qtbot.waitUntil(lambda: kept(keeper) == ["p"])
    assert home.house.drill.look()["arrived"] == ["Drill"]
    assert home.house.drill.look()["cases"] == []
    assert in_the_journal(home) == []


def test_what_really_arrives_is_kept_nowhere_and_forgotten_when_the_desktop_shows_it(
    home: Home, told: dict[str, Any], keeper: Line, qtbot: QtBot
) -> None:
    home.house.ear.heard(seen("k1"))
    qtbot.waitUntil(lambda: home.house.bus.idle)
    assert kept(keeper) == []
    home.house.drill.end("done")
    qtbot.waitUntil(lambda: kept(keeper) == ["k1"])
    home.house.ear.heard(seen("k2"))  # the keeper is still about to give back
    qtbot.waitUntil(lambda: kept(keeper) == ["k1", "k2"])
    assert in_the_journal(home) == []
    home.house.keeper_left()
    home.house.ear.heard(seen("k3"))
    qtbot.waitUntil(lambda: kept(keeper) == ["k1", "k2", "k3"])
    assert in_the_journal(home) != []


def test_a_real_session_ends_the_drill_and_gets_what_arrived_meanwhile(
    home: Home, told: dict[str, Any], keeper: Line, qtbot: QtBot
) -> None:
    home.house.ear.heard(seen("k1"))
    session = home.start()
    assert wanted(keeper)["session"] == session
    assert home.house.drill.look()["over"] == "session_started"
    qtbot.waitUntil(lambda: kept(keeper) == ["k1"])
    assert home.result("status")["held"] == 1


def test_a_late_probe_is_no_interruption_not_even_after_a_crash(
    home: Home, told: dict[str, Any], keeper: Line, qtbot: QtBot
) -> None:
    home.house.drill.end("done")
    home.house.keeper_left()
    probe(home, told)
    qtbot.waitUntil(lambda: kept(keeper) == ["p"])
    home.crash()
    home.open()
    again = home.keeper_joins()
    probe(home, told, "p2")
    qtbot.waitUntil(lambda: kept(again) == ["p2"])
    assert in_the_journal(home) == []


def test_a_probe_that_a_keeper_could_tell_nobody_is_no_interruption_either(
    home: Home, told: dict[str, Any], qtbot: QtBot
) -> None:
    home.house.drill.end("done")
    home.crash()
    left = seen("p", app=told["app"], sender="Drill", text="ask")
    spool.append(home.paths.arrivals_spool, "p", json.dumps(left).encode())
    home.open()
    home.house.spooled.watch_leftover()
    qtbot.waitUntil(lambda: list(spool.read(home.paths.arrivals_spool)) == [])
    assert in_the_journal(home) == []


def test_a_name_like_a_drills_is_no_probe(home: Home, told: dict[str, Any], keeper: Line, qtbot: QtBot) -> None:
    home.house.drill.end("done")
    home.house.keeper_left()
    home.start()
    home.house.ear.heard(seen("k1", app="Holdspace drill of somebody else"))
    qtbot.waitUntil(lambda: kept(keeper) == ["k1"])
    assert home.result("status")["held"] == 1


def test_the_drill_ends_with_its_own_leash_only(home: Home, told: dict[str, Any], leash: Line) -> None:
    home.house.drill.gone(Line())
    assert home.house.drill.session is not None
    home.house.drill.gone(leash)
    assert home.house.drill.look()["over"] == "driver_gone"
    assert home.house.silent_for is None


def test_a_drill_that_nobody_ends_ends_by_itself(
    home: Home, leash: Line, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdspace.app.drill.drill.BOUND_MS", 1)
    home.house.drill.begin(new_id(), leash)
    assert home.house.drill.session is not None
    qtbot.waitUntil(lambda: home.house.drill.session is None)
    assert home.house.drill.look()["over"] == "too_long"


def test_a_keeper_that_dies_in_a_drill_is_told(home: Home, told: dict[str, Any]) -> None:
    assert home.house.drill.look()["keeper_died"] is False
    home.house.keeper_left()
    assert home.house.drill.look()["keeper_died"] is True


def test_a_keeper_of_before_that_goes_as_a_drill_begins_has_not_died_in_it(home: Home, leash: Line) -> None:
    home.adopt(PAGELESS)
    home.keeper_joins()
    home.house.drill.begin(new_id(), leash)
    home.house.keeper_left()
    assert home.house.drill.look()["keeper_died"] is False
    home.keeper_joins()
    home.house.keeper_left()
    assert home.house.drill.look()["keeper_died"] is True


def test_a_keeper_of_before_that_serves_a_drill_and_dies_in_it_is_told(home: Home, leash: Line) -> None:
    home.adopt(PAGELESS)
    home.keeper_joins()
    home.house.drill.begin(new_id(), leash)
    home.do(c.ReportQuiet(id=new_id(), engaged=True, driver="dunst", evidence="read_back"))
    home.house.keeper_left()
    assert home.house.drill.look()["keeper_died"] is True


def test_what_is_left_of_a_drill_that_was_cut_off_is_removed_at_the_start(home: Home, told: dict[str, Any]) -> None:
    home.house.responders.stop()
    home.crash()
    assert (home.paths.data / "drill").exists()
    home.open()
    assert not (home.paths.data / "drill").exists()
    assert home.house.silent_for is None


def test_waits_are_told_as_they_are_in_earnest(told: dict[str, Any]) -> None:
    step = PAGELESS.steps[0]
    assert told["waits"]["assistant"] == step.wait_seconds.urgent
    assert set(told["links"]) == {"assistant", "executive"}


def test_a_log_is_kept_by_the_drill_and_a_disk_that_takes_nothing_is_told(
    home: Home, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    home.result("drill", action="log", text="rehearsal")
    assert home.result("drill", action="look")["arrived"] == ["tech"]
    assert in_the_journal(home) == []

    def full(*_: object) -> None:
        raise NotKept("disk_full")

    monkeypatch.setattr(home.house.store.journal, "heartbeat", full)
    assert home.ask("drill", action="log", text="x")["reason"]["code"] == "disk_full"
    home.result("drill", action="end")
    assert home.ask("drill", action="log", text="x")["reason"]["code"] == "drill_over"
    assert home.ask("drill", action="sing")["status"] == 2


def test_a_drill_whose_journal_cannot_be_kept_is_refused(home: Home) -> None:
    (home.paths.data / "drill").touch()
    assert home.ask("drill", action="begin")["status"] == 1
    assert home.house.silent_for is None


def test_the_answer_to_begin_says_that_more_will_come(home: Home) -> None:
    reply = home.ask("drill", action="begin")
    assert (reply["status"], reply["more"]) == (0, True)


def test_without_a_page_a_drill_has_no_links(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> int:
        raise OSError("no socket")

    monkeypatch.setattr(AnswerPage, "start", refuses)
    assert home.result("drill", action="begin")["links"] == {}


@pytest.fixture
def browser(home: Home) -> Iterator[httpx.Client]:
    """A browser of the drill's assistant, in a home where Ana has a page too."""
    home.adopt(PAGED)
    link = home.result("drill", action="begin")["links"]["assistant"]
    origin = link.partition("/pair/")[0]
    with httpx.Client(
        base_url=origin, headers={"origin": origin}, timeout=PATIENCE, trust_env=False, verify=False
    ) as client:
        assert client.post(link).status_code == 303
        yield client


def test_the_page_is_served_to_the_drills_people_for_as_long_as_it_lasts(
    home: Home, browser: httpx.Client, qtbot: QtBot
) -> None:
    with looking(browser):
        qtbot.waitUntil(lambda: home.house.drill.look()["present"] == ["drill.assistant"], timeout=10_000)
        assert home.house.engine.state.present == frozenset()
        shown = home.house.responders._contents()
        assert shown["drill.assistant"].in_session
        assert not shown["ana"].in_session
    home.house.drill.end("done")
    wait_for(lambda: browser.get("/hello").status_code == 401, what="the drill's people to be unpaired")
    assert set(home.house.responders._contents()) == {"ana"}
    assert not (home.paths.data / "devices.json").exists()


def test_only_devices_of_the_practitioners_people_are_written_down() -> None:
    class Book:
        devices: tuple[Device, ...] = ()
        writes = 0

        def load(self) -> tuple[Device, ...]:
            return self.devices

        def keep(self, devices: tuple[Device, ...]) -> None:
            self.devices, self.writes = devices, self.writes + 1

    def device(responder: str) -> Device:
        return Device(id=responder, responder=responder, secret_hash="x", paired_at=datetime(2026, 1, 5, tzinfo=UTC))

    inner = Book()
    book = WithoutDrills(inner)
    assert book.load() == ()
    book.keep((device("drill.assistant"),))
    assert (inner.devices, inner.writes) == ((), 0)
    book.keep((device("ana"), device("drill.executive")))
    assert [one.id for one in inner.devices] == ["ana"]
