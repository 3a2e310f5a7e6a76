import pytest

from holdspace.words import translator
from holdspace.words_coverage import critical_ones, nobody_can_be_asked, own_popups, self_test


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


def test_what_its_sender_calls_critical_is_said_where_it_shows() -> None:
    words = translator("en")
    assert critical_ones(words, "shown") == "Urgent ones of some apps still show here."
    assert critical_ones(words, "closed") == "Urgent ones of some apps may flash up here, and are closed."
    assert [critical_ones(words, code) for code in ("hidden", "unknown", "")] == ["", "", ""]


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_came_of_a_self_test_is_a_sentence(language: str) -> None:
    words = translator(language)
    outcomes = ("called_off", "held_by_a_session", "left_behind", "not_given_back", "no_server", "another_holdspace")
    told = [self_test(words, "tested", saw) for saw in ("no_popup", "popup_seen", "not_verifiable")]
    told += [self_test(words, outcome, "") for outcome in outcomes]
    assert len(set(told)) == len(told)
    for said in (*told, own_popups(words)):
        assert said[0] == said[0].upper()
        assert "_" not in said
