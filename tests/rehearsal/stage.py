"""The stage of a rehearsed session: a virtual desktop, the practitioner with the app and a call, two browsers of responders."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.call_page import Call, call_page_server
from tests.journeys.hands import Practitioner, Responder, practitioner
from tests.rig.chromium import chromium
from tests.rig.desktop import Desktop, running_desktop
from tests.rig.processes import wait_for

BACKGROUND = 0x9FB2AB
WAIT_SECONDS = 4
"""How long a step waits in a rehearsal; for people it is minutes."""
RESTS = 12
"""So many looks in a row, up to 30 ms apart, have to see the same: the screen is drawn anew ten times a second at most."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """Everything that the points act on."""

    desktop: Desktop
    person: Practitioner
    call: Call
    assistant: Responder
    executive: Responder
    pictures: Path

    def picture(self, name: str) -> None:
        """The whole screen as it is now."""
        self.desktop.screenshot(self.pictures / f"{name}.png")

    def page_picture(self, responder: Responder, name: str) -> None:
        """The page, light and dark; without motion, as a picture of a colour that is still changing shows neither."""
        for scheme, ending in (("dark", "-dark"), ("light", "")):
            features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
            wish = {"features": [{"name": name, "value": value} for name, value in features.items()]}
            responder.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", wish)
            responder.browser.save_screenshot(str(self.pictures / f"{name}{ending}.png"))

    def height(self) -> int:
        """Of the session's window, in pixels, once the app has had its time to draw what has just become so."""
        with self.desktop.screen() as screen:
            seen: list[int] = []

            def rests() -> bool:
                seen.append(sum(window.height for window in screen.titled("Holdspace")))
                return len(seen) > RESTS and len(set(seen[-RESTS:])) == 1

            wait_for(rests, what="the window to rest")
            return seen[-1]

    def until_taller(self, than: int, what: str) -> None:
        """Until the window has made room for something that is to be seen."""
        with self.desktop.screen() as screen:
            wait_for(lambda: sum(window.height for window in screen.titled("Holdspace")) > than, what=what)
        self.height()

    def until_keys_go_to(self, *, us: bool) -> None:
        """Until what is typed comes to a window of Holdspace, or to none of them."""
        with self.desktop.screen() as screen:
            wait_for(
                lambda: (screen.focused() in {window.id for window in screen.titled("Holdspace")}) is us,
                what=f"the keyboard to be {'ours' if us else 'elsewhere'}",
            )

    def windows(self) -> int:
        """How many windows of Holdspace can be seen."""
        with self.desktop.screen() as screen:
            return len(screen.titled("Holdspace"))


@contextmanager
def set_up(pictures: Path) -> Iterator[Stage]:
    """A stage while the block lasts."""
    pictures.mkdir(parents=True, exist_ok=True)
    with (
        running_desktop() as desktop,
        practitioner(desktop) as person,
        call_page_server() as address,
        chromium(env=desktop.env, headless=False, size=(820, 560), position=(30, 120)) as call,
        chromium(env=desktop.env) as assistant,
        chromium(env=desktop.env) as executive,
    ):
        with desktop.screen() as screen:
            screen.paint_background(BACKGROUND)
        yield Stage(
            desktop=desktop,
            person=person,
            call=Call(call, address),
            assistant=Responder(assistant),
            executive=Responder(executive),
            pictures=pictures,
        )
