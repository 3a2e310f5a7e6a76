"""The settings window: pages at the left, the chosen one at the right, Save and Undo below. Nothing holds until it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from holdspace.override import override
from holdspace.ui.settings.draft import Draft
from holdspace.ui.settings.files import Files
from holdspace.ui.settings.foot import Foot, Question
from holdspace.ui.settings.health_page import HealthPage
from holdspace.ui.settings.people_page import PeoplePage
from holdspace.ui.settings.preferences_page import PreferencesPage
from holdspace.ui.settings.rows import Mark, Row, RowList, spoken
from holdspace.ui.settings.rules_page import RulesPage
from holdspace.ui.settings.silence_page import SilencePage
from holdspace.ui.settings.steps_page import StepsPage
from holdspace.ui.settings.views import Checked
from holdspace.ui.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from holdspace.ui.settings.page import Page
    from holdspace.ui.settings.views import Path, Saved, SettingsDoor
    from holdspace.words import Words

CHECK_MS = 150
"""After the last key, so that nobody is told in the middle of a word that it is none."""
WIDTH, HEIGHT = 900, 700


class SettingsWindow(Sheet):
    """`link_wanted`: an invitation link for a responder; answer by `people.link_copied`."""

    link_wanted = Signal(str)

    def __init__(self, door: SettingsDoor) -> None:
        super().__init__()
        self._door = door
        self._words: Words | None = None
        self._stamp = door.stamp()
        self._then: Callable[[], object] | None = None
        self._leaving = False
        self._checked = Checked()
        self.heading.hide()
        self.lead.hide()
        self.draft = Draft(door.load())
        self.people = PeoplePage(door, self.draft)
        self.steps = StepsPage(door, self.draft)
        self.rules = RulesPage(door, self.draft)
        self.preferences = PreferencesPage(door, self.draft)
        self.silence = SilencePage(door, self.draft)
        self.health = HealthPage(door, self.draft)
        self.pages: tuple[Page, ...] = (
            self.people, self.steps, self.rules, self.preferences, self.silence, self.health,
        )  # fmt: skip
        self.list = RowList()
        self.list.setFixedWidth(148)
        self.list.chosen.connect(self._choose)
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(page)
            page.edited.connect(self._edited)
        self.people.link_wanted.connect(self.link_wanted)
        self.question = Question()
        self.foot = Foot(self.list)
        self.files = Files(self, door, self.draft)
        self._lay_out()
        self._check_soon = QTimer(self)
        self._check_soon.setSingleShot(True)
        self._check_soon.setInterval(CHECK_MS)
        self._check_soon.timeout.connect(self.check)
        self.foot.save.clicked.connect(self.press_save)
        self.foot.undo.clicked.connect(self.press_undo)
        self.foot.import_.clicked.connect(self.files.press_import)
        self.foot.export.clicked.connect(self.press_export)
        self.files.taken.connect(self._taken)
        self.files.said.connect(self.foot.tell)
        self.question.save.clicked.connect(self._answer_save)
        self.question.drop.clicked.connect(self._answer_drop)
        self.question.stay.clicked.connect(self._answer_stay)
        self.question.asking.connect(self.foot.stand_back)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self).activated.connect(self.press_save)

    def _lay_out(self) -> None:
        self.resize(WIDTH, HEIGHT)
        self.setMinimumSize(760, 480)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.list)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.stack, 1)
        row.addLayout(right, 1)
        self.column.addLayout(row, 1)
        self.column.addWidget(self.question)
        self.column.addSpacing(16)  # the buttons of a page end above it
        self.column.addWidget(self.foot)
        self.question.hide()

    # -- opening --------------------------------------------------------------------------------------------------
    def show_words(self, words: Words) -> None:
        """Name everything in this language; with the first words the window is filled."""
        if self._words is not None and words.language == self._words.language:
            return
        first, self._words = self._words is None, words
        for page in self.pages:
            page.say(words)
        self.list.setAccessibleName(words.t("Settings"))
        self.question.say(words)
        self.foot.say(words)
        self.files.words = words
        self._load()
        if first:
            self.list.go_to(("page", 0))

    def open_at(self, words: Words) -> None:
        """Open it, upon a click or a key: with what is in force, or with the changes that were not saved."""
        self.show_words(words)
        self.refresh()
        shown = self.isVisible()
        self.rules.look_back()  # a session may run by now: then nothing that arrived is named
        self.open_focused()
        self._look()
        if not shown:
            self.list.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def refresh(self) -> None:
        """Other settings may be in force by now, of a file or an answer: taken over, but never over what is unsaved."""
        if self._door.stamp() is self._stamp or self._words is None:
            return
        if not self.draft.changed:
            self._begin()
        else:
            self.foot.tell(self._words.t("Other settings were taken meanwhile. What you changed here is not saved."))

    def _begin(self) -> None:
        self._stamp = self._door.stamp()
        self.draft.begin(self._door.load())
        self._load()

    def _load(self) -> None:
        for page in self.pages:
            page.load()
        self.check()

    @property
    def page(self) -> Page:
        """The page that shows."""
        return self.pages[self.stack.currentIndex()]

    def go_to_page(self, page: Page) -> None:
        """Show a page."""
        self.list.go_to(("page", self.pages.index(page)))
        self.stack.setCurrentWidget(page)

    @Slot(object)
    def _choose(self, path: Path) -> None:
        self.stack.setCurrentIndex(int(path[1]))
        self._look()

    def _look(self) -> None:
        """Where it is told how this computer stands: as it stands now, and once more when it was looked at anew."""
        if self._show_health():
            self._door.look(self._looked)

    def _show_health(self) -> bool:
        """Whether the page tells how this computer stands. Only that is told anew: somebody may be typing beside it."""
        if self.page not in {self.silence, self.health}:
            return False
        (self.silence if self.page is self.silence else self.health).show_health()
        return True

    @Slot()
    def _looked(self) -> None:
        if self.isVisible():
            self._show_health()

    # -- changing -------------------------------------------------------------------------------------------------
    @Slot()
    def _edited(self) -> None:
        self.foot.tell("")
        self.foot.show_changed(self.draft.changed)
        self._check_soon.start()

    @Slot()
    def check(self) -> None:
        """Ask the one validator what is wrong, and say it beside each field."""
        self._check_soon.stop()
        self._checked = self._door.check(self.draft.settings())
        lost = [problem for page in self.pages for problem in page.tell(self._checked)]
        if lost and self._words is not None:
            first = lost[0]
            self.foot.tell(self._words.code("settings", first.code, **dict(first.params)))
        self.foot.show_changed(self.draft.changed)
        self._show_pages()

    def _show_pages(self) -> None:
        words = self._words
        if words is None:
            return
        rows = []
        for number, page in enumerate(self.pages):
            mark: Mark = "wrong" if any(page.mine(one) for one in self._checked.problems) else ""
            if not mark and page is self.rules and self._checked.expiring:
                mark = "soon"
            rows.append(Row(title=page.title(words), path=("page", number), mark=mark, spoken=spoken(mark, words)))
        self.list.rows.fill(tuple(rows))

    @Slot()
    def press_undo(self) -> None:
        """Back to the settings in force."""
        if self._words is not None:
            self._then = None
            self.question.over()
            self._begin()
            self.foot.tell(self._words.t("As it was before."))

    @Slot()
    def press_save(self) -> None:
        """Save everything, or go to the first thing that is wrong: then nothing is changed."""
        if not self.draft.changed or self._words is None:
            return
        if self._wrong():
            return
        if self._door.stamp() is not self._stamp:
            self.question.ask(self._words.t("Other settings were taken meanwhile. Save yours in their place?"))
            return
        self._door.save(self.draft.settings(), self._saved)

    def _wrong(self) -> bool:
        """Whether anything is wrong; then the keyboard is put there."""
        self.check()
        words, problems = self._words, self._checked.problems
        if not problems or words is None:
            return False
        self.question.over()
        self._then = None
        first = problems[0]
        for page in self.pages:
            if page.mine(first):
                self.go_to_page(page)
                page.go_to(first.path)
                break
        self.foot.tell(
            words.n("Not saved yet: {n} thing is wrong.", "Not saved yet: {n} things are wrong.", len(problems)),
            warn=True,
        )
        return True

    def _saved(self, saved: Saved) -> None:
        words = self._words
        if words is None:
            return
        if saved.refusal:
            self._then = None
            self.foot.tell(words.code("refusal", saved.refusal), warn=True)
            return
        if saved.problems:
            self._wrong()
            return
        self.question.over()  # Ctrl+S answers it too
        self._begin()
        self._look()
        self.foot.tell(words.t("Saved."))
        self._go_on()

    # -- leaving --------------------------------------------------------------------------------------------------
    def ask_before(self, then: Callable[[], object]) -> bool:
        """Whether changes are not saved: then it is asked in place, and `then` is called after Save or Discard."""
        if not self.draft.changed or self._words is None:
            return False
        self._then = then
        self.question.ask(self._words.t("There are changes that are not saved."))
        return True

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    @Slot()
    def _answer_save(self) -> None:
        if self._words is None or self._wrong():
            return
        self.question.over()
        self._door.save(self.draft.settings(), self._saved)

    @Slot()
    def _answer_drop(self) -> None:
        self.question.over()
        self._begin()
        self._go_on()

    @Slot()
    def _answer_stay(self) -> None:
        self.question.over()
        self._then = None
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- files ----------------------------------------------------------------------------------------------------
    @Slot()
    def press_export(self) -> None:
        """Write what shows here to a file; something that no Holdspace would take is not written."""
        if not self._wrong():
            self.files.press_export()

    @Slot()
    def _taken(self) -> None:
        self._load()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.question.isVisible():
            self._answer_stay()
            return
        super().keyPressEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.isVisible() and self.ask_before(self.close):
            event.ignore()
            return
        super().closeEvent(event)
