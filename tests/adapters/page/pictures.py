"""Pictures of the answer page, as a real browser shows it: `... FOLDER [NAMES [LANGUAGES]]`.

Run as `python -m tests.adapters.page.pictures`; names and languages are parted by commas.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from holdspace.adapters.io_thread import IoThread
from holdspace.adapters.page.answer_page import AnswerPage
from holdspace.adapters.page.content import CaseCard, PageContent
from holdspace.private import Private
from holdspace.words import translator
from tests.adapters.page.fakes import FakeClock, FakeDesk, FakeTimer, MemoryBook, card, content, said
from tests.rig.chromium import chromium
from tests.rig.environment import environment
from tests.rig.processes import wait_for
from tests.what_to_draw import what_to_draw

TOLD = (
    said("Lucía", "pass_up", "He wants it in writing", "14:03"),
    said("Eve", "need_me", "the court's deadline", "14:05"),
)
URGENT_HERE = Private("Only the clinic and the school.\nNot invoices, not the workshop.")
GONE_BY = card(
    "held", phase="acked", yours=False, holder="Bea", holder_since="14:03", choices=("take",), sender=Private("Bruno")
)


def storm(count: int) -> tuple[CaseCard, ...]:
    """So many messages of one minute, from seven people."""
    people = ("Maria Gómez", "Bruno", "Olga Petrova", "Piet", "مكتب المدرسة", "Ines", "School office")
    texts = ("Can we move the workshop?", "The file is in the folder.", "Are you there? " * 8, "Invoice 4711", "شكرا")
    return tuple(
        card(
            f"storm-{n}",
            sender=Private(people[n % len(people)]),
            app=("Signal", "Teams", "Mail")[n % 3],
            text=Private(texts[n % len(texts)]) if n % 4 else None,
            bundle=f"minute-{n // 7}",
        )
        for n in range(count)
    )


PAGES: dict[str, PageContent] = {
    "answer-page": content(
        card(
            "stands",
            urgency="emergency",
            standing=True,
            sender=Private("School office"),
            app="Phone",
            text=Private("A parent must agree by 16:00, the nurse is waiting with the form."),
            next_role="practitioner",
            until="14:07",
            story=TOLD,
        ),
        card("plain", calls=3, text=Private("Please call · Are you there? · Can we move the workshop to Thursday?")),
        GONE_BY,
    ),
    "answer-page-storm": content(
        card("urgent", urgency="urgent", sender=Private("Pager"), app="Pager", text=Private("The site is down.")),
        *storm(12),
        GONE_BY,
    ),
    "answer-page-states": content(
        card("mine", phase="acked", holder="Lucía", holder_is_you=True, answer_in_seconds=560.0, next_role="again"),
        card("snoozed", phase="snoozed", next_role="again"),
        card("back", leg=2, instruction="say_later", story=(*TOLD, said("Ana Silva", "say_later"))),
        card("informed", phase="with_practitioner", yours=False, choices=(), informed=True, rule="school"),
        card("long", story=(*TOLD * 3, said("Eve", "need_me", "because " * 40))),
    ),
    "answer-page-urgent-here": content(
        card("plain", urgent_here=URGENT_HERE, story=TOLD),
        card(
            "sender",
            urgency="urgent",
            text=None,
            urgent_here=Private("Whatever you cannot undo " * 11 + "tomorrow."),
        ),
        *(replace(one, urgent_here=URGENT_HERE) for one in storm(4)),
        GONE_BY,
    ),
    "answer-page-empty": content(),
    "answer-page-full": content(*storm(300), *(card(f"urgent-{n}", urgency="urgent") for n in range(20))),
}
OPEN = {"answer-page": ("[data-case=held] [data-choice=take]",), "answer-page-storm": ("[data-row=storm-1] > .plain",)}


def main(folder: Path, names: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Each page in light and dark, wide and narrow. Raises RuntimeError if anything failed on the I/O thread."""
    folder.mkdir(parents=True, exist_ok=True)
    failures: list[str] = []
    io = IoThread(lambda what, _error: failures.append(what))
    page = AnswerPage(io, FakeDesk(), MemoryBook(), translator, FakeClock(), later=FakeTimer())
    with tempfile.TemporaryDirectory() as home, chromium(env=environment(Path(home)), size=(1200, 900)) as browser:
        try:
            page.start()
            browser.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
            browser.get(page.link("va1"))
            browser.find_element(By.CSS_SELECTOR, "button").click()
            for language in languages:
                for name in names or PAGES:
                    _pictures(browser, page, folder, name, language)
        finally:
            page.stop()
            io.stop()
    if failures:
        raise RuntimeError(failures[0])


def _pictures(browser: Chrome, page: AnswerPage, folder: Path, name: str, language: str) -> None:
    page.show({"va1": replace(PAGES[name], language=language)})
    for scheme in ("light", "dark"):
        scheme_of = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme_of)
        for width in (760, 390):
            size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
            browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            browser.refresh()
            wait_for(lambda: any(one.text for one in browser.find_elements(By.ID, "state")), what="the page")
            for selector in OPEN.get(name, ()):
                browser.find_element(By.CSS_SELECTOR, selector).click()
            browser.execute_async_script("document.fonts.ready.then(() => requestAnimationFrame(arguments[0]))")
            shot = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
            tail = ("-dark" if scheme == "dark" else "") + ("-narrow" if width < 500 else "")
            tail += "" if language == "en" else f"-{language}"
            (folder / f"{name}{tail}.png").write_bytes(base64.b64decode(shot["data"]))


if __name__ == "__main__":
    asked = what_to_draw(sys.argv[1:], __doc__)
    main(asked.folder, asked.names, asked.languages)
