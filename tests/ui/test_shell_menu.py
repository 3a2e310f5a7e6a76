"""The tray's menu: what can be done now, whom it names, and what each entry asks for."""

from dataclasses import replace

from PySide6.QtGui import QGuiApplication

from holdspace.ui.shell import Shell
from tests.ui import samples
from tests.ui.hands import visible
from tests.ui.samples import Asked


def test_the_menus_end_asks_for_a_second_press_too(shell: Shell, asked: Asked) -> None:
    shell.render(samples.screen())
    shell.hide_window()
    shell.menus.window.end.trigger()
    assert asked.calls == []
    assert visible() == ["SessionWindow"]
    shell.menus.window.end.trigger()
    assert asked.names() == ["end"]


def test_the_menu_offers_what_can_be_done_now(shell: Shell) -> None:
    def offered() -> set[str]:
        return {action.text() for action in shell.menus.window.actions() if action.isVisible() and action.text()}

    shell.render(samples.free())
    assert {"Start", "Follow-ups", "Digest of the last session", "Invite", "Quit"} <= offered()
    assert not {"Step out", "End…", "Resume"} & offered()
    shell.render(samples.screen())
    assert {"Log an interruption", "Pin a thought…", "Place mark…", "Step out", "End…", "Undo the log"} <= offered()
    assert not {"Start", "Resume"} & offered()
    shell.render(samples.screen(session=samples.session(state="paused")))
    assert "Resume" in offered()


def test_the_menu_says_of_each_who_can_be_invited_whether_they_are_asked(shell: Shell) -> None:
    never = replace(samples.TOM, in_a_step=False)
    for last, said in ((samples.TOM, "not reachable now"), (never, "asked in no step")):
        shell.render(samples.free(responders=(samples.ANA, last)))
        assert [action.text() for action in shell.menus.window.links.actions()] == [
            "Copy link for Ana Lindqvist (can be asked now)",
            f"Copy link for Tom Bauer ({said})",
        ]


def test_the_menus_session_is_as_long_as_the_preferences_say(shell: Shell, asked: Asked) -> None:
    shell.render(samples.free(planned_minutes=45))
    entry = shell.menus.window.start_session
    assert entry.text() == "Session, 45 minutes"
    entry.trigger()
    assert asked.calls == [("start", ("session", None, None, 45))]


def test_the_menu_offers_no_undo_and_no_digest_where_there_is_none(shell: Shell) -> None:
    menu = shell.menus.window
    shell.render(samples.free(digest=False))
    assert not menu.undo.isVisible()
    assert not menu.digest.isVisible()
    shell.render(samples.free(undo="pin"))
    assert menu.undo.text() == "Undo the pin"
    assert menu.digest.isVisible()
    shell.render(samples.free(undo="end"))
    assert menu.undo.text() == "Undo the end"


def test_open_is_offered_for_a_window_that_does_not_show(shell: Shell) -> None:
    own, tray = shell.menus.window.open_, shell.menus.tray.open_
    shell.render(samples.free())
    assert own.isVisible()
    assert tray.text() == "Open"
    shell.open_window()
    assert not own.isVisible()
    assert tray.text() == "Bring to the front"  # other windows may cover it
    assert shell._start is not None
    shell._start.close()
    assert own.isVisible()
    assert tray.text() == "Open"
    shell.render(samples.screen())
    assert not own.isVisible()
    assert not tray.isVisible()
    shell.hide_window()
    assert own.isVisible()
    assert tray.isVisible()


def test_an_invitation_is_copied_and_names_are_no_mnemonics(shell: Shell, asked: Asked) -> None:
    shell.render(samples.free(responders=(replace(samples.ANA, name="A & B"),)))
    action = shell.menus.window.links.actions()[0]
    assert action.text() == "Copy link for A && B (can be asked now)"
    action.trigger()
    assert asked.calls == [("link", ("va1",))]
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:1/pair#x"


def test_isolation_starts_from_the_menu(shell: Shell, asked: Asked) -> None:
    shell.render(samples.free())
    for action in shell.menus.window.isolations:
        action.trigger()
    assert asked.calls == [("start", ("isolation", None, None, minutes)) for minutes in (25, 50, 90)]
