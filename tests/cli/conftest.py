from pathlib import Path

import pytest


@pytest.fixture
def place(short_tmp: Path) -> Path:
    """A Holdspace home that does not exist yet; its path is short enough for a socket."""
    return short_tmp / "h"
