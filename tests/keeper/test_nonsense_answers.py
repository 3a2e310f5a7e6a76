"""What each driver of silence makes of an answer of a wrong type: to every question that looks at it, "refused".

On the bus everybody answers every call with the same; GSettings' process prints it; LXQt's and COSMIC's file says it.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from holdspace.keeper.quiet import Before, DriverError, QuietDriver
from holdspace.keeper.quiet.budgie import Budgie
from holdspace.keeper.quiet.dunst import Dunst
from holdspace.keeper.quiet.gnome import Gnome
from holdspace.keeper.quiet.kde import Kde
from holdspace.keeper.quiet.mako import Mako
from holdspace.keeper.quiet.mate import Mate
from holdspace.keeper.quiet.swaync import Swaync
from holdspace.keeper.quiet.xfce import Xfce
from tests.keeper.nonsense import ON_THE_BUS, NonsenseBus

ASKED: dict[str, Callable[[QuietDriver], object]] = {
    "snapshot": lambda driver: driver.snapshot(),
    "is_on": lambda driver: driver.is_on(),
    "engage": lambda driver: driver.engage(),
    "release to unset": lambda driver: driver.release(Before("unset")),
    "release to off": lambda driver: driver.release(Before("off")),
    "release to a level": lambda driver: driver.release(Before("off", "30")),
    "release to on": lambda driver: driver.release(Before("on", "do-not-disturb")),
}
"""Every question and every order."""
REFUSED = "refused"
OBEYED: dict[type[Any], frozenset[str]] = {
    Dunst: frozenset({"engage", "release to a level"}),
    Kde: frozenset({"release to unset", "release to off", "release to a level", "release to on"}),
    Xfce: frozenset({"engage", "release to off", "release to a level", "release to on"}),
    Swaync: frozenset({"engage", "release to unset", "release to off", "release to a level", "release to on"}),
    Budgie: frozenset(),
    Mako: frozenset(),
}
"""What is an order only, and has no answer that could be wrong. Plasma's inhibition is given up only where it was granted."""
COOKIES: list[tuple[Any, ...]] = [(0,), (1,)]
"""To Plasma's Inhibit a number is an answer."""
NONSENSE: list[tuple[Any, ...]] = [
    (),
    (None,),
    ("yes",),
    *COOKIES,
    ((),),
    (("b",),),
    (("s", "true"),),
    (("b", 1, 1),),
    ({},),
    (b"",),
    (2.5,),
]


def said(make: Callable[[], QuietDriver]) -> dict[str, object]:
    """To each question what a fresh driver says, or the code of its error; None to what it is told to do, and does."""
    answers: dict[str, object] = {}
    for name, ask in ASKED.items():
        try:
            answers[name] = ask(make())
        except DriverError as error:
            answers[name] = error.code
    return answers


def refused_but(*obeyed: str) -> dict[str, object]:
    return {name: None if name in obeyed else REFUSED for name in ASKED}


@pytest.mark.parametrize("answer", NONSENSE, ids=repr)
@pytest.mark.parametrize("driver", ON_THE_BUS)
def test_to_each_question_an_answer_of_a_wrong_type_is_a_refusal(driver: type[Any], answer: tuple[Any, ...]) -> None:
    found = said(lambda: driver(NonsenseBus(answer), ":1.1"))
    cookie = driver is Kde and answer in COOKIES
    assert found == refused_but(*OBEYED[driver], *(["engage"] if cookie else []))


@pytest.mark.parametrize("answer", NONSENSE, ids=repr)
def test_what_is_no_cookie_is_not_kept_as_one(answer: tuple[Any, ...]) -> None:
    bus: Any = NonsenseBus(answer)
    with suppress(DriverError):
        Kde(bus, ":1.1").engage()
    assert bus.cookies == ({":1.1": answer[0]} if answer in COOKIES else {})


def test_an_empty_list_is_no_truth_and_is_no_mode() -> None:
    for driver in ON_THE_BUS:
        found = said(lambda: driver(NonsenseBus(([],)), ":1.1"))  # noqa: B023
        modes = {"snapshot": Before("off"), "is_on": False} if driver is Mako else {}
        assert found == {**refused_but(*(ASKED if driver is Mako else OBEYED[driver])), **modes}


GSETTINGS: list[type[Any]] = [Gnome, Mate]
"""One whose key is false in silence, and one whose key is true then; the others are these with other names."""
NOTHING_OF_OURS = [
    "",
    "yes",
    "true",
    "null",
    "7",
    "[]",
    "[true, false]",
    "{}",
    '{"user": true}',
    '{"value": true}',
    '{"user": null, "value": null}',
    '{"user": null, "value": 1}',
    '{"user": null, "value": "false"}',
    '{"user": 0, "value": false}',
    '{"user": "true", "value": true}',
    '{"user": [], "value": true}',
    '{"user": {}, "value": false}',
    '{"user": true, "value": true}{"user": false, "value": false}',
]


@pytest.fixture
def prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A program in the place of the Python that asks GSettings: it prints this, whatever it is asked."""
    program = tmp_path / "python"

    def says(words: str) -> None:
        program.write_text(f"#!/bin/sh\nprintf %s '{words}'\n")
        program.chmod(0o755)

    monkeypatch.setattr(sys, "executable", str(program))
    return says


@pytest.mark.parametrize("words", NOTHING_OF_OURS)
@pytest.mark.parametrize("driver", GSETTINGS)
def test_a_setting_that_is_told_as_something_else_is_refused(
    driver: type[Any], words: str, prints: Callable[[str], None]
) -> None:
    prints(words)
    assert said(lambda: driver(NonsenseBus(()), ":1.1")) == refused_but()
