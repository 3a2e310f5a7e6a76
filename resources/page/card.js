// One case as a card. It is made once and changed in place: focus, typed notes and open forms stay.

import { announce } from "./announce.js";
import { makeChoices } from "./choices.js";
import { standing } from "./countdown.js";
import { make, tell } from "./dom.js";
import { emergencyForm } from "./emergency.js";
import { makeStory } from "./story.js";
import { makeTake } from "./take.js";
import { makeUrgentHere } from "./urgent_here.js";
import { knows, say } from "./words.js";

const LIMIT = 280;
let made = 0;

/** `send(fields)` brings an answer on its way. */
export function makeCard({ send, practitioner }) {
  made += 1;
  const id = made;
  let card = null;
  let pending = null;

  const urgency = make("p", { className: "urgency" });
  const sender = make("h2", { id: `sender-${id}`, dir: "auto", tabIndex: -1 });
  const where = make("p", { className: "quiet where", dir: "auto" });
  const instruction = make("p", { className: "instruction", dir: "auto" });
  const informed = make("p", { className: "instruction", dir: "auto" });
  const text = make("p", { className: "text", dir: "auto" });
  const urgentHere = makeUrgentHere();
  const story = makeStory();
  const next = make("p", { className: "next", dir: "auto" });
  const note = make("input", { type: "text", id: `note-${id}`, maxLength: LIMIT, dir: "auto", autocomplete: "off" });
  note.setAttribute("placeholder", say("note.hint"));
  const noteRow = make("div", { className: "note" }, make("label", { htmlFor: note.id, textContent: say("note") }), note);
  const receipt = make("p", { className: "receipt-line", hidden: true, dir: "auto" });
  const emergency = emergencyForm({
    practitioner,
    send: (lost, only) => answer("need_me", { what_is_lost: lost, why_only_you: only }),
    cancel: () => {
      emergency.show(false);
      choices.focus("need_me");
      name();
    },
  });
  const taking = makeTake({
    take: () => answer("take", {}),
    back: () => {
      name();
      choices.focus("take");
    },
  });
  const choices = makeChoices({
    id,
    press,
    panels: {
      need_me: { element: emergency.form, get open() { return emergency.open; } },
      take: { element: taking.panel, get open() { return taking.open; } },
    },
  });
  const article = make("article", { className: "card", "aria-labelledby": sender.id },
    make("div", { className: "top" }, sender, urgency),
    where, instruction, informed, text, urgentHere.element, story.glance, next, story.whole, receipt,
    noteRow, choices.front, taking.panel, emergency.form, choices.behind);

  function press(choice, minutes) {
    if (pending) return;
    if (choice === "need_me") emergency.show(!emergency.open);
    else if (choice === "take") taking.toggle();
    else answer(choice, minutes ? { minutes } : {});
    name();
  }

  function answer(choice, more) {
    if (pending) return;
    waits(choice, say("sending", { choice: say(`choice.${choice}`) }));
    send({ case: card.case, rev: card.rev, choice, note: choice === "take" ? null : note.value || null, ...more });
  }

  function waits(choice, words) {
    pending = choice;
    tell(receipt, words);
    name();
  }

  function name() {
    choices.name(card, shownSender(card), Boolean(pending));
    article.classList.toggle("pending", Boolean(pending));
  }

  return {
    article,
    heading: sender,
    get receipt() {
      return receipt.textContent;
    },
    /** Whether somebody is at it: then it is not put away. */
    get inUse() {
      return Boolean(pending || note.value || emergency.open || taking.open || article.contains(document.activeElement));
    },
    update(content) {
      if (!pending && card && askedAnew(card, content)) tell(receipt, "");
      card = content;
      article.dataset.case = card.case;
      article.dataset.urgency = card.urgency;
      article.classList.toggle("idle", !card.yours);
      tell(sender, shownSender(card));
      tell(urgency, card.urgency === "normal" ? "" : say(`urgency.${card.urgency}`));
      tell(where, arrived(card));
      tell(instruction, instructed(card, practitioner));
      tell(informed, wentStraight(card, practitioner));
      tell(text, card.text ?? (card.yours ? say("hidden_text", { practitioner }) : ""));
      text.classList.toggle("quiet", card.text === null);
      urgentHere.update(card);
      story.update(card, practitioner);
      if (taking.update(card)) announce(say("receipt.for", { sender: shownSender(card), receipt: standing(card, practitioner) }));
      noteRow.hidden = !choices.offer(card);
      if (!card.choices.includes("need_me") && emergency.open) emergency.show(false);
      name();
      this.tick();
    },
    /** Time went by; `content` is the same but for how long it still waits. */
    tick(content = card) {
      card = content;
      tell(next, standing(card, practitioner));
    },
    /** It is answered together with others. */
    waits,
    kept(choice) {
      tell(receipt, say("kept", { choice: say(`choice.${choice}`) }));
    },
    /** The desk's verdict in words. What was typed goes only once it is recorded. */
    settle(accepted, words) {
      pending = null;
      tell(receipt, words);
      article.classList.toggle("refused", !accepted);
      if (accepted) {
        note.value = "";
        emergency.clear();
      }
      name();
    },
  };
}

/** Handed back, snoozed long enough, or had by nobody any more: what was answered before is over. */
function askedAnew(before, now) {
  return now.yours && now.phase === "waiting" && (before.phase !== "waiting" || before.leg !== now.leg);
}

export function shownSender(card) {
  return card.sender || say("sender.unknown");
}

/** Where and when it came; how often, if more than once. */
export function arrived({ app, arrived: time, calls }) {
  const came = app ? say("arrived", { app, time }) : say("arrived.time", { time });
  return calls > 1 ? say("arrived.often", { arrived: came, n: calls }) : came;
}

function wentStraight({ informed, rule }, practitioner) {
  if (!informed) return "";
  return rule ? say("informed.rule", { practitioner, rule }) : say("informed", { practitioner });
}

function instructed(card, practitioner) {
  if (!card.instruction) return "";
  const key = `instruction.${card.instruction}`;
  return say(knows(key) ? key : "instruction", { practitioner });
}
