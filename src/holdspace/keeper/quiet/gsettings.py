"""Desktops whose do-not-disturb is one boolean of GSettings; each of them is a few lines of its own file.

The value lies in the user's dconf database: it outlives server and session, and other buses of the same user share it.
What changes is told by dconf's own signal, which says the path and not the value.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from jeepney import DBusAddress

from holdspace.keeper.bus import Bus, CallError, is_signal
from holdspace.keeper.gsettings_call import LOCKED, NO_KEY, NO_LIBRARY
from holdspace.keeper.quiet import Before, DriverError
from holdspace.keeper.quiet.base import Served

WRITER = "ca.desrt.dconf.Writer"
PATIENCE = 8.0
"""Seconds for one question. Whether the service hangs is asked before it: what is slow then is the machine, or the disk on
which the service makes each change durable, and who is given up on does what he was asked all the same.
"""
SETTLES = 1.0
"""Seconds for the settings service to be done with what it was told before."""
_CODES = {NO_KEY: "no_setting", LOCKED: "locked", NO_LIBRARY: "no_setting"}


class GSetting(Served):
    """One key of one schema; `silent` is the value that means silence."""

    name: str
    schema: str
    key: str
    path: str
    """Where the schema puts its keys in dconf, ending with a slash."""
    silent: bool
    store = "dconf"
    shared = True

    def __init__(self, bus: Bus, server: str) -> None:
        super().__init__(bus, server)
        self.rules = (f"type='signal',interface='{WRITER}',member='Notify',arg0path='{self.path}'",)

    def snapshot(self) -> Before:
        """unset, off or on."""
        user = self._run("get")["user"]
        return Before("unset" if user is None else "on" if user == self.silent else "off")

    def engage(self) -> None:
        """The silent value, as the user's."""
        self._set(value=self.silent)

    def is_on(self) -> bool | None:
        """What counts now, whoever set it."""
        return bool(self._run("get")["value"]) == self.silent

    def release(self, before: Before) -> None:
        """Reset where nothing was set."""
        if before.previous == "unset":
            self._run("reset")
        else:
            self._set(value=self.silent if before.previous == "on" else not self.silent)

    def told(self, message: Any) -> bool | None:
        """Notify(prefix, changes, tag): something below `prefix` changed, or `prefix` itself where `changes` is [""]."""
        if not is_signal(message, WRITER, "Notify"):
            return None
        try:
            prefix, changes, _ = message.body
            changed = {str(prefix) + str(change) for change in changes}
        except (TypeError, ValueError):
            return None
        whole = self.path + self.key
        return False if any(whole.startswith(each) for each in changed) else None

    def _set(self, *, value: bool) -> None:
        self._run("set", "true" if value else "false")

    def _run(self, verb: str, *more: str) -> dict[str, Any]:
        return ask(self.bus, verb, self.schema, self.key, *more)


def ask(bus: Bus, verb: str, schema: str, key: str, *more: str) -> dict[str, Any]:
    """`run`, once the settings service has done what it was told before. Raises DriverError; "timeout" while it hangs.

    Settings are read past their service, and it still does, once it goes on, what somebody asked for who has given up
    since. So nothing is asked of it and nothing that is read counts before it has answered a question that changes
    nothing. One that does not run has nothing left to do, and is not started.
    """
    writer = DBusAddress(f"/{WRITER.replace('.', '/')}/user", bus_name="ca.desrt.dconf", interface=WRITER)
    try:
        bus.call_once(WRITER, writer, "Init", None, (), SETTLES)
    except CallError as error:
        if error.name == "timeout":
            raise DriverError("timeout") from error
    return run(verb, schema, key, *more)


def run(verb: str, schema: str, key: str, *more: str) -> dict[str, Any]:
    """get, set or reset one key in a process of its own; what it says then. Raises DriverError."""
    import subprocess  # only where a desktop needs it

    argv = [sys.executable, "-P", "-m", "holdspace.keeper.gsettings_call", verb, schema, key, *more]
    try:
        done = subprocess.run(
            argv,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise DriverError("timeout") from error
    except OSError as error:
        raise DriverError("refused") from error
    if done.returncode:
        raise DriverError(_CODES.get(done.returncode, "refused"))
    try:
        told = json.loads(done.stdout)
    except ValueError as error:
        raise DriverError("refused") from error
    if not isinstance(told, dict) or not _is_told(told.get("user", ""), told.get("value")):
        raise DriverError("refused")
    return told


def _is_told(user: object, value: object) -> bool:
    """Nothing but a boolean is one: "unset" would come back as off, or off as on."""
    return isinstance(value, bool) and (user is None or isinstance(user, bool))
