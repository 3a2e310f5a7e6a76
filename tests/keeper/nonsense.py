"""A bus on which everybody answers every call with the same, whatever it is; and the drivers that ask somebody on a bus."""

from typing import Any

from holdspace.keeper.bus import CallError
from holdspace.keeper.quiet.budgie import Budgie
from holdspace.keeper.quiet.dunst import Dunst
from holdspace.keeper.quiet.kde import Kde
from holdspace.keeper.quiet.mako import Mako
from holdspace.keeper.quiet.swaync import Swaync
from holdspace.keeper.quiet.xfce import Xfce

ON_THE_BUS: list[type[Any]] = [Dunst, Kde, Xfce, Mako, Swaync, Budgie]


class NonsenseBus:
    """Answers every call with the same."""

    name = ":1.7"
    guid = "guid"

    def __init__(self, answer: tuple[Any, ...] | CallError) -> None:
        self._answer = answer
        self.cookies: dict[str, int] = {}

    def call_once(self, *_: Any, **__: Any) -> tuple[Any, ...]:
        return self.call()

    def call(self, *_: Any, **__: Any) -> tuple[Any, ...]:
        if isinstance(self._answer, CallError):
            raise self._answer
        return self._answer

    def owner(self, _: str) -> str:
        return ":1.1"

    def pid_of(self, _: str) -> None:
        return None
