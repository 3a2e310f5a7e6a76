import uuid
from typing import Any

import httpx
import pytest

from holdspace.adapters.page.content import Verdict
from tests.adapters.page.conftest import Served
from tests.rig.processes import wait_for

NONCE = "0f8fad5b-d9cb-469f-a165-70867728950e"


def ask(client: httpx.Client, *, headers: dict[str, str] | None = None, **fields: Any) -> httpx.Response:
    """Answer case-1, with whatever is given instead."""
    body = {"nonce": str(uuid.uuid4()), "case": "case-1", "rev": 3, "choice": "handled", **fields}
    return client.post("/answer", json=body, headers=headers)


def test_an_answer_reaches_the_desk_and_brings_back_its_verdict(served: Served, paired: httpx.Client) -> None:
    answer = ask(paired, nonce=NONCE, note="called back")
    assert answer.json() == {"accepted": True, "code": "", "holder": "", "outcome": ""}
    responder, heard = served.desk.heard()
    assert responder == "va1"
    assert (heard.nonce, heard.case, heard.rev, heard.choice) == (NONCE, "case-1", 3, "handled")
    assert heard.note is not None
    assert heard.note.reveal() == "called back"
    assert heard.what_is_lost is None


def test_a_stale_answer_brings_back_who_has_it(served: Served, paired: httpx.Client) -> None:
    served.desk.verdict = Verdict(accepted=False, code="stale", holder="Bruno", outcome="")
    assert ask(paired).json() == {"accepted": False, "code": "stale", "holder": "Bruno", "outcome": ""}


def test_the_same_nonce_brings_back_the_same_verdict(served: Served, paired: httpx.Client) -> None:
    first = ask(paired, nonce=NONCE).json()
    served.desk.verdict = Verdict(accepted=False, code="closed", outcome="handled")
    assert ask(paired, nonce=NONCE).json() == first
    assert ask(paired).json()["accepted"] is False


def test_both_reasons_go_with_an_emergency(served: Served, paired: httpx.Client) -> None:
    ask(paired, choice="need_me", what_is_lost="the deadline", why_only_you="her signature")
    _, heard = served.desk.heard()
    assert heard.what_is_lost
    assert heard.why_only_you
    assert (heard.what_is_lost.reveal(), heard.why_only_you.reveal()) == ("the deadline", "her signature")


def test_texts_are_cleaned_and_never_show_themselves(served: Served, paired: httpx.Client) -> None:
    ask(paired, note="  <b>a</b>\u0000\u202eb\n\nc\u200d  ", what_is_lost=" \u0000 \n")
    _, heard = served.desk.heard()
    assert heard.note is not None
    assert heard.note.reveal() == "<b>a</b>b c"
    assert heard.what_is_lost is None
    assert "<b>" not in repr(heard)


def test_280_characters_are_taken_and_one_more_is_not(served: Served, paired: httpx.Client) -> None:
    assert ask(paired, note="ñ" * 280 + "  \u0000").status_code == 200
    refused = ask(paired, note="ñ" * 281)
    assert (refused.status_code, refused.json()) == (400, {"code": "note_too_long"})


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"nonce": None}, "bad_nonce"),
        ({"nonce": 7}, "bad_nonce"),
        ({"nonce": "short"}, "bad_nonce"),
        ({"nonce": NONCE + "\n"}, "bad_nonce"),
        ({"nonce": NONCE.upper()}, "bad_nonce"),
        ({"case": ""}, "bad_case"),
        ({"case": ["case-1"]}, "bad_case"),
        ({"case": "../x"}, "bad_case"),
        ({"case": "x" * 65}, "bad_case"),
        ({"rev": "3"}, "bad_rev"),
        ({"rev": True}, "bad_rev"),
        ({"rev": -1}, "bad_rev"),
        ({"rev": 3.0}, "bad_rev"),
        ({"rev": 2**31}, "bad_rev"),
        ({"rev": None}, "bad_rev"),
        ({"choice": "explode"}, "bad_choice"),
        ({"choice": ["handled"]}, "bad_choice"),
        ({"choice": None}, "bad_choice"),
        ({"note": 5}, "bad_note"),
        ({"note": {"text": "x"}}, "bad_note"),
        ({"what_is_lost": True}, "bad_what_is_lost"),
        ({"why_only_you": []}, "bad_why_only_you"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_code(
    served: Served, paired: httpx.Client, fields: dict[str, Any], code: str
) -> None:
    refused = ask(paired, **fields)
    assert (refused.status_code, refused.json()) == (400, {"code": code})
    assert served.desk.answers.empty()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "not_json"),
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b"[" * 5000, 400, "not_json"),
        (b'{"rev":' + b"9" * 5000 + b"}", 400, "not_json"),
        (b"[]", 400, "not_an_object"),
        (b"null", 400, "not_an_object"),
        (b'"handled"', 400, "not_an_object"),
    ],
)
def test_a_malformed_body_is_refused(served: Served, paired: httpx.Client, body: bytes, status: int, code: str) -> None:
    refused = paired.post("/answer", content=body, headers={"content-type": "application/json"})
    assert (refused.status_code, refused.json()) == (status, {"code": code})
    assert served.desk.answers.empty()
    assert served.failures == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""])
def test_only_json_is_an_answer(served: Served, paired: httpx.Client, kind: str) -> None:
    assert ask(paired, headers={"content-type": kind}).status_code == 415
    assert served.desk.answers.empty()


def test_a_desk_that_does_not_answer_in_time_is_said(served: Served, paired: httpx.Client) -> None:
    served.desk.away = 1
    refused = ask(paired, nonce=NONCE)
    assert (refused.status_code, refused.json()) == (503, {"code": "no_verdict_yet"})
    assert ask(paired, nonce=NONCE).json()["accepted"] is True


def test_a_desk_that_fails_is_logged_and_tells_the_page_nothing_of_it(
    served: Served, paired: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    served.desk.failure = KeyError("something inside")
    refused = ask(paired, note="very private")
    assert (refused.status_code, refused.json()) == (500, {"code": "failed"})
    wait_for(lambda: any(record.exc_info for record in caplog.records), what="a line in the log")
    assert "very private" not in caplog.text
    served.desk.failure = None
    assert ask(paired).status_code == 200
