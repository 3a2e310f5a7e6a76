"""A browser and a tab of it with va1's page."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.adapters.page.conftest import Served
from tests.adapters.page.tab import Tab
from tests.rig.chromium import chromium
from tests.rig.environment import environment


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(env=environment(tmp_path_factory.mktemp("home")), size=(1200, 900)) as browser:
        yield browser
        assert complaints(browser) == [], "the last page, after its test"


def complaints(browser: Chrome) -> list[str]:
    """What its console holds that was not read before: all but what the network of a test is to blame for."""
    logged: list[dict[str, str]] = browser.get_log("browser")  # type: ignore[no-untyped-call]
    expected = ("net::ERR", "status of")
    return [entry["message"] for entry in logged if not any(words in entry["message"] for words in expected)]


@pytest.fixture
def tab(chrome: Chrome, served: Served) -> Iterator[Tab]:
    """va1's page, in a browser that was paired before: how one pairs is a test of its own."""
    chrome.delete_all_cookies()
    with served.client() as client:
        served.pair(client)
        for cookie in client.cookies.jar:
            chrome.execute_cdp_cmd("Network.setCookie", {"name": cookie.name, "value": cookie.value, "url": served.url})
    chrome.get(served.url)
    opened = Tab(chrome, served)
    opened.wait("Maria Gómez")
    yield opened
    chrome.get(f"{served.url}/static/x/icon.svg")  # or it would go on with the next test's server, on the same port
    assert complaints(chrome) == []
