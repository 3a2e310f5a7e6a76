"""The arguments of every verb, for argparse."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from holdspace import __version__
from holdspace.cli.hand import SOURCES
from holdspace.here import words_for
from holdspace.override import override

if TYPE_CHECKING:
    from collections.abc import Callable


KINDS = ("session", "attention", "backoffice", "isolation")
END_WHYS = ("client", "interruption", "self", "technical", "done")


class Verb(argparse.ArgumentParser):
    """The parser of one verb, or of one of its actions: an argument too many is told with its own usage.

    argparse hands what a verb does not know up to the parser of the whole line, which can only show the usage of that.
    """

    @override
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The same, with nothing left over."""
        known, left = super().parse_known_args(args, namespace)
        if left:
            self.error(f"unrecognized arguments: {' '.join(left)}")
        return known, left


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `verb` and, where there is one, `action` say what was asked."""
    t = words_for().t
    top = argparse.ArgumentParser(
        prog="holdspace",
        description=t("Holds the space of a client session. Without a verb: start it."),
        epilog=t("Exit status: 0 done or kept for later, 1 refused, 2 wrong usage, 3 not running."),
        allow_abbrev=False,
    )
    top.add_argument("--home", metavar="DIR", help=t("all state lies under this folder"))
    top.add_argument("--version", action="version", version=f"holdspace {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=Verb)

    def verb(name: str, help_text: str, *, json: bool = False) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=help_text, description=help_text, allow_abbrev=False)
        if json:
            added.add_argument("--json", action="store_true", help=t("print one JSON object"))
        return added

    _session_verbs(verb, t)
    _hand_verbs(verb, t)
    _telling_verbs(verb, t)
    _file_verbs(verb, t)
    return top


def _session_verbs(verb: Callable[..., argparse.ArgumentParser], t: Callable[..., str]) -> None:
    start = verb("start", t("start a session; the desktop goes silent"))
    start.add_argument("--client", metavar="C", help=t("whom the time is with"))
    start.add_argument("--topic", metavar="T", help=t("what it is about"))
    start.add_argument("--minutes", metavar="N", type=int, help=t("planned length"))
    start.add_argument("--kind", choices=KINDS, help=t("a session, or a protected block without a client"))
    pause = verb("pause", t("step out"))
    pause.add_argument("--last-point", metavar="P", dest="last_point", help=t("the last point that was made"))
    verb("resume", t("come back"))
    verb("extend", t("add minutes to the planned length")).add_argument("minutes", metavar="N", type=int)
    end = verb("end", t("end the session; the desktop is as it was before"))
    end.add_argument(
        "--why", choices=END_WHYS, help=t("what broke it; also afterwards, of the session that ended last")
    )
    verb("undo", t("take back the last log, pin, mark or end, or what was settled in the digest"))


def _hand_verbs(verb: Callable[..., argparse.ArgumentParser], t: Callable[..., str]) -> None:
    from_help = t("whom it comes from")
    log = verb("log", t("log an interruption; works when Holdspace is not running, too"))
    log.add_argument("text", nargs="*", metavar="TEXT", help=t("what it is; - reads stdin"))
    log.add_argument("--source", choices=SOURCES, help=t("through which door it came"))
    log.add_argument("--from", metavar="WHO", help=from_help)
    pin = verb("pin", t("keep a matter for later, so that it cannot be forgotten"))
    pin.add_argument("text", nargs="*", metavar="TEXT", help=t("what it is; - reads stdin"))
    pin.add_argument("--from", metavar="WHO", help=from_help)
    pin.add_argument("--by", metavar="WHEN", help=t("until when, such as 17:00"))
    mark = verb("mark", t("set a place mark: where we are in the conversation"))
    mark.add_argument("topic", nargs="+", metavar="TEXT", help=t("the topic; - reads stdin"))
    mark.add_argument("--last-point", metavar="P", dest="last_point", help=t("the last point that was made"))
    mark.add_argument("--next", metavar="N", help=t("the next step"))


def _telling_verbs(verb: Callable[..., argparse.ArgumentParser], t: Callable[..., str]) -> None:
    verb("where", t("where we left off"), json=True)
    status = verb("status", t("session, silence and what waits"), json=True)
    status.add_argument("--watch", action="store_true", help=t("go on and tell each change"))
    verb("digest", t("what became of everything that arrived"), json=True)
    followups = verb("followups", t("open promises"), json=True)
    actions = followups.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("done", help=t("this promise is kept")).add_argument("id", metavar="ID")
    responders = verb("responders", t("who can be asked, reachable now or not"), json=True)
    actions = responders.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("link", help=t("a one-time link that pairs a browser")).add_argument("id", metavar="ID")
    doctor = verb("doctor", t("what works on this machine, why not, and the remedy"), json=True)
    doctor.add_argument("--probe", action="store_true", help=t("first make the desktop silent and see whether it is"))


def _file_verbs(verb: Callable[..., argparse.ArgumentParser], t: Callable[..., str]) -> None:
    settings = verb("settings", t("people, steps, rules and preferences, as text"))
    actions = settings.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, help_text in (("import", t("take settings from a file")), ("export", t("write settings to a file"))):
        action = actions.add_parser(name, help=help_text)
        action.add_argument("file", metavar="FILE.toml", help=t("the file; - is stdin or stdout"))
    for name, help_text in (
        (
            "export",
            t(
                "write everything that was kept to a zip file, in open formats; works when Holdspace is not running, too"
            ),
        ),
        ("backup", t("copy the database to a file and verify the copy; works when Holdspace is not running, too")),
    ):
        takeout = verb(name, help_text)
        takeout.add_argument("file", metavar="PATH", help=t("the file"))
        takeout.add_argument("--overwrite", action="store_true", help=t("replace a file that is there"))
    verb("drill", t("rehearse a session through the real parts, a row a part"), json=True)
    verb("repair", t("give back a silence left behind"))
    verb("quit", t("quit Holdspace"))
