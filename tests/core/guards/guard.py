"""What a guard is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """What is guarded; where it stands (a file of src/holdspace); the text, what it is replaced by; the test."""

    what: str
    file: str
    old: str
    new: str
    test: str

    @property
    def test_id(self) -> str:
        room, name = self.test.split("::")
        return f"tests/{'engine' if room == 'test_engine' else 'core'}/{room}.py::{name}"
