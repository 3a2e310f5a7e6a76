"""The app's log: what failed, when and where; never a message of an exception, as it may hold somebody's text."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from typing import TYPE_CHECKING

from holdspace.override import override

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


class _Later(logging.Handler):
    """The log's file, opened with the first thing that is to be said: as a rule nothing is."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from holdspace.app.log_on_disk import LogOnDisk

            # Opened with its first line, where a disk that is full is met by the handler itself.
            self._file = LogOnDisk(self._path, maxBytes=LIMIT, backupCount=1, encoding="utf-8", delay=True)
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    @override
    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def open_log(path: Path, failed: Callable[[str], None]) -> logging.Logger:
    """The logger of this process. What nobody caught is logged, and told through `failed` as "internal_error"."""
    handler = _Later(path)
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


def log_what_is_dropped(logger: logging.Logger) -> None:
    """What ends a thread, or fails while something is thrown away, is logged too; else Python prints its message.

    The screen is not told: it is another thread, or no moment to act.
    """

    def dropped(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if not issubclass(kind, SystemExit):
            logger.error("dropped", exc_info=(kind, error or kind(), trace))

    sys.unraisablehook = lambda told: dropped(told.exc_type, told.exc_value, told.exc_traceback)
    threading.excepthook = lambda told: dropped(told.exc_type, told.exc_value, told.exc_traceback)
