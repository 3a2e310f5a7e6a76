"""The arguments of whatever draws pictures: into which folder, of what, in which languages."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def what_to_draw(argv: Sequence[str], description: str | None) -> Namespace:
    """`folder`, `names` (none: all), `languages`. A folder is never named after an option: that is wrong usage."""
    parser = ArgumentParser(description=description)
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    parser.add_argument("names", metavar="NAMES", nargs="?", default=(), type=_parted, help="with commas; none: all")
    parser.add_argument(
        "languages", metavar="LANGUAGES", nargs="?", default=(), type=_parted, help="with commas; none: en"
    )
    asked = parser.parse_args(argv)
    asked.languages = asked.languages or ("en",)
    return asked


def _parted(said: str) -> tuple[str, ...]:
    return tuple(name for name in said.split(",") if name)
