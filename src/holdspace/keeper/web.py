"""The web page behind a browser's notification: its host.

Chromium and its kin name a page's origin in one of three forms, by what the server says it can show: the hint
`x-kde-origin-name` (Plasma), a link that begins the body, or the host alone on the body's first line (GNOME). All three are
followed by what the page said. They are believed of a browser only: anybody else's text may begin like that by chance, or
because somebody else wrote it. A host is told as it is looked up: names in other scripts stay, or become, punycode, so that
one that only looks like another is not taken for it.
"""

from __future__ import annotations

import re

LIMIT = 80
ENDS = b"\n\n"
"""How the line ends in which a body names a page: one without it names none."""
_LOOKED_AT = 2600
_BROWSER = re.compile(
    r"\b(?:chromium|chrome|google[-. ]chrome|brave|microsoft[-. ]edge|vivaldi|opera|yandex)\b", re.IGNORECASE
)
_LINK = re.compile(rb'<a href="https?://([^"<>/?#@\\\s]{1,300})/?">[^<>]{0,300}</a>\n\n', re.IGNORECASE)
_LINE = re.compile(rb"([^\s<>&\"'/?#@\\]{1,300})\n\n")
_PORT = re.compile(r":[0-9]{1,5}\Z")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBERS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|\[[0-9a-f:.]{2,45}\]")


def page(app: str, entry: str, origin: str, body: bytes) -> tuple[str, int]:
    """The host ("": no page, or none that can be told) and how many bytes of the body only say that.

    `app` and `entry` are the application's name and desktop entry, `origin` what the hint says.
    """
    if not (_BROWSER.search(entry) or _BROWSER.search(app)):
        return "", 0
    if origin:
        return host(origin), 0
    head = body[:_LOOKED_AT]
    found = _LINK.match(head)
    if found is not None:
        return host(found[1].decode("utf-8", "replace")), found.end()
    found = _LINE.match(head)
    told = host(found[1].decode("utf-8", "replace")) if found is not None else ""
    return (told, found.end()) if found is not None and told else ("", 0)


def host(said: str) -> str:
    """A host with its port, in lower case and ASCII; "" when it is none. Of one that is too long the end is kept: it says
    whose it is.
    """
    name = said.strip().lower()
    port = _PORT.search(name)
    bare = name[: port.start()] if port is not None else name
    if not _NUMBERS.fullmatch(bare):
        labels = [_ascii(label) for label in bare.split(".")]
        if not all(_LABEL.fullmatch(label) for label in labels):
            return ""
        if len(labels) < 2 and bare != "localhost":
            return ""
        if labels[-1].isdigit():
            return ""
        bare = ".".join(labels)
    told = bare + (port[0] if port is not None else "")
    return told if len(told) <= LIMIT else "\N{HORIZONTAL ELLIPSIS}" + told[1 - LIMIT :]


def _ascii(label: str) -> str:
    if label.isascii() or not label.isprintable():  # what turns the reading order or shows nothing makes no label
        return label
    return "xn--" + label.encode("punycode").decode("ascii")
