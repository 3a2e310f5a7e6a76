from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtGui import QImage, QPixmap
from pytestqt.qtbot import QtBot

from holdspace.ui.icons import SIZES, pixmap, shipped, tray_icon
from holdspace.ui.theme import contrast
from holdspace.ui.views import TrayState

STATES: tuple[TrayState, ...] = get_args(TrayState)


Draw = Callable[[TrayState, int], QPixmap | None]


def image(draw: Draw, state: TrayState, size: int) -> QImage:
    drawn = draw(state, size)
    assert drawn is not None
    return drawn.toImage()


@pytest.mark.parametrize("draw", [shipped, pixmap], ids=["shipped", "painted"])
@pytest.mark.parametrize("panel", ["#F6F5F4", "#FFFFFF", "#202020", "#2D2D2D"])
@pytest.mark.parametrize("state", STATES)
def test_an_icon_reads_on_light_and_dark_panels(qtbot: QtBot, draw: Draw, state: TrayState, panel: str) -> None:
    drawn = image(draw, state, 44)
    full = [drawn.pixelColor(x, y) for x in range(44) for y in range(44) if drawn.pixelColor(x, y).alpha() == 255]
    tone = Counter(color.name() for color in full).most_common(1)[0][0]
    assert contrast(tone, panel) >= 3


@pytest.mark.parametrize("draw", [shipped, pixmap], ids=["shipped", "painted"])
def test_states_are_told_apart_by_shape_and_not_by_colour_alone(qtbot: QtBot, draw: Draw) -> None:
    def shape(state: TrayState) -> list[bool]:
        drawn = image(draw, state, 22)
        return [drawn.pixelColor(x, y).alpha() > 127 for x in range(22) for y in range(22)]

    for one, other in combinations(STATES, 2):
        differing = sum(a != b for a, b in zip(shape(one), shape(other), strict=True))
        assert differing >= 12, (one, other)


def test_without_the_shipped_files_the_icons_are_painted(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdspace.ui.icons.root", lambda: tmp_path)
    assert shipped("free", 22) is None
    fresh = tray_icon.__wrapped__("free")
    assert fresh.pixmap(22, 22).toImage() == pixmap("free", 22).toImage()


def test_an_icon_has_every_size_that_panels_ask_for(qtbot: QtBot) -> None:
    for state in STATES:
        assert {size.width() for size in tray_icon(state).availableSizes()} == set(SIZES)
