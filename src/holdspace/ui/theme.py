"""Colours of the screen, light and dark: warm paper and ink, one accent, no alarm red.

`PAIRS` lists every ink that is ever put on a ground; a test measures each against WCAG AA.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from PySide6.QtGui import QStyleHints

Token = Literal[
    "card", "line", "ink", "ink2", "ink3", "track", "accent", "on_accent", "accent_hover", "soft", "soft_hover",
    "warn", "neutral", "neutral_hover", "field", "field_line", "chip_on_accent", "chip_on_neutral",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One set of colours. Each is #rrggbb; `ink3` never stands on a soft ground."""

    dark: bool
    card: str
    line: str
    ink: str
    ink2: str
    ink3: str
    track: str
    accent: str
    on_accent: str
    accent_hover: str
    soft: str
    soft_hover: str
    warn: str
    neutral: str
    neutral_hover: str
    field: str
    field_line: str
    chip_on_accent: str
    chip_on_neutral: str

    def color(self, token: Token) -> QColor:
        return QColor(getattr(self, token))


LIGHT = Theme(
    dark=False,
    card="#FFFDFA",
    line="#E9E3D9",
    ink="#1F2523",
    ink2="#5E6763",
    ink3="#6D7571",
    track="#ECE7DE",
    accent="#2C6E63",
    on_accent="#FFFFFF",
    accent_hover="#255E55",
    soft="#E3EFEB",
    soft_hover="#D3E5DF",
    warn="#A35E0A",
    neutral="#F5EFEA",
    neutral_hover="#ECE5DE",
    field="#F8F4EE",
    field_line="#8B9089",
    chip_on_accent="#437C72",
    chip_on_neutral="#E3DCD3",
)
DARK = Theme(
    dark=True,
    card="#1B201F",
    line="#2E3533",
    ink="#EDF1EF",
    ink2="#A9B4B0",
    ink3="#8A958F",
    track="#2E3533",
    accent="#7CC7B6",
    on_accent="#14201D",
    accent_hover="#93D3C4",
    soft="#223A35",
    soft_hover="#2C4A43",
    warn="#E5A853",
    neutral="#272D2B",
    neutral_hover="#313837",
    field="#232927",
    field_line="#6F7A75",
    chip_on_accent="#63A898",
    chip_on_neutral="#3B4341",
)

PAIRS: tuple[tuple[Token, Token], ...] = (
    *((ink, "card") for ink in ("ink", "ink2", "ink3", "accent", "warn")),
    *((ink, "soft") for ink in ("ink", "ink2", "accent")),
    ("ink", "soft_hover"),
    *((ink, "neutral") for ink in ("ink", "ink2")),
    ("ink", "neutral_hover"),
    *((ink, "field") for ink in ("ink", "ink2", "warn")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "chip_on_accent")),
    ("ink", "chip_on_neutral"),
)
"""Text on ground: at least 4.5 to 1."""

SHAPE_PAIRS: tuple[tuple[Token, Token], ...] = (
    ("accent", "card"),
    ("warn", "card"),
    ("accent", "track"),
    ("warn", "track"),
    ("field_line", "card"),
    ("accent", "soft"),
)
"""Shapes that carry a meaning (ring, dot, edge of a field, focus): at least 3 to 1."""


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    high, low = sorted((_luminance(QColor(one)), _luminance(QColor(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def from_system(hints: QStyleHints | None = None) -> Theme:
    """The theme that the system's colour scheme asks for; light where it says nothing."""
    hints = hints or QGuiApplication.styleHints()
    return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT
