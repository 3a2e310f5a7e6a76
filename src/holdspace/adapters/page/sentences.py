"""Every sentence of the answer page, by the key that its scripts use. The scripts themselves hold none."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Protocol

from holdspace.words import mark as _

if TYPE_CHECKING:
    from collections.abc import Mapping


class Speaker(Protocol):
    """What the page needs of `holdspace.words.Words`."""

    def t(self, msgid: str, **params: object) -> str: ...


PAGE: Mapping[str, str] = {
    # The frame
    "here_only": _("This page works on this computer only."),
    "no_emergency_service": _("Holdspace is no emergency service."),
    "in_session": _("In session"),
    "free": _("Free"),
    "practitioner.unnamed": _("The practitioner"),
    "back_at": _("Back at {time}"),
    "in_session.until": _("{practitioner} is in a session and back at {time}."),
    "in_session.open": _("{practitioner} is in a session."),
    "free.line": _("{practitioner} is not in a session."),
    "you": _("You are {name}."),
    "list": _("What you are asked"),
    "empty": _("Nothing waits for you"),
    "empty.line": _("Leave this page open. What needs you shows up here by itself."),
    "connecting": _("One moment, connecting."),
    "offline": _("Not connected. Trying again by itself."),
    "offline.pending": _("Not connected. Your answer is kept here and sent as soon as the connection is back."),
    "online": _("Connected again."),
    "unpaired": _("This browser is no longer paired. Ask {practitioner} for a new link."),
    "title": _("Holdspace"),
    "title.count": _("({n}) Holdspace"),
    # A card
    "sender.unknown": _("Somebody"),
    "arrived": _("{app}, {time}"),
    "arrived.time": _("at {time}"),
    "hidden_text": _("You see who, where and when. The text stays with {practitioner}."),
    "urgency.normal": _("Not urgent"),
    "urgency.urgent": _("Urgent"),
    "urgency.emergency": _("Emergency"),
    "news": _("New: {sender}. {urgency}."),
    "news.plain": _("New: {sender}."),
    "news.leg": _("{practitioner} gave this back to you: {sender}."),
    "news.many": _("{n} new: {senders}."),
    "news.taken": _("{holder} took this over from you: {sender}."),
    "news.informed": _("{sender} went straight to {practitioner}."),
    "arrived.often": _("{arrived}. Wrote {n} times"),
    "informed": _("Went straight to {practitioner}: a rule lets it through. There is nothing for you to do."),
    "informed.rule": _("Went straight to {practitioner}: rule \u201c{rule}\u201d. There is nothing for you to do."),
    "story.note": _("{said}: {note}"),
    "story.whole": _("The whole story"),
    # What happens next, and when: a time of day. Within the last minute it is said in words.
    "next.executive": _("If nobody answers by {time}: the executive."),
    "next.executive.soon": _("If nobody answers within a minute: the executive."),
    "next.assistant": _("If nobody answers by {time}: the assistant."),
    "next.assistant.soon": _("If nobody answers within a minute: the assistant."),
    "next.practitioner": _("If nobody answers by {time}: {practitioner}."),
    "next.practitioner.soon": _("If nobody answers within a minute: {practitioner}."),
    "next.others": _("If nobody answers by {time}: the others."),
    "next.others.soon": _("If nobody answers within a minute: the others."),
    "next.again": _("If nobody answers by {time}: it is asked again."),
    "next.again.soon": _("If nobody answers within a minute: it is asked again."),
    "next.later": _("If nobody answers by {time}: kept for later."),
    "next.later.soon": _("If nobody answers within a minute: kept for later."),
    "next.snoozed": _("It is asked again at {time}."),
    "next.snoozed.soon": _("It is asked again within a minute."),
    "phase.yours": _("You have it."),
    "phase.yours.until": _("You have it until {time}."),
    "phase.yours.until.soon": _("You have it for less than a minute more."),
    "then.executive": _("Then: the executive."),
    "then.assistant": _("Then: the assistant."),
    "then.practitioner": _("Then: {practitioner}."),
    "then.others": _("Then: the others."),
    "then.again": _("Then it is asked again."),
    "then.later": _("Then it is kept for later."),
    "phase.holder": _("{holder} has it."),
    "phase.holder.since": _("{holder} has had it since {time}."),
    "phase.elsewhere": _("Somebody else is asked now."),
    "phase.snoozed": _("It will be asked again."),
    "phase.standing": _("The emergency stands."),
    "phase.with_practitioner": _("{practitioner} is shown this now."),
    "phase.not_seen_yet": _("{practitioner} is shown this, and has not seen it yet."),
    # Given back with an instruction
    "instruction": _("{practitioner} gave this back to you."),
    "instruction.handle_it": _("{practitioner} says: please handle it."),
    "instruction.say_later": _("{practitioner} says: please say that I will be in touch later."),
    "instruction.take_message": _("{practitioner} says: please take a message."),
    # What was said so far
    "said": _("{by} answered"),
    "said.ack": _("{by} took it"),
    "said.handled": _("{by}: handled"),
    "said.defer": _("{by}: it can wait"),
    "said.pass_up": _("{by} passed it on"),
    "said.passed_up": _("{by} passed it on"),
    "said.need_me": _("{by}: an emergency that only {practitioner} can handle"),
    "said.snooze": _("{by} wants to be asked again"),
    "said.dismiss": _("{by}: nothing to do"),
    "said.take": _("{by} took it over"),
    "said.repeated": _("The sender wrote again"),
    "said.let_through": _("A rule let this through to {practitioner}"),
    "said.glass_held": _("A rule let nothing through again so soon"),
    "said.no_answer": _("{by} did not answer"),
    "said.off_duty": _("{by} is off duty"),
    "said.nobody_on_duty": _("Nobody was on duty"),
    "said.lease_lapsed": _("{by} had it, and nothing more was heard"),
    "said.undeliverable": _("{by} could not be reached"),
    "said.emergency_stands": _("The emergency stands"),
    "said.hand_back": _("{by} gave it back"),
    "said.handle_it": _("{by}: please handle it"),
    "said.say_later": _("{by}: please say that I will be in touch later"),
    "said.take_message": _("{by}: please take a message"),
    "said.step_out": _("{by} stepped out for it"),
    "said.pin": _("{by} keeps it for later"),
    # The answers
    "choice.ack": _("I have it"),
    "choice.ack.still": _("Still on it"),
    "choice.take": _("Take it over"),
    "choice.handled": _("Handled"),
    "choice.defer": _("It can wait"),
    "choice.pass_up": _("Pass on"),
    "choice.need_me": _("Emergency: only they can"),
    "choice.snooze": _("Ask me again"),
    "choice.dismiss": _("Nothing to do"),
    "choice.for": _("{choice}: {sender}"),
    "snooze.in": _("Ask me again in {minutes} min"),
    "take.ask": _("{standing} Take it over?"),
    "take.yes": _("Yes, take it"),
    "take.no": _("Leave it"),
    "more": _("More"),
    "more.for": _("More answers: {sender}"),
    "answers.for": _("Answers: {sender}"),
    "note": _("Note"),
    "note.hint": _("Goes up with your answer, if you like"),
    "need_me.title": _("Only {practitioner} can handle this"),
    "need_me.lead": _("This may interrupt the session, so two short reasons go with it."),
    "need_me.lost": _("What is lost if this waits?"),
    "need_me.only": _("Why can only they decide?"),
    "need_me.missing": _("Both reasons are needed."),
    "need_me.send": _("Send as emergency"),
    "need_me.cancel": _("Not an emergency"),
    # So much at once that it is one card
    "digest.title": _("{n} messages from {people} people"),
    "digest.title.one": _("{n} messages from {sender}"),
    "digest.lead.yours": _("Much came at once. Answer all of it, or each by itself."),
    "digest.lead.others": _("Much came at once. Others see to it, or it waits."),
    "digest.all": _("All {n}, one by one"),
    "all.ack": _("I have them all"),
    "all.defer": _("All can wait"),
    "all.pass_up": _("Pass all on"),
    "row.open": _("Open"),
    "row.open.for": _("Open: {sender}, {where}"),
    "row.close": _("Close"),
    "row.close.for": _("Close: {sender}, {where}"),
    "news.digest": _("New, much at once: {digest}."),
    "sending.all": _("Sending for {n}: {choice}"),
    "kept.all": _("Kept here for {n} until the connection is back: {choice}"),
    "recorded.all": _("Recorded for {n}: {choice}."),
    "refused.some": _("Not for {n}: {reason}"),
    # What became of an answer
    "sending": _("Sending: {choice}"),
    "kept": _("Kept here until the connection is back: {choice}"),
    "recorded": _("Recorded: {choice}"),
    "receipt.for": _("{sender}: {receipt}"),
    "already.holder": _("Already with {holder}. Your answer changed nothing."),
    "repeated": _("You said so already: {choice}. It is recorded; saying it twice changed nothing."),
    "already.handled.by": _("Already handled by {holder}. Your answer changed nothing."),
    "already.deferred.by": _("{holder} kept it for later already. Your answer changed nothing."),
    "already.dismissed.by": _("Already settled by {holder}: nothing to do. Your answer changed nothing."),
    "already.handled": _("Already handled. Your answer changed nothing."),
    "already.deferred": _("Already kept for later. Your answer changed nothing."),
    "already.reached": _("Already with {practitioner}. Your answer changed nothing."),
    "already.dismissed": _("Already settled: nothing to do. Your answer changed nothing."),
    "already.withdrawn": _("Its sender took it back. Your answer changed nothing."),
    "already.settled": _("Already settled. Your answer changed nothing."),
    "refused": _("It changed meanwhile. Your answer changed nothing."),
    "refused.closed": _("Already settled. Your answer changed nothing."),
    "refused.not_asked": _("You are not asked about this now. Your answer changed nothing."),
    "refused.off_duty": _("You are off duty now. Your answer changed nothing."),
    "refused.held": _("Somebody else has it. Your answer changed nothing."),
    "refused.not_held": _("Nobody else has it now, so there is nothing to take over. Please look again."),
    "refused.with_practitioner": _("{practitioner} is shown it already. Your answer changed nothing."),
    "refused.emergency_stands": _("The emergency stands, and somebody else is asked. Your answer changed nothing."),
    "refused.stale": _("It changed meanwhile. Please look again."),
    "refused.reasons_missing": _("Both reasons are needed."),
    "refused.snoozed_enough": _("This cannot be put off again."),
    "refused.no_snooze_for_emergency": _("An emergency cannot be put off."),
    "refused.session_is_over": _("The session is at its end, so this cannot be put off within it."),
    "refused.not_taken": _("This answer could not be taken. Please try again."),
    "refused.not_kept": _("The computer could not keep this answer. Please try again or call."),
    "gone": _("No longer asked"),
}

PAIRING: Mapping[str, str] = {
    "title": _("Holdspace"),
    "open.heading": _("Welcome, {name}"),
    "open.heading.unnamed": _("Welcome"),
    "open.lead": _("{practitioner} asks you to be there while they are in a session."),
    "open.lead.unnamed": _("You are asked to be there while a session runs."),
    "open.explain": _("What cannot wait shows up on your page. You answer with one click."),
    "open.button": _("Open my page"),
    "open.once": _("The link works once, for 10 minutes, in this browser. It stays paired for 30 days."),
    "used.heading": _("This link was used already"),
    "expired.heading": _("This link is too old"),
    "unknown.heading": _("This link does not work"),
    "unpaired.heading": _("This browser is not paired"),
    "no_link.lead": _("Ask for a new one: it is made in Holdspace, under the people who can be asked."),
    "unkept.heading": _("The pairing could not be kept"),
    "unkept.lead": _("The computer could not write it down. The link still works: please try again."),
    "again": _("If it was paired before: open the page"),
    "here_only": _("This page works on this computer only."),
}


def page_words(speaker: Speaker) -> dict[str, str]:
    """The page's sentences in one language, with their parameters still in braces: the scripts put them in."""
    return {key: speaker.t(msgid, **_open_fields(msgid)) for key, msgid in PAGE.items()}


def pairing_word(speaker: Speaker, key: str, **params: object) -> str:
    """One sentence of the pairing page."""
    return speaker.t(PAIRING[key], **params)


def _open_fields(msgid: str) -> dict[str, object]:
    return {name: f"{{{name}}}" for _text, name, _spec, _conversion in Formatter().parse(msgid) if name}
