// How a case stands and what comes next, in calm words: a time of day, never seconds. Only the desk's clock decides.

import { say } from "./words.js";

const SOON = 60_000;

export function standing(card, practitioner) {
  switch (card.phase) {
    case "with_practitioner":
      return say(card.not_seen_yet ? "phase.not_seen_yet" : "phase.with_practitioner", { practitioner });
    case "snoozed":
      return timed("next.snoozed", card, practitioner) || say("phase.snoozed");
    case "acked":
      return card.holder_is_you ? yours(card, practitioner) : held(card);
    default:
      if (!card.yours) return card.holder ? held(card) : say("phase.elsewhere");
      return join(card.standing ? say("phase.standing") : "", timed(`next.${card.next_role || "later"}`, card, practitioner));
  }
}

export function held({ holder, holder_since: time }) {
  return time ? say("phase.holder.since", { holder, time }) : say("phase.holder", { holder });
}

function yours(card, practitioner) {
  const until = timed("phase.yours.until", card, practitioner);
  return until ? join(until, say(`then.${card.next_role || "later"}`, { practitioner })) : say("phase.yours");
}

/** Within the last minute a time of day would look past: it is said in words. */
function timed(key, { deadline, until: time }, practitioner) {
  if (deadline === null || !time) return "";
  return say(deadline - performance.now() < SOON ? `${key}.soon` : key, { time, practitioner });
}

function join(...parts) {
  return parts.filter(Boolean).join(" ");
}
