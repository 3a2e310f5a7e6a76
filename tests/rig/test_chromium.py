from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from tests.rig import popups
from tests.rig.chromium import chromium
from tests.rig.desktop import Desktop
from tests.rig.environment import environment
from tests.rig.loopback import served
from tests.rig.processes import wait_for

_PAGE = """<!doctype html><title>A page</title><button id=b>press</button><p id=said></p>
<script>
document.getElementById("b").onclick = () => {
  new Notification("From a page", {body: "with a body"});
  document.getElementById("said").textContent = Notification.permission;
};
</script>"""

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def test_a_page_in_a_window_notifies_and_dunst_shows_it(desktop: Desktop) -> None:
    with served({"/": _PAGE}) as address, chromium(env=desktop.env, headless=False) as browser:
        browser.get(address)
        with desktop.screen() as screen:
            assert wait_for(lambda: screen.windows("chromium"), what="a window of Chromium")
        browser.find_element(By.ID, "b").click()
        popups.wait_until_mapped(desktop.display)
        assert browser.find_element(By.ID, "said").text == "granted"
    desktop.dunst.close_all()
    assert any(entry["summary"] == "From a page" for entry in desktop.dunst.entries())


def test_a_browser_without_a_window_shows_a_page(own_home: Path) -> None:
    with served({"/": _PAGE}) as address, chromium(env=environment(own_home)) as browser:
        browser.get(address)
        assert browser.title == "A page"
