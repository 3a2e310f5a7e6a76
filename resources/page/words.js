// The sentences that the server sent in the responder's language. Nothing is worded here.

const sentences = JSON.parse(document.getElementById("words").textContent);

export function knows(key) {
  return Object.hasOwn(sentences, key);
}

/** A sentence with its parameters put in; they are text, and only ever become text. */
export function say(key, params = {}) {
  const sentence = knows(key) ? sentences[key] : "";
  return sentence.replace(/\{(\w+)\}/g, (hole, name) => (Object.hasOwn(params, name) ? String(params[name]) : hole));
}
