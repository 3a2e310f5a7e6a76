"""Which server was seen to keep which promise: written by the tests that ran, into docs/drivers.

`pytest -p tests.matrix --matrix=FILE ...` writes down what ran and how it ended, a server a column.
`python -m tests.matrix FILE...` puts that into docs/drivers/matrix.json and renders the table of docs/drivers/README.md.
A server that did not run this time keeps the column, and the date, of the time it did. A row is a test's name, unless the
test itself says by `record_property(ROW, ...)` what it could look at with this server: then it is that row and no other.
"""

import json
import re
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

DRIVERS = Path(__file__).resolve().parents[1] / "docs" / "drivers"
KEPT = DRIVERS / "matrix.json"
PAGE = DRIVERS / "README.md"
_HEAD = ("version", "date", "sources")
_BEGIN, _END = "<!-- matrix: written by the tests -->", "<!-- matrix: end -->"
PROPERTY = "server"
ROW = "row"

Column = dict[str, Any]


class Matrix:
    """What ran in this session, as the reports tell it, from whichever worker."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._columns: dict[str, Column] = {}
        self._ended: dict[str, dict[str, bool]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What fails in setup or teardown counts too; what was skipped did not run."""
        properties = dict(report.user_properties)
        told = properties.get(PROPERTY)
        if told is None or report.skipped or (report.when == "setup" and report.passed):
            return
        name, version = str(told).split()[:2]
        self._columns[name] = {"version": version, "date": time.strftime("%Y-%m-%d", time.gmtime())}
        case = str(properties.get(ROW) or sentence(report.nodeid.split("::")[-1].split("[")[0]))
        self._ended[name][case] = self._ended[name].get(case, True) and report.passed

    def pytest_sessionfinish(self) -> None:
        """A file where something ran."""
        found = {name: {**column, "cases": self._ended[name]} for name, column in self._columns.items()}
        if found:
            self._file.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where to write."""
    parser.addoption("--matrix", type=Path, default=None, help="write down which server kept which promise")


def pytest_configure(config: pytest.Config) -> None:
    """Only where the reports of all workers come together."""
    file = config.getoption("--matrix")
    if file is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Matrix(file), "matrix")


def sentence(name: str) -> str:
    """A test's name as the sentence that it is."""
    return name.removeprefix("test_").replace("_", " ")


def rendered(columns: dict[str, Column]) -> str:
    """The table: a row a promise, a column a server."""
    names = sorted(columns)
    cases = sorted({case for column in columns.values() for case in column["cases"]})
    head = ["<br>".join([name, *(columns[name][fact] for fact in _HEAD if columns[name].get(fact))]) for name in names]
    lines = ["| " + " | ".join(["", *head]) + " |", "|---|" + ":-:|" * len(names)]
    for case in cases:
        cells = [_cell(columns[name]["cases"].get(case)) for name in names]
        lines.append("| " + " | ".join([case, *cells]) + " |")
    return "\n".join(lines)


def _cell(passed: bool | None) -> str:
    return "" if passed is None else "yes" if passed else "**no**"


def put_into(page: str, table: str) -> str:
    """The page with this table between its marks."""
    return re.sub(f"{_BEGIN}.*{_END}", lambda _: f"{_BEGIN}\n{table}\n{_END}", page, flags=re.DOTALL)


def sources() -> str:
    """The commit whose sources and tests these are, with a plus where they were changed since; "" where nobody knows."""
    root, what = str(DRIVERS.parents[1]), ["--", "src", "tests"]

    def git(*words: str) -> str:
        done = subprocess.run(["git", "-C", root, *words, *what], check=False, capture_output=True, text=True)
        return done.stdout.strip()

    if shutil.which("git") is None or not (commit := git("log", "-1", "--format=%h")):
        return ""
    return commit + ("+" if git("status", "--porcelain") else "")


def main(files: list[str]) -> int:
    """The exit status."""
    for file in files:
        add(json.loads(Path(file).read_text()))
    return 0


def add(fresh: dict[str, Column]) -> None:
    """These columns in place of what they said before."""
    columns: dict[str, Column] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    columns.update({name: {**column, "sources": sources()} for name, column in fresh.items()})
    KEPT.write_text(json.dumps(columns, indent=1, sort_keys=True) + "\n")
    PAGE.write_text(put_into(PAGE.read_text(), rendered(columns)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
