"""What is wished for the next time, in one plain line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.ui.next_time_views import REFUSALS

if TYPE_CHECKING:
    from holdspace.ui.next_time_views import Matter, Outlook, Wish
    from holdspace.words import Words

NAMED = 60
"""Characters of a name in the line."""
SILENCING = ("noise", "hold")
"""In place of what is let through these take a second press."""
SHORTENED = "\N{HORIZONTAL ELLIPSIS}"
CHOSEN = 28
"""Characters of a name in a choice, where what follows it makes the difference."""


def line(words: Words, matter: Matter, wish: Wish, outlook: Outlook) -> str:
    """Whom it is about, and what is done with whatever comes from them."""
    if wish.about == "app" or matter.sender is None:
        said = _of_app(words, matter, wish)
    else:
        apps = (matter.app,) if outlook.refusal and wish.about == "person_in_app" else outlook.apps
        apps = tuple(sorted(apps, key=lambda app: app.casefold() != matter.app.casefold()))  # its own is never cut off
        who = named(matter.sender.reveal())
        said = _of_person_in(words, who, apps, wish) if apps else _of_person(words, who, wish)
    if wish.here_only:
        said += " " + words.t("Only in blocks of this kind: {kind}.", kind=words.code("kind", matter.kind))
    return said.replace(f"{SHORTENED}.", SHORTENED)  # in some languages the name comes last


def _of_app(words: Words, matter: Matter, wish: Wish) -> str:
    who = named(matter.app)
    match wish.verdict:
        case "ask":
            return words.t("From now on whatever comes from the app {who} is asked about.", who=who)
        case "noise":
            return words.t("From now on whatever comes from the app {who} is noise: only counted.", who=who)
        case "hold":
            return words.t("From now on whatever comes from the app {who} is held for the digest.", who=who)
    day = _day(wish)
    return words.t("Until {day} whatever comes from the app {who} is let through to you.", day=day, who=who)


def _of_person_in(words: Words, who: str, apps: tuple[str, ...], wish: Wish) -> str:
    app = ", ".join(named(one) for one in apps)
    match wish.verdict:
        case "ask":
            return words.t("From now on whatever {who} sends in {app} is asked about.", who=who, app=app)
        case "noise":
            return words.t("From now on whatever {who} sends in {app} is noise: only counted.", who=who, app=app)
        case "hold":
            return words.t("From now on whatever {who} sends in {app} is held for the digest.", who=who, app=app)
    day = _day(wish)
    return words.t("Until {day} whatever {who} sends in {app} is let through to you.", day=day, who=who, app=app)


def _of_person(words: Words, who: str, wish: Wish) -> str:
    """In any app: there a name is all that is known, and whoever uses it is taken for them."""
    match wish.verdict:
        case "ask":
            said = words.t("From now on whatever {who} sends is asked about.", who=who)
        case "noise":
            said = words.t("From now on whatever {who} sends is noise: only counted.", who=who)
        case "hold":
            said = words.t("From now on whatever {who} sends is held for the digest.", who=who)
        case _:
            said = words.t("Until {day} whatever {who} sends is let through to you.", day=_day(wish), who=who)
    return said + " " + words.t("In any app, and on any web page that shows this name.")


def choices(words: Words, matter: Matter) -> tuple[tuple[str, str], ...]:
    """What can be meant, each with its name."""
    who = named(matter.sender.reveal() if matter.sender is not None else "", CHOSEN)
    called = {
        "person_in_app": words.t("{who}, in {app}", who=who, app=named(matter.app, CHOSEN)),
        "person": words.t("{who}, in any app", who=who),
        "app": words.t("Everything from the app {app}", app=matter.app),
    }
    return tuple((about, called[about]) for about in matter.abouts)


def named(who: str, most: int = NAMED) -> str:
    """A name that leaves room for the rest of the line."""
    return who if len(who) <= most else f"{who[: most - 1].rstrip()}{SHORTENED}"


def remark(words: Words, wish: Wish, outlook: Outlook, *, pressed: bool) -> str:
    """What is to be known before it is pressed; empty when there is nothing."""
    if outlook.refusal:
        return refusal(words, outlook.refusal)
    if outlook.known:
        return words.t("That is how it is already.")
    if not outlook.over:
        return words.t("Nobody is set up to be asked yet: until then it is held.") if outlook.nobody else ""
    if wish.verdict not in SILENCING:
        return words.t("It goes before your rule “{rule}”, which lets this through.", rule=outlook.over)
    if pressed and wish.verdict == "hold":
        return words.t(
            "Your rule “{rule}” lets this through. Once more, and it is held all the same.", rule=outlook.over
        )
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
