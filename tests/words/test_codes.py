"""Each code that the sources tell has words, in one table for the screen and the command line; and no code is dead."""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from holdspace.keeper.silence import NOT_BY_TRYING
from holdspace.ui import say
from holdspace.wire.shapes import Refused
from holdspace.words import LANGUAGES, translator
from holdspace.words_codes import CODES
from tests.ui import samples

SOURCE = Path(__file__).resolve().parents[2] / "src" / "holdspace"


@cache
def source(path: Path) -> ast.Module:
    """A file of the sources; each is read once."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def calls_in(path: Path) -> list[tuple[str, ast.Call]]:
    """Each call of a function or a method in a file, by its name."""
    found = (node for node in ast.walk(source(path)) if isinstance(node, ast.Call))
    return [
        (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""), node)
        for node in found
    ]


def calls(room: str, *names: str) -> Iterator[ast.Call]:
    """Calls of functions or methods of these names, in a folder of the sources or in one file."""
    where = SOURCE / room
    for path in sorted(where.rglob("*.py")) if where.is_dir() else (where,):
        for name, call in calls_in(path):
            if name in names:
                yield call


def strings(node: ast.AST) -> set[str]:
    """Plain strings in a piece of source."""
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value
    }


def told(room: str, *names: str) -> set[str]:
    """The strings that are arguments of such calls."""
    found = [strings(part) for call in calls(room, *names) for part in call.args]
    assert found, f"nobody calls {names} in {room}: has the source changed its way of saying it?"
    return set().union(*found)


def keyword(room: str, name: str, key: str) -> set[str]:
    """What stands in `key=` of such calls, as far as it is a plain string."""
    found = [part.value for call in calls(room, name) for part in call.keywords if part.arg == key]
    return {str(part.value) for part in found if isinstance(part, ast.Constant) and part.value}


def by_errno(file: str) -> set[str]:
    """The values of tables whose keys are errors of the system or of SQLite."""
    tables = [node for node in ast.walk(source(SOURCE / file)) if isinstance(node, ast.Dict)]
    chosen = [
        table
        for table in tables
        if any(isinstance(key, ast.Attribute) and key.attr.startswith(("E", "SQLITE_")) for key in table.keys)
    ]
    assert chosen, file
    return set().union(*(strings(value) for table in chosen for value in table.values))


def troubles() -> set[str]:
    """What is told to `failed`: by name; or as the code of what the store or the spool could not keep."""
    by_name = told("app", "failed", "_failed") | told("adapters/keeper_link.py", "_failed")
    not_kept = told("store", "NotKept") | told("engine", "NotKept") | by_errno("store/errors.py")
    not_spooled = told("wire/spool.py", "SpoolError") | by_errno("wire/spool.py")
    return by_name | not_kept | not_spooled


def whys() -> set[str]:
    """Why the desktop is not silent or not watched, as the keeper says it and as the app does."""
    keeper = told("keeper", "_cannot", "Nothing", "_tell_refused", "MonitorError")
    keeper |= told("keeper/guard.py", "_give_back") | {
        why for call in calls("keeper/guard.py", "give_back") for why in strings(call.args[-1])
    }
    drivers = [node for path in (SOURCE / "keeper" / "quiet").glob("*.py") for node in ast.walk(source(path))]
    assigned = [
        each.value for each in drivers if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "self.why"
    ]
    keeper |= NOT_BY_TRYING.union(*(strings(value) for value in assigned))
    refused = told("keeper", "RefusedError", "GuardRefusedError") - {"tell", "busy", "why"}
    started = set().union(*(strings(call.args[-1]) for call in calls("keeper/start.py", "_refused")))
    wire = set(get_args(get_type_hints(Refused)["why"]))
    blind = strings(source(SOURCE / "app" / "keeper_ear.py")) & {"monitor_refused", "sandboxed"}
    probed = {code for code in CODES["quiet_why"] if code in strings(source(SOURCE / "keeper" / "probe" / "proof.py"))}
    return keeper | probed | refused | started | wire | keyword("app", "ReportQuiet", "why") | blind


def gaps() -> set[str]:
    """Why nobody watched: as the watch was lost, as there could be none, or as the keeper before this one ended."""
    life = source(SOURCE / "keeper" / "life.py")
    kept = [node.value for node in ast.walk(life) if isinstance(node, ast.AnnAssign) and node.value is not None]
    earlier = [value for value in kept if isinstance(value, ast.IfExp) and "ready.gap" in ast.unparse(value)]
    assert earlier
    return (
        told("keeper", "_not_watched")
        | told("app", "_not_watched")
        | told("keeper", "MonitorError")
        | strings(earlier[0])
    )


def test_what_is_told_to_failed_by_another_name_is_a_code_of_the_store_or_the_spool() -> None:
    """Else `troubles` would have to look elsewhere too."""
    parts = [call.args[0] for call in calls("app", "failed", "_failed") if not isinstance(call.args[0], ast.Constant)]
    assert parts
    assert {ast.unparse(part) for part in parts} <= {"refusal.code", "error.code", "kept.code"}


@pytest.mark.parametrize(
    ("kind", "emitted"),
    [("trouble", troubles), ("quiet_why", whys), ("gap_why", gaps)],
    ids=("trouble", "quiet_why", "gap_why"),
)
def test_every_code_has_words_and_every_word_is_spoken(kind: str, emitted: Callable[[], set[str]]) -> None:
    assert sorted(emitted() - CODES[kind].keys()) == [], "these would be shown raw"
    assert sorted(CODES[kind].keys() - emitted()) == [], "nobody says these any more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screen_says_each_in_sentences_of_its_own_language(language: str) -> None:
    words = translator(language)
    for code in troubles():
        said = say.trouble(words, samples.screen(trouble=(code,)))
        assert (said[0], said[-1]) == (said[0].upper(), ".")
        assert "_" not in said
        assert language == "en" or said != say.trouble(translator("en"), samples.screen(trouble=(code,)))
    for why in whys() - {"not_wanted"}:
        loud, silent = (
            say.why_not_silent(words, samples.screen(quiet=quiet, quiet_why=why)) for quiet in ("not_silent", "silent")
        )
        assert silent[:-1].lower() in loud.lower()
        assert loud != silent
        assert loud.endswith(".")
    for why in gaps():
        assert "_" not in say.gap(words, "15:33", "15:34", why)


def test_nothing_is_said_where_nothing_is_wrong_and_nothing_twice() -> None:
    words = translator("en")
    assert say.why_not_silent(words, samples.screen()) == ""
    assert say.why_not_silent(words, samples.screen(quiet_why="not_wanted")) == ""
    twice = samples.screen(trouble=("disk_full", "no_space", "page_failed"))
    assert say.trouble(words, twice) == (
        "The disk is full: nothing new can be kept until there is room. "
        "The answer page cannot be served: nobody can be asked."
    )


def test_every_remedy_is_offered_by_some_part() -> None:
    """And no part is told that no row speaks of."""
    others = (
        "health.py",
        "keeper/look.py",
        "keeper/microphone.py",
        "keeper/probe/rows.py",
        "wire/standing.py",
        "cli/doctor.py",
    )
    files = [*(SOURCE / "app").glob("*.py"), *(SOURCE / "cli/drill").glob("*.py"), *(SOURCE / file for file in others)]
    spoken = set().union(*(strings(source(path)) for path in files))
    assert sorted(CODES["remedy"].keys() - spoken) == []
    assert sorted(CODES["part"].keys() - spoken) == []


def test_every_word_of_a_drill_is_spoken() -> None:
    files = [
        *(SOURCE / "cli" / "drill").glob("*.py"),
        *(SOURCE / "app" / "drill").glob("*.py"),
        SOURCE / "app" / "house.py",
        SOURCE / "app" / "requests.py",
    ]
    spoken = set().union(*(strings(source(path)) for path in files))
    settings = {f"as_before_{value}" for value in ("unset", "off", "on")}
    for kind in ("drill_part", "drill_saw", "drill_why"):
        assert sorted(CODES[kind].keys() - CODES["quiet_why"].keys() - spoken - settings) == []
