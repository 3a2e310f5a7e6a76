"""Fixtures of the fault tests."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

pytest.register_assert_rewrite("tests.faults.session", "tests.faults.ledger")

from tests.faults.session import Held  # noqa: E402
from tests.journeys.hands import practitioner  # noqa: E402
from tests.rig.desktop import Desktop  # noqa: E402
from tests.rig.popups import watched  # noqa: E402

Begin = Callable[[], AbstractContextManager[Held]]


@pytest.fixture
def begin(shared_desktop: Desktop) -> Begin:
    """Makes a fresh home on the desktop of the module, with a sender and an eye for popups."""

    @contextmanager
    def fresh() -> Iterator[Held]:
        desktop = shared_desktop
        with (
            practitioner(desktop) as person,
            desktop.bus.connect() as line,
            watched(desktop.display) as popups,
        ):
            try:
                yield Held(person, line, popups)
            finally:
                person.leave()
                desktop.tidy()

    return fresh
