"""Row 5: from the command to the first usable widget, beside a notebook with one slider."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from .opening import Visit, parts
from .stage import FIRST, KIT, chromium, probe
from .stage import notebook as lesson_notebook
from .table import Row, median, spread

LESSON, SLIDER = "00_start_here.ipynb", "slider.ipynb"
TOKEN = "bench"


def start_module():
    """start.py of the kit, for the command line that it uses."""
    spec = importlib.util.spec_from_file_location("start", KIT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def command(start, port, root, page):
    """As start.py says it, but on another folder and page, and with the Python that measures."""
    words = [str(word) for word in start.lab_command(port, False)]
    changed = {"--ServerApp.root_dir": root, "--LabApp.default_url": page}
    words = [f"{word.split('=')[0]}={changed.get(word.split('=')[0], word.partition('=')[2])}" if "=" in word else word
             for word in words]
    return [sys.executable, *words[1:]]


def environment(start, home):
    """As start.py gives it, with nothing of the user's own."""
    private = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    private |= {f"JUPYTERLAB_{name}_DIR": str(home / name.lower()) for name in ("SETTINGS", "WORKSPACES")}
    return start.environment(JUPYTER_TOKEN=TOKEN, IPYTHONDIR=str(home / "ipython"), **private)


def once(start, browser_context, home, name):
    """One start to the first frame of the first widget: seconds to the answer, seconds in all, and the visit."""
    port = home.port
    page_path = f"/doc/tree/notebooks/{name}"
    begun = time.time()
    server = subprocess.Popen(command(start, port, home.root, page_path), env=environment(start, home.home),
                              cwd=home.root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    page = browser_context.new_page()
    try:
        wait_for_answer(start, server, port)
        answered = time.time() - begun
        page.goto(f"http://127.0.0.1:{port}{page_path}?token={TOKEN}", wait_until="commit")
        visit = Visit(page)
        return answered, (page.evaluate("bench.epoch()") + visit.times["first frame"]) / 1000 - begun, visit
    finally:
        page.close()
        server.terminate()
        server.wait(20)


def wait_for_answer(start, server, port):
    """Until the server takes calls; looks more often than start.py does, so that the figure is not its pause."""
    import socket

    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.01)
    raise RuntimeError("JupyterLab did not start")


class Home:
    """A folder to serve, with the lessons and the slider's notebook in it, and a port of its own."""

    def __init__(self, start, folder):
        self.home, self.root = folder, folder / "root"
        self.port = start.free_port(0)
        notebooks = self.root / "notebooks"
        shutil.copytree(KIT / "notebooks", notebooks, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        nbformat.write(lesson_notebook("from ipywidgets import IntSlider\n\nIntSlider()"), notebooks / SLIDER)
        self.originals = {name: (notebooks / name).read_bytes() for name in (LESSON, SLIDER)}

    def restore(self):
        """The notebooks as they were, and no answers."""
        for name, content in self.originals.items():
            (self.root / "notebooks" / name).write_bytes(content)
        shutil.rmtree(self.root / "my-work", ignore_errors=True)


def rows(count):
    """Row 5, after one pair that does not count."""
    start, taken = start_module(), {SLIDER: [], LESSON: []}
    os.environ.pop("SECOND_SOURCE_WORK", None)
    with tempfile.TemporaryDirectory(prefix="ss-bench-", ignore_cleanup_errors=True) as folder, chromium() as browser:
        home = Home(start, Path(folder))
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_init_script(probe(start=True, first=FIRST))
        for number in range(-1, count):
            for name in (SLIDER, LESSON) if number % 2 else (LESSON, SLIDER):
                home.restore()
                figures = once(start, context, home, name)
                if number >= 0:
                    taken[name].append(figures)
    return [start_row(taken)]


def start_row(taken):
    """The ratio of the medians, and where the time went."""
    whole = {name: [figures[1] for figures in made] for name, made in taken.items()}
    notes = [f"{name}: {spread(whole[name], 's')}; server answers {median([f[0] for f in made]):.2f} s; then ms: "
             f"{parts([f[2] for f in made])}" for name, made in taken.items()]
    ratio = median(whole[LESSON]) / median(whole[SLIDER])
    return Row(5, "command to the first usable widget, of one slider", ratio, "x", 1.15, 1, notes)
