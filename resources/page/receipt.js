// What became of an answer, in words.

import { knows, say } from "./words.js";

const FIRST = ["held", "stale", "closed", "not_asked"]; // refusals that somebody else caused by being first

export function receipt(answer, verdict, practitioner) {
  const choice = say(`choice.${answer.choice}`);
  if (verdict.accepted) return say("recorded", { choice });
  if (verdict.repeated) return say("repeated", { choice });
  const { code, holder, outcome } = verdict;
  if (FIRST.includes(code)) {
    const named = `already.${outcome}.by`;
    if (outcome && holder && knows(named)) return say(named, { holder });
    if (outcome) return say(knows(`already.${outcome}`) ? `already.${outcome}` : "already.settled", { practitioner });
    if (holder) return say("already.holder", { holder });
  }
  const key = `refused.${code}`;
  return say(knows(key) ? key : "refused", { practitioner });
}

/** What became of one press on several: how many counted, and for how many it did not, with each reason once. */
export function receiptForAll(choice, accepted, refusals) {
  const told = accepted ? [say("recorded.all", { n: accepted, choice: say(`all.${choice}`) })] : [];
  for (const [reason, n] of refusals) told.push(say("refused.some", { n, reason }));
  return told.join(" ");
}
