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
    logged: list[dict[str, str]] = chrome.get_log("browser")  # type: ignore[no-untyped-call]
    severe = [entry["message"] for entry in logged if "net::ERR" not in entry["message"]]
    assert [entry for entry in severe if "status of" not in entry] == []
