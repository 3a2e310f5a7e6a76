"""Programs of other people that notify, each in the way that such programs have."""

import re
import sys
from dataclasses import dataclass

from tests.rig.desktop import Desktop
from tests.rig.notification_server import NAME, PATH
from tests.rig.processes import run

_ONE_THAT_IS_GONE = f"""
import sys
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
server = DBusAddress("{PATH}", bus_name="{NAME}", interface="{NAME}")
hints = {{"urgency": ("y", 1)}}
with open_dbus_connection("SESSION") as line:
    line.send(new_method_call(server, "Notify", "susssasa{{sv}}i", (sys.argv[1], 0, "", sys.argv[2], sys.argv[3], [], hints, 0)))
"""


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """What one of them sent: the program's name, who it is about, the text."""

    app: str
    sender: str
    text: str


def notify_send(desktop: Desktop, said: Said, *, urgency: str = "normal", replaces: int = 0) -> int:
    """libnotify's own; the id that the server gave."""
    return desktop.notify(said.sender, said.text, app=said.app, urgency=urgency, replaces=replaces)


def gdbus(desktop: Desktop, said: Said) -> int:
    """As a script does, without any library; the id."""
    argv = ["gdbus", "call", "--session", "--dest", NAME, "--object-path", PATH, "--method", f"{NAME}.Notify"]
    done = run([*argv, said.app, "0", "", said.sender, said.text, "[]", "{}", "0"], env=desktop.env)
    found = re.fullmatch(r"\(uint32 (\d+),\)\s*", done.stdout)
    if not found:
        raise AssertionError(f"gdbus ended with {done.returncode}: {done.stderr or done.stdout}")
    return int(found[1])


def one_that_is_gone(desktop: Desktop, said: Said) -> None:
    """A program that ends as soon as it has sent, without waiting for an answer."""
    words = (sys.executable, "-P", "-c", _ONE_THAT_IS_GONE, said.app, said.sender, said.text)
    done = run(words, env=desktop.env)
    if done.returncode != 0:
        raise AssertionError(f"it ended with {done.returncode}: {done.stderr}")
