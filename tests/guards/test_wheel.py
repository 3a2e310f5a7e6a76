import shutil
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import holdspace
from holdspace import resources

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as pip would build it, made offline from a copy of what it is made of."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(_ROOT / name, copy)
    for room in ("src", "resources"):
        shutil.copytree(_ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    built = next(iter(WheelBuilder(str(copy)).build(directory=str(copy / "dist"), versions=["standard"])))
    return zipfile.ZipFile(built)


def test_the_wheel_holds_each_source_and_each_resource(wheel: zipfile.ZipFile) -> None:
    inside = set(wheel.namelist())
    expected = {
        f"holdspace/{path.relative_to(_ROOT / 'src' / 'holdspace')}"
        for path in (_ROOT / "src" / "holdspace").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    } | {
        f"holdspace/resources/{path.relative_to(_ROOT / 'resources')}"
        for path in (_ROOT / "resources").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert expected - inside == set()
    assert {name for name in inside if not name.startswith("holdspace")} == set()


def test_the_wheel_has_one_version_and_both_doors(wheel: zipfile.ZipFile) -> None:
    folder = f"holdspace-{holdspace.__version__}.dist-info"
    assert f"Version: {holdspace.__version__}" in wheel.read(f"{folder}/METADATA").decode()
    doors = wheel.read(f"{folder}/entry_points.txt").decode()
    assert "holdspace = holdspace.__main__:main" in doors
    assert "holdspace-app = holdspace.__main__:gui" in doors


def test_resources_are_found_in_the_checkout() -> None:
    assert resources.path("icons", "holdspace.svg").is_file()


def test_resources_are_found_in_an_unpacked_wheel(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    assert (tmp_path / "holdspace" / "resources" / "icons" / "holdspace.svg").is_file()


def test_a_missing_resource_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"resources/icons/none\.svg is missing"):
        resources.path("icons", "none.svg")
