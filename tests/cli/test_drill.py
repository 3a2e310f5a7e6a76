"""What a drill tells: that waits are shorter, a row a part with its time, and to what failed its remedy."""

import ast
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

import holdspace
from holdspace.cli.drill import rows
from holdspace.cli.drill.points import HELD, watch
from holdspace.cli.drill.rows import Failed, NotHere, Point, Row, Saw, rehearse
from holdspace.cli.drill.run import _shown_again
from holdspace.cli.drill.stage import Stage
from holdspace.cli.drill.telling import after, before, tell_row
from holdspace.words import LANGUAGES, translator
from holdspace.words_codes import CODES

if TYPE_CHECKING:
    from holdspace.keeper.probe.beside import Beside

WORDS = translator("en")
SOURCE = Path(holdspace.__file__).parent / "cli" / "drill"
STAGE = cast("Stage", SimpleNamespace(gave_way=lambda: False))
TAKEN = cast("Stage", SimpleNamespace(gave_way=lambda: True))
"""A session has begun: it is told to whoever asks why something failed."""
"""The acts of these tests look at nothing."""


def works(_: Stage) -> Saw:
    return Saw(what="held")


def fails(_: Stage) -> Saw:
    raise Failed("page_closed", "restart_holdspace")


def absent(_: Stage) -> Saw:
    raise NotHere("no_keys_here")


@pytest.fixture
def rehearsed(monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    """Four parts, on a clock that goes on by a second and a half whenever it is looked at."""
    clock = count(0.0, 1.5)
    monkeypatch.setattr(rows, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    points = (
        Point(part="watch", act=works),
        Point(part="page", act=fails),
        Point(part="ask", act=works, needs=("watch", "page")),
        Point(part="keys", act=absent),
    )
    return list(rehearse(points, STAGE))


def test_it_is_said_beforehand_that_the_waits_are_shorter_and_how_much() -> None:
    told = list(before({"scale": 30}, WORDS))
    assert "Waits are 30 times shorter than in earnest, and at least two seconds." in told
    assert all("30" in " ".join(before({"scale": 30}, translator(language))) for language in LANGUAGES)


def test_every_part_has_its_row_with_its_time_and_what_failed_its_remedy(rehearsed: list[Row]) -> None:
    assert [line for row in rehearsed for line in tell_row(row, WORDS)] == [
        "✓    1.5 s  What arrives is seen, and does not pop up: a notification was held, and no popup was shown",
        "✗    1.5 s  The answer page: the answer page was closed",
        "            Quit Holdspace and start it again.",
        "-    0.0 s  The assistant is asked: not tried, as something before it failed",
        "-    1.5 s  The key to log with: this kind of desktop gives its keys to no program",
    ]
    assert [(row.plain()["seconds"], row.plain()["remedy"]) for row in rehearsed] == [
        (1.5, ""),
        (1.5, "restart_holdspace"),
        (0.0, ""),
        (1.5, ""),
    ]
    assert next(iter(after(rehearsed, 0, WORDS))) == "2 parts did not do what they should."
    assert list(after([], 1, WORDS))[1] == "1 notification that came meanwhile is shown now."


def test_once_a_drill_gave_way_to_a_session_the_rest_is_not_tried() -> None:
    points = (Point(part="watch", act=works), Point(part="page", act=fails), Point(part="keys", act=works))
    told = [(row.part, row.state, row.said) for row in rehearse(points, TAKEN)]
    assert told[1:] == [("page", "failed", rows.SESSION_STARTED), ("keys", "not_reached", "")]
    assert [row.state for row in rehearse(points, STAGE)] == ["ok", "failed", "ok"]


class OnScreen:
    """An X server that saw some popups."""

    def __init__(self, shown: int) -> None:
        self.here, self._shown = True, shown

    def watch(self) -> None:
        """It has."""

    def popups(self) -> int:
        return self._shown


def watched(monkeypatch: pytest.MonkeyPatch, *, shown: int, urgent: int, critical: str) -> Row:
    """The part that looks for popups: so many were shown, and other programs had sent so many critical ones."""
    clock = count(0.0, 1.5)
    monkeypatch.setattr(rows, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    desk = SimpleNamespace(
        look=lambda: {"arrived": [HELD], "others_urgent": urgent}, status=lambda: {"quiet": {"critical": critical}}
    )
    stage = Stage(
        paths=cast("Any", None),
        desk=cast("Any", desk),
        desktop=cast("Any", SimpleNamespace(notify=lambda *_: None)),
        screen=cast("Any", OnScreen(shown)),
        before="off",
        told={},
    )
    return next(rehearse([Point(part="watch", act=watch)], stage))


@pytest.mark.parametrize(
    ("shown", "urgent", "critical", "said"),
    [
        (0, 0, "hidden", "held"),
        (0, 1, "shown", "held"),
        (1, 1, "shown", "held_but_urgent"),
        (1, 0, "shown", "popped_up"),
        (2, 1, "shown", "popped_up"),
        (1, 1, "hidden", "popped_up"),
    ],
)
def test_only_what_the_desktop_can_hold_back_is_held_against_its_silence(
    monkeypatch: pytest.MonkeyPatch, shown: int, urgent: int, critical: str, said: str
) -> None:
    row = watched(monkeypatch, shown=shown, urgent=urgent, critical=critical)
    assert (row.said, row.remedy) == (said, "see_its_rules" if said == "popped_up" else "")


def test_nothing_can_fail_in_a_drill_without_a_remedy() -> None:
    calls = [
        call
        for path in SOURCE.glob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Failed"
    ]
    assert len(calls) > 20
    remedies = [call.args[1] for call in calls]
    plain = {remedy.value for remedy in remedies if isinstance(remedy, ast.Constant)}
    assert plain <= set(CODES["remedy"])
    for remedy in (one for one in remedies if not isinstance(one, ast.Constant)):
        names = {part.id for part in ast.walk(remedy) if isinstance(part, ast.Name)}
        assert "remedy_for" in names, f"{ast.unparse(remedy)}: it is never empty, as tests/test_health says"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_and_remedy_of_a_row_is_told_in_words(language: str) -> None:
    words = translator(language)
    for why in CODES["drill_why"]:
        params = (("count", 2), ("code", "disk_full"), ("before", "off"), ("now", "on"))
        told = "\n".join(tell_row(Row(part="page", state="failed", said=why, remedy="repair", params=params), words))
        assert "{" not in told
        assert not told.splitlines()[0].endswith(": " + why.replace("_", " ")), "the bare code"


@pytest.mark.parametrize(
    ("over", "told"), [("", "leave"), (rows.SESSION_STARTED, "forget"), ("ended", "finish"), ("app_gone", "finish")]
)
def test_who_shows_again_is_waited_for_only_where_the_desktop_is_given_back(over: str, told: str) -> None:
    """While a drill that was broken off is under way, nobody gives back before this program has ended."""
    asked: list[str] = []

    def finish() -> int:
        asked.append("finish")
        return 2

    others = SimpleNamespace(leave=lambda: asked.append("leave"), forget=lambda: asked.append("forget"), finish=finish)
    stage = SimpleNamespace(over=lambda: over)
    assert _shown_again(cast("Stage", stage), cast("Beside", others)) == (2 if told == "finish" else 0)
    assert asked == [told]
