// Brings answers to the desk. An answer is sent again, with the same nonce, until a verdict came.

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;
const BOUND = 10_000;
const TOGETHER = 40; // so many the desk takes with one request

export class Answers {
  #parcels = new Set();
  #onVerdict;
  #onKept;

  /** `onVerdict(answer, verdict, press)` once for each; `onKept(answer, press)` while the desk cannot be reached. */
  constructor(onVerdict, onKept) {
    this.#onVerdict = onVerdict;
    this.#onKept = onKept;
  }

  get waiting() {
    return this.#parcels.size > 0;
  }

  /** Several answers of one press: each has its own nonce, revision and verdict. `press` comes back with each. */
  send(answers, press = null) {
    for (let from = 0; from < answers.length; from += TOGETHER) {
      const named = answers.slice(from, from + TOGETHER).map((fields) => ({ nonce: crypto.randomUUID(), ...fields }));
      const parcel = { answers: new Map(named.map((one) => [one.nonce, one])), press, wait: FIRST_WAIT, timer: 0, busy: false };
      this.#parcels.add(parcel);
      this.#try(parcel);
    }
  }

  /** The connection is back: do not wait any longer. */
  resend() {
    for (const parcel of this.#parcels) this.#try(parcel);
  }

  async #try(parcel) {
    if (parcel.busy || !this.#parcels.has(parcel)) return;
    clearTimeout(parcel.timer);
    parcel.busy = true;
    const verdicts = await post([...parcel.answers.values()]);
    parcel.busy = false;
    const judged = [...parcel.answers.values()].filter(({ nonce }) => verdicts.has(nonce));
    for (const answer of judged) parcel.answers.delete(answer.nonce);
    if (!parcel.answers.size) this.#parcels.delete(parcel);
    for (const answer of judged) this.#onVerdict(answer, verdicts.get(answer.nonce), parcel.press);
    if (!parcel.answers.size) return;
    for (const answer of parcel.answers.values()) this.#onKept(answer, parcel.press);
    parcel.timer = setTimeout(() => this.#try(parcel), parcel.wait);
    parcel.wait = Math.min(parcel.wait * 2, LONGEST_WAIT);
  }
}

/** The verdicts by nonce; those that the desk could not give now are missing. */
async function post(answers) {
  const single = answers.length === 1;
  try {
    const reply = await fetch(single ? "/answer" : "/answers", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(single ? answers[0] : { answers }),
      signal: AbortSignal.timeout(BOUND),
    });
    if (reply.ok) {
      const told = await reply.json();
      return new Map(single ? [[answers[0].nonce, told]] : Object.entries(told.verdicts));
    }
    if (reply.status >= 500 || reply.status === 429) return new Map();
    return new Map(answers.map(({ nonce }) => [nonce, { accepted: false, code: "not_taken" }]));
  } catch {
    return new Map();
  }
}
