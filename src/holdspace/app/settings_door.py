"""The settings, as the window finds them: one validator, one command, one form of file for window and command line."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from holdspace.app.bus import new_id
from holdspace.app.look_back import LookBack
from holdspace.app.preview_view import preview_view, previewable
from holdspace.app.senders import senders
from holdspace.app.settings import policy_from, settings_of
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.break_glass import expiring
from holdspace.core.policy import Policy
from holdspace.engine.ports import NotKept
from holdspace.ui.settings.views import (
    Checked,
    FieldProblem,
    FileFault,
    Opened,
    PreviewView,
    Saved,
    SettingsDoor,
)
from holdspace.wire import settings_text
from holdspace.wire.toml_lines import line_of
from holdspace.words import LANGUAGES, own_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from holdspace.app.house import House
    from holdspace.app.settings_table import Problem
    from holdspace.core.preview import Preview
    from holdspace.engine.ports import Kept


def settings_door(the_house: Callable[[], House]) -> SettingsDoor:
    """The door to a house's settings."""

    def today() -> date:
        return the_house().today

    def policy(tree: Mapping[str, Any]) -> Policy | list[Problem]:
        house = the_house()
        return policy_from(tree, today=house.today, language=house.language, time_zone=house.zone)

    def check(tree: Mapping[str, Any]) -> Checked:
        found = policy(tree)
        if not isinstance(found, Policy):
            return Checked(problems=_told(found))
        return Checked(expiring=tuple(rule.name for rule in expiring(found, today())))

    def save(tree: Mapping[str, Any], told: Callable[[Saved], None]) -> None:
        found = policy(tree)
        if not isinstance(found, Policy):
            told(Saved(problems=_told(found)))
            return

        def kept(answer: Kept | NotKept) -> None:
            if isinstance(answer, NotKept):
                told(Saved(refusal=answer.code))
                return
            refused = next((fact.code for fact in answer.facts if isinstance(fact, f.Refused)), "")
            told(Saved(refusal=refused))

        the_house().bus.do(c.AdoptPolicy(id=new_id(), policy=found), kept)

    looks: list[LookBack] = []

    def preview(tree: Mapping[str, Any], at: int | None, told: Callable[[PreviewView], None]) -> None:
        house = the_house()
        if not looks:
            looks.append(LookBack(house))
        whole, name = previewable(tree, at, today())
        found = policy(whole)
        if not isinstance(found, Policy):
            looks[0].stop()
            told(PreviewView(state="wrong"))
            return

        def made(answer: Preview | NotKept) -> None:
            covered = house.engine.state.session is not None
            told(preview_view(answer, house.zone, covered=covered))

        looks[0].ask(found, name, made)

    def when(moment: datetime) -> str:
        return f"{moment.astimezone(ZoneInfo(the_house().zone)):%Y-%m-%d %H:%M}"

    return SettingsDoor(
        stamp=lambda: the_house().engine.policy,
        load=lambda: settings_of(the_house().engine.policy),
        check=check,
        save=save,
        open_file=lambda name: _opened(name, policy),
        write_file=_written,
        preview=preview,
        senders=lambda: senders(the_house()),
        today=today,
        health=lambda: the_house().health.rows(),
        look=lambda told: the_house().health.look(told),
        test_silence=lambda told: the_house().self_test.by_hand(told),
        zones=_zones,
        languages=tuple((code, own_name(code)) for code in LANGUAGES),
        when=when,
    )


@cache
def _zones() -> tuple[str, ...]:
    """The names of all time zones here; to find them each of six hundred files is opened."""
    return tuple(sorted(available_timezones()))


def _opened(name: str, policy: Callable[[Mapping[str, Any]], Policy | list[Problem]]) -> Opened:
    try:
        text = settings_text.read(name)
        tree = settings_text.parsed(text)
    except settings_text.FaultError as fault:
        params = tuple(fault.params.items())
        return Opened(faults=(FileFault(line=fault.line, place="", code=fault.code, params=params),))
    found = policy(tree)
    if isinstance(found, Policy):
        return Opened(settings=settings_of(found))
    return Opened(faults=tuple(_fault(problem, text) for problem in found))


def _written(name: str, tree: Mapping[str, Any]) -> str:
    try:
        settings_text.write(Path(name), dict(tree))
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _told(problems: list[Problem]) -> tuple[FieldProblem, ...]:
    return tuple(
        FieldProblem(path=problem.path, code=problem.code, params=tuple(problem.params.items())) for problem in problems
    )


def _fault(problem: Problem, text: str) -> FileFault:
    return FileFault(
        line=line_of(text, problem.path) if problem.path else 1,
        place=settings_text.spelled(problem.path),
        code=problem.code,
        params=tuple(problem.params.items()),
    )
