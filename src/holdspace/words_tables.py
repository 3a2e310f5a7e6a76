"""What the tables of an export and their columns mean. A column that means something else in one table stands as "table.column"."""

from holdspace.words import mark

TABLES: dict[str, str] = {
    "sessions": mark("time with a client, and blocks without one"),
    "interruptions": mark("everything that arrived or was logged, each with its one outcome"),
    "revisions": mark("later texts of an interruption; its own text is the first one"),
    "cases": mark("interruptions that somebody was asked about"),
    "timeline": mark(
        "what happened in each case, step by step; answers that did not count are here too, with the reason"
    ),
    "pins": mark("matters kept for later"),
    "marks": mark("place marks: where the conversation was"),
    "gaps": mark("times in a session when nobody watched what arrived"),
    "outbox": mark("what was sent to responders, and acknowledgements that are drafts"),
}

COLUMNS: dict[str, str] = {
    "id": mark("its id"),
    "seq": mark("its place in the order in which everything happened"),
    "session": mark("id of the session; empty when none ran"),
    "person": mark("a code that is the same for the same person; no name can be read from it"),
    "at": mark("when"),
    "state": mark("how it stands"),
    "settled": mark("when that was settled"),
    "sender_took_back": mark("its sender took it back after that: the number of that fact"),
    "outcome": mark("what became of it: held, handled, deferred, reached, dismissed, withdrawn, merged"),
    "why": mark("the reason, as a code"),
    "by": mark("who did it: id of a responder, or practitioner"),
    "due": mark("by when"),
    "text": mark("the words"),
    "sender": mark("who it came from"),
    "interruption": mark("id of the interruption"),
    "case_id": mark("id of the case"),
    "rev": mark("which version of the case an answer has to know"),
    "step": mark("number of the step that was asked, from 0"),
    "responders": mark("who was asked, an id a line"),
    "holder": mark("who has it"),
    # sessions
    "sessions.kind": mark("session, attention, backoffice or isolation"),
    "client": mark("whom the time was with"),
    "topic": mark("the topic"),
    "planned_minutes": mark("planned length in minutes"),
    "started": mark("when it began"),
    "ended": mark("when it ended"),
    "ended_why": mark("what broke it: client, interruption, self, technical or done; empty when nothing was said"),
    "elapsed_seconds": mark("how long it lasted, in seconds, without the time away"),
    "away_seconds": mark("time stepped out, in seconds"),
    "sessions.note": mark("what the practitioner wrote in it"),
    # interruptions
    "key": mark("by which it is known when it is told twice"),
    "origin": mark("how it came: desktop, connector or hand"),
    "source": mark("through which door, for what was logged by hand"),
    "app": mark("the program that sent it"),
    "category": mark("its kind, as the program named it"),
    "level": mark("how urgent its sender said it was"),
    "verdict": mark("what the rules said: hold, ask, let_through or noise"),
    "rule": mark("name of the rule that said so; empty when none did"),
    # cases
    "policy": mark("which version of the settings held for it: settings/<this>.toml"),
    "urgency": mark("how urgent it is: normal, urgent or emergency"),
    "phase": mark("waiting, acked, snoozed or closed"),
    "leg": mark("which time it went through the steps, from 1"),
    "asked": mark("who is being asked, an id a line"),
    "standing": mark("whether it stands as an emergency that only the practitioner can handle"),
    "reached": mark("why the practitioner was reached"),
    "opened": mark("when it was opened"),
    "closed": mark("when it was closed"),
    "prev": mark("id of the case before it of the same person"),
    # timeline
    "timeline.kind": mark("what happened"),
    "choice": mark("what was answered"),
    "note": mark("what the responder wrote with it"),
    "what_is_lost": mark("first reason of an emergency: what is lost if it waits"),
    "why_only_you": mark("second reason: why nobody else can"),
    "instruction": mark("what the practitioner said when handing it back"),
    "answer": mark("id of the answer; the same answer given twice has the same"),
    "letter": mark("id of what was sent"),
    "device": mark("which of the responder's browsers it came from"),
    "bundle": mark("what was asked in one card with others, in a storm, has the same"),
    # pins
    "promised": mark("whether somebody was told the time"),
    "by_hand": mark("whether it was made on purpose, not at the end of a case"),
    "brought_up": mark("whether it has come up as a follow-up"),
    # marks
    "last_point": mark("the last point that was made"),
    "next_step": mark("the next step"),
    "taken_back": mark("whether it was undone"),
    # gaps
    "since": mark("from when"),
    "until": mark("until when"),
    # outbox
    "outbox.kind": mark("letter: an asking; acknowledgement: a draft for whoever waits"),
    "status": mark("pending, sent, failed, stale or draft"),
    "responder": mark("to whom: id of a responder"),
    "channel": mark("by which way"),
    "pin": mark("id of the note that it acknowledges"),
}
