// One case as a line of a digest: who, where, when, what. Opened, it is answered by itself on its own card.

import { arrived, shownSender } from "./card.js";
import { standing } from "./countdown.js";
import { attribute, make, tell } from "./dom.js";
import { say } from "./words.js";

let made = 0;

/** `item` is the case on this page; `full()` gives its card, made when first asked for. */
export function makeRow(item, full, practitioner) {
  made += 1;
  const sender = make("h3", { dir: "auto" });
  const where = make("p", { className: "quiet where", dir: "auto" });
  const text = make("p", { className: "text", dir: "auto" });
  const state = make("p", { className: "next", dir: "auto" });
  const summary = make("div", { className: "summary" }, sender, where, text, state);
  const whole = make("div", { id: `whole-${made}`, hidden: true });
  const toggle = make("button", { type: "button", className: "choice plain" });
  attribute(toggle, "aria-controls", whole.id);
  toggle.addEventListener("click", () => open(whole.hidden));
  const element = make("li", { className: "row" }, summary, toggle, whole);

  function open(shown) {
    if (shown) whole.replaceChildren(full().article);
    else whole.replaceChildren();
    whole.hidden = !shown;
    summary.hidden = shown;
    name();
  }

  function name() {
    const key = whole.hidden ? "row.open" : "row.close";
    tell(toggle, say(key));
    attribute(toggle, "aria-expanded", String(!whole.hidden));
    attribute(toggle, "aria-label", say(`${key}.for`, { sender: shownSender(item.card), where: arrived(item.card) }));
  }

  return {
    element,
    get heading() {
      return whole.hidden ? toggle : item.full.heading;
    },
    update() {
      const { card } = item;
      element.dataset.row = card.case;
      tell(sender, shownSender(card));
      tell(where, arrived(card));
      tell(text, card.text ?? "");
      name();
      this.tick();
    },
    /** What became of an answer is told before how it stands; what is merely asked needs no word: the digest says it. */
    tick() {
      const { card, words } = item;
      const asked = card.yours && card.phase === "waiting";
      tell(state, words || (asked ? "" : standing(card, practitioner)));
    },
    open,
  };
}
