"""A crash before the commit, after it, and after a letter was sent, at every step of whole escalations."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Literal, get_args

import pytest

from holdspace.core import commands as c
from holdspace.core.moment import Moment
from holdspace.engine.engine import Engine
from holdspace.engine.ports import Kept, NotKept
from holdspace.store.opening import open_store
from tests.core.promises.ledger import Ledger
from tests.core.promises.wandering import begins
from tests.store.crash_stories import STORIES, CrashStory

Crash = Literal["before the commit", "after the commit", "after the letters were sent"]
CRASHES: tuple[Crash, ...] = get_args(Crash)


class Beside:
    """A real store beside the ledger of the promises: both are told the same, and after each crash they agree."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "0"
        self.ledger = Ledger()
        self.opens()
        self.ledger.told.state = self.engine.state
        self.sent: dict[str, int] = {}

    def opens(self) -> None:
        self.store = open_store(self.folder / "holdspace.db")
        self.engine = Engine(self.store.journal, self)

    def now(self) -> Moment:
        """The engine's clock is the ledger's."""
        return self.ledger.told.now

    def tells(self, command: c.Command) -> Kept:
        answers: list[Kept | NotKept] = []
        self.engine.submit(command, answers.append)
        self.engine.turn()
        (answer,) = answers
        assert isinstance(answer, Kept), answer
        return answer

    def crashes(self, image: Path | None = None) -> None:
        """Everything in memory is gone; the disk is as it was at `image`, or as it is."""
        if image is None:
            image = self.image()
        self.store.close()
        self.folder = image
        self.opens()

    def image(self) -> Path:
        """The disk at this moment, as a power cut leaves it: nothing is closed, nothing is written back."""
        copied = self.folder.with_name(str(int(self.folder.name) + 1))
        shutil.copytree(self.folder, copied)
        return copied

    def does(self, command: c.Command, crash: Crash) -> None:
        before, was = self.image() if crash == "before the commit" else None, self.engine.state
        answer = self.tells(command)
        if before is not None:
            self.crashes(before)
            assert self.engine.state == was, "nothing of it is there"
            assert self.tells(command) == answer, "whoever is told again decides the same"
        elif crash == "after the commit":
            self.crashes()
            if answer.facts:
                assert self.tells(command) == replace(answer, again=True), "it is known, and changes nothing"
        self.ledger.does(command)
        assert self.engine.state == self.ledger.told.state, "the journal tells what the promises were held against"

    def sends(self, crash: Crash) -> None:
        """The courier sends what is due and reports it; where it crashes in between, the same letters are due again."""
        letters = self.store.outbox.due(50)
        for letter in letters:
            self.sent[letter.id] = self.sent.get(letter.id, 0) + 1
        if crash == "after the letters were sent":
            self.crashes()
            assert self.store.outbox.due(50) == letters
            for letter in letters:
                self.sent[letter.id] += 1
        for letter in letters:
            for _ in range(2):  # the word of the first sending comes as well, late
                report = c.ReportDelivery(
                    id=self.ledger.new_id(),
                    letter=letter.id,
                    case=letter.case,
                    responder=letter.responder,
                    rev=letter.rev,
                    delivered=True,
                )
                was = self.engine.state
                self.does(report, "after the letters were sent")
                assert self.engine.state == was
        assert not self.store.outbox.due(50)

    def holds(self, command: c.Command, crash: Crash) -> None:
        """Told, crashed, told on and sent; whatever happened, the promises hold for what came back from the disk."""
        self.does(command, crash)
        self.sends(crash)
        self.ledger.told.state = self.engine.state
        self.ledger.what_always_holds()

    def begins(self) -> None:
        for command in begins(self.ledger):
            self.tells(command)
            self.ledger.does(command)

    def ends(self, crash: Crash) -> None:
        self.holds(c.EndSession(id=self.ledger.new_id()), crash)
        assert not self.engine.state.cases
        assert set(self.ledger.outcomes) == self.ledger.arrived
        often = {"before the commit": 1, "after the commit": 1, "after the letters were sent": 2}[crash]
        assert set(self.sent.values()) == {often}, "the same letter, and no other"
        self.store.close()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("crash", CRASHES)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_scenario_21_whenever_it_crashes_the_escalation_goes_on_as_if_it_had_not(
    tmp_path: Path, story: CrashStory, crash: Crash
) -> None:
    beside = Beside(tmp_path)
    beside.begins()
    for command in story.tells(beside.ledger):
        beside.holds(command, crash)
    beside.ends(crash)
    assert story.facts <= {type(fact) for fact in beside.ledger.told.facts}
