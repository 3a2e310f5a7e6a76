"""What libraries log as an error of their own: passed on as where and which exception, never as what they say of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from holdspace.override import override

if TYPE_CHECKING:
    from collections.abc import Callable


class Overheard(logging.Handler):
    """Listens to loggers of libraries. `failed(where, error)` is called on the thread that logged, and must not raise.

    A library's message may quote what somebody sent, and a logger without a handler writes it to standard error.
    Below an error nothing is passed on: anybody on this computer can cause a warning about an odd request.
    """

    def __init__(self, names: tuple[str, ...], failed: Callable[[str, BaseException | None], None]) -> None:
        super().__init__(logging.ERROR)
        self._names = names
        self._failed = failed
        for name in names:
            logger = logging.getLogger(name)
            for earlier in tuple(logger.handlers):  # of a house that went without a word
                if isinstance(earlier, Overheard):
                    logger.removeHandler(earlier)
            logger.addHandler(self)

    @override
    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self._failed(f"{record.name} {record.module}.{record.funcName}:{record.lineno}", error)

    @override
    def close(self) -> None:
        for name in self._names:
            logging.getLogger(name).removeHandler(self)
        super().close()
