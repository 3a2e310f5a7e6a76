"""Whose a notification through a portal is, and what is its copy: decided so that nothing is lost where it is in doubt."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from jeepney import DBusAddress, new_method_call

from holdspace.keeper import framing
from holdspace.keeper.circumstances import Circumstances
from holdspace.keeper.framing import Header
from holdspace.keeper.ledger import Ledger
from holdspace.keeper.pairing import Pairing
from holdspace.keeper.portals import LAPSES
from holdspace.keeper.process import Process
from tests.keeper.test_framing import call, sent
from tests.rig.portals import BACKEND, BACKENDS_NAME, FRONTEND, PATH, PORTALS_NAME

PORTAL, BACKENDS, OTHER, OURS = ":1.5", ":1.6", ":1.9", ":1.3"
FIRST, SECOND = ":1.10", ":1.11"


class Stream:
    """Hand-made messages of a bus on which `owners` have names, at a time that is set."""

    def __init__(self, folder: Path, guid: str = "guid") -> None:
        self.folder = folder
        self.owners = {BACKENDS_NAME: BACKENDS}
        """As the bus answers; whose the portal's name is was told before."""
        self.questions: list[str] = []
        self.processes: dict[str, Process] = {}
        self.ledger = Ledger(folder / "ledger")
        self.pairing = Pairing(guid, self.ledger, set(), self._who, self._owner)
        self.pairing.now.owner, self.pairing.now.excluded = ":1.2", {OURS}
        self.pairing.now.portal = PORTAL
        self.serial = 0

    def _owner(self, name: str) -> str:
        self.questions.append(name)
        return self.owners.get(name, "")

    def _who(self, names: Iterable[str]) -> Mapping[str, Process]:
        return {name: self.processes[name] for name in names if name in self.processes}

    def hears(self, *messages: bytes, at: float = 100.0) -> list[tuple[str, str, str]]:
        """What is told of them, as (application, title, program), if they were read at this time."""
        self.pairing.now.stamp = json.dumps({"utc": "", "boot": "", "ticks": at})
        for raw in messages:
            header = framing.parse_header(raw, 0, len(raw))
            assert isinstance(header, Header)
            self.pairing.feed(raw, header, len(raw))
        records = [json.loads(told)["record"] for _, told in self.pairing.take()]
        self.ledger.write()
        return [(one["desktop_entry"], one["sender"], one["program"]) for one in records]

    def front(self, name: str, title: str, who: str) -> bytes:
        self.serial += 1
        said = {"title": ("s", title), "body": ("s", "")}
        to = DBusAddress(PATH, bus_name=PORTAL, interface=FRONTEND)
        return sent(new_method_call(to, "AddNotification", "sa{sv}", (name, said)), self.serial, who)

    def passed(
        self, title: str, *, name: str = "1", to: str = BACKENDS_NAME, app: str = "org.example.Chat", by: str = PORTAL
    ) -> bytes:
        self.serial += 1
        said = {"title": ("s", title), "body": ("s", "")}
        address = DBusAddress(PATH, bus_name=to, interface=BACKEND)
        return sent(new_method_call(address, "AddNotification", "ssa{sv}", (app, name, said)), self.serial, by)

    def notify(self, title: str, who: str) -> bytes:
        self.serial += 1
        return call(title, self.serial, sender=who, app="")


@pytest.fixture
def stream(tmp_path: Path) -> Stream:
    return Stream(tmp_path)


@pytest.mark.parametrize("to", [BACKENDS_NAME, BACKENDS])
def test_only_the_backends_own_connection_makes_the_copy(stream: Stream, to: str) -> None:
    assert len(stream.hears(stream.passed("Reminder", to=to))) == 1
    assert len(stream.hears(stream.notify("Reminder", OTHER))) == 1, "the same words of another program"
    assert stream.hears(stream.notify("Reminder", BACKENDS)) == []
    assert len(stream.hears(stream.notify("Reminder", BACKENDS))) == 1, "one copy for each"


def test_a_backend_that_is_only_started_by_the_call_is_known_when_it_makes_the_copy(stream: Stream) -> None:
    stream.owners.clear()
    stream.hears(stream.passed("Reminder"))
    stream.owners[BACKENDS_NAME] = BACKENDS
    assert stream.hears(stream.notify("Reminder", BACKENDS)) == []


def test_where_nobody_says_whose_the_name_is_both_are_told(stream: Stream) -> None:
    stream.hears(stream.passed("Reminder"))
    stream.owners.clear()
    assert len(stream.hears(stream.notify("Reminder", BACKENDS))) == 1


def test_the_bus_is_asked_only_for_what_has_the_same_words_and_once_a_batch(stream: Stream) -> None:
    stream.hears(stream.passed("Reminder"), *(stream.notify(f"Other {number}", OTHER) for number in range(50)))
    assert stream.questions == []
    stream.hears(*(stream.notify("Reminder", OTHER) for _ in range(50)))
    assert stream.questions == [BACKENDS_NAME]


def test_a_flood_of_names_is_asked_about_a_few_times_a_batch(stream: Stream) -> None:
    stream.hears(*(stream.passed("Reminder", to=f"org.example.N{number}") for number in range(16)))
    stream.hears(stream.notify("Reminder", OTHER))
    assert len(stream.questions) == 4


@pytest.mark.parametrize("to", [BACKENDS_NAME, BACKENDS])
def test_a_copy_that_has_not_come_for_a_while_comes_no_more(stream: Stream, to: str) -> None:
    stream.hears(stream.passed("Reminder", to=to), at=100.0)
    assert stream.hears(stream.notify("Reminder", BACKENDS), at=100.0 + LAPSES) == []
    stream.hears(stream.passed("Reminder", to=to), at=200.0)
    assert len(stream.hears(stream.notify("Reminder", BACKENDS), at=200.1 + LAPSES)) == 1


def test_the_while_is_counted_across_a_keeper_that_was_killed(tmp_path: Path) -> None:
    first = Stream(tmp_path)
    first.hears(first.passed("Reminder", to=BACKENDS), first.passed("Coffee", to=BACKENDS), at=100.0)
    second = Stream(tmp_path)
    assert second.hears(second.notify("Reminder", BACKENDS), at=101.0) == []
    assert len(second.hears(second.notify("Coffee", BACKENDS), at=101.0 + LAPSES)) == 1


def test_what_is_read_late_is_judged_by_when_it_was_taken(stream: Stream) -> None:
    def then(at: float) -> Circumstances:
        seen = {"utc": "", "boot": "", "ticks": at}
        told = json.dumps(["guid", ":1.2", [OURS], False, seen, PORTAL]).encode()
        return Circumstances.of(told, again=False)

    def feed(raw: bytes) -> None:
        header = framing.parse_header(raw, 0, len(raw))
        assert isinstance(header, Header)
        stream.pairing.feed(raw, header, len(raw))

    for at, raw in (
        (100.0, stream.passed("Soon", to=BACKENDS)),
        (100.5, stream.notify("Soon", BACKENDS)),
        (101.0, stream.passed("Later", to=BACKENDS)),
        (102.0 + LAPSES, stream.notify("Later", BACKENDS)),
    ):
        with stream.pairing.as_of(then(at)):
            feed(raw)
    assert len(stream.pairing.take()) == 3, "the copy is left out that came soon"


def test_the_connections_of_another_bus_are_others(tmp_path: Path) -> None:
    first = Stream(tmp_path)
    first.hears(first.passed("Reminder", to=BACKENDS), first.notify("Reminder", BACKENDS))
    first.hears(first.passed("Coffee", to=BACKENDS))
    second = Stream(tmp_path, guid="another")
    assert len(second.hears(*(second.notify("Coffee", BACKENDS) for _ in range(3)))) == 3


def test_whose_process_it_is_is_not_asked_of_another_bus_than_it_came_by(stream: Stream) -> None:
    stream.processes[OTHER] = Process(7, "thing", "org.example.Thing")
    raw = stream.notify("Reminder", OTHER)
    told = json.dumps(["of before", ":1.2", [], False, {"utc": "", "boot": "", "ticks": 1.0}]).encode()
    header = framing.parse_header(raw, 0, len(raw))
    assert isinstance(header, Header)
    with stream.pairing.as_of(Circumstances.of(told, again=True)):
        stream.pairing.feed(raw, header, len(raw))
    assert stream.hears() == [("", "Reminder", "")]


@pytest.fixture
def two(stream: Stream) -> Stream:
    """Two programs."""
    stream.processes = {who: Process(number, who) for number, who in enumerate((FIRST, SECOND, OURS), 7)}
    return stream


@pytest.mark.parametrize("same", ["Reminder", "Coffee"])
def test_two_programs_that_call_theirs_the_same_are_told_apart(two: Stream, same: str) -> None:
    told = two.hears(
        two.front("1", "Reminder", FIRST),
        two.front("1", same, SECOND),
        two.passed("Reminder", app="org.example.First"),
        two.passed(same, app="org.example.Second"),
    )
    assert told == [("org.example.First", "Reminder", FIRST), ("org.example.Second", same, SECOND)]


def test_a_portal_that_passes_them_on_in_another_order_does_not_mix_them_up(two: Stream) -> None:
    told = two.hears(
        two.front("1", "Reminder", FIRST),
        two.front("1", "Coffee", SECOND),
        two.passed("Coffee"),
        two.passed("Reminder"),
    )
    assert [program for _, _, program in told] == [SECOND, FIRST]


@pytest.mark.parametrize("order", [(FIRST, OURS), (OURS, FIRST)])
@pytest.mark.parametrize("ours", ["Reminder", "Ring"])
def test_our_own_takes_nobody_elses_with_it(two: Stream, order: tuple[str, str], ours: str) -> None:
    words = {FIRST: "Reminder", OURS: ours}
    told = two.hears(*(two.front("1", words[who], who) for who in order), *(two.passed(words[who]) for who in order))
    assert [(title, program) for _, title, program in told] == [("Reminder", FIRST)]


def test_one_that_the_portal_never_passed_on_takes_nobody_elses_with_it(two: Stream) -> None:
    two.hears(two.front("1", "Ring", OURS))
    assert len(two.hears(two.passed("Reminder"))) == 1
    two.hears(two.front("2", "Reminder", OURS), at=100.0)
    assert len(two.hears(two.passed("Reminder", name="2"), at=100.1 + LAPSES)) == 1
    two.hears(two.front("3", "Reminder", OURS), two.front("3", "Reminder", FIRST), at=200.0)
    assert len(two.hears(two.passed("Reminder", name="3"), at=200.0)) == 1, "the same words, too"


def test_a_program_that_plays_the_portal_speaks_for_itself(two: Stream) -> None:
    two.processes[OTHER] = Process(20, "player", "org.example.Player")
    told = two.hears(two.front("1", "Reminder", FIRST), two.passed("Reminder", by=OTHER))
    assert told == [("org.example.Player", "Reminder", "player")]
    assert two.hears(two.passed("Reminder")) == [("org.example.Chat", "Reminder", FIRST)], "the ask was not used up"


def test_what_a_played_portal_asks_for_makes_nobody_elses_words_a_copy(two: Stream) -> None:
    told = two.hears(two.passed("Reminder", to=FIRST, by=OTHER), two.notify("Reminder", FIRST))
    assert [title for _, title, _ in told] == ["Reminder", "Reminder"]


def test_our_own_is_left_out_also_where_it_plays_the_portal(two: Stream) -> None:
    assert two.hears(two.passed("Reminder", by=OURS)) == []


def test_a_portal_whose_name_was_not_told_yet_is_asked_about_once_a_batch(stream: Stream) -> None:
    """The name comes by one connection, and what its owner does by another."""
    stream.pairing.now.portal = ""
    stream.owners[PORTALS_NAME] = PORTAL
    told = stream.hears(*(stream.passed(f"Reminder {number}", name=f"{number}") for number in range(3)))
    assert stream.questions == [PORTALS_NAME]
    assert [entry for entry, _, _ in told] == ["org.example.Chat"] * 3
    assert stream.hears(*(stream.notify(f"Reminder {number}", BACKENDS) for number in range(3))) == []


def test_what_a_flood_brought_is_the_portals_by_who_that_was_then(stream: Stream) -> None:
    told = Circumstances("guid")
    told.portal = PORTAL
    then, raw = Circumstances.of(told.told(), again=False), stream.passed("Reminder")
    stream.pairing.now.portal = OTHER
    header = framing.parse_header(raw, 0, len(raw))
    assert isinstance(header, Header)
    with stream.pairing.as_of(then):
        stream.pairing.feed(raw, header, len(raw))
    assert stream.questions == []
    at = then.milliseconds() / 1000
    assert stream.hears(stream.notify("Reminder", BACKENDS), at=at) == [("org.example.Chat", "Reminder", "")]


def test_what_an_earlier_version_took_of_a_flood_is_read_without_the_portals_word() -> None:
    told = json.dumps(["guid", ":1.2", [OURS], False, {"utc": "", "boot": "", "ticks": 1.0}]).encode()
    assert Circumstances.of(told, again=True).portal == ""
