"""The story of a case at one glance: in the digest, on the card, before it happens, and in the terminal."""

from dataclasses import replace
from datetime import date

from holdspace.app.digest_view import digest_view
from holdspace.app.screen import Shown, screen
from holdspace.cli.telling import TELLERS
from holdspace.core import commands as c
from holdspace.core.escalation import Choice
from holdspace.core.policy import Match, Rule
from holdspace.private import Private
from holdspace.words import translator
from holdspace.words_glance import LONGEST, Part, glance
from tests.app.home import PAGELESS, Home
from tests.core.playbook import new_id

WORDS = translator("en")
POLICY = PAGELESS


def passed_on_and_needed(home: Home) -> str:
    """Ana passes it on, Eve says that only the practitioner can."""
    home.adopt(POLICY)
    home.here("ana", "eve")
    home.start()
    key = new_id()
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager", sender=Private("Lawyer")))
    say(home, key, "ana", "pass_up")
    home.clock.pass_by(120)
    say(home, key, "eve", "need_me")
    return key


def say(home: Home, case: str, by: str, choice: Choice) -> None:
    rev = home.house.engine.state.cases[case].rev
    lost, only = Private("the contract"), Private("you sign")
    home.do(
        c.AnswerCase(
            id=new_id(),
            case=case,
            by=by,
            rev=rev,
            choice=choice,
            what_is_lost=lost,
            why_only_you=only,
        )
    )


def test_the_digest_tells_who_said_what_and_when(home: Home) -> None:
    case = passed_on_and_needed(home)
    home.do(c.AnswerCard(id=new_id(), case=case, choice="pin"))
    view = digest_view(home.house)
    assert view is not None
    line = glance(WORDS, view.groups[0].rows[0].story).reveal()
    assert line == "Ana 15:00 passed on · Eve 15:02 says only you: the contract · you sign · 15:02 kept for later"
    home.do(c.EndSession(id=new_id()))
    told = "\n".join(TELLERS["digest"](home.result("digest"), WORDS))
    assert line in told


def test_the_card_tells_it_without_what_people_wrote(home: Home) -> None:
    passed_on_and_needed(home)
    house = home.house
    view = screen(house.engine.state, house.engine.policy, house.store, home.clock.now(), Shown(), house.zone)
    assert view.card is not None
    assert glance(WORDS, view.card.story, aloud=False).reveal() == "Ana 15:00 passed on · Eve 15:02 says only you"


def test_before_it_happens_it_is_told_who_is_next(home: Home) -> None:
    home.adopt(POLICY)
    home.here("ana", "eve")
    home.start()
    key = new_id()
    home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager", sender=Private("Lawyer")))
    told = list(TELLERS["status"](home.result("status"), WORDS))
    assert "· Lawyer: waiting for an answer (Ana) · until 15:03, then the executive" in told
    say(home, key, "ana", "pass_up")
    assert home.result("status")["cases"][0]["then"] == "later"


def test_what_waits_for_the_practitioner_is_told_whatever_people_are_called(home: Home) -> None:
    """A responder may be called as the core calls the practitioner."""
    ana = replace(POLICY.responders[0], name="practitioner")
    home.adopt(replace(POLICY, responders=(ana, *POLICY.responders[1:])))
    home.here("ana")
    home.start()
    law, bank = new_id(), new_id()
    for key, sender in ((law, "Lawyer"), (bank, "Bank")):
        home.do(c.ReportInterruption(id=key, key=key, origin="desktop", app="pager", sender=Private(sender)))
    say(home, bank, "ana", "need_me")
    told = list(TELLERS["status"](home.result("status"), WORDS))
    assert [line.partition(" · until")[0] for line in told if line.startswith("· ")] == [
        "· Lawyer: waiting for an answer (practitioner)",
        "· Bank: waiting for you",
    ]


def test_a_rule_that_ends_soon_is_told_at_the_start(home: Home) -> None:
    entries = (
        Rule(name="school", match=Match(sender=("school",)), verdict="let_through", until=date(2026, 1, 19)),
        Rule(name="clinic", match=Match(sender=("clinic",)), verdict="let_through", until=date(2026, 1, 20)),
        Rule(name="alarm", match=Match(sender=("alarm",)), verdict="let_through", until=date(2026, 1, 4)),
    )
    home.adopt(replace(POLICY, rules=entries))
    told = list(TELLERS["start"](home.result("start"), WORDS))
    assert "The rule “school” lets through until 2026-01-19 only." in told
    assert "The rule “alarm” ended and lets nothing through any more." in told
    assert not any("clinic" in line for line in told)


def test_a_story_that_is_too_long_keeps_its_beginning_and_its_end() -> None:
    parts = [Part(by=f"Person {number}", at="14:03", what="passed_on") for number in range(100)]
    line = glance(WORDS, parts).reveal()
    assert len(line) <= LONGEST
    assert line.startswith("Person 0 ")
    assert "…" in line
    assert "Person 99" in line
