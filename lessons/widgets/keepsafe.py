"""Keep everything: download all answers as one file, and bring them back."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..backup import BACKUP_TYPE, is_lesson_name, pack, saved_files, unpack
from ..errors import ArticleError, LessonError, listed
from ..library import open_article
from ..places import content_folder, keeping, work_folder
from ..webannotation import parse_json, read_page
from ..workbook import from_page, open_workbook
from .annotator import mark_from_wire
from .joined import joined

_HERE = Path(__file__).parent


class KeepSafe(anywidget.AnyWidget):
    """Two buttons: download everything, restore from a file. ``restored`` is called after work was brought back.

    ``titles`` names the lessons by their ids; a lesson without a title there is named by its file.

    Restoring merges: what is here stays, and a mark that both have keeps its latest form.
    """

    _esm = joined("keepsafe.js")
    _css = _HERE / "keepsafe.css"
    words = traitlets.Dict().tag(sync=True)
    folder = traitlets.Unicode().tag(sync=True)
    rows = traitlets.List().tag(sync=True)

    def __init__(self, restored: Callable[[], None] = lambda: None, titles: Mapping[str, str] | None = None) -> None:
        words = tomllib.loads((content_folder() / "keepsafe.toml").read_text(encoding="utf-8"))
        words["explain"] = words.pop("explain_in")[keeping()]
        super().__init__(words=words, folder=work_folder().name)
        self._restored, self._titles = restored, titles or {}
        self.on_msg(self._heard)
        self.count()

    def count(self) -> None:
        """Count again what is saved, lesson by lesson."""
        self.rows = [row for row in map(self._row, saved_files(work_folder())) if row]

    def _row(self, path: Path) -> str:
        try:
            page = read_page(path)
            book = from_page(page, path, str(page.get("ss:lesson") or ""))
            # A lesson that was opened and not yet marked has a file too, and nothing in it to be told of.
            count = len(book.items) + len(book.absent)
            if not count:
                return ""
            return _counted(self.words["row"], count, lesson=self._titles.get(book.lesson, path.stem))
        except LessonError:
            return self.words["row_problem"].format(file=path.name)

    def _heard(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict):
            return
        if content.get("type") == "pack":
            self.send({"type": "packed", "text": pack()})
            self.count()
        elif content.get("type") == "count":
            self.count()
        elif content.get("type") == "unpack":
            self.send({"type": "said", "text": self.bring_back(str(content.get("text", "")))})

    def bring_back(self, text: str) -> str:
        """Restore the backup in ``text`` and return the sentence that tells how it went."""
        try:
            new = sum(unpack(text).values())
            more, absent = _from_browser(text)
        except LessonError as problem:
            self._restored()  # some of it may be back already
            self.count()
            return str(problem)
        self._restored()
        self.count()
        told = _counted(self.words["restored"], new + more) if new + more else self.words["nothing_new"]
        return f"{told} {self.words['absent'].format(articles=listed(absent))}" if absent else told


def _from_browser(text: str) -> tuple[int, list[str]]:
    """Take over the marks a browser kept while Python did not answer: how many were new, and the articles that are not here."""
    data = parse_json(text.encode("utf-8", "replace"), "backup")
    copies = data.get("browser") if isinstance(data, dict) and data.get("type") == BACKUP_TYPE else None
    new, absent, taken = 0, [], []
    for key, copy in (copies if isinstance(copies, dict) else {}).items():
        lesson, _, article_id = str(key).removesuffix(":older").partition("/")
        marks = copy.get("marks") if isinstance(copy, Mapping) else None
        if lesson.startswith("key:"):
            continue  # the key that a teacher works on is no reader's answers, and has a file of its own
        if not isinstance(marks, list) or not is_lesson_name(lesson):
            continue
        try:
            article = open_article(article_id)
        except ArticleError:
            absent.append(article_id)
            continue
        taken.append((lesson, [mark_from_wire(data, article) for data in marks]))
    for lesson, found in taken:  # all of it has been read before any of it is written
        book = open_workbook(lesson)
        known = {item.id: item for item in book.items}
        book.change([item for item in found if item.id not in known or item.modified > known[item.id].modified])
        new += sum(item.id not in known for item in found)
    return new, list(dict.fromkeys(absent))


def _counted(forms: Mapping[str, str], count: int, **values: Any) -> str:
    return forms["one" if count == 1 else "many"].format(count=count, **values)
