import json
import re
import socket
import subprocess
import sys

import httpx
import pytest
from typing_extensions import override

from holdspace.adapters.io_thread import IoThread
from holdspace.adapters.page.answer_page import AnswerPage
from holdspace.adapters.page.sentences import PAGE, PAIRING
from holdspace.resources import path
from holdspace.words import translator
from tests.adapters.page.conftest import Served
from tests.adapters.page.fakes import FakeClock, FakeDesk, MemoryBook, content
from tests.rig.processes import PATIENCE


def test_importing_the_page_loads_no_web_server_and_no_asyncio() -> None:
    code = (
        "import sys, holdspace.adapters.page.answer_page, holdspace.adapters.io_thread, holdspace.adapters.courier;"
        "print([name for name in ('asyncio', 'starlette', 'uvicorn', 'secrets', 'ssl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_page_that_was_not_started_says_so(io: IoThread) -> None:
    page = AnswerPage(io, FakeDesk(), MemoryBook(), translator, FakeClock())
    page.show({"va1": content()})
    assert page.fitness().status == "off"
    assert not page.connected("va1")
    with pytest.raises(RuntimeError, match="not started"):
        page.link("va1")
    assert page.stop(PATIENCE)
    assert not io.running


def test_starting_twice_is_starting_once(served: Served) -> None:
    assert served.page.start() == served.port


def test_a_page_may_be_stopped_at_once_and_started_again(io: IoThread) -> None:
    page = AnswerPage(io, FakeDesk(), MemoryBook(), translator, FakeClock())
    for _ in range(5):
        page.start()
        assert page.stop(PATIENCE)
        assert page.fitness().status == "off"


def test_a_link_that_is_made_while_the_page_starts_is_good(io: IoThread) -> None:
    page = AnswerPage(io, FakeDesk(), MemoryBook(), translator, FakeClock())
    for _ in range(5):
        page.start()
        assert httpx.get(page.link("va1"), timeout=PATIENCE, trust_env=False, verify=False).status_code == 200
        assert page.stop(PATIENCE)


def test_an_idle_server_waits_for_an_event_and_sets_no_timer() -> None:
    """uvicorn's own loop would wake ten times a second."""
    import asyncio

    from starlette.applications import Starlette

    from holdspace.adapters.page.server import event_server

    async def idle() -> int:
        server = event_server(Starlette())
        async with asyncio.TaskGroup() as group:
            group.create_task(server.main_loop())
            for _ in range(5):
                await asyncio.sleep(0)
            timers = len(asyncio.get_running_loop()._scheduled)  # type: ignore[attr-defined]
            server.leave()
        return timers

    assert asyncio.run(idle()) == 0


def test_a_taken_port_is_replaced_by_a_free_one(io: IoThread) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        page = AnswerPage(io, FakeDesk(), MemoryBook(), translator, FakeClock())
        port = page.start(taken.getsockname()[1])
        assert port != taken.getsockname()[1]
        assert (
            httpx.get(f"http://127.0.0.1:{port}/hello", timeout=PATIENCE, trust_env=False, verify=False).status_code
            == 401
        )
        assert page.stop(PATIENCE)


def test_a_book_that_cannot_be_read_is_told(io: IoThread) -> None:
    class Unreadable(MemoryBook):
        @override
        def load(self) -> tuple[()]:
            raise PermissionError(13, "not yours")

    page = AnswerPage(io, FakeDesk(), Unreadable(), translator, FakeClock())
    page.start()
    assert page._serving is not None
    assert isinstance(page._serving.exception(timeout=10), PermissionError)
    assert (page.fitness().status, page.fitness().why) == ("cannot", "failed")
    assert [what for what, _ in io.failures] == ["task"]  # type: ignore[attr-defined]


def test_without_pairing_the_page_says_what_to_do_in_the_browsers_language(
    served: Served, client: httpx.Client
) -> None:
    page = client.get("/", headers={"accept-language": "xx-Latn,en;q=0.5"})
    assert page.status_code == 401
    assert '<html lang="xx">' in page.text
    assert "Ana Silva" not in page.text
    assert client.get("/", headers={"accept-language": '"><script>'}).text.count("<script") == 0


def test_the_page_brings_its_sentences_in_the_responders_language(served: Served, paired: httpx.Client) -> None:
    served.page.show({"va1": content(language="xx")})
    page = paired.get("/").text
    assert '<html lang="xx">' in page
    found = re.search(r'<script type="application/json" id="words">(.*?)</script>', page)
    assert found
    words = json.loads(found[1])
    assert words.keys() == PAGE.keys()
    assert words["next.executive"].startswith("[")
    assert "{time}" in words["next.executive"]


def test_scripts_use_only_sentences_that_exist_and_hold_none() -> None:
    literal = re.compile(r"""\b(?:say|knows)\(\s*["']([\w.]+)["']""")
    used: set[str] = set()
    for script in path("page").glob("*.js"):
        text = script.read_text()
        used |= set(literal.findall(text))
        assert re.findall(r"""["'`][A-Z][a-z]+ [^"'`]*["'`]|["'`][^"'`\n]*[a-z][.?!]["'`]""", text) == [], script.name
        for banned in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert banned not in text, script.name
    assert used
    assert used <= PAGE.keys()


def test_every_sentence_has_the_shape_of_a_message() -> None:
    for key, msgid in {**PAGE, **PAIRING}.items():
        assert msgid == msgid.strip(), key
        assert not re.search(r"[<>&]", msgid), key


def test_every_choice_has_its_words() -> None:
    from typing import get_args

    from holdspace.core.escalation import CardChoice, Choice, Instruction, PassedWhy
    from holdspace.core.interruption import Outcome, Urgency

    for choice in get_args(Choice):
        assert f"choice.{choice}" in PAGE
        assert f"said.{choice}" in PAGE
    for said in (*get_args(PassedWhy), *get_args(CardChoice), *get_args(Instruction)):
        assert f"said.{said}" in PAGE
    for urgency in get_args(Urgency):
        assert f"urgency.{urgency}" in PAGE
    for instruction in get_args(Instruction):
        assert f"instruction.{instruction}" in PAGE
    for outcome in set(get_args(Outcome)) - {"held", "merged"}:
        assert f"already.{outcome}" in PAGE
