"""The teacher's desk: an article is brought, its key drafted, looked at, and passed on as one file."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from ..annotation import Annotation
from ..article import Article
from ..draft.marks import draft_of
from ..errors import LessonError
from ..imprint import about
from ..intake import LARGEST, from_file, from_text, readable_files, record_words
from ..keyfile import KeyFile, open_key_file
from ..library import has_key, open_article, own_articles
from ..ownshelf import (
    begin_key,
    pack_article,
    put_away,
    put_back,
    removed_articles,
    save_article,
    second_key,
    unpack_article,
)
from ..places import keeping, own_folder
from ..settling import compare_keys, settle
from .annotator import show_marks, sound
from .deskrows import FIELDS, compared_rows, desk_words, known_fields, lines_of, shelf_row
from .joined import joined

_HERE = Path(__file__).parent


# What can be done with an article on the shelf: by whoever makes its key, and by whoever marks it.
TEACHER = (("open", "open_key"), ("second", "second"), ("compare", "compare"), ("share", "share"), ("remove", "remove"))
READER = (("play", "play"), ("draft", "draft"))


class Desk(anywidget.AnyWidget):
    """The form and the shelf; for a reader the shelf alone. What is to be shown below them is handed to ``show``.

    ``key_of`` makes the annotator of a key and calls back at each change, ``play`` that of a reader's marks on an article: one of the two is given.
    """

    _esm = joined("desk.js")
    _css = _HERE / "desk.css"
    words = traitlets.Dict().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    shelf = traitlets.List().tag(sync=True)
    away = traitlets.List().tag(sync=True)
    acts = traitlets.List().tag(sync=True)
    forms = traitlets.Bool(True).tag(sync=True)

    def __init__(self, show: Callable[..., None], *, key_of: Callable[..., ipywidgets.DOMWidget] | None = None,
                 play: Callable[[str], ipywidgets.DOMWidget] | None = None) -> None:
        table = desk_words()
        files = readable_files()
        words = {**table["words"], "keeping": table["keeping" if key_of else "keeping_reader"].get(keeping(), ""), "accept": ",".join(files)}
        if not {".html", ".docx"} <= set(files):
            words["bring_explain"] = words["bring_explain_text"]
        super().__init__(words=words, title=table["title"], forms=key_of is not None,
                         acts=[list(act) for act in (TEACHER if key_of else READER)])
        self._key_of, self._play, self._show, self._intake = key_of, play, show, None
        self._just_saved = False
        self._compared = ""  # the article whose two keys are shown side by side
        self._pieces: list[bytes] = []  # of a file that is too long for one message
        # What it takes to go back behind each settled difference (see KeyFile.since).
        self._undo: list[tuple[Mapping[str, Annotation | None], frozenset[str]]] = []
        self.on_msg(self._heard)
        self.count()

    def count(self) -> None:
        """Look again at the own articles, at how their keys stand, and at what was taken off the shelf."""
        self._count_keys()
        self.away = [list(row) for row in removed_articles()] if self.forms else []

    def _count_keys(self) -> None:
        self.shelf = [shelf_row(name, self.forms) for name in own_articles()]

    def _heard(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict):
            return
        kind = str(content.get("type"))
        act = {"read": self._read, "save": self._save, "open": self._open, "second": self._second, "compare": self._compare,
               "share": self._share, "import": self._import, "play": self._mark, "draft": self._draft, "settle": self._settle,
               "show": self._show_item, "undo": self._unsettle, "remove": self._remove, "put_back": self._put_back,
               "piece": self._piece, "count": lambda _: self.count()}.get(kind)
        offered = {name for name, _ in self.acts} | {"import", "piece", "count"} | ({"read", "save", "settle", "show", "undo", "put_back"} if self.forms else set())
        if act is None or kind not in offered:
            return
        try:
            act(content)
        except LessonError as problem:
            self.send({"type": "problem", "text": str(problem)})

    def _piece(self, message: Mapping[str, Any]) -> None:
        number = message.get("number")
        if number == 0:
            self._pieces = []
        if number == len(self._pieces) and sum(map(len, self._pieces)) <= LARGEST:  # a file that lacks one is refused as a whole
            self._pieces.append(_bytes(message.get("data")))

    def _file(self, message: Mapping[str, Any]) -> bytes:
        """The bytes of a file whose last piece is in ``message``. Raises LessonError where one is lacking."""
        before = self._pieces if message.get("pieces") else []
        self._pieces = []
        if len(before) != (message.get("pieces") or 0):
            raise LessonError(_NOT_WHOLE)
        return b"".join([*before, _bytes(message.get("data"))])

    def _read(self, message: Mapping[str, Any]) -> None:
        name = str(message.get("name") or "")[:200]
        self._intake = from_file(name, self._file(message)) if name else from_text(str(message.get("text") or ""))
        self._just_saved = False
        self.send({"type": "known", **known_fields(self._intake)})

    def _save(self, message: Mapping[str, Any]) -> None:
        if self._intake is None:
            if self._just_saved:
                return  # a second click on Save
            raise LessonError("Nothing has been read yet; paste a text or choose a file first.")
        given = message.get("fields") if isinstance(message.get("fields"), dict) else {}
        kept = {str(words) for words in _list(message.get("furniture"))}
        told = {name: sound(" ".join(str(given.get(name) or "").split())[:300]) for name in FIELDS}
        seen = {words for words, _ in self._intake.furniture}
        furniture = tuple(pair for pair in self._intake.furniture if pair[0] in kept)
        furniture += tuple((words, record_words()["set_aside"]) for words in lines_of(self._intake) if words in kept - seen)
        before = own_articles()
        article = save_article(replace(self._intake, furniture=furniture, **told))
        book = begin_key(article)
        self._intake, self._just_saved = None, True
        saved = "saved_again" if article.id in before else "saved" if book.proposed else "saved_empty"
        self._below(article, book, saved, count=book.proposed)

    def _open(self, message: Mapping[str, Any]) -> None:
        article = _own(message)
        self._below(article, begin_key(article), "opened")

    def _second(self, message: Mapping[str, Any]) -> None:
        article = _own(message)
        self._below(article, second_key(article), "second_opened")

    def _compare(self, message: Mapping[str, Any]) -> None:
        article = _own(message)
        self._compared, self._undo = article.id, []
        self._show_differences(article)

    def _show_differences(self, article: Article, *, quiet: bool = False) -> None:
        compared = compare_keys(article.id)
        what = "compared" if compared.differences else "same"
        self.send({"type": "compared", "id": article.id, **compared_rows(compared, article), "undo": bool(self._undo),
                   "text": "" if quiet else self.words[what].format(title=article.title, count=len(compared.differences))})

    def _show_again(self, article: Article, *, quiet: bool = False) -> None:
        """As ``_show_differences``, where they are shown already: when the first key has just lost its last item, that can be undone."""
        try:
            self._show_differences(article, quiet=quiet)
        except LessonError as problem:
            self.send({"type": "compared", "id": article.id, "agreed": [], "alphas": [], "rows": [], "undo": bool(self._undo), "text": str(problem)})

    def _settle(self, message: Mapping[str, Any]) -> None:
        article, answer = _own(message), str(message.get("answer"))
        if answer not in ("first", "second", "contested"):
            return
        before = open_key_file(article)
        item = settle(article.id, str(message.get("difference")), answer)
        self._undo.append(open_key_file(article).since(before))
        self._after_settling(article, item if answer == "contested" else "")

    def _unsettle(self, message: Mapping[str, Any]) -> None:
        article = _own(message)
        if self._undo and article.id == self._compared:
            open_key_file(article).take_back(*self._undo.pop())
            self._after_settling(article)

    def _after_settling(self, article: Article, item: str = "") -> None:
        """Both shown as they are now; and where an item is to be given a reason, the key at that item."""
        self._show(*([self._annotator(article, item)] if item else []))
        self.count()
        self._show_again(article)
        if item:
            self._say("why_contested", article)

    def _show_item(self, message: Mapping[str, Any]) -> None:
        article = _own(message)
        self._show(self._annotator(article, str(message.get("item") or "")))
        self._say("opened", article)

    def _annotator(self, article: Article, item: str) -> ipywidgets.DOMWidget:
        widget = self._key_of(begin_key(article), self._key_changed)
        widget.store = {**widget.store, "begin_at": item}
        return widget

    def _key_changed(self, exercise: Any) -> None:
        self._count_keys()  # at every mark of whoever makes a key: what was taken off the shelf is not read again
        if exercise.step.article == self._compared:
            self._undo = []  # or it would undo what was changed by hand since
            self._show_again(open_article(self._compared), quiet=True)

    def _mark(self, message: Mapping[str, Any]) -> None:
        article = _own(message)
        self._show(ipywidgets.HTML(about(article)._repr_html_()), self._play(article.id))
        self._say("opened_to_mark" if has_key(article.id) else "opened_without_key", article)

    def _draft(self, message: Mapping[str, Any]) -> None:
        article = _own(message)
        if article.language != "en":
            raise LessonError(f"“{article.title}” is not in English, and the draft is made for English: there is nothing to show.")
        self._show(ipywidgets.HTML(f"<p><b>{html.escape(self.words['draft_is'])}</b></p>"), show_marks(draft_of(article)))
        self._say("draft_opened", article)

    def _below(self, article: Article, book: KeyFile, sentence: str, **values: Any) -> None:
        self._show(self._key_of(book, self._key_changed))
        self.count()
        self._say(sentence, article, **values)

    def _say(self, sentence: str, article: Article, **values: Any) -> None:
        # In a browser there is no folder that anybody could look into.
        placed = self.words["placed_shelf" if keeping() in ("browser", "page") else "placed_folder"].format(folder=own_folder().name)
        text = self.words[sentence].format(title=article.title, placed=placed, **values)
        self.send({"type": "done", "what": sentence, "text": text})

    def _share(self, message: Mapping[str, Any]) -> None:
        article = _own(message)
        name = f"{article.id}.second-source.json"
        said = self.words["shared" if has_key(article.id) else "shared_unfinished"].format(name=name)
        self.send({"type": "shared", "name": name, "text": pack_article(article.id), "said": said})

    def _remove(self, message: Mapping[str, Any]) -> None:
        name = _known_id(message)
        title = next(row["title"] for row in self.shelf if row["id"] == name)
        away = put_away(name)
        self._show()  # its key may be open below
        self.count()
        self.send({"type": "removed", "name": away, "text": self.words["removed"].format(title=title, folder=own_folder().name)})

    def _put_back(self, message: Mapping[str, Any]) -> None:
        name = put_back(str(message.get("id") or ""))
        self.count()
        title = next(row["title"] for row in self.shelf if row["id"] == name)
        self.send({"type": "done", "what": "back", "text": self.words["back"].format(title=title)})

    def _import(self, message: Mapping[str, Any]) -> None:
        before = own_articles()
        article, changed = unpack_article(self._file(message).decode("utf-8-sig", "replace"), str(message.get("name") or "shared file")[:200])
        self.count()
        known = article.id in before
        self._say("imported_key" if known and changed else "imported_again" if known else "imported", article)


def new_article(key_of: Callable[..., ipywidgets.DOMWidget]) -> ipywidgets.VBox:
    """The desk, and below it whatever it opens."""
    return _with_room_below(lambda show: Desk(show, key_of=key_of))


def own_shelf(play: Callable[[str], ipywidgets.DOMWidget]) -> ipywidgets.VBox:
    """The shelf of own articles for a reader, and below it the one that is opened."""
    return _with_room_below(lambda show: Desk(show, play=play))


def _with_room_below(make: Callable[[Callable[..., None]], Desk]) -> ipywidgets.VBox:
    slot = ipywidgets.VBox([])

    def show(*widgets: ipywidgets.DOMWidget) -> None:
        slot.children = widgets

    return ipywidgets.VBox([make(show), slot])


def _own(message: Mapping[str, Any]) -> Article:
    return open_article(_known_id(message))


def _known_id(message: Mapping[str, Any]) -> str:
    name = str(message.get("id") or "")
    if name not in own_articles():
        raise LessonError(f"“{name}” is not among your own articles any more; look into the folder “{own_folder().name}”.")
    return name


_NOT_WHOLE = "The file did not arrive whole; choose it once more."


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []


def _bytes(data: Any) -> bytes:
    try:
        return base64.b64decode(str(data or ""), validate=True)
    except ValueError as problem:
        raise LessonError(_NOT_WHOLE) from problem
