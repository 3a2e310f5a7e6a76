import logging
from collections.abc import Iterator

import pytest

from holdspace.adapters.overheard import Overheard

NAME = "holdspace-test.noisy"
log = logging.getLogger(NAME)


@pytest.fixture
def heard() -> Iterator[list[tuple[str, BaseException | None]]]:
    failures: list[tuple[str, BaseException | None]] = []
    handler = Overheard((NAME,), lambda where, error: failures.append((where, error)))
    yield failures
    handler.close()
    assert log.handlers == []


def test_an_error_is_told_by_its_place_and_not_in_its_words(heard: list[tuple[str, BaseException | None]]) -> None:
    log.error("private words of %s", "somebody")
    ((where, error),) = heard
    assert where.startswith(f"{NAME} test_overheard.test_an_error_is_told")
    assert "private" not in where
    assert error is None


def test_an_exception_comes_along(heard: list[tuple[str, BaseException | None]]) -> None:
    failure = KeyError("x")
    log.error("it failed", exc_info=failure)
    assert [error for _, error in heard] == [failure]


def test_warnings_are_not_told_and_do_not_reach_standard_error(
    heard: list[tuple[str, BaseException | None]], capfd: pytest.CaptureFixture[str]
) -> None:
    log.warning("an odd request")
    log.error("an error")
    assert len(heard) == 1
    assert capfd.readouterr().err == ""


def test_the_next_house_takes_the_place_of_one_that_went_without_a_word(
    heard: list[tuple[str, BaseException | None]],
) -> None:
    later: list[str] = []
    second = Overheard((NAME,), lambda where, _error: later.append(where))
    log.error("an error")
    second.close()
    assert (len(heard), len(later)) == (0, 1)
