"""Fixtures of the journeys: one practitioner on a fresh or a shared desktop."""

from collections.abc import Iterator

import pytest

from tests.journeys.hands import Practitioner, practitioner
from tests.rig.desktop import Desktop, running_desktop


@pytest.fixture
def person(desktop: Desktop) -> Iterator[Practitioner]:
    """A practitioner on a fresh desktop; the app is not started yet."""
    with practitioner(desktop) as somebody:
        yield somebody


@pytest.fixture
def bare_desktop() -> Iterator[Desktop]:
    """A desktop without a notification server and without a tray."""
    with running_desktop(with_panel=False, with_dunst=False) as running:
        yield running
