"""What the keeper remembers of senders has an end, however many there are."""

from pathlib import Path

from holdspace.keeper import arrival, framing, heads
from holdspace.keeper.arrival import read_notify
from holdspace.keeper.framing import Header
from holdspace.keeper.heads import Heads
from holdspace.keeper.ledger import Ledger
from holdspace.keeper.pairing import Pairing
from tests.keeper.test_framing import call, closed, reply

MANY = 25_000
OPEN, UNNAMED, REMEMBERED = 20_000, 1024, 256


def fed(pairing: Pairing, raw: bytes) -> None:
    header = framing.parse_header(raw, 0, len(raw))
    assert isinstance(header, Header)
    pairing.feed(raw, header, len(raw))


def test_calls_that_nobody_answers_and_notifications_that_nobody_closes_are_forgotten_one_day(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    for number in range(MANY):
        ledger.called(f":1.{number}", 1, f"key {number}", "app", "")
    ledger.write()
    assert len(ledger.calls) == OPEN
    for number in range(MANY):
        ledger.called(":1.7", number, f"key {number}", "app", "")
        ledger.named(":1.7", number, ":1.2", number)
    assert len(ledger.open) == OPEN
    assert (":1.2", MANY - 1) in ledger.open


def test_closings_of_what_was_never_named_are_not_kept_for_ever(tmp_path: Path) -> None:
    pairing = Pairing("guid", Ledger(tmp_path / "ledger"), set())
    pairing.now.owner = ":1.2"
    fed(pairing, call("x", 1))
    for number in range(1, UNNAMED + 100):
        fed(pairing, closed(number, serial=number))
        assert len(pairing._unnamed_closes) <= UNNAMED
    fed(pairing, reply(1, UNNAMED + 99))
    assert pairing.take()


def test_headers_names_and_hints_of_programs_that_differ_each_time_are_not_all_remembered() -> None:
    known = Heads()
    for number in range(3 * REMEMBERED):
        raw = call("x", 1, sender=f":1.{number}", app=f"app {number}", hints={"category": ("s", f"im.{number}")})
        header = known.parse(raw, 0, len(raw))
        assert isinstance(header, Header)
        said = read_notify(raw, header, len(raw))
        assert said is not None
        assert (header.sender, said.app, said.category) == (f":1.{number}", f"app {number}", f"im.{number}")
    assert REMEMBERED == heads._REMEMBERED
    headers = known._known[framing.METHOD_CALL]
    for number in (len(headers), len(arrival._HINTS_READ), len(arrival._APPS)):
        assert 0 < number <= REMEMBERED
