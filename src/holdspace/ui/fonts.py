"""Type: the bundled Inter where it is there, the system's font otherwise; one scale; figures of equal width."""

from __future__ import annotations

import logging
from functools import cache
from typing import Literal

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from holdspace.resources import root

log = logging.getLogger(__name__)

Role = Literal["label", "caption", "small", "text", "strong", "button", "title", "heading", "line", "figure"]

_SCALE: dict[Role, tuple[int, QFont.Weight]] = {
    "label": (10, QFont.Weight.DemiBold),
    "caption": (11, QFont.Weight.Normal),
    "small": (11, QFont.Weight.Medium),
    "text": (12, QFont.Weight.Normal),
    "strong": (12, QFont.Weight.DemiBold),
    "button": (13, QFont.Weight.DemiBold),
    "title": (18, QFont.Weight.DemiBold),
    "heading": (14, QFont.Weight.DemiBold),
    "line": (13, QFont.Weight.Medium),
    "figure": (24, QFont.Weight.DemiBold),
}
"""Pixels (the screen's scale factor is Qt's business) and weight."""


@cache
def family() -> str:
    """Load the bundled font once; empty when it is missing or broken, and the system's font serves."""
    folder = root() / "fonts"
    files = sorted((*folder.glob("Inter*.ttf"), *folder.glob("Inter*.otf"))) if folder.is_dir() else []
    numbers = [QFontDatabase.addApplicationFont(str(file)) for file in files]
    families = [name for number in numbers if number >= 0 for name in QFontDatabase.applicationFontFamilies(number)]
    if families:
        return min(families, key=len)  # "Inter", of which the weights are part
    log.info("the bundled font is missing; the system's font serves")
    return ""


def font(role: Role) -> QFont:
    """The font of one role in the type scale, with tabular figures."""
    size, weight = _SCALE[role]
    made = QFont(family()) if family() else QFont(QGuiApplication.font())
    made.setPixelSize(size)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    if role == "label":
        made.setCapitalization(QFont.Capitalization.AllUppercase)
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.6)
    return made


def plain_font() -> QFont:
    """What is written and chosen, in the weight of what is written."""
    face = font("button")
    face.setWeight(face.Weight.Normal)
    return face
