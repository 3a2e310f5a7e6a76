"""Pages that speak through a browser are known by their host; whoever only says something like it is not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.keeper import framing
from holdspace.keeper.arrival import Arrival, read_notify
from holdspace.keeper.framing import Header
from holdspace.keeper.web import LIMIT, host
from tests.keeper.test_framing import call

CALENDAR = "calendar.example.com"
LINK = f'<a href="https://{CALENDAR}/">{CALENDAR}</a>\n\n'


def said(body: str, app: str = "Chromium", **hints: Any) -> Arrival:
    """What is read of it, in one go and step by step, which is the same."""
    raw = call(
        "Team call", 1, body, app=app, hints={name.replace("_", "-"): ("s", text) for name, text in hints.items()}
    )
    header = framing.parse_header(raw, 0, len(raw))
    assert isinstance(header, Header)
    quick, long = read_notify(raw, header, len(raw)), read_notify(bytearray(raw), header, len(raw))
    assert quick is not None
    assert long is not None
    assert (quick.web, quick.text) == (long.web, long.text)
    return quick


@pytest.mark.parametrize("browser", ["Chromium", "Google Chrome", "Brave", "Microsoft Edge", "Vivaldi", "Opera"])
def test_each_form_in_which_a_browser_names_a_page_is_known(browser: str) -> None:
    for body, hints in (
        (f"{LINK}in ten minutes\n", {}),
        (f"{CALENDAR}\n\nin ten minutes\n", {}),
        ("in ten minutes\n", {"x_kde_origin_name": CALENDAR}),
    ):
        found = said(body, browser, **hints)
        assert (found.web, found.text) == (CALENDAR, "in ten minutes")


@pytest.mark.parametrize("entry", ["chromium-browser", "com.google.Chrome", "brave-browser", "microsoft-edge"])
def test_a_browser_is_known_by_its_desktop_entry_as_well(entry: str) -> None:
    assert said(f"{LINK}hello", app="", desktop_entry=entry).web == CALENDAR


@pytest.mark.parametrize("app", ["Chat", "Operator", "Braver", "Knowledge", ""])
def test_whoever_is_no_browser_speaks_for_no_page(app: str) -> None:
    for body in (f"{LINK}hello", f"{CALENDAR}\n\nhello"):
        found = said(body, app, x_kde_origin_name=CALENDAR)
        assert found.web == ""
        assert CALENDAR in found.text


@pytest.mark.parametrize(
    "body",
    [
        '<a href="javascript:alert(1)">calendar.example.com</a>\n\nhello',
        '<a href="data:text/html,x">calendar.example.com</a>\n\nhello',
        '<a href="https://user@calendar.example.com/">x</a>\n\nhello',
        '<a href="https://calendar.example.com/path">x</a>\n\nhello',
        '<a href="https://calendar.example.com/"><a href="https://evil.example/">x</a></a>\n\nhello',
        '<a href="https://calendar.example.com/">x</a> and so on',
        '<a href="https://calendar.example.com/"',
        '<a href="https://' + "a." * 2000 + 'com/">x</a>\n\nhello',
        '<a href="https://-x.example/">x</a>\n\nhello',
        "See you\n\nthen",
        "ok.\n\nthen",
        "12.5\n\nthen",
        "../etc\n\nthen",
        "calendar.example.com\nhello",
        "a" * 400 + ".com\n\nhello",
    ],
)
def test_what_only_looks_like_a_page_is_text(body: str) -> None:
    assert said(body).web == ""
    assert said(body).text


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("Calendar.Example.COM", CALENDAR),
        ("localhost:8080", "localhost:8080"),
        ("127.0.0.1:3000", "127.0.0.1:3000"),
        ("[::1]:8080", "[::1]:8080"),
        ("xn--80ak6aa92e.com", "xn--80ak6aa92e.com"),
        ("\u0430\u0440\u0440\u04cf\u0435.com", "xn--80ak6aa92e.com"),
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("localhost", "localhost"),
        ("intranet", ""),
        ("", ""),
        (".", ""),
        ("a..b", ""),
        ("a b.com", ""),
        ("\u202eevil.com", ""),
        ("x" * 64 + ".com", ""),
    ],
)
def test_a_host_is_told_as_it_is_looked_up(shown: str, told: str) -> None:
    assert host(shown) == told


def test_of_a_host_that_is_too_long_the_end_is_kept_that_says_whose_it_is() -> None:
    told = host("calendar.example.com." * 10 + "evil.example")
    assert len(told) == LIMIT
    assert told.startswith("\N{HORIZONTAL ELLIPSIS}")
    assert told.endswith(".evil.example")


@given(st.text(max_size=400))
def test_no_text_breaks_it_and_no_host_is_longer_than_the_limit_or_more_than_ascii(text: str) -> None:
    told = host(text)
    assert len(told) <= LIMIT
    assert told.lstrip("\N{HORIZONTAL ELLIPSIS}").isascii()
    for body in (text, f"{text}\n\nx", f'<a href="https://{text}">x</a>\n\ny'):
        said(body.replace("\0", ""))
