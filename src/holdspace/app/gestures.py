"""What people do on the screen becomes commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.app.bus import new_id
from holdspace.app.digest_view import digest_view
from holdspace.app.followups import followup_rows
from holdspace.app.when import NotATime, by_when
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.asking import asking_about
from holdspace.engine.ports import Kept
from holdspace.ui.views import Gestures

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from holdspace.app.house import House
    from holdspace.core.commands import Command
    from holdspace.core.moment import Moment
    from holdspace.engine.ports import NotKept
    from holdspace.private import Private
    from holdspace.ui.next_time_views import NextTimeDoor
    from holdspace.ui.settings.views import SettingsDoor


def gestures(the_house: Callable[[], House]) -> Gestures:
    """The calls that the screen makes. What becomes of them shows in the next Screen.

    `the_house` is asked at each call, as the tray shows before the house is open.
    """

    def do(command: Command) -> None:
        house = the_house()

        def told(kept: Kept | NotKept) -> None:
            if isinstance(kept, Kept):  # what could not be kept is told as trouble
                for fact in kept.facts:
                    if isinstance(fact, f.Refused):
                        house.refuse(fact.code)

        house.bus.do(command, told)

    def pin(text: Private | None, sender: Private | None, by: str, interruption: str | None) -> None:
        due = _due(by, the_house())
        do(c.MakePin(id=new_id(), text=text, sender=sender, by=due, interruption=interruption))

    def start(kind: Any, client: Private | None, topic: Private | None, minutes: int) -> None:
        do(c.StartSession(id=new_id(), kind=kind, client=client, topic=topic, minutes=minutes))

    def answer_card(case: str, choice: Any, instruction: Any) -> None:
        do(c.AnswerCard(id=new_id(), case=case, choice=choice, instruction=instruction))

    def ask_about(about: Any) -> None:
        do(c.AdoptPolicy(id=new_id(), policy=asking_about(the_house().engine.policy, about)))

    def settings() -> SettingsDoor:
        from holdspace.app.settings_door import settings_door  # when somebody opens the window

        return settings_door(the_house)

    def sort(interruption: str, source: Any) -> None:
        do(c.SortInterruption(id=new_id(), interruption=interruption, source=source))

    def strip_gone() -> None:
        house = the_house()
        house.strip = None
        house.render()

    def recap_seen() -> None:
        house = the_house()
        house.recap_up = False
        house.render()

    return Gestures(
        foresee=lambda: _foresee(the_house()),
        urgent_with=lambda client: the_house().engine.policy.urgent_with(client),
        start=start,
        pause=lambda: do(c.PauseSession(id=new_id())),
        resume=lambda: do(c.ResumeSession(id=new_id())),
        extend=lambda minutes: do(c.ExtendSession(id=new_id(), minutes=minutes)),
        end=lambda: do(c.EndSession(id=new_id())),
        explain_end=lambda session, why: do(_explained(session, why)),
        confirm=lambda: the_house().confirm(),
        log=lambda: do(c.LogInterruption(id=new_id())),
        sort=sort,
        note=lambda text, verb: do(_noted(the_house(), text, verb)),
        pin=pin,
        mark=lambda topic, point, following: do(
            c.SetMark(id=new_id(), topic=topic, last_point=point, next_step=following)
        ),
        take_back=lambda key: do(c.TakeBackMark(id=new_id(), mark=key)),
        write=lambda session, text: the_house().notes.write(session, text),
        undo=lambda: do(c.TakeBack(id=new_id())),
        answer_card=answer_card,
        strip_gone=strip_gone,
        recap_seen=recap_seen,
        where=lambda: the_house().show_recap(),
        complete=lambda key: do(c.CompletePin(id=new_id(), pin=key)),
        digest=lambda: digest_view(the_house()),
        followups=lambda: followup_rows(the_house(), the_house().language),
        ask_about=ask_about,
        link=lambda responder: the_house().link(responder),
        settings=settings,
        next_time=lambda: _next_time(the_house),
        quit=lambda: the_house().quit(),
    )


def _foresee(house: House) -> None:
    house.health.look(house.render)


def _explained(session: str, why: Any) -> Command:
    return c.ExplainEnd(id=new_id(), session=session, why=why)


def _next_time(the_house: Callable[[], House]) -> NextTimeDoor:
    from holdspace.app.next_time import NextTimeDesk  # when somebody reads the digest

    return NextTimeDesk(the_house).door()


def _noted(house: House, text: Private, verb: str) -> Command:
    """A line that was written: a mark, a pin, or what was logged; to the log that the strip shows, if there is one."""
    if verb == "mark":
        return c.SetMark(id=new_id(), topic=text)
    if verb != "log":
        return c.MakePin(id=new_id(), text=text)
    if house.strip is None:
        return c.LogInterruption(id=new_id(), text=text)
    return c.NoteInterruption(id=new_id(), interruption=house.strip, text=text)


def _due(said: str, house: House) -> Moment | None:
    """The thought is kept in any case: with a time that makes no sense or has passed, for the usual time."""
    now = house.clock.now()
    try:
        due = by_when(said, now, house.zone)
    except NotATime:
        return None
    return due if due is not None and not now.reached(due) else None
