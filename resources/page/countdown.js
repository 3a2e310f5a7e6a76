// How a case stands and what comes next, in calm words: minutes, never seconds. Only the desk's clock decides.

import { knows, say } from "./words.js";

export function standing(card, practitioner) {
  const next = () => ahead(`next.${card.next_role || "later"}`, card.deadline, practitioner);
  switch (card.phase) {
    case "with_practitioner":
      return say(card.not_seen_yet ? "phase.not_seen_yet" : "phase.with_practitioner", { practitioner });
    case "snoozed":
      return ahead("next.snoozed", card.deadline, practitioner) || say("phase.snoozed");
    case "acked":
      if (!card.holder_is_you) return say("phase.holder", { holder: card.holder });
      return join(say("phase.yours"), next());
    default:
      if (!card.yours) return card.holder ? say("phase.holder", { holder: card.holder }) : say("phase.elsewhere");
      return join(card.standing ? say("phase.standing") : "", next());
  }
}

function ahead(key, deadline, practitioner) {
  if (deadline === null || !knows(key)) return "";
  const seconds = (deadline - performance.now()) / 1000;
  if (seconds < 60) return say(`${key}.soon`, { practitioner });
  return say(key, { minutes: Math.round(seconds / 60), practitioner });
}

function join(...parts) {
  return parts.filter(Boolean).join(" ");
}
