"""`settings import` and `settings export`, against the app's own checking of settings."""

import stat
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from holdspace.app.settings import policy_from, settings_of
from holdspace.core.policy import Policy
from holdspace.wire import protocol
from holdspace.wire.toml_text import toml_text
from tests.app.test_settings import EXAMPLE, _policies
from tests.cli.fake_app import FakeApp, Lines, cli, done, here, refuse

TODAY = date(2026, 11, 22)

GOOD = """schema = 1

[practitioner]
name = "Pat"
time_zone = "Europe/Lisbon"

[[responders]]
id = "va1"
name = "Ana"
role = "assistant"

[[steps]]
role = "assistant"

[[rules]]
name = "school"
match = { sender = "School office" }
verdict = "let_through"
reason = "a child may be ill"
until = 2027-01-31

[[rules]]
name = "outage"
match = { app = "Pager",
          text = ["down", "outage"] }
verdict = "ask"
""".replace('app = "Pager",\n          text', 'app = "Pager", text')


class Desk:
    """What the app does with settings: checks them with its own code, and takes them or not."""

    def __init__(self) -> None:
        self.taken: list[Policy] = []
        self.ending: list[dict[str, Any]] = []

    def __call__(self, request: dict[str, Any]) -> Lines:
        found = policy_from(request["args"]["settings"], today=TODAY)
        if isinstance(found, Policy):
            self.taken.append(found)
            return [protocol.done(request["id"], {"ending": self.ending})]
        return [protocol.refused(request["id"], "bad_settings", {"problems": [one.told() for one in found]})]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


def test_good_settings_are_taken(place: Path, file: Path) -> None:
    file.write_text(GOOD)
    desk = Desk()
    with FakeApp(place, desk):
        said = cli(place, "settings", "import", str(file))
    assert (said.returncode, said.stdout, said.stderr) == (0, "The settings are taken.\n", "")
    assert [rule.name for rule in desk.taken[0].rules] == ["school", "outage"]


def test_settings_are_taken_whose_leave_has_ended_and_that_is_said(place: Path, file: Path) -> None:
    file.write_text(GOOD)
    desk = Desk()
    desk.ending = [{"name": "school", "until": "2026-01-31", "over": True}]
    with FakeApp(place, desk):
        taken, ended = cli(place, "settings", "import", str(file)).stdout.splitlines()
    assert taken == "The settings are taken."
    assert ended == "The rule “school” ended and lets nothing through any more."


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('name = "Pat"', 'nmae = "Pat"', 4, "practitioner.nmae: unknown key; known here: name, language, time_zone"),
        ("Europe/Lisbon", "Europe/Lisbn", 5, "practitioner.time_zone: “Europe/Lisbn” is not a time zone"),
        ('name = "Ana"\n', "", 7, "responders[1].name: is missing"),
        ('\n[[steps]]\nrole = "assistant"', '\n[[steps]]\nrole = "executive"', 13, "nobody can serve this step"),
        ("2027-01-31", '"2027-13-31"', 20, "rules[1].until: is not a date such as 2027-01-31"),
        ('"outage"] }', "4] }", 24, "rules[2].match.text[2]: has the wrong type: text belongs here"),
        ('verdict = "ask"', 'verdict = "ask', 25, "is not TOML"),
        ('verdict = "ask"', "verdict = 2027-01-31", 25, "a date does not belong here"),
        ('verdict = "ask"', "verdict = inf", 25, "is not a number"),
        (
            'verdict = "ask"',
            'kinds = ["holiday"]\nverdict = "ask"',
            25,
            "rules[2].kinds[1]: must be one of: session, attention, backoffice, isolation",
        ),
        ("schema = 1", "schema = 2", 1, "schema: unknown schema; this version knows schema 1"),
    ],
)
def test_a_fault_is_told_with_file_line_and_reason_and_nothing_is_changed(
    place: Path, file: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert old in GOOD
    file.write_text(GOOD.replace(old, new, 1))
    desk = Desk()
    with FakeApp(place, desk):
        said = here(place, "settings", "import", str(file))
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.startswith(f"{file}:{line}: ")
    assert reason in said.stderr.splitlines()[0]
    assert desk.taken == []


def test_every_fault_is_told_at_its_own_line(place: Path, file: Path) -> None:
    file.write_text(GOOD.replace("Europe/Lisbon", "Moon").replace('"ask"', '"asks"'))
    with FakeApp(place, Desk()):
        said = cli(place, "settings", "import", str(file))
    assert [line.partition(": ")[0] for line in said.stderr.splitlines()] == [
        f"{file}:5",
        f"{file}:25",
        "Nothing was changed.",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"name = '\xff'", "not UTF-8"), (b"#" * (1024 * 1024 + 1), "larger than"), (b"a=" + b"[" * 50_000, "not TOML")],
)
def test_what_is_no_settings_file_is_refused_before_anybody_is_asked(
    place: Path, file: Path, content: bytes, reason: str
) -> None:
    file.write_bytes(content)
    with FakeApp(place, done()) as app:
        said = here(place, "settings", "import", str(file))
    assert said.returncode == 1
    assert reason in said.stderr
    assert "Traceback" not in said.stderr
    assert app.requests == []


def test_a_file_that_is_not_there_is_told(place: Path, file: Path) -> None:
    for name in (str(file), str(file.parent)):
        said = cli(place, "settings", "import", name)
        assert said.returncode == 1
        assert said.stderr.startswith(f"{name}: cannot be read: ")


def test_settings_come_through_stdin_too(place: Path) -> None:
    desk = Desk()
    with FakeApp(place, desk):
        assert cli(place, "settings", "import", "-", stdin=GOOD.replace("\n", "\r\n").encode()).returncode == 0
        bad = cli(place, "settings", "import", "-", stdin=b"\xef\xbb\xbfschema = 1\r\n\r\ncolour = 1\r\n")
    assert len(desk.taken) == 1
    assert bad.stderr.startswith("-:3: colour: unknown key")


def test_without_the_app_settings_go_nowhere(place: Path, file: Path) -> None:
    file.write_text(GOOD)
    assert cli(place, "settings", "import", str(file)).returncode == 3
    assert cli(place, "settings", "export", str(file)).returncode == 3
    assert file.read_text() == GOOD


def test_settings_too_long_for_one_line_are_refused_not_cut(place: Path, file: Path) -> None:
    rules = "".join(
        f'[[rules]]\nname = "r{n}"\nmatch = {{ app = "{"x" * 190}" }}\nverdict = "hold"\n' for n in range(400)
    )
    file.write_text(f"schema = 1\n{rules}")
    desk = Desk()
    with FakeApp(place, desk):
        said = cli(place, "settings", "import", str(file))
    assert said.returncode == 1
    assert "too long" in said.stderr
    assert desk.taken == []


def test_what_is_exported_can_be_imported_and_is_for_its_owner_only(place: Path, file: Path) -> None:
    policy = policy_from(EXAMPLE, today=TODAY)
    assert isinstance(policy, Policy)
    file.write_text("older")
    with FakeApp(place, done({"settings": settings_of(policy)})):
        said = cli(place, "settings", "export", str(file))
        shown = cli(place, "settings", "export", "-")
    assert said.returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert shown.stdout == file.read_text()
    assert "until = 2027-01-31\n" in shown.stdout
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    desk = Desk()
    with FakeApp(place, desk):
        assert cli(place, "settings", "import", str(file)).returncode == 0
    assert desk.taken == [policy]


def test_an_export_that_cannot_be_written_is_told(place: Path, tmp_path: Path) -> None:
    with FakeApp(place, done({"settings": {"schema": 1}})):
        said = cli(place, "settings", "export", str(tmp_path / "none" / "x.toml"))
        onto_a_folder = cli(place, "settings", "export", str(tmp_path))
    assert (said.returncode, onto_a_folder.returncode) == (1, 1)
    assert "cannot be written" in said.stderr
    assert list(tmp_path.parent.glob(".*.new")) == []


def test_a_refusal_without_a_place_is_told_too(place: Path, file: Path) -> None:
    file.write_text(GOOD)
    with FakeApp(place, refuse("disk_full")):
        said = cli(place, "settings", "import", str(file))
    assert said.returncode == 1
    assert "the disk is full" in said.stderr


@given(_policies())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_policy_survives_the_way_through_a_file(policy: Policy) -> None:
    text = toml_text(settings_of(policy))
    told = tomllib.loads(text)
    assert policy_from(told, today=TODAY) == policy
