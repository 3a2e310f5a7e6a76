import uuid
from typing import Any

import httpx
import pytest

from holdspace.adapters.page.content import Verdict
from tests.adapters.page.conftest import Served
from tests.rig.processes import wait_for

ACCEPTED = {"accepted": True, "code": "", "holder": "", "outcome": "", "repeated": False}
NONCE = "0f8fad5b-d9cb-469f-a165-70867728950e"


def ask(client: httpx.Client, *, headers: dict[str, str] | None = None, **fields: Any) -> httpx.Response:
    """Answer case-1, with whatever is given instead."""
    body = {"nonce": str(uuid.uuid4()), "case": "case-1", "rev": 3, "choice": "handled", **fields}
    return client.post("/answer", json=body, headers=headers)


def test_an_answer_reaches_the_desk_and_brings_back_its_verdict(served: Served, paired: httpx.Client) -> None:
    answer = ask(paired, nonce=NONCE, note="called back")
    assert answer.json() == ACCEPTED
    responder, heard = served.desk.heard()
    assert responder == "va1"
    assert (heard.nonce, heard.case, heard.rev, heard.choice) == (NONCE, "case-1", 3, "handled")
    assert heard.note is not None
    assert heard.note.reveal() == "called back"
    assert heard.what_is_lost is None


def test_a_stale_answer_brings_back_who_has_it(served: Served, paired: httpx.Client) -> None:
    served.desk.verdict = Verdict(accepted=False, code="stale", holder="Bruno", outcome="")
    assert ask(paired).json() == {
        "accepted": False,
        "code": "stale",
        "holder": "Bruno",
        "outcome": "",
        "repeated": False,
    }


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


@pytest.mark.parametrize("path", ["/answer", "/answers"])
def test_what_cannot_be_read_makes_nobody_be_there(served: Served, paired: httpx.Client, path: str) -> None:
    refused = paired.post(path, content=b"{", headers={"content-type": "application/json"})
    assert refused.status_code == 400
    assert served.desk.presences.empty()
    ask(paired)
    assert served.desk.presences.get(timeout=10) == ("va1", True)


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


def together(client: httpx.Client, *answers: dict[str, Any]) -> httpx.Response:
    """Several answers with one request, as one press makes them."""
    usual = {"rev": 3, "choice": "defer"}
    return client.post("/answers", json={"answers": [{"nonce": str(uuid.uuid4()), **usual, **one} for one in answers]})


def test_answers_of_one_press_are_judged_one_by_one(served: Served, paired: httpx.Client) -> None:
    nonces = [str(uuid.uuid4()) for _ in range(3)]
    served.desk.verdicts = {"case-1": Verdict(accepted=False, code="held", holder="Bea")}
    answer = together(paired, *({"case": f"case-{n}", "nonce": nonce, "rev": n} for n, nonce in enumerate(nonces)))
    assert [answer.json()["verdicts"][nonce]["accepted"] for nonce in nonces] == [True, False, True]
    heard = [served.desk.heard()[1] for _ in nonces]
    assert [(one.case, one.nonce, one.rev) for one in heard] == [(f"case-{n}", nonces[n], n) for n in range(3)]
    assert {one.device for one in heard} == {served.book.devices[0].id}


def test_what_the_desk_does_not_get_to_is_left_out_of_the_verdicts(served: Served, paired: httpx.Client) -> None:
    served.desk.away = 1
    nonces = [str(uuid.uuid4()) for _ in range(2)]
    answer = together(paired, *({"case": "case-1", "nonce": nonce} for nonce in nonces))
    assert answer.status_code == 200
    assert list(answer.json()["verdicts"]) == nonces[1:]


@pytest.mark.parametrize(
    "body",
    [
        {"answers": []},
        {"answers": "all"},
        {"answers": [1]},
        {"answers": [{"nonce": NONCE, "case": "case-1", "rev": 3, "choice": "everything"}]},
        {"answers": [{"nonce": NONCE, "case": "case-1", "rev": 3, "choice": "defer"}] * 2},
        {"nonce": NONCE, "case": "case-1", "rev": 3, "choice": "defer"},
    ],
)
def test_a_press_that_is_not_one_is_refused_whole(served: Served, paired: httpx.Client, body: dict[str, Any]) -> None:
    assert paired.post("/answers", json=body).status_code == 400
    assert served.desk.answers.empty()


def test_forty_fit_into_one_request_and_more_do_not(served: Served, paired: httpx.Client) -> None:
    cases = [{"case": str(uuid.uuid4()), "rev": 2**31 - 1, "choice": "pass_up", "note": None} for _ in range(41)]
    assert len(together(paired, *cases[:40]).json()["verdicts"]) == 40
    refused = together(paired, *cases)
    assert refused.status_code in {400, 413}
    assert served.desk.answers.qsize() == 40


def test_one_press_counts_once_in_the_rate_and_is_held_to_it(served: Served, paired: httpx.Client) -> None:
    codes = [together(paired, {"case": "case-1"}, {"case": "case-2"}).status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    assert ask(paired).status_code == 429


def test_a_press_is_refused_like_an_answer_without_a_pairing_or_json(served: Served, client: httpx.Client) -> None:
    assert together(client, {"case": "case-1"}).status_code == 401
    served.pair(client)
    assert client.post("/answers", content=b"{}", headers={"content-type": "text/plain"}).status_code == 415
