"""One rule: what it looks at, and what it does; and what happens to everything that no rule speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from holdspace.override import override
from holdspace.ui.button_row import ButtonRow
from holdspace.ui.buttons import Button
from holdspace.ui.settings.form import Form
from holdspace.ui.settings.parts import ChoicePart, LinesPart, Part, SwitchPart, TextPart, TicksPart
from holdspace.ui.settings.views import DEFAULTS, KINDS, LEVELS, ORIGINS, RENEWALS, UNANSWERED, VERDICTS
from holdspace.ui.text import Text

if TYPE_CHECKING:
    from typing import Any

    from holdspace.words import Words


class Above(Part):
    """A heading that is told what is wrong with all the fields below it together."""

    def __init__(self, *path: str) -> None:
        super().__init__(*path)
        self.label = Text("heading", "ink", lines=2)
        self.column.addWidget(self.label)
        for text in (self.hint, self.problem):
            self.column.addWidget(text)
            text.hide()

    @override
    def load(self, value: Any) -> None:
        """It shows no value of its own."""

    @override
    def value(self) -> Any:
        return None

    @override
    def take_focus(self) -> None:
        below = self.nextInFocusChain()
        if below is not None:
            below.setFocus(Qt.FocusReason.OtherFocusReason)


class RuleForm(Form):
    """A rule. Reason and end show for what is let through, where they are needed."""

    def __init__(self) -> None:
        super().__init__()
        self.name = TextPart("name")
        self.verdict = ChoicePart("verdict")
        self.put(self.name)
        self.put(self.verdict)
        self.reason = TextPart("reason", optional=True)
        self.until = TextPart("until", optional=True, placeholder="2027-01-31")
        self.put(self.reason)
        self.put(self.until)
        self.days = Text("caption", "ink2", lines=2)
        self.until.column.addWidget(self.days)
        self.renewals = tuple(Button("neutral") for _ in RENEWALS)
        self.renewal = ButtonRow()
        self.renewal.put(*self.renewals)
        self.column.addWidget(self.renewal)
        self.urgency = ChoicePart("urgency")
        self.put(self.urgency)
        self.match = Above("match")
        self.put(self.match)
        self.person = LinesPart("match", "person", optional=True)
        self.put(self.person)
        self.app_is = LinesPart("match", "app_is", optional=True)
        self.put(self.app_is)
        self.by_sender, self.by_text = (
            LinesPart("match", "sender", optional=True),
            LinesPart("match", "text", optional=True),
        )
        self.by_app, self.by_category = (
            LinesPart("match", "app", optional=True),
            LinesPart("match", "category", optional=True),
        )
        self.put(self.by_sender, self.by_text)
        self.put(self.by_app, self.by_category)
        self.level, self.origin = TicksPart("match", "level", codes=LEVELS), TicksPart("match", "origin", codes=ORIGINS)
        self.put(self.level, self.origin)
        self.counts = self.heading()
        self.kinds = TicksPart("kinds", codes=KINDS)
        self.hours = LinesPart("hours", optional=True, placeholder="Mo-Fr 09:00-17:00")
        self.put(self.kinds, self.hours)
        self.end()

    @override
    def say(self, words: Words) -> None:
        self.name.say(words.t("Name"))
        self.verdict.say(words.t("What happens"))
        self.verdict.choice.offer(tuple((code, words.code("verdict_long", code)) for code in VERDICTS))
        self.reason.say(words.t("Why it cannot wait"), words.t("This line stands on the card."))
        self.until.say(words.t("Until"))
        said = (words.t("Today"), words.t("A week"), words.t("A month"), words.t("90 days"))
        for button, text in zip(self.renewals, said, strict=True):
            button.say(text)
            button.setAccessibleName(f"{self.until.label.text()}: {text}")
        self.renewal.arrange()
        self.urgency.say(words.t("Urgency"))
        levels = tuple((level, words.code("urgency", level)) for level in LEVELS)
        self.urgency.choice.offer((("", words.t("As its sender says")), *levels))
        self.match.say(
            words.t("What it looks at"),
            words.t("Every field that is filled in must fit; of several lines in one field, one is enough."),
        )
        self.person.say(
            words.t("From this person"),
            words.t("Whole names, addresses or numbers, one a line. Their other names under People count too."),
        )
        self.app_is.say(
            words.t("From this app"),
            words.t("Whole names as the digest shows them, one a line: no other app whose name contains it."),
        )
        self.by_sender.say(words.t("Sender contains"))
        self.by_text.say(words.t("Text contains"))
        self.by_app.say(words.t("App contains"))
        self.by_category.say(words.t("Category contains"), words.t("Such as im, email, call."))
        self.level.say(words.t("Urgency of the sender"))
        self.level.name(dict(levels))
        self.origin.say(words.t("Came by"))
        self.origin.name({code: words.code("origin", code) for code in ORIGINS})
        self.counts.say(words.t("When it counts"))
        self.kinds.say(words.t("Only in these blocks"), words.t("None: in all of them."))
        self.kinds.name({kind: words.code("kind", kind) for kind in KINDS})
        self.hours.say(words.t("Only at these hours"), words.t("One a line, in your zone. None: always."))

    def show_verdict(self, verdict: str) -> None:
        """What belongs to this verdict shows. What was written stays, and a problem with it is never hidden."""
        through = verdict == "let_through"
        for part in (self.reason, self.until):
            part.setVisible(through or bool(part.value()) or bool(part.told))
        self.renewal.setVisible(through)
        self.urgency.setVisible(verdict in {"ask", "let_through"} or bool(self.urgency.value()))


class ElseForm(Form):
    """The gate: what no rule speaks of, and what happens when nobody answers."""

    def __init__(self) -> None:
        super().__init__()
        self.default = ChoicePart("default")
        self.put(self.default)
        self.silence = self.heading()
        self.silence_note = self.remark()
        self.unanswered = tuple(ChoicePart("nobody_answered", level) for level in LEVELS)
        for part in self.unanswered:
            self.put(part)
        self.direct = SwitchPart("va_direct", absent=False)
        self.emergency = self.heading()
        self.put(self.direct)
        self.end()

    @override
    def say(self, words: Words) -> None:
        self.default.say(words.t("What no rule speaks of"))
        self.default.choice.offer(tuple((code, words.code("verdict_long", code)) for code in DEFAULTS))
        self.silence.say(words.t("When nobody answers"))
        self.silence_note.say(words.t("After the last step, or with nobody on duty, by how urgent it is."))
        for part, level in zip(self.unanswered, LEVELS, strict=True):
            part.say(words.code("urgency", level))
            part.choice.offer(tuple((code, words.code("unanswered", code)) for code in UNANSWERED))
            part.choice.setAccessibleName(f"{self.silence.text()}: {words.code('urgency', level)}")
        self.emergency.say(words.t("Emergencies"))
        self.direct.say(
            words.t("What the assistant calls an emergency that only you can handle reaches you at once"),
            words.t("Without this, an executive on duty sees it first."),
        )
