"""A private JupyterLab and a real Chromium to measure in, built from what the browser tests use."""

import json
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

KIT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(KIT / "tests" / "browser"))

from lab import Desk, Server, notebook, until
from page import Opened

from ..browsers import CHROMIUM_SWITCHES

__all__ = ["FIRST", "KIT", "SETTING", "Desk", "Opened", "Server", "Stage", "chromium", "notebook",
           "probe", "program", "stage", "until"]

HERE = Path(__file__).resolve().parent
PROBE = (HERE / "probe.js").read_text(encoding="utf-8")
FIRST = ".ss-text .ss-p, .bench-plain p, .noUi-handle"
SETTING = f"import sys\nsys.path.insert(0, {str(HERE)!r})\nimport scene"


def long_text(words):
    """The paragraphs of the two supplied articles over and over, to exactly that many words."""
    seeds = sorted((KIT / "seeds").glob("*.txt"))
    paragraphs = [part.split() for seed in seeds for part in seed.read_text(encoding="utf-8").split("\n\n") if part]
    made, left = [], words
    while left > 0:
        for part in paragraphs:
            made.append(" ".join(part[:left]))
            left -= len(part)
            if left <= 0:
                break
    return "\n\n".join(made)


class Stage:
    """One server, one browser and one folder, shared by the measurements that need no fresh ones."""

    def __init__(self, browser, home):
        self.browser, self.home = browser, home
        self.server = Server(home / "lab").start()
        self.desk = Desk.new(self.server, "bench")

    def write_text(self, words):
        """The long article, where `scene.article` looks for it."""
        (self.desk.notebooks / f"text-{words}.txt").write_text(long_text(words), encoding="utf-8")

    def write(self, name, *cells):
        """A lesson notebook of these cells, and its name."""
        return self.desk.write(notebook(*cells), name)

    def open(self, name, *, start=False, first=""):
        """An `Opened` of a page with the probe in it, not yet at its address (see `Opened.goto`)."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(30_000)
        context.add_init_script(probe(start=start, first=first))
        return Opened(context.new_page(), self.server, self.desk, self.desk.path(name))


def probe(**settings):
    """The probe with its settings, as an init script."""
    return f"window.benchSettings = {json.dumps(settings)};\n{PROBE}"


def program():
    """Where the system's Chromium is; None if there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def chromium():
    """A headless Chromium of the system."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=CHROMIUM_SWITCHES)
        yield browser
        browser.close()


@contextmanager
def stage():
    """A stage in a folder of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="ss-bench-", ignore_cleanup_errors=True) as home, chromium() as browser:
        made = Stage(browser, Path(home))
        try:
            yield made
        finally:
            made.server.stop()
