"""Who can be asked in the machine's stories, and under which policies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdspace.core.interruption import Live
from holdspace.core.policy import Alias, Gate, Policy, Rule, Seconds, Step
from holdspace.core.policy import Match as Fits
from tests.core.playbook import ANA, ASH, ASK, EVE, EXA, POLICY

if TYPE_CHECKING:
    from holdspace.core.escalation import Choice

PEOPLE = ("ana", "ash", "eve", "exa")
CHOICES: tuple[Choice, ...] = ("ack", "handled", "defer", "pass_up", "need_me", "snooze", "dismiss", "take")
CALMS: tuple[Choice, ...] = ("ack", "handled", "defer", "dismiss")
ASSISTANT, EXECUTIVE = Step(role="assistant"), Step(role="executive")
FIRE = Rule(name="fire", match=Fits(app=("fire",)), verdict="let_through")
BASE = replace(
    POLICY,
    responders=(ANA, ASH, EVE, EXA),
    rules=(*POLICY.rules, FIRE, Rule(name="silent", match=Fits(app=("mail",)), verdict="hold")),
    gate=Gate(default="ask"),
    people=(Alias(name="Bob", aliases=("robert", "+34 600 12 34 56")),),
)
OFFICE_HOURS = (
    replace(ANA, duty=("Mo 14:00-14:03",)),
    ASH,
    replace(EVE, duty=("Mo 14:00-14:20", "Mo 15:00-16:00")),
    replace(EXA, duty=("Mo 10:00-14:00",)),
)
SCHOOL_HOURS = replace(BASE.rules[0], hours=("Mo 14:00-14:05",))
CUE = Gate(default="ask", normal="cue", urgent="cue", emergency="cue")
DEFER = Gate(default="ask", normal="defer", urgent="defer", emergency="defer")
POLICIES: tuple[Policy, ...] = (
    BASE,
    replace(BASE, responders=OFFICE_HOURS),
    replace(BASE, responders=OFFICE_HOURS, gate=CUE, rules=(SCHOOL_HOURS, *BASE.rules[1:])),
    replace(BASE, gate=CUE),
    replace(BASE, gate=DEFER, people=()),
    replace(BASE, gate=replace(CUE, va_direct=True)),
    replace(BASE, steps=(EXECUTIVE, ASSISTANT)),
    replace(BASE, steps=(ASSISTANT, ASSISTANT, EXECUTIVE, EXECUTIVE)),
    replace(BASE, steps=(EXECUTIVE,)),
    replace(BASE, steps=(replace(ASSISTANT, mode="round_robin"), replace(EXECUTIVE, mode="one_then_all"))),
    replace(BASE, steps=(replace(ASSISTANT, mode="one_then_all"), replace(EXECUTIVE, mode="round_robin"))),
    replace(BASE, steps=(replace(ASSISTANT, wait_seconds=Seconds(normal=20, urgent=10, emergency=5)), EXECUTIVE)),
    replace(BASE, responders=(replace(ANA, channels=("page", "mail")), EVE)),
    Policy(responders=BASE.responders, steps=(), rules=(ASK,)),
    Policy(responders=(), steps=(), rules=BASE.rules),
)
"""The last one has nobody: it is only ever adopted while cases are open."""
APPS = ("pager", "pager", "phone", "mail", "shop")
SENDERS = ("Bob", "Bob", " bOB", "robert", "Ann", "Cleo", None)
LIVES = tuple(Live(server="s", notification=number) for number in (1, 2))
