"""All guards, and the table of docs/testing.md."""

from __future__ import annotations

from tests.core.guards import (
    answers,
    arriving,
    crowding,
    delivery,
    engine,
    foretold,
    notes,
    pressing,
    reaching,
    returning,
    sessions,
    steps,
    wishing,
)

GUARDS = (
    *answers.GUARDS,
    *steps.GUARDS,
    *delivery.GUARDS,
    *reaching.GUARDS,
    *arriving.GUARDS,
    *wishing.GUARDS,
    *returning.GUARDS,
    *pressing.GUARDS,
    *crowding.GUARDS,
    *sessions.GUARDS,
    *notes.GUARDS,
    *foretold.GUARDS,
    *engine.GUARDS,
)


def table() -> str:
    lines = ["| guard | where | test |", "|---|---|---|"]
    lines += [f"| {guard.what} | `{guard.file}` | `{guard.test}` |" for guard in GUARDS]
    return "\n".join(lines)
