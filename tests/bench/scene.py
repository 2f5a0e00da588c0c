"""What the measured notebooks show. Imported by their kernels, from this folder."""

import html
import time
from pathlib import Path

import anywidget
import ipywidgets

from lessons.exercise import Exercise, Step
from lessons.library import article_from_text
from lessons.workbook import Workbook, open_workbook

LABELS = ("source", "quotation", "claim")


class Echo(anywidget.AnyWidget):
    """The least that goes to the kernel and back: the end of a drag, and the answer drawn."""

    _esm = """
    export default { render({ model, el }) {
      const box = document.createElement("div");
      box.className = "bench-echo";
      const line = document.createElement("span");
      box.textContent = "The words that are dragged over, and the answer: ";
      box.append(line);
      box.style.padding = "1em";
      const show = (state) => { box.dataset.state = state; line.textContent = state; };
      box.addEventListener("mouseup", () => { show("sent"); model.send({ type: "echo" }); });
      model.on("msg:custom", (message) => { box.dataset.at = message.at; show("heard"); });
      el.append(box);
    } };
    """

    def __init__(self):
        super().__init__()
        self.on_msg(lambda *_: self.send({"at": 1000 * time.time()}))


def article(words):
    """The article of that many words that `stage.write_text` put beside the notebook; split into sentences."""
    made = article_from_text(f"bench-{words}", Path(f"text-{words}.txt").read_text(encoding="utf-8"))
    assert made.sentences
    return made


def annotator(words):
    """An exercise without a key on `article(words)`, with a workbook on disk, as a lesson makes it."""
    made = article(words)
    book: Workbook = open_workbook(f"bench-{words}", find_article=lambda _: made)
    return Exercise(Step(made.id, made.id, LABELS, (), key=False), book, None, {}).widget


def plain(words):
    """The same text in the plainest widget there is: paragraphs of HTML."""
    text = Path(f"text-{words}.txt").read_text(encoding="utf-8")
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))
    return ipywidgets.HTML(f'<div class="bench-plain">{paragraphs}</div>')


def alone(make, *given):
    """What `make(*given)` gives, after closing every widget that earlier runs of the cell have left."""
    ipywidgets.Widget.close_all()
    return make(*given)
