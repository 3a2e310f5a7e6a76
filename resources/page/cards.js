// All cards of the page: what came, what stays, what goes. A card that goes with a receipt leaves one line behind.

import { announce } from "./announce.js";
import { makeCard, shownSender } from "./card.js";
import { arrange, make, tell } from "./dom.js";
import { receipt } from "./receipt.js";
import { say } from "./words.js";

const LINE_STAYS = 60_000;
const SAME_DEADLINE = 1500;

export class Cards {
  #list;
  #answers;
  #cards = new Map();
  #lines = new Map();
  #practitioner = "";
  #changed;

  /** `changed()` is called when lines came or went. */
  constructor(list, answers, changed) {
    this.#list = list;
    this.#answers = answers;
    this.#changed = changed;
  }

  get empty() {
    return this.#cards.size === 0 && this.#lines.size === 0;
  }

  /** How many wait for this responder's answer. */
  get asked() {
    return [...this.#cards.values()].filter(({ card }) => card.yours && card.phase === "waiting").length;
  }

  show(cards, practitioner, { first }) {
    this.#practitioner = practitioner;
    const wanted = new Set(cards.map((card) => card.case));
    for (const [id, shown] of this.#cards) if (!wanted.has(id)) this.#leave(id, shown);
    for (const card of cards) {
      const before = this.#cards.get(card.case)?.card;
      if (!before) this.#enter(card);
      if (!before || !same(before, card)) this.#cards.get(card.case).update(card);
      if (!first && isNews(before, card)) this.#tellNews(card);
    }
    this.#arrange(cards);
    this.#changed();
  }

  tick() {
    for (const shown of this.#cards.values()) shown.tick();
  }

  kept(answer) {
    this.#cards.get(answer.case)?.kept(answer.choice);
  }

  verdict(answer, verdict) {
    const words = receipt(answer, verdict, this.#practitioner);
    const shown = this.#cards.get(answer.case);
    const line = this.#lines.get(answer.case);
    const sender = shown ? shownSender(shown.card) : (line?.sender ?? "");
    shown?.settle(verdict.accepted, words);
    if (line) tell(line.text, say("receipt.for", { sender, receipt: words }));
    announce(say("receipt.for", { sender, receipt: words }));
  }

  #enter(card) {
    this.#dropLine(card.case);
    this.#cards.set(card.case, makeCard({ practitioner: this.#practitioner, send: (fields) => this.#answers.send(fields) }));
  }

  #leave(id, shown) {
    this.#cards.delete(id);
    const focused = shown.element.contains(document.activeElement);
    const words = shown.receipt || (focused ? say("gone") : "");
    if (!words) {
      shown.element.remove();
      return;
    }
    const sender = shownSender(shown.card);
    const text = make("p", { dir: "auto", tabIndex: -1, textContent: say("receipt.for", { sender, receipt: words }) });
    const element = make("li", { className: "receipt" }, text);
    this.#lines.set(id, { element, text, sender });
    shown.element.replaceWith(element);
    if (focused) text.focus({ preventScroll: true });
    setTimeout(() => this.#dropLine(id), LINE_STAYS);
  }

  #dropLine(id) {
    const line = this.#lines.get(id);
    if (!line) return;
    this.#lines.delete(id);
    line.element.remove();
    this.#changed();
  }

  // Lines keep their places; cards come into the desk's order around them.
  #arrange(cards) {
    const wanted = cards.map((card) => this.#cards.get(card.case).element);
    const lines = new Set([...this.#lines.values()].map(({ element }) => element));
    const places = [...this.#list.children];
    const order = [];
    for (const place of places) {
      if (lines.has(place)) order.push(place);
      else if (wanted.length) order.push(wanted.shift());
    }
    arrange(this.#list, [...order, ...wanted]);
  }

  #tellNews(card) {
    const sender = shownSender(card);
    const back = card.leg > 1 && card.instruction;
    const urgency = say(`urgency.${card.urgency}`);
    const news = back
      ? say("news.leg", { practitioner: this.#practitioner, sender })
      : card.urgency === "normal" ? say("news.plain", { sender }) : say("news", { sender, urgency });
    announce(news, { urgent: card.urgency === "emergency" });
  }
}

/** Time alone changes no card: its deadline stays where it was, and it ticks by itself. */
function same(before, card) {
  const { deadline: was, answer_in_seconds: _was, ...old } = before;
  const { deadline: due, answer_in_seconds: _due, ...now } = card;
  const still = (was === null) === (due === null) && Math.abs(was - due) < SAME_DEADLINE;
  return still && JSON.stringify(old) === JSON.stringify(now);
}

function isNews(before, card) {
  if (!card.yours || card.phase !== "waiting") return false;
  return !before || !before.yours || before.leg !== card.leg || before.phase !== "waiting";
}
