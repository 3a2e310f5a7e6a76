"""A page in the real Chromium speaks on the real bus: it is known by its host, and its newer text takes the older one's place."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.keeper.bench import Bench
from tests.rig.chromium import chromium

pytestmark = [pytest.mark.dbus, pytest.mark.x11, pytest.mark.browser]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[str]:
    """Host and port of a web server with one page."""
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>Calendar</title>")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def was_told(bench: Bench, text: str) -> bool:
    return any(record["text"] == text for record in bench.app.records())


def test_a_page_is_known_by_its_host_and_takes_the_place_of_what_it_said(bench: Bench, page: str) -> None:
    bench.start_session()
    with chromium(env=bench.env, headless=False) as browser:
        browser.get(f"http://{page}/")
        for text in ("in ten minutes", "in five & a half < six"):
            browser.execute_script(
                "window.shown = new Notification('Team call', {body: arguments[0], tag: 'call', renotify: true})", text
            )
            bench.app.wait(partial(was_told, bench, text), what=text)
        first, newer = bench.app.records()
        browser.execute_script("window.shown.close()")
        closed = bench.app.wait(lambda: bench.app.records("closed"), what="the page to take it back")
    assert [(one["sender"], one["web"]) for one in (first, newer)] == [("Team call", page)] * 2
    assert "chrom" in first["program"]
    named = bench.app.named()
    assert newer["replaces"] in named.values()
    assert closed[-1]["by_sender"]
