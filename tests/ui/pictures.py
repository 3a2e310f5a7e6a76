"""Draw the surfaces of the screen as pictures: `python -m tests.ui.pictures FOLDER [NAMES [LANGUAGES]]`, offscreen.

NAMES and LANGUAGES are lists with commas; no names, or an empty list, are all. QT_SCALE_FACTOR=2 draws them twice as fine.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from typing import TYPE_CHECKING

from tests.what_to_draw import what_to_draw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

    from holdspace.ui.theme import Theme

MARGIN = 24


def picture(window: QWidget, theme: Theme) -> QPixmap:
    """The window as it looks, over a soft ground."""
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPixmap
    from PySide6.QtWidgets import QApplication

    window.show()
    if window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus and window.focusWidget() is None:
        window.setFocus()  # offscreen has no window manager that would refuse the focus to its buttons
    QApplication.processEvents()
    grabbed = window.grab()
    ratio = grabbed.devicePixelRatio()
    wide, high = window.width() + 2 * MARGIN, window.height() + 2 * MARGIN
    made = QPixmap(round(wide * ratio), round(high * ratio))
    made.setDevicePixelRatio(ratio)
    painter = QPainter(made)
    ground = QLinearGradient(QPointF(0, 0), QPointF(wide, high))
    for place, color in enumerate(("#34423E", "#1E2927") if theme.dark else ("#C9D3CC", "#94A79F")):
        ground.setColorAt(place, QColor(color))
    painter.fillRect(0, 0, wide, high, ground)
    painter.drawPixmap(MARGIN, MARGIN, grabbed)
    painter.end()
    window.close()
    return made


def draw(folder: Path, names: Sequence[str], languages: Sequence[str]) -> None:
    """Draw these, light and dark, into `folder`."""
    from PySide6.QtWidgets import QApplication

    from holdspace.ui.theme import DARK, LIGHT
    from tests.ui.surfaces import SURFACES

    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    for name in names or SURFACES:
        for language in languages:
            for theme in (LIGHT, DARK):
                tail = "-dark" if theme.dark else ""
                tail += "" if language == "en" else f"-{language}"
                tail += "" if scale == "1" else f"-{scale}x"
                picture(SURFACES[name](language, theme), theme).save(str(folder / f"{name}{tail}.png"))
    app.processEvents()


SCREEN = {
    "name": "wide",
    "x": 0,
    "y": 0,
    "width": 3840,
    "height": 2160,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}
"""Tall enough for every window drawn twice as fine: on the small screen that Qt has offscreen they make themselves lower."""


if __name__ == "__main__":
    asked = what_to_draw(sys.argv[1:], __doc__)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as wide:
        json.dump({"screens": [SCREEN]}, wide)
        wide.flush()
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={wide.name}"
        draw(asked.folder, asked.names, asked.languages)
