"""The bar of what scrolls: thin, without arrows, and beside what it scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QScrollArea, QVBoxLayout

    from holdspace.ui.theme import Theme


WIDE = 8


def bar_of(theme: Theme, above: int = 0) -> str:
    """Qt's style sheet for it. `above`: so many pixels stay free over it."""
    return (
        f"QScrollBar:vertical {{ background: transparent; width: {WIDE}px; margin: {above}px 0 0 0; }}"
        f"QScrollBar::handle:vertical {{ background: {theme.field_line}; border-radius: 3px; min-height: 32px;"
        " margin: 0 1px; }"
        "QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }"
        "QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: transparent; }"
    )


def keep_off_bar(area: QScrollArea, column: QVBoxLayout, gap: int) -> None:
    """Keep what is in `column` so many pixels from the bar of `area`; without a bar it is as wide as the area."""

    def follow(_least: int, most: int) -> None:
        margins = column.contentsMargins()
        margins.setRight(gap if most else 0)
        column.setContentsMargins(margins)

    area.verticalScrollBar().rangeChanged.connect(follow)
