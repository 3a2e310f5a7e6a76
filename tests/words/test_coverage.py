import pytest

from holdspace.coverage import by_themselves
from holdspace.words import translator


@pytest.mark.parametrize(
    ("cued", "said"),
    [
        ((), "Nobody can be asked now. Everything is held."),
        (("emergency",), "Nobody can be asked now. Everything but an emergency is held."),
        (
            ("urgent", "emergency"),
            "Nobody can be asked now. What your settings let through unanswered reaches you, the rest is held.",
        ),
    ],
)
def test_what_reaches_the_practitioner_all_the_same_is_said(cued: tuple[str, ...], said: str) -> None:
    assert by_themselves(translator("en"), cued, set_up=True) == said


def test_that_nobody_is_set_up_is_said() -> None:
    assert by_themselves(translator("en"), (), set_up=False) == "Nobody is set up to be asked. Everything is held."
