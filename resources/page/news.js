// What is new on the page, said once for all that came together: politely, and at once only for emergencies.

import { announce } from "./announce.js";
import { shownSender } from "./card.js";
import { titled } from "./digest.js";
import { bundled } from "./layout.js";
import { say } from "./words.js";

/** `changes` are pairs of a card as it was (or undefined) and as it is. */
export function tellNews(changes, practitioner) {
  const asked = changes.filter(([before, card]) => isAsked(before, card)).map(([, card]) => card);
  const pressing = asked.filter(({ urgency }) => urgency === "emergency");
  const together = asked.filter(bundled);
  const single = asked.filter((card) => card.urgency !== "emergency" && (!bundled(card) || together.length === 1));
  const told = changes.map(([before, card]) => otherwise(before, card, practitioner)).filter(Boolean);
  if (together.length > 1) told.push(say("news.digest", { digest: titled(together) }));
  if (single.length > 2) told.push(say("news.many", { n: single.length, senders: single.map(shownSender).join(", ") }));
  else told.push(...single.map((card) => news(card, practitioner)));
  if (pressing.length) announce(pressing.map((card) => news(card, practitioner)).join(" "), { urgent: true });
  if (told.length) announce(told.join(" "));
}

function isAsked(before, card) {
  if (!card.yours || card.phase !== "waiting") return false;
  return !before || !before.yours || before.leg !== card.leg || before.phase !== "waiting";
}

/** What nobody is asked about, but should hear: it was taken over from them, or it went straight to the practitioner. */
function otherwise(before, card, practitioner) {
  const sender = shownSender(card);
  if (before?.holder_is_you && card.holder && !card.holder_is_you) return say("news.taken", { holder: card.holder, sender });
  if (!before && card.informed) return say("news.informed", { sender, practitioner });
  return "";
}

function news(card, practitioner) {
  const sender = shownSender(card);
  if (card.leg > 1 && card.instruction) return say("news.leg", { practitioner, sender });
  if (card.urgency === "normal") return say("news.plain", { sender });
  return say("news", { sender, urgency: say(`urgency.${card.urgency}`) });
}
