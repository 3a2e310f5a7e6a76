from datetime import timedelta

import httpx

from holdspace.adapters.page.links import KEPT, Links, new_token
from holdspace.words import translator
from tests.adapters.page.conftest import Served
from tests.adapters.page.fakes import FakeClock, content


def test_a_link_makes_a_browser_the_responders_device(served: Served, client: httpx.Client) -> None:
    answer = client.post(served.page.link("va1"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age=2592000" in cookie
    assert client.get("/hello").status_code == 204


def test_looking_at_a_link_shows_a_button_and_does_not_use_it_up(served: Served, client: httpx.Client) -> None:
    link = served.page.link("va1")
    for _ in range(3):
        preview = client.get(link)
        assert preview.status_code == 200
        assert "set-cookie" not in preview.headers
        assert "Open my page" in preview.text
        assert "Lucía Fernández" in preview.text
    assert client.post(link).status_code == 303


def test_a_used_link_is_gone(served: Served, client: httpx.Client) -> None:
    link = served.page.link("va1")
    client.post(link)
    with served.client() as other:
        assert other.post(link).status_code == 410
        looked = other.get(link)
    assert (looked.status_code, "set-cookie" in looked.headers) == (410, False)
    assert "used already" in looked.text
    assert "<button" not in looked.text.partition("<form")[0]


def test_a_tampered_link_is_refused(served: Served, client: httpx.Client) -> None:
    link = served.page.link("va1")
    wrong = link[:-1] + ("A" if link[-1] != "A" else "B")
    assert client.get(wrong).status_code == 403
    answer = client.post(wrong)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    assert client.post(link).status_code == 303


def test_a_link_is_too_old_after_ten_minutes(served: Served, client: httpx.Client) -> None:
    link = served.page.link("va1")
    served.clock.pass_(timedelta(minutes=9, seconds=59))
    assert client.get(link).status_code == 200
    served.clock.pass_(timedelta(seconds=1))
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410


def test_a_new_link_makes_an_unused_one_of_the_same_responder_worthless(served: Served, client: httpx.Client) -> None:
    first, other, second = served.page.link("va1"), served.page.link("va2"), served.page.link("va1")
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert client.get(other).status_code == 200


def test_a_pairing_that_cannot_be_kept_says_so_and_leaves_the_link(served: Served, client: httpx.Client) -> None:
    link = served.page.link("va1")
    served.book.full = True
    answer = client.post(link)
    assert (answer.status_code, "set-cookie" in answer.headers) == (503, False)
    served.book.full = False
    assert client.post(link).status_code == 303


def test_the_pairing_page_speaks_the_responders_language(served: Served, client: httpx.Client) -> None:
    served.page.show({"va1": content(language="xx")})
    page = client.get(served.page.link("va1"), headers={"accept-language": "en"})
    assert '<html lang="xx">' in page.text
    assert translator("xx").t("Open my page") in page.text


def test_a_hostile_name_stays_text_on_the_pairing_page(served: Served, client: httpx.Client) -> None:
    served.page.show({"va1": content(name='<img src=x onerror="alert(1)">', practitioner="{{title}}")})
    page = client.get(served.page.link("va1")).text
    assert "<img" not in page
    assert "&lt;img" in page
    assert "{{title}} asks you" in page


def test_only_so_many_links_are_remembered() -> None:
    links, clock = Links(), FakeClock()
    first = new_token()
    links.keep(first, "va0", clock.now())
    for number in range(KEPT):
        links.keep(new_token(), f"va{number + 1}", clock.now())
    assert links.look(first, clock.now()) == ("unknown", "")
