"""Reads values out of a message's body without building what is not wanted: large arrays are stepped over.

Works on a prefix too: what lies beyond the end raises `BeyondError`, and the caller keeps what it has.
"""

from __future__ import annotations

import struct

_FIXED = {"y": 1, "b": 4, "n": 2, "q": 2, "i": 4, "u": 4, "x": 8, "t": 8, "d": 8, "h": 4}
_CODES = {"y": "B", "b": "I", "n": "h", "q": "H", "i": "i", "u": "I", "x": "q", "t": "Q", "d": "d", "h": "I"}
_ALIGN = {**_FIXED, "s": 4, "o": 4, "g": 1, "a": 4, "v": 1, "(": 8, "{": 8}
_DEEPEST = 64


class BeyondError(Exception):
    """The value is not wholly in the bytes at hand."""


class MalformedError(Exception):
    """The bytes are not what their signature says."""


class Values:
    """A cursor over one body; offsets are relative to the body's start, as alignment is."""

    __slots__ = ("_buffer", "_end", "_endian", "_start", "at")

    def __init__(self, buffer: bytes | bytearray | memoryview, start: int, end: int, *, little: bool) -> None:
        self._buffer = buffer
        self._start = start
        self._end = end - start
        self._endian = "<" if little else ">"
        self.at = 0

    def number(self, code: str) -> int | float | bool:
        """A value of a fixed-size type."""
        self.align(_FIXED[code])
        value = struct.unpack_from(self._endian + _CODES[code], self._buffer, self._start + self._step(_FIXED[code]))[0]
        return bool(value) if code == "b" else value

    def text(self, limit: int) -> tuple[bytes, int, bool]:
        """A string: its first `limit` bytes, its whole length, and whether it was all there (or it is a prefix)."""
        self.align(4)
        length = int.from_bytes(self._take(4), "little" if self._endian == "<" else "big")
        begin = self._start + self.at
        have = min(length, self._end - self.at)
        raw = bytes(self._buffer[begin : begin + min(have, limit)])
        self.at += length + 1
        return raw, length, have == length

    def signature(self) -> str:
        """A signature, as a variant carries it."""
        length = self._take(1)[0]
        text = self._take(length + 1)
        return text[:length].decode("ascii", "replace")

    def align(self, step: int) -> None:
        """Go on to the next multiple of `step`."""
        self.at += -self.at % step

    def skip(self, signature: str, depth: int = 0) -> None:
        """Step over one complete type. Raises MalformedError or BeyondError."""
        if depth > _DEEPEST or not signature:
            raise MalformedError(signature[:1])
        code = signature[0]
        if code in _FIXED:
            self.align(_FIXED[code])
            self._step(_FIXED[code])
        elif code in "so":
            self.text(0)
            self._within()
        elif code == "g":
            self.signature()
        elif code == "v":
            inner = self.signature()
            if one_type(inner, 0) != len(inner):
                raise MalformedError("v")
            self.skip(inner, depth + 1)
        elif code == "a":
            self.skip_array(signature[1:])
        elif code in "({":
            self.align(8)
            at = 1
            while at < len(signature) - 1:
                length = one_type(signature, at) - at
                self.skip(signature[at : at + length], depth + 1)
                at += length
        else:
            raise MalformedError(code)

    def skip_array(self, element: str) -> None:
        """Step over an array's bytes without looking at them."""
        end = self.array_end(element)
        self.at = end
        self._within()

    def array_end(self, element: str) -> int:
        """Read an array's length; the cursor stands at its first element, the answer is where it ends."""
        length = int(self.number("u"))
        if not element or element[0] not in _ALIGN:
            raise MalformedError("a")
        self.align(_ALIGN[element[0]])
        if length > 64 * 1024 * 1024:
            raise MalformedError("a")
        return self.at + length

    def _step(self, size: int) -> int:
        at = self.at
        self.at += size
        self._within()
        return at

    def _take(self, size: int) -> bytes:
        at = self._step(size)
        return bytes(self._buffer[self._start + at : self._start + at + size])

    def _within(self) -> None:
        if self.at > self._end:
            raise BeyondError


def one_type(signature: str, at: int, depth: int = 0) -> int:
    """The offset behind the complete type that begins at `at`. Raises MalformedError."""
    if at >= len(signature) or depth > _DEEPEST:
        raise MalformedError(signature[:1])
    code = signature[at]
    if code in _FIXED or code in "sogv":
        return at + 1
    if code == "a":
        return one_type(signature, at + 1, depth + 1)
    closing = {"(": ")", "{": "}"}.get(code)
    if closing is None:
        raise MalformedError(code)
    at += 1
    while at < len(signature) and signature[at] != closing:
        at = one_type(signature, at, depth + 1)
    if at >= len(signature):
        raise MalformedError(code)
    return at + 1
