// Listens to the desk: whole pages come in, and when the connection is lost it is taken up again by itself.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

export function listen({ onPage, onOpen, onLost, onUnpaired }) {
  let wait = FIRST_WAIT;

  function open() {
    const source = new EventSource("/events");
    source.addEventListener("open", () => {
      wait = FIRST_WAIT;
      onOpen();
    });
    source.addEventListener("page", (event) => {
      const { age, content } = JSON.parse(event.data);
      onPage(content, age);
    });
    source.addEventListener("error", () => {
      source.close();
      onLost();
      setTimeout(knock, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  // An event source does not tell why it failed; this does.
  async function knock() {
    try {
      const reply = await fetch("/hello");
      if (reply.status === 401) {
        onUnpaired();
        return;
      }
    } catch {
      // Still away: opening fails too, and waits longer.
    }
    open();
  }

  open();
}
