// The buttons of one case: what is said often in front, the rest behind "More". A button is made once and stays.

import { arrange, attribute, make } from "./dom.js";
import { say } from "./words.js";

const FRONT = ["ack", "handled", "defer", "pass_up", "need_me", "take"];
const BEHIND = ["snooze", "dismiss"];

/** `press(choice, minutes)`; `panels` are what a button opens, by its choice: `{ element, open }`. */
export function makeChoices({ id, press, panels }) {
  const buttons = new Map();
  const front = make("div", { className: "choices", role: "group" });
  const behind = make("div", { className: "choices behind", role: "group", id: `behind-${id}`, hidden: true });
  const more = make("button", { type: "button", className: "choice plain", textContent: say("more") });
  attribute(more, "aria-controls", behind.id);
  more.addEventListener("click", () => open(behind.hidden));

  function open(shown) {
    behind.hidden = !shown;
    attribute(more, "aria-expanded", String(shown));
  }

  function button(choice, minutes) {
    const key = minutes ? `${choice} ${minutes}` : choice;
    if (!buttons.has(key)) {
      const mark = choice === "need_me" ? [make("span", { className: "mark", "aria-hidden": "true" })] : [];
      const words = make("span", { className: "words" });
      const made = make("button", { type: "button", className: "choice" }, ...mark, words);
      made.dataset.choice = choice;
      if (minutes) made.dataset.minutes = minutes;
      made.addEventListener("click", () => press(choice, minutes));
      buttons.set(key, { made, words, choice, minutes });
    }
    return buttons.get(key).made;
  }

  function buttonsOf(choice, card) {
    return choice === "snooze" ? card.snooze_minutes.map((minutes) => button(choice, minutes)) : [button(choice)];
  }

  return {
    front,
    behind,
    focus(choice) {
      buttons.get(choice)?.made.focus();
    },
    /** Which can be pressed now. Returns whether any of them is an answer that a note can go with. */
    offer(card) {
      const offered = card.yours ? card.choices : card.choices.filter((choice) => choice === "take");
      const later = BEHIND.filter((choice) => offered.includes(choice)).flatMap((choice) => buttonsOf(choice, card));
      const now = FRONT.filter((choice) => offered.includes(choice)).map((choice) => button(choice));
      const best = (card.holder_is_you ? ["handled", "ack"] : ["ack", "handled"]).find((choice) => offered.includes(choice));
      for (const { made, choice } of buttons.values()) made.classList.toggle("primary", choice === best);
      arrange(front, later.length ? [...now, more] : now);
      arrange(behind, later);
      front.hidden = !now.length && !later.length;
      if (!later.length) open(false);
      return offered.some((choice) => choice !== "take");
    },
    /** Names and states, for eyes and for screen readers. */
    name(card, sender, pending) {
      for (const { made, words, choice, minutes } of buttons.values()) {
        const label = worded(choice, card, minutes);
        if (words.textContent !== label) words.textContent = label;
        attribute(made, "aria-label", say("choice.for", { choice: label, sender }));
        attribute(made, "aria-disabled", pending ? "true" : null);
        const panel = panels[choice];
        if (!panel) continue;
        attribute(made, "aria-expanded", String(panel.open));
        attribute(made, "aria-controls", panel.element.id);
      }
      attribute(more, "aria-label", say("more.for", { sender }));
      attribute(more, "aria-expanded", String(!behind.hidden));
      attribute(front, "aria-label", say("answers.for", { sender }));
      attribute(behind, "aria-label", say("more.for", { sender }));
    },
  };
}

function worded(choice, card, minutes) {
  if (minutes) return say("snooze.in", { minutes });
  return say(choice === "ack" && card.holder_is_you ? "choice.ack.still" : `choice.${choice}`);
}
