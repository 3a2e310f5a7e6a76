"""The source archive, as it would be handed out: made offline from a copy of the checkout in which a developer has worked."""

import io
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

import holdspace

_ROOT = Path(__file__).resolve().parents[2]
_ROOMS = (".ci", "benchmarks", "docs", "packaging", "resources", "src", "tests", "tools")
_BESIDE = {
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "dev",
    "pyproject.toml",
}
_NOBODYS_BUSINESS = (
    ".coverage.1",
    ".dev/package/venv/pyvenv.cfg",
    ".env",
    ".git/config",
    ".hypothesis/seen",
    ".idea/workspace.xml",
    ".venv/pyvenv.cfg",
    "build/lib/holdspace/app.py",
    "dist/holdspace-0.0.1.tar.gz",
    "holdspace.db",
    "notes.txt",
    "src/holdspace/__pycache__/app.cpython-311.pyc",
    "src/holdspace.egg-info/PKG-INFO",
    "tests/core/__pycache__/fakes.cpython-311.pyc",
)
"""What lies about in a developer's folder, and is not for others."""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this one, with what else lies about in a developer's."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in _BESIDE:
        shutil.copy(_ROOT / name, copy)
    for room in _ROOMS:
        shutil.copytree(_ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _NOBODYS_BUSINESS:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text("private")
    return copy


@pytest.fixture(scope="module")
def archive(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive of it."""
    folder = tmp_path_factory.mktemp("dist")
    return Path(next(iter(SdistBuilder(str(checkout)).build(directory=str(folder)))))


@pytest.fixture(scope="module")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its one folder, as whoever builds from source has it."""
    folder = tmp_path_factory.mktemp("unpacked")
    subprocess.run(["tar", "-xf", archive, "-C", folder], check=True)
    (only,) = folder.iterdir()
    return only


def _wheel(checkout: Path, folder: Path) -> dict[str, bytes]:
    """The wheel that is built there: each file with its bytes."""
    built = next(iter(WheelBuilder(str(checkout)).build(directory=str(folder), versions=["standard"])))
    with zipfile.ZipFile(io.BytesIO(Path(built).read_bytes())) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


def test_the_archive_holds_each_file_of_the_repository_and_nothing_else_that_lay_about(unpacked: Path) -> None:
    there = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    wanted = {
        str(path.relative_to(_ROOT))
        for room in _ROOMS
        for path in (_ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there == wanted | _BESIDE | {"PKG-INFO"}
    assert there.isdisjoint(_NOBODYS_BUSINESS)


def test_the_archive_is_one_folder_of_plain_files_that_belong_to_nobody(archive: Path) -> None:
    folder = f"holdspace-{holdspace.__version__}"
    with tarfile.open(archive) as packed:
        members = packed.getmembers()
    assert {member.name.split("/")[0] for member in members} == {folder}
    assert [member.name for member in members if not member.isfile() and not member.isdir()] == []
    assert [member.name for member in members if ".." in member.name.split("/")] == []
    assert {(member.uid, member.gid, member.uname, member.gname) for member in members} == {(0, 0, "", "")}
    assert [member.name for member in members if member.mode & 0o022] == []


def test_what_is_started_by_hand_can_be_started_once_it_is_unpacked(unpacked: Path) -> None:
    for name in ("dev", ".ci/run"):
        assert (unpacked / name).stat().st_mode & 0o111 == 0o111, name


def test_the_archive_names_the_version_and_what_it_asks_for_as_the_wheel_does(unpacked: Path, tmp_path: Path) -> None:
    told = (unpacked / "PKG-INFO").read_text()
    assert f"\nVersion: {holdspace.__version__}\n" in told
    inside = _wheel(unpacked, tmp_path)
    assert inside[f"holdspace-{holdspace.__version__}.dist-info/METADATA"].decode() == told


def test_the_wheel_built_from_the_archive_is_the_one_built_from_the_checkout(
    checkout: Path, unpacked: Path, tmp_path: Path
) -> None:
    assert _wheel(unpacked, tmp_path / "from archive") == _wheel(checkout, tmp_path / "from checkout")
