"""What can be measured of the page's looks without a browser: contrast, and that no colour stands alone."""

import re

import pytest

from holdspace.resources import path

_CSS = path("page", "page.css").read_text()
_TEXT = [
    ("ink", "ground"),
    ("ink", "card"),
    ("ink", "neutral"),
    ("ink", "neutral-over"),
    ("ink-soft", "ground"),
    ("ink-soft", "card"),
    ("accent", "ground"),
    ("accent", "card"),
    ("on-accent", "accent"),
    ("on-accent", "accent-over"),
    ("on-soft", "soft"),
    ("warn", "card"),
]
_SHAPES = [
    ("edge", "card"),
    ("edge", "soft"),
    ("accent", "card"),
    ("accent", "ground"),
    ("accent", "soft"),
    ("warn", "soft"),
]


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", block))


def _schemes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", _CSS, re.DOTALL)
    return {"light": _tokens(light), "dark": {**_tokens(light), **_tokens(dark)}}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(scheme: str) -> None:
    tokens = _schemes()[scheme]
    weak = {(ink, on): round(_contrast(tokens[ink], tokens[on]), 2) for ink, on in _TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_shape_that_means_something_can_be_seen(scheme: str) -> None:
    tokens = _schemes()[scheme]
    weak = {(shape, on): round(_contrast(tokens[shape], tokens[on]), 2) for shape, on in _SHAPES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_motion_is_reduced_when_asked() -> None:
    assert "@media (prefers-reduced-motion: reduce)" in _CSS


def test_nothing_is_loaded_from_elsewhere() -> None:
    for file in path("page").iterdir():
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|//[a-z]+\.", text), file.name
    for source in re.findall(r"url\(\"([^\"]+)\"\)", _CSS):
        assert source.startswith("font/")


def test_no_style_or_script_is_written_inline() -> None:
    for name in ("index.html", "pair.html"):
        text = path("page", name).read_text()
        assert not re.search(r"\bstyle=|\bon[a-z]+=|<style|<script(?! type=\"module\" src=)", text), name
