"""The log's file on a disk that may be full or fail: what cannot be written then is left out, and nobody is told twice."""

from __future__ import annotations

import sys
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from holdspace.override import override

if TYPE_CHECKING:
    from logging import LogRecord


class LogOnDisk(RotatingFileHandler):
    """A disk that fails is told by the journal, which cannot be written either. logging would print each line of the log."""

    @override
    def handleError(self, record: LogRecord) -> None:
        if isinstance(sys.exc_info()[1], OSError):
            with suppress(OSError):  # with what could not be written; the next line opens the file again
                self.close()
        else:
            super().handleError(record)
