"""Whoever draws pictures says where; a word that looks like an option is never taken for a folder."""

from pathlib import Path

import pytest

from tests.what_to_draw import what_to_draw


def test_names_and_languages_are_parted_by_commas_and_may_be_left_out() -> None:
    bare = what_to_draw(["/tmp/pictures"], None)
    assert (bare.folder, bare.names, bare.languages) == (Path("/tmp/pictures"), (), ("en",))
    assert what_to_draw(["/tmp/pictures", "start", ""], None).languages == ("en",)
    full = what_to_draw(["/tmp/pictures", "start,after", "en,es"], None)
    assert (full.names, full.languages) == (("start", "after"), ("en", "es"))


@pytest.mark.parametrize(("argv", "status"), [(["--help"], 0), (["--all"], 2), ([], 2)])
def test_an_option_is_no_folder(argv: list[str], status: int, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        what_to_draw(argv, None)
    assert ended.value.code == status
