// The story of a case: one line tells it in a glance, and where that had to leave something out, the whole is behind it.

import { arrange, make, tell } from "./dom.js";
import { knows, say } from "./words.js";

const LATEST = 4;
const NOTE = 120;
/** No line begins with the dot. */
const BETWEEN = "\u00a0· ";

export function makeStory() {
  const glance = make("p", { className: "glance", dir: "auto" });
  const list = make("ol", { className: "story" });
  const whole = make("details", { hidden: true }, make("summary", { textContent: say("story.whole") }), list);
  return {
    glance,
    whole,
    update(card, practitioner) {
      const lines = card.story.filter(({ choice }) => !(card.informed && choice === "let_through"));
      const latest = lines.slice(-LATEST);
      const parts = latest.map((said) => inOneLine(said, practitioner));
      inGlance(glance, lines.length > LATEST ? ["…", ...parts] : parts);
      whole.hidden = lines.length <= LATEST && latest.every(({ note }) => !note || note.length <= NOTE);
      arrange(list, whole.hidden ? [] : lines.map((said, at) => line(list.children[at], said, practitioner)));
    },
  };
}

/** Each part is set in its own direction; an unchanged line is not touched. */
function inGlance(element, parts) {
  const told = parts.flatMap((part, at) => (at ? [BETWEEN, make("bdi", { textContent: part })] : [make("bdi", { textContent: part })]));
  if (element.textContent !== parts.join(BETWEEN)) element.replaceChildren(...told);
  element.hidden = !parts.length;
}

function inOneLine(said, practitioner) {
  const note = said.note && said.note.length > NOTE ? `${said.note.slice(0, NOTE - 1).trimEnd()}…` : said.note;
  return note ? say("story.note", { said: what(said, practitioner), note }) : what(said, practitioner);
}

function what(said, practitioner) {
  const key = `said.${said.choice}`;
  const words = say(knows(key) ? key : "said", { by: said.by, practitioner });
  const often = said.times > 1 ? say("story.times", { said: words, n: said.times }) : words;
  return said.at ? `${said.at} ${often}` : often;
}

function line(known, said, practitioner) {
  const item = known ?? make("li", {}, make("span", { className: "what", dir: "auto" }), make("q", { dir: "auto" }));
  tell(item.children[0], what(said, practitioner));
  tell(item.children[1], said.note ?? "");
  return item;
}
