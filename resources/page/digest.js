// So much came at once that it is one card: what is in it, one press for all of it, and each by itself where that is better.

import { shownSender } from "./card.js";
import { standing } from "./countdown.js";
import { arrange, attribute, make, tell } from "./dom.js";
import { makeUrgentHere } from "./urgent_here.js";
import { say } from "./words.js";

const FEW = 6;
const TOGETHER = ["defer", "ack", "pass_up"];
let made = 0;

/** `sendAll(digest, items, choice)` answers each of them; `rowOf(item)` gives its row. */
export function makeDigest({ key, sendAll, rowOf, practitioner }) {
  made += 1;
  let items = [];
  let all = false;
  let pending = false;
  const heading = make("h2", { id: `digest-${made}`, dir: "auto", tabIndex: -1 });
  const lead = make("p", { className: "quiet lead", textContent: say(`digest.lead.${key}`) });
  const urgentHere = makeUrgentHere();
  const next = make("p", { className: "next", dir: "auto" });
  const receipt = make("p", { className: "receipt-line", hidden: true, dir: "auto" });
  const choices = make("div", { className: "choices", role: "group" });
  const rows = make("ul", { className: "rows", id: `rows-${made}`, role: "list" });
  const more = make("button", { type: "button", className: "choice plain" });
  attribute(more, "aria-controls", rows.id);
  more.addEventListener("click", () => {
    all = !all;
    list();
  });
  const buttons = new Map(TOGETHER.map((choice) => [choice, button(choice)]));
  const article = make("article", { className: "card digest", "aria-labelledby": heading.id },
    heading, lead, urgentHere.element, next, receipt, choices, rows, more);
  const element = make("li", {}, article);
  article.dataset.digest = key;

  function button(choice) {
    const pressed = make("button", { type: "button", className: "choice", textContent: say(`all.${choice}`) });
    pressed.dataset.all = choice;
    pressed.addEventListener("click", () => {
      const meant = items.filter((item) => offers(item, choice));
      if (!pending && meant.length) sendAll(digest, meant, choice);
    });
    return pressed;
  }

  function list() {
    arrange(rows, (all ? items : items.slice(0, FEW)).map((item) => rowOf(item).element));
    more.hidden = items.length <= FEW;
    tell(more, more.hidden ? "" : say("digest.all", { n: items.length }));
    attribute(more, "aria-expanded", String(all));
  }

  function name() {
    for (const [choice, pressed] of buttons) {
      attribute(pressed, "aria-label", say("choice.for", { choice: say(`all.${choice}`), sender: heading.textContent }));
      attribute(pressed, "aria-disabled", pending ? "true" : null);
    }
    attribute(choices, "aria-label", say("answers.for", { sender: heading.textContent }));
    article.classList.toggle("pending", pending);
  }

  const digest = {
    element,
    heading,
    get title() {
      return heading.textContent;
    },
    get receipt() {
      return receipt.textContent;
    },
    update(shown) {
      items = shown;
      tell(heading, titled(items.map(({ card }) => card)));
      urgentHere.update(items.map(({ card }) => card).find((card) => card.urgent_here));
      const offered = TOGETHER.filter((choice) => key === "yours" && items.some((item) => offers(item, choice)));
      arrange(choices, offered.map((choice) => buttons.get(choice)));
      for (const [choice, pressed] of buttons) pressed.classList.toggle("primary", choice === offered[0]);
      choices.hidden = !offered.length;
      article.classList.toggle("idle", key !== "yours");
      name();
      list();
      this.tick();
    },
    tick() {
      const asked = items.map(({ card }) => card).filter((card) => card.yours && card.phase === "waiting");
      const first = asked.reduce((one, other) => (sooner(other, one) ? other : one), asked[0]);
      tell(next, first ? standing(first, practitioner) : "");
    },
    waits(words) {
      pending = true;
      this.tell(words);
      name();
    },
    tell(words) {
      tell(receipt, words);
    },
    settle(allAccepted, words) {
      pending = false;
      this.tell(words);
      article.classList.toggle("refused", !allAccepted);
      name();
    },
  };
  return digest;
}

/** "12 messages from 5 people". */
export function titled(cards) {
  const n = cards.reduce((sum, { calls }) => sum + calls, 0);
  const people = new Set(cards.map(shownSender));
  if (people.size === 1) return say("digest.title.one", { n, sender: shownSender(cards[0]) });
  return say("digest.title", { n, people: people.size });
}

function offers({ card, busy }, choice) {
  if (busy || !card.yours || !card.choices.includes(choice)) return false;
  return choice !== "ack" || !card.holder_is_you;
}

function sooner(one, other) {
  return (one.deadline ?? Infinity) < (other.deadline ?? Infinity);
}
