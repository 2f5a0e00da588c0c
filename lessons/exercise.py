"""One article being marked: where the workbook, the key and the annotator meet."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .annotation import Annotation, AnnotationSet
from .article import Article
from .errors import LessonError, StorageError
from .feedback import Remark, hint, remarks, summary
from .places import keeping
from .scoring import EXTRA, PARTLY, Score, score
from .widgets.annotator import AnnotatorWidget, mark_from_wire
from .workbook import Commit, Workbook

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """What is asked on one article: a line of a lesson's recipe.

    ``labels`` can be marked, in the order of their number keys; ``scored`` are those compared with the key.
    """

    id: str
    article: str
    labels: tuple[str, ...]
    scored: tuple[str, ...]
    key: bool = True


class Exercise:
    """A step at work. Handles what the annotator reports, stores it, and shows what follows.

    ``changed`` is called after every stored change, so that other views of the same answers can follow.
    """

    def __init__(self, step: Step, book: Workbook, key: AnnotationSet | None, phrases: Mapping[str, Any],
                 changed: Callable[[Exercise], None] = lambda _: None, *, author: bool = False) -> None:
        self.step, self.book, self.key, self.phrases = step, book, key, phrases
        self.changed, self.author = changed, author
        self.article: Article = book.find_article(step.article)
        self._acks: dict[str, int] = {}
        self._problem = ""
        self._begin()
        self.widget = AnnotatorWidget(
            self.article, step.labels,
            mode="author" if author else "mark",
            store={"key": f"key:{book.id}/{step.article}" if author else f"{book.lesson}/{step.article}", "workbook": book.id, "keeping": keeping(),
                   "untouched": book.untouched(step.article), "proposed": getattr(book, "proposed", 0)},
            saved=self._saved(),
        )
        self.widget.on_action(self._heard)
        self._compared = 0  # versions that the comparison has been shown for
        self.follow()

    def marks(self) -> AnnotationSet:
        """The current marks of this step."""
        return self.book.marks(self.step.article).of(*self.step.labels)

    def follow(self) -> None:
        """Show what is in the workbook now; the comparison, where a version has come in that nothing was changed in since."""
        if self.key is not None and len(self.book.versions(self.step.id)) > self._compared and self._untouched_since_commit():
            self._show_review()
            return
        self.widget.show(self.marks(), saved=self._saved(), actions=self._actions(self.widget.mode))

    def score(self, marks: AnnotationSet | None = None) -> Score:
        """How the marks (the current ones by default) compare with the key."""
        return score(self.marks() if marks is None else marks, self.key, self.step.scored)

    # -- what the browser reports --------------------------------------------------------------------------------

    def _heard(self, message: Mapping[str, Any]) -> None:
        answer = {
            "change": self._change, "hint": self._hint, "commit": self._commit, "reopen": self._reopen,
            "show": self._show_review_again,
        }.get(str(message["type"]))
        if answer is None:
            return
        try:
            answer(message)
        except LessonError as problem:
            self._problem = str(problem)
            self.widget.saved = self._saved()

    def _change(self, message: Mapping[str, Any]) -> None:
        client, seq = _client(message), _whole(message.get("seq"))
        done, first = self._acks.get(client, 0), _whole(message.get("first")) or seq
        if seq > max(done + 1, first):
            # One before it was lost or could not be stored. It is not let past, or its answer would pass for that one's
            # too: the browser sends both again.
            return
        if 0 < seq <= done:
            # Its answer was lost: said again, although nothing in it has changed.
            self.widget.send_state(["marks", "saved"])
            return
        put, problem = self._read_marks(_rows(message.get("put")))
        drop = [name for name in _rows(message.get("drop")) if isinstance(name, str)]
        if put or drop:
            # A StorageError leaves from here unacknowledged: the browser keeps the change and sends it again.
            self.book.change(put, drop)
        self._acks[client] = max(seq, done)
        self._problem = problem
        self.widget.show(self.marks(), saved=self._saved())
        self.changed(self)

    def _read_marks(self, rows: list) -> tuple[list[Annotation], str]:
        """The marks that can be stored, and what is wrong with the first that cannot: it is answered too, else the
        browser would send it for ever."""
        marks, problem = [], ""
        for data in rows:
            try:
                marks.append(mark_from_wire(data, self.article, author=self.author))
            except LessonError as error:
                problem = problem or str(error)
        return marks, problem

    def _hint(self, message: Mapping[str, Any]) -> None:
        level = min(3, max(1, _whole(message.get("level"))))
        given = hint(self.score(), self.article, self.step.scored, level, self.phrases)
        self.widget.send({
            "type": "hint", "client": message.get("client"), "level": given.level, "text": given.text, "more": given.more,
            "span": [given.span.start, given.span.end] if given.span else None,
        })

    def _commit(self, message: Mapping[str, Any]) -> None:
        if _whole(message.get("seq")) > self._acks.get(_client(message), 0):
            raise LessonError(self._problem or "Your last mark is not saved yet, so nothing was committed. Commit again when it is saved.")
        if not self._untouched_since_commit():
            self.book.commit(self.step.id, self.step.article, self.step.labels)
        self._show_review()
        self.changed(self)

    def _reopen(self, _message: Mapping[str, Any]) -> None:
        self.widget.show(self.marks(), mode="mark", actions=self._actions("mark"), saved=self._saved())

    def _show_review_again(self, _message: Mapping[str, Any]) -> None:
        if self.book.versions(self.step.id):
            self._show_review()

    # -- what is shown -------------------------------------------------------------------------------------------

    def _show_review(self) -> None:
        versions = self.book.versions(self.step.id)
        self._compared = len(versions)
        marks = AnnotationSet(self.article, versions[-1].annotations)
        compared = self.score(marks)
        review = {
            "summary": summary(compared, self.step.scored, self.phrases),
            "versions": [self._version_line(version) for version in versions],
            "labels": list(self.step.scored),
            "rows": [row(remark) for remark in remarks(compared, self.key, self.phrases)],
        }
        self.widget.show(self.marks(), review=review, mode="review", actions=self._actions("review"), saved=self._saved())

    def _version_line(self, version: Commit) -> dict[str, str]:
        compared = self.score(AnnotationSet(self.article, version.annotations))
        text = self.phrases["version"]["line"].format(
            found=compared.found, required=compared.required, partly=compared.count(PARTLY), extra=compared.count(EXTRA))
        answers = compared.kind_results()
        if answers:
            right = sum(bool(answer.right) for answer in answers)
            text += self.phrases["version"]["answers"].format(right=right, kinds=len(answers))
        return {"at": version.at, "text": text}

    def _actions(self, mode: str) -> list[str]:
        if self.author or self.key is None:
            return []
        if mode == "review":
            return ["reopen"]
        return ["hint", "commit", *(["show"] if self.book.versions(self.step.id) else [])]

    def _untouched_since_commit(self) -> bool:
        versions = self.book.versions(self.step.id)
        return bool(versions) and versions[-1].annotations == self.marks().items

    def _saved(self) -> dict[str, Any]:
        saved = {"at": self.book.saved_at(), "acks": dict(self._acks), "problem": self._problem,
                 "notice": self.book.problem, "revision": self.book.revision}
        # Files that vanish with the page: the browser keeps a copy, and the lesson bar puts it back (see sandbox.js).
        # A key is not among them: it is of an article that vanishes, too.
        if keeping() != "page" or self.author:
            return saved
        return {**saved, "file": [self.book.path.name, self.book.to_text()]}

    def _begin(self) -> None:
        try:
            self.book.begin()
        except StorageError as problem:
            self._problem = str(problem)


def _client(message: Mapping[str, Any]) -> str:
    return str(message.get("client", ""))[:80]


def _rows(value: Any) -> list:
    return value if isinstance(value, list) else []


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def row(remark: Remark) -> dict[str, Any]:
    """A remark as the annotator shows it."""
    finding = remark.finding
    shown: Annotation = finding.span  # type: ignore[assignment]
    return {
        "id": shown.id, "start": shown.start, "end": shown.end, "label": shown.label,
        "key": [finding.item.start, finding.item.end] if finding.item else None,
        "status": finding.status, "sign": remark.sign, "word": remark.word, "tail": remark.tail, "sentences": list(remark.sentences),
        "note": finding.mark.note if finding.mark else "",
    }
