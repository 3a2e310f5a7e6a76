"""Hotkeys by grabs of an X server: other programs' typing is never seen, and a key that is taken is known at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from Xlib import XK, X, display
from Xlib.error import BadAccess, CatchError, ConnectionClosedError

from holdspace.adapters.hotkey.keys import ALWAYS, DIGITS, KeysFitness, Trouble

if TYPE_CHECKING:
    from Xlib.protocol.rq import Event

log = logging.getLogger(__name__)

Watch = Callable[[int, Callable[[], None]], Callable[[], None]]
_CHORD = X.ControlMask | X.Mod1Mask
_WITH_SHIFT = 1
"""The place of the sign that a key bears with Shift, in the X server's table."""


class X11Hotkeys:
    """Its connection is its own; the caller's loop watches the file descriptor. Everything runs where `read` is called.

    Raises Xlib.error.DisplayError or OSError when there is no such display.
    """

    def __init__(self, name: str, watch: Watch, pressed: Callable[[str], None]) -> None:
        self._pressed = pressed
        self._wanted = dict(ALWAYS)
        self._held: dict[int, str] = {}
        self._shifted: set[int] = set()
        self._troubles: dict[str, Trouble] = {}
        self._released: tuple[int, int] | None = None
        self._lost = False
        self._x = display.Display(name)
        self._root = self._x.screen().root
        self._variants = self._lock_variants()
        self._hold()
        self._unwatch: Callable[[], None] | None = watch(self._x.fileno(), self.read)
        self._drain()

    # -- what the driver promises ---------------------------------------------------------------------------------
    def want_digits(self, wanted: bool) -> None:  # noqa: FBT001 - it is a level, told as one
        """Hold Ctrl+Alt+1..8, or let go of them."""
        keys = {**ALWAYS, **DIGITS} if wanted else dict(ALWAYS)
        if keys == self._wanted or self._lost:
            return
        self._wanted = keys
        try:
            self._hold()
            self._drain()
        except ConnectionClosedError:
            self._lose()

    def fitness(self) -> KeysFitness:
        """Which keys serve; a key that another program has is "taken"."""
        if self._lost:
            return KeysFitness(works=False, why="connection_lost")
        troubles = tuple(sorted(self._troubles.items()))
        if not troubles:
            return KeysFitness(works=True)
        some = len(troubles) < len(self._wanted)
        return KeysFitness(works=some, why="some_taken" if some else "all_taken", troubles=troubles)

    def close(self) -> None:
        """Let go of everything; the X server frees the keys with the connection."""
        self._stop_watching()
        if not self._lost:
            self._lost = True
            try:
                self._x.close()
            except ConnectionClosedError:
                log.info("the X server was gone already")

    def read(self) -> None:
        """Take what the X server sent; call it when the connection can be read."""
        if self._lost:
            return
        try:
            self._drain()
        except ConnectionClosedError:
            self._lose()

    # -- grabs ----------------------------------------------------------------------------------------------------
    def _hold(self) -> None:
        """Hold exactly what is wanted, on the keys where the layout has it now."""
        goal: dict[int, str] = {}
        troubles: dict[str, Trouble] = {}
        shifted: set[int] = set()
        for name, keysym in self._wanted.items():
            code, level = self._key(keysym)
            if code is None:
                troubles[name] = "no_such_key"
                continue
            goal[code] = name
            if level == _WITH_SHIFT:
                shifted.add(code)
        moved = shifted ^ self._shifted
        for code in [code for code, name in self._held.items() if goal.get(code) != name or code in moved]:
            self._let_go(code)
        self._shifted = shifted
        for code, name in goal.items():
            if code not in self._held and not self._grab(code, name):
                troubles[name] = "taken"
        self._troubles = troubles

    def _key(self, keysym: str) -> tuple[int | None, int]:
        """The key that bears this sign with the fewest modifiers, and with which (0: none)."""
        found = sorted((level, code) for code, level in self._x.keysym_to_keycodes(XK.string_to_keysym(keysym)))
        return (int(found[0][1]), int(found[0][0])) if found else (None, 0)

    def _chords(self, code: int) -> list[int]:
        """What is held together with a key. A sign that stands above another is pressed with Shift, or without."""
        shift = (0, X.ShiftMask) if code in self._shifted else (0,)
        return [_CHORD | locks | above for locks in self._variants for above in shift]

    def _grab(self, code: int, name: str) -> bool:
        taken = CatchError(BadAccess)
        for chord in self._chords(code):
            self._root.grab_key(code, chord, False, X.GrabModeAsync, X.GrabModeAsync, onerror=taken)
        self._x.sync()
        if taken.get_error() is not None:
            self._ungrab(code)  # half a key, that serves with one lock only, is none
            return False
        self._held[code] = name
        return True

    def _let_go(self, code: int) -> None:
        del self._held[code]
        self._ungrab(code)

    def _ungrab(self, code: int) -> None:
        ignored = CatchError()
        for chord in self._chords(code):
            self._root.ungrab_key(code, chord, onerror=ignored)
        self._x.sync()

    def _lock_variants(self) -> tuple[int, ...]:
        """With and without CapsLock and NumLock, wherever NumLock is."""
        number = 0
        codes = {code for code, _ in self._x.keysym_to_keycodes(XK.XK_Num_Lock)}
        for index, keys in enumerate(self._x.get_modifier_mapping()):
            if codes & set(keys):
                number = 1 << index
        return tuple(sorted({0, X.LockMask, number, X.LockMask | number}))

    # -- events ---------------------------------------------------------------------------------------------------
    def _drain(self) -> None:
        while self._x.pending_events():
            self._take(self._x.next_event())

    def _take(self, event: Event) -> None:
        if event.type == X.MappingNotify:
            self._x.refresh_keyboard_mapping(event)
            if event.request != X.MappingPointer:
                self._relearn()
        elif event.type == X.KeyRelease:
            self._released = (event.detail, event.time)
        elif event.type == X.KeyPress:
            repeated = self._released == (event.detail, event.time)  # a held key: released and pressed at one instant
            name = self._held.get(event.detail)
            if name is not None and not repeated:
                self._pressed(name)

    def _relearn(self) -> None:
        """The layout changed: another key may bear the sign, and NumLock may be elsewhere."""
        variants = self._lock_variants()
        if variants != self._variants:
            for code in list(self._held):
                self._let_go(code)
            self._variants = variants
        self._hold()

    def _lose(self) -> None:
        log.info("the X server went away; no hotkeys any more")
        self._lost = True
        self._stop_watching()
        self._x.display.socket.close()  # the library leaves it open when the other side closed

    def _stop_watching(self) -> None:
        if self._unwatch is not None:
            self._unwatch()
            self._unwatch = None
