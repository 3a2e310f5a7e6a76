"""A session in words: kinds, states, what was logged, what broke it, whose words on urgency count. Part of `words_codes.CODES`."""

from holdspace.words import mark

KINDS: dict[str, str] = {
    "session": mark("Session"),
    "attention": mark("Focus block"),
    "backoffice": mark("Back office"),
    "isolation": mark("Isolation"),
}
STATES: dict[str, str] = {
    "running": mark("in session"),
    "paused": mark("stepped out"),
    "ended": mark("ended"),
}
SOURCES: dict[str, str] = {
    "door": mark("Door"),
    "phone": mark("Phone"),
    "message": mark("Message"),
    "colleague": mark("Colleague"),
    "family": mark("Family"),
    "client": mark("Client"),
    "self": mark("Own thought"),
    "tech": mark("Technology"),
    "unsorted": mark("Not sorted"),
}
ENDED_WHY: dict[str, str] = {
    "client": mark("the client had to go"),
    "interruption": mark("an interruption"),
    "self": mark("myself"),
    "technical": mark("something technical"),
    "done": mark("nothing, it was done"),
}
"""Behind a colon."""
WHAT_BROKE_IT: dict[str, str] = {
    "client": mark("The client had to go"),
    "interruption": mark("An interruption"),
    "self": mark("Myself"),
    "technical": mark("Something technical"),
    "done": mark("Nothing, it was done"),
}
"""The answers to "What broke it?", in the order in which they are offered."""
URGENT_WITH: dict[str, str] = {
    "client": mark("What counts as urgent here: your words for this client."),
    "everybody": mark("What counts as urgent here: your words for everybody."),
    "only_everybody": mark("What counts as urgent here: your words for everybody. There are none for this client."),
    "nobody": mark("What counts as urgent here: nothing is said of it. There are no words for this client."),
}
"""What whoever is asked will read in a session: told where some client has words of their own."""
