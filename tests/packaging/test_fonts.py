import json
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

import pytest

from holdspace import resources
from tests.rig.environment import environment

_PROGRAM = """
import json, sys
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QGuiApplication

application = QGuiApplication([])
for path in sys.argv[1:]:
    assert QFontDatabase.addApplicationFont(path) >= 0, path
rows = []
for weight in (400, 500, 600):
    font = QFont("Inter")
    font.setPixelSize(40)
    font.setWeight(QFont.Weight(weight))
    plain = QFontMetricsF(font)
    font.setFeature(QFont.Tag("tnum"), 1)
    tabular = QFontMetricsF(font)
    rows.append({
        "family": QFontInfo(font).family(),
        "word": plain.horizontalAdvance("Holdspace holds"),
        "plain": sorted({plain.horizontalAdvance(digit) for digit in "0123456789"}),
        "tabular": sorted({tabular.horizontalAdvance(digit) for digit in "0123456789"}),
        "missing": [sign for sign in "áéíóúüñ¿¡çãõåäöœșțğőűżžđ–—…·×→⇧○●€" if not plain.inFontUcs4(ord(sign))],
    })
print(json.dumps(rows))
"""


class Row(TypedDict):
    family: str
    word: float
    plain: list[float]
    tabular: list[float]
    missing: list[str]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """What Qt makes of the bundled files on a machine that has no Inter of its own."""
    folder = tmp_path_factory.mktemp("fonts")
    config = folder / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>'
    )
    files = sorted(str(path) for path in resources.path("fonts").glob("*.otf"))
    env = {**environment(folder / "home"), "QT_QPA_PLATFORM": "offscreen", "FONTCONFIG_FILE": str(config)}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *files], env=env, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[Row] = json.loads(done.stdout)
    return found


def test_three_weights_of_inter_load_as_one_family(rows: list[Row]) -> None:
    assert {row["family"] for row in rows} == {"Inter"}
    assert len({row["word"] for row in rows}) == 3, "each weight has its own widths"


def test_tabular_figures_have_one_width_and_plain_ones_not(rows: list[Row]) -> None:
    for row in rows:
        assert len(row["tabular"]) == 1
        assert len(row["plain"]) > 1


def test_no_letter_of_our_languages_is_missing(rows: list[Row]) -> None:
    assert [row["missing"] for row in rows] == [[], [], []]


def test_the_licence_of_the_font_is_beside_it() -> None:
    text = Path(resources.path("fonts", "OFL.txt")).read_text(encoding="utf-8")
    assert text.startswith("Copyright")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
