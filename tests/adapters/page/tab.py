"""The answer page in a real browser, as its responder sees and uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from holdspace.adapters.page.content import CaseCard
from tests.adapters.page.fakes import content
from tests.rig.processes import wait_for

if TYPE_CHECKING:
    from tests.adapters.page.conftest import Served


@dataclass
class Tab:
    """The page as its responder sees it."""

    chrome: Chrome
    served: Served

    def show(self, *cards: CaseCard, **changes: Any) -> None:
        self.served.page.show({"va1": content(*cards, **changes)})

    def text(self, selector: str = "body") -> str:
        """What can be read there; one look, so that a page that is just being loaded is no trouble."""
        script = "const e = document.querySelector(arguments[0]); return e?.checkVisibility() ? e.innerText : ''"
        return str(self.chrome.execute_script(script, selector) or "").strip()

    def all(self, selector: str) -> list[WebElement]:
        return self.chrome.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return wait_for(lambda: self.all(selector), what=selector)[0]

    def said(self, selector: str) -> str:
        """The text of an element that is not to be seen."""
        return self.one(selector).get_attribute("textContent") or ""

    def wait(self, words: str, selector: str = "body") -> None:
        wait_for(lambda: words in self.text(selector), what=f"{words!r} in {selector}")

    def press(self, choice: str, case: str = "case-1") -> None:
        more = self.one(f"[data-case={case}] .plain")
        if choice in {"snooze", "dismiss"} and more.get_attribute("aria-expanded") == "false":
            more.click()
        self.one(f"[data-case={case}] [data-choice={choice}]").click()

    def focused(self) -> WebElement:
        return self.chrome.switch_to.active_element

    def keys(self, *keys: str) -> None:
        ActionChains(self.chrome).send_keys(*keys).perform()

    def tab_to(self, selector: str) -> int:
        """Press Tab until this has the focus; how often that took."""
        for presses in range(1, 40):
            self.keys(Keys.TAB)
            if self.chrome.execute_script("return document.activeElement.matches(arguments[0])", selector):
                return presses
        raise AssertionError(f"{selector} is not reached by Tab")

    def heard(self) -> Any:
        return self.served.desk.heard()[1]


def complaints(browser: Chrome) -> list[str]:
    """What its console holds that was not read before: all but what the network of a test is to blame for."""
    logged: list[dict[str, str]] = browser.get_log("browser")  # type: ignore[no-untyped-call]
    expected = ("net::ERR", "status of")
    return [entry["message"] for entry in logged if not any(words in entry["message"] for words in expected)]
