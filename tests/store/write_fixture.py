"""Writes the fixture database of this version, in which every kind of fact occurs: run once when a version is released.

Usage: python -m tests.store.write_fixture
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import get_args

from holdspace import __version__
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.interruption import Live
from holdspace.private import Private
from holdspace.store.values import plain
from tests.store.story import POLICY, Story, later

NEVER = {"DeadlineMissing"}
"""What only a mistake of ours would bring about."""
FIXTURES = Path(__file__).with_name("fixtures")


def tell(story: Story) -> None:
    """A story in which everything happens once."""
    story.with_people().start(client="Client One", topic="pricing")
    _case_with_everything(story)
    _hands(story)
    _world(story)
    _much_at_once(story)
    story.end()
    story.do(c.TakeBack(id=story.new_id()))
    story.do(c.EndSession(id=story.new_id(), why="interruption"))
    for policy in (replace(POLICY, rules=()), POLICY, replace(POLICY, rules=POLICY.rules[:1])):
        story.do(c.AdoptPolicy(id=story.new_id(), policy=policy, as_act=True))
    story.do(c.TakeBack(id=story.new_id()))
    story.pass_time(7200)
    story.start(client="Client Two")
    story.arrives("Chat")
    story.arrives("Pager", sender="Still Open")
    kinds = {kind for (kind,) in story.store.database.connection.execute("SELECT type FROM kinds")}
    missing = {kind.__name__ for kind in get_args(f.Fact)} - kinds - NEVER
    assert not missing, missing


def _case_with_everything(story: Story) -> None:
    case = story.arrives("Pager", sender="Sam", text="it is down")
    (letter,) = story.store.outbox.due(10)
    story.do(
        c.ReportDelivery(
            id=story.new_id(), letter=letter.id, case=case, responder="va1", rev=letter.rev, delivered=True
        )
    )
    story.answer(case, "snooze", "va1")
    story.answer(case, "ack", "stranger")
    story.pass_time(301)
    story.answer(case, "ack", "va1")
    story.do(c.Tick(id=story.new_id(), gap=60.0))
    story.answer(case, "need_me", "va1", note="they shout")
    (letter, other) = story.store.outbox.due(10)
    story.do(
        c.ReportDelivery(
            id=story.new_id(),
            letter=letter.id,
            case=case,
            responder="ex1",
            rev=letter.rev,
            delivered=False,
            why="no_route",
        )
    )
    assert other.responder == "ex1"
    story.pass_time(46)
    story.pass_time(61)
    story.do(c.AnswerCard(id=story.new_id(), case=case, choice="hand_back", instruction="take_message"))
    story.answer(case, "handled", "va1")
    story.do(c.ConfirmSession(id=story.new_id()))


def _hands(story: Story) -> None:
    logged = story.new_id()
    story.do(c.LogInterruption(id=logged, text=Private("the post")))
    story.do(c.SortInterruption(id=story.new_id(), interruption=logged, source="door"))
    story.do(c.MakePin(id=story.new_id(), text=Private("invoice"), by=later(story.clock.now(), minutes=70)))
    story.do(c.MakePin(id=story.new_id(), text=Private("a slip")))
    story.do(c.TakeBack(id=story.new_id()))
    done = story.new_id()
    story.do(c.MakePin(id=done, text=Private("at once"), sender=Private("Sam")))
    story.do(c.CompletePin(id=story.new_id(), pin=done))
    story.do(c.TakeBack(id=story.new_id()))
    story.do(c.SetMark(id=story.new_id(), topic=Private("phase two"), next_step=Private("offer B")))
    story.do(c.SetMark(id=story.new_id(), topic=Private("a slip")))
    story.do(c.TakeBack(id=story.new_id()))
    story.do(c.WriteNote(id=story.new_id(), session=story.session or "", text=Private("they fear lock-in")))
    story.do(c.PauseSession(id=story.new_id(), last_point=Private("budget is fixed")))
    story.do(c.PauseSession(id=story.new_id()))
    story.clock.ticks += 20
    story.do(c.ResumeSession(id=story.new_id()))
    story.do(c.ExtendSession(id=story.new_id(), minutes=10))


def _world(story: Story) -> None:
    now = story.clock.now()
    live = Live(server="1.9", notification=4)
    for key, words in (("k1", "first"), ("k2", "second")):
        story.do(
            c.ReportInterruption(
                id=story.new_id(), key=key, origin="desktop", app="Chat", text=Private(words), live=live, replaces=live
            )
        )
    story.do(c.ReportClosed(id=story.new_id(), key="k5", live=live, by_sender=True))
    pages = Live(server="1.9", notification=5)
    emergency = replace(POLICY, rules=(replace(POLICY.rules[0], urgency="emergency"), *POLICY.rules[1:]))
    for key, policy in (("k3", POLICY), ("k4", emergency)):
        story.do(c.AdoptPolicy(id=story.new_id(), policy=policy))
        story.do(
            c.ReportInterruption(id=story.new_id(), key=key, origin="desktop", app="Pager", live=pages, replaces=pages)
        )
    story.do(c.AdoptPolicy(id=story.new_id(), policy=POLICY))
    for key, low in (("k6", True), ("k7", False), ("k8", True)):
        power = Live(server="1.9", notification=6)
        story.do(
            c.ReportInterruption(
                id=story.new_id(), key=key, origin="desktop", app="upower", live=power, replaces=power, battery_low=low
            )
        )
    story.arrives("Player")
    story.arrives("Phone")
    story.do(c.ReportQuiet(id=story.new_id(), engaged=True, driver="dunst", evidence="read_back"))
    story.do(c.ReportWatchGap(id=story.new_id(), since=now, until=later(now, seconds=4), why="keeper_gone"))
    story.do(c.ReportPresence(id=story.new_id(), responder="va1", present=False))
    story.arrives("Pager", sender="Late", text="nobody at the first step")
    story.do(c.ReportPresence(id=story.new_id(), responder="va1", present=True))
    story.do(c.AdoptPolicy(id=story.new_id(), policy=replace(POLICY, rules=POLICY.rules[:1])))


def _much_at_once(story: Story) -> None:
    """Somebody who writes again, somebody who has it and says no more, an entry used twice, cards close together, a storm."""
    story.do(c.AdoptPolicy(id=story.new_id(), policy=POLICY))
    story.end()
    story.start(client="Client Busy")
    again = story.arrives("Pager", sender="Again")
    story.arrives("Pager", sender="Again", text="still down")
    story.answer(again, "ack", "va1")
    story.pass_time(700)
    story.answer(again, "need_me", "va1")
    story.answer(again, "pass_up", "ex1")
    story.do(c.AnswerCard(id=story.new_id(), case=again, choice="pin"))
    story.arrives("Phone", sender="School")
    waits = story.arrives("Pager", sender="Other")
    story.answer(waits, "need_me", "va1")
    story.answer(waits, "pass_up", "ex1")
    story.arrives("Phone", sender="School again")
    for number in range(9):
        story.pass_time(1)
        story.arrives("Tickets", sender=f"Sender {number}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder) / "holdspace.db")
        tell(story)
        dump = "\n".join(story.store.database.connection.iterdump())
        told = {"state": plain(replace(story.engine.state, salt=b"")), "policy": plain(story.engine.policy)}
        story.store.close()
    FIXTURES.mkdir(exist_ok=True)
    (FIXTURES / f"{__version__}.sql").write_text(dump + "\n", "utf-8")
    (FIXTURES / f"{__version__}.json").write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
