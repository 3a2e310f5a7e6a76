from dataclasses import replace

from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.effects import KeepText
from holdspace.core.interruption import LEVELS, LOG_OPEN, Live
from holdspace.core.policy import Match as Fits
from holdspace.core.state import next_due
from holdspace.private import Private
from tests.core.playbook import POLICY, holds_private, kinds, moment, new_id, story

ONE = Live(server="server-1", notification=7)
DEFAULT_ASKS = replace(POLICY, rules=(), gate=replace(POLICY.gate, default="ask"))


def test_what_no_rule_speaks_of_is_held_at_once_and_tells_nobody() -> None:
    told = story().starts("ana").arrives("mail")
    assert kinds(told.said) == ["InterruptionArrived", "InterruptionSettled"]
    assert told.outcomes == [("held", "default")]


def test_what_a_rule_holds_says_that_it_was_a_rule() -> None:
    hold = replace(POLICY, rules=(replace(POLICY.rules[1], verdict="hold"),))
    told = story(policy=hold).starts("ana").arrives("pager")
    assert told.outcomes == [("held", "rule")]
    assert told.last(f.InterruptionArrived).rule == "pager"


def test_noise_is_counted_and_dismissed() -> None:
    assert story().starts("ana").arrives("shop").outcomes == [("dismissed", "noise")]


def test_noise_without_a_session_is_noise() -> None:
    assert story().arrives("shop").outcomes == [("dismissed", "noise")]


def test_what_is_asked_about_opens_a_case_under_the_policy_of_that_moment() -> None:
    told = story().starts("ana").arrives("pager", sender="Bob", level="urgent")
    opened = told.last(f.CaseOpened)
    assert opened.policy == POLICY
    assert told.state.session is not None
    assert opened.session == told.state.session.id
    assert (opened.case, opened.urgency) == (told.last(f.InterruptionArrived).interruption, "urgent")
    assert opened.person == told.last(f.InterruptionArrived).person
    assert told.case.policy == POLICY


def test_without_a_session_nobody_is_asked_and_nothing_is_let_through() -> None:
    told = story().comes("ana").arrives("pager").arrives("phone", sender="the school")
    assert told.outcomes == [("held", "no_session")] * 2
    assert not told.state.cases


def test_what_arrives_after_the_end_is_told_with_the_session_that_ended() -> None:
    told = story().starts("ana")
    session = told.state.session
    assert session is not None
    told.ends().arrives("pager")
    assert told.last(f.InterruptionArrived).session == session.id
    assert story().arrives("pager").last(f.InterruptionArrived).session is None


def test_with_nobody_reachable_the_gate_holds() -> None:
    assert story().starts().arrives("pager", level="urgent").outcomes == [("held", "nobody_reachable")]


def test_an_emergency_with_nobody_reachable_follows_the_rule_for_nobody_answered() -> None:
    told = story().starts().arrives("pager", level="emergency")
    assert kinds(told.said)[2:] == ["StepSkipped", "StepSkipped", "PractitionerAsked"]
    assert told.last(f.PractitionerAsked).why == "nobody_answered"


def test_break_glass_reaches_the_practitioner_at_once_also_with_nobody_reachable() -> None:
    told = story().starts().arrives("phone", sender="School office")
    assert kinds(told.said) == ["InterruptionArrived", "CaseOpened", "BreakGlassUsed", "PractitionerAsked"]
    assert told.case.reached == "break_glass"
    mild = replace(POLICY, rules=(replace(POLICY.rules[0], urgency="normal"),))
    assert story(policy=mild).starts().arrives("phone", sender="School office").case.reached == "break_glass"


def test_a_newer_text_of_what_is_held_stays_one_matter() -> None:
    told = story().starts("ana").arrives("mail", live=ONE)
    held = told.last(f.InterruptionArrived).interruption
    told.arrives("mail", text="newer", replaces=ONE)
    revised = told.last(f.InterruptionRevised)
    assert kinds(told.said) == ["InterruptionRevised"]
    assert revised.interruption == held
    assert [effect.body for effect in told.effects if isinstance(effect, KeepText)] == [Private("newer")]


def test_a_newer_text_of_an_open_case_stays_that_case_and_leaves_it_alone() -> None:
    told = story().starts("ana").arrives("pager", live=ONE)
    before = told.case
    assert kinds(told.arrives("pager", replaces=ONE).said) == ["InterruptionRevised"]
    assert told.case == before


def test_a_held_notification_that_now_asks_for_more_is_a_matter_of_its_own() -> None:
    down = replace(POLICY.rules[1], match=Fits(text=("down",)))
    told = story(policy=replace(POLICY, rules=(down,))).starts("ana").arrives("mail", text="slow", live=ONE)
    told.arrives("mail", text="down", replaces=ONE, live=ONE)
    assert "CaseOpened" in kinds(told.said)
    assert told.state.live["server-1", 7] == told.case.id


def test_what_somebody_else_puts_in_its_place_is_a_matter_of_its_own() -> None:
    told = story().starts("ana").arrives("mail", sender="Bob", text="there?", live=ONE)
    for sender, text in (("Ann", "sign by noon"), ("Cleo", "hi")):
        told.arrives("mail", sender=sender, text=text, live=ONE, replaces=ONE)
        assert kinds(told.said) == ["InterruptionArrived", "NotificationKnown", "InterruptionSettled"]
    assert told.outcomes == [("held", "default")] * 3
    told.arrives("mail", sender="  cLEO ", text="still there?", replaces=ONE)
    assert kinds(told.said) == ["InterruptionRevised"], "the same name, however it is written"


def test_what_another_app_puts_in_its_place_is_a_matter_of_its_own() -> None:
    told = story().starts("ana").arrives("mail", sender="Bob", live=ONE).arrives("chat", sender="Bob", replaces=ONE)
    assert kinds(told.said)[0] == "InterruptionArrived"


def test_what_somebody_else_puts_in_the_place_of_an_open_case_leaves_it_open_and_is_judged() -> None:
    told = story().starts("ana").arrives("pager", sender="Bob", live=ONE)
    bob = told.case
    told.arrives("pager", sender="Ann", live=ONE, replaces=ONE)
    opened = told.last(f.CaseOpened).case
    assert set(told.state.cases) == {bob.id, opened}
    assert told.does(closed()).last(f.CaseClosed).case == opened
    assert told.case == bob


def test_a_text_that_is_no_longer_noise_is_a_matter_of_its_own() -> None:
    adverts = replace(POLICY.rules[2], match=Fits(text=("sale",)))
    told = story(policy=replace(POLICY, rules=(adverts,))).starts("ana").arrives("mail", text="sale", live=ONE)
    assert kinds(told.arrives("mail", text="big sale", replaces=ONE).said) == ["InterruptionRevised"]
    told.arrives("mail", text="your invoice", replaces=ONE)
    assert told.outcomes == [("dismissed", "noise"), ("held", "default")]
    told.arrives("mail", text="sale", replaces=ONE)
    assert kinds(told.said) == ["InterruptionRevised"], "what is held does not become noise"


def test_a_newer_text_never_makes_a_case_less_urgent() -> None:
    told = story().starts("ana").arrives("pager", level="urgent", live=ONE)
    for level in LEVELS[:2]:
        assert kinds(told.arrives("pager", level=level, replaces=ONE).said) == ["InterruptionRevised"]
    hold = replace(POLICY, rules=(replace(POLICY.rules[1], verdict="hold"),))
    told.under(hold).arrives("pager", level="emergency", replaces=ONE)
    assert kinds(told.said) == ["InterruptionRevised"]
    assert told.case.urgency == "urgent"


def test_an_open_case_whose_newer_text_is_let_through_reaches_the_practitioner() -> None:
    fire = replace(POLICY.rules[0], match=Fits(text=("fire",)))
    told = story(policy=replace(POLICY, rules=(fire, *POLICY.rules))).starts("ana")
    told.arrives("pager", live=ONE).arrives("pager", text="fire", replaces=ONE)
    assert kinds(told.said) == ["InterruptionRevised", "BreakGlassUsed", "PractitionerAsked", "AssistantInformed"]
    assert told.case.reached == "break_glass"


def test_a_card_that_shows_is_not_shown_again_for_a_newer_text() -> None:
    told = story().starts("ana").arrives("phone", sender="school", live=ONE)
    told.at(600).arrives("phone", sender="school", text="again", replaces=ONE)
    assert kinds(told.said) == ["InterruptionRevised"]


def test_what_replaces_something_unknown_is_new() -> None:
    assert "InterruptionArrived" in kinds(story().starts("ana").arrives("mail", replaces=ONE).said)


def test_the_servers_id_may_become_known_later() -> None:
    told = story().starts("ana").arrives("pager")
    told.does(c.ReportLive(id=new_id(), key="k", interruption=told.case.id, live=ONE))
    assert told.state.live["server-1", 7] == told.case.id


def test_a_revision_keeps_the_notification_of_the_matter_that_it_revised() -> None:
    told = story().starts("ana").arrives("pager", live=ONE)
    case = told.case.id
    told.arrives("pager", replaces=ONE)
    assert told.does(c.ReportLive(id=new_id(), key="k", interruption=new_id(), live=ONE)).said == ()
    assert told.does(closed()).outcomes == [("withdrawn", "closed_by_sender")]
    assert told.last(f.CaseClosed).case == case


TWO = Live(server="server-1", notification=8)


def test_a_revision_to_which_the_server_gives_another_number_stays_the_same_matter() -> None:
    told = story().starts("ana").arrives("pager", live=ONE)
    case = told.case.id
    told.arrives("pager", text="newer", replaces=ONE, live=TWO).arrives("pager", text="newest", replaces=TWO)
    assert kinds(told.said) == ["InterruptionRevised"]
    assert told.does(closed(live=TWO)).last(f.CaseClosed).case == case


def test_a_revision_to_which_the_server_gives_another_number_later_stays_the_same_matter() -> None:
    told = story().starts("ana").arrives("pager", live=ONE)
    case = told.case.id
    told.arrives("pager", text="newer", replaces=ONE)
    told.does(c.ReportLive(id=new_id(), key="k", interruption=new_id(), live=TWO, replaces=ONE))
    assert kinds(told.arrives("pager", text="newest", replaces=TWO).said) == ["InterruptionRevised"]
    assert told.does(closed(live=TWO)).last(f.CaseClosed).case == case


def test_a_revision_that_became_a_case_of_its_own_takes_the_notification_over() -> None:
    told = story().starts("ana").arrives("mail", live=ONE).arrives("pager", replaces=ONE).does(closed())
    assert told.outcomes[-1] == ("withdrawn", "closed_by_sender")


def closed(by_sender: bool = True, live: Live = ONE) -> c.ReportClosed:
    return c.ReportClosed(id=new_id(), key=new_id(), live=live, by_sender=by_sender)


def test_what_its_sender_takes_back_while_it_is_asked_about_is_withdrawn() -> None:
    told = story().starts("ana").arrives("pager", live=ONE).does(closed())
    assert told.outcomes == [("withdrawn", "closed_by_sender")]
    assert not told.state.cases


def test_a_closing_that_was_not_the_senders_withdraws_nothing() -> None:
    assert story().starts("ana").arrives("pager", live=ONE).does(closed(by_sender=False)).said == ()


def test_a_closing_of_something_unknown_says_nothing() -> None:
    assert story().starts("ana").does(closed()).said == ()


def test_what_its_sender_takes_back_after_it_had_its_outcome_keeps_that_and_is_told_so() -> None:
    told = story().starts("ana").arrives("mail", live=ONE)
    held = told.last(f.InterruptionArrived).interruption
    assert told.does(closed(by_sender=False)).said == ()
    assert kinds(told.does(closed()).said) == ["InterruptionTakenBack"]
    assert told.last(f.InterruptionTakenBack).interruption == held
    assert told.outcomes == [("held", "default")]


def test_what_somebody_has_is_not_withdrawn() -> None:
    assert story().starts("ana").arrives("pager", live=ONE).answers("ana", "ack").does(closed()).said == ()


def test_an_emergency_that_stands_is_not_withdrawn() -> None:
    told = story().starts("ana", "eve").arrives("pager", live=ONE).needs_me("ana").does(closed())
    assert told.said == ()
    assert told.case.standing


def test_what_the_practitioner_is_shown_is_not_withdrawn() -> None:
    assert story().starts("ana").arrives("phone", sender="school", live=ONE).does(closed()).said == ()


def test_a_new_session_knows_no_notifications_of_the_last_one() -> None:
    told = story().starts("ana").arrives("mail", live=ONE).ends().starts()
    assert not told.state.live


def test_what_is_logged_in_a_session_is_open_until_its_end() -> None:
    told = story().starts().logs("the door")
    assert kinds(told.said) == ["InterruptionArrived"]
    assert told.ends().outcomes == [("held", "logged")]


def test_what_is_logged_without_a_session_is_held_after_a_while() -> None:
    told = story().logs("the door")
    within = LOG_OPEN.total_seconds()
    assert next_due(told.state, told.now) == moment(within)
    assert told.at(within - 1).ticks().said == ()
    assert told.at(within).ticks().outcomes == [("held", "logged")]
    assert not told.state.loose


def test_what_is_logged_without_a_session_is_held_when_one_starts() -> None:
    told = story().logs("the door").does(c.MakePin(id=new_id())).logs("the post").starts()
    assert sorted(told.outcomes) == [("deferred", "pinned"), ("held", "logged")]
    assert kinds(told.said)[-1] == "SessionStarted"


def test_a_log_of_before_an_end_that_was_taken_back_waits_for_the_next_end() -> None:
    told = story().starts().ends().logs("the door").does(c.MakePin(id=new_id(), text=Private("call")))
    ended = replace(told.state, acts=told.state.acts[:1])
    told = story(ended).undoes()
    within = LOG_OPEN.total_seconds()
    assert told.at(within).ticks().outcomes == []
    assert next_due(told.state, told.now) is None
    assert told.ends().outcomes == [("held", "logged")]


def test_what_was_logged_without_a_session_can_be_sorted_and_written_to() -> None:
    told = story().logs()
    key = told.last(f.InterruptionArrived).interruption
    assert kinds(told.does(c.SortInterruption(id=new_id(), interruption=key, source="door")).said) == [
        "InterruptionSorted"
    ]
    told.does(c.NoteInterruption(id=new_id(), interruption=key, text=Private("the plumber")))
    assert kinds(told.said) == ["InterruptionRevised"]


def test_a_log_keeps_its_texts_apart_and_the_time_at_which_it_was_really_made() -> None:
    command = c.LogInterruption(id=new_id(), source="door", sender=Private("Bo"), text=Private("hi"), at=moment(-90))
    told = story().does(command)
    fact = told.last(f.InterruptionArrived)
    assert fact.at == moment(-90)
    assert {effect.id: effect.body for effect in told.effects if isinstance(effect, KeepText)} == {
        fact.sender: Private("Bo"),
        fact.text: Private("hi"),
    }
    assert not holds_private(fact)


def test_a_log_can_be_sorted_while_its_session_runs() -> None:
    told = story().starts().logs()
    key = told.last(f.InterruptionArrived).interruption
    told.does(c.SortInterruption(id=new_id(), interruption=key, source="family"))
    assert told.state.loose[key].source == "family"


def test_something_unknown_is_not_sorted() -> None:
    told = story().does(c.SortInterruption(id=new_id(), interruption=new_id(), source="family"))
    assert told.refused() == "no_such_interruption"


def test_an_arrival_by_hand_that_opens_a_case_cannot_be_taken_back_besides() -> None:
    told = story(policy=DEFAULT_ASKS).starts("ana").arrives("", origin="hand").undoes()
    assert told.refused() == "nothing_to_undo"
    assert told.ends().outcomes == [("deferred", "session_end")]


def test_a_line_is_written_to_what_was_just_logged() -> None:
    told = story().starts("ana").does(c.LogInterruption(id=new_id()))
    logged = told.last(f.InterruptionArrived).interruption
    told = told.does(c.NoteInterruption(id=new_id(), interruption=logged, text=Private("the plumber")))
    assert kinds(told.said) == ["InterruptionRevised"]
    revised = told.last(f.InterruptionRevised)
    assert (revised.interruption, revised.text is not None) == (logged, True)


def test_a_line_to_what_is_settled_already_is_a_log_of_its_own() -> None:
    told = story().starts("ana").does(c.NoteInterruption(id=new_id(), interruption=new_id(), text=Private("late")))
    assert kinds(told.said) == ["InterruptionArrived"]
    assert told.last(f.InterruptionArrived).origin == "hand"


def test_what_becomes_an_emergency_by_a_newer_text_while_it_is_put_off_is_asked_at_once() -> None:
    told = story().starts("ana").arrives("pager", live=ONE).answers("ana", "snooze")
    told.at(10).arrives("pager", level="urgent", replaces=ONE)
    assert told.case.phase == "snoozed"
    told.arrives("pager", level="emergency", replaces=ONE)
    assert kinds(told.said) == ["InterruptionRevised", "UrgencyRaised", "StepAsked"]
    assert (told.last(f.StepAsked).why, told.case.due) == ("woken", moment(55))


def test_a_rule_of_one_kind_of_session_counts_in_that_which_runs_and_for_what_comes_after_it() -> None:
    quiet = replace(POLICY, rules=(replace(POLICY.rules[1], verdict="noise", kinds=("isolation",)),))
    told = story(policy=quiet).does(c.StartSession(id=new_id(), kind="isolation")).arrives("pager")
    assert told.last(f.InterruptionArrived).verdict == "noise"
    assert told.ends().arrives("pager").last(f.InterruptionArrived).verdict == "noise"
    assert told.starts().arrives("pager").last(f.InterruptionArrived).verdict == "hold"
    assert story(policy=quiet).arrives("pager").last(f.InterruptionArrived).verdict == "hold", "before any session"
