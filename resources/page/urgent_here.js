// What counts as urgent in this session, in the practitioner's own words: read beside what came, before it is answered.

import { make, tell } from "./dom.js";
import { say } from "./words.js";

/** `update(card)` shows what this card tells of it; without a card, or with nothing told, it hides. */
export function makeUrgentHere() {
  const words = make("p", { dir: "auto" });
  const element = make("section", { className: "urgent-here", hidden: true }, make("h3", { textContent: say("urgent_here") }), words);
  return {
    element,
    update(card) {
      tell(words, card?.urgent_here ?? "");
      if (element.hidden !== words.hidden) element.hidden = words.hidden;
    },
  };
}
