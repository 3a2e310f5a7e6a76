// Taking over what somebody else has: it asks in place, and only a second press takes. Nobody is taken from by a slip.

import { held } from "./countdown.js";
import { attribute, make, tell } from "./dom.js";
import { say } from "./words.js";

let made = 0;

/** `take()` after the second press; `back()` brings the focus to the button that asked. */
export function makeTake({ take, back }) {
  made += 1;
  let asked = "";
  const words = make("p", { id: `take-${made}`, dir: "auto" });
  const yes = make("button", { type: "button", className: "choice", textContent: say("take.yes") });
  const no = make("button", { type: "button", className: "choice", textContent: say("take.no") });
  const panel = make("div", { className: "take", id: `taking-${made}`, role: "group", tabIndex: -1, hidden: true },
    words, make("div", { className: "choices" }, yes, no));
  attribute(panel, "aria-labelledby", words.id);
  yes.addEventListener("click", () => {
    show(false);
    take();
    back();
  });
  no.addEventListener("click", leave);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave();
  });

  function leave() {
    show(false);
    back();
  }

  function show(shown) {
    panel.hidden = !shown;
    if (shown) panel.focus(); // the question is read, and Enter pressed twice takes nothing
  }

  return {
    panel,
    get open() {
      return !panel.hidden;
    },
    toggle() {
      if (panel.hidden) show(true);
      else leave();
    },
    /** The question goes away when somebody else has it now than was asked about. Returns whether it did. */
    update(card) {
      const now = `${card.holder}\n${card.rev}`;
      const gone = !panel.hidden && (now !== asked || !card.choices.includes("take"));
      if (gone) panel.hidden = true;
      asked = now;
      tell(words, say("take.ask", { standing: held(card) }));
      return gone;
    },
  };
}
