// Says changes to screen readers: politely, and at once only for an emergency.

const regions = { polite: document.getElementById("polite"), assertive: document.getElementById("assertive") };

export function announce(text, { urgent = false } = {}) {
  const region = urgent ? regions.assertive : regions.polite;
  // The same text twice would not be heard: a no-break space makes it another one.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}
