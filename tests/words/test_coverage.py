import pytest

from holdspace.words import translator
from holdspace.words_coverage import nobody_can_be_asked


@pytest.mark.parametrize(
    ("through", "said"),
    [
        ((), "Everything is held."),
        (("let_through",), "Everything is held but what your rules let through."),
        (("emergency",), "Everything is held but an emergency that your settings ask about."),
        (
            ("let_through", "emergency"),
            "Everything is held but what your rules let through and an emergency that your settings ask about.",
        ),
    ],
)
def test_what_reaches_the_practitioner_all_the_same_is_said(through: tuple[str, ...], said: str) -> None:
    assert nobody_can_be_asked(translator("en"), through, set_up=True) == f"Nobody can be asked now. {said}"


def test_that_nobody_is_set_up_is_said() -> None:
    said = nobody_can_be_asked(translator("en"), (), set_up=False)
    assert said == "Nobody is set up to be asked. Everything is held."
