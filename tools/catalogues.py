"""The catalogues of words: `python -m tools.catalogues` checks them, `python -m tools.catalogues update` brings them up to date.

Checked is that every sentence in the sources is translated, that placeholders agree, and that the compiled catalogue
is the one of the text beside it.
"""

import io
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "holdspace"
CATALOGUES = ROOT / "resources" / "i18n"
LANGUAGES = ("es",)
# Where the sentence stands in a call: the functions of holdspace.words.
KEYWORDS = {"t": None, "n": (1, 2), "mark": None, "_": None}

_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def extracted(sources: Path = SOURCES) -> Catalog:
    """Every sentence that the sources say, in the order of files."""
    found = Catalog(project="Holdspace", charset="utf-8", fuzzy=False)
    rows = extract_from_dir(sources, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("L10N:",))
    for name, line, message, comments, context in sorted(rows, key=lambda row: (row[0], row[1])):
        found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def folder(language: str, catalogues: Path = CATALOGUES) -> Path:
    """Where the catalogue of a language lies."""
    return catalogues / language / "LC_MESSAGES"


def compiled(catalogue: Catalog) -> bytes:
    """The .mo of a catalogue: the same bytes for the same sentences, whenever it is made."""
    catalogue.creation_date = catalogue.revision_date = _NO_DATE
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update(language: str, sources: Path = SOURCES, catalogues: Path = CATALOGUES) -> None:
    """New sentences enter the .po untranslated, gone ones leave it, and the .mo is written."""
    where = folder(language, catalogues)
    where.mkdir(parents=True, exist_ok=True)
    path = where / "holdspace.po"
    catalogue = Catalog(locale=language, project="Holdspace", charset="utf-8", fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.update(extracted(sources), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, omit_header=False, include_lineno=False, sort_by_file=True)
    (where / "holdspace.mo").write_bytes(compiled(catalogue))


def problems(language: str, sources: Path = SOURCES, catalogues: Path = CATALOGUES) -> Iterator[str]:
    """What is wrong with the catalogue of a language, one line each."""
    path = folder(language, catalogues) / "holdspace.po"
    if not path.exists():
        yield f"{language}: there is no catalogue; run: python -m tools.catalogues update"
        return
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in extracted(sources):
        if not message.id:
            continue
        known = catalogue.get(message.id, message.context)
        if known is None or not _whole(known):
            yield f"{language}: not translated: {message.id!r} ({message.locations[0][0]})"
        elif known.fuzzy:
            yield f"{language}: marked as fuzzy: {message.id!r}"
        else:
            yield from (f"{language}: {problem}" for problem in _placeholders(known))
    binary = path.with_suffix(".mo")
    if not binary.exists() or _said(binary.read_bytes()) != _said(compiled(catalogue)):
        yield f"{language}: {binary.name} is not made from {path.name}; run: python -m tools.catalogues update"


def _said(binary: bytes) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What a .mo says, without its header: that names the version of Babel, which may differ from machine to machine."""
    return {tuple(_texts(one.id)): tuple(_texts(one.string)) for one in read_mo(io.BytesIO(binary)) if one.id}


def _texts(said: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [said or ""] if said is None or isinstance(said, str) else list(said)


def _whole(message: Message) -> bool:
    return all(_texts(message.string))


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _placeholders(message: Message) -> Iterator[str]:
    """A placeholder that the original does not have would break the sentence; one that is missing loses a fact."""
    originals = _texts(message.id)
    allowed = set().union(*(_names(text) for text in originals))
    for text in _texts(message.string):
        if _names(text) - allowed or (len(originals) == 1 and _names(text) != allowed):
            yield f"placeholders differ: {originals[0]!r} -> {text!r}"


def main(words: list[str]) -> int:
    """0 when all is well, 1 with a line for each problem, 2 on wrong usage."""
    if words == ["update"]:
        for language in LANGUAGES:
            update(language)
    elif words:
        print(__doc__, file=sys.stderr)
        return 2
    found = [problem for language in LANGUAGES for problem in problems(language)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
