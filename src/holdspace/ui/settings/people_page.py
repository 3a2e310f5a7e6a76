"""People: whose sessions these are, who can be asked, who writes under several names, and what is urgent with which client."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from holdspace.override import override
from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.names_menu import NamesMenu
from holdspace.ui.settings.form import Form
from holdspace.ui.settings.list_page import ListPage, one_line
from holdspace.ui.settings.parts import ChoicePart, LinesPart, ParagraphPart, TextPart
from holdspace.ui.settings.rows import Row
from holdspace.ui.settings.views import ROLES, SEES
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.views import Path, SettingsDoor
    from holdspace.words import Words

YOU: Path = ("practitioner",)
MADE = re.compile(rf"(?P<role>{'|'.join(ROLES)})[0-9]+")
"""An id as it is made here for a new person."""


class PeoplePage(ListPage):
    """One list with four kinds of entries, a form each. `link_wanted`: a pairing link for the responder of this id."""

    link_wanted = Signal(str)
    keys = ("practitioner", "responders", "people", "clients")

    def __init__(self, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(door, draft)
        self.you, self.responder, self.alias = YouForm(door), ResponderForm(door), AliasForm(door)
        self.client = ClientForm()
        self.add_forms(self.you, self.responder, self.alias, self.client)
        self.add_person = Button("neutral", pad=10)
        self.add_names = Button("neutral", pad=10)
        self.add_client = Button("neutral", pad=10)
        self.add_buttons(self.add_person, self.add_names, self.add_client)
        self.add_person.clicked.connect(self.press_add_person)
        self.add_names.clicked.connect(self.press_add_names)
        self.add_client.clicked.connect(self.press_add_client)
        self.responder.link.clicked.connect(self._link)
        self.responder.role.changed.connect(self._follow_role)

    @override
    def title(self, words: Words) -> str:
        return words.t("People")

    @override
    def say(self, words: Words) -> None:
        super().say(words)
        self.lead.say(
            words.t(
                "You, who can be asked while you are in a session, who writes under several names,"
                " and what is urgent with which client."
            )
        )

    @override
    def name_buttons(self, words: Words) -> None:
        self.add_person.say(words.t("Add a person"))
        self.add_names.say(words.t("Add names"))
        self.add_client.say(words.t("Add a client"))

    @override
    def rows(self, words: Words) -> tuple[Row, ...]:
        rows = [Row(title=words.t("You")), self.row(words, str(self.draft.get((*YOU, "name"), "")), YOU)]
        rows.append(Row(title=words.t("Who can be asked")))
        people = self.draft.tables("responders")
        if not people:
            rows.append(
                Row(detail=words.t("Nobody yet: everything is held. Add a person, save, and copy a link for them."))
            )
        for number, person in enumerate(people):
            role, duty = str(person.get("role", "")), ", ".join(person.get("duty", ()))
            never = words.t("asked in no step") if self._in_no_step(role) else ""
            detail = one_line((words.code("role", role), never, duty))
            rows.append(self.row(words, str(person.get("name", "")), ("responders", number), detail))
        if aliases := self.draft.tables("people"):
            rows.append(Row(title=words.t("One person, several names")))
            for number, one in enumerate(aliases):
                rows.append(
                    self.row(words, str(one.get("name", "")), ("people", number), ", ".join(one.get("aliases", ())))
                )
        if clients := self.draft.tables("clients"):
            rows.append(Row(title=words.t("What is urgent with a client")))
            for number, one in enumerate(clients):
                urgent = " ".join(str(one.get("urgent_here", "")).split())
                rows.append(self.row(words, str(one.get("name", "")), ("clients", number), urgent))
        return tuple(rows)

    @override
    def form_of(self, path: Path) -> Form:
        forms: dict[str, Form] = {
            "practitioner": self.you,
            "responders": self.responder,
            "people": self.alias,
            "clients": self.client,
        }
        return forms[str(path[0])]

    @override
    def chosen_changed(self, path: Path | None) -> None:
        super().chosen_changed(path)
        self.show_link()
        self._show_step()

    @override
    def refresh(self) -> None:
        super().refresh()
        self._show_step()

    def _in_no_step(self, role: str) -> bool:
        """Whether no step of the draft asks this role; what is no role is told as wrong, not as this."""
        asked = {str(step.get("role", "")) for step in self.draft.tables("steps")} or set(ROLES)  # none: the usual two
        return role in ROLES and role not in asked

    def _show_step(self) -> None:
        """Beside the role of who is never asked: where that is changed."""
        path, words = self.list.path(), self.words
        if path is None or path[0] != "responders" or words is None:
            return
        never = self._in_no_step(str(self.draft.get((*path, "role"), "")))
        self.responder.role.say(words.t("Role"), words.t("No step asks it: add one under Steps.") if never else "")

    def show_link(self) -> None:
        """Only who is in the settings in force can be invited."""
        path, words = self.list.path(), self.words
        if path is None or path[0] != "responders" or words is None:
            return
        known = self._is_known(path)
        self.responder.link.setEnabled(known)
        self.responder.link_note.say(
            words.t("The link works once and for ten minutes, in a browser on this computer.")
            if known
            else words.t("Save first: only who is in the settings can be invited.")
        )

    def link_copied(self, copied: bool) -> None:
        """Say what became of the link."""
        if self.words is not None:
            self.responder.link_note.say(
                self.words.t("Copied. It works once and for ten minutes, in a browser on this computer.")
                if copied
                else self.words.code("refusal", "page_failed")
            )

    def press_add_person(self) -> None:
        """Somebody more who can be asked; an id that is free."""
        role = "assistant"
        you = self.draft.get(YOU, {})
        table = {
            "id": self._free_id(role),
            "name": "",
            "role": role,
            "language": you.get("language", "en"),
            "time_zone": you.get("time_zone", "UTC"),
            "channels": ["page"],
            "duty": [],
            "sees": "sender",
        }
        self.added(("responders", self.draft.add("responders", table)))

    def _free_id(self, role: str) -> str:
        """An id that nobody has, made of the role: assistant1, executive1."""
        taken = {str(one.get("id")) for one in self.draft.tables("responders")}
        return next(key for number in range(1, len(taken) + 2) if (key := f"{role}{number}") not in taken)

    def _follow_role(self) -> None:
        """An id that was made here follows the role, until it is saved: then browsers are paired by it."""
        path, words = self.list.path(), self.words
        if path is None or path[0] != "responders" or words is None or self._is_known(path):
            return
        key, role = str(self.draft.get((*path, "id"), "")), str(self.draft.get((*path, "role"), ""))
        made = MADE.fullmatch(key)
        if made is not None and role in ROLES and made["role"] != role:
            self.draft.put((*path, "id"), self._free_id(role))
            self.responder.load(self.draft, path)
            self.edited.emit()

    def _is_known(self, path: Path) -> bool:
        """Whether who is at this path is in the settings in force."""
        key = self.draft.get((*path, "id"))
        return any(one.get("id") == key for one in self.door.load().get("responders", ()))

    def press_add_names(self) -> None:
        """Somebody who writes under several names."""
        self.added(("people", self.draft.add("people", {"name": "", "aliases": []})))

    def press_add_client(self) -> None:
        """A client with whom something of their own counts as urgent."""
        self.added(("clients", self.draft.add("clients", {"name": "", "urgent_here": ""})))

    def _link(self) -> None:
        path = self.list.path()
        if path is not None:
            self.link_wanted.emit(str(self.draft.get((*path, "id"), "")))


class YouForm(Form):
    """The practitioner."""

    def __init__(self, door: SettingsDoor) -> None:
        super().__init__()
        self._door = door
        self.name = TextPart("name")
        self.language = ChoicePart("language")
        self.zone = TextPart("time_zone", placeholder="Europe/Lisbon")
        self.urgent_here = ParagraphPart("urgent_here", optional=True)
        for part in (self.name, self.language, self.zone, self.urgent_here):
            self.put(part)
        self.end()

    @override
    def say(self, words: Words) -> None:
        self.name.say(words.t("Your name"), words.t("Responders read it on their page."))
        self.language.say(words.t("Language"), words.t("Of the tray, the windows and the command line."))
        self.language.choice.offer(self._door.languages)
        self.zone.say(words.t("Time zone"))
        self.zone.complete(self._door.zones())
        self.urgent_here.say(
            words.t("What counts as urgent"),
            words.t(
                "Whoever is asked reads it beside each matter, as you write it."
                " With a client who has words of their own, those are read instead."
            ),
        )


class ClientForm(Form):
    """What counts as urgent in sessions with one client."""

    def __init__(self) -> None:
        super().__init__()
        self.name = TextPart("name")
        self.urgent_here = ParagraphPart("urgent_here")
        self.put(self.name)
        self.put(self.urgent_here)
        self.end()

    @override
    def say(self, words: Words) -> None:
        self.name.say(
            words.t("Client"),
            words.t(
                "As you write it when you start a session, in capitals or not; their other names count too."
                " Only you see it."
            ),
        )
        self.urgent_here.say(
            words.t("What counts as urgent"),
            words.t("Whoever is asked reads it in sessions with this client, as you write it, and not the name."),
        )


class ResponderForm(Form):
    """Somebody who can be asked."""

    def __init__(self, door: SettingsDoor) -> None:
        super().__init__()
        self._door = door
        self.name = TextPart("name")
        self.role = ChoicePart("role")
        self.sees = ChoicePart("sees")
        self.duty = LinesPart("duty", placeholder="Mo-Fr 09:00-17:00")
        self.zone = TextPart("time_zone", placeholder="Europe/Madrid")
        self.language = ChoicePart("language")
        self.key = TextPart("id")
        self.link = Button("neutral")
        self.link_note = Text("caption", "ink2", lines=3)
        self.put(self.name, self.role)
        self.put(self.sees)
        self.put(self.duty)
        self.put(self.zone, self.language)
        self.put(self.key)
        row = ButtonRow()
        row.put(self.link)
        self.column.addWidget(row)
        self.column.addWidget(self.link_note)
        self.end()

    @override
    def say(self, words: Words) -> None:
        self.name.say(words.t("Name"))
        self.role.say(words.t("Role"))
        self.role.choice.offer(tuple((role, words.code("role", role)) for role in ROLES))
        self.sees.say(words.t("Sees"))
        self.sees.choice.offer(tuple((code, words.code("sees", code)) for code in SEES))
        self.duty.say(words.t("Duty hours"), words.t("One a line, in their own zone. None: always."))
        self.zone.say(words.t("Time zone"))
        self.zone.complete(self._door.zones())
        self.language.say(words.t("Language"))
        self.language.choice.offer(self._door.languages)
        self.key.say(
            words.t("Short name"), words.t("For files and the command line. Another one unpairs their browsers.")
        )
        self.link.say(words.t("Copy an invitation link"))


class AliasForm(Form):
    """One person who writes or calls under several names; who wrote in the last days is offered for them."""

    def __init__(self, door: SettingsDoor) -> None:
        super().__init__()
        self._door = door
        self._words: Words | None = None
        self.name = TextPart("name")
        self.aliases = LinesPart("aliases")
        self.aliases.lines.setFixedHeight(120)
        self.put(self.name)
        self.put(self.aliases)
        self.lately = Button("neutral")
        self.names = NamesMenu(self)
        self.lately.clicked.connect(self.press_lately)
        self.names.chosen.connect(self._add)
        row = ButtonRow()
        row.put(self.lately)
        self.column.addWidget(row)
        self.end()

    @override
    def say(self, words: Words) -> None:
        self._words = words
        self.name.say(words.t("Name"), words.t("What they write under any of these is told as theirs."))
        self.aliases.say(words.t("Other names, addresses and numbers"), words.t("One a line."))
        self.lately.say(words.t("Somebody who wrote lately…"))

    def press_lately(self) -> None:
        """Offer who wrote in the last days under a name that is nobody's yet."""
        if self._words is None:
            return
        there = {*(self.aliases.value() or ()), self.name.value()}
        names = tuple(one for one in self._door.senders() if one.reveal() not in there)
        nobody = self._words.t("Nobody else in the last 14 days; in a session nobody is named.")
        self.names.offer(names, nobody)
        self.names.open_below(self.lately)

    def _add(self, name: str) -> None:
        if not self.name.value():
            self.name.load(name)
            self.name.changed.emit()
            return
        self.aliases.load([*(self.aliases.value() or ()), name])
        self.aliases.changed.emit()
