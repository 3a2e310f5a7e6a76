"""The practitioner's call: a page in a real browser window that has the keyboard, and that can send a page notification.

It is served on loopback, since only such an origin may notify.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from typing_extensions import override

from tests.rig.processes import wait_for

PAGE = b"""<!doctype html><meta charset=utf-8><title>Call</title>
<body style="font:16px sans-serif;background:#dfe6e4;padding:2em"><h1>Call with the client</h1>
<input id=notes autofocus size=60>
<script>
document.onclick = () => document.getElementById("notes").focus();
function tell(title, body) { new Notification(title, { body }); return Notification.permission; }
</script>"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE)

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def call_page_server() -> Iterator[str]:
    """The address of the page while the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class Call:
    """The call's window: what was typed into it, and notifications that its page sends."""

    def __init__(self, browser: Chrome, address: str) -> None:
        self._browser = browser
        browser.get(address)

    def typed(self) -> str:
        """What stands in the call's field now."""
        return str(self._browser.find_element(By.ID, "notes").get_property("value"))

    def until_typed(self, text: str) -> None:
        wait_for(lambda: self.typed() == text, what=f"the call's window to have got {text!r}")

    def notify(self, title: str, body: str) -> None:
        """Send a notification as a web page does."""
        permission = self._browser.execute_script("return tell(arguments[0], arguments[1])", title, body)
        if permission != "granted":
            raise AssertionError(f"the browser does not let its page notify: {permission}")
