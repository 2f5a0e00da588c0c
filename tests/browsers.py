"""The browsers of the system that the tests drive, and the one Chromium that all of them share."""

import os
import shutil

import pytest

CHROMIUM_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 15_000  # ms; Playwright's own five seconds are too short for expect() on a busy machine


def lacking(sentence):
    """Skips what needs something that this machine has not; fails where everything has to be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


def find(variable, *names):
    """A browser of the system: where the variable says, else on the path."""
    found = os.environ.get(variable) or next(filter(None, map(shutil.which, names)), None)
    return found or lacking(f"No {names[0]} on this machine: install it, or set {variable} to its path.")


@pytest.fixture(scope="session")
def playwright():
    """One for the whole run: Playwright refuses to be started twice."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


class Lasting:
    """A browser for a whole run: when its program ends by itself, that costs one test and not all that follow."""

    def __init__(self, launch):
        self._launch = launch
        self._running = launch()

    def new_context(self, **options):
        from playwright.sync_api import Error

        try:
            return self._running.new_context(**options)
        except Error:
            if self._running.is_connected():
                raise
        self._running = self._launch()
        return self._running.new_context(**options)

    def close(self):
        self._running.close()


@pytest.fixture(scope="session")
def chromium(playwright):
    program = find("CHROMIUM", "chromium", "chromium-browser", "google-chrome")
    browser = Lasting(lambda: playwright.chromium.launch(executable_path=program, args=CHROMIUM_SWITCHES))
    yield browser
    browser.close()
