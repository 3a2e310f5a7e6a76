"""Which notifications are remembered: the recent ones. A flood in one session must not make the state grow without end.

What is forgotten stays in the journal; a later text or a closing of it is a matter of its own or of nobody. What is open
is never forgotten, nor what says that the battery is low.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from immutables import Map

from holdspace.frozen import replace

if TYPE_CHECKING:
    from holdspace.core.interruption import Live, Sent
    from holdspace.core.state import State

KEPT = 10_000


def with_live(state: State, live: Live, interruption: str) -> State:
    """`live` is this interruption's; beyond twice as many the newest stay: a server counts up, an earlier one is gone."""
    known = state.live.set((live.server, live.notification), interruption)
    if len(known) > 2 * KEPT:
        newest = sorted(known, key=lambda key: (key[0] == live.server, key[1], key[0]))[-KEPT:]
        needed = (key for key, of in known.items() if of in state.cases or of in state.battery)
        known = Map({key: known[key] for key in (*newest, *needed)})
    return replace(state, live=known)


def with_sent(state: State, interruption: str, sent: Sent) -> State:
    """`sent` is this interruption's; beyond four times as many those stay that a notification leads to, and what is open."""
    known = state.sent.set(interruption, sent)
    if len(known) > 4 * KEPT:
        needed = {*state.live.values(), *state.cases, interruption}
        known = Map({key: known[key] for key in needed if key in known})
    return replace(state, sent=known)
