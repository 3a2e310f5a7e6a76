// The page: what the desk says is shown, what is answered goes back.

import { announce } from "./announce.js";
import { Answers } from "./answer.js";
import { Cards } from "./cards.js";
import { attribute, tell } from "./dom.js";
import { listen } from "./stream.js";
import { say } from "./words.js";

const TICK = 15_000;
const at = (id) => document.getElementById(id);
let first = true;
let lost = false;
let shown = null;

const answers = new Answers(
  (answer, verdict, press) => {
    cards.verdict(answer, verdict, press);
    connection();
  },
  (answer, press) => {
    cards.kept(answer, press);
    connection();
  },
);
const cards = new Cards(at("cards"), answers, frame);

attribute(at("cards"), "aria-label", say("list"));
attribute(at("cards"), "role", "list"); // without bullets some readers forget that it is one

function show(content, age) {
  if (content && content.language !== document.documentElement.lang && !answers.waiting) {
    location.reload(); // the sentences are the server's, in another language now
    return;
  }
  shown = content;
  const now = performance.now();
  const list = (content?.cards ?? []).map((card) => ({
    ...card,
    deadline: card.answer_in_seconds === null ? null : now + (card.answer_in_seconds - age) * 1000,
  }));
  cards.show(list, practitioner(), { first });
  first = false;
  frame();
}

function practitioner() {
  return shown?.practitioner || say("practitioner.unnamed");
}

function frame() {
  const who = practitioner();
  const name = { practitioner: who, time: shown?.back_at ?? "" };
  const session = shown?.in_session ? (shown.back_at ? "in_session.until" : "in_session.open") : "free.line";
  document.body.classList.toggle("in-session", Boolean(shown?.in_session));
  tell(at("state"), shown ? say(shown.in_session ? "in_session" : "free") : "");
  tell(at("practitioner"), shown ? who : say("title"));
  tell(at("session"), shown?.in_session && shown.back_at ? say("back_at", name) : "");
  tell(at("you"), shown?.name ? say("you", { name: shown.name }) : "");
  tell(at("empty-title"), say("empty"));
  tell(at("empty-when"), shown ? say(session, name) : "");
  tell(at("empty-line"), say("empty.line"));
  at("empty").hidden = first || !cards.empty;
  const title = cards.asked ? say("title.count", { n: cards.asked }) : say("title");
  if (document.title !== title) document.title = title;
}

function connection() {
  const words = lost ? say(answers.waiting ? "offline.pending" : "offline") : "";
  if (at("line").textContent !== words) announce(words || say("online"));
  tell(at("line"), words);
}

listen({
  onPage: show,
  onOpen() {
    if (lost) {
      lost = false;
      connection();
    }
    answers.resend();
  },
  onLost() {
    lost = true;
    connection();
  },
  onUnpaired() {
    show(null, 0);
    at("empty").hidden = true;
    const words = say("unpaired", { practitioner: say("practitioner.unnamed") });
    tell(at("line"), words);
    announce(words);
  },
});

setInterval(() => cards.tick(), TICK);
document.addEventListener("visibilitychange", () => cards.tick());
addEventListener("beforeunload", (event) => {
  if (answers.waiting) event.preventDefault();
});
