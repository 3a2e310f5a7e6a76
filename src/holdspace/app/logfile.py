"""The app's log: what failed, when and where; never a message of an exception, as it may hold somebody's text."""

from __future__ import annotations

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from holdspace.ui.override import override

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

LIMIT = 256 * 1024


class _Discreet(logging.Formatter):
    """Formats an exception as its type and places, without its message and without source lines."""

    @override
    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        kind, _, trace = ei
        places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
        return f"{kind.__name__ if kind else ''} at {' < '.join(reversed(places))}"


def open_log(path: Path, failed: Callable[[str], None]) -> logging.Logger:
    """The logger of this process. What nobody caught is logged, and told through `failed` as "internal_error"."""
    handler = RotatingFileHandler(path, maxBytes=LIMIT, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(_Discreet("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("holdspace")
    for earlier in tuple(logger.handlers):  # of a house that could not be opened
        logger.removeHandler(earlier)
        earlier.close()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logger.error("uncaught", exc_info=(kind, error, trace))
        failed("internal_error")

    sys.excepthook = uncaught
    return logger
