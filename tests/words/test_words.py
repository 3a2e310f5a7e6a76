"""Words: one language as another, in whole sentences; nothing untranslated, nothing misfilled."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.adapters.hotkey.keys import Why
from holdspace.core.commands import Evidence
from holdspace.core.escalation import CardChoice, Choice, Instruction, PassedWhy, Phase, Reached
from holdspace.core.interruption import Outcome, Source, Urgency
from holdspace.core.people import Role
from holdspace.core.session import SessionKind
from holdspace.keeper.repair import Repaired
from holdspace.private import Private
from holdspace.words import LANGUAGES, PSEUDO, Words, known_language, mark, pseudo, translator
from holdspace.words_codes import CODES
from tools import catalogues

SOURCE = Path(__file__).resolve().parents[2] / "src" / "holdspace"


def test_english_is_what_the_source_says() -> None:
    assert translator("en").t("Back at {time}", time="15:50") == "Back at 15:50"
    assert translator("en").n("{n} minute", "{n} minutes", 1) == "1 minute"
    assert translator("en").n("{n} minute", "{n} minutes", 0) == "0 minutes"


def test_spanish_is_spoken_from_the_compiled_catalogue() -> None:
    spanish = translator("es")
    assert spanish.t("Back at {time}", time="15:50") == "De vuelta a las 15:50"
    assert spanish.n("{n} minute left", "{n} minutes left", 1) == "Queda 1 minuto"
    assert spanish.n("{n} minute left", "{n} minutes left", 2) == "Quedan 2 minutos"
    assert spanish.code("outcome", "held") == "Retenido"


def test_two_languages_are_spoken_at_once() -> None:
    spanish, english = translator("es"), translator("en")
    assert (spanish.t("Handled"), english.t("Handled"), spanish.t("Handled")) == ("Resuelto", "Handled", "Resuelto")
    assert translator("es") is spanish


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("es_MX.UTF-8", "es"), ("ES-es", "es"), ("en_GB", "en"), ("de", "en"), ("C", "en"), ("", "en"), ("xx", "xx")],
)
def test_a_locale_gets_the_language_that_fits(wanted: str, language: str) -> None:
    assert known_language(wanted) == language
    assert translator(wanted).language == language


def test_what_people_wrote_is_put_in_as_it_is_and_never_translated() -> None:
    for language in (*LANGUAGES, PSEUDO):
        assert "{time} <b>%s" in translator(language).t("Back at {time}", time="{time} <b>%s")


def test_private_text_is_never_put_into_a_sentence_by_mistake() -> None:
    assert translator("en").t("Back at {time}", time=Private("secret")) == "Back at Private(6)"


def test_a_code_that_nobody_knows_is_shown_not_hidden() -> None:
    assert translator("es").code("outcome", "eaten_by_cat") == "eaten by cat"
    assert translator("en").code("answer_refused", "held") == "held"


@given(st.text())
def test_the_pseudo_locale_is_longer_and_keeps_what_stands_in_braces(text: str) -> None:
    plain = text.replace("{", "").replace("}", "")
    said = pseudo(f"{plain}{{name}}{plain}")
    assert said.startswith("[")
    assert said.endswith("~]")
    assert said.count("{name}") == 1
    assert len(said) >= (2 * len(plain) + 6) * 1.4


def test_the_pseudo_locale_marks_every_sentence() -> None:
    words = translator(PSEUDO)
    assert words.t("Start").startswith("[Ś")
    assert words.n("{n} minute", "{n} minutes", 3).startswith("[3 m")
    assert words.code("role", "assistant").startswith("[Á")


def test_a_mark_changes_nothing() -> None:
    assert mark("x {y}") == "x {y}"


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_sentence_of_the_source_is_translated_with_its_parameters(language: str) -> None:
    assert list(catalogues.problems(language)) == []


def test_every_sentence_is_a_plain_string_that_can_be_extracted() -> None:
    """`words.t(f"...")` or `t("a" + x)` would never be found by a translator."""
    wrong = [
        f"{path.name}:{call.lineno}"
        for path in SOURCE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _is_sentence(call) and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert wrong == []


def _is_sentence(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in {"t", "n"} and bool(call.args)


def _codes(pattern: str, *rooms: str) -> Iterator[str]:
    for room in rooms:
        for path in (SOURCE / room).rglob("*.py"):
            yield from re.findall(pattern, path.read_text(encoding="utf-8"))


OUTSIDE = ("keeper/look.py", "keeper/microphone.py", "wire/standing.py", "cli/doctor.py")
"""What makes rows of health beside the app."""


@pytest.mark.parametrize(
    ("kind", "pattern", "rooms"),
    [
        ("refusal", r'Refused\(\s*code="(\w+)"', ("core",)),
        ("refusal", r'protocol\.refused\(\w+, "(\w+)"', ("app",)),
        ("refusal", r'WrongUsage\("(\w+)"', ("app",)),
        ("refusal", r'NotKept\("(\w+)"|: "(\w+)",$', ("store/errors.py",)),
        ("why", r'InterruptionSettled\([^)]*why="(\w+)"', ("core",)),
        ("why", r'close\(turn, [\w.]+, "\w+", "(\w+)"', ("core",)),
        ("trouble", r'\.failed\("(\w+)"', ("app",)),
        ("cannot_start", r'_cannot\((?:paths, )?"(\w+)"|_tell\("(\w+)"', ("app",)),
        ("part", r'part="(\w+)"', ("app", *OUTSIDE)),
        ("part_why", r'reason="(\w+)"', ("app", *OUTSIDE)),
        ("remedy", r'remedy="(\w+)"', ("app", *OUTSIDE)),
        ("drill_part", r'Point\(part="(\w+)"', ("cli/drill/points.py",)),
        ("drill_saw", r'what="(\w+)"', ("cli/drill/points.py",)),
        (
            "drill_why",
            r'(?:Failed|NotHere)\("(\w+)"',
            (
                "cli/drill/points.py",
                "cli/drill/desk.py",
                "cli/drill/desktop.py",
                "cli/drill/visitor.py",
                "cli/drill/screen.py",
            ),
        ),
        ("drill_why", r'\.end\("(\w+)"', ("app",)),
        ("not_kept", r'errno\.\w+: "(\w+)"', ("wire",)),
        ("settings", r'wrong\([^"]*(?:"\w+", )?"(\w+)"', ("app/settings.py", "app/settings_table.py")),
    ],
)
def test_every_code_that_the_source_speaks_has_words(kind: str, pattern: str, rooms: tuple[str, ...]) -> None:
    found = {
        code if isinstance(code, str) else next(filter(None, code), "")
        for room in rooms
        for code in (
            _codes(pattern, room)
            if not room.endswith(".py")
            else re.findall(pattern, (SOURCE / room).read_text(encoding="utf-8"), re.MULTILINE)
        )
    } - {"", "schema", "steps", "time_zone", "id", "match", "channels", "duty", "role", "name"}
    assert found, "nothing was found: has the source changed its way of saying it?"
    assert sorted(found - CODES[kind].keys()) == []


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("repaired", get_args(Repaired)),
        ("part_why", set(get_args(Why)) - {""}),
        ("outcome", get_args(Outcome)),
        ("source", get_args(Source)),
        ("urgency", get_args(Urgency)),
        ("choice", get_args(Choice)),
        ("card_choice", get_args(CardChoice)),
        ("instruction", get_args(Instruction)),
        ("reached", get_args(Reached)),
        ("passed", get_args(PassedWhy)),
        ("phase", get_args(Phase)),
        ("role", get_args(Role)),
        ("kind", get_args(SessionKind)),
        ("evidence", get_args(Evidence)),
    ],
)
def test_every_word_of_a_closed_list_has_words(kind: str, codes: Iterable[str]) -> None:
    assert set(codes) <= CODES[kind].keys()


def test_a_words_object_of_an_unknown_language_says_what_is_missing() -> None:
    with pytest.raises(FileNotFoundError, match="not installed whole"):
        Words("tlh")
