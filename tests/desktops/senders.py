"""Programs that say something, as people have them: the command line of libnotify, and an application of GTK's kind."""

from __future__ import annotations

from pathlib import Path

from tests.desktops.shell import DesktopShell
from tests.rig.processes import run

_ID = "org.example.Kettle"
_APPLICATION = f"""
import sys
from gi.repository import Gio, GLib

class Kettle(Gio.Application):
    def do_activate(self):
        notification = Gio.Notification.new(sys.argv[1])
        notification.set_body("tea")
        self.send_notification("boils", notification)
        self.get_dbus_connection().flush_sync()

Kettle(application_id="{_ID}").run()
"""
_ENTRY = """[Desktop Entry]
Type=Application
Name=Kettle
Exec=true
DBusActivatable=true
"""


def notify_send(shell: DesktopShell, summary: str, *, urgency: str = "normal") -> None:
    """One notification by libnotify."""
    done = run(["notify-send", "-a", "Door", "-u", urgency, summary, "body"], env=shell.env)
    assert done.returncode == 0, done


def g_notification(shell: DesktopShell, title: str) -> None:
    """One by GApplication: on GNOME it goes to the shell alone, by an interface of its own."""
    entry = Path(shell.env["XDG_DATA_HOME"]) / "applications" / f"{_ID}.desktop"
    entry.parent.mkdir(parents=True, exist_ok=True)
    entry.write_text(_ENTRY)
    # Debian's own Python packages, not those of the tests.
    ours = {name: value for name, value in shell.env.items() if name != "PYTHONPATH"}
    done = run(["/usr/bin/python3", "-c", _APPLICATION, title], env=ours)
    assert done.returncode == 0, done
