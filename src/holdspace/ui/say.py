"""What the screen says about the codes of the view: silence, coverage, trouble, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdspace.ui.views import Screen
    from holdspace.words import Words


def silence(words: Words, screen: Screen) -> str:
    """The state of the desktop's silence in a word or two."""
    match screen.quiet:
        case "silent":
            return words.t("Silent")
        case "not_silent":
            return words.t("Not silent")
        case "unverified":
            return words.t("Silent, not verified")
        case "not_wanted":
            return words.t("Ready")


def why_not_silent(words: Words, code: str) -> str:
    """Why the desktop is not silent or not watched; empty when nothing is wrong."""
    match code:
        case "":
            return ""
        case "no_bus":
            return words.t("There is no session bus, so notifications can neither be silenced nor seen.")
        case "no_server":
            return words.t("No notification service runs here.")
        case "another_holdspace":
            return words.t("Another Holdspace holds the silence on this desktop.")
        case "changed_by_user":
            return words.t("You turned do-not-disturb off yourself; it stays as you set it.")
        case "monitor_refused":
            return words.t("The bus does not let notifications be watched, so they are silenced but not seen.")
        case _:
            return words.t("The desktop is not silent: {code}.", code=code.replace("_", " "))


def trouble(words: Words, code: str) -> str:
    """What fails now, in one calm line."""
    match code:
        case "disk_full":
            return words.t("The disk is full: nothing new can be kept until there is room.")
        case "read_only":
            return words.t("Holdspace cannot write to its folder: nothing new can be kept.")
        case "keeper_gone":
            return words.t("The watcher stopped. It is being started again.")
        case "page_gone":
            return words.t("The answer page is not running: nobody can be asked.")
        case "hotkeys_taken":
            return words.t("Some keys belong to another program.")
        case _:
            return words.t("Something is not right: {code}.", code=code.replace("_", " "))


def who_can_be_asked(words: Words, screen: Screen) -> str:
    """Who can be asked now, by name."""
    names = [person.name for person in screen.responders if person.reachable]
    if not screen.responders:
        return words.t("Nobody is set up to be asked; everything is held.")
    if not names:
        return words.t("Nobody can be asked now; everything is held.")
    return words.t("Can be asked: {names}.", names=", ".join(names))


def coverage(words: Words, screen: Screen) -> str:
    """One honest line: what is silent, who can be asked, what is not covered."""
    parts = [why_not_silent(words, screen.quiet_why), who_can_be_asked(words, screen)]
    parts.append(words.t("Not covered: phone, calls, and apps with their own popups."))
    if screen.page_on_this_machine_only:
        parts.append(words.t("The answer page works on this computer only."))
    return " ".join(part for part in parts if part)


def gap(words: Words, since: str, until: str, why: str) -> str:
    """A time when nobody watched."""
    match why:
        case "keeper_gone":
            reason = words.t("the watcher was not running")
        case "app_gone":
            reason = words.t("Holdspace was not running")
        case "sleep":
            reason = words.t("the computer slept")
        case "bounded" | "too_large" | "flood":
            reason = words.t("too much arrived at once")
        case _:
            reason = why.replace("_", " ")
    return words.t("From {since} to {until} nothing could be seen: {reason}.", since=since, until=until, reason=reason)


def outcome(words: Words, code: str, why: str, by: str) -> str:
    """What became of an interruption, in words: the outcome, by whom, and why where that says more."""
    if code == "handled" and by:
        said = words.t("Handled by {name}", name=by)
    elif code == "reached" and by:
        said = words.t("Reached you through {name}", name=by)
    elif code == "deferred" and by:
        said = words.t("{name}: it can wait", name=by)
    else:
        said = words.code("outcome", code)
    match why:
        case "session_end":
            return words.t("{said}, still open at the end", said=said)
        case "nobody_answered":
            return words.t("{said}, nobody answered", said=said)
        case "nobody_on_duty":
            return words.t("{said}, nobody was on duty", said=said)
        case "undone":
            return words.t("{said} by you", said=said)
        case _:
            return said
