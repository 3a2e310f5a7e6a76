"""What the practitioner says of one thing in the digest: looked up, shown what it would do, adopted, and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from holdspace.app.bus import new_id
from holdspace.app.look_back import LookBack
from holdspace.app.preview_view import preview_view
from holdspace.app.returning import Returning, boundary
from holdspace.app.senders import senders
from holdspace.app.settings import policy_from, settings_of
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.escalation import in_a_step
from holdspace.core.next_time import NextTime, Settled, abouts, leave_lost, next_time, same_person
from holdspace.core.policy import BREAK_GLASS_DAYS, Policy
from holdspace.engine.ports import NotKept
from holdspace.private import Private
from holdspace.ui.next_time_views import Matter, NextTimeDoor, Outlook
from holdspace.ui.settings.views import PreviewView

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdspace.app.house import House
    from holdspace.core.next_time import Wished
    from holdspace.core.preview import Past, Preview
    from holdspace.core.returning import Hint
    from holdspace.engine.ports import Kept
    from holdspace.ui.next_time_views import Wish

EVER = timedelta(days=36_500)


class NextTimeDesk:
    """Nothing is said or settled while a session runs: a client may be looking."""

    def __init__(self, the_house: Callable[[], House]) -> None:
        self._the_house = the_house
        self._look: LookBack | None = None
        self._returning: Returning | None = None
        self._act: str | None = None
        """By which id that can be taken back which was settled here last."""

    def door(self) -> NextTimeDoor:
        return NextTimeDoor(
            matter=self.matter,
            people=self.people,
            outlook=self.outlook,
            preview=self.preview,
            settle=self.settle,
            join=self.join,
            undo=self.undo,
            hints=self.hints,
            today=lambda: self._the_house().today,
        )

    def matter(self, interruption: str) -> Matter | None:
        past = self._past(interruption)
        found = abouts(past) if past is not None else ()
        if past is None or not found:
            return None
        return Matter(
            interruption=interruption,
            abouts=found,
            sender=past.sender if "person" in found else None,
            app=past.app,
            kind=past.kind,
            boundary=boundary(self._the_house()) if found[0] != "app" else None,
        )

    def people(self, interruption: str) -> tuple[Private, ...]:
        past, policy = self._past(interruption), self._policy
        if past is None or past.sender is None:
            return ()
        own = policy.person(past.sender.reveal())
        known = [Private(one.name) for one in policy.people]
        both = (*known, *senders(self._the_house()))
        return tuple(one for one in both if policy.person(one.reveal()) != own)

    def outlook(self, wish: Wish) -> Outlook:
        settled = self._settled(wish)
        if isinstance(settled, str):
            return Outlook(refusal=settled)
        policy = self._policy
        asked = any(in_a_step(policy, person.role) for person in policy.responders)
        nobody = wish.verdict == "ask" and not asked
        return Outlook(over=settled.over, known=settled.policy == policy, nobody=nobody, apps=settled.apps)

    def preview(self, wish: Wish, told: Callable[[PreviewView], None]) -> None:
        house = self._the_house()
        settled = self._settled(wish)
        if self._look is None:
            self._look = LookBack(house)
        if isinstance(settled, str):
            self._look.stop()
            told(PreviewView(state="wrong"))
            return

        def made(answer: Preview | NotKept) -> None:
            told(preview_view(answer, house.zone, covered=True))  # in numbers only: whom it is about is said already

        self._look.ask(settled.policy, settled.rule, made)

    def settle(self, wish: Wish, told: Callable[[str], None]) -> None:
        settled = self._settled(wish)
        if isinstance(settled, str):
            told(settled)
        else:
            self._adopt(settled.policy, told)

    def join(self, interruption: str, name: str, told: Callable[[str], None]) -> None:
        past = self._past(interruption)
        if past is None or past.sender is None:
            told("gone")
            return
        joined = same_person(self._policy, past.sender.reveal(), name)
        if leave_lost(self._policy, joined, self._the_house().clock.now()):
            told("leave_lost")
            return
        self._adopt(joined, told)

    def undo(self, told: Callable[[str], None]) -> None:
        if self._act is None:
            told("nothing_to_undo")
            return
        self._do(c.TakeBack(id=new_id(), act=self._act), told)

    def hints(self, session: str, told: Callable[[tuple[Hint, ...]], None]) -> None:
        if self._returning is None:
            self._returning = Returning(self._the_house())
        self._returning.ask(session, told)

    @property
    def _policy(self) -> Policy:
        return self._the_house().engine.policy

    def _past(self, interruption: str) -> Past | None:
        """What is known of it; None for what did not come by itself, and for everything while a session runs."""
        house = self._the_house()
        if house.engine.state.session is not None:
            return None
        try:
            found = house.store.past.of((interruption,), house.clock.now(), EVER)
        except NotKept as error:
            house.failed(error.code)
            return None
        return next(iter(found), None)

    def _settled(self, wish: Wish) -> Settled | str:
        """What would be in force, or a code why it cannot be."""
        house = self._the_house()
        past = self._past(wish.interruption)
        about = next((one for one in abouts(past) if one == wish.about), None) if past is not None else None
        if past is None or about is None:
            return "gone"
        until = wish.until
        if wish.verdict == "let_through":
            if until is None or not house.today <= until <= house.today + timedelta(days=BREAK_GLASS_DAYS):
                return "no_such_end"
            if not wish.reason.strip():
                return "no_reason"
        asked = NextTime(
            verdict=cast("Wished", wish.verdict),
            about=about,
            kinds=(past.kind,) if wish.here_only else (),
            until=until,
            reason=wish.reason.strip(),
        )
        settled = next_time(self._policy, past, asked, house.clock.now())
        return settled if self._holds(settled.policy) else "no_room"

    def _holds(self, policy: Policy) -> bool:
        """Whether the one validator takes it as well as what is in force: it can be edited, exported and taken again."""
        problems = self._problems(policy)
        return not problems or problems <= self._problems(self._policy)

    def _problems(self, policy: Policy) -> int:
        found = policy_from(settings_of(policy), today=self._the_house().today)
        return 0 if isinstance(found, Policy) else len(found)

    def _adopt(self, policy: Policy, told: Callable[[str], None]) -> None:
        if policy == self._policy:
            told("")
            return
        if not self._holds(policy):
            told("no_room")
            return
        act = new_id()

        def kept(why: str) -> None:
            if not why:
                self._act = act
            told(why)

        self._do(c.AdoptPolicy(id=act, policy=policy, as_act=True), kept)

    def _do(self, command: c.AdoptPolicy | c.TakeBack, told: Callable[[str], None]) -> None:
        def kept(answer: Kept | NotKept) -> None:
            if isinstance(answer, NotKept):
                told(answer.code)
                return
            told(next((fact.code for fact in answer.facts if isinstance(fact, f.Refused)), ""))

        self._the_house().bus.do(command, kept)
