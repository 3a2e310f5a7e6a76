"""The app's log: it never holds a message of an exception, and it never fails whoever has something to say."""

import logging
from pathlib import Path

import pytest

from holdspace.app.logfile import open_log

FULL = Path("/dev/full")


def nothing(code: str) -> None:
    raise AssertionError(f"told as {code}")


@pytest.fixture(autouse=True)
def _let_go_of_the_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.excepthook", None)


def test_what_failed_is_told_with_its_place_and_without_its_message(tmp_path: Path) -> None:
    log = open_log(tmp_path / "app.log", nothing)
    try:
        raise ValueError("somebody's words")
    except ValueError:
        log.exception("failed")
    said = (tmp_path / "app.log").read_text()
    assert "ValueError at test_what_failed_is_told" in said
    assert "somebody's words" not in said


def test_a_log_on_a_full_disk_prints_nothing_and_raises_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "app.log").symlink_to(FULL)
    log = open_log(tmp_path / "app.log", nothing)
    for _ in range(3):
        log.warning("trouble %s", "disk_full")
    logging.shutdown()
    assert capfd.readouterr() == ("", "")


def test_a_log_that_cannot_be_opened_is_opened_later(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log = open_log(tmp_path / "later" / "app.log", nothing)
    log.warning("trouble %s", "disk_full")
    (tmp_path / "later").mkdir()
    log.warning("trouble %s", "busy")
    said = (tmp_path / "later" / "app.log").read_text()
    assert ("busy" in said, "disk_full" in said) == (True, False)
    assert capfd.readouterr() == ("", "")
