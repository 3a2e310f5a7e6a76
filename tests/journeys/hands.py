"""Hands of the people in a journey: the practitioner (app, command line, keys) and a responder in a real browser."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from signal import SIGKILL, SIGSTOP, Signals
from typing import Any

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from holdspace.adapters.clock import SystemClock
from holdspace.cli.client import Connection, NoAnswerError, NotRunningError, new_id
from holdspace.cli.commands import ANSWER_SECONDS
from holdspace.wire.paths import Paths
from tests.rig.command_line import in_process
from tests.rig.desktop import Desktop
from tests.rig.last_look import last_look
from tests.rig.processes import (
    PATIENCE,
    NeverHappenedError,
    Running,
    kill_those_naming,
    run,
    start,
    those_naming,
    wait_for,
)

ROOT = Path(__file__).resolve().parents[2]
_HOMES = count(1)

SETTINGS = """
schema = 1
[practitioner]
name = "Rita"
language = "{language}"
time_zone = "Europe/Lisbon"
[[responders]]
id = "va1"
name = "Ana"
role = "assistant"
sees = "text"
[[responders]]
id = "ex1"
name = "Eva"
role = "executive"
sees = "sender"
[[steps]]
role = "assistant"
wait_seconds = {{ normal = {wait}, urgent = {wait}, emergency = {wait} }}
[[steps]]
role = "executive"
wait_seconds = {{ normal = {last}, urgent = {last}, emergency = {last} }}
[gate]
default = "hold"
nobody_answered = {{ normal = "defer", urgent = "defer", emergency = "cue" }}
[[rules]]
name = "school"
match = {{ sender = "School office" }}
verdict = "let_through"
reason = "The school only writes when it matters"
until = {until}
[[rules]]
name = "sale"
match = {{ text = "newsletter" }}
verdict = "noise"
[[rules]]
name = "outage"
match = {{ app = "Pager", text = ["down", "outage"] }}
verdict = "ask"
urgency = "urgent"
[[rules]]
name = "fire"
match = {{ app = "Pager", text = "fire" }}
verdict = "ask"
urgency = "emergency"
"""


def in_a_month() -> str:
    """A day until which a rule may let somebody through: later than any test, and near enough to be taken."""
    return (SystemClock().now().utc.date() + timedelta(days=30)).isoformat()


@dataclass(slots=True)
class Practitioner:
    """Somebody with Holdspace on this desktop. `home` is Holdspace's own; short, so that sockets fit."""

    desktop: Desktop
    home: Path
    _apps: list[Running] = field(default_factory=list)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-P", "-m", "holdspace", "--home", str(self.home), *words]

    def launch(self, *, wait: bool = True, **more: str) -> Running:
        """Start the app as a person does, and wait until it answers."""
        app = start(self.command(), env={**self.desktop.env, **more}, folder=self.desktop.folder, name="holdspace-app")
        self._apps.append(app)
        if wait:
            self.until(lambda: self.try_status() is not None, what="the app to answer")
        return app

    def cli(self, *words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """One call of the command line."""
        return run(self.command(*words), env=self.desktop.env, stdin=stdin)

    def here(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The same without a process of its own (see `in_process`), for what is only a step on the way."""
        return in_process(["--home", str(self.home), *words], self.desktop.env)

    def ok(self, *words: str, stdin: str | None = None) -> str:
        """A call that must succeed; what it printed."""
        return succeeded(self.cli(*words, stdin=stdin))

    def step(self, *words: str) -> str:
        """As `ok`, without a process of its own."""
        return succeeded(self.here(*words))

    def json(self, *words: str) -> dict[str, Any]:
        """What is told with --json."""
        found: dict[str, Any] = json.loads(self.step(*words, "--json"))
        return found

    def status(self) -> dict[str, Any]:
        return self.json("status")

    def try_status(self) -> dict[str, Any] | None:
        """The status, or None while nobody answers. Asked without a process for each question, so that all may poll."""
        try:
            with Connection(Paths(self.home).socket, ANSWER_SECONDS) as line:
                found: dict[str, Any] | None = line.ask({"id": new_id(), "verb": "status", "args": {}}).get("result")
        except (NotRunningError, NoAnswerError):
            return None
        return found

    def until(self, probe: Callable[[], Any], *, what: str, bound: float = PATIENCE) -> Any:
        try:
            return wait_for(probe, bound=bound, what=what)
        except NeverHappenedError as late:
            raise NeverHappenedError(f"{late}\n{last_look(self.home, self._apps)}") from None

    def until_status(
        self, probe: Callable[[dict[str, Any]], Any], *, what: str, bound: float = PATIENCE
    ) -> dict[str, Any]:
        """The first status of which `probe` is true."""
        found: dict[str, Any] = {}

        def look() -> bool:
            found.clear()
            found.update(self.try_status() or {})
            return bool(found) and bool(probe(found))

        try:
            wait_for(look, bound=bound, what=what)
        except NeverHappenedError as late:
            said = f"{late}; status: {json.dumps(found)[:3000]}"
            raise NeverHappenedError(f"{said}\n{last_look(self.home, self._apps)}") from None
        return found

    def settle(self, *, wait: int = 60, last: int | None = None, language: str = "en", more: str = "") -> None:
        """Import an assistant and an executive, and some rules; and `more`, tables of the file.

        `wait` seconds a step, the executive's `last` where it is given.
        """
        file = self.desktop.home / "settings.toml"
        file.write_text(
            SETTINGS.format(wait=wait, last=wait if last is None else last, language=language, until=in_a_month())
            + more
        )
        self.step("settings", "import", str(file))

    def gives_back_after(self, seconds: int) -> None:
        """By settings that say nothing else."""
        file = self.desktop.home / "settings.toml"
        file.write_text(f"schema = 1\n[preferences]\nrelease_after_seconds = {seconds}\n")
        self.step("settings", "import", str(file))

    def link(self, responder: str) -> str:
        """A one-time pairing link."""
        said = self.step("responders", "link", responder)
        return next(word for word in said.split() if word.startswith("http"))

    def until_silent(self, *, bound: float = PATIENCE) -> dict[str, Any]:
        """By the word of the keeper that is there now; what an earlier one said is remembered over a restart."""
        return self.until_status(
            lambda told: told["quiet"]["engaged"] and told["quiet"]["lease_until"],
            what="the desktop to be silent",
            bound=bound,
        )

    def outcomes(self) -> dict[str, tuple[str, str]]:
        """Of the last session: what became of each interruption, by its sender."""
        rows = json.loads(self.step("digest", "--json"))["interruptions"]
        return {row["sender"] or row["source"]: (row["outcome"], row["reason"]) for row in rows}

    # Processes -------------------------------------------------------------------------------------------------------
    def pids(self, module: str) -> list[int]:
        """Processes of this home that run a module of Holdspace, oldest first."""
        app = self.command() if module == "holdspace.app" else None
        return [
            pid
            for pid, words in those_naming(str(self.home))
            if words == app or (str(self.home) in words and module in words)
        ]

    @property
    def app_pid(self) -> int:
        return self.pids("holdspace.app")[0]

    @property
    def keeper_pids(self) -> list[int]:
        """The keeper and its guard."""
        return self.pids("holdspace.keeper") + self.pids("holdspace.keeper.guard")

    def kill(self, pid: int, number: Signals = SIGKILL) -> None:
        os.kill(pid, number)

    def kill_all(self) -> None:
        """Everything of this home at one instant: stopped first, so that nobody starts another in between."""
        every = (*self.keeper_pids, *self.pids("holdspace.app"))
        for number in (SIGSTOP, SIGKILL):
            for pid in every:
                os.kill(pid, number)
        self.until(lambda: not self.keeper_pids and not self.pids("holdspace.app"), what="all to be gone")

    def database(self) -> sqlite3.Connection:
        """The journal, to read only."""
        return sqlite3.connect(f"file:{self.home / 'holdspace.db'}?mode=ro", uri=True)

    def leave(self) -> None:
        """Nothing of this home runs on."""
        for app in self._apps:
            app.end()
        kill_those_naming(str(self.home))
        if self.home.is_dir():
            shutil.rmtree(self.home)
        else:
            self.home.unlink(missing_ok=True)  # something in its place


@contextmanager
def practitioner(desktop: Desktop, name: str = "") -> Iterator[Practitioner]:
    """A practitioner whose processes are gone at the end; without `name` in a home that nobody had before."""
    person = Practitioner(desktop, desktop.home.parent / (name or f"h{next(_HOMES)}"))
    try:
        yield person
    finally:
        person.leave()


@dataclass(slots=True)
class Responder:
    """Somebody at the answer page in a real browser."""

    browser: Chrome

    def pair(self, url: str) -> None:
        """Open the one-time link and press its button."""
        self.browser.get(url)
        self.browser.find_element(By.CSS_SELECTOR, "form button").click()
        wait_for(lambda: "/pair/" not in self.browser.current_url, what="the page after pairing")
        self.until(lambda: self.browser.find_element(By.ID, "you").text, what="the page to show whose it is")

    def until(self, probe: Callable[[], Any], *, what: str, bound: float = PATIENCE) -> Any:
        return wait_for(probe, bound=bound, what=what)

    def card(self, said: str, *, bound: float = PATIENCE) -> WebElement:
        """The card that holds this text, once it shows."""

        def look() -> WebElement | None:
            cards = self.browser.find_elements(By.CSS_SELECTOR, "#cards article")
            with suppress(StaleElementReferenceException):  # another one left meanwhile
                return next((card for card in cards if said in card.text), None)
            return None

        found: WebElement = self.until(look, what=f"a card with {said!r}", bound=bound)
        return found

    def press(self, said: str, choice: str, note: str = "") -> None:
        """Press a button of the card that holds `said`, by its choice; with a note where one is given."""
        card = self.card(said)
        if note:
            card.find_element(By.CSS_SELECTOR, ".note input").send_keys(note)
        button = card.find_element(By.CSS_SELECTOR, f"button[data-choice='{choice}']")
        if not button.is_displayed():
            card.find_element(By.CSS_SELECTOR, "button.plain[aria-controls]").click()
        button.click()

    def confirm(self, said: str) -> None:
        """Press again where the card asks whether it is really to be taken over."""
        self.card(said).find_element(By.CSS_SELECTOR, ".take button").click()

    def emergency(self, said: str, lost: str, only: str) -> None:
        """Say that only they can, with both reasons."""
        self.press(said, "need_me")
        card = self.card(said)
        fields = card.find_elements(By.CSS_SELECTOR, "form input, form textarea")
        fields[0].send_keys(lost)
        fields[1].send_keys(only)
        card.find_element(By.CSS_SELECTOR, "form button[type='submit']").click()

    def sees(self, said: str) -> bool:
        return said in self.browser.find_element(By.TAG_NAME, "body").text


def succeeded(done: subprocess.CompletedProcess[str]) -> str:
    """What it printed; AssertionError where it did not end well."""
    if done.returncode != 0:
        raise AssertionError(f"{done.args} ended with {done.returncode}: {done.stderr or done.stdout}")
    return done.stdout


def with_home(env: Mapping[str, str], home: Path) -> dict[str, str]:
    """The environment of a program that is to find this Holdspace."""
    return {**env, "HOLDSPACE_HOME": str(home)}
