"""`override` for the type checker; at run time it costs nothing (`typing` has it from Python 3.12 on)."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` is not loaded for a mark that only the checker reads

__all__ = ["override"]

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method):
        return method
