from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from holdspace.core.commands import ReportInterruption
from holdspace.core.gate import Verdict, judge
from holdspace.core.people import Practitioner
from holdspace.core.policy import Alias, Gate, Match, Policy, Rule
from holdspace.private import Private
from tests.core.playbook import moment, new_id

ARRIVED = ReportInterruption(
    id=new_id(),
    key="key",
    origin="desktop",
    app="Pager Duty",
    category="im.received",
    sender=Private("School OFFICE"),
    text=Private("the server is Down"),
    level="urgent",
)


def ruled(**match: tuple[str, ...]) -> str:
    rule = Rule(name="r", match=Match(**match), verdict="ask")  # type: ignore[arg-type] # one field at a time
    return judge(Policy(rules=(rule,)), ARRIVED, moment()).rule


@pytest.mark.parametrize(
    "match",
    [
        {},
        {"app": ("pager",)},
        {"app_is": ("signal", "PAGER duty")},
        {"sender": ("school office",)},
        {"text": ("outage", "DOWN")},
        {"category": ("im.",)},
        {"level": ("urgent", "emergency")},
        {"origin": ("desktop",)},
    ],
)
def test_a_rule_whose_every_field_fits_matches_case_folded(match: dict[str, tuple[str, ...]]) -> None:
    assert ruled(**match) == "r"


@pytest.mark.parametrize(
    "match",
    [
        {"app": ("mail",)},
        {"app_is": ("pager",)},
        {"app_is": ("pager duty 2",)},
        {"sender": ("bank",)},
        {"text": ("outage",)},
        {"category": ("email",)},
        {"level": ("emergency",)},
        {"origin": ("hand",)},
    ],
)
def test_one_field_that_does_not_fit_is_enough_to_pass_a_rule_by(match: dict[str, tuple[str, ...]]) -> None:
    assert ruled(**match) == ""
    assert ruled(**{"app": ("pager",), "sender": ("school",), **match}) == ""


def test_what_says_nothing_matches_no_words() -> None:
    silent = replace(ARRIVED, sender=None, text=None)
    rule = Rule(name="r", match=Match(sender=("a",)), verdict="noise")
    other = Rule(name="o", match=Match(text=("a",)), verdict="noise")
    assert judge(Policy(rules=(rule, other)), silent, moment()) == Verdict(kind="hold", urgency="urgent")


def test_the_first_rule_that_matches_wins() -> None:
    rules = (Rule(name="first", match=Match(), verdict="noise"), Rule(name="second", match=Match(), verdict="ask"))
    assert judge(Policy(rules=rules), ARRIVED, moment()).rule == "first"


def test_without_a_rule_the_default_decides_and_the_senders_urgency_stays() -> None:
    assert judge(Policy(gate=Gate(default="ask")), ARRIVED, moment()) == Verdict(kind="ask", urgency="urgent")


def test_a_rule_may_set_the_urgency() -> None:
    rule = Rule(name="r", match=Match(), verdict="ask", urgency="normal")
    assert judge(Policy(rules=(rule,)), ARRIVED, moment()).urgency == "normal"


def test_a_rule_without_urgency_keeps_the_senders_but_what_is_let_through_is_an_emergency() -> None:
    ask = Rule(name="r", match=Match(), verdict="ask")
    assert judge(Policy(rules=(ask,)), ARRIVED, moment()).urgency == "urgent"
    through = replace(ask, verdict="let_through")
    assert judge(Policy(rules=(through,)), ARRIVED, moment()).urgency == "emergency"
    mild = replace(through, urgency="normal")
    assert judge(Policy(rules=(mild,)), ARRIVED, moment()).urgency == "normal"


def test_a_rule_counts_on_its_last_day_and_no_longer_after_it() -> None:
    last_day = Rule(name="r", match=Match(), verdict="noise", until=date(2026, 1, 5))
    assert judge(Policy(rules=(last_day,)), ARRIVED, moment()).rule == "r"
    assert judge(Policy(rules=(replace(last_day, until=date(2026, 1, 4)),)), ARRIVED, moment()).rule == ""


def test_the_last_day_of_a_rule_ends_in_the_practitioners_zone() -> None:
    rule = Rule(name="r", match=Match(), verdict="noise", until=date(2026, 1, 5))
    late = moment(utc=datetime(2026, 1, 5, 23, 30, tzinfo=UTC))
    assert judge(Policy(rules=(rule,)), ARRIVED, late).rule == "r"
    berlin = Policy(rules=(rule,), practitioner=Practitioner(time_zone="Europe/Berlin"))
    assert judge(berlin, ARRIVED, late).rule == ""


def test_a_rule_counts_within_its_hours_told_in_the_practitioners_zone() -> None:
    office = Rule(name="r", match=Match(), verdict="noise", hours=("Mo 08:00-12:00", "Mo 15:00-16:00"))
    at_two, at_eight = moment(), moment(utc=datetime(2026, 1, 5, 8, 0, tzinfo=UTC))
    assert judge(Policy(rules=(office,)), ARRIVED, at_two).rule == ""
    assert judge(Policy(rules=(office,)), ARRIVED, at_eight).rule == "r"
    berlin = Policy(rules=(office,), practitioner=Practitioner(time_zone="Europe/Berlin"))
    assert judge(berlin, ARRIVED, at_two).rule == "r"


MARTA = (Alias(name="Marta Fernandes", aliases=("marta@example.org", "+351 91 234 56 78")),)


@pytest.mark.parametrize("named", ["Marta Fernandes", "MARTA@example.org", "+351-912345678"])
@pytest.mark.parametrize("sender", ["marta  fernandes", "marta@EXAMPLE.org", "+351 912 345 678"])
def test_a_rule_that_names_a_person_matches_every_name_of_theirs(named: str, sender: str) -> None:
    rule = Rule(name="r", match=Match(person=(named,)), verdict="ask")
    arrived = replace(ARRIVED, sender=Private(sender))
    assert judge(Policy(rules=(rule,), people=MARTA), arrived, moment()).rule == "r"


def test_a_person_is_a_whole_name_and_no_words_of_one() -> None:
    assert ruled(person=("School office",)) == "r"
    assert ruled(person=("nobody else", "school  OFFICE")) == "r"
    assert ruled(person=("school",)) == ""
    assert ruled(person=("School office",), app=("mail",)) == ""


def test_who_has_no_name_is_no_person_whatever_a_rule_calls_them() -> None:
    """Of a row of dashes nothing is left as it is compared."""
    rule = Rule(name="r", match=Match(person=("-----",)), verdict="let_through")
    for sender in (None, Private("....."), Private("-----")):
        assert judge(Policy(rules=(rule,)), replace(ARRIVED, sender=sender), moment()).rule == ""


def test_a_rule_counts_in_its_kinds_of_session_only() -> None:
    quiet = Rule(name="r", match=Match(), verdict="noise", kinds=("isolation", "backoffice"))
    policy = Policy(rules=(quiet,))
    assert judge(policy, ARRIVED, moment(), "isolation").rule == "r"
    assert judge(policy, ARRIVED, moment(), "session").rule == ""
    assert judge(policy, ARRIVED, moment()).rule == "", "outside of any session"
    everywhere = Policy(rules=(replace(quiet, kinds=()),))
    assert judge(everywhere, ARRIVED, moment(), "session").rule == "r"
    assert judge(everywhere, ARRIVED, moment()).rule == "r"
