"""Rows 4 and 8: opening a notebook that was open before, and an article of 100,000 words, to the first frame."""

from .stage import FIRST, SETTING, until
from .table import Row, median, spread

LESSON = "01_who_says_so.ipynb"
LONG = 100_000
PEER = 1.07  # of one slider's reload; see reload_rows
PLAIN, MARKED = "plain.ipynb", "marked.ipynb"
# What a page notes while it opens (see probe.js), in the order in which it is told.
STEPS = ["notebook shown", "start button", "socket open", "sent execute_request", "got comm_open",
         "first widget in the page", "first frame"]


class Visit:
    """One loading of a page whose probe presses Start, and when its steps came (ms since navigation began)."""

    def __init__(self, page):
        page.wait_for_function("() => window.bench?.first", polling=50, timeout=60_000)
        noted = page.evaluate("bench.timeline")
        self.times = {"first frame": page.evaluate("bench.first")}
        for what, time in noted:
            if what != "socket open" or what not in self.times:
                self.times.setdefault(what, time)
        self.noted = noted
        sent = self.times["sent execute_request"]
        self.times["got comm_open"] = next((t for what, t in noted if what == "got comm_open" and t > sent), sent)

    @property
    def run(self):
        """From the request to run the first cell to the first frame."""
        return self.times["first frame"] - self.times["sent execute_request"]


def revisit(opened, original, path):
    """Open the page once more, its kernel running and no output in its file."""
    path.write_bytes(original)
    opened.page.goto(opened.address, wait_until="commit")
    return Visit(opened.page)


def open_first(stage, name):
    """A page that has been opened once, with its kernel; the file as it was before; the file's path."""
    path = stage.desk.notebooks / name
    original = path.read_bytes()
    opened = stage.open(name, start=True, first=FIRST)
    opened.address = f"{stage.server.url}/doc/tree/{opened.path}?token={stage.server.token}"
    opened.page.goto(opened.address, wait_until="commit")
    Visit(opened.page)
    return opened, original, path


def parts(visits):
    """The median of every step, in words."""
    known = [step for step in STEPS if all(step in visit.times for visit in visits)]
    middles = [(step, median([visit.times[step] for visit in visits])) for step in known]
    return "; ".join(f"{step} {time:,.0f}" for step, time in sorted(middles, key=lambda pair: pair[1]))


def rows(stage, count, wanted):
    """The rows among 4 and 8 that are wanted."""
    made = []
    if 4 in wanted:
        made += reload_rows(stage, count)
    if 8 in wanted:
        made.append(long_row(stage, max(3, count // 2)))
    return made


def reload_rows(stage, count):
    """Row 4: a notebook with nothing but the annotator, as the peer was measured; its floor is one with a slider.

    Nearly all of it is JupyterLab's own loading, which no widget can shorten: read the figure beside its floor. The
    seconds of the target are those of the nearest peer, ipyannotations 0.5.1, on another day; measured in turn with
    both notebooks (n=8 each), it took 1.07 of the floor.
    """
    alone = stage.write("alone.ipynb", 'import lessons\n\nlessons.open_lesson("01_who_says_so").mark("hotnews")')
    slider = stage.write("slider.ipynb", "import ipywidgets\n\nipywidgets.IntSlider()")
    pages = {name: open_first(stage, name) for name in (slider, alone, LESSON)}
    visits = {name: [] for name in pages}
    marked = set()
    for turn in range(count):  # in turn: a machine that slows down does so for all three
        for name, (opened, original, path) in pages.items():
            until(lambda opened=opened: idle(opened), "the kernel is idle", 60)
            visits[name].append(revisit(opened, original, path))
            if name != slider and turn == count - 1 and can_mark(opened.page):
                marked.add(name)
            opened.page.goto("about:blank")
    times, notes = {}, {}
    for name, made in visits.items():
        times[name] = [visit.times["first frame"] / 1000 for visit in made]
        notes[name] = [f"{name}: {spread(times[name], 's')}; ms: {parts(made)}"]
        if name not in marked | {slider}:
            notes[name].append("but no mark could be made")
        pages[name][0].close()
    floor, figure = median(times[slider]), median(times[alone])
    return [
        Row(4, "reload to the next mark, one cell (floor: one slider)", figure, "s", 1.3, floor, notes[slider] + notes[alone]),
        Row(4, "the same, of the floor (limit: the nearest peer)", figure / floor, "x", PEER, 1),
        Row(4, "reload to the next mark, a whole lesson", median(times[LESSON]), "s", None, floor, notes[LESSON]),
    ]


def idle(opened):
    """Whether the kernel has run all its cells."""
    return opened.server.api("GET", f"kernels/{opened.kernel()}")["execution_state"] == "idle"


def can_mark(page):
    """Whether a drag makes a mark, on the page as it is."""
    from .marking import drag

    page.locator(".ss-pen").first.wait_for()
    if not page.locator(".ss-pen[aria-pressed=true]").count():
        page.locator(".ss-pen").first.click()
    return drag(page, 0.3) and bool(page.evaluate("bench.done").get("painted"))


def long_row(stage, count):
    """Row 8: the annotator and the plain widget in turn, each in a page opened afresh with its kernel running."""
    stage.write_text(LONG)
    pages = {}
    for name, make in ((PLAIN, "plain"), (MARKED, "annotator")):
        stage.write(name, f"{SETTING}\nscene.alone(scene.{make}, {LONG})")
        pages[name] = open_first(stage, name)
    visits = {PLAIN: [], MARKED: []}
    for _ in range(count):
        for name, made in visits.items():
            made.append(revisit(*pages[name]))
            pages[name][0].page.goto("about:blank")
    for opened, _, _ in pages.values():
        opened.close()
    times = {name: [visit.run for visit in made] for name, made in visits.items()}
    floor, figure = median(times[PLAIN]), median(times[MARKED])
    notes = [f"{name}: {spread(times[name], 'ms')}; ms: {parts(made)}" for name, made in visits.items()]
    return Row(8, f"{LONG:,} words to the first frame, of a plain HTML widget", figure / floor, "x", 1.5, 1, notes)
