"""What is silent, what becomes of what arrives while nobody can be asked, what is not covered: window and command line say it alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdspace.words_silence import SELF_TEST, UNSEEN

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdspace.words import Words


class Silence(NamedTuple):
    """How the desktop's silence stands, in codes."""

    mark: str
    """silent, not_silent, unverified; where no session runs not_wanted, or unready where one would not be silent."""
    why: str = ""
    """What speaks against it, a code of "quiet_why"; empty for nothing."""
    critical: str = "unknown"
    """What becomes of what its sender calls critical: hidden, shown, closed (as it comes), unknown."""
    blind: bool = False
    """The keeper serves, and may not see what arrives: there may be another reason why the desktop is not silent."""

    @property
    def unseen(self) -> bool:
        """Whether nothing that arrives is seen, though it should be, or would be in a session."""
        return self.mark != "not_wanted" and (self.blind or self.why in UNSEEN)

    @property
    def complete(self) -> bool:
        """Whether nothing at all shows, as far as was seen, and all that arrives is seen."""
        return self.mark == "silent" and not self.why and not self.blind and self.critical == "hidden"


def nobody_can_be_asked(words: Words, through: Collection[str], silence: Silence, *, set_up: bool) -> str:
    """That nobody can be asked, and what becomes of what arrives; nothing of that where it is not seen.

    `through`: what reaches the practitioner all the same, by its code.
    """
    nobody = words.t("Nobody can be asked now.") if set_up else words.t("Nobody is set up to be asked.")
    if silence.unseen:
        return nobody
    if silence.complete:
        return f"{nobody} {_held(words, set(through))}"
    return " ".join(filter(None, (nobody, _kept(words, silence), _reaches(words, set(through)))))


def unseen(words: Words, silence: Silence) -> str:
    """That nothing is seen of what arrives; empty where it is seen."""
    return words.t("Holdspace does not see what arrives now.") if silence.unseen and silence.mark != "unready" else ""


def foreseen(words: Words, why: str) -> str:
    """What a session would come to here, before there is one."""
    said = words.code("quiet_why", why)
    if why in UNSEEN:
        return words.t("In a session nothing that arrives would be seen: {why}.", why=said)
    return words.t("In a session the desktop would not be silent: {why}.", why=said)


def critical_ones(words: Words, becomes: str) -> str:
    """That the silence of this desktop leaves out what its sender calls critical; empty where it does not."""
    if becomes == "shown":
        return words.t("Urgent ones of some apps still show here.")
    if becomes == "closed":
        return words.t("Urgent ones of some apps may flash up here, and are closed.")
    return ""


def not_covered(words: Words, *, before: bool) -> str:
    """What no silence reaches; `before` a session with what can be done about it."""
    said = words.t("Not covered: phone, calls, and apps with popups or sounds of their own, such as Zoom and Teams.")
    return f"{said} {beforehand(words)}" if before else said


def beforehand(words: Words) -> str:
    """What no program can do for the practitioner, said after what is not covered."""
    return words.t("Silence them there, or close them.")


def nothing_shows(saw: str, critical: str) -> str:
    """The code for what was seen, where that is that nothing shows: whether it goes for what its sender calls critical too."""
    return "no_popup_but_urgent" if saw == "no_popup" and critical in {"shown", "closed"} else saw


def self_test(words: Words, outcome: str, saw: str) -> str:
    """What came of a self-test of the silence. `saw`: as `nothing_shows` gives it."""
    code = saw if outcome in {"tested", "known"} else outcome
    if code in SELF_TEST:
        return words.code("self_test", code)
    return words.t("The self-test could not be made: {why}.", why=words.code("quiet_why", code))


def shown_again(words: Words, count: int) -> str:
    """What other programs sent while a self-test or a drill lasted, and the server would have dropped."""
    return words.n(
        "{n} notification that came meanwhile is shown now.",
        "{n} notifications that came meanwhile are shown now.",
        count,
    )


def _kept(words: Words, silence: Silence) -> str:
    """True whatever shows besides: it claims no silence."""
    if silence.mark in {"not_wanted", "unready"}:
        return words.t("In a session, what arrives is kept for the digest.")
    return words.t("What arrives is kept for the digest.")


def _reaches(words: Words, through: set[str]) -> str:
    if through == {"let_through"}:
        return words.t("What your rules let through reaches you.")
    if through == {"emergency"}:
        return words.t("An emergency that your settings ask about reaches you.")
    if through == {"let_through", "emergency"}:
        return words.t(
            "What your rules let through reaches you, and so does an emergency that your settings ask about."
        )
    return ""


def _held(words: Words, through: set[str]) -> str:
    if through == {"let_through"}:
        return words.t("Everything is held but what your rules let through.")
    if through == {"emergency"}:
        return words.t("Everything is held but an emergency that your settings ask about.")
    if through == {"let_through", "emergency"}:
        return words.t(
            "Everything is held but what your rules let through and an emergency that your settings ask about."
        )
    return words.t("Everything is held.")
