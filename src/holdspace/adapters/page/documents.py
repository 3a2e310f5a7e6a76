"""The page's documents and files: templates filled with escaped words, and the few files that may be asked for."""

from __future__ import annotations

import hashlib
import html
import json
import re
from typing import TYPE_CHECKING

from holdspace import resources
from holdspace.adapters.page.sentences import page_words, pairing_word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdspace.adapters.page.content import PageContent
    from holdspace.adapters.page.sentences import Speaker

KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
FONTS = {".otf": "font/otf", ".ttf": "font/ttf", ".woff2": "font/woff2"}
STATIC = "/static/"
_HOLE = re.compile(r"\{\{(\w+)\}\}")


class Documents:
    """Reads resources/page once. Raises FileNotFoundError at once when the install is not whole."""

    def __init__(self, words: Callable[[str], Speaker]) -> None:
        folder = resources.path("page")
        self._words = words
        self._files = {file.name: file for file in folder.iterdir() if file.suffix in KINDS}
        fonts = resources.root() / "fonts"
        self._fonts = {file.name: file for file in fonts.iterdir() if file.suffix in FONTS} if fonts.is_dir() else {}
        self.edition = _edition([*self._files.values(), *self._fonts.values()])
        """Names all scripts, styles and fonts as they are now: what is loaded under it may be kept for ever."""
        self._index, self._pair = (
            resources.path("page", name).read_text(encoding="utf-8").replace(STATIC, f"{STATIC}{self.edition}/")
            for name in ("index.html", "pair.html")
        )

    def file(self, name: str) -> tuple[bytes, str] | None:
        """A script or style by its bare name, and its media type. Nothing else can be asked for."""
        found = self._files.get(name)
        return (found.read_bytes(), KINDS[found.suffix]) if found else None

    def font(self, name: str) -> tuple[bytes, str] | None:
        """A bundled font; without it the page takes the system's."""
        found = self._fonts.get(name)
        return (found.read_bytes(), FONTS[found.suffix]) if found else None

    def page(self, content: PageContent | None, language: str) -> str:
        """The answer page, with its sentences in the responder's language."""
        speaker = self._words(content.language if content else language)
        words = page_words(speaker)
        # Inside a script element only `<` could end it.
        told = json.dumps(words).replace("<", "\\u003c")
        lang = content.language if content else language
        return _filled(
            self._index, lang=lang, title=words["title"], here_only=words["here_only"],
            connecting=words["connecting"], no_emergency_service=words["no_emergency_service"],
        ).replace("<!--words-->", f'<script type="application/json" id="words">{told}</script>')  # fmt: skip

    def pairing(self, state: str, content: PageContent | None, language: str) -> str:
        """The page behind a link: `open` shows a button; used, expired, unknown, unpaired, unkept say what to do."""
        lang = content.language if content else language
        speaker = self._words(lang)
        name, practitioner = (content.name, content.practitioner) if content else ("", "")
        if state == "open":
            heading = pairing_word(speaker, "open.heading" if name else "open.heading.unnamed", name=name)
            lead = "open.lead" if practitioner else "open.lead.unnamed"
            leads = (pairing_word(speaker, lead, practitioner=practitioner), pairing_word(speaker, "open.explain"))
        else:
            heading = pairing_word(speaker, f"{state}.heading")
            leads = (pairing_word(speaker, "unkept.lead" if state == "unkept" else "no_link.lead"), "")
        return _filled(
            self._pair,
            lang=lang,
            title=pairing_word(speaker, "title"),
            heading=heading,
            lead=leads[0],
            explain=leads[1],
            form="" if state in {"open", "unkept"} else "hidden",
            button=pairing_word(speaker, "open.button"),
            once=pairing_word(speaker, "open.once"),
            back="" if state == "unpaired" else "hidden",
            again=pairing_word(speaker, "again"),
            here_only=pairing_word(speaker, "here_only"),
        )


def _edition(files: list[Path]) -> str:
    found = hashlib.sha256()
    for file in sorted(files):
        content = file.read_bytes()
        found.update(f"{file.name} {len(content)} ".encode() + content)
    return found.hexdigest()[:16]


def _filled(template: str, **values: str) -> str:
    return _HOLE.sub(lambda hole: html.escape(values[hole.group(1)]), template)
