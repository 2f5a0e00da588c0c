"""A reader at the annotator: where the words are on the screen, what can be done to them, and what stands on disk."""

import json
import re
import warnings
from dataclasses import dataclass

from lab import until
from playwright.sync_api import expect

from lessons.annotation import Annotation
from lessons.library import open_article
from lessons.workbook import open_workbook

TITLES = {
    "mill-street": "The library on Mill Street",
    "hotnews": "Cluster munitions and the Pentagon",
    "dallas-express": "Cluster bombs in use in Ukraine",
}

# Brings the words into view and answers where they begin and end on the screen. Paragraphs out of sight have no
# height of their own yet, so it looks again until nothing moves.
SPOT = """async (text, [quote, nth]) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const whole = text.textContent;
  let at = -1;
  for (let i = 0; i <= nth; i += 1) {
    at = whole.indexOf(quote, at + 1);
    if (at < 0) throw new Error(`not in the article: ${quote}`);
  }
  const place = (unit, last) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    let left = unit, node;
    while ((node = walker.nextNode())) {
      if (left < node.data.length || (last && left === node.data.length)) return [node, left];
      left -= node.data.length;
    }
  };
  const box = (from, to) => {
    const range = document.createRange();
    range.setStart(...place(from, false));
    range.setEnd(...place(to, true));
    const boxes = [...range.getClientRects()].filter((one) => one.width > 0);
    const block = range.startContainer.parentElement.closest(".ss-p");
    return { boxes, rtl: getComputedStyle(block).direction === "rtl" };
  };
  const size = (unit, step) => {  // one character as the eye sees it
    const pieces = [...new Intl.Segmenter("en").segment(whole.slice(at, at + quote.length))];
    return step > 0 ? at + (pieces[1]?.index ?? quote.length) : at + pieces.at(-1).index;
  };
  let page = text.parentElement;
  while (page.parentElement && !(/auto|scroll/.test(getComputedStyle(page).overflowY) && page.scrollHeight > page.clientHeight + 5)) page = page.parentElement;
  let before = "";
  for (let round = 0; round < 30; round += 1) {
    place(at, false)[0].parentElement.scrollIntoView({ block: "nearest" });
    const top = box(at, size(at, 1)).boxes[0].top - text.getBoundingClientRect().top;
    if (top < 40 || top > 110) text.scrollTop += top - 70;
    const [lead, tail] = [box(at, size(at, 1)).boxes[0].top, box(size(at, -1), at + quote.length).boxes.at(-1).bottom];
    const frameOf = page.getBoundingClientRect();
    if (lead < frameOf.top + 60 || tail > frameOf.bottom - 60) page.scrollTop += lead - frameOf.top - frameOf.height * 0.3;
    await frame();
    const start = box(at, size(at, 1));
    const end = box(size(at, -1), at + quote.length);
    const a = start.boxes[0], b = end.boxes.at(-1);
    const spots = [[start.rtl ? a.right - 1 : a.left + 1, (a.top + a.bottom) / 2],
                   [end.rtl ? b.left + 1 : b.right - 1, (b.top + b.bottom) / 2]];
    const now = JSON.stringify(spots);
    if (now === before) {
      const above = document.elementFromPoint(...spots[0]);
      if (!text.contains(above)) throw new Error(`${above?.className} lies over: ${quote}`);
      return spots;
    }
    before = now;
  }
  throw new Error(`the page does not come to rest at: ${quote}`);
}"""

MARKS = """text => {
  const marks = new Map();
  for (const node of text.querySelectorAll(".ss-mark")) {
    const mark = marks.get(node.dataset.row) ?? { id: node.dataset.row, label: node.dataset.label, words: "",
      status: node.dataset.status ?? "", spoken: node.getAttribute("aria-roledescription") };
    mark.words += node.textContent;
    marks.set(mark.id, mark);
  }
  return [...marks.values()];
}"""


@dataclass(frozen=True)
class Saved:
    """A mark as the file has it, read from the W3C form and not by the kit's own reader."""

    id: str
    article: str
    label: str
    words: str
    start: int
    end: int
    kinds: tuple
    note: str
    link: str


def _saved(data):
    def bodies(purpose):
        return [str(b.get("value") or b.get("source")) for b in data["body"] if b["purpose"] == purpose]

    position, quote = data["target"]["selector"]
    return Saved(
        data["id"], data["target"]["source"], bodies("tagging")[0], quote["exact"], position["start"], position["end"],
        tuple(bodies("classifying")), "".join(bodies("commenting")), "".join(bodies("linking")),
    )


def answers(desk, lesson):
    """The lesson's file as JSON, or None."""
    path = desk.work / f"{lesson}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def marks_on_disk(desk, lesson, article=None):
    page = answers(desk, lesson)
    found = [_saved(item) for item in page["items"]] if page else []
    return [one for one in found if article in (None, one.article)]


def words_on_disk(desk, lesson, article=None):
    return [(one.label, one.words) for one in marks_on_disk(desk, lesson, article)]


class Annotator:
    """One annotator on the page: the n-th view of an article, given by its id or its title."""

    def __init__(self, opened, article, lesson=None, nth=0):
        self.opened, self.page, self.article, self.lesson = opened, opened.page, article, lesson
        name = f"Marking: {TITLES.get(article, article)}"
        self.root = self.page.locator(f'.ss-root[aria-label="{name}"]').nth(nth)
        self.text = self.root.locator(".ss-text")
        self.sentences = self.root.locator(".ss-sentences")
        self.list = self.root.locator(".ss-list")
        self.rows = self.root.locator(".ss-row")
        self.panel = self.root.locator(".ss-panel")
        self.status = self.root.locator(".ss-status")
        self.saved_line = self.root.locator(".ss-saved")
        self.banner = self.root.locator(".ss-banner")
        self.summary = self.root.locator(".ss-summary")

    def wait(self):
        self.root.wait_for(state="attached")
        return self

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    # Where.

    def spot(self, quote, nth=0):
        """The two points on the screen where the words begin and end."""
        return self.text.evaluate(SPOT, [quote, nth])

    def middle(self, quote, nth=0):
        """A point on the first line of the words."""
        (x, y), (last, bottom) = self.spot(quote, nth)
        return ((x + last) / 2, y) if abs(bottom - y) < 10 else (x + 20, y)

    # With a mouse.

    def drag(self, quote, nth=0, backwards=False):
        start, end = self.spot(quote, nth)
        self.drag_points(*((end, start) if backwards else (start, end)))

    def drag_points(self, start, end):
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
        self.page.mouse.move(*end, steps=3)
        self.page.mouse.up()

    def click(self, quote, nth=0, count=1):
        self.page.mouse.click(*self.middle(quote, nth), click_count=count)

    def mark(self, label, quote, nth=0):
        """Selects the words with the mouse and presses the label's button."""
        self.drag(quote, nth)
        self.button(label).click()

    def kind(self, question, name):
        group = self.panel.get_by_role("group", name=question)
        group.get_by_role("radio", name=re.compile(f"^{re.escape(name)}(\\W|$)")).check()

    def edge(self, name, word):
        """Makes the current mark exact: its “First word” or “Last word”, from under “Exact words”."""
        if not self.panel.locator("details").get_attribute("open") == "":
            self.panel.locator("summary").click()
        self.panel.get_by_label(name).select_option(label=word)

    # With a finger.

    def tap(self, quote, nth=0):
        self.page.touchscreen.tap(*self.middle(quote, nth))

    # With the keys.

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    # What is there.

    def marks(self):
        """The marks in the text as drawn, in reading order."""
        return self.text.evaluate(MARKS)

    def words(self):
        return [(mark["label"], mark["words"]) for mark in self.marks()]

    def selected(self):
        return self.page.evaluate("String(document.getSelection())")

    def told(self, what):
        """Waits for the message that the last act gives to a screen reader."""
        expect(self.status).to_contain_text(what)

    def settled(self):
        """Waits until the line says Saved; then the file must hold what is drawn."""
        expect(self.saved_line).to_have_attribute("data-state", "saved")
        expect(self.saved_line).to_have_text(re.compile(r"^Saved \d"))
        if self.lesson:
            # On a crowded machine the file may be ahead: a change is sent before the frame that draws it and its line.
            until(lambda: self._stored() == self._drawn(), "what is drawn is what the file holds", timeout=2)
        return self

    def _drawn(self):
        return sorted((mark["id"], mark["label"], mark["words"]) for mark in self.marks())

    def _stored(self):
        return sorted((one.id, one.label, one.words) for one in marks_on_disk(self.opened.desk, self.lesson, self.article))

    # Steps every lesson has.

    def commit(self):
        self.root.get_by_role("button", name=re.compile("^Commit (and|my)")).click()
        self.button("Commit").click()
        expect(self.root).to_have_attribute("data-mode", "review")

    def reopen(self):
        self.button("Change my answers").click()
        expect(self.root).to_have_attribute("data-mode", "mark")

    def statuses(self):
        return self.rows.evaluate_all("rows => rows.map((row) => row.dataset.status)")


def ready(opened):
    """Waits until the whole lesson has run; the first picture of all is slow to come.

    Should the engine not answer, which a crowded machine brings about once in thousands of starts, this does what the
    page then tells a reader to do, and the run's warnings tell of it.
    """
    try:
        expect(opened.status).to_have_text(re.compile(r"^(Ready\.|This takes longer)"), timeout=60_000)
        if opened.status.text_content() != "Ready.":
            warnings.warn(f"A lesson did not start at once.\n{opened.story()}", stacklevel=2)
            opened.bar.get_by_role("button", name="Restart (marks stay)").click()
        expect(opened.status).to_have_text("Ready.", timeout=60_000)
    except AssertionError as error:
        error.add_note(opened.story())
        raise
    return opened


def latest(opened):
    """Have every table and picture show the marks of now."""
    parts = opened.page.locator(".ss-live")
    for part in parts.all():
        part.get_by_role("button", name="Show my latest marks").click()
        expect(part.get_by_role("status")).to_have_text("Up to date.")
    return parts.count()


def has_focus(locator):
    return locator.evaluate("node => node === document.activeElement || node.contains(document.activeElement)")


def cells(opened):
    """What a key gone astray would change: the kinds and texts of the cells, and how many runs the kernel has seen."""
    shown = opened.page.evaluate(
        """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map((cell) =>
            [cell.className.match(/jp-(Code|Markdown|Raw)Cell/)?.[1], cell.classList.contains("jp-mod-selected"),
             cell.querySelector(".jp-Cell-inputArea")?.textContent ?? "", cell.querySelectorAll(".ss-root").length])"""
    )
    return shown, opened.ev("get_ipython().execution_count")


def on_disk(opened, *wanted, lesson, article=None):
    """Waits until the file holds exactly these (label, words)."""
    want = sorted(wanted)
    until(lambda: sorted(words_on_disk(opened.desk, lesson, article)) == want,
          f"the file holds {want}, and has {words_on_disk(opened.desk, lesson, article)}")


def leave_marks(desk, lesson, article, *marks):
    """Puts marks into the reader's file before the lesson is opened: (label, words, kinds)."""
    text = open_article(article).text
    items = [
        Annotation(text.index(words), text.index(words) + len(words), id=f"{article}-{number}", label=label, article=article,
                   kinds=tuple(kinds), created="2026-11-22T10:00:00.000Z", modified="2026-11-22T10:00:00.000Z")
        for number, (label, words, kinds) in enumerate(marks)
    ]
    open_workbook(lesson, desk.work).change(items)
