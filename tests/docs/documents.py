"""The documents of the repository, and how their links, tables and blocks are read."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def documents() -> list[Path]:
    """Every document: those at the top, and all under docs/."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def links(text: str) -> list[str]:
    """The targets of links and pictures, outside of code blocks."""
    return _LINK.findall(_FENCE.sub("", text))


def blocks(text: str, language: str) -> list[str]:
    """The contents of the code blocks in a language."""
    return [body for kind, body in _FENCE.findall(text) if kind == language]


def anchors(text: str) -> set[str]:
    """The names by which a page's headings can be linked to."""
    names = set()
    for heading in _HEADING.findall(_FENCE.sub("", text)):
        plain = re.sub(r"[^\w\- ]", "", heading.lower()).strip()
        names.add(plain.replace(" ", "-"))
    return names


def broken(text: str, folder: Path) -> list[str]:
    """The links of a text in `folder` that lead nowhere. Addresses of the web are not asked."""
    found = []
    for target in links(text):
        if re.match(r"https?://", target):
            continue
        name, _, anchor = target.partition("#")
        path = folder / name if name else None
        there = path is None or path.exists()
        if not there or (anchor and anchor not in anchors(path.read_text(encoding="utf-8") if path else text)):
            found.append(target)
    return found


def first_cells(text: str) -> list[str]:
    """The first cell of every row of every table."""
    return [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
