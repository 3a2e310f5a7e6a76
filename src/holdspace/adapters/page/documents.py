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
        self._files = _read(folder, KINDS)
        self._fonts = _read(resources.root() / "fonts", FONTS)
        self.edition = _edition({**self._files, **self._fonts})
        """Names all scripts, styles and fonts as they were read: what is loaded under it may be kept for ever, and an update of
        the files while we run changes neither.
        """
        self._index, self._pair = (
            resources.path("page", name).read_text(encoding="utf-8").replace(STATIC, f"{STATIC}{self.edition}/")
            for name in ("index.html", "pair.html")
        )

    def file(self, name: str) -> tuple[bytes, str] | None:
        """A script or style by its bare name, and its media type. Nothing else can be asked for."""
        return self._files.get(name)

    def font(self, name: str) -> tuple[bytes, str] | None:
        """A bundled font; without it the page takes the system's."""
        return self._fonts.get(name)

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


def _read(folder: Path, kinds: dict[str, str]) -> dict[str, tuple[bytes, str]]:
    """The files of these kinds by name, each with its media type; none where there is no such folder."""
    found = sorted(folder.iterdir()) if folder.is_dir() else ()
    return {file.name: (file.read_bytes(), kinds[file.suffix]) for file in found if file.suffix in kinds}


def _edition(files: dict[str, tuple[bytes, str]]) -> str:
    found = hashlib.sha256()
    for name, (content, _) in files.items():
        found.update(f"{name} {len(content)} ".encode() + content)
    return found.hexdigest()[:16]


def _filled(template: str, **values: str) -> str:
    return _HOLE.sub(lambda hole: html.escape(values[hole.group(1)]), template)
