"""Tests of other rooms that are tried on a whole desktop too: they are told there, with fixtures of the same names here."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType


def borrowed(module: ModuleType, *, but: tuple[str, ...] = ()) -> dict[str, Callable[..., None]]:
    """Those of a module by their names, for the names of another one; `but` those with one of these in theirs."""
    return {
        name: told
        for name, told in vars(module).items()
        if name.startswith("test_") and not any(word in name for word in but)
    }
