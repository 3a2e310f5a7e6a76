// The form for "only they can": two reasons, both needed, because it may interrupt a session.

import { make, tell } from "./dom.js";
import { say } from "./words.js";

const LIMIT = 280;
let made = 0;

/** `send(lost, only)` with both reasons; `cancel()` when it was no emergency after all. */
export function emergencyForm({ practitioner, send, cancel }) {
  made += 1;
  const error = make("p", { className: "error", id: `error-${made}`, hidden: true });
  const lost = question("need_me.lost", `lost-${made}`, error.id);
  const only = question("need_me.only", `only-${made}`, error.id);
  const form = make(
    "form",
    { className: "emergency", hidden: true, noValidate: true, id: `emergency-${made}` },
    make("h3", { textContent: say("need_me.title", { practitioner }) }),
    make("p", { className: "quiet", textContent: say("need_me.lead") }),
    lost.label, lost.box, only.label, only.box, error,
    make("div", { className: "choices" },
      make("button", { type: "submit", className: "choice primary", textContent: say("need_me.send") }),
      back(),
    ),
  );

  function back() {
    const button = make("button", { type: "button", className: "choice", textContent: say("need_me.cancel") });
    button.addEventListener("click", cancel);
    return button;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const empty = [lost.box, only.box].filter((box) => !box.value.trim());
    for (const box of [lost.box, only.box]) box.setAttribute("aria-invalid", String(empty.includes(box)));
    tell(error, empty.length ? say("need_me.missing") : "");
    if (empty.length) empty[0].focus();
    else send(lost.box.value, only.box.value);
  });

  return {
    form,
    first: lost.box,
    get open() {
      return !form.hidden;
    },
    show(shown) {
      form.hidden = !shown;
      if (shown) lost.box.focus();
    },
    clear() {
      form.hidden = true;
      for (const box of [lost.box, only.box]) {
        box.value = "";
        box.removeAttribute("aria-invalid");
      }
      tell(error, "");
    },
  };
}

function question(key, id, error) {
  const box = make("textarea", { id, rows: 2, maxLength: LIMIT, required: true, dir: "auto", "aria-describedby": error });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault(); // reasons are one line each; Enter sends
    box.form.requestSubmit();
  });
  return { box, label: make("label", { htmlFor: id, textContent: say(key) }) };
}
