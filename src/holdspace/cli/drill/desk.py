"""The driver's line to the app: one connection that is the drill's leash, and short ones to ask how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdspace.cli.client import Connection, NoAnswerError, NotRunningError, new_id
from holdspace.cli.drill.rows import Failed
from holdspace.wire.protocol import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType
    from typing import Self

    from holdspace.wire.paths import Paths

ANSWER_SECONDS = 10.0


class RefusedError(Exception):
    """The app will not rehearse now. `reply` says why."""

    def __init__(self, reply: dict[str, Any], language: str) -> None:
        super().__init__("refused")
        self.reply = reply
        self.language = language


class Desk:
    """Raises NotRunningError, NoAnswerError, RefusedError when it is opened; Failed("app_gone") later."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._leash = Connection(paths.socket, ANSWER_SECONDS)
        self._replies: Iterator[dict[str, Any]] | None = None
        self.language = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leash.__exit__(kind, error, trace)

    def begin(self) -> Mapping[str, Any]:
        """Start the drill: the desktop goes silent. What the app tells of it."""
        request = {"id": new_id(), "verb": "drill", "args": {"action": "begin"}}
        self._replies = self._leash.replies(request)
        reply = next(self._replies)
        self.language = self._leash.language
        if reply.get("status") != 0:
            raise RefusedError(reply, self.language)
        result = reply.get("result")
        return result if isinstance(result, dict) else {}

    def look(self) -> Mapping[str, Any]:
        """How the drill stands. Raises Failed when it is over, or the app is gone."""
        told = self._ask("look", {})
        if over := str(told.get("over", "")):
            raise Failed(over, "drill_again")
        return told

    def log(self, text: str) -> None:
        """Log, as the command line does. Raises Failed with why it could not be kept."""
        self._ask("log", {"text": text})

    def end(self) -> None:
        """The drill is over: the desktop is given back."""
        self._ask("end", {})

    def status(self) -> Mapping[str, Any]:
        """As `holdspace status` tells it."""
        return self._say("status", {})

    def _ask(self, action: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        return self._say("drill", {"action": action, **args})

    def _say(self, verb: str, args: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            with Connection(self._paths.socket, ANSWER_SECONDS) as line:
                reply = line.ask({"id": new_id(), "verb": verb, "args": dict(args)})
        except (NotRunningError, NoAnswerError, ProtocolError) as error:
            raise Failed("app_gone", "see_log") from error
        if reply.get("status") != 0:
            reason = reply.get("reason")
            code = reason.get("code") if isinstance(reason, dict) else None
            raise Failed("not_kept", "see_log", code=str(code or "unknown"))
        result = reply.get("result")
        return result if isinstance(result, dict) else {}
