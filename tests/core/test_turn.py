from dataclasses import replace

from holdspace.core import commands as c
from holdspace.core.decide import decide
from holdspace.core.effects import KeepText
from holdspace.core.state import State
from holdspace.private import Private
from tests.core.playbook import POLICY, moment, new_id, story


def test_every_id_of_one_decision_is_another_one() -> None:
    told = story().does(c.StartSession(id=new_id(), client=Private("C1"), topic=Private("t")))
    ids = [effect.id for effect in told.effects if isinstance(effect, KeepText)]
    assert len(set(ids)) == 2


def test_texts_that_name_a_matter_last_and_texts_that_tell_of_it_run_out() -> None:
    policy = replace(POLICY, preferences=replace(POLICY.preferences, keep_text_days=2))
    log = c.LogInterruption(id=new_id(), sender=Private("Bob"), text=Private("hello"))
    effects = decide(State(), log, moment(), policy).effects
    kept = {effect.kind: effect.keep_until for effect in effects if isinstance(effect, KeepText)}
    assert kept == {"sender": None, "text": moment(2 * 86400)}


def test_of_what_was_not_said_nothing_is_kept() -> None:
    assert story().starts().logs().effects == ()
