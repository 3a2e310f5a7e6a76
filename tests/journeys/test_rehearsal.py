"""The rehearsed session that `./dev run` plays without a screen is played here too: points 1 to 6 on the real parts."""

from pathlib import Path

import pytest

from tests.rehearsal.__main__ import main, rehearse
from tests.rehearsal.points import POINTS, Point
from tests.rehearsal.stage import Stage

pytestmark = [pytest.mark.journey, pytest.mark.x11, pytest.mark.dbus, pytest.mark.browser, pytest.mark.timeout(180)]


def test_a_rehearsed_session_goes_well_from_the_tray_to_the_digest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["--pictures", str(tmp_path)])
    told = capsys.readouterr().out
    assert status == 0, told
    assert [line[:2] for line in told.splitlines() if line[:1].isdigit()] == [f"{n} " for n in range(1, 7)]
    assert {"1-start.png", "3-card.png", "5-return-card.png", "6-ended.png"} <= {
        file.name for file in tmp_path.iterdir()
    }


def test_a_point_that_fails_is_told_and_ends_the_rehearsal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    class Unlit:
        def picture(self, name: str) -> None:
            (tmp_path / name).touch()

    def fails(_: Stage) -> str:
        raise AssertionError("the tray is not there")

    assert not rehearse(Unlit(), (Point("Tray", fails), POINTS[1]))  # type: ignore[arg-type]
    told = capsys.readouterr().out
    assert "FAIL" in told
    assert "the tray is not there" in told
    assert "not reached" in told
    assert (tmp_path / "1-failed").exists()
