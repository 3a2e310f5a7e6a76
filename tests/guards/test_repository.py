import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_ROOMS = ("src", "resources", "tests", "benchmarks", "packaging", "docs", "tools", ".ci")
_TEXT = {
    ".py",
    ".md",
    ".toml",
    ".sh",
    ".sql",
    ".html",
    ".css",
    ".js",
    ".po",
    ".pot",
    ".xml",
    ".desktop",
    ".svg",
    ".txt",
    ".json",
    "",
}
# Spelled in parts, so that this file does not hold what it looks for.
_MACHINE = re.compile(
    "|".join(
        ("(?<![\\w.])/" + "root/", "(?<![\\w.])/" + "home/[a-z]+/", "(?<![\\w.])/" + "work/", "/Us" + "ers/[a-z]+/")
    )
)


def _files() -> Iterator[Path]:
    yield from (path for path in _ROOT.iterdir() if path.is_file() and path.suffix in _TEXT)
    for room in _ROOMS:
        for path in (_ROOT / room).rglob("*"):
            if path.is_file() and path.suffix in _TEXT and "__pycache__" not in path.parts:
                yield path


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    found = []
    for path in _files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # not a text after all
        found += [f"{path.relative_to(_ROOT)}: {match.group()}" for match in _MACHINE.finditer(text)]
    assert found == []


def test_no_python_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        str(path.relative_to(_ROOT)): lines
        for room in ("src", "tests", "tools", "benchmarks")
        for path in (_ROOT / room).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_core_and_engine_derive_their_ids() -> None:
    """Whoever decides again decides the same: only who makes a command draws an id."""
    drawing = [
        str(path.relative_to(_ROOT))
        for room in ("core", "engine")
        for path in (_ROOT / "src" / "holdspace" / room).rglob("*.py")
        if re.search(r"\buuid[14]\b", path.read_text(encoding="utf-8"))
    ]
    assert drawing == []


def test_the_scripts_are_well_formed_and_executable() -> None:
    for shell, name in (("sh", "dev"), ("bash", ".ci/run")):
        path = _ROOT / name
        done = subprocess.run([shell, "-n", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert path.stat().st_mode & 0o111 == 0o111, f"{name} is not executable"
