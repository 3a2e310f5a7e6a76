"""Words for people: gettext catalogues with the language as argument, as several people are spoken to at once.

English is the msgid. Parameters are named, in braces: `words.t("Back at {time}", time="15:50")`.
The pseudo-locale `xx` is made here: 40 % longer, accented, in brackets, so that tests find what was never translated.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing costs the command line's fast path a third of its time
if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES = ("en", "es")
OWN_NAMES = {"en": "English", "es": "Español"}
PSEUDO = "xx"
"""The language of the layout tests."""

_ACCENTED = str.maketrans("aceginorsuyzACEGINORSUYZ", "áçéĝíñóŕśúýźÁÇÉĜÍÑÓŔŚÚÝŹ")
_known: dict[str, Words] = {}


def mark(msgid: str) -> str:
    """Mark a string for extraction where it stands; it is translated where it is shown."""
    return msgid


def own_name(language: str) -> str:
    """What a language calls itself."""
    return OWN_NAMES.get(language, language)


def known_language(wanted: str) -> str:
    """The language we speak that fits `wanted` ("es_MX.UTF-8", "es-ES", "es"), else English."""
    short = wanted.replace("-", "_").partition(".")[0].partition("_")[0].lower()
    return short if short in LANGUAGES or short == PSEUDO else "en"


def translator(language: str) -> Words:
    """The words of a language, loaded once. A language that we do not speak gets English."""
    short = known_language(language)
    if short not in _known:
        _known[short] = Words(short)
    return _known[short]


def pseudo(text: str) -> str:
    """`text` in the pseudo-locale; what stands in braces stays as it is."""
    out: list[str] = []
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        out.append(char if depth else char.translate(_ACCENTED))
    return f"[{''.join(out)} {'~' * max(1, -(-len(text) * 2 // 5) - 3)}]"


class Words:
    """What Holdspace says in one language."""

    __slots__ = ("_catalogue", "language")

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue: NullTranslations | None = None
        if language not in {"en", PSEUDO}:
            from gettext import GNUTranslations

            from holdspace.resources import path

            with path("i18n", language, "LC_MESSAGES", "holdspace.mo").open("rb") as file:
                self._catalogue = GNUTranslations(file)

    def t(self, msgid: str, **params: object) -> str:
        """A sentence. Parameters are put in as they are: never markup, never translated."""
        said = self._catalogue.gettext(msgid) if self._catalogue else msgid
        return self._filled(said, params)

    def n(self, singular: str, plural: str, n: int, **params: object) -> str:
        """A sentence that counts; `{n}` is the number."""
        own = singular if n == 1 else plural
        said = self._catalogue.ngettext(singular, plural, n) if self._catalogue else own
        return self._filled(said, {"n": n, **params})

    def code(self, kind: str, code: str, **params: object) -> str:
        """What a code from core, keeper or page means ("outcome", "held"). The kinds stand in words_codes.

        A code that nobody wrote a sentence for is shown as it is, in plain words: better odd than silent.
        """
        from holdspace.words_codes import CODES

        msgid = CODES[kind].get(code)
        if msgid is None:
            return code.replace("_", " ")
        try:
            return self.t(msgid, **params)
        except KeyError:  # the other side sent fewer parameters than the sentence names
            return code.replace("_", " ")

    def _filled(self, said: str, params: dict[str, object]) -> str:
        if self.language == PSEUDO:
            said = pseudo(said)
        return said.format_map(params) if params or "{" in said else said
