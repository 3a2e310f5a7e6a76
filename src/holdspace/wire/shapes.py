"""The shapes of what is said on the wire, for the type checker; `protocol` says who says what and when.

Imported only while type-checking, so that nobody pays for `typing` at run time.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class Stamp(TypedDict):
    """When, as a process without the core saw it."""

    utc: str
    boot: str
    ticks: float


class Hello(TypedDict):
    """First line of the client. `role` start: a second Holdspace that only asks the running one to show itself."""

    holdspace: int
    role: Literal["cli", "keeper", "start"]
    version: str
    pid: NotRequired[int]


class Welcome(TypedDict):
    """First line of the app."""

    holdspace: int
    version: str
    pid: NotRequired[int]


class Refusal(TypedDict):
    """First and last line of the app to a client that it will not serve."""

    refused: Literal["protocol", "busy", "version"]


class Request(TypedDict):
    """One verb of the command line. `id` makes a repeated request the same request."""

    id: str
    verb: str
    args: dict[str, Any]


class Reason(TypedDict):
    """Why not: a code with parameters; the words are the client's."""

    code: str
    params: dict[str, Any]


class Reply(TypedDict):
    """The answer to a Request; with `more` others of the same id follow (`status --watch`)."""

    id: str
    status: Literal[0, 1, 2]
    result: NotRequired[dict[str, Any]]
    reason: NotRequired[Reason]
    more: NotRequired[bool]


class Want(TypedDict):
    """App to keeper, a level: told on connect, at every change, and each minute as the renewal."""

    tell: Literal["want"]
    session: str | None
    lease_seconds: float
    release_after_seconds: float
    drain: bool
    drain_exceptions: list[str]
    close_critical: NotRequired[bool]


class Kept(TypedDict):
    """App to keeper: these keys are in the journal, drop them from the spool."""

    tell: Literal["kept"]
    keys: list[str]


class Goodbye(TypedDict):
    """App to keeper: the app quits on purpose. Give back at once, exit, start nothing."""

    tell: Literal["goodbye"]


class Exclude(TypedDict):
    """App to keeper: unique bus names that are our own; what they send is not an interruption. A level, whole each time."""

    tell: Literal["exclude"]
    names: list[str]


class Record(TypedDict):
    """One thing that the keeper saw. Text is cleaned plain text; absent things are None, 0 or "".

    `app` is what the sender or a portal says, `desktop_entry` what a portal says, else what the system knows, else the sender;
    `program` is only what the system knows, "" where the sender was gone before it could be asked. `web` is the host of the page that a browser
    speaks for. `server` with `notification` (and with `replaces`) says which one it is: the server's unique name and number,
    or the application with a checksum of what it calls it. `by_sender`: what was closed, its own sender took back.
    """

    kind: Literal["notify", "closed"]
    stamp: Stamp
    app: str
    sender: str
    text: str
    urgency: int
    category: str
    desktop_entry: str
    program: str
    web: str
    pid: int | None
    server: str
    notification: int | None
    replaces: int
    reason: int
    by_sender: bool
    size: int
    cut: bool


class Seen(TypedDict):
    """Keeper to app: fsynced in the spool; told again on each connection until `kept`."""

    tell: Literal["seen"]
    key: str
    record: Record


class Named(TypedDict):
    """Keeper to app: the server gave the notification of `of` this id. Spooled like Seen, with a key of its own.

    `replaces` (0: none) of the server `replaces_of` is the one that it was to take the place of; some servers do not.
    """

    tell: Literal["named"]
    key: str
    of: str
    notification: int
    server: str
    replaces: int
    replaces_of: str


class Quiet(TypedDict):
    """Keeper to app, a level: told on connect and at every change."""

    tell: Literal["quiet"]
    engaged: bool
    driver: str
    evidence: Literal["read_back", "no_popup", "none", "not_verifiable"]
    critical: Literal["hidden", "shown", "closed", "unknown"]
    lease_until: str | None
    why: str | None
    previous: Literal["unset", "off", "on"] | None


class Gap(TypedDict):
    """Keeper to app: nobody watched between the two stamps. Spooled like Seen, as soon as the disk takes it."""

    tell: Literal["gap"]
    key: str
    since: Stamp
    until: Stamp
    why: str


class Refused(TypedDict):
    """Keeper to app: it will not serve, and exits."""

    tell: Literal["refused"]
    why: Literal["another_holdspace", "no_bus", "monitor_refused", "sandboxed", "guard_failed"]


class Here(TypedDict):
    """Keeper to app: the answer to every `want`, so that a keeper that hangs is told from one that has nothing to say."""

    tell: Literal["here"]


FromApp = Want | Kept | Goodbye | Exclude
FromKeeper = Seen | Named | Quiet | Gap | Refused | Here
