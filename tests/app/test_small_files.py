"""Files that are of no consequence: damaged or unwritable they are as if they were not there."""

from pathlib import Path

import pytest

from holdspace.app.place_file import PlaceFile
from holdspace.app.port_file import PortFile
from holdspace.ui.place import Place

DAMAGED = (b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null", b"[1]", b'"text"', b"NaN")


@pytest.mark.parametrize("place", [Place(x=-40, y=1200), Place(x=0, y=0, size="S"), Place(x=3, y=4, size="L")])
def test_a_place_is_read_back_as_it_was_kept(tmp_path: Path, place: Place) -> None:
    PlaceFile(tmp_path / "window.json").keep(place)
    assert PlaceFile(tmp_path / "window.json").read() == place
    assert [file.name for file in tmp_path.iterdir()] == ["window.json"]


@pytest.mark.parametrize(
    "raw",
    [
        *DAMAGED,
        b'{"x": 1, "y": 2}',
        b'{"x": "left", "y": 2, "size": "M"}',
        b'{"x": 1e999, "y": 2, "size": "M"}',
        b'{"x": NaN, "y": 2, "size": "M"}',
        b'{"x": 100001, "y": 2, "size": "M"}',
        b'{"x": 1, "y": 2, "size": ["L"]}',
        b'{"x": 1, "y": -1000000000000000000000, "size": "M"}',
    ],
)
def test_a_damaged_place_is_none(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "window.json").write_bytes(raw)
    assert PlaceFile(tmp_path / "window.json").read() is None


def test_a_port_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    PortFile(tmp_path / "page.port").keep(40123)
    assert PortFile(tmp_path / "page.port").read() == 40123


@pytest.mark.parametrize("raw", [*DAMAGED, b"0", b"80", b"-5", b"65536", b"9" * 5000, b"40123.5"])
def test_a_damaged_port_is_any(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "page.port").write_bytes(raw)
    assert PortFile(tmp_path / "page.port").read() == 0


def test_what_is_missing_is_none_and_any(tmp_path: Path) -> None:
    assert PlaceFile(tmp_path / "no").read() is None
    assert PortFile(tmp_path / "no").read() == 0


def test_where_nothing_can_be_written_it_is_only_forgotten(tmp_path: Path) -> None:
    (tmp_path / "page.port").mkdir()  # whatever may go wrong: the name cannot be replaced
    PortFile(tmp_path / "page.port").keep(40123)
    PortFile(tmp_path / "gone" / "page.port").keep(40123)
    (tmp_path / "a file").write_text("")
    PlaceFile(tmp_path / "a file" / "window.json").keep(Place(x=1, y=2))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a file", "page.port"]
