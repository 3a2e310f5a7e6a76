from datetime import date
import re
import tomllib

import pytest

from holdspace.__main__ import HAND
from holdspace.adapters.hotkey.keys import ALWAYS
from holdspace.app.settings import policy_from
from holdspace.cli.arguments import parser
from holdspace.cli.hand import parse
from holdspace.core.policy import Policy
from tests.docs.documents import ROOT, blocks, text_of

TODAY = date(2026, 11, 22)

_README = text_of("README.md")
_COMMANDS = [
    command
    for command in re.findall(r"`holdspace ([a-z]+(?: [^`]*)?)`", _README)
    if not command.startswith(("-", "VERB"))
]


def _settings() -> dict[str, object]:
    (example,) = blocks(_README, "toml")
    settings = tomllib.loads(example)
    for rule in settings["rules"]:
        if "until" in rule:
            rule["until"] = rule["until"].isoformat()  # as the command line sends it
    return settings


def test_the_two_commands_are_named_and_there() -> None:
    for command in ("run", "test"):
        assert re.search(rf"^    \./dev {command}  ", _README, re.MULTILINE)
        assert re.search(rf"^{command}[a-z_ |]*\)", text_of("dev"), re.MULTILINE), f"./dev knows no {command}"


def test_the_settings_of_the_readme_are_taken_as_they_stand() -> None:
    policy = policy_from(_settings(), today=TODAY)
    assert isinstance(policy, Policy), policy
    assert [person.id for person in policy.responders] == ["va1", "ex1"]
    assert [rule.verdict for rule in policy.rules] == ["let_through", "ask", "ask", "noise"]


def test_an_example_that_is_wrong_would_be_found() -> None:
    settings = _settings()
    settings["gate"] = {"default": "hold", "nobody": {}}
    assert not isinstance(policy_from(settings, today=TODAY), Policy)


def test_the_link_that_the_readme_asks_for_is_one_of_its_people() -> None:
    policy = policy_from(_settings(), today=TODAY)
    assert isinstance(policy, Policy)
    asked = re.findall(r"`holdspace responders link (\w+)`", _README)
    assert asked
    assert all(policy.responder(key) for key in asked)


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_of_the_readme_is_understood(command: str) -> None:
    import shlex

    words = shlex.split(command)
    if words[0] in HAND:
        if words[1:] or words[0] != "mark":
            assert parse(words) is not None
        return
    parser().parse_args(words)  # SystemExit when it is none


def test_the_readme_names_enough_commands_for_a_first_session() -> None:
    verbs = {command.split(" ")[0] for command in _COMMANDS}
    assert verbs >= {
        "start",
        "log",
        "pin",
        "mark",
        "undo",
        "where",
        "end",
        "digest",
        "responders",
        "settings",
        "doctor",
    }


def test_the_readme_names_the_keys_that_are_held() -> None:
    for keysym in ALWAYS.values():
        assert f"Ctrl+Alt+{keysym.capitalize()}" in _README


def test_what_is_not_covered_is_said_plainly() -> None:
    for said in ("no emergency service", "Other notification servers", "critical", "this computer only", "Not encrypted yet", "Phones", "Wayland"):
        assert said in _README
    assert "Not encrypted yet" in _README
    assert "not encrypted yet" in text_of("docs/privacy.md")


def test_the_change_log_has_the_version_of_the_product() -> None:
    from holdspace import __version__

    assert re.search(rf"^## {re.escape(__version__)}\b", text_of("CHANGELOG.md"), re.MULTILINE)


def test_the_architecture_names_every_room_and_nothing_that_is_gone() -> None:
    source = ROOT / "src" / "holdspace"
    text = text_of("docs/architecture.md")
    rooms = {path.name for path in source.iterdir() if (path / "__init__.py").exists()}
    assert {room for room in rooms if f"`{room}/`" not in text} == set()
    table = text.split("| room | files |", 1)[1].split("\n## ", 1)[0]
    named = {
        name
        for line in table.splitlines()[2:]
        if line.startswith("| ")
        for name in re.findall(r"`([a-z_]+)`", line.split("|")[2])
    }
    files = {path.stem for path in source.rglob("*.py")}
    assert {name for name in named if name not in files} == set()
