from datetime import UTC, datetime
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools import catalogues

_SOURCE = """
def say(words):
    words.t("Back at {time}", time="15:50")
    words.n("{n} held", "{n} held in all", 3)
    return mark("Silent")
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "src"
    folder.mkdir()
    (folder / "screen.py").write_text(_SOURCE)
    return folder


def _translate(path: Path, pairs: dict[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def _translated(tmp_path: Path, sources: Path, back: str = "De vuelta a las {time}") -> Path:
    i18n = tmp_path / "i18n"
    catalogues.update("es", sources, i18n)
    po = catalogues.folder("es", i18n) / "holdspace.po"
    _translate(
        po,
        {
            'msgid "Back at {time}"\nmsgstr ""': f'msgid "Back at {{time}}"\nmsgstr "{back}"',
            'msgid "Silent"\nmsgstr ""': 'msgid "Silent"\nmsgstr "En silencio"',
            'msgstr[0] ""': 'msgstr[0] "{n} retenida"',
            'msgstr[1] ""': 'msgstr[1] "{n} retenidas"',
        },
    )
    catalogues.update("es", sources, i18n)
    return i18n


def test_a_whole_catalogue_has_no_problems_and_speaks(tmp_path: Path, sources: Path) -> None:
    i18n = _translated(tmp_path, sources)
    assert list(catalogues.problems("es", sources, i18n)) == []
    with (catalogues.folder("es", i18n) / "holdspace.mo").open("rb") as file:
        spanish = GNUTranslations(file)
    assert spanish.gettext("Silent") == "En silencio"
    assert spanish.ngettext("{n} held", "{n} held in all", 2) == "{n} retenidas"


def test_a_missing_catalogue_is_told(tmp_path: Path, sources: Path) -> None:
    assert "no catalogue" in next(catalogues.problems("es", sources, tmp_path / "none"))


def test_each_sentence_that_is_not_translated_is_named(tmp_path: Path, sources: Path) -> None:
    catalogues.update("es", sources, tmp_path / "i18n")
    found = list(catalogues.problems("es", sources, tmp_path / "i18n"))
    assert len(found) == 3
    assert "es: not translated: 'Silent' (screen.py)" in found


@pytest.mark.parametrize("back", ["De vuelta a las {hora}", "De vuelta"])
def test_a_placeholder_that_differs_is_named(tmp_path: Path, sources: Path, back: str) -> None:
    i18n = _translated(tmp_path, sources, back)
    assert any("placeholders differ" in problem for problem in catalogues.problems("es", sources, i18n))


def test_a_compiled_catalogue_that_is_older_than_its_text_is_named(tmp_path: Path, sources: Path) -> None:
    i18n = _translated(tmp_path, sources)
    _translate(catalogues.folder("es", i18n) / "holdspace.po", {"En silencio": "Callado"})
    assert any("holdspace.mo is not made from" in problem for problem in catalogues.problems("es", sources, i18n))


def test_a_sentence_that_is_gone_leaves_the_catalogue(tmp_path: Path, sources: Path) -> None:
    i18n = _translated(tmp_path, sources)
    (sources / "screen.py").write_text('mark("Silent")\n')
    catalogues.update("es", sources, i18n)
    assert "Back at" not in (catalogues.folder("es", i18n) / "holdspace.po").read_text(encoding="utf-8")
    assert list(catalogues.problems("es", sources, i18n)) == []


def test_a_catalogue_compiles_to_the_same_bytes_at_any_time() -> None:
    old, new = (Catalog(locale="es", creation_date=datetime(year, 1, 1, tzinfo=UTC)) for year in (2001, 2026))
    assert catalogues.compiled(old) == catalogues.compiled(new)
