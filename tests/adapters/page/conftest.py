from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from selenium.webdriver import Chrome

from holdspace.adapters.io_thread import IoThread
from holdspace.adapters.page.answer_page import AnswerPage
from holdspace.words import translator
from tests.adapters.page.fakes import FakeClock, FakeDesk, FakeTimer, MemoryBook, card, content
from tests.adapters.page.tab import Tab, complaints
from tests.rig.chromium import chromium
from tests.rig.environment import environment
from tests.rig.processes import PATIENCE


@dataclass
class Served:
    """A served page and everything around it."""

    page: AnswerPage
    port: int
    desk: FakeDesk
    clock: FakeClock
    timer: FakeTimer
    book: MemoryBook
    failures: list[tuple[str, BaseException]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> httpx.Client:
        """A browser that is not paired. Its requests come from our own origin."""
        # Nothing of TLS is needed here; without verify=False each client reads all certificates, for 18 ms.
        return httpx.Client(
            base_url=self.url, headers={"origin": self.url}, timeout=PATIENCE, trust_env=False, verify=False
        )

    def pair(self, client: httpx.Client, responder: str = "va1") -> httpx.Response:
        return client.post(self.page.link(responder))


@pytest.fixture
def io() -> Iterator[IoThread]:
    failures: list[tuple[str, BaseException]] = []
    thread = IoThread(lambda what, error: failures.append((what, error)))
    thread.failures = failures  # type: ignore[attr-defined]
    yield thread
    assert thread.stop(PATIENCE)


_ports = [0, 0]
"""On which pages were served before; 0 for any. The same again, so that a browser has its scripts already; two in turn, so
that a browser that is still at the page of one test does not find the next one's server."""


@pytest.fixture
def served(io: IoThread) -> Iterator[Served]:
    """The page of va1 with one case, served for real on loopback."""
    desk, clock, timer, book = FakeDesk(), FakeClock(), FakeTimer(), MemoryBook()
    page = AnswerPage(io, desk, book, translator, clock, later=timer)
    page.show({"va1": content(card())})
    port = page.start(_ports[-2])
    _ports.append(port)
    yield Served(page, port, desk, clock, timer, book, io.failures)  # type: ignore[attr-defined]
    assert page.stop(PATIENCE)


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    """A browser that is not paired."""
    with served.client() as browser:
        yield browser


@pytest.fixture
def paired(served: Served, client: httpx.Client) -> httpx.Client:
    """A browser that is paired for va1."""
    assert served.pair(client).status_code == 303
    return client


@pytest.fixture(scope="session")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One browser for all tests of a worker; each opens the page anew."""
    with chromium(env=environment(tmp_path_factory.mktemp("home")), size=(1200, 900)) as browser:
        yield browser
        assert complaints(browser) == [], "the last page, after its test"


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
    assert complaints(chrome) == []
