"""Rows 6 and 7: what a kernel with a lesson open weighs, and what `import lessons` costs in it."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.manager import KernelManager

from .stage import KIT
from .table import Row, median, shown, spread

SLIDER = "import ipywidgets\nipywidgets.IntSlider()"
LESSON = 'import lessons\nlesson = lessons.open_lesson("01_who_says_so")\nlesson.mark("hotnews")'
IMPORT = """import ipywidgets, time
begun = time.perf_counter()
import lessons
imported = time.perf_counter()
lesson = lessons.open_lesson("01_who_says_so")
opened = time.perf_counter()
lesson.mark("hotnews")
shown = time.perf_counter()
"""
TIMES = "[round(1000 * t, 3) for t in (imported - begun, opened - imported, shown - opened)]"


@contextmanager
def kernel(folder):
    """A kernel in a folder of its own with the notebooks in it; gives a function that runs code and one for its pid."""
    shutil.copytree(KIT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SECOND_SOURCE")}
    running = KernelManager(kernel_cmd=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"])
    running.start_kernel(cwd=str(folder / "notebooks"), env=kept | {"IPYTHONDIR": str(folder / "ipython")},
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = running.client()
    client.start_channels()
    try:
        client.wait_for_ready(60)
        yield lambda source, asked="None": run(client, source, asked), running.provisioner.process.pid
    finally:
        client.stop_channels()
        running.shutdown_kernel(now=True)


def run(client, source, asked):
    """Run a cell to its end; the value of `asked` afterwards, as text."""
    reply = client.execute(source, user_expressions={"asked": asked}, reply=True, timeout=60)["content"]
    if reply["status"] != "ok":
        raise RuntimeError(f"{reply['ename']}: {reply['evalue']}")
    return reply["user_expressions"]["asked"]["data"]["text/plain"]


def pss(pid):
    """The proportional set size of a process in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no Pss")


def weigh(folder):
    """The weights of a kernel with a slider and of one with a lesson, both running, so that they share alike."""
    (folder / "a").mkdir()
    (folder / "b").mkdir()
    with kernel(folder / "a") as (slide, slider), kernel(folder / "b") as (teach, lesson):
        slide(SLIDER)
        teach(LESSON)
        return pss(slider), pss(lesson)


def import_times(folder):
    """ms for `import lessons`, for opening a lesson and for showing the first article, in a fresh kernel."""
    folder.mkdir()
    with kernel(folder) as (run_in, _):
        return [float(part) for part in run_in(IMPORT, TIMES).strip("[]").split(",")]


def rows(wanted, count):
    """The rows among 6 and 7 that are wanted."""
    made = []
    with tempfile.TemporaryDirectory(prefix="ss-bench-", ignore_cleanup_errors=True) as home:
        if 6 in wanted and sys.platform == "linux":
            pairs = [weigh(made_folder(home, "weigh", number)) for number in range(count)]
            made.append(weight_row(*zip(*pairs, strict=True)))
        if 7 in wanted:
            made.append(import_row([import_times(Path(home) / f"import-{n}") for n in range(count)]))
    return made


def made_folder(home, name, number):
    """A new folder in `home`."""
    folder = Path(home) / f"{name}-{number}"
    folder.mkdir()
    return folder


def weight_row(sliders, lessons):
    """Row 6."""
    notes = [f"slider: {spread(sliders, 'MB')}", f"lesson: {spread(lessons, 'MB')}"]
    return Row(6, "kernel memory (PSS), of one with ipywidgets and a slider", median(lessons) / median(sliders), "x",
               1.1, 1, notes)


def import_row(times):
    """Row 7."""
    imported, opened, made = ([row[i] for row in times] for i in range(3))
    notes = [f"import: {spread(imported, 'ms')}",
             f"then open_lesson {shown(median(opened), 'ms')}, then mark {shown(median(made), 'ms')} (medians)"]
    return Row(7, "`import lessons`, ipywidgets imported", median(imported), "ms", 20, None, notes)
