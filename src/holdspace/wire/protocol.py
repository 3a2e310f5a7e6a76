"""One protocol on the app's user-only local socket: newline JSON, UTF-8, at most 64 KiB a line.

The first line each way is the hello with the version; whoever is refused reads why and is cut off.

    hello        client: {"holdspace":1,"role":"cli|keeper|start","version":"0.1.0","pid":n}
                 app:    {"holdspace":1,"version":..,"pid":n}     or {"refused":"protocol|busy|version"}
    request      {"id":uuid,"verb":str,"args":{..}}
                 {"id":..,"status":0,"result":{..}}               or {"id":..,"status":1|2,"reason":{"code","params"}}
    stream       further {"id":..,"status":0,"result":..,"more":true}; the last one has no "more"
    app->keeper  {"tell":"want",..} {"tell":"kept","keys":[..]} {"tell":"goodbye"} {"tell":"exclude","names":[..]}
    keeper->app  {"tell":"seen",..} {"tell":"named",..} {"tell":"gap",..} {"tell":"quiet",..} {"tell":"refused","why":..}
                 {"tell":"here"}

The exact shapes are the TypedDicts of `shapes`. What a reader should know besides:

- `pid` is for whoever reads a trace of the socket. Nothing is decided by it and nobody needs to say it: who the other
  one is, the kernel tells.
- *want* is a level and the renewal of the lease: on connect, at every change, each minute. `session` null means: give
  back after `release_after_seconds` and exit; a later want with a session before that cancels it.
- *here* answers each *want* at once. A keeper of which nothing is heard for 20 s after one is killed and replaced.
- *seen*, *named* and *gap* each carry a key, lie fsynced in the spool, and are told again on every connection until the
  app answers *kept* with that key. Keys are "<bus GUID>/<sender>/<serial>/<kind>" for what was on the bus and
  "<boot id>/<ticks>/gap" for a gap. The same key may be told twice and means the same. A gap that finds no room on the
  disk is told before it lies in the spool; one that is told later may cover it.
- *named* may come before the *seen* it speaks of (`of` is its key), as may a *closed* record: a server may close a
  notification before its reply names it. Match by (server, notification).
- A *closed* record is told once for each (server, notification), however often the server says so.
- *quiet* is a level: the last one is true. `why` is null when engaged; else why not: "not_wanted", "no_server",
  "server_not_started" (the bus starts it with the first notification, which shows), "no_driver", "needs_mode", "locked",
  "no_setting", "changed_by_user", "server_failed", "note_failed" (no change without a note), "lease_lapsed", "terminated",
  "another_holdspace" (has the setting on another bus), and before a *refused* what that says. While "server_failed" or
  "note_failed" it is tried again.
- *refused* "monitor_refused" or "sandboxed" is no last line: the silence holds, but nothing is seen.
- *refused* is the last line of a keeper that then exits; the session goes on without it. A keeper that finds another
  at work in the same home nudges that one to look for the app, and exits with 0.
- A keeper that finds nobody at the app's socket and holds nothing exits with 1.
- Unknown keys in an object are ignored by both sides; an unknown `tell` from a peer of the same version is an error.
"""

from __future__ import annotations

import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, Final

    from holdspace.wire.shapes import Hello, Reply, Request, Welcome

PROTOCOL: Final = 1
LINE_LIMIT: Final = 64 * 1024
ROLES: Final = ("cli", "keeper", "start")


class ProtocolError(Exception):
    """A peer said what cannot be understood. `code`: oversized, not_utf8, not_json, not_an_object, malformed, version."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def encode(message: Mapping[str, Any]) -> bytes:
    """One line, newline included. Raises ProtocolError("oversized") beyond the limit: say less, or in parts."""
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
    if len(line) > LINE_LIMIT:
        raise ProtocolError("oversized")
    return line


def decode(line: bytes) -> dict[str, Any]:
    """The object on one line (with or without its newline). Raises ProtocolError."""
    if len(line) > LINE_LIMIT:
        raise ProtocolError("oversized")
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise ProtocolError("not_utf8") from error
    except (ValueError, RecursionError) as error:
        raise ProtocolError("not_json") from error
    if not isinstance(value, dict):
        raise ProtocolError("not_an_object")
    return value


def hello(role: str, version: str) -> Hello:
    """The client's first line. `role` is one of ROLES."""
    if role not in ROLES:
        raise ProtocolError("malformed")
    return {"holdspace": PROTOCOL, "role": role, "version": version, "pid": os.getpid()}  # type: ignore[typeddict-item]


def welcome(version: str) -> Welcome:
    """The app's first line."""
    return {"holdspace": PROTOCOL, "version": version, "pid": os.getpid()}


def read_hello(message: Mapping[str, Any]) -> Hello:
    """The client's first line, checked. Raises ProtocolError("version") for another protocol, ("malformed") else."""
    if not _is_int(message.get("holdspace")):
        raise ProtocolError("malformed")
    if message["holdspace"] != PROTOCOL:
        raise ProtocolError("version")
    role, version = message.get("role"), message.get("version")
    if role not in ROLES or not isinstance(version, str):
        raise ProtocolError("malformed")
    return {"holdspace": PROTOCOL, "role": role, "version": version}


def read_welcome(message: Mapping[str, Any]) -> Welcome:
    """The app's first line, checked. Raises ProtocolError with the app's own refusal, "version" or "malformed"."""
    refused = message.get("refused")
    if isinstance(refused, str):
        raise ProtocolError(refused)
    if not _is_int(message.get("holdspace")):
        raise ProtocolError("malformed")
    if message["holdspace"] != PROTOCOL:
        raise ProtocolError("version")
    version = message.get("version")
    if not isinstance(version, str):
        raise ProtocolError("malformed")
    return {"holdspace": PROTOCOL, "version": version}


def read_request(message: Mapping[str, Any]) -> Request:
    """A request, checked. Raises ProtocolError("malformed")."""
    ident, verb, args = message.get("id"), message.get("verb"), message.get("args", {})
    if (
        not isinstance(ident, str)
        or not 0 < len(ident) <= 64
        or not isinstance(verb, str)
        or not isinstance(args, dict)
    ):
        raise ProtocolError("malformed")
    return {"id": ident, "verb": verb, "args": args}


def done(ident: str, result: dict[str, Any] | None = None, *, more: bool = False) -> Reply:
    """The reply of a request that was done."""
    reply: Reply = {"id": ident, "status": 0, "result": result or {}}
    if more:
        reply["more"] = True
    return reply


def refused(ident: str, code: str, params: dict[str, Any] | None = None, *, wrong_usage: bool = False) -> Reply:
    """The reply of a request that was refused (status 1) or made no sense (status 2)."""
    return {"id": ident, "status": 2 if wrong_usage else 1, "reason": {"code": code, "params": params or {}}}


class LineReader:
    """Turns bytes as they come into objects; holds at most one unfinished line of LINE_LIMIT bytes."""

    __slots__ = ("_rest",)

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[dict[str, Any]]:
        """The objects that `data` completes. Raises ProtocolError at the bad line, after the good ones before it.

        The peer that said it should be told and cut off: after an error the reader is empty and out of step.
        """
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            try:
                message = decode(line) if line.strip() else None
            except ProtocolError:
                self._rest = b""
                raise
            if message is not None:
                yield message
        if len(self._rest) > LINE_LIMIT:
            self._rest = b""
            raise ProtocolError("oversized")

    @property
    def pending(self) -> int:
        """Bytes of the line that is not finished yet."""
        return len(self._rest)


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
