"""What a drill says: its parts, what was seen of each, and why one failed. Kinds of `words_codes`."""

from holdspace.words import mark

PARTS: dict[str, str] = {
    "silence": mark("The desktop goes silent"),
    "watch": mark("What arrives is seen, and does not pop up"),
    "page": mark("The answer page"),
    "ask": mark("The assistant is asked"),
    "escalate": mark("Without an answer the executive is asked"),
    "emergency": mark("An emergency reaches you"),
    "keys": mark("The key to log with"),
    "log": mark("What is logged is kept"),
    "keeper": mark("The keeper"),
    "given_back": mark("The desktop is given back"),
}

SAW: dict[str, str] = {
    "read_back": mark("{driver} says so itself"),
    "not_read_back": mark("{driver} was told; it cannot be asked"),
    "held": mark("a notification was held, and no popup was shown"),
    "held_but_urgent": mark("a notification was held; only what calls itself urgent showed, as always on this desktop"),
    "held_unwatched": mark("a notification was held; whether something popped up cannot be seen here"),
    "paired": mark("two browsers were paired by links, and their pages are open"),
    "assistant_asked": mark("the card is on the assistant's page, and on no other"),
    "passed_on": mark("after {seconds} s; in earnest after {minutes} s"),
    "card_would_show": mark("the executive said so with both reasons; the card would be shown now"),
    "key_held": mark("Ctrl+Alt+I is held; it was not pressed"),
    "kept": mark("it was on the disk when the answer came"),
    "one_keeper": mark("one served from the beginning to the end"),
    "nothing_changed": mark("nothing had been changed"),
    "as_before_off": mark("do-not-disturb is off, as before"),
    "as_before_on": mark("do-not-disturb is on, as before"),
    "as_before_unset": mark("do-not-disturb is not set, as before"),
}

WHY: dict[str, str] = {
    "app_gone": mark("Holdspace no longer answers"),
    "session_started": mark("a session was started, and the drill gave way"),
    "too_long": mark("the drill took too long and was ended"),
    "driver_gone": mark("the drill was broken off"),
    "done": mark("the drill was ended from elsewhere"),
    "quit": mark("Holdspace was quit"),
    "not_silent": mark("the desktop is not silent"),
    "not_seen": mark("nobody saw it"),
    "popped_up": mark("popups that were shown: {count}"),
    "page_not_served": mark("the answer page is not served"),
    "not_reachable": mark("the answer page cannot be reached"),
    "not_paired": mark("a browser could not be paired"),
    "page_closed": mark("the answer page was closed"),
    "not_answered": mark("an answer was not taken"),
    "not_asked": mark("nobody was asked"),
    "not_on_the_page": mark("the page does not show it"),
    "out_of_turn": mark("somebody was asked out of turn"),
    "not_passed_on": mark("it was not passed on"),
    "no_card": mark("no card would be shown"),
    "no_keys_here": mark("this kind of desktop gives its keys to no program"),
    "key_not_held": mark("Ctrl+Alt+I is not Holdspace's"),
    "not_kept": mark("it was not kept: {why}"),
    "keeper_died": mark("it stopped in the middle, and another took over"),
    "not_given_back": mark("the silence is still held"),
    "not_as_before": mark("do-not-disturb was {before} and is {now}"),
}
"""Besides those of `quiet_why`."""
