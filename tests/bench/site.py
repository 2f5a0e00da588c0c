"""Rows 15 to 19: the static site, beside an empty JupyterLite with one slider, built of the same parts in the same run."""

import functools
import gzip
import http.server
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from lessons.edition import EXTENSIONS, PICTURES
from lessons.lesson import list_lessons
from lessons.pyodide import fetch_pyodide, unpack_pyodide
from lessons.site import build_site

from ..browsers import CHROMIUM_SWITCHES
from .stage import chromium, notebook, program
from .table import Row, median, spread

# A click is answered when Python has answered it: a slider's own number changes without.
SLIDER = """\
import ipywidgets
slider, answer = ipywidgets.IntSlider(), ipywidgets.Label("asked")
slider.observe(lambda change: setattr(answer, "value", "answered"), "value")
ipywidgets.VBox([slider, answer])"""
TIMES, BYTES = 1.2, 1.1


class Counting(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and counts what a server with gzip would have sent."""

    sent = 0
    sizes: dict = {}

    def log_message(self, *_):
        pass

    def send_head(self):
        file = super().send_head()
        if file and hasattr(file, "name"):
            path = file.name
            if path not in self.sizes:
                self.sizes[path] = len(gzip.compress(Path(path).read_bytes(), 6))
            type(self).sent += self.sizes[path]
        return file


class Place:
    """A site on its server, with the bytes it has sent."""

    def __init__(self, folder):
        self.handler = type("Handler", (Counting,), {"sent": 0, "sizes": {}})
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(self.handler, directory=str(folder)))
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    def take(self):
        """The bytes sent since the last call."""
        sent, self.handler.sent = self.handler.sent, 0
        return sent


def empty_site(home, archive, version):
    """A JupyterLite with ipywidgets and a notebook with a slider, and nothing of the kit."""
    stage = home / "empty"
    unpack_pyodide(archive, stage / "static" / "pyodide", version, PICTURES)
    (stage / "files").mkdir()
    made = notebook(SLIDER, lesson=None)
    made.metadata["kernelspec"] = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}
    (stage / "files" / "slider.ipynb").write_text(json.dumps(made))
    labextensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    (stage / "jupyter_lite_config.json").write_text(json.dumps({
        "LiteBuildConfig": {"apps": ["lab", "notebooks"], "contents": ["files"], "output_dir": "../empty-site",
                            "no_sourcemaps": True, "ignore_sys_prefix": ["federated_extensions"],
                            "federated_extensions": [str(labextensions / name) for name in EXTENSIONS if name != "anywidget"]},
        "PyodideLockAddon": {"enabled": True, "specs": ["micropip", "ipywidgets"]},
    }))
    subprocess.run([sys.executable, "-m", "jupyterlite_core", "build"], cwd=stage, check=True, capture_output=True)
    return home / "empty-site"


def slide(page):
    """The slider's cell run as soon as the kernel takes it, and the slider moved; seconds until the answer is seen."""
    cell = page.locator(".jp-CodeCell").first
    cell.wait_for(timeout=120_000)
    while not page.locator(".noUi-handle").count():
        if "*" not in cell.locator(".jp-InputPrompt").inner_text():
            cell.click()
            page.keyboard.press("Control+Enter")
        page.wait_for_timeout(100)
    page.locator(".noUi-handle").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_text("answered", exact=True).wait_for(timeout=60_000)


def mark(page):
    """The first sentence marked, as soon as the article is there; until Python has it on disk."""
    text = page.locator(".ss-text").first
    text.wait_for(timeout=120_000)
    text.focus()
    page.keyboard.press("n")
    page.keyboard.press("1")
    page.locator('.ss-saved[data-state="saved"]').first.wait_for(timeout=60_000)


class Reader:
    """One profile of a browser at one site: the first visit, and the page loaded again."""

    def __init__(self, context, place, path, act):
        self.place, self.act = place, act
        self.page = context.new_page()
        place.take()
        self.cold = self.timed(lambda: self.page.goto(f"{place.url}/notebooks/index.html?path={path}"))
        self.page.wait_for_timeout(3000)  # what is fetched late belongs to the visit too
        self.first_bytes = place.take()
        self.again = self.timed(self.page.reload)
        self.page.wait_for_timeout(3000)
        self.again_bytes = place.take()
        context.close()

    def timed(self, visit):
        begun = time.monotonic()
        visit()
        self.act(self.page)
        return time.monotonic() - begun


def rows(count):
    """Rows 15 to 19, from `count` first visits to each site, in turn."""
    from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

    with tempfile.TemporaryDirectory(prefix="ss-bench-", ignore_cleanup_errors=True) as rough, chromium() as browser:
        home = Path(rough)

        def profile(name):
            """A browser with a profile on disk, as a person's is: what one without keeps in memory alone is smaller than Pyodide."""
            return browser.browser_type.launch_persistent_context(
                home / name, executable_path=program(), args=CHROMIUM_SWITCHES, viewport={"width": 1280, "height": 900})

        archive = fetch_pyodide(PYODIDE_VERSION, home)
        site = build_site(home / "site", pyodide=archive)
        ours, floor = Place(site.folder), Place(empty_site(home, archive, PYODIDE_VERSION))
        lesson = f"notebooks/{site.edition}/01_who_says_so.ipynb"
        visits = [(Reader(profile(f"ours-{n}"), ours, lesson, mark), Reader(profile(f"floor-{n}"), floor, "slider.ipynb", slide))
                  for n in range(count)]
        strangers = course(browser, ours, site.edition)
    mine, theirs = zip(*visits, strict=True)
    return [*time_rows(mine, theirs), *byte_rows(mine, theirs),
            Row(19, "requests to other machines, every lesson opened", len(strangers), "", 0, None, sorted(set(strangers)))]


def course(browser, place, edition):
    """The addresses outside the site that are asked for while every lesson is opened until it is ready."""
    strangers = []
    context = browser.new_context()
    context.on("request", lambda r: r.url.startswith((place.url, "data:", "blob:")) or strangers.append(r.url))
    for lesson in list_lessons():
        page = context.new_page()
        page.goto(f"{place.url}/notebooks/index.html?path=notebooks/{edition}/{lesson}.ipynb")
        page.locator(".ss-bar-status", has_text="Ready").wait_for(timeout=120_000)
        page.close()
    context.close()
    return strangers


def time_rows(mine, theirs):
    """Rows 15 and 16: the ratio of the medians, with the seconds beneath."""
    made = []
    for number, what, name in ((15, "site: opened to the first answered click, first visit", "cold"), (16, "the same, loaded again", "again")):
        ours, floor = ([getattr(one, name) for one in some] for some in (mine, theirs))
        notes = [f"lesson 1: {spread(ours, 's')}", f"one slider: {spread(floor, 's')}"]
        made.append(Row(number, what, median(ours) / median(floor), "x", TIMES, 1, notes))
    return made


def byte_rows(mine, theirs):
    """Rows 17 and 18: what a server with gzip sends."""
    ours, floor = (median([one.first_bytes for one in some]) / 1e6 for some in (mine, theirs))
    again = median([one.again_bytes for one in mine]) / 1e6
    return [
        Row(17, "site: bytes of a first visit, gzip, of the empty site's", ours / floor, "x", BYTES, 1,
            [f"lesson 1: {ours:.2f} MB; one slider: {floor:.2f} MB"]),
        Row(18, "site: bytes when loaded again, gzip", again, "MB", 0),
    ]
