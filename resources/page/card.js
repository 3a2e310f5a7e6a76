// One case as a card. It is made once and changed in place: focus, typed notes and open forms stay.

import { standing } from "./countdown.js";
import { arrange, attribute, make, tell } from "./dom.js";
import { emergencyForm } from "./emergency.js";
import { knows, say } from "./words.js";

const FRONT = ["ack", "handled", "defer", "pass_up", "need_me"];
const BEHIND = ["snooze", "dismiss"];
const LIMIT = 280;
let made = 0;

/** `send(fields)` brings an answer on its way. */
export function makeCard({ send, practitioner }) {
  made += 1;
  const id = made;
  let card = null;
  let pending = null;
  const buttons = new Map();

  const urgency = make("p", { className: "urgency" });
  const sender = make("h2", { id: `sender-${id}`, dir: "auto", tabIndex: -1 });
  const where = make("p", { className: "quiet where", dir: "auto" });
  const instruction = make("p", { className: "instruction", dir: "auto" });
  const text = make("p", { className: "text", dir: "auto" });
  const storyTitle = make("h3", { textContent: say("story") });
  const story = make("ol", { className: "story" });
  const next = make("p", { className: "next", dir: "auto" });
  const note = make("input", { type: "text", id: `note-${id}`, maxLength: LIMIT, dir: "auto", autocomplete: "off" });
  note.setAttribute("placeholder", say("note.hint"));
  const noteRow = make("div", { className: "note" }, make("label", { htmlFor: note.id, textContent: say("note") }), note);
  const front = make("div", { className: "choices", role: "group" });
  const behind = make("div", { className: "choices behind", role: "group", id: `behind-${id}`, hidden: true });
  const more = make("button", { type: "button", className: "choice plain", textContent: say("more") });
  attribute(more, "aria-controls", behind.id);
  more.addEventListener("click", () => open(behind.hidden));
  const receipt = make("p", { className: "receipt-line", hidden: true, dir: "auto" });
  const emergency = emergencyForm({
    practitioner,
    send: (lost, only) => answer("need_me", { what_is_lost: lost, why_only_you: only }),
    cancel: () => {
      emergency.show(false);
      buttons.get("need_me")?.focus();
      attributes();
    },
  });
  const article = make("article", { "aria-labelledby": sender.id },
    make("div", { className: "top" }, sender, urgency),
    where, instruction, text, storyTitle, story, next, receipt, noteRow, front, emergency.form, behind);
  const element = make("li", { className: "card" }, article);

  function open(shown) {
    behind.hidden = !shown;
    attribute(more, "aria-expanded", String(shown));
  }

  function button(choice) {
    if (!buttons.has(choice)) {
      const mark = choice === "need_me" ? [make("span", { className: "mark", "aria-hidden": "true" })] : [];
      const made = make("button", { type: "button", className: "choice" }, ...mark, say(`choice.${choice}`));
      made.dataset.choice = choice;
      made.addEventListener("click", () => press(choice));
      buttons.set(choice, made);
    }
    return buttons.get(choice);
  }

  function press(choice) {
    if (pending) return;
    if (choice === "need_me") {
      emergency.show(!emergency.open);
      attributes();
      return;
    }
    answer(choice, {});
  }

  function answer(choice, reasons) {
    if (pending) return;
    pending = choice;
    tell(receipt, say("sending", { choice: say(`choice.${choice}`) }));
    attributes();
    send({ case: card.case, rev: card.rev, choice, note: note.value || null, ...reasons });
  }

  function attributes() {
    const name = shownSender(card);
    for (const [choice, made] of buttons) {
      attribute(made, "aria-label", say("choice.for", { choice: say(`choice.${choice}`), sender: name }));
      attribute(made, "aria-disabled", pending ? "true" : null);
    }
    const asks = buttons.get("need_me");
    if (asks) {
      attribute(asks, "aria-expanded", String(emergency.open));
      attribute(asks, "aria-controls", emergency.form.id);
    }
    attribute(more, "aria-label", say("more.for", { sender: name }));
    attribute(more, "aria-expanded", String(!behind.hidden));
    attribute(front, "aria-label", say("answers.for", { sender: name }));
    attribute(behind, "aria-label", say("more.for", { sender: name }));
    element.classList.toggle("pending", Boolean(pending));
  }

  function choices() {
    const offered = card.yours ? card.choices : [];
    const later = BEHIND.filter((choice) => offered.includes(choice)).map(button);
    const now = FRONT.filter((choice) => offered.includes(choice)).map(button);
    const best = ["ack", "handled"].find((choice) => offered.includes(choice));
    for (const [choice, made] of buttons) made.classList.toggle("primary", choice === best);
    arrange(front, later.length ? [...now, more] : now);
    arrange(behind, later);
    front.hidden = !now.length && !later.length;
    noteRow.hidden = front.hidden;
    if (!later.length) open(false);
    if (!offered.includes("need_me") && emergency.open) emergency.show(false);
  }

  return {
    element,
    get card() {
      return card;
    },
    get receipt() {
      return receipt.textContent;
    },
    get busy() {
      return Boolean(pending);
    },
    update(content) {
      card = content;
      element.dataset.case = card.case;
      element.dataset.urgency = card.urgency;
      element.classList.toggle("idle", !card.yours);
      tell(sender, shownSender(card));
      tell(urgency, card.urgency === "normal" ? "" : say(`urgency.${card.urgency}`));
      tell(where, card.app ? say("arrived", { app: card.app, time: card.arrived }) : say("arrived.time", { time: card.arrived }));
      tell(instruction, instructed(card, practitioner));
      tell(text, card.text ?? (card.yours ? say("hidden_text", { practitioner }) : ""));
      text.classList.toggle("quiet", card.text === null);
      arrange(story, card.story.map((said, at) => line(story.children[at], said, practitioner)));
      storyTitle.hidden = story.hidden = !card.story.length;
      choices();
      attributes();
      this.tick();
    },
    /** Time went by. */
    tick() {
      tell(next, standing(card, practitioner));
    },
    kept(choice) {
      tell(receipt, say("kept", { choice: say(`choice.${choice}`) }));
    },
    /** The desk's verdict in words. What was typed goes only once it is recorded. */
    settle(accepted, words) {
      pending = null;
      tell(receipt, words);
      element.classList.toggle("refused", !accepted);
      if (accepted) {
        note.value = "";
        emergency.clear();
      }
      attributes();
    },
  };
}

export function shownSender(card) {
  return card.sender || say("sender.unknown");
}

function instructed(card, practitioner) {
  if (!card.instruction) return "";
  const key = `instruction.${card.instruction}`;
  return say(knows(key) ? key : "instruction", { practitioner });
}

function line(known, said, practitioner) {
  const item = known ?? make("li", {}, make("span", { className: "what", dir: "auto" }), make("q", { dir: "auto" }));
  const key = `said.${said.choice}`;
  const what = say(knows(key) ? key : "said", { by: said.by, practitioner });
  tell(item.children[0], said.at ? `${said.at}  ${what}` : what);
  tell(item.children[1], said.note ?? "");
  return item;
}
