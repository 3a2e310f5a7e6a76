// What became of an answer, in words.

import { knows, say } from "./words.js";

export function receipt(answer, verdict, practitioner) {
  const choice = say(`choice.${answer.choice}`);
  if (verdict.accepted) return say("recorded", { choice });
  if (verdict.holder) return say("already.holder", { holder: verdict.holder });
  if (verdict.outcome) {
    const key = `already.${verdict.outcome}`;
    return say(knows(key) ? key : "already.settled", { practitioner });
  }
  const key = `refused.${verdict.code}`;
  return say(knows(key) ? key : "refused", { practitioner });
}
