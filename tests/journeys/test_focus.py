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
