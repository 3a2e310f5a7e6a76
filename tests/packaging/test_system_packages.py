"""The description of the packages, and what decides which files go into the standalone folder."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import holdspace
from tests.packages import handed_out
from tools.package import libraries, paths

_DESCRIPTION = paths.NFPM.read_text(encoding="utf-8")
_ID = "io.github.holdspace.Holdspace"
_QT = "PySide6/Qt/plugins"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """The program of the standalone folder, before it is packed."""
    entry = [sys.executable, str(paths.LINUX / "entry.py"), *words]
    return subprocess.run(entry, capture_output=True, text=True, timeout=30, check=False)


def shipped() -> dict[str, str]:
    """Where each file of the repository goes."""
    pairs = re.findall(r"- src: (\S+)\n\s+dst: (\S+)", _DESCRIPTION)
    return {target: source for source, target in pairs if not source.startswith(("/", "$"))}


def _asked_of_debian(how: str = "depends") -> set[str]:
    """What the .deb depends on or recommends, the first where there is a choice."""
    (listed,) = re.findall(rf"^    {how}:.*\n((?: +- .*\n)+)", _DESCRIPTION.split("  rpm:")[0], re.MULTILINE)
    return set(re.findall(r"^ +- ([a-z0-9.+-]+?)(?: .*)?$", listed, re.MULTILINE))


def test_what_is_opened_where_it_is_there_is_recommended_and_not_asked_for() -> None:
    assert _asked_of_debian("recommends") == {"libpulse0"}
    assert _DESCRIPTION.count('"libpulse.so.0()(64bit)"') == 1
    rpm, _ = libraries.asked_for(_DESCRIPTION)
    assert "libpulse.so.0" not in rpm


def test_each_file_that_is_shipped_is_in_the_repository() -> None:
    assert len(shipped()) >= 6
    assert [source for source in shipped().values() if not (paths.ROOT / source).is_file()] == []


@pytest.mark.parametrize(
    "place",
    [
        f"/usr/share/applications/{_ID}.desktop",
        f"/usr/share/metainfo/{_ID}.metainfo.xml",
        f"/usr/share/icons/hicolor/scalable/apps/{_ID}.svg",
        f"/usr/share/icons/hicolor/symbolic/apps/{_ID}-symbolic.svg",
    ],
)
def test_the_desktop_finds_it_where_it_looks(place: str) -> None:
    assert Path(shipped()[place]).name == Path(place).name


def test_every_library_asked_of_one_kind_of_package_is_asked_of_the_other() -> None:
    """For Debian a package has the name of its library in small letters; a few are named for what they belong to."""
    named = {"libgthread-2.0.so.0": "libglib2.0-0", "libglib-2.0.so.0": "libglib2.0-0", "libz.so.1": "zlib1g"}
    rpm, _ = libraries.asked_for(_DESCRIPTION)

    def package(library: str) -> str:
        name, version = library.lower().removesuffix(".0.0").split(".so.")
        joint = "-" if name[-1].isdigit() else ""
        return named.get(library, f"{name}{joint}{version}".replace("_", "-"))

    assert {package(library) for library in rpm} == _asked_of_debian() - {"libc6", "tzdata"}


def test_what_the_documentation_says_that_the_folder_needs_is_what_the_deb_asks_for() -> None:
    told = set(handed_out.said_to_need("The standalone folder"))
    assert told == _asked_of_debian() - {"libc6"}


def test_what_the_documentation_says_that_the_wheel_needs_is_what_qt_needs_in_a_checkout() -> None:
    (names,) = re.findall(r'^packages_qt="([^"]+)"$', (paths.ROOT / "dev").read_text("utf-8"), re.MULTILINE)
    wanted = {each.split("|")[0] for each in names.split()}
    assert set(handed_out.said_to_need("The wheel and the source archive")) == wanted | {"python3-venv"}


def test_the_c_library_is_asked_for_in_one_version() -> None:
    _, (major, minor) = libraries.asked_for(_DESCRIPTION)
    assert f"libc.so.6(GLIBC_{major}.{minor})(64bit)" in _DESCRIPTION


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("libX11.so.6", "/lib/x86_64-linux-gnu/libX11.so.6"),
        ("libglib-2.0.so.0", "/usr/lib/x86_64-linux-gnu/libglib-2.0.so.0"),
        ("libz.so.1", "/lib/x86_64-linux-gnu/libz.so.1"),
        ("libsystemd.so.0", "/lib/x86_64-linux-gnu/libsystemd.so.0"),
        (f"{_QT}/platformthemes/libqgtk3.so", "/v/PySide6/Qt/plugins/platformthemes/libqgtk3.so"),
        (f"{_QT}/platforms/libqvnc.so", "/v/x"),
        ("PySide6/Qt/lib/libQt6Network.so.6", "/v/x"),
        ("PySide6/Qt/translations/qtbase_de.qm", "/v/x"),
    ],
)
def test_the_build_hosts_desktop_and_what_nobody_uses_stay_out(name: str, source: str) -> None:
    assert not libraries.is_wanted(name, source)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0"),
        ("libssl.so.3", "/lib/x86_64-linux-gnu/libssl.so.3"),
        ("libsqlite3.so.0", "/lib/x86_64-linux-gnu/libsqlite3.so.0"),
        ("PySide6/Qt/lib/libQt6Core.so.6", "/v/PySide6/Qt/lib/libQt6Core.so.6"),
        (f"{_QT}/platforms/libqxcb.so", "/v/x"),
        (f"{_QT}/platforms/libqwayland.so", "/v/x"),
        ("PySide6/Qt/translations/qtbase_es.qm", "/v/x"),
        ("holdspace/resources/icons/holdspace.svg", "/v/x"),
    ],
)
def test_python_qt_and_our_own_come_in(name: str, source: str) -> None:
    assert libraries.is_wanted(name, source)


def test_a_folder_that_needs_what_is_not_asked_for_is_refused(tmp_path: Path) -> None:
    (tmp_path / "program").write_bytes(Path("/bin/sh").read_bytes())
    with pytest.raises(libraries.NotWhole, match=r"asked for and not needed.*libX11"):
        libraries.check(tmp_path, _DESCRIPTION)
    less = re.sub(r'^ +- "lib\S+\.so\S*\(\)\(64bit\)"$', "", _DESCRIPTION, flags=re.MULTILINE)
    needs = libraries.needed_outside(tmp_path)
    less += "".join(f'\n      - "{each}()(64bit)"' for each in needs)
    libraries.check(tmp_path, less)
    with pytest.raises(libraries.NotWhole, match="build on an older system"):
        libraries.check(tmp_path, less.replace("libc6 (>= 2.36)", "libc6 (>= 2.2)"))


def test_the_program_takes_the_verbs_of_the_command_line() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"holdspace {holdspace.__version__}\n")


@pytest.mark.parametrize("before", [(), ("-P",)])
def test_the_program_runs_a_module_as_python_does(before: tuple[str, ...]) -> None:
    done = run(*before, "-m", "holdspace", "--version")
    assert (done.returncode, done.stdout) == (0, f"holdspace {holdspace.__version__}\n")


def test_the_version_of_packages_is_that_of_the_product() -> None:
    assert paths.version() == holdspace.__version__


def test_the_date_of_packages_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert paths.source_date() == 1700000000
