import pytest
from pytestqt.qtbot import QtBot

from holdspace.private import Private
from holdspace.ui.break_through import BreakThrough
from holdspace.ui.return_card import ReturnCard
from holdspace.ui.strip import SOURCES, Strip
from holdspace.ui.text import lines_of
from holdspace.words import translator
from holdspace.words_glance import Part
from tests.ui import samples
from tests.ui.samples import Asked

WORDS = translator("en")


@pytest.fixture
def card(qtbot: QtBot, asked: Asked) -> BreakThrough:
    made = BreakThrough(asked.gestures)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def strip(qtbot: QtBot, asked: Asked) -> Strip:
    made = Strip(asked.gestures)
    qtbot.addWidget(made)
    return made


def test_the_card_says_who_says_so_and_one_line(card: BreakThrough) -> None:
    card.show_card(samples.card(), WORDS, somebody=True)
    assert card.why.text() == "Ana: only you can decide this"
    assert card.line.text() == "School office: a parent must agree by 16:00"
    card.show_card(samples.card(why="break_glass", from_name="", sender=None), WORDS, somebody=True)
    assert card.why.text() == "Your own rule lets this through"
    assert card.line.text() == "a parent must agree by 16:00"
    card.show_card(samples.card(why="nobody_answered", line=Private("")), WORDS, somebody=True)
    assert card.line.text() == "School office"


def test_the_card_tells_the_story_and_shows_no_empty_line_where_there_is_none(card: BreakThrough) -> None:
    card.show_card(samples.card(), WORDS, somebody=True)
    card.show()
    assert card.story.isVisible()
    assert card.isAncestorOf(card.story)
    assert card.story.text() == "Ash 15:12 did not answer · Ana 15:14 says only you"
    card.show_card(samples.card(story=()), WORDS, somebody=True)
    assert not card.story.isVisible()


def test_the_card_shows_nothing_of_what_people_wrote_about_it(card: BreakThrough) -> None:
    part = Part(by="Ana", at="15:14", what="need_me", said=Private("the contract of Mr Berg"))
    card.show_card(samples.card(story=(part,)), WORDS, somebody=True)
    assert card.story.text() == "Ana 15:14 says only you"


def test_of_a_story_too_long_for_the_card_its_latest_part_stays(card: BreakThrough) -> None:
    parts = tuple(Part(by=f"Person {number}", at=f"15:{number}", what="pass_up") for number in range(10, 30))
    card.show_card(samples.card(story=parts), WORDS, somebody=True)
    card.resize(320, 300)
    card.show()
    shown = lines_of(card.story.text(), card.story.font(), card.story.width(), card.story.lines)
    assert " ".join(shown).startswith("Person 10 15:10 passed on · ")
    assert " ".join(shown).endswith(" · Person 29 15:29 passed on")


@pytest.mark.parametrize(("digit", "choice"), [(1, "step_out"), (2, "pin")])
def test_digits_answer_the_card(card: BreakThrough, asked: Asked, digit: int, choice: str) -> None:
    card.show_card(samples.card(), WORDS, somebody=True)
    assert card.choose(digit)
    assert asked.calls == [("answer_card", ("c1", choice, None))]


@pytest.mark.parametrize(("digit", "code"), [(1, "handle_it"), (2, "say_later"), (3, "take_message")])
def test_back_to_the_assistant_offers_canned_words_in_place(
    card: BreakThrough, asked: Asked, digit: int, code: str
) -> None:
    card.show_card(samples.card(), WORDS, somebody=True)
    card.show()
    assert card.choose(3)
    assert asked.calls == []
    assert not card.step_out.isVisible()
    assert card.choose(digit)
    assert asked.calls == [("answer_card", ("c1", "hand_back", code))]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_canned_words_stand_below_each_other_equally_wide(card: BreakThrough, language: str) -> None:
    card.show_card(samples.card(), translator(language), somebody=True)
    card.resize(296, 300)
    card.show()
    card.choose(3)
    card.resize(296, card.heightForWidth(296))
    assert {button.width() for button in card.instructions} == {296 - 2 * 14}
    assert len({button.y() for button in card.instructions}) == 3


def test_the_canned_words_can_be_folded_again(card: BreakThrough, asked: Asked) -> None:
    card.show_card(samples.card(), WORDS, somebody=True)
    card.choose(3)
    card.fold.click()
    assert card.fold.isHidden()
    assert card.choose(1)
    assert asked.calls == [("answer_card", ("c1", "step_out", None))]


def test_the_next_card_starts_folded(card: BreakThrough, asked: Asked) -> None:
    card.show_card(samples.card(), WORDS, somebody=True)
    card.choose(3)
    card.show_card(samples.card(case="c2"), WORDS, somebody=True)
    assert card.choose(1)
    assert asked.calls == [("answer_card", ("c2", "step_out", None))]


def test_with_nobody_to_hand_back_to_it_is_not_offered(card: BreakThrough, asked: Asked) -> None:
    card.show_card(samples.card(), WORDS, somebody=False)
    assert not card.choose(3)
    assert card.back.isHidden()


def test_no_card_answers_nothing(card: BreakThrough, asked: Asked) -> None:
    card.show_card(None, WORDS, somebody=True)
    assert not card.choose(1)
    assert not card.choose(9)
    assert asked.calls == []


def test_more_cards_behind_are_counted(card: BreakThrough) -> None:
    card.show_card(samples.card(more=2), WORDS, somebody=True)
    assert card.more.text().endswith("2 more after this")


@pytest.mark.parametrize(("digit", "source"), list(enumerate(SOURCES, start=1)))
def test_a_digit_chooses_the_source_and_the_strip_goes(strip: Strip, asked: Asked, digit: int, source: str) -> None:
    strip.show_strip(samples.STRIP, WORDS)
    assert strip.choose(digit)
    assert asked.calls == [("sort", ("i1", source)), ("strip_gone", ())]


def test_the_strip_goes_by_itself_after_four_seconds(strip: Strip, asked: Asked) -> None:
    strip.show_strip(samples.STRIP, WORDS)
    assert (strip.timer.isActive(), strip.timer.interval()) == (True, 4000)
    strip.timer.timeout.emit()
    assert asked.calls == [("strip_gone", ())]
    strip.show_strip(None, WORDS)
    assert not strip.timer.isActive()
    assert not strip.choose(1)


def test_a_screen_in_between_does_not_lengthen_the_strip(strip: Strip, qtbot: QtBot) -> None:
    strip.show_strip(samples.STRIP, WORDS)
    strip.timer.start(5)
    with qtbot.waitSignal(strip.timer.timeout, timeout=2000):
        strip.show_strip(samples.STRIP, WORDS)


def test_the_return_card_tells_where_we_left_off_and_goes_after_twenty_seconds(qtbot: QtBot, asked: Asked) -> None:
    recap = ReturnCard(asked.gestures)
    qtbot.addWidget(recap)
    recap.show_recap(samples.RECAP, WORDS)
    assert recap.topic.text() == "Phase two price"
    assert [body.text() for _, body in recap._rows] == [
        "The budget is fixed until spring",
        "Offer B with the smaller scope",
    ]
    assert recap.foot.text() == "18 minutes left · away for 2 minutes"
    assert recap.timer.interval() == 20_000
    recap.timer.timeout.emit()
    recap.close_button.click()
    assert asked.names() == ["recap_seen", "recap_seen"]


def test_without_a_mark_the_return_card_says_so(qtbot: QtBot, asked: Asked) -> None:
    from holdspace.ui.views import ReturnView

    recap = ReturnCard(asked.gestures)
    qtbot.addWidget(recap)
    recap.show_recap(ReturnView(topic=None, last_point=None, next_step=None, minutes_left=-1, away_seconds=20.0), WORDS)
    assert recap.topic.text() == "No place mark was set."
    recap.resize(296, recap.heightForWidth(296))
    recap.show()
    assert recap.foot.y() - recap.topic.geometry().bottom() >= 8, "what is not there takes no room, and gives none"
    assert recap.foot.text() == "1 minute over · away less than a minute"
