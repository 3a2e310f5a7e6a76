"""A thousand rules, one of them slow: an arrival is judged without doing anything for each rule that it needs but once."""

from dataclasses import replace

import pytest
from typing_extensions import override

from holdspace.app.settings import RULES, WORDS
from holdspace.core import commands as c
from holdspace.core.gate import judge
from holdspace.core.policy import Match, Policy, Rule
from holdspace.private import Private
from tests.core.playbook import moment

TEXT = ("wÖrter ünd ßo " * 400)[:4096]


class Counted(str):
    """Counts how often it is folded, which costs as much as the text is long."""

    __slots__ = ("folds",)
    folds: list[str]

    @override
    def casefold(self) -> str:
        self.folds.append("fold")
        return super().casefold()


def counted(text: str) -> Counted:
    made = Counted(text)
    made.folds = []
    return made


def rules() -> tuple[Rule, ...]:
    slow = tuple(f"nobody says {part}" for part in range(WORDS))
    every = [
        Rule(name=f"rule {n}", match=Match(text=(f"nobody says {n}",), app=("pager",)), verdict="ask")
        for n in range(RULES)
    ]
    every[RULES // 2] = Rule(name="slow", match=Match(text=slow, sender=slow), verdict="ask")
    every[-1] = Rule(name="last", match=Match(text=("WÖRTER ÜND SSO",)), verdict="noise")
    return tuple(every)


@pytest.mark.parametrize("hits", [True, False], ids=["the last one matches", "none matches"])
def test_a_text_is_folded_once_however_many_rules_look_at_it(hits: bool) -> None:
    policy = Policy(rules=rules() if hits else rules()[:-1])
    text, sender, app = counted(TEXT), counted("Bob"), counted("Pager")
    arrived = c.ReportInterruption(
        id="1", key="k", origin="desktop", app=app, sender=Private(sender), text=Private(text)
    )
    verdict = judge(policy, arrived, moment())
    assert (verdict.kind, verdict.rule) == (("noise", "last") if hits else ("hold", ""))
    assert (len(text.folds), len(sender.folds), len(app.folds)) == (1, 1, 1)


def test_what_a_rule_says_is_compared_without_regard_to_case() -> None:
    arrived = c.ReportInterruption(id="1", key="k", origin="desktop", app="PAGER", text=Private("Die STRASSE ist zu"))
    street = Rule(name="street", match=Match(text=("straße",), app=("Pager",)), verdict="ask")
    assert judge(Policy(rules=(street,)), arrived, moment()).rule == "street"
    assert judge(Policy(rules=(street,)), replace(arrived, app="Chat"), moment()).rule == ""
