import http.client
import re
import shutil
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from holdspace import resources
from holdspace.adapters.page.checks import ANSWERS_A_MINUTE, STREAMS
from holdspace.adapters.page.documents import Documents
from holdspace.adapters.page.headers import FOR_EVER
from holdspace.words import translator
from tests.adapters.page.conftest import Served
from tests.adapters.page.test_answers import ask
from tests.rig.processes import PATIENCE


@pytest.mark.parametrize("path", ["/", "/hello", "/events", "/static/x/page.css", "/pair/x"])
def test_a_foreign_host_name_is_misdirected(served: Served, paired: httpx.Client, path: str) -> None:
    for host in ("evil.example", f"evil.example:{served.port}", "127.0.0.1", f"127.0.0.1:{served.port + 1}", ""):
        assert paired.get(path, headers={"host": host}).status_code == 421


def test_localhost_with_our_port_is_our_host(served: Served) -> None:
    with httpx.Client(trust_env=False, verify=False) as client:
        answer = client.get(f"{served.url}/static/x/page.css", headers={"host": f"localhost:{served.port}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", ""])
def test_a_foreign_origin_may_post_nothing(served: Served, paired: httpx.Client, origin: str) -> None:
    assert ask(paired, headers={"origin": origin}).status_code == 403
    assert paired.post(served.page.link("va1"), headers={"origin": origin}).status_code == 403
    assert served.desk.answers.empty()


def test_a_post_without_an_origin_is_refused(served: Served, paired: httpx.Client) -> None:
    del paired.headers["origin"]
    assert ask(paired).status_code == 403
    assert served.desk.answers.empty()


def test_a_page_on_another_port_of_this_computer_cannot_listen(served: Served, paired: httpx.Client) -> None:
    answer = paired.get("/events", headers={"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"})
    assert answer.status_code == 403
    assert served.desk.presences.empty()


def test_a_link_followed_from_elsewhere_is_shown(served: Served, client: httpx.Client) -> None:
    headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert client.get(served.page.link("va1"), headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/hello", "/events"])
def test_without_a_cookie_nothing_is_told(served: Served, client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 401
    assert served.desk.presences.empty()


def test_without_a_cookie_nothing_is_answered(served: Served, client: httpx.Client) -> None:
    assert ask(client).status_code == 401
    assert served.desk.answers.empty()


@pytest.mark.parametrize("cookie", ["", "x", "a.b", "..", "%00.", "ü" * 40])
def test_a_made_up_cookie_is_none(served: Served, client: httpx.Client, cookie: str) -> None:
    headers = [(b"cookie", f"holdspace={cookie}".encode())]
    assert client.get("/hello", headers=headers).status_code == 401


def test_a_cookie_of_a_known_device_with_another_secret_is_none(served: Served, paired: httpx.Client) -> None:
    device = served.book.devices[0].id
    paired.cookies.clear()
    assert paired.get("/hello", headers={"cookie": f"holdspace={device}.guess"}).status_code == 401


def test_a_body_above_eight_kib_is_refused(served: Served, paired: httpx.Client) -> None:
    assert ask(paired, note="x" * 10_240).status_code == 413
    assert paired.post(served.page.link("va1"), content=b"x" * 9000).status_code == 413
    assert served.desk.answers.empty()


def test_a_body_that_says_it_is_too_large_is_not_waited_for(served: Served, paired: httpx.Client) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    connection.putrequest("POST", "/answer")
    for name, value in {
        "origin": served.url,
        "cookie": f"holdspace={paired.cookies['holdspace']}",
        "content-type": "application/json",
        "content-length": "9000",
    }.items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_a_large_body_that_does_not_say_its_length_is_refused(served: Served, paired: httpx.Client) -> None:
    def endless() -> object:
        for _ in range(9):
            yield b" " * 1024

    answer = paired.post("/answer", content=endless(), headers={"content-type": "application/json"})  # type: ignore[arg-type]
    assert answer.status_code == 413
    assert served.desk.answers.empty()


def test_thirty_answers_a_minute_are_enough(served: Served, paired: httpx.Client) -> None:
    for _ in range(ANSWERS_A_MINUTE):
        assert ask(paired).status_code == 200
    refused = ask(paired)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert served.desk.answers.qsize() == ANSWERS_A_MINUTE
    served.clock.pass_(timedelta(seconds=60))
    assert ask(paired).status_code == 200


def test_one_device_does_not_use_up_the_rate_of_another(served: Served, paired: httpx.Client) -> None:
    for _ in range(ANSWERS_A_MINUTE + 1):
        ask(paired)
    with served.client() as other:
        served.pair(other)
        assert ask(other).status_code == 200


def test_no_more_than_sixty_four_pages_are_open(served: Served, paired: httpx.Client) -> None:
    cookie = f"holdspace={paired.cookies['holdspace']}"
    open_pages = []
    try:
        for _ in range(STREAMS):
            page = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
            page.request("GET", "/events", headers={"cookie": cookie})
            assert page.getresponse().status == 200
            open_pages.append(page)
        assert paired.get("/events").status_code == 503
        assert ask(paired).status_code == 200
    finally:
        for page in open_pages:
            page.close()


@pytest.mark.parametrize("path", ["/", "/hello", "/nowhere", "/static/x/page.css", "/pair/x", "/answer"])
def test_every_answer_carries_the_safe_headers(paired: httpx.Client, path: str) -> None:
    headers = paired.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for part in ("script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert not [name for name in headers if name.startswith("access-control")]
    assert "server" not in headers


def test_scripts_styles_and_fonts_are_kept_under_the_address_that_the_page_names(
    served: Served, paired: httpx.Client
) -> None:
    loaded = re.findall(r'(?:href|src)="(/static/\w+/)([\w.]+)"', paired.get("/").text)
    folder = loaded[0][0]
    assert {name for _, name in loaded} >= {"main.js", "page.css", "icon.svg"}
    for name in (*(name for _, name in loaded), "dom.js", "font/Inter-Regular.otf"):
        answer = paired.get(folder + name)
        assert (answer.status_code, answer.headers.get_list("cache-control")) == (200, [FOR_EVER])
        assert paired.get(f"/static/{'0' * 16}/{name}").headers.get_list("cache-control") == ["no-store"]


@pytest.mark.parametrize("name", ["page/dom.js", "fonts/Inter-Medium.otf"])
def test_a_file_that_changes_has_another_address_and_whoever_runs_already_serves_what_there_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shutil.copytree(resources.root(), tmp_path / "resources")
    monkeypatch.setattr(resources, "root", lambda: tmp_path / "resources")
    file = tmp_path / "resources" / name
    before, running = file.read_bytes(), Documents(translator)
    assert Documents(translator).edition == running.edition
    file.write_bytes(before + b" ")
    assert Documents(translator).edition != running.edition
    served = running.file(file.name) or running.font(file.name)
    assert served is not None
    assert served[0] == before


def test_refusals_carry_the_safe_headers_too(client: httpx.Client) -> None:
    refused = client.get("/", headers={"host": "evil.example"})
    assert refused.status_code == 421
    assert refused.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["..%2fpair.html", "../index.html", "index.html", "nothing.js", "%00", "page.css%00"])
def test_only_scripts_styles_and_icons_can_be_asked_for(paired: httpx.Client, name: str) -> None:
    assert paired.get(f"/static/x/{name}").status_code == 404
    assert paired.get(f"/static/x/font/{name}").status_code == 404


def test_the_page_listens_on_loopback_only(served: Served) -> None:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as elsewhere:
        elsewhere.settimeout(2)
        assert elsewhere.connect_ex(("127.0.0.2", served.port)) != 0
