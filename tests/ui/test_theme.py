import pytest
from PySide6.QtCore import QObject, Qt, Signal

from holdspace.ui.theme import DARK, LIGHT, PAIRS, SHAPE_PAIRS, Theme, Token, contrast, from_system


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_ink_reads_on_its_ground(theme: Theme, ink: Token, ground: Token) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_every_shape_that_means_something_can_be_told_from_its_ground(
    theme: Theme, shape: Token, ground: Token
) -> None:
    assert contrast(getattr(theme, shape), getattr(theme, ground)) >= 3


def test_the_measure_itself_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


class Hints(QObject):
    """What the system says of its colours."""

    colorSchemeChanged = Signal()  # noqa: N815

    def __init__(self, scheme: Qt.ColorScheme) -> None:
        super().__init__()
        self._scheme = scheme

    def colorScheme(self) -> Qt.ColorScheme:
        return self._scheme


def test_the_system_says_dark_or_light_and_silence_is_light() -> None:
    assert from_system(Hints(Qt.ColorScheme.Dark)) is DARK  # type: ignore[arg-type]
    assert from_system(Hints(Qt.ColorScheme.Light)) is LIGHT  # type: ignore[arg-type]
    assert from_system(Hints(Qt.ColorScheme.Unknown)) is LIGHT  # type: ignore[arg-type]
