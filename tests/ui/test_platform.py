import pytest

from holdspace.ui.platform import prefer_xwayland


@pytest.mark.parametrize(
    ("environ", "chosen"),
    [
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"DISPLAY": ":0"}, False),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0", "QT_QPA_PLATFORM": "wayland"}, False),
    ],
)
def test_xwayland_is_chosen_only_where_it_is_there_and_nobody_chose_before(
    environ: dict[str, str], chosen: bool
) -> None:
    before = environ.get("QT_QPA_PLATFORM")
    assert prefer_xwayland(environ) is chosen
    assert environ.get("QT_QPA_PLATFORM") == ("xcb" if chosen else before)
