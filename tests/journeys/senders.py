"""Programs of other people that notify, each in the way that such programs have."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from selenium.webdriver.common.by import By

from tests.rig.chromium import chromium
from tests.rig.desktop import Desktop
from tests.rig.loopback import served
from tests.rig.notification_server import NAME, PATH
from tests.rig.processes import run

_PAGE = """<!doctype html><title>A page</title><button>press</button>
<script>
const said = %s;
document.querySelector("button").onclick = () => new Notification(said.sender, said);
</script>"""
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


@contextmanager
def page(desktop: Desktop, sender: str, text: str) -> Iterator[tuple[Said, Callable[[], None]]]:
    """A page in a window of Chromium: what it will be known to have said, and a call upon which it says so.

    It wants somebody to see to it, which Chromium hands on as critical.
    """
    words = json.dumps({"sender": sender, "body": text, "requireInteraction": True})
    with served({"/": _PAGE % words}) as address, chromium(env=desktop.env, headless=False) as browser:
        browser.get(address)
        said = Said(f"{address.removeprefix('http://')} (Chromium)", sender, text)
        yield said, browser.find_element(By.TAG_NAME, "button").click
