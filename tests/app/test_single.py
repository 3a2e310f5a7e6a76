"""One app a home."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdspace.app import single
from holdspace.app.__main__ import _home, main
from holdspace.app.single import HomeLock, first_or_shown
from holdspace.wire import protocol
from holdspace.wire.paths import Paths
from tests.cli.fake_app import FakeApp, Script


@pytest.fixture
def paths(short_tmp: Path) -> Paths:
    found = Paths(short_tmp)
    found.ensure()
    return found


def test_the_first_takes_the_lock_and_the_second_does_not(paths: Paths) -> None:
    first, second = HomeLock(paths), HomeLock(paths)
    assert first.take()
    assert not second.take()
    assert paths.lock.stat().st_mode & 0o777 == 0o600


def test_another_home_is_another_app(paths: Paths, tmp_path: Path) -> None:
    other = Paths(tmp_path / "other")
    other.ensure()
    assert HomeLock(paths).take()
    assert HomeLock(other).take()


@pytest.fixture
def second(paths: Paths) -> Iterator[HomeLock]:
    """The lock of a second start, while the first holds it."""
    first = HomeLock(paths)
    assert first.take()
    yield HomeLock(paths)
    os.close(first._file)


def test_a_second_start_asks_the_first_to_show_itself(paths: Paths, second: HomeLock) -> None:
    with FakeApp(paths.data, lambda request: [protocol.done(request["id"])]) as app:
        assert first_or_shown(paths, second) == "shown"
        assert [request["verb"] for request in app.requests] == ["show"]
        assert any(hello.get("role") == "start" for hello in app.hellos)


@pytest.mark.parametrize(
    "script",
    [
        lambda request: [protocol.refused(request["id"], "no")],
        lambda request: [b"nonsense\n"],
        lambda request: [],
    ],
)
def test_a_first_one_that_does_not_do_it_is_no_success(
    paths: Paths, second: HomeLock, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single, "START_WITHIN_SECONDS", 0.3)
    monkeypatch.setattr(single, "ANSWER_WITHIN_SECONDS", 0.1)
    with FakeApp(paths.data, script):
        assert first_or_shown(paths, second) == "no_answer"


def test_nobody_behind_the_lock_is_waited_for_only_so_long(
    paths: Paths, second: HomeLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single, "START_WITHIN_SECONDS", 0.1)
    assert first_or_shown(paths, second) == "no_answer"


def test_a_first_one_that_is_still_starting_is_waited_for(paths: Paths, second: HomeLock) -> None:
    found: list[str] = []
    asking = threading.Thread(target=lambda: found.append(first_or_shown(paths, second)))
    asking.start()
    with FakeApp(paths.data, lambda request: [protocol.done(request["id"])]):
        asking.join(10)
    assert found == ["shown"]


def test_where_the_first_one_ends_while_it_is_waited_for_the_second_takes_its_place(paths: Paths) -> None:
    """One that the keeper brought back where there is no screen any more holds the lock until it is gone."""
    first, second = HomeLock(paths), HomeLock(paths)
    assert first.take()
    found: list[str] = []
    asking = threading.Thread(target=lambda: found.append(first_or_shown(paths, second)))
    asking.start()
    os.close(first._file)
    asking.join(10)
    assert found == ["first"]


def test_where_the_first_one_answers_nothing_any_more_and_ends_the_second_takes_its_place(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single, "ANSWER_WITHIN_SECONDS", 0.1)
    first, second = HomeLock(paths), HomeLock(paths)
    assert first.take()

    held = [first._file]

    def says_nothing(_: object) -> list[bytes]:
        while held:  # it may be asked again before the first answer was heard
            os.close(held.pop())
        return []

    with FakeApp(paths.data, says_nothing):
        assert first_or_shown(paths, second) == "first"


def test_a_second_start_succeeds_if_the_first_shows_itself_and_says_so_if_it_does_not(
    short_tmp: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeApp(short_tmp, lambda request: [protocol.done(request["id"])]) as app:
        lock = HomeLock(app.paths)
        assert lock.take()
        assert main(["--home", str(short_tmp)]) == 0
    monkeypatch.setattr(single, "START_WITHIN_SECONDS", 0.1)
    assert main(["--home", str(short_tmp)]) == 1
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize(("language", "said"), [("es_ES", "carpeta"), ("en", "folder")])
def test_a_home_that_cannot_be_used_is_told_in_the_language_of_whoever_starts_it(
    short_tmp: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    said: str,
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    (short_tmp / "file").write_text("")
    assert main([f"--home={short_tmp / 'file'}"]) == 1
    told = capsys.readouterr().err
    assert str(short_tmp / "file") in told
    assert said in told


def test_the_home_is_named_in_either_way() -> None:
    assert _home(["--home", "/a"]) == _home(["--home=/a"]) == Path("/a")
    assert _home([]) is None
    assert _home(["--home"]) is None
