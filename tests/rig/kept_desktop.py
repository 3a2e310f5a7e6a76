"""One desktop for module after module, as long as all of it is well."""

from contextlib import ExitStack

from tests.rig.desktop import Desktop, running_desktop


class KeptDesktop:
    """To start and end one takes a third of a second of processor time, as much as many a test."""

    def __init__(self) -> None:
        self._parts = ExitStack()
        self._desktop: Desktop | None = None

    def take(self) -> Desktop:
        """The one that was taken before, tidied; or another, where a part of that one is gone."""
        if self._desktop is not None and self._desktop.whole():
            self._desktop.tidy()
        else:
            self.end()
            self._desktop = self._parts.enter_context(running_desktop())
        return self._desktop

    def end(self) -> None:
        """Nothing of it runs any more."""
        self._desktop = None
        self._parts.close()
