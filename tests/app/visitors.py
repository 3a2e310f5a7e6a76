"""Browsers of responders that visit the answer page of a house in the tests."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.app.home import Home
from tests.rig.processes import PATIENCE


def paired(home: Home, responder: str) -> httpx.Client:
    """A browser of this responder, paired by a link."""
    link = home.house.link(responder)
    origin = link.partition("/pair/")[0]
    browser = httpx.Client(base_url=origin, headers={"origin": origin}, timeout=PATIENCE, trust_env=False, verify=False)
    assert browser.post(link).status_code == 303
    return browser


@contextmanager
def looking(browser: httpx.Client) -> Iterator[None]:
    """The page is open in this browser."""
    with browser.stream("GET", "/events") as events:
        assert events.status_code == 200
        yield
