"""What is wished for the next time, in one plain line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.ui.next_time_views import REFUSALS

if TYPE_CHECKING:
    from holdspace.ui.next_time_views import Matter, Outlook, Wish
    from holdspace.words import Words

NAMED = 60
"""Characters of a name in the line."""


def line(words: Words, matter: Matter, wish: Wish) -> str:
    """Whom it is about, and what is done with whatever comes from them."""
    person = wish.about == "person" and matter.sender is not None
    who = named(matter.sender.reveal() if person and matter.sender is not None else matter.app)
    match wish.verdict, person:
        case "ask", True:
            said = words.t("From now on whatever {who} sends is asked about.", who=who)
        case "ask", False:
            said = words.t("From now on whatever comes from the app {who} is asked about.", who=who)
        case "noise", True:
            said = words.t("From now on whatever {who} sends is noise: only counted.", who=who)
        case "noise", False:
            said = words.t("From now on whatever comes from the app {who} is noise: only counted.", who=who)
        case _, True:
            said = words.t("Until {day} whatever {who} sends is let through to you.", day=_day(wish), who=who)
        case _:
            day = _day(wish)
            said = words.t("Until {day} whatever comes from the app {who} is let through to you.", day=day, who=who)
    if wish.here_only:
        said += " " + words.t("Only in blocks of this kind: {kind}.", kind=words.code("kind", matter.kind))
    return said


def named(who: str) -> str:
    """A name that leaves room for the rest of the line."""
    return who if len(who) <= NAMED else f"{who[: NAMED - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def remark(words: Words, wish: Wish, outlook: Outlook, *, pressed: bool) -> str:
    """What is to be known before it is pressed; empty when there is nothing."""
    if outlook.refusal:
        return refusal(words, outlook.refusal)
    if outlook.known:
        return words.t("That is how it is already.")
    if not outlook.over:
        return words.t("Nobody is set up to be asked yet: until then it is held.") if outlook.nobody else ""
    if wish.verdict != "noise":
        return words.t("It goes before your rule “{rule}”, which lets this through.", rule=outlook.over)
    if pressed:
        return words.t(
            "Your rule “{rule}” lets this through. Once more, and it is noise all the same.", rule=outlook.over
        )
    return words.t("Your rule “{rule}” lets this through: it takes a second press.", rule=outlook.over)


def refusal(words: Words, code: str) -> str:
    """Why it was not done."""
    return words.code("next_time" if code in REFUSALS else "refusal", code)


def _day(wish: Wish) -> str:
    return wish.until.isoformat() if wish.until is not None else "?"
