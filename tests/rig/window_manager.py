"""openbox with no keys and no menus of its own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.rig.processes import Running, started, wait_for
from tests.rig.screen import Screen

_CONFIG = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <desktops><number>1</number></desktops>
  <mouse>
    <context name="Client">
      <mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
    </context>
  </mouse>
</openbox_config>
"""


@contextmanager
def window_manager(*, env: Mapping[str, str], folder: Path) -> Iterator[Running]:
    """openbox on env's DISPLAY while the block lasts; it manages when the block begins."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "openbox.xml"
    config.write_text(_CONFIG)
    argv = ["openbox", "--sm-disable", "--config-file", str(config)]
    with started(argv, env=env, folder=folder) as process, Screen(env["DISPLAY"]) as screen:

        def managed() -> bool:
            process.expect_alive()
            return screen.window_manager() is not None

        wait_for(managed, what="openbox to manage the screen")
        yield process
