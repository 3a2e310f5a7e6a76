"""Which server was seen to keep which promise: written by the tests that ran, into docs/drivers.

`pytest -p tests.matrix --matrix=FILE ...` writes down what ran and how it ended, a server a column.
`python -m tests.matrix FILE...` puts that into docs/drivers/matrix.json and renders the table of docs/drivers/README.md.
A server that did not run this time keeps the column, and the date, of the time it did.
"""

import json
import re
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

DRIVERS = Path(__file__).resolve().parents[1] / "docs" / "drivers"
KEPT = DRIVERS / "matrix.json"
PAGE = DRIVERS / "README.md"
_BEGIN, _END = "<!-- matrix: written by the tests -->", "<!-- matrix: end -->"
PROPERTY = "server"

Column = dict[str, Any]


class Matrix:
    """What ran in this session, as the reports tell it, from whichever worker."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._columns: dict[str, Column] = {}
        self._ended: dict[str, dict[str, bool]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Setup and teardown count too; what was skipped did not run."""
        told = dict(report.user_properties).get(PROPERTY)
        if told is None or report.skipped:
            return
        name, version = str(told).split()[:2]
        self._columns[name] = {"version": version, "date": time.strftime("%Y-%m-%d", time.gmtime())}
        case = sentence(report.nodeid.split("::")[-1].split("[")[0])
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
    head = [f"{name}<br>{columns[name]['version']}<br>{columns[name]['date']}" for name in names]
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


def main(files: list[str]) -> int:
    """The exit status."""
    for file in files:
        add(json.loads(Path(file).read_text()))
    return 0


def add(fresh: dict[str, Column]) -> None:
    """These columns in place of what they said before."""
    columns: dict[str, Column] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    columns.update(fresh)
    KEPT.write_text(json.dumps(columns, indent=1, sort_keys=True) + "\n")
    PAGE.write_text(put_into(PAGE.read_text(), rendered(columns)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
