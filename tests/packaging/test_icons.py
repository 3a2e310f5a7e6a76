import re
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from holdspace import resources

STATES = ("free", "session", "away", "isolation", "needs-you")
PANELS = ("#F6F5F4", "#1E1E1E")


def _drawn(name: str, size: int, ground: str) -> QImage:
    picture = QImage(size, size, QImage.Format.Format_RGB32)
    picture.fill(QColor(ground))
    painter = QPainter(picture)
    renderer = QSvgRenderer(str(resources.path("icons", f"{name}.svg")))
    assert renderer.isValid()
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def _luminance(color: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _differing(one: QImage, other: QImage) -> int:
    """Pixels that differ clearly in lightness: what remains without colour."""
    return sum(
        abs(one.pixelColor(x, y).lightness() - other.pixelColor(x, y).lightness()) > 40
        for x in range(one.width())
        for y in range(one.height())
    )


@pytest.mark.parametrize("ground", PANELS)
@pytest.mark.parametrize("state", STATES)
def test_a_tray_icon_stands_out_on_light_and_on_dark_panels(state: str, ground: str) -> None:
    """WCAG asks 3:1 of graphical objects."""
    source = resources.path("icons", f"tray-{state}.svg").read_text(encoding="utf-8")
    colors = set(re.findall(r"#[0-9A-Fa-f]{6}", source))
    assert len(colors) == 1
    assert _contrast(colors.pop(), ground) >= 3


@pytest.mark.parametrize("ground", PANELS)
@pytest.mark.parametrize("size", [16, 22, 24])
def test_tray_icons_differ_by_shape_at_the_size_of_a_panel(qtbot: QtBot, size: int, ground: str) -> None:
    drawn = {state: _drawn(f"tray-{state}", size, ground) for state in STATES}
    blank = QImage(size, size, QImage.Format.Format_RGB32)
    blank.fill(QColor(ground))
    for state, picture in drawn.items():
        assert _differing(picture, blank) >= 30, state
    for one, other in combinations(STATES, 2):
        assert _differing(drawn[one], drawn[other]) >= 12, (one, other)


@pytest.mark.parametrize("state", STATES)
def test_each_tray_icon_has_a_symbolic_twin_of_one_colour(state: str) -> None:
    source = resources.path("icons", f"tray-{state}-symbolic.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", source)) == {"#2E3436"}
