"""`backup` and `export` as processes of their own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from holdspace.store.opening import open_store
from holdspace.wire.paths import Paths
from tests.cli.fake_app import cli

FULL = ("-e", "trace=pwrite64,write", "-e", "inject=pwrite64,write:error=ENOSPC")


@pytest.fixture
def kept(place: Path) -> Path:
    """A home in which something was kept."""
    open_store(Paths(place).database).close()
    return place


@pytest.mark.parametrize(
    ("verb", "said"), [("backup", "It was opened and read back: 0 facts."), ("export", "sessions 0")]
)
def test_it_says_where_the_file_is_and_that_it_is_private(kept: Path, tmp_path: Path, verb: str, said: str) -> None:
    done = cli(kept, verb, str(tmp_path / "out"))
    assert (done.returncode, done.stderr) == (0, "")
    assert str(tmp_path / "out") in done.stdout
    assert said in done.stdout
    assert "private text" in done.stdout


@pytest.mark.parametrize("verb", ["backup", "export"])
def test_a_refusal_is_told_on_stderr_with_its_reason(kept: Path, tmp_path: Path, verb: str) -> None:
    (tmp_path / "out").write_text("mine")
    done = cli(kept, verb, str(tmp_path / "out"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{tmp_path}/out is there already, and stays as it is. --overwrite replaces it.\n"
    assert cli(kept, verb, "--overwrite", str(tmp_path / "out")).returncode == 0


@pytest.mark.parametrize("verb", ["backup", "export"])
def test_without_a_path_it_is_wrong_usage(kept: Path, verb: str) -> None:
    assert cli(kept, verb).returncode == 2


@pytest.mark.parametrize("verb", ["backup", "export"])
def test_a_full_disk_is_told_and_nothing_is_left(kept: Path, tmp_path: Path, verb: str) -> None:
    target = tmp_path / "out"
    log = tmp_path / "log"
    # The reader's own files are not written to; what is said goes out through a pipe, which is no disk.
    done = subprocess.run(
        [
            "strace",
            "-f",
            "-qq",
            "-o",
            log,
            "-P",
            f"{tmp_path}/.out.0.part",
            *FULL,
            sys.executable,
            "-c",
            _WRITER,
            str(kept),
            verb,
        ],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
        cwd=tmp_path,
    )
    assert "INJECTED" in log.read_text()
    assert done.returncode == 1
    assert "There is no room left on the disk of" in done.stderr
    assert not target.exists()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name not in {"log", "h"}) == []


@pytest.mark.parametrize("verb", ["backup", "export"])
def test_it_is_on_the_disk_before_it_has_its_name_and_the_name_is_too(kept: Path, tmp_path: Path, verb: str) -> None:
    log = kept.parent / "log"
    calls = ("-f", "-qq", "-y", "-o", str(log), "-e", "trace=fsync,link,linkat,rename")
    done = subprocess.run(
        ["strace", *calls, sys.executable, "-c", _WRITER, str(kept), verb],
        capture_output=True,
        timeout=50,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0
    lines = [line for line in log.read_text().splitlines() if str(tmp_path) in line or ".out.0.part" in line]
    assert [re.sub(r"^\d+ +(\w+)\(.*", r"\1", line) for line in lines] == ["fsync", "link", "fsync"]
    assert ".out.0.part>" in lines[0]
    assert f"<{tmp_path}>" in lines[2]


_WRITER = """
import os, sys
from holdspace.__main__ import main
os.getpid = lambda: 0
sys.exit(main(["--home", sys.argv[1], sys.argv[2], "out"]))
"""


def test_qt_is_not_loaded_for_it(kept: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from holdspace.__main__ import main;"
        f"main(['--home', {str(kept)!r}, 'export', {str(tmp_path / 'out')!r}]);"
        "sys.exit('PySide6' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, timeout=30).returncode == 0
