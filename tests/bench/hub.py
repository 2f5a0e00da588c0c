"""Rows 11 to 14: what a reader costs on a JupyterHub and how long they wait, beside readers with a slider.

Three kinds of reader come in turn, so that each has the same company: with lesson 1, marked and drawn; with a slider in
the lesson's place, and pandas and matplotlib used as the lesson uses them; with nothing but a slider.
"""

import tempfile
from pathlib import Path

import nbformat
import psutil

from ..hub.hub import Hub
from ..hub.parts import proxy
from ..hub.seat import LESSON, Seat, latest
from .kernel import pss
from .stage import FIRST, chromium, notebook, probe
from .table import Row, median, shown, spread

SLIDER = "import ipywidgets\n\nipywidgets.IntSlider()"
TABLE = "import pandas\n\npandas.DataFrame({'words': ['Reuters'], 'named': ['yes']})"
PICTURE = "import matplotlib.pyplot as plt\n\nplt.barh(['named', 'vague'], [2, 1])"
WHOLE, DRAWN, BARE = "lesson 1", "a slider, a table and a picture", "a slider"
MADE = {DRAWN: [SLIDER, TABLE, PICTURE], BARE: [SLIDER]}
KINDS = {WHOLE: f"notebooks/{LESSON}.ipynb", DRAWN: "drawn.ipynb", BARE: "bare.ipynb"}
MEMORY = 1.05


class Reader:
    """One reader who has come, and what is known of them, in seconds and MB."""

    def __init__(self, hub, browser, kind, number):
        self.kind, self.name = kind, f"{KINDS[kind].rpartition('/')[2].partition('.')[0]}-{number}"
        self.seat = Seat(hub, browser, self.name, KINDS[kind], probe(start=True, first=FIRST)).log_in()
        page = self.seat.page
        page.wait_for_function("() => window.bench?.first", polling=50)
        self.seconds = page.evaluate("(bench.epoch() + bench.first) / 1000") - self.seat.pressed
        page.locator(".ss-bar-status", has_text="Ready").wait_for()
        if kind == WHOLE:
            self.seat.mark("Reuters", "It is named.")
            latest(self.seat)
        self.hub = hub

    def weigh(self):
        """Server and kernels apart, and the processor's seconds so far."""
        kernels = [one for one in self.hub.processes(self.name) if "ipykernel" in " ".join(one.cmdline())]
        servers = [one for one in self.hub.processes(self.name) if one not in kernels]
        self.server, self.kernel = (sum(pss(one.pid) for one in some) for some in (servers, kernels))
        self.processor = sum(sum(one.cpu_times()) for one in servers + kernels)
        return self

    @property
    def memory(self):
        return self.server + self.kernel


def rows(count):
    """Rows 11 to 14, from `count` readers of each kind, after one of each who does not count."""
    with tempfile.TemporaryDirectory(prefix="ss-bench-", ignore_cleanup_errors=True) as home, chromium() as browser:
        hub = Hub(Path(home) / "hub", proxy(), [written(Path(home), kind) for kind in MADE])
        try:
            hub.start()
            readers = come(hub, browser, count)
            own = own_weight(hub)
        finally:
            hub.stop()
    return memory_rows(readers) + wait_rows(readers) + room_rows(readers) + [own]


def written(folder, kind):
    """The path of a notebook made for one kind of reader."""
    path = folder / KINDS[kind]
    nbformat.write(notebook(*MADE[kind]), path)
    return path


def come(hub, browser, count):
    """The readers by their kind, all still there when they are weighed."""
    kinds, readers = list(KINDS), {kind: [] for kind in KINDS}
    for number in range(count + 1):
        kinds = kinds[1:] + kinds[:1]  # another one first every time
        for kind in kinds:
            readers[kind].append(Reader(hub, browser, kind, number))
    for some in readers.values():
        some.pop(0)  # it came to cold files
    return {kind: [reader.weigh() for reader in some] for kind, some in readers.items()}


def middle(readers, kind, what):
    return median([getattr(reader, what) for reader in readers[kind]])


def memory_rows(readers):
    """Row 11: the target, beside a reader with the same libraries in use; then beside one with a slider alone."""
    notes = [f"{kind}: {spread([reader.memory for reader in some], 'MB')}; of it the server "
             f"{shown(middle(readers, kind, 'server'), 'MB')}" for kind, some in readers.items()]
    ratios = {kind: middle(readers, WHOLE, "memory") / middle(readers, kind, "memory") for kind in (DRAWN, BARE)}
    return [
        Row(11, "hub memory (PSS) per reader, of the same with a slider", ratios[DRAWN], "x", MEMORY, 1, notes),
        Row(11, "the same, of a notebook with nothing but a slider", ratios[BARE], "x", None, 1),
    ]


def wait_rows(readers):
    """Row 12, for information: one reader at a time, on a machine that has nothing else to do."""
    notes = [f"{kind}: {spread([reader.seconds for reader in some], 's')}; the processor's seconds "
             f"{shown(middle(readers, kind, 'processor'), 's')}" for kind, some in readers.items()]
    times = [middle(readers, kind, "seconds") for kind in (WHOLE, BARE)]
    return [Row(12, "log-in pressed to the first widget (floor: one slider)", times[0], "s", None, times[1], notes)]


def room_rows(readers):
    """Row 13, for information: nothing kept back, one notebook open for each."""
    room = [1024 / middle(readers, kind, "memory") for kind in (WHOLE, BARE)]
    return [Row(13, "readers in a GiB (floor: one slider)", room[0], "/GiB", None, room[1])]


def own_weight(hub):
    """Row 14: the hub and its proxy, once for everybody."""
    hub_alone = pss(hub.process.pid)
    proxies = [one for one in psutil.Process(hub.process.pid).children() if "configurable-http-proxy" in " ".join(one.cmdline())]
    both = hub_alone + sum(pss(one.pid) for one in proxies)
    return Row(14, "the hub itself, once", both, "MB", None, None, [f"of it the proxy {shown(both - hub_alone, 'MB')}"])
