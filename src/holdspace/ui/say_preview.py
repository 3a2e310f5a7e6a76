"""A preview of a rule in words: one line, and what is to be known besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdspace.ui.settings.views import PreviewView
    from holdspace.words import Words


def line(words: Words, view: PreviewView) -> str:
    """How much of what the rule would have done, and how much of that would be another thing than what was done."""
    if view.state == "wrong":
        return words.t("What it would have done shows once nothing is wrong.")
    if view.state == "unreadable":
        return words.code("refusal", view.why)
    if not view.seen:
        return words.t("Nothing arrived in the last 14 days.")
    if not view.total:
        return words.t("In the last 14 days this would have caught nothing.")
    counts = (
        words.t("let through {n}", n=view.let_through) if view.let_through else "",
        words.t("asked about {n}", n=view.ask) if view.ask else "",
        words.t("held {n}", n=view.hold) if view.hold else "",
        words.t("only counted {n}", n=view.noise) if view.noise else "",
    )
    what = ", ".join(count for count in counts if count)
    said = words.t("In the last 14 days this would have: {what}", what=what)
    changed = view.changed
    differs = words.n("{n} would change", "{n} would change", changed) if changed else words.t("nothing would change")
    return f"{said}; {differs}"


def remarks(words: Words, view: PreviewView) -> str:
    """What is left out of the numbers, and what is not shown now."""
    told = (
        words.n(
            "{n} that this rule caught then it would catch no more.",
            "{n} that this rule caught then it would catch no more.",
            view.passed,
        )
        if view.passed
        else "",
        words.n(
            "{n} can no longer be judged by words: they are forgotten.",
            "{n} can no longer be judged by words: they are forgotten.",
            view.untold,
        )
        if view.untold
        else "",
        words.t("Names and words show after the session.") if view.covered and view.total else "",
    )
    return " ".join(part for part in told if part)
