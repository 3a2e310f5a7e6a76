"""Under sway, which gives the focus to every new window, the client's program keeps it."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.hands import Practitioner, practitioner
from tests.rig.desktop import running_desktop
from tests.rig.each_server import kinds
from tests.rig.mako import Mako
from tests.rig.processes import run, start
from tests.rig.unpacked import program

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]

_CLIENT = """
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication(["client"])
app.setDesktopFileName("client.of.somebody")
line = QLineEdit()
line.show()
app.exec()
"""


@pytest.fixture(params=kinds([Mako]))
def person(request: pytest.FixtureRequest) -> Iterator[Practitioner]:
    with running_desktop(server=request.param) as desktop, practitioner(desktop) as found:
        yield found


def windows(person: Practitioner) -> dict[str, bool]:
    """The program's name of each window -> whether it has the focus, by sway itself."""
    told = run([program("usr/bin/swaymsg"), "-t", "get_tree"], env=person.desktop.env)
    found: dict[str, bool] = {}

    def walk(node: dict[str, Any]) -> None:
        if node.get("app_id"):
            found[node["app_id"]] = node["focused"]
        for inner in (*node["nodes"], *node["floating_nodes"]):
            walk(inner)

    walk(json.loads(told.stdout))
    return found


def test_our_windows_come_without_taking_the_focus(person: Practitioner) -> None:
    client = start(
        [sys.executable, "-c", _CLIENT],
        env={**person.desktop.env, "QT_QPA_PLATFORM": "wayland"},
        folder=person.desktop.folder,
    )
    try:
        person.until(lambda: windows(person) == {"client.of.somebody": True}, what="the client's window")
        person.launch()
        person.step("start", "--topic", "pricing talk")
        person.until(lambda: "io.github.holdspace.Holdspace" in windows(person), what="our window")
        assert windows(person) == {"client.of.somebody": True, "io.github.holdspace.Holdspace": False}
        person.step("end")
    finally:
        client.kill()
