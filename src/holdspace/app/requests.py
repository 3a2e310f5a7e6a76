"""The verbs of the command line: each becomes a command, or a question to state and records; answered in codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, get_args
from uuid import UUID

from holdspace.app import parts, status
from holdspace.app.returning import ReturningBeside
from holdspace.app.usage import WrongUsage
from holdspace.app.when import NotATime, by_when
from holdspace.core import commands as c
from holdspace.core import facts as f
from holdspace.core.asking import asks_somebody
from holdspace.core.interruption import Source
from holdspace.core.session import EndWhy, SessionKind
from holdspace.engine.ports import Kept, NotKept
from holdspace.private import Private, clean
from holdspace.wire import protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from holdspace.app.house import House
    from holdspace.core.commands import Command
    from holdspace.core.moment import Moment
    from holdspace.core.returning import Hint

    Say = Callable[[Mapping[str, Any]], None]

TEXT_LIMIT, NAME_LIMIT = 4096, 200
SOURCES: tuple[Source, ...] = get_args(Source)
KINDS: tuple[SessionKind, ...] = get_args(SessionKind)
END_WHYS: tuple[EndWhy, ...] = get_args(EndWhy)


class Caller(Protocol):
    """Who asks."""

    @property
    def open(self) -> bool:
        """Whether they still listen."""
        ...

    def say(self, message: Mapping[str, Any]) -> None: ...

    def say_all(self, messages: Iterable[Mapping[str, Any]]) -> None:
        """The parts of one long answer, as they read them."""
        ...


class Requests:
    """Answers requests. A request's id is the id of its command, so that a repeated request is one request."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._returning = ReturningBeside(house)

    def answer(self, message: Mapping[str, Any], caller: Caller) -> None:
        """Answer one request with exactly one reply (and more for those who watch)."""
        say = caller.say
        try:
            request = protocol.read_request(message)
            ident = str(UUID(request["id"]))
        except (protocol.ProtocolError, ValueError):
            say(protocol.refused(str(message.get("id", ""))[:64], "malformed", wrong_usage=True))
            return
        try:
            self._answer(ident, request["verb"], request["args"], caller)
        except WrongUsage as error:
            say(protocol.refused(ident, str(error), wrong_usage=True))
        except NotKept as refusal:  # the records cannot be read
            say(protocol.refused(ident, refusal.code))

    def hand(self, ident: str, verb: str, args: Mapping[str, Any], at: Moment | None) -> Command:
        """The command of `log`, `pin` or `mark`, also when it waited in the spool since `at`. Raises WrongUsage."""
        match verb:
            case "log":
                source = args.get("source") or "unsorted"
                if source not in SOURCES:
                    raise WrongUsage("unknown_source")
                return c.LogInterruption(
                    id=ident,
                    source=source,
                    sender=_private(args, "from", NAME_LIMIT),
                    text=_private(args, "text", TEXT_LIMIT),
                    at=at,
                )
            case "pin":
                return c.MakePin(
                    id=ident,
                    text=_private(args, "text", TEXT_LIMIT),
                    sender=_private(args, "from", NAME_LIMIT),
                    by=self._by(args, at),
                    at=at,
                )
            case "mark":
                return c.SetMark(
                    id=ident,
                    topic=_private(args, "topic", TEXT_LIMIT),
                    last_point=_private(args, "last_point", TEXT_LIMIT),
                    next_step=_private(args, "next", TEXT_LIMIT),
                    at=at,
                )
        raise WrongUsage("unknown_verb")

    def _by(self, args: Mapping[str, Any], at: Moment | None) -> Moment | None:
        """A thought that waited in the spool is kept even when its WHEN makes no sense: it only has no time then."""
        house = self._house
        try:
            return by_when(str(args.get("by") or ""), at or house.clock.now(), house.zone)
        except NotATime as error:
            if at is not None:
                return None
            raise WrongUsage("not_a_time") from error

    def _answer(self, ident: str, verb: str, args: Mapping[str, Any], caller: Caller) -> None:
        house, say = self._house, caller.say
        command = self._command(ident, verb, args)
        if command is not None:
            house.bus.do(command, lambda kept: say(self._reply(ident, verb, kept)))
            return
        match verb:
            case "status":
                if args.get("watch"):
                    self._watch(ident, caller)
                else:
                    caller.say_all(parts.replies(ident, status.status(house)))
            case "where":
                self._where(ident, say)
            case "digest" | "followups":
                self._long(ident, verb, caller)
            case "responders":
                say(protocol.done(ident, status.responders(house)))
            case "link":
                self._link(ident, str(args.get("responder", "")), say)
            case "settings_import":
                self._settings(ident, args, say)
            case "settings_export":
                from holdspace.app.settings import settings_of

                caller.say_all(parts.replies(ident, {"settings": settings_of(house.engine.policy)}))
            case "doctor":
                from holdspace.app.doctor import doctor

                say(protocol.done(ident, doctor(house)))
            case "drill":
                self._drill(ident, args, caller)
            case "show":
                house.shell.open_window()
                say(protocol.done(ident))
            case "quit":
                say(protocol.done(ident))
                house.quit()
            case _:
                raise WrongUsage("unknown_verb")

    def _long(self, ident: str, verb: str, caller: Caller) -> None:
        """Answers that may be longer than a line."""
        if verb == "followups":
            caller.say_all(parts.replies(ident, status.followups(self._house)))
            return
        told = status.digest(self._house)

        def found(hints: tuple[Hint, ...]) -> None:
            caller.say_all(parts.replies(ident, told | {"returning": status.returning(hints)}))

        self._returning.ask(told["session"], found)

    def _where(self, ident: str, say: Say) -> None:
        where = status.where(self._house)
        say(protocol.done(ident, where) if where else protocol.refused(ident, "no_session"))

    def _watch(self, ident: str, caller: Caller) -> None:
        """One line for each change, so that a reader need not put parts together; of very many cases the first ones."""

        def tell() -> bool:
            if caller.open:
                first = next(parts.replies(ident, status.status(self._house)))
                caller.say({**first, "more": True})
            return caller.open

        tell()
        self._house.watch(tell)

    def _command(self, ident: str, verb: str, args: Mapping[str, Any]) -> Command | None:
        match verb:
            case "log" | "pin" | "mark":
                return self.hand(ident, verb, args, None)
            case "start":
                kind = args.get("kind") or "session"
                if kind not in KINDS:
                    raise WrongUsage("unknown_kind")
                return c.StartSession(
                    id=ident,
                    kind=kind,
                    client=_private(args, "client", NAME_LIMIT),
                    topic=_private(args, "topic", NAME_LIMIT),
                    minutes=_number(args, "minutes"),
                )
            case "pause":
                return c.PauseSession(id=ident, last_point=_private(args, "last_point", TEXT_LIMIT))
            case "resume":
                return c.ResumeSession(id=ident)
            case "extend":
                return c.ExtendSession(id=ident, minutes=_number(args, "minutes") or 0)
            case "end":
                why = args.get("why")
                if why is not None and why not in END_WHYS:
                    raise WrongUsage("unknown_why")
                return c.EndSession(id=ident, why=why)
            case "undo":
                return c.TakeBack(id=ident)
            case "followup_done":
                return c.CompletePin(id=ident, pin=self._pin(str(args.get("id", ""))))
        return None

    def _pin(self, said: str) -> str:
        """A follow-up by its id, or by the start of it where that is enough."""
        found = [pin for pin in self._house.engine.state.pins if said and pin.startswith(said)]
        return found[0] if len(found) == 1 else said

    def _reply(self, ident: str, verb: str, kept: Kept | NotKept) -> Mapping[str, Any]:
        if isinstance(kept, NotKept):
            return protocol.refused(ident, kept.code)
        for fact in kept.facts:
            if isinstance(fact, f.Refused):
                return protocol.refused(ident, fact.code, dict(fact.params))
        return protocol.done(ident, status.done(self._house, verb, kept.facts))

    def _link(self, ident: str, responder: str, say: Say) -> None:
        if self._house.engine.policy.responder(responder) is None:
            say(protocol.refused(ident, "no_such_responder", {"id": clean(responder, 40)}))
            return
        url = self._house.link(responder)
        result = {"url": url, "asks_nobody": not asks_somebody(self._house.engine.policy)}
        say(protocol.done(ident, result) if url else protocol.refused(ident, "page_failed"))

    def _drill(self, ident: str, args: Mapping[str, Any], caller: Caller) -> None:
        """The driver's connection is the drill's leash: the answer to `begin` says that more will come, and none does."""
        drill, say = self._house.drill, caller.say
        match args.get("action"):
            case "begin":
                begun = drill.begin(ident, caller)
                if isinstance(begun, str):
                    say(protocol.refused(ident, begun))
                else:
                    say(protocol.done(ident, {"language": self._house.chosen_language, **begun}, more=True))
            case "look":
                say(protocol.done(ident, drill.look()))
            case "log":
                text = _private(args, "text", TEXT_LIMIT)
                drill.log(
                    ident, text, lambda code: say(protocol.refused(ident, code) if code else protocol.done(ident))
                )
            case "end":
                drill.end("done")
                say(protocol.done(ident))
            case _:
                raise WrongUsage("malformed")

    def _settings(self, ident: str, args: Mapping[str, Any], say: Say) -> None:
        from holdspace.app.settings import policy_from
        from holdspace.core.policy import Policy

        found = policy_from(
            args.get("settings") or {},
            today=self._house.today,
            language=self._house.language,
            time_zone=self._house.zone,
        )
        if not isinstance(found, Policy):
            problems = [
                {"path": list(problem.path), "code": problem.code, "params": dict(problem.params)} for problem in found
            ]
            say(protocol.refused(ident, "bad_settings", {"problems": problems[:20]}))
            return
        self._house.bus.do(
            c.AdoptPolicy(id=ident, policy=found), lambda kept: say(self._reply(ident, "settings_import", kept))
        )


def _private(args: Mapping[str, Any], name: str, limit: int) -> Private | None:
    raw = args.get(name)
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise WrongUsage("malformed")
    text = clean(raw, limit)
    return Private(text) if text else None


def _number(args: Mapping[str, Any], name: str) -> int | None:
    raw = args.get(name)
    if raw is None:
        return None
    if not isinstance(raw, int) or isinstance(raw, bool) or abs(raw) > 1_000_000:
        raise WrongUsage("malformed")
    return raw
