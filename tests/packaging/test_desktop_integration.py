import configparser
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import holdspace
from holdspace import resources

_ID = "io.github.holdspace.Holdspace"
_LINUX = Path(__file__).resolve().parents[2] / "packaging" / "linux"


def _desktop_file() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    parser.read(_LINUX / f"{_ID}.desktop", encoding="utf-8")
    return parser


def test_the_desktop_file_is_valid() -> None:
    done = subprocess.run(
        ["desktop-file-validate", "--no-hints", _LINUX / f"{_ID}.desktop"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_appstream_metainfo_is_valid() -> None:
    done = subprocess.run(
        ["appstreamcli", "validate", "--no-net", _LINUX / f"{_ID}.metainfo.xml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_newest_release_of_the_metainfo_is_this_version() -> None:
    release = ET.parse(_LINUX / f"{_ID}.metainfo.xml").find("releases/release")
    assert release is not None
    assert release.get("version") == holdspace.__version__


@pytest.mark.parametrize("verb", ["start", "pin", "log"])
def test_the_menu_offers_the_verb_in_both_languages(verb: str) -> None:
    action = _desktop_file()[f"Desktop Action {verb}"]
    assert action["Exec"] == f"holdspace {verb}"
    assert action["Name"] != action["Name[es]"]


def test_the_icon_of_the_desktop_file_is_the_one_of_the_app() -> None:
    assert _desktop_file()["Desktop Entry"]["Icon"] == _ID
    installed = (_LINUX / "icons" / f"{_ID}.svg").read_bytes()
    assert installed == resources.path("icons", "holdspace.svg").read_bytes()
