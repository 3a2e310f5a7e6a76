import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest

from holdspace.adapters.channels.channel import Channel, NotYet, Undeliverable
from holdspace.adapters.channels.letter import Letter
from holdspace.adapters.channels.page import PageChannel
from holdspace.adapters.courier import Courier
from holdspace.core.commands import ReportDelivery
from holdspace.core.effects import SendLetter
from holdspace.engine.ports import NotKept


def letter(**changes: str) -> SendLetter:
    made = SendLetter(id=str(uuid.uuid4()), case="case-1", rev=2, responder="va1", channel="page")
    return replace(made, **changes)  # type: ignore[arg-type]


class FakeOutbox:
    """Letters in order, until they are reported."""

    def __init__(self, *letters: SendLetter) -> None:
        self.letters = list(letters)
        self.settled: set[str] = set()
        self.broken = False

    def due(self, limit: int) -> tuple[SendLetter, ...]:
        if self.broken:
            raise NotKept("disk_full")
        return tuple(letter for letter in self.letters if letter.id not in self.settled)[:limit]


class FakeChannel:
    """Takes every letter, or does what it is told to."""

    def __init__(self, act: Callable[[], None] = lambda: None) -> None:
        self.letters: list[Letter] = []
        self.act = act

    def deliver(self, letter: Letter) -> None:
        self.letters.append(letter)
        self.act()


def _give_up() -> None:
    raise Undeliverable("no_network")


def _wait() -> None:
    raise NotYet


def _break() -> None:
    raise ZeroDivisionError("a fault in the channel")


def _no_fault(code: str) -> None:
    raise AssertionError(code)


def courier(outbox: FakeOutbox, channel: Channel) -> tuple[Courier, list[ReportDelivery]]:
    reports: list[ReportDelivery] = []

    def report(command: ReportDelivery) -> None:
        reports.append(command)
        if not outbox.broken:
            outbox.settled.add(command.letter)

    return Courier(outbox, {"page": channel}, report, _no_fault), reports


def test_a_letter_is_brought_once_and_reported() -> None:
    one = letter()
    outbox, channel = FakeOutbox(one), FakeChannel()
    bringer, reports = courier(outbox, channel)
    assert bringer.deliver_due() == 1
    assert bringer.deliver_due() == 0
    assert channel.letters == [one]
    (report,) = reports
    assert (report.letter, report.case, report.responder, report.rev) == (one.id, "case-1", "va1", 2)
    assert (report.delivered, report.why) == (True, "")


def test_letters_are_brought_in_their_order() -> None:
    letters = [letter() for _ in range(5)]
    bringer, reports = courier(FakeOutbox(*letters), FakeChannel())
    bringer.deliver_due()
    assert [report.letter for report in reports] == [one.id for one in letters]


def test_a_channel_that_gives_up_is_reported_with_its_code_and_not_tried_again() -> None:
    outbox, channel = FakeOutbox(letter(), letter()), FakeChannel(_give_up)
    bringer, reports = courier(outbox, channel)
    assert bringer.deliver_due() == 2
    bringer.deliver_due()
    assert [(report.delivered, report.why) for report in reports] == [(False, "no_network")] * 2
    assert len(channel.letters) == 2


def test_a_channel_with_a_fault_counts_as_given_up_and_is_logged_and_told(caplog: pytest.LogCaptureFixture) -> None:
    outbox, reports, told = FakeOutbox(letter(), letter(channel="pigeon")), list[ReportDelivery](), list[str]()
    channels = {"page": FakeChannel(_break), "pigeon": FakeChannel()}
    bringer = Courier(outbox, channels, reports.append, told.append)
    assert bringer.deliver_due() == 2, "what comes behind it is brought"
    assert [report.why for report in reports] == ["channel_failed", ""]
    assert "channel page failed" in caplog.text
    assert told == ["internal_error"]


def test_a_letter_for_a_channel_that_is_not_there_is_reported() -> None:
    bringer, reports = courier(FakeOutbox(letter(channel="pigeon")), FakeChannel())
    bringer.deliver_due()
    assert (reports[0].delivered, reports[0].why) == (False, "no_such_channel")


def test_a_letter_brought_twice_around_a_crash_has_one_report_id() -> None:
    one = letter()
    first, second = courier(FakeOutbox(one), FakeChannel()), courier(FakeOutbox(one), FakeChannel())
    first[0].deliver_due()
    second[0].deliver_due()
    assert first[1][0].id == second[1][0].id


def test_an_outbox_that_cannot_be_used_stops_nobody_and_loses_no_letter() -> None:
    outbox, channel = FakeOutbox(letter()), FakeChannel()
    bringer, reports = courier(outbox, channel)
    outbox.broken = True
    assert bringer.deliver_due() == 0
    outbox.broken = False
    assert bringer.deliver_due() == 1
    assert len(reports) == 1


def test_a_letter_whose_report_could_not_be_kept_is_not_brought_again() -> None:
    outbox, channel = FakeOutbox(letter()), FakeChannel()
    channel.act = lambda: setattr(outbox, "broken", True)
    bringer, reports = courier(outbox, channel)
    bringer.deliver_due()
    outbox.broken = False
    bringer.deliver_due()
    assert len(channel.letters) == len(reports) == 1


def test_a_report_that_leads_to_the_next_letter_is_followed_without_going_in_circles() -> None:
    outbox, channel = FakeOutbox(letter()), FakeChannel(_give_up)
    reports: list[ReportDelivery] = []

    def report(command: ReportDelivery) -> None:
        reports.append(command)
        if len(outbox.letters) < 3:
            outbox.letters.append(letter(responder=f"va{len(outbox.letters) + 1}"))
        assert bringer.deliver_due() == 0

    bringer = Courier(outbox, {"page": channel}, report, _no_fault)
    bringer.deliver_due()
    assert [one.responder for one in reports] == ["va1", "va2", "va3"]


def test_a_letter_that_can_wait_stays_and_is_brought_in_a_later_round() -> None:
    one, two = letter(), letter(responder="va2")
    outbox, channel = FakeOutbox(one, two), FakeChannel(_wait)
    bringer, reports = courier(outbox, channel)
    assert bringer.deliver_due() == 0
    assert reports == []
    assert channel.letters == [one, two]
    channel.act = lambda: None
    assert bringer.deliver_due() == 2
    assert [report.letter for report in reports] == [one.id, two.id]


def test_a_letter_that_stays_holds_up_no_other() -> None:
    letters = [letter(responder="absent") for _ in range(250)] + [letter(responder="va1")]
    outbox, channel = FakeOutbox(*letters), FakeChannel()

    def act() -> None:
        if channel.letters[-1].responder == "absent":
            raise NotYet

    channel.act = act
    bringer, reports = courier(outbox, channel)
    assert bringer.deliver_due() == 1
    assert [report.responder for report in reports] == ["va1"]
    assert len(channel.letters) == 251


def test_reports_that_are_still_on_their_way_hold_up_no_letter() -> None:
    letters = [letter() for _ in range(250)]
    channel = FakeChannel()
    reports: list[ReportDelivery] = []
    bringer = Courier(FakeOutbox(*letters), {"page": channel}, reports.append, _no_fault)
    assert bringer.deliver_due() == 250
    assert bringer.deliver_due() == 0
    assert [report.letter for report in reports] == [one.id for one in letters]
    assert len(channel.letters) == 250


def test_what_is_settled_is_not_remembered() -> None:
    bringer, _ = courier(FakeOutbox(*(letter() for _ in range(3))), FakeChannel())
    bringer.deliver_due()
    assert bringer._reported == set()


@pytest.mark.parametrize("expected", [True, False])
def test_a_page_that_is_open_is_a_letter_delivered(expected: bool) -> None:
    PageChannel(lambda responder: responder == "va1", lambda _: expected).deliver(letter())


def test_no_open_page_is_no_delivery() -> None:
    with pytest.raises(Undeliverable) as refused:
        PageChannel(lambda _: False, lambda responder: responder != "va1").deliver(letter())
    assert refused.value.code == "no_open_page"


def test_a_page_that_may_come_back_is_waited_for() -> None:
    with pytest.raises(NotYet):
        PageChannel(lambda _: False, lambda responder: responder == "va1").deliver(letter())
