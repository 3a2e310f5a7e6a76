"""Which of mako's modes hides every popup is read from its settings."""

import os
from pathlib import Path

import pytest

from holdspace.keeper.quiet.mako_modes import hiding
from tests.rig.processes import start, wait_for


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "mako").mkdir()
    return tmp_path / "mako" / "config"


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("", ""),
        ("max-visible=5\n", ""),
        ("[mode=do-not-disturb]\ninvisible=1\n", "do-not-disturb"),
        ("[mode=do-not-disturb]\n invisible = true \n", "do-not-disturb"),
        ("[mode=do-not-disturb]\ninvisible=0\n", ""),
        ("[mode=do-not-disturb]\ninvisible=1\n[mode=do-not-disturb]\ninvisible=0\n", ""),
        ("[mode=away]\ninvisible=1\n", "away"),
        ("[mode=away]\ninvisible=1\n[mode=do-not-disturb]\ninvisible=1\n", "do-not-disturb"),
        ("[mode=do-not-disturb app-name=Mail]\ninvisible=1\n", ""),
        ("[urgency=low]\ninvisible=1\n", ""),
        ("[mode=default]\ninvisible=1\n", ""),
        ("invisible=1\n", ""),
        ('[mode="do-not-disturb"]\ninvisible=1\n', "do-not-disturb"),
    ],
)
def test_only_a_mode_that_hides_everything_counts(text: str, mode: str, config: Path) -> None:
    config.write_text(text)
    assert hiding(None) == mode


def test_without_settings_there_is_none(config: Path) -> None:
    assert hiding(None) == ""


def test_a_pipe_in_their_place_is_not_waited_for(config: Path) -> None:
    os.mkfifo(config)
    assert hiding(None) == ""


def test_settings_may_include_others_and_themselves(config: Path) -> None:
    config.write_text(f"include={config}\ninclude={config.parent}/modes\n")
    (config.parent / "modes").write_text("[mode=do-not-disturb]\ninvisible=1\n")
    assert hiding(None) == "do-not-disturb"


@pytest.mark.parametrize("words", [["-c", "{}"], ["--config", "{}"], ["--config={}"]])
def test_the_settings_that_it_was_started_with_count(words: list[str], config: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("[mode=do-not-disturb]\ninvisible=1\n")
    os.mkfifo(tmp_path / "never")
    script = tmp_path / "mako.sh"
    script.write_text(f"read -r nothing <{tmp_path}/never\n")
    argv = ["/bin/sh", str(script), *(word.format(other) for word in words)]
    process = start(argv, env={"PATH": "/usr/bin:/bin"}, folder=tmp_path)
    try:
        wait_for(lambda: hiding(process.pid) == "do-not-disturb", what="its command line to count")
        assert hiding(None) == ""
    finally:
        process.kill()


def test_what_is_no_settings_file_is_passed_over_and_never_waited_for(config: Path) -> None:
    os.mkfifo(config.parent / "pipe")
    config.write_text(f"include={config.parent}/pipe\ninclude=no\0file\n[mode=do-not-disturb]\ninvisible=1\n")
    assert hiding(None) == "do-not-disturb"
