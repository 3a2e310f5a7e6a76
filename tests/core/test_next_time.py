"""What is wished of one thing that was held is done to the next one like it, at once, by one rule and no more."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.core.gate import judge
from holdspace.core.next_time import NAME_LENGTH, About, NextTime, Wished, abouts, leave_lost, next_time, same_person
from holdspace.core.policy import Alias, Match, Policy, Rule
from holdspace.core.preview import Past
from holdspace.core.session import SessionKind
from holdspace.private import Private
from tests.core.playbook import moment
from tests.core.test_preview import MAIL

NOW = moment()
ANA = Alias(name="Ana", aliases=("ana@example.org",))
POLICY = Policy(people=(ANA,))
ASK = NextTime(verdict="ask", about="person")
NOISE = NextTime(verdict="noise", about="person")
GLASS = Rule(name="ana", match=Match(sender=("ana@",)), verdict="let_through", reason="r", until=date(2026, 2, 1))
FIRE = Rule(name="fire", match=Match(text=("fire",)), verdict="let_through", reason="r", until=date(2026, 2, 1))
PAGER = Rule(name="pager", match=Match(app=("pager",)), verdict="ask")
MAILS = Rule(name="mails", match=Match(app=("mail",)), verdict="hold")


def wished(policy: Policy, wish: NextTime = ASK, past: Past = MAIL) -> Policy:
    return next_time(policy, past, wish, NOW).policy


def test_what_comes_from_the_person_is_asked_about_under_each_of_their_names() -> None:
    settled = next_time(POLICY, MAIL, ASK, NOW)
    assert settled.rule == "ana@example.org"
    for sender in ("ana@example.org", "ANA"):
        assert judge(settled.policy, replace(MAIL, sender=Private(sender)), NOW).kind == "ask"
    assert judge(settled.policy, replace(MAIL, sender=Private("bo")), NOW).kind == "hold"


@pytest.mark.parametrize(
    ("app", "other"),
    [
        ("Mail", "gmail.com (Chromium)"),
        ("Signal", "signal.evil.example (Chromium)"),
        ("bank.com (Chromium)", "evilbank.com (Chromium)"),
        ("bank.com (Chromium)", "bank.com (Chromium) 2"),
    ],
)
@pytest.mark.parametrize("verdict", get_args(Wished))
def test_an_app_is_meant_by_its_whole_name_and_none_whose_name_contains_it(
    app: str, other: str, verdict: Wished
) -> None:
    wish = NextTime(verdict=verdict, about="app", until=date(2026, 1, 12), reason="r")
    policy = wished(POLICY, wish, replace(MAIL, app=app))
    assert judge(policy, replace(MAIL, app=app.upper()), NOW).kind == verdict
    assert judge(policy, replace(MAIL, app=other), NOW).kind == "hold"


@pytest.mark.parametrize("verdict", get_args(Wished))
def test_a_person_is_meant_in_the_app_by_which_they_wrote_and_nowhere_else(verdict: Wished) -> None:
    policy = wished(POLICY, NextTime(verdict=verdict, about="person_in_app", until=date(2026, 1, 12), reason="r"))
    assert judge(policy, replace(MAIL, sender=Private("Ana")), NOW).kind == verdict
    for app in ("ads.example (Chromium)", "gmail.com (Chromium)", ""):
        assert judge(policy, replace(MAIL, app=app), NOW).kind == "hold"
    assert judge(policy, replace(MAIL, sender=Private("bo")), NOW).kind == "hold"


HERE = NextTime(verdict="ask", about="person_in_app")
CHAT = replace(MAIL, app="Chat", sender=Private("Ana"))


def apps(policy: Policy) -> list[tuple[str, tuple[str, ...]]]:
    return [(rule.verdict, rule.match.app_is) for rule in policy.rules]


def test_the_same_person_in_another_app_widens_the_same_rule() -> None:
    both = wished(wished(POLICY, HERE), HERE, CHAT)
    assert apps(both) == [("ask", ("Mail", "Chat"))]
    assert wished(both, HERE, CHAT) == both
    assert apps(wished(both, HERE, replace(MAIL, app="MAIL"))) == [("ask", ("Mail", "Chat"))]
    through = replace(HERE, verdict="let_through", until=date(2026, 1, 12), reason="r")
    later = wished(wished(POLICY, through), replace(through, until=date(2026, 1, 13)), CHAT)
    assert apps(later) == [("let_through", ("Mail", "Chat"))]
    assert later.rules[0].until == date(2026, 1, 13), "the end that was said last is that of the rule"


def test_in_any_app_takes_the_place_of_the_rule_for_some() -> None:
    both = wished(wished(POLICY, HERE), HERE, CHAT)
    anywhere = wished(both)
    assert apps(anywhere) == [("ask", ())]
    assert wished(anywhere, HERE, MAIL) == anywhere, "who is asked about in any app is in this one"
    assert apps(wished(anywhere, replace(NOISE, about="person_in_app"))) == [("noise", ("Mail",)), ("ask", ())]


def test_another_wish_for_one_app_leaves_the_others_as_they_were() -> None:
    both = wished(wished(POLICY, HERE), HERE, CHAT)
    policy = wished(both, replace(NOISE, about="person_in_app"))
    assert judge(policy, MAIL, NOW).kind == "noise"
    assert judge(policy, CHAT, NOW).kind == "ask"
    assert apps(wished(policy, replace(NOISE, about="person_in_app"), CHAT)) == [("noise", ("Mail", "Chat"))]


def test_one_kind_of_session_for_another_app_is_a_rule_of_its_own() -> None:
    policy = wished(wished(POLICY, HERE), replace(HERE, kinds=("isolation",)), CHAT)
    assert judge(policy, CHAT, NOW, "session").kind == "hold"
    assert judge(policy, CHAT, NOW, "isolation").kind == "ask"
    assert judge(policy, MAIL, NOW, "session").kind == "ask"
    other = wished(wished(POLICY, replace(HERE, kinds=("isolation",))), HERE, CHAT)
    assert judge(other, MAIL, NOW, "session").kind == "hold", "what was wished in isolation only stays so"


def test_noise_in_any_app_names_the_entry_that_lets_the_person_through_in_another() -> None:
    through = replace(HERE, verdict="let_through", until=date(2026, 1, 12), reason="r")
    policy = wished(POLICY, through, CHAT)
    assert next_time(policy, MAIL, replace(NOISE, about="person_in_app"), NOW).over == ""
    settled = next_time(policy, MAIL, replace(NOISE, kinds=("session",)), NOW)
    assert settled.over == "Ana"
    assert judge(settled.policy, CHAT, NOW, "session").kind == "noise"
    assert judge(settled.policy, CHAT, NOW, "isolation").kind == "let_through"


def test_a_rule_that_is_widened_holds_for_the_apps_that_it_had() -> None:
    policy = wished(POLICY, HERE)
    chats = replace(MAILS, name="no mail")
    policy = replace(policy, rules=(*policy.rules, chats, FIRE))
    assert judge(wished(policy, HERE, CHAT), MAIL, NOW).kind == "ask"


def test_the_rule_that_was_made_is_told() -> None:
    settled = next_time(wished(POLICY, HERE), CHAT, HERE, NOW)
    assert settled.apps == ("Mail", "Chat")
    assert next_time(POLICY, CHAT, ASK, NOW).apps == ()


def test_what_comes_from_the_app_is_counted_only() -> None:
    policy = wished(POLICY, replace(NOISE, about="app"))
    assert judge(policy, replace(MAIL, sender=None), NOW).kind == "noise"
    assert judge(policy, replace(MAIL, app="Chat"), NOW).kind == "hold"


def test_who_is_let_through_has_a_reason_and_an_end_and_comes_first() -> None:
    wish = NextTime(verdict="let_through", about="person", until=date(2026, 1, 12), reason="a child may be ill")
    policy = wished(replace(POLICY, rules=(FIRE, MAILS)), wish)
    assert [rule.name for rule in policy.rules] == ["ana@example.org", "fire", "mails"]
    assert (policy.rules[0].reason, policy.rules[0].until) == ("a child may be ill", date(2026, 1, 12))


@pytest.mark.parametrize(
    ("rules", "order"),
    [
        ((), ["new"]),
        ((MAILS,), ["new", "mails"]),
        ((PAGER, MAILS), ["new", "pager", "mails"]),
        ((FIRE, MAILS), ["fire", "new", "mails"]),
        ((PAGER, FIRE, MAILS), ["pager", "fire", "new", "mails"]),
        ((MAILS, FIRE), ["new", "mails", "fire"]),
        ((FIRE, GLASS), ["fire", "new", "ana"]),
        ((GLASS, FIRE), ["new", "ana", "fire"]),
    ],
)
def test_it_stands_before_what_speaks_of_it_and_behind_whatever_else_is_let_through(
    rules: tuple[Rule, ...], order: list[str]
) -> None:
    policy = wished(replace(POLICY, rules=rules), NOISE)
    assert [rule.name.replace("ana@example.org", "new") for rule in policy.rules] == order
    assert judge(policy, MAIL, NOW, "session").kind == "noise"


@pytest.mark.parametrize(
    "glass", [GLASS, replace(GLASS, match=Match(person=("Ana",))), replace(GLASS, kinds=("isolation",))]
)
def test_the_entry_of_the_break_glass_list_that_it_overrules_is_named(glass: Rule) -> None:
    policy = replace(POLICY, rules=(FIRE, glass))
    assert next_time(policy, MAIL, NOISE, NOW).over == "ana"
    assert next_time(policy, MAIL, ASK, NOW).over == "ana"
    assert next_time(policy, MAIL, replace(NOISE, verdict="let_through"), NOW).over == ""
    assert next_time(replace(POLICY, rules=(FIRE,)), MAIL, NOISE, NOW).over == ""


def test_an_entry_that_has_ended_is_overruled_by_nothing() -> None:
    ended = replace(GLASS, until=date(2026, 1, 4))
    assert next_time(replace(POLICY, rules=(ended,)), MAIL, NOISE, NOW).over == ""


def test_a_leave_that_has_ended_does_not_come_back_with_one_for_another_app() -> None:
    ended = NextTime(verdict="let_through", about="person_in_app", until=date(2026, 1, 4), reason="r")
    once = wished(POLICY, ended)
    later = wished(once, replace(ended, until=date(2026, 2, 1)), CHAT)
    assert apps(later) == [("let_through", ("Chat",)), ("let_through", ("Mail",))]
    assert judge(later, CHAT, NOW).kind == "let_through"
    assert judge(later, MAIL, NOW).kind == "hold"


def test_the_same_wish_again_makes_the_same_rule_and_no_other() -> None:
    once = wished(POLICY)
    assert wished(once) == once
    assert wished(once, past=replace(MAIL, sender=Private("Ana"))).rules[0].match == Match(person=("Ana",))
    assert len(wished(once, NOISE).rules) == 1
    app = replace(ASK, about="app")
    assert len(wished(wished(once, app), app, replace(MAIL, app="MAIL")).rules) == 2


def test_a_rule_that_looks_at_more_or_has_hours_is_another_one() -> None:
    finer = replace(PAGER, name="finer", match=Match(person=("Ana",), text=("invoice",)))
    timed = replace(PAGER, name="timed", match=Match(person=("Ana",)), hours=("Mo 08:00-12:00",))
    both = replace(POLICY, rules=(finer, timed))
    assert {rule.name for rule in wished(both).rules} == {"finer", "timed", "ana@example.org"}


def test_the_same_wish_for_another_kind_of_session_extends_the_rule() -> None:
    here = wished(POLICY, replace(ASK, kinds=("session",)))
    both = wished(here, replace(ASK, kinds=("isolation",)))
    assert [rule.kinds for rule in both.rules] == [("session", "isolation")]
    assert [rule.kinds for rule in wished(both).rules] == [()]
    assert [rule.kinds for rule in wished(wished(POLICY), replace(ASK, kinds=("session",))).rules] == [()]


def test_another_wish_for_one_kind_of_session_leaves_the_others_as_they_were() -> None:
    policy = wished(wished(POLICY), replace(NOISE, kinds=("isolation",)))
    assert judge(policy, MAIL, NOW, "isolation").kind == "noise"
    assert judge(policy, MAIL, NOW, "session").kind == "ask"
    assert len(wished(policy, NOISE).rules) == 1, "one for all kinds takes the place of both"
    names = [rule.name for rule in policy.rules]
    assert len(set(names)) == 2


def test_another_end_for_one_kind_of_session_leaves_the_end_of_the_others() -> None:
    through = NextTime(verdict="let_through", about="person", until=date(2026, 1, 6), reason="r")
    today = wished(POLICY, replace(through, kinds=("isolation",)))
    longer = wished(today, replace(through, until=date(2026, 2, 1), kinds=("session",)))
    assert {(rule.kinds, rule.until) for rule in longer.rules} == {
        (("isolation",), date(2026, 1, 6)),
        (("session",), date(2026, 2, 1)),
    }


def test_a_name_that_is_taken_or_too_long_becomes_another() -> None:
    taken = replace(PAGER, name="ana@example.org")
    assert next_time(replace(POLICY, rules=(taken,)), MAIL, ASK, NOW).rule == "ana@example.org 2"
    long = replace(MAIL, sender=Private("x" * 200))
    settled = next_time(POLICY, long, ASK, NOW)
    assert settled.rule == "x" * NAME_LENGTH
    other = next_time(settled.policy, replace(MAIL, sender=Private("x" * 199 + "y")), ASK, NOW)
    assert len(other.rule) <= NAME_LENGTH
    assert other.rule != settled.rule


def test_a_name_that_is_cut_behind_a_word_is_not_taken_for_another_than_it_is_in_a_file() -> None:
    taken = Rule(name="a" * (NAME_LENGTH - 1), match=Match(text=("q",)), verdict="hold")
    policy = replace(POLICY, rules=(taken,))
    made = next_time(policy, replace(MAIL, sender=Private(taken.name + " b")), ASK, NOW)
    assert made.rule == made.rule.strip() != taken.name


def test_a_thing_is_meant_by_its_person_else_by_its_app() -> None:
    assert abouts(MAIL) == ("person_in_app", "person", "app")
    assert abouts(replace(MAIL, sender=None)) == ("app",)
    assert abouts(replace(MAIL, category="Transfer.complete")) == ("app", "person_in_app", "person"), (
        "its sender is a title"
    )
    assert abouts(replace(MAIL, sender=Private("-----"))) == ("app",)
    assert abouts(replace(MAIL, app="")) == ("person",)
    assert abouts(replace(MAIL, app="", sender=None)) == ()
    unsaid = next_time(POLICY, replace(MAIL, sender=None), ASK, NOW)
    assert unsaid.policy.rules[0].match == Match(app_is=("Mail",)), "whoever asks for a person where there is none"


_RULES = st.lists(
    st.sampled_from(
        [
            FIRE,
            GLASS,
            PAGER,
            MAILS,
            replace(MAILS, name="isolated", kinds=("isolation",)),
            replace(GLASS, name="ana in chat", match=Match(person=("Ana",), app_is=("chat",))),
            replace(PAGER, name="ana in both", match=Match(person=("Ana",), app_is=("Chat", "Mail"))),
            replace(PAGER, name="ana", match=Match(person=("Ana",)), kinds=("isolation",)),
        ]
    ),
    unique_by=lambda rule: rule.name,
).map(tuple)


@given(
    _RULES,
    st.sampled_from(get_args(Wished)),
    st.sampled_from(get_args(About)),
    st.sampled_from(get_args(SessionKind)),
    st.booleans(),
)
def test_whatever_rules_there_are_what_is_wished_holds_at_once(
    rules: tuple[Rule, ...], verdict: Wished, about: About, kind: SessionKind, here_only: bool
) -> None:
    until = NOW.utc.date() + timedelta(days=7) if verdict == "let_through" else None
    wish = NextTime(verdict=verdict, about=about, until=until, reason="r", kinds=(kind,) if here_only else ())
    settled = next_time(replace(POLICY, rules=rules), MAIL, wish, NOW)
    assert judge(settled.policy, MAIL, NOW, kind).kind == verdict
    assert judge(settled.policy, MAIL, NOW, kind).rule == settled.rule
    if about != "person" and settled.apps == ("Mail",):
        assert judge(settled.policy, CHAT, NOW, kind).kind == judge(replace(POLICY, rules=rules), CHAT, NOW, kind).kind
    elif about == "person":
        assert judge(settled.policy, CHAT, NOW, kind).kind == verdict
    fire = replace(MAIL, text=Private("fire"), sender=Private("Bo"), app="Chat")
    assert judge(settled.policy, fire, NOW, kind) == judge(Policy(rules=rules), fire, NOW, kind)
    names = [rule.name for rule in settled.policy.rules]
    assert len(names) == len(set(names))


def test_two_names_become_one_person_called_as_the_one_who_is_known() -> None:
    policy = same_person(POLICY, "+351 912 345 678", "ANA")
    assert policy.people == (Alias(name="Ana", aliases=("ana@example.org", "+351 912 345 678")),)
    fresh = same_person(Policy(), "bo@example.org", "Bo")
    assert fresh.people == (Alias(name="Bo", aliases=("bo@example.org",)),)


def test_two_persons_with_several_names_each_become_one_with_all_of_them() -> None:
    bo = Alias(name="Bo", aliases=("bo@example.org", "B."))
    other = Alias(name="Cy", aliases=("cy",))
    policy = same_person(Policy(people=(ANA, other, bo)), "ana@example.org", "B.")
    assert policy.people == (other, Alias(name="Bo", aliases=("Ana", "ana@example.org", "bo@example.org", "B.")))


def test_who_is_one_person_already_stays_as_they_are() -> None:
    assert same_person(POLICY, "ana", "ANA@example.org") is POLICY
    assert same_person(POLICY, "Bo", "bo ") is POLICY


def test_who_has_a_name_that_is_too_long_is_called_by_the_other() -> None:
    long = "x" * (NAME_LENGTH + 1)
    assert same_person(Policy(), "Bo", long).people == (Alias(name="Bo", aliases=(long,)),)


MARTA = replace(GLASS, name="marta", match=Match(person=("Marta",)))
ADVERTS = Rule(name="adverts", match=Match(person=("m@shop.example",), app_is=("Mail",)), verdict="noise")


@pytest.mark.parametrize(
    ("rules", "lost"),
    [
        ((ADVERTS, MARTA), "marta"),
        ((MARTA, ADVERTS), ""),
        ((MARTA,), ""),
        ((ADVERTS,), ""),
        ((replace(ADVERTS, until=date(2026, 1, 4)), MARTA), ""),
        ((ADVERTS, replace(MARTA, until=date(2026, 1, 4))), ""),
        ((replace(ADVERTS, match=Match(person=("m@shop.example",))), MARTA), "marta"),
        ((ADVERTS, replace(MARTA, match=Match(person=("Marta",), app_is=("mail", "Chat")))), "marta"),
        ((ADVERTS, replace(MARTA, match=Match(person=("Marta",), app_is=("Chat",)))), ""),
        ((ADVERTS, replace(MARTA, match=Match(sender=("mart",)))), "marta"),
        ((replace(ADVERTS, match=Match(person=("m@shop.example",), app=("mail",))), MARTA), "marta"),
        ((replace(ADVERTS, verdict="let_through"), MARTA), ""),
        ((replace(ADVERTS, match=Match(person=("Bo",))), MARTA), ""),
    ],
)
def test_two_names_that_are_joined_may_take_a_leave_from_one_of_them_and_that_is_known(
    rules: tuple[Rule, ...], lost: str
) -> None:
    policy = replace(POLICY, rules=rules)
    joined = same_person(policy, "m@shop.example", "Marta")
    assert leave_lost(policy, joined, NOW) == lost
    assert leave_lost(policy, policy, NOW) == ""


def test_a_rule_for_one_name_is_for_the_other_once_they_are_one_person() -> None:
    policy = wished(Policy())
    bo = replace(MAIL, sender=Private("Bo"))
    assert judge(policy, bo, NOW).kind == "hold"
    assert judge(same_person(policy, "Bo", "ana@example.org"), bo, NOW).kind == "ask"
