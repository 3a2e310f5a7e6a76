"""Private text: what others wrote, cleaned to plain text, in a type that never shows itself.

A leaf module: it imports nothing heavy, and of Holdspace a mark for the checker only, so every room may use it.
"""

from __future__ import annotations

import re
import unicodedata

from holdspace.override import override

_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<(?:br|p|div|li)\b[^<>]*>|</(?:p|div|li)\s*>", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:/?[A-Za-z]|[!?])[^<>]*>")  # each "<" is looked at once: linear on hostile text
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}

# Characters that show nothing or turn the reading order: bidi controls, zero-width, fillers, tags.
_UNSEEN_EXTRA = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufeff\u2800")
_SEPARATORS = frozenset("\u2028\u2029\x85\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f")


class Private:
    """Text that never shows itself: repr, str and format tell only its length.

    Frozen; compares and hashes by its body. Only `reveal()` gives the text.
    """

    __slots__ = ("body",)

    body: str

    def __init__(self, body: str = "") -> None:
        object.__setattr__(self, "body", body)

    def reveal(self) -> str:
        """The text itself: for storage, for the screen of whoever may see it, and nowhere else."""
        return self.body

    @override
    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("private text is frozen")

    @override
    def __delattr__(self, name: str) -> None:
        raise AttributeError("private text is frozen")

    @override
    def __repr__(self) -> str:
        return f"Private({len(self.body)})"

    @override
    def __str__(self) -> str:
        return repr(self)

    @override
    def __format__(self, spec: str) -> str:
        return repr(self)

    def __bool__(self) -> bool:
        return bool(self.body)

    def __len__(self) -> int:
        return len(self.body)

    @override
    def __eq__(self, other: object) -> bool:
        return self.body == other.body if isinstance(other, Private) else NotImplemented

    @override
    def __hash__(self) -> int:
        return hash((Private, self.body))

    @override
    def __reduce__(self) -> tuple[type[Private], tuple[str]]:
        return (Private, (self.body,))


def clean(raw: object, limit: int) -> str:
    """Plain text of at most `limit` characters out of anything at all.

    NFC; control, bidi, zero-width and other format characters, NUL and lone surrogates dropped; white space folded
    to single spaces and trimmed. Bytes are read as UTF-8, undecodable ones become U+FFFD; what is neither text nor
    bytes nor a number is empty. Raises nothing.
    """
    text = _as_text(raw, limit)
    if text.isascii() and text.isprintable():
        return _SPACE.sub(" ", text).strip()[:limit].rstrip()
    kept = "".join(" " if ch in _SEPARATORS else ch for ch in text if ch in _SEPARATORS or not _unseen(ch))
    folded = _SPACE.sub(" ", unicodedata.normalize("NFC", kept)).strip()
    return folded[:limit].rstrip() if limit > 0 else ""


def clean_lines(raw: object, limit: int) -> str:
    """Like `clean`, for text of several lines: each is cleaned by itself; empty ones at the end go."""
    lines = _as_text(raw, limit).replace("\r\n", "\n").replace("\u2029", "\n").replace("\u2028", "\n").split("\n")
    return "\n".join(clean(line, limit) for line in lines)[: max(limit, 0)].rstrip()


def plain_from_markup(raw: object, limit: int = 4096) -> str:
    """A notification's body as text: tags dropped, entities decoded once, then cleaned.

    What comes out is text, never markup: `&lt;b&gt;` becomes the three letters `<b>`, to be shown literally.
    """
    text = _as_text(raw, limit)
    if "<" in text:
        text = _MARKUP.sub("", _TAG.sub(" ", text))
    if "&" in text:
        text = _ENTITY.sub(_decode_entity, text)
    return clean(text, limit)


def _as_text(raw: object, limit: int) -> str:
    """Bounded before any work is done on it; markup and folding may shrink it, so a margin is left."""
    margin = max(limit, 0) * 8 + 256
    if isinstance(raw, Private):
        return raw.body[:margin]
    if isinstance(raw, str):
        return raw[:margin]
    if isinstance(raw, (bytes, bytearray, memoryview)):
        return bytes(raw[:margin]).decode("utf-8", "replace")
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return repr(raw)[:margin]
    return ""


def _unseen(ch: str) -> bool:
    return unicodedata.category(ch) in ("Cc", "Cf", "Cs", "Cn", "Co") or ch in _UNSEEN_EXTRA


def _decode_entity(found: re.Match[str]) -> str:
    name = found.group(1)
    if name[0] == "#":
        hexadecimal = name[1] in "xX"
        code = int(name.lstrip("#xX"), 16 if hexadecimal else 10)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    known = _ENTITIES.get(name)
    if known is not None:
        return known
    from html.entities import html5  # 2,231 names: loaded only when a body uses a rare one

    return html5.get(name + ";", found.group(0))
