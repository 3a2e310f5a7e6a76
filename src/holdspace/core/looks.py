"""What a rule looks at, case-folded once: for a preview each of a thousand rules is asked twenty thousand times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdspace.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdspace.core.interruption import Origin, Urgency
    from holdspace.core.policy import Rule
    from holdspace.private import Private

APP, SENDER, TEXT, CATEGORY = range(4)
"""Where each of the texts stands in which words are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What arrived, case-folded once for all rules."""

    texts: tuple[str, str, str, str]
    person: str
    """The handle of the sender, as far as any rule asks for persons."""
    level: Urgency
    origin: Origin


def said(
    app: str, sender: str, text: Private | None, category: str, *, person: str, level: Urgency, origin: Origin
) -> Said:
    """What arrived, as rules look at it."""
    folded = (app.casefold(), sender.casefold(), text.reveal().casefold() if text else "", category.casefold())
    return Said(texts=folded, person=person, level=level, origin=origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """A rule, and what it looks at; None or nothing where it does not look."""

    rule: Rule
    persons: frozenset[str] | None
    apps: frozenset[str] | None
    words: tuple[tuple[int, tuple[str, ...]], ...]

    def fits(self, arrived: Said) -> bool:
        """Whether every field that is given fits; whatever the rule's end, hours and kinds of session."""
        if self.persons is not None and arrived.person not in self.persons:
            return False
        if self.apps is not None and arrived.texts[APP] not in self.apps:
            return False
        for where, words in self.words:
            text = arrived.texts[where]
            for word in words:  # no generator: there may be thousands of words, for each that arrives
                if word in text:
                    break
            else:
                return False
        match = self.rule.match
        return (not match.level or arrived.level in match.level) and (
            not match.origin or arrived.origin in match.origin
        )


def looks(rule: Rule, meant: Mapping[tuple[str, ...], frozenset[str]]) -> Looks:
    """`meant` are the handles of the persons that rules name (`Policy.meant`)."""
    match = rule.match
    given = ((APP, match.app), (SENDER, match.sender), (TEXT, match.text), (CATEGORY, match.category))
    return Looks(
        rule=rule,
        persons=meant[match.person] if match.person else None,
        apps=frozenset(app.casefold() for app in match.app_is) if match.app_is else None,
        words=tuple((where, tuple(word.casefold() for word in words)) for where, words in given if words),
    )
