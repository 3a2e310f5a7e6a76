"""The points of a rehearsed session, in their order. Each does what a person would do, and says what it saw."""

from collections.abc import Callable
from dataclasses import dataclass

from jeepney import DBusAddress

from tests.rehearsal.stage import WAIT_SECONDS, Stage
from tests.rig import popups
from tests.rig.processes import NeverHappenedError, wait_for

TRAY_ICON = (12, 14)
"""Where the only icon of the panel's tray is."""
STRIP_SECONDS = 4.0
"""How long a strip lasts."""
WATCHER = DBusAddress(
    "/StatusNotifierWatcher", bus_name="org.kde.StatusNotifierWatcher", interface="org.kde.StatusNotifierWatcher"
)


@dataclass(frozen=True, slots=True)
class Point:
    """One row of the table."""

    title: str
    act: Callable[[Stage], str]


def start(stage: Stage) -> str:
    """The tray icon appears, a click opens the window, Start is the second click; the desktop is silent, focus stays."""
    person, desktop = stage.person, stage.desktop
    person.launch()
    person.until(
        lambda: desktop.bus.get(WATCHER, "RegisteredStatusNotifierItems"), what="the tray icon to be registered"
    )

    def clicked() -> bool:
        desktop.click(
            *TRAY_ICON
        )  # the panel draws the icon a moment after it is registered; a second click does no harm
        return stage.windows() == 1

    person.until(clicked, what="the window after a click on the tray icon")
    stage.until_keys_go_to(us=True)
    desktop.xdotool("type", "--delay", "5", "C1")
    desktop.key("Tab")
    desktop.xdotool("type", "--delay", "5", "Pricing talk")
    stage.picture("1-start")
    desktop.key("Return")
    told = person.until_silent()
    if not desktop.dunst.paused():
        raise AssertionError("dunst is not paused though Holdspace says that the desktop is silent")
    desktop.click(200, 300)  # back to the call
    stage.until_keys_go_to(us=False)
    desktop.xdotool("type", "--delay", "5", "as we said")
    stage.call.until_typed("as we said")
    stage.picture("1-in-session")
    evidence = told["quiet"]["evidence"].replace("_", " ")
    return f"tray icon, window, session of {told['session']['planned_minutes']} min, dunst paused ({evidence})"


def silence(stage: Stage) -> str:
    """What other programs send does not pop up; each is seen and judged."""
    person, desktop = stage.person, stage.desktop
    person.settle()
    before = person.status()["held"]
    with popups.watched(desktop.display) as watch:
        desktop.notify("Bob", "<b>lunch?</b> & more")
        desktop.notify("Shop", "our newsletter")
        stage.call.notify("Web calendar", "in ten minutes")
        person.until_status(lambda told: told["held"] == before + 2, what="two held, and noise not counted")
        shown = watch.mapped()
    if shown:
        raise AssertionError(f"{shown} popups were shown")
    return "notify-send and a web page: 2 held, 1 noise, no popup window mapped"


def escalation(stage: Stage) -> str:
    """The assistant first, then the executive, then one calm card."""
    person, desktop = stage.person, stage.desktop
    stage.assistant.pair(person.link("va1"))
    stage.executive.pair(person.link("ex1"))
    person.until_status(lambda told: len(told["coverage"]["reachable"]) == 2, what="both to be reachable")
    desktop.notify("Ops", "the shop is down", app="Pager")
    stage.assistant.press("Ops", "pass_up", note="I cannot reach the host")
    stage.executive.card("I cannot reach the host")
    stage.page_picture(stage.executive, "3-executive")
    stage.executive.press("Ops", "handled")
    person.until(lambda: person.outcomes().get("Ops") == ("handled", "answered"), what="the executive's answer")
    person.settle(wait=WAIT_SECONDS)
    desktop.notify("Landlord", "outage of the heating", app="Pager")
    stage.assistant.card("Landlord")
    stage.executive.card("Landlord", bound=WAIT_SECONDS + 5)
    low = stage.height()
    person.settle(last=WAIT_SECONDS)
    desktop.notify("Lawyer", "fire: the contract lapses", app="Pager")
    stage.assistant.emergency("Lawyer", "the contract lapses at noon", "only you can sign")
    stage.page_picture(stage.assistant, "3-assistant")
    person.until_status(
        lambda told: any(case["phase"] == "waiting" and case["responder"] == "practitioner" for case in told["cases"]),
        what="the standing emergency to reach the practitioner",
        bound=WAIT_SECONDS + 10,
    )
    stage.until_taller(low, "the card to be seen")
    stage.picture("3-card")
    return "passed on with a note, handled; silence asked the executive; a need_me stood and reached the card"


def by_hand(stage: Stage) -> str:
    """Log, source, pin, mark, undo; the call keeps the keyboard."""
    person, desktop = stage.person, stage.desktop
    typed = stage.call.typed()
    desktop.key("ctrl+alt+2")  # on the card: Pin it
    person.until(lambda: person.outcomes().get("Lawyer") == ("deferred", "pinned"), what="the card to be pinned")
    if not any(_logged_at_the_door(stage, picture) for picture in ("4-logged", "", "")):
        raise AssertionError("no log was sorted by a key while its strip was there")
    desktop.xdotool("type", "--delay", "5", " 12")
    stage.call.until_typed(typed + " 12")
    person.ok("pin", "call back about invoice", "--from", "C2", "--by", "+2h")
    person.ok("mark", "phase two price", "--last-point", "budget is fixed", "--next", "offer B")
    person.ok("pin", "a slip")
    person.ok("undo")
    return "logged with Ctrl+Alt+I, sorted with Ctrl+Alt+1, pinned, marked, one taken back; typing went to the call"


def _logged_at_the_door(stage: Stage, picture: str) -> bool:
    """Log and sort by two keys. The strip is there for four seconds; who was too slow for it logs again."""
    person, desktop = stage.person, stage.desktop
    low = stage.height()
    desktop.key("ctrl+alt+i")
    stage.until_taller(low, "the strip to be seen")
    if picture:
        stage.picture(picture)
    desktop.key("ctrl+alt+1")
    try:
        return wait_for(lambda: "door" in person.outcomes(), bound=STRIP_SECONDS, what="its source from the strip")
    except NeverHappenedError:
        return False


def come_back(stage: Stage) -> str:
    """Step out, come back: the card says where we left off, and `where` says the same."""
    person = stage.person
    person.ok("pause")
    person.until_status(lambda told: told["session"]["state"] == "paused", what="stepped out")
    low = stage.height()
    stage.picture("5-stepped-out")
    person.ok("resume")
    stage.until_taller(low, "the Return card to be seen")
    stage.picture("5-return-card")
    said = person.ok("where")
    for part in ("phase two price", "budget is fixed", "offer B"):
        if part not in said:
            raise AssertionError(f"`where` does not say {part!r}: {said}")
    return "the Return card and `where`: phase two price, budget is fixed, offer B"


def end(stage: Stage) -> str:
    """The desktop is as before, nothing floods, everything has one outcome, pins are follow-ups."""
    person, desktop = stage.person, stage.desktop
    with popups.watched(desktop.display) as watch:
        person.ok("end")
        person.until(lambda: not desktop.dunst.paused(), what="dunst to be as before")
        person.until(lambda: not person.status()["quiet"]["engaged"], what="Holdspace to know it")
        shown = watch.mapped()
    stage.height()
    stage.picture("6-ended")
    outcomes = person.outcomes()
    open_ones = [sender for sender, (outcome, _) in outcomes.items() if not outcome]
    followups = person.json("followups")["followups"]
    if shown or open_ones:
        raise AssertionError(f"{shown} popups after release; without an outcome: {open_ones}")
    if not any(row["text"] == "call back about invoice" and row["due"] for row in followups):
        raise AssertionError(f"the pin is no follow-up: {followups}")
    return f"dunst as before, no flood, {len(outcomes)} senders with one outcome each, {len(followups)} follow-ups"


POINTS = (
    Point("Tray, window, session, silence", start),
    Point("Nothing pops up, all is judged", silence),
    Point("Assistant, executive, card", escalation),
    Point("Log, pin, mark, undo", by_hand),
    Point("Step out, where we left off", come_back),
    Point("End: as before, nothing lost", end),
)
