"""What the lane found out, from a desktop's root to the page about the desktops: nothing stands there that did not run."""

from __future__ import annotations

import json
import platform
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests import matrix
from tests.rig.notification_server import Information

_SERVERS = {"gnome": "gnome-shell", "plasma": "plasma", "cinnamon": "cinnamon"}
_OUTCOMES = {"passed": "yes", "failed": "**no**", "skipped": "not here"}


class Found:
    """Of one desktop; written once, at the end."""

    def __init__(self) -> None:
        self._head: dict[str, Any] = {}
        self._rows: dict[str, dict[str, str]] = {}

    def began(self, desktop: str, information: Information, packages: Sequence[str]) -> None:
        """The desktop runs, and this is what it says of itself."""
        asked = ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *packages]
        versions = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\n")
        self._head = {
            "desktop": desktop,
            "date": time.strftime("%Y-%m-%d", time.gmtime()),
            "server": f"{information.name} {information.version}",
            "packages": [line for line in versions if line],
            "python": platform.python_version(),
        }

    def ran(self, name: str, outcome: str, row: str = "") -> None:
        """A test came to its end. `row`: what it could look at here, where that is not what its name says."""
        self._rows.setdefault(name, {}).update({"outcome": outcome, "row": row or matrix.sentence(name)})

    def measured(self, name: str, words: str) -> None:
        """What it measured."""
        self._rows.setdefault(name, {})["measured"] = words

    def write(self, place: Path) -> None:
        """For whoever reads it outside of the root; nothing where the desktop did not even start."""
        if self._head:
            place.write_text(json.dumps({"head": self._head, "rows": self._rows}))


def tell(page: Path, desktop: str, place: Path) -> None:
    """Write one desktop's part of the page anew, between its marks."""
    begin, end = f"<!-- {desktop}: written by ./dev test --desktops -->", f"<!-- {desktop}: end -->"
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(begin)
    _, after = rest.split(end)
    told = json.loads(place.read_text())
    page.write_text(f"{before}{begin}\n{_part(told)}{end}{after}", encoding="utf-8")
    matrix.add({_SERVERS[desktop]: _column(told)})


def _column(told: dict[str, Any]) -> matrix.Column:
    """For the table of all servers: its row for the figures is the page's."""
    head, rows = told["head"], told["rows"]
    cases = {row["row"]: row["outcome"] == "passed" for row in rows.values() if row["outcome"] != "skipped"}
    return {"version": head["server"].split()[-1], "date": head["date"], "cases": cases}


def _part(told: dict[str, Any]) -> str:
    head, rows = told["head"], told["rows"]
    packages = ", ".join(head["packages"])
    lines = [
        "",
        f"Ran on {head['date']}: {head['server']} ({packages}; Debian 12, Python {head['python']}).",
        f"Holdspace's sources: {matrix.sources() or 'not known'}.",
        "",
        "| what | holds | measured |",
        "|---|---|---|",
    ]
    # In the order of the words: pytest shuffles them.
    lines += [
        f"| {row['row']} | {_OUTCOMES[row['outcome']]} | {row.get('measured', '')} |"
        for row in sorted(rows.values(), key=lambda row: row["row"])
    ]
    return "\n".join([*lines, "", ""])
