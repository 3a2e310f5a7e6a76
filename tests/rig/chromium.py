"""A real Chromium driven by ChromeDriver, without a window or with one on the desktop."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService

from tests.rig.processes import kill_those_naming

# A machine without internet, without a key ring, and with nobody who could answer first-run questions.
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",  # where there is none, a process for it costs a seventh of all that the browser takes
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-search-engine-choice-screen",
    # BackForwardCache keeps pages that were left; a SpareRenderer waits for one that may come.
    "--disable-features="
    + ",".join(
        (
            *("Translate", "MediaRouter", "OptimizationHints", "AutofillServerCommunication"),
            *("BackForwardCache", "SpareRendererForSitePerProcess"),
        )
    ),
    "--password-store=basic",
    "--metrics-recording-only",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]",
)


def _program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    raise FileNotFoundError(f"{names[0]} is missing: ./dev test installs it")


@contextmanager
def chromium(
    *,
    env: Mapping[str, str],
    headless: bool = True,
    size: tuple[int, int] = (900, 640),
    position: tuple[int, int] = (20, 60),
    language: str = "en",
    flags: Sequence[str] = (),
    notifications: bool = True,
) -> Iterator[Chrome]:
    """A browser with a fresh profile while the block lasts.

    `env`: the desktop's environment; its DISPLAY is used when not `headless`, its bus in both cases.
    `notifications`: pages may notify without asking.
    """
    profile = Path(tempfile.mkdtemp(prefix="hs-chromium-", dir="/tmp"))
    options = ChromeOptions()
    options.binary_location = _program("chromium", "chromium-browser", "google-chrome")
    for flag in (
        *_FLAGS,
        *flags,
        f"--user-data-dir={profile / 'data'}",
        f"--window-size={size[0]},{size[1]}",
        f"--window-position={position[0]},{position[1]}",
        f"--lang={language}",
    ):
        options.add_argument(flag)
    if headless:
        options.add_argument("--headless=new")
    options.add_experimental_option("excludeSwitches", ["enable-automation"])  # no bar above the page in pictures
    options.add_experimental_option(
        "prefs",
        {
            "profile.default_content_setting_values.notifications": 1 if notifications else 2,
            "intl.accept_languages": language,
        },
    )
    service = ChromeService(
        executable_path=_program("chromedriver", "chromium.chromedriver"),
        log_output=str(profile / "chromedriver.log"),
        # The private profile is named in TMPDIR too, so that nothing of the browser can outlive this block unseen.
        env={**env, "TMPDIR": str(profile), "PATH": env.get("PATH", os.defpath)},
    )
    try:
        browser = Chrome(options=options, service=service)
        browser.set_page_load_timeout(20)
        try:
            yield browser
        finally:
            # A browser that the test itself killed, or that hangs, is ended below.
            with suppress(WebDriverException, OSError):
                browser.quit()
    finally:
        kill_those_naming(str(profile))
        shutil.rmtree(profile, ignore_errors=True)
