"""The browsers of the system, and how the tests start them."""

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


def find_browser(variable, *names):
    """A browser of the system: where the variable says, else on the path."""
    found = os.environ.get(variable) or next(filter(None, map(shutil.which, names)), None)
    if found:
        return found
    sentence = f"No {names[0]} on this machine: install it, or set {variable} to its path."
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)
