from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from holdspace.ui import fonts


def test_the_bundled_font_is_loaded(qtbot: QtBot) -> None:
    assert fonts.family() == "Inter"
    assert fonts.font("title").family() == "Inter"


def test_figures_are_equally_wide_so_that_minutes_do_not_dance(qtbot: QtBot) -> None:
    metrics = QFontMetrics(fonts.font("figure"))
    assert metrics.horizontalAdvance("11") == metrics.horizontalAdvance("00")


@pytest.mark.parametrize("broken", [False, True])
def test_without_the_bundled_font_the_systems_font_serves(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    monkeypatch.setattr("holdspace.ui.fonts.root", lambda: tmp_path)
    if broken:
        (tmp_path / "fonts").mkdir()
        (tmp_path / "fonts" / "Inter-Regular.otf").write_bytes(b"no font")
    assert fonts.family.__wrapped__() == ""
