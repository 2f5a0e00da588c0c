"""The annotator's Python half: traits, and the one border where browser marks become annotations."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..annotation import DRAFTER, ID_LIMIT, NOTE_LIMIT, Annotation, AnnotationSet, check
from ..article import Article
from ..errors import LessonError
from ..labels import PROPOSALS, REQUIRED, Label, Question, all_labels, answer_to, taxonomy
from ..places import content_folder
from .joined import joined

_HERE = Path(__file__).parent
Handler = Callable[[Mapping[str, Any]], None]


class AnnotatorWidget(anywidget.AnyWidget):
    """An article that a reader marks.

    Python decides what is in ``marks`` and says so; the browser shows its own changes at once, reports them through
    ``on_action`` and keeps them until ``saved`` acknowledges them. Offsets are code points. Does not score, does not
    know what a key is, and writes no file.
    """

    _esm = joined("annotator.js")
    _css = _HERE / "annotator.css"

    # What is shown: fixed once the widget is made.
    article = traitlets.Dict().tag(sync=True)
    labels = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    standings = traitlets.List().tag(sync=True)
    proposals = traitlets.List().tag(sync=True)
    links = traitlets.Bool(True).tag(sync=True)
    note_limit = traitlets.Int(NOTE_LIMIT).tag(sync=True)
    store = traitlets.Dict().tag(sync=True)

    # What Python decides as the work goes on.
    mode = traitlets.Enum(["mark", "review", "author", "locked"], "mark").tag(sync=True)
    actions = traitlets.List().tag(sync=True)
    marks = traitlets.List().tag(sync=True)
    review = traitlets.Dict().tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)

    def __init__(self, article: Article, labels: Iterable[str], *, words: Mapping[str, Any] | None = None,
                 **traits: Any) -> None:
        super().__init__(
            article=article_to_wire(article),
            labels=[label_to_wire(all_labels()[name]) for name in labels],
            words={**annotator_words(), **(words or {})},
            standings=[{"id": name, **row} for name, row in taxonomy()["standing"].items()],
            proposals=[{"id": name, **row} for name, row in taxonomy()["proposal"].items()],
            **traits,
        )
        self._handlers: list[Handler] = []
        self.on_msg(self._heard)

    def on_action(self, handler: Handler) -> None:
        """Call ``handler`` with each message from the browser: ``{"type": "change", "put": [...], "drop": [...]}``,
        ``{"type": "hint", "level": 1}``, ``{"type": "commit"}``, ``{"type": "reopen"}``, ``{"type": "show"}`` or
        ``{"type": "here"}``, which asks for nothing: on a trial server it says that somebody has come back."""
        self._handlers.append(handler)

    def _heard(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if isinstance(content, dict) and isinstance(content.get("type"), str):
            for handler in self._handlers:
                handler(content)

    def show(self, annotations: Iterable[Annotation], **traits: Any) -> None:
        """Show these annotations and set ``traits`` with them, in one message: no view sees half of it."""
        with self.hold_sync():
            self.marks = [mark_to_wire(item) for item in annotations]
            for name, value in traits.items():
                setattr(self, name, value)


@cache
def annotator_words() -> dict[str, Any]:
    """The widget's words, from ``content/annotator.toml``."""
    return tomllib.loads((content_folder() / "annotator.toml").read_text(encoding="utf-8"))


def show_marks(marks: AnnotationSet) -> AnnotatorWidget:
    """Annotations to look at and not to change."""
    widget = AnnotatorWidget(marks.article, tuple(all_labels()), mode="locked")
    widget.show(marks)
    return widget


def article_to_wire(article: Article) -> dict[str, Any]:
    """What the browser needs of an article: its text and where paragraphs and sentences are (code points)."""
    return {
        "id": article.id,
        "title": article.title or article.id,
        "text": article.text,
        "language": article.language,
        "paragraphs": [[p.start, p.end, p.furniture] for p in article.paragraphs],
        "sentences": [[s.start, s.end] for s in article.sentences],
    }


def label_to_wire(label: Label) -> dict[str, Any]:
    """A label with its questions, as plain data."""
    questions = [
        {"id": q.id, "ask": q.ask, "optional": q.optional, "unless": q.unless,
         "kinds": [{"id": k.id, "name": k.name, "rule": k.rule} for k in q.kinds]}
        for q in label.questions
    ]
    return {"id": label.id, "name": label.name, "plural": label.plural, "letter": label.letter,
            "mark_name": label.mark_name, "definition": label.definition, "questions": questions}


def mark_to_wire(item: Annotation) -> dict[str, Any]:
    """An annotation as the browser holds it."""
    return {"id": item.id, "start": item.start, "end": item.end, "label": item.label, "kinds": list(item.kinds),
            "note": item.note, "link": item.link, "standing": item.standing, "drafted": item.creator == DRAFTER,
            "created": item.created, "modified": item.modified}


def mark_from_wire(data: Any, article: Article, *, author: bool = False) -> Annotation:
    """The annotation a browser mark stands for, checked. Raises LessonError: nothing from a browser is believed.

    Outside author mode a standing is dropped: a reader's mark is never a key item.
    """
    try:
        if not data["id"]:
            raise KeyError("id")
        standing = str(data.get("standing") or REQUIRED) if author else ""
        drafted = standing in PROPOSALS or (author and data.get("drafted") is True)
        item = Annotation(
            int(data["start"]), int(data["end"]), id=str(data["id"])[:ID_LIMIT], label=str(data["label"]), article=article.id,
            kinds=_kinds(data, author), note=sound(data.get("note")),
            link=str(data.get("link") or "")[:ID_LIMIT], standing=standing,
            created=str(data.get("created") or "")[:40], modified=str(data.get("modified") or "")[:40],
            creator=DRAFTER if drafted else "author" if author else "reader",
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as problem:
        raise LessonError("A mark from the browser could not be read; mark the passage again.") from problem
    return check(item, article)


def _kinds(data: Any, author: bool) -> tuple[str, ...]:
    """The kinds of a mark. A key may accept several answers to a question; a reader gives one, and the first counts."""
    kinds = tuple(str(kind) for kind in data.get("kinds") or ())
    label = all_labels().get(str(data["label"]))
    if author or label is None:
        return kinds
    surplus = {kind for question in label.questions for kind in kinds_after_first(question, kinds)}
    return tuple(kind for kind in kinds if kind not in surplus)


def kinds_after_first(question: Question, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The answers to ``question`` beyond the first."""
    own = [kind for kind in kinds if kind in answer_to(question, kinds)]
    return tuple(own[1:])


def sound(text: Any) -> str:
    """Text without half characters: JavaScript can hold half an emoji, and neither a file nor a message can."""
    return str(text or "").encode("utf-8", "replace").decode("utf-8")
