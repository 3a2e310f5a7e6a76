"""`override` for the type checker; at run time it costs nothing (`typing` has it from Python 3.12 on)."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["override"]

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method):
        return method
