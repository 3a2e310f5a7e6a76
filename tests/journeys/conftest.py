"""Fixtures of the journeys: a new practitioner on a desktop that the tests of a file share."""

from collections.abc import Iterator

import pytest

from tests.journeys.hands import Practitioner, practitioner
from tests.rig.desktop import Desktop, running_desktop


@pytest.fixture
def person(shared_desktop: Desktop) -> Iterator[Practitioner]:
    """Somebody whose app has never been started; the desktop is left as it was found."""
    with practitioner(shared_desktop) as somebody:
        yield somebody
    shared_desktop.tidy()


@pytest.fixture
def bare_desktop() -> Iterator[Desktop]:
    """A desktop without a notification server and without a tray."""
    with running_desktop(with_panel=False, with_server=False) as running:
        yield running
