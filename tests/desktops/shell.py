"""What the three desktops have in common as rigs: their session around them, code that runs in them, a clean table."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, ClassVar, Self

from jeepney import DBusAddress, MessageType, new_method_call
from typing_extensions import override

from tests.desktops.session import session_bus, system_bus
from tests.rig.bus import RefusedError
from tests.rig.environment import environment, with_bus, with_display
from tests.rig.gsettings import GSettings
from tests.rig.notification_server import NotificationServer, Setting
from tests.rig.processes import wait_for
from tests.rig.xserver import xserver

SLOWEST = 90.0
"""Seconds until a desktop that does not start counts as one that never will."""

_COUNTED = """(() => {
    let tray = Main.messageTray;
    if (tray._counted === undefined) {
        let show = tray._showNotification;
        tray._counted = 0;
        tray._showNotification = function () { tray._counted++; return show.apply(tray, arguments); };
    }
    return tray._counted;
})()"""
"""An expression: how many popups came since it was first asked."""


class DesktopShell(NotificationServer):
    """A desktop's shell in a session of its own; killed and started again, the session stays."""

    on_x: ClassVar[bool] = True  # whether it needs an X screen
    session: ClassVar[Mapping[str, str]]  # what a log-in puts into the environment
    packages: ClassVar[tuple[str, ...]]  # whose versions are told
    keeps_all: ClassVar[bool] = False  # whether all that it held can be counted

    @abstractmethod
    def forget(self) -> None:
        """Nothing pops up, nothing is in its list, and the user never said anything about do-not-disturb."""

    def for_programs(self) -> dict[str, str]:
        """The environment of a program on this desktop."""
        return dict(self.env)

    @override
    @classmethod
    @contextmanager
    def running(cls, *, env: Mapping[str, str], folder: Path) -> Iterator[Self]:
        """One in a session of its own while the block lasts. Of `env` nothing counts: it has a screen of its own."""
        del env
        with ExitStack() as stack:
            ours = {**environment(folder / "home"), **cls.session}
            system = stack.enter_context(system_bus(env=ours, folder=folder / "system"))
            ours["DBUS_SYSTEM_BUS_ADDRESS"] = system.address
            if cls.on_x:
                ours = with_display(ours, stack.enter_context(xserver(env=ours, folder=folder)).display)
            bus = stack.enter_context(session_bus(env=ours, folder=folder / "session"))
            shell = cls(env=with_bus(ours, bus.address), bus=bus, folder=folder / "log")
            stack.callback(shell.end)
            shell.start()
            yield shell


class ScriptedShell(DesktopShell):
    """A shell written in JavaScript that runs what it is given, and keeps its do-not-disturb in a key of GSettings.

    The key says whether popups show: it is true, or absent, while nothing is silent.
    """

    settings = ("unset", "off", "on")
    keeps_setting = True
    inside: ClassVar[DBusAddress]  # who runs code
    schema: ClassVar[str]
    key: ClassVar[str]
    started: ClassVar[str]  # an expression: true once it has
    popups: ClassVar[str]  # an expression: how many popups show, come or are about to
    held: ClassVar[str]  # an expression: how many it keeps in its list
    silent: ClassVar[str]  # an expression: whether it is
    tidied: ClassVar[str]  # an expression: after it nothing shows and nothing is in its list

    @override
    def await_ready(self) -> None:
        self.bus.wait_for_owner(str(self.inside.bus_name), by=self.process, bound=SLOWEST)
        wait_for(self._has_started, bound=SLOWEST, what=f"{self.title} to have started")
        super().await_ready()

    def _has_started(self) -> bool:
        self.process.expect_alive()
        try:
            return self.asked(self.started) is True
        except RefusedError:
            return False

    def asked(self, code: str) -> Any:
        """What this expression is in the shell."""
        # One that starts on a busy machine may be silent for long.
        with self.bus.connect() as line:
            reply = line.send_and_get_reply(new_method_call(self.inside, "Eval", "s", (code,)), timeout=SLOWEST)
        if reply.header.message_type is MessageType.error:
            raise RefusedError(f"{code}: {reply.body}")
        done, value = reply.body
        if not done:
            raise RefusedError(f"{code}: {value}")
        return json.loads(value) if value else None

    @override
    def user_sets(self, value: Setting) -> None:
        self._user.write(None if value == "unset" else value == "off")
        wait_for(lambda: self.asked(self.silent) == (value == "on"), what="the shell to know")

    @override
    def setting(self) -> Setting:
        shows = self._user.read()
        return "unset" if shows is None else "off" if shows else "on"

    @property
    def _user(self) -> GSettings:
        path = f"/{self.schema.replace('.', '/')}/"
        return GSettings(env=self.env, schema=self.schema, key=self.key, path=path)

    @override
    def visible(self) -> int:
        return int(self.asked(self.popups))

    @override
    @contextmanager
    def watched(self) -> Iterator[Callable[[], int]]:
        before = self.asked(_COUNTED)
        yield lambda: int(self.asked(_COUNTED)) - before

    @override
    def waiting(self) -> int:
        return int(self.asked(self.held))

    @override
    def forget(self) -> None:
        self.user_sets("unset")
        self.asked(self.tidied)
        wait_for(lambda: not self.visible() and not self.waiting(), what="the popups to go")
