// Brings answers to the desk. An answer is sent again, with the same nonce, until a verdict came.

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;
const BOUND = 10_000;

export class Answers {
  #pending = new Map();
  #onVerdict;
  #onKept;

  /** `onVerdict(answer, verdict)` once for each; `onKept(answer)` while the desk cannot be reached. */
  constructor(onVerdict, onKept) {
    this.#onVerdict = onVerdict;
    this.#onKept = onKept;
  }

  get waiting() {
    return this.#pending.size > 0;
  }

  send(fields) {
    const answer = { nonce: crypto.randomUUID(), ...fields };
    this.#pending.set(answer.nonce, { answer, wait: FIRST_WAIT, timer: 0, busy: false });
    this.#try(answer.nonce);
  }

  /** The connection is back: do not wait any longer. */
  resend() {
    for (const nonce of this.#pending.keys()) this.#try(nonce);
  }

  async #try(nonce) {
    const entry = this.#pending.get(nonce);
    if (!entry || entry.busy) return;
    clearTimeout(entry.timer);
    entry.busy = true;
    const verdict = await post(entry.answer);
    entry.busy = false;
    if (verdict) {
      this.#pending.delete(nonce);
      this.#onVerdict(entry.answer, verdict);
      return;
    }
    this.#onKept(entry.answer);
    entry.timer = setTimeout(() => this.#try(nonce), entry.wait);
    entry.wait = Math.min(entry.wait * 2, LONGEST_WAIT);
  }
}

/** The verdict, or null when the desk could not give one now. */
async function post(answer) {
  try {
    const reply = await fetch("/answer", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(answer),
      signal: AbortSignal.timeout(BOUND),
    });
    if (reply.ok) return await reply.json();
    const later = reply.status >= 500 || reply.status === 429;
    return later ? null : { accepted: false, code: "not_taken", holder: "", outcome: "" };
  } catch {
    return null;
  }
}
