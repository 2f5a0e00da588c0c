"""Rows 1 to 3: from the end of a selection to the mark painted, stored and acknowledged."""

import json
import os
import signal
import threading
import time
from dataclasses import dataclass, field

import websocket

from .stage import FIRST, SETTING, until
from .table import Row, median, p95, spread

MARGIN = 6  # ms over the empty round trip
LENGTHS = (500, 100_000)


class Watch(threading.Thread):
    """Notes when the answers file came to hold one mark more, on the machine's clock."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.path, self.times, self.stopped = path, {}, False

    def run(self):
        """Look at the file every third of a millisecond; it is replaced whole, so a new inode is a new version."""
        seen = None
        while not self.stopped:
            try:
                status = os.stat(self.path)
            except FileNotFoundError:
                status = None
            if status and (status.st_ino, status.st_mtime_ns) != seen:
                now, seen = time.time(), (status.st_ino, status.st_mtime_ns)
                self.times.setdefault(marks_in(self.path), now)
            time.sleep(0.0003)


def marks_in(path):
    """How many marks the answers file holds."""
    return len(json.loads(path.read_text(encoding="utf-8"))["items"])


def bare_write(path):
    """How long a file of the same size takes to be written, synced and put in place there, in ms."""
    content, rough, begun = path.read_bytes(), path.with_name(".bench.part"), time.perf_counter()
    with open(rough, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(rough, path.with_name(".bench.json"))
    return 1000 * (time.perf_counter() - begun)


@dataclass
class Series:
    """What one notebook gave, in ms since the end of each gesture."""

    words: int
    painted: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    busy_fed: int = 0
    stored: list[float] = field(default_factory=list)
    fed: list[float] = field(default_factory=list)
    echo_painted: list[float] = field(default_factory=list)
    echo: list[float] = field(default_factory=list)
    echo_heard: list[float] = field(default_factory=list)
    bare_write: list[float] = field(default_factory=list)
    failed: int = 0
    survived: bool | None = None


def drag(page, share):
    """Drag over a free word with the real mouse; False if there is none."""
    box = page.evaluate("share => bench.word(share)", share)
    if not box:
        return False
    left, middle, right = box
    page.wait_for_timeout(50)
    page.evaluate("bench.expectMark()")
    page.mouse.move(left, middle)
    page.mouse.down()
    page.mouse.move(right, middle, steps=3)
    page.mouse.up()
    return True


def echo(page):
    """Drag over words of the echo's box, as over words of the article; its act.

    The same gesture, because the browser paints the selection as it grows, and the next frame after a painted one
    comes later than the first after a rest.
    """
    page.locator(".bench-echo").scroll_into_view_if_needed()
    box = page.locator(".bench-echo").bounding_box()
    page.wait_for_timeout(50)
    page.evaluate("bench.expectEcho()")
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 20, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, middle, steps=3)
    page.mouse.up()
    act = page.evaluate("bench.done")
    return act | {"at": float(page.locator(".bench-echo").get_attribute("data-at"))}


class Notebook:
    """One open notebook with an echo and an annotator, and what was measured in it."""

    def __init__(self, stage, words):
        stage.write_text(words)
        name = stage.write(f"marks-{words}.ipynb", SETTING, "scene.Echo()", f"scene.annotator({words})")
        self.opened = stage.open(name, first=FIRST).goto("doc").run_all(".ss-text .ss-p", timeout=60)
        self.page, self.series = self.opened.page, Series(words)
        self.page.locator(".bench-echo").wait_for()
        self.page.locator(".ss-bar-status", has_text="Ready").wait_for()
        self.page.wait_for_timeout(1000)
        self.page.locator(".ss-pen").first.click()
        self.watch = Watch(stage.desk.work / f"bench-{words}.json")
        self.watch.start()
        self.epoch = self.page.evaluate("bench.epoch()")

    def mark(self, share):
        """One mark, waited for until it is acknowledged; its times go into the series."""
        before = marks_in(self.watch.path)
        act = self.page.evaluate("bench.done") if drag(self.page, share) else {}
        if not act.get("fed"):
            self.series.failed += 1
            return
        stored = until(lambda: self.watch.times.get(before + 1), "the watch saw the file") * 1000 - self.epoch
        self.series.painted.append(act["painted"] - act["up"])
        self.series.fed.append(act["fed"] - act["up"])
        self.series.stored.append(stored - act["up"])

    def ping(self):
        """One echo; its times go into the series."""
        act = echo(self.page)
        self.series.echo_painted.append(act["painted"] - act["up"])
        self.series.echo.append(act["fed"] - act["up"])
        self.series.echo_heard.append(act["at"] - self.epoch - act["up"])
        self.series.bare_write.append(bare_write(self.watch.path))

    def interleaved(self, count):
        """`count` marks and as many echoes in turn, after three of each that do not count."""
        for number in range(-3, count):
            self.mark((number + 3) / (count + 3))
            self.page.wait_for_timeout(300)
            self.ping()
            self.page.wait_for_timeout(100)
            if number == -1:
                self.series = Series(self.series.words)

    def survive(self):
        """Make one more mark, and kill the kernel as soon as the line says that it is saved."""
        before, victim = marks_in(self.watch.path), self.opened.kernel_pid()
        drag(self.page, 0.5)
        act = self.page.evaluate("bench.done")
        os.kill(victim, signal.SIGKILL)
        self.series.survived = bool(act.get("fed")) and marks_in(self.watch.path) == before + 1

    def while_busy(self, count):
        """`count` marks while the kernel sleeps in another cell."""
        occupy(self.opened, 3 * count)
        for number in range(count):
            if drag(self.page, number / count):
                self.page.wait_for_function("() => bench.act.painted", polling=20)
                act = self.page.evaluate("bench.act")
                self.series.busy.append(act["painted"] - act["up"])
            self.page.wait_for_timeout(300)
            self.series.busy_fed += bool(self.page.evaluate("bench.act.fed"))
        self.opened.server.api("POST", f"kernels/{self.opened.kernel()}/interrupt")
        self.page.locator(".ss-saved[data-state=saved]").wait_for()

    def close(self):
        """Leave the notebook and its kernel."""
        self.watch.stopped = True
        self.opened.close()


def occupy(opened, seconds):
    """Have the kernel sleep, as a cell of the same notebook would, and return at once."""
    server = opened.server
    address = f"ws://127.0.0.1:{server.port}/api/kernels/{opened.kernel()}/channels?token={server.token}"
    header = {"msg_id": "busy", "msg_type": "execute_request", "session": "bench", "username": "", "version": "5.3"}
    content = {"code": f"import time; time.sleep({seconds})", "silent": False, "store_history": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    channel = websocket.create_connection(address, timeout=10)
    channel.send(json.dumps(message))
    while json.loads(channel.recv())["msg_type"] != "execute_input":
        pass
    channel.close()


def measure(stage, count):
    """All series, one a length of text."""
    made = []
    for words in LENGTHS:
        notebook = Notebook(stage, words)
        notebook.interleaved(count)
        if words == LENGTHS[0]:
            notebook.while_busy(max(10, count // 2))
            notebook.survive()
        notebook.close()
        made.append(notebook.series)
    return made


def rows(stage, count, wanted):
    """The rows among 1, 2 and 3 that are wanted."""
    short, long = measure(stage, count)
    made = [row for series in (short, long) for row in feedback_rows(series)]
    made += painted_rows(short, long)
    made += stored_rows(short, long)
    return [row for row in made if row.number in wanted]


def feedback_rows(series):
    """Row 1 for one length of text."""
    floor = median(series.echo)
    note = [f"marks: {spread(series.fed, 'ms')}; echo: {spread(series.echo, 'ms')}"]
    if series.failed:
        note.append(f"{series.failed} drags made no mark")
    what = f"mark to feedback drawn, {series.words:,} words (floor: echo)"
    return [Row(1, what, median(series.fed), "ms", floor and floor + MARGIN, floor, note)]


def painted_rows(short, long):
    """Row 2: idle, busy and long."""
    floor, floor_high = median(short.echo_painted), p95(short.echo_painted)
    made = []
    for name, values in (("kernel idle", short.painted), ("kernel busy", short.busy)):
        made.append(Row(2, f"mark painted, {name}, median (floor: one word)", median(values), "ms", 24, floor))
        made.append(Row(2, f"mark painted, {name}, p95", p95(values), "ms", 52, floor_high, [spread(values, "ms")]))
    made[-1].notes.append(f"{short.busy_fed} of {len(short.busy)} acknowledged within 0.3 s, the kernel being busy")
    what = f"mark painted, {long.words:,} words, median"
    made.append(Row(2, what, median(long.painted), "ms", 53, median(long.echo_painted), [spread(long.painted, "ms")]))
    return made


def stored_rows(short, long):
    """Row 3: median, p95, the long text for information, and the kill."""
    kept = {True: "kept", False: "LOST", None: "not tried"}[short.survived]
    least = [heard + write for heard, write in zip(short.echo_heard, short.bare_write, strict=True)]
    parts = [spread(short.stored, "ms"), f"echo heard by the kernel: {spread(short.echo_heard, 'ms')}",
             f"bare write, sync, rename of the same file: {spread(short.bare_write, 'ms')}"]
    return [
        Row(3, "mark on disk, median (floor: echo heard + bare write)", median(short.stored), "ms", 22, median(least)),
        Row(3, "mark on disk, p95", p95(short.stored), "ms", 35, p95(least), parts),
        Row(3, f"mark on disk, {long.words:,} words, median", median(long.stored), "ms", None, None,
            [spread(long.stored, "ms")]),
        Row(3, f"marks lost by SIGKILL at “Saved” ({kept})", float(not short.survived), "", 0),
    ]
