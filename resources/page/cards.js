// All cards of the page: what came, what stays, what goes. What goes with a receipt leaves one line behind.

import { announce } from "./announce.js";
import { makeCard, shownSender } from "./card.js";
import { makeDigest } from "./digest.js";
import { arrange, make, tell } from "./dom.js";
import { placed } from "./layout.js";
import { tellNews } from "./news.js";
import { receipt, receiptForAll } from "./receipt.js";
import { makeRow } from "./row.js";
import { say } from "./words.js";

const LINE_STAYS = 60_000;

export class Cards {
  #list;
  #answers;
  #items = new Map();
  #digests = new Map();
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
    return this.#items.size === 0 && this.#lines.size === 0;
  }

  /** How many wait for this responder's answer. */
  get asked() {
    return [...this.#items.values()].filter(({ card }) => card.yours && card.phase === "waiting").length;
  }

  show(cards, practitioner, { first }) {
    this.#practitioner = practitioner;
    const focus = this.#focus();
    const wanted = new Set(cards.map((card) => card.case));
    for (const [id, item] of this.#items) if (!wanted.has(id)) this.#leave(id, item);
    const changes = cards.map((card) => [this.#items.get(card.case)?.card, card]);
    for (const card of cards) this.#take(card);
    this.#arrange(placed(cards));
    focus();
    if (!first) tellNews(changes, practitioner);
    this.#changed();
  }

  tick() {
    for (const { full, row } of this.#items.values()) {
      full?.tick();
      row?.tick();
    }
    for (const digest of this.#digests.values()) digest.tick();
  }

  kept(answer, press) {
    if (press) press.digest.tell(say("kept.all", { n: press.left, choice: say(`all.${answer.choice}`) }));
    this.#items.get(answer.case)?.full?.kept(answer.choice);
  }

  verdict(answer, verdict, press) {
    const words = receipt(answer, verdict, this.#practitioner);
    const item = this.#items.get(answer.case);
    if (item) {
      item.busy = false;
      item.words = words;
      item.full?.settle(verdict.accepted, words);
      item.row?.tick();
    }
    if (press) {
      this.#count(press, verdict.accepted, words);
      return;
    }
    const line = this.#lines.get(answer.case);
    const sender = item ? shownSender(item.card) : (line?.sender ?? "");
    const told = say("receipt.for", { sender, receipt: words });
    if (line) tell(line.text, told);
    announce(told);
  }

  /** One press for all of these: each gets an answer of its own, and what became of them is told together. */
  #sendAll(digest, items, choice) {
    const press = { digest, title: digest.title, choice, left: items.length, accepted: 0, refusals: new Map() };
    const sending = say("sending.all", { n: items.length, choice: say(`all.${choice}`) });
    digest.waits(sending);
    for (const item of items) {
      item.busy = true;
      item.alone = false;
      item.full?.waits(choice, sending);
    }
    this.#answers.send(items.map(({ card }) => ({ case: card.case, rev: card.rev, choice, note: null })), press);
  }

  #count(press, accepted, words) {
    press.left -= 1;
    if (accepted) press.accepted += 1;
    else press.refusals.set(words, (press.refusals.get(words) ?? 0) + 1);
    if (press.left) return;
    const told = receiptForAll(press.choice, press.accepted, press.refusals);
    press.digest.settle(!press.refusals.size, told);
    const line = this.#lines.get(press.digest);
    if (line) tell(line.text, say("receipt.for", { sender: line.sender, receipt: told }));
    announce(say("receipt.for", { sender: press.title, receipt: told }));
  }

  /** A card as the desk has it now. What looks as before is left alone, but for how long it still waits. */
  #take(card) {
    const looks = JSON.stringify({ ...card, deadline: null, answer_in_seconds: null });
    const item = this.#items.get(card.case);
    if (!item) {
      this.#dropLine(card.case);
      this.#items.set(card.case, { card, looks, full: null, row: null, place: null, words: "", busy: false, alone: false });
      return;
    }
    const same = item.looks === looks;
    if (item.card.rev !== card.rev && !item.busy) item.words = "";
    Object.assign(item, { card, looks });
    if (same) item.full?.tick(card);
    else item.full?.update(card);
    if (!same) item.row?.update();
  }

  #full(item) {
    if (!item.full) {
      const send = (fields) => {
        item.busy = item.alone = true;
        this.#answers.send([fields]);
      };
      item.full = makeCard({ practitioner: this.#practitioner, send });
      item.full.update(item.card);
    }
    return item.full;
  }

  /** The case by itself: its card, in a place of its own. */
  #single(item) {
    if (!item.place) {
      item.place = make("li", {}, this.#full(item).article);
      item.row = null;
    }
    return item.place;
  }

  /** The case in a digest; where somebody is at its card, that stays open. */
  #row(item) {
    if (!item.row) {
      item.row = makeRow(item, () => this.#full(item), this.#practitioner);
      if (item.full && !item.full.inUse) item.full = null;
      if (item.full) item.row.open(true);
      item.place = null;
      item.row.update();
    }
    return item.row;
  }

  #digest(key, cards) {
    if (!this.#digests.has(key)) {
      const made = makeDigest({
        key,
        sendAll: (...press) => this.#sendAll(...press),
        rowOf: (item) => this.#row(item),
        practitioner: this.#practitioner,
      });
      this.#digests.set(key, made);
    }
    const digest = this.#digests.get(key);
    digest.update(cards.map((card) => this.#items.get(card.case)));
    return digest.element;
  }

  // Lines keep their places; cards come into the desk's order around them.
  #arrange(places) {
    const kept = new Set(places.map(({ digest }) => digest));
    for (const [key, digest] of this.#digests) {
      if (kept.has(key)) continue;
      this.#digests.delete(key);
      this.#remains(digest, digest.element, digest.title, digest.receipt);
    }
    const wanted = places.map(({ digest, cards }) =>
      digest ? this.#digest(digest, cards) : this.#single(this.#items.get(cards[0].case)));
    const lines = new Set([...this.#lines.values()].map(({ element }) => element));
    const order = [];
    for (const place of this.#list.children) {
      if (lines.has(place)) order.push(place);
      else if (wanted.length) order.push(wanted.shift());
    }
    arrange(this.#list, [...order, ...wanted]);
  }

  #leave(id, item) {
    this.#items.delete(id);
    const sender = shownSender(item.card);
    const words = item.full?.receipt ?? "";
    if (item.place) this.#remains(id, item.place, sender, words);
    else if (words && item.alone) this.#digests.get("yours")?.tell(say("receipt.for", { sender, receipt: words }));
  }

  /** What is left of a card that goes: a line, if there is something to tell or the focus was in it. */
  #remains(key, place, sender, receipt) {
    const focused = place.contains(document.activeElement);
    const words = receipt || (focused ? say("gone") : "");
    if (!words) {
      place.remove();
      return;
    }
    const text = make("p", { dir: "auto", tabIndex: -1, textContent: say("receipt.for", { sender, receipt: words }) });
    const element = make("li", { className: "receipt" }, text);
    this.#lines.set(key, { element, text, sender });
    place.replaceWith(element);
    if (focused) text.focus({ preventScroll: true });
    setTimeout(() => this.#dropLine(key), LINE_STAYS);
  }

  #dropLine(key) {
    const line = this.#lines.get(key);
    if (!line) return;
    this.#lines.delete(key);
    line.element.remove();
    this.#changed();
  }

  /** Where the focus is; the function that is returned brings it back there, or as near as there still is something. */
  #focus() {
    const focused = document.activeElement;
    const items = [...this.#items.values()];
    const item = items.find(({ place, row }) => (place ?? row?.element)?.contains(focused));
    const digest = [...this.#digests.values()].find(({ element }) => element.contains(focused));
    return () => {
      const near = [focused, item?.place ? item.full.heading : item?.row?.heading, digest?.heading];
      if ((!item && !digest) || (document.activeElement === focused && focused.checkVisibility())) return;
      if (this.#list.contains(document.activeElement) && document.activeElement !== focused) return; // on a line
      near.find((element) => element?.isConnected && element.checkVisibility())?.focus({ preventScroll: true });
    };
  }
}
