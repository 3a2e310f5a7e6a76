from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.story import Story


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "holdspace.db"


@pytest.fixture
def story(path: Path) -> Iterator[Story]:
    told = Story(path)
    yield told
    told.store.close()
