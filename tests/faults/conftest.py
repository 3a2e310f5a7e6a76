"""Fixtures of the fault tests."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count

import pytest

from tests.faults.session import Held
from tests.journeys.hands import practitioner
from tests.rig.desktop import Desktop
from tests.rig.popups import watched

Begin = Callable[[], AbstractContextManager[Held]]
_HOMES = count(1)


@pytest.fixture
def begin(shared_desktop: Desktop) -> Begin:
    """Makes a fresh home on the desktop of the module, with a sender and an eye for popups."""

    @contextmanager
    def fresh() -> Iterator[Held]:
        desktop = shared_desktop
        with (
            practitioner(desktop, f"h{next(_HOMES)}") as person,
            desktop.bus.connect() as line,
            watched(desktop.display) as popups,
        ):
            try:
                yield Held(person, line, popups)
            finally:
                person.leave()
                desktop.dunst.set_paused(False)
                desktop.dunst.close_all()

    return fresh
