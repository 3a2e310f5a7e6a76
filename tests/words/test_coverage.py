import pytest

from holdspace.app.keeper_ear import UNWATCHED
from holdspace.words import translator
from holdspace.words_coverage import Silence, critical_ones, nobody_can_be_asked, not_covered, self_test, unseen
from holdspace.words_silence import NOT_SILENT, UNSEEN

SILENT = Silence("silent", critical="hidden")
HELD = {
    (): "Everything is held.",
    ("let_through",): "Everything is held but what your rules let through.",
    ("emergency",): "Everything is held but an emergency that your settings ask about.",
    ("let_through", "emergency"): (
        "Everything is held but what your rules let through and an emergency that your settings ask about."
    ),
}
REACHES = {
    (): "",
    ("let_through",): " What your rules let through reaches you.",
    ("emergency",): " An emergency that your settings ask about reaches you.",
    ("let_through", "emergency"): (
        " What your rules let through reaches you, and so does an emergency that your settings ask about."
    ),
}
KEPT = "What arrives is kept for the digest."
PLANNED = "In a session, what arrives is kept for the digest."
STANDINGS = (
    # silence, code of what speaks against it, critical ones, what is said
    ("silent", "", "hidden", "held"),
    ("silent", "", "shown", KEPT),
    ("silent", "", "closed", KEPT),
    ("silent", "", "unknown", KEPT),
    ("silent", "popup_seen", "hidden", KEPT),
    ("silent", "monitor_refused", "hidden", "unseen"),
    ("silent", "sandboxed", "hidden", "unseen"),
    ("unverified", "", "hidden", KEPT),
    ("unverified", "", "shown", KEPT),
    ("unverified", "popup_seen", "hidden", KEPT),
    ("unverified", "sandboxed", "unknown", "unseen"),
    ("not_silent", "", "unknown", KEPT),
    ("not_silent", "not_wanted", "unknown", KEPT),
    ("not_silent", "no_server", "unknown", KEPT),
    ("not_silent", "changed_by_user", "unknown", KEPT),
    ("not_silent", "no_bus", "unknown", "unseen"),
    ("not_silent", "another_holdspace", "unknown", "unseen"),
    ("not_silent", "guard_failed", "unknown", "unseen"),
    ("not_silent", "keeper_gone", "unknown", "unseen"),
    ("not_wanted", "", "unknown", PLANNED),
    ("unready", "no_driver", "unknown", PLANNED),
    ("unready", "sandboxed", "unknown", "unseen"),
    ("not_wanted", "no_bus", "unknown", PLANNED),
)


@pytest.mark.parametrize("through", HELD)
@pytest.mark.parametrize(("mark", "why", "critical", "said"), STANDINGS)
def test_what_becomes_of_what_arrives_is_said_as_far_as_it_is_true(
    mark: str, why: str, critical: str, said: str, through: tuple[str, ...]
) -> None:
    words, silence = translator("en"), Silence(mark, why, critical)
    told = nobody_can_be_asked(words, through, silence, set_up=True)
    expected = {"held": f" {HELD[through]}", "unseen": ""}.get(said, f" {said}{REACHES[through]}")
    assert told == f"Nobody can be asked now.{expected}"
    now = said == "unseen" and mark != "unready"
    assert unseen(words, silence) == ("Holdspace does not see what arrives now." if now else "")


def test_who_sees_nothing_says_so_whatever_else_is_wrong() -> None:
    words = translator("en")
    for mark, why, critical, _ in (one for one in STANDINGS if one[0] != "unready"):  # of which a keeper knows nothing
        silence = Silence(mark, why, critical, blind=True)
        told = nobody_can_be_asked(words, (), silence, set_up=True)
        assert bool(unseen(words, silence)) is (mark != "not_wanted")
        assert told == "Nobody can be asked now." + (f" {PLANNED}" if mark == "not_wanted" else "")


@pytest.mark.parametrize("language", ["es", "xx"])
def test_another_language_tells_the_same_states_apart(language: str) -> None:
    words = translator(language)
    every = {
        nobody_can_be_asked(words, through, Silence(mark, why, critical), set_up=True)
        for mark, why, critical, _ in STANDINGS
        for through in HELD
    }
    assert len(every) == len(HELD) + 2 * len(REACHES) + 1


def test_that_nobody_is_set_up_is_said() -> None:
    said = nobody_can_be_asked(translator("en"), (), SILENT, set_up=False)
    assert said == "Nobody is set up to be asked. Everything is held."


def test_why_nothing_is_seen_is_a_code_that_has_words() -> None:
    assert set(NOT_SILENT) > UNSEEN > UNWATCHED


def test_what_its_sender_calls_critical_is_said_where_it_shows() -> None:
    words = translator("en")
    assert critical_ones(words, "shown") == "Urgent ones of some apps still show here."
    assert critical_ones(words, "closed") == "Urgent ones of some apps may flash up here, and are closed."
    assert [critical_ones(words, code) for code in ("hidden", "unknown", "")] == ["", "", ""]


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_came_of_a_self_test_is_a_sentence(language: str) -> None:
    words = translator(language)
    outcomes = ("called_off", "held_by_a_session", "left_behind", "not_given_back", "no_server", "another_holdspace")
    told = [
        self_test(words, "tested", saw) for saw in ("no_popup", "no_popup_but_urgent", "popup_seen", "not_verifiable")
    ]
    told += [self_test(words, outcome, "") for outcome in outcomes]
    assert len(set(told)) == len(told)
    for said in (*told, not_covered(words, before=True)):
        assert said[0] == said[0].upper()
        assert "_" not in said
