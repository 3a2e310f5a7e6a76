// What is shown by itself, and what as one card because so much came at once.

/** In the desk's order: `{ digest: "", cards: [card] }`, or `{ digest: "yours" | "others", cards }` where its first one is. */
export function placed(cards) {
  const groups = new Map([["yours", []], ["others", []]]);
  for (const card of cards) if (bundled(card)) groups.get(side(card)).push(card);
  const places = [];
  const begun = new Set();
  for (const card of cards) {
    const group = bundled(card) ? groups.get(side(card)) : [];
    if (group.length < 2) {
      places.push({ digest: "", cards: [card] });
    } else if (!begun.has(group)) {
      begun.add(group);
      places.push({ digest: side(card), cards: group });
    }
  }
  return places;
}

function side(card) {
  return card.yours ? "yours" : "others";
}

/** An emergency, what is urgent, and what the practitioner is shown always stand by themselves. */
export function bundled(card) {
  return Boolean(card.bundle) && card.urgency === "normal" && !card.standing && card.phase !== "with_practitioner";
}
