"""Whoever types to a client goes on typing: nothing of ours takes the focus, from the first moment of a session."""

from tests.journeys.hands import Practitioner
from tests.rig.processes import wait_for
from tests.ui.typist import Typist


def test_a_session_that_is_started_by_command_takes_no_focus(person: Practitioner) -> None:
    """Not even by a window that comes and goes: whether it gets the focus meanwhile is chance, so none may come."""
    person.launch()
    desktop = person.desktop
    with Typist(desktop.display) as typist, desktop.screen() as screen:
        screen.watch_mappings()
        person.ok("start", "--client", "C1", "--topic", "pricing talk")
        wait_for(lambda: screen.titled("Holdspace"), what="the session's window")
        desktop.xdotool("type", "dear client")
        typist.expect("dear client")
        assert typist.lost_focus == 0
        assert len(screen.mapped_since()) == 1


def test_an_early_end_that_asks_what_broke_it_takes_no_focus_and_is_answered_by_command_too(
    person: Practitioner,
) -> None:
    person.launch()
    desktop = person.desktop
    person.ok("start", "--client", "C1", "--minutes", "50")
    with Typist(desktop.display) as typist, desktop.screen() as screen:
        wait_for(lambda: screen.titled("Holdspace"), what="the session's window")
        screen.watch_mappings()
        person.ok("end")
        wait_for(lambda: screen.mapped_since(), what="the window after the session")
        desktop.xdotool("type", "dear client")
        typist.expect("dear client")
        assert typist.lost_focus == 0
    person.ok("end", "--why", "interruption")
    told = person.json("digest")
    assert (told["ended_early_minutes"], told["ended_why"]) == (50, "interruption")
    assert "Ended 50 minutes early. What broke it: an interruption." in person.ok("digest")
