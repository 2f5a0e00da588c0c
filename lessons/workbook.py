"""A reader's answers to one lesson: one file, saved at every change, that nothing the reader does can lose."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .annotation import Annotation, AnnotationSet, apply_change
from .article import Article
from .disk import locked, write_atomically
from .errors import AnnotationFileError, LessonError, StorageError, listed
from .library import open_article
from .places import work_folder
from .webannotation import Absent, page_annotations, read_page, to_page


@dataclass(frozen=True)
class Commit:
    """A version of the answers to one step, kept for good: when it was made and the marks as they were."""

    step: str
    at: str
    annotations: tuple[Annotation, ...]
    absent: tuple[Absent, ...] = ()


@dataclass
class Workbook:
    """The answers to one lesson, on disk at ``path``.

    Any number of notebooks may have the same workbook open: each change is put into what is on disk at that moment,
    under a lock, so nobody overwrites anybody. ``problem`` is a sentence for the reader when an older file could not
    be used and a new one was begun beside it. ``carried`` are the ids of marks that came from an earlier lesson. Marks on
    an article that is not here, because it was taken off the shelf, are ``absent``: kept as they are until it is back.
    """

    path: Path
    lesson: str
    find_article: Callable[[str], Article] = open_article
    id: str = ""
    items: tuple[Annotation, ...] = ()
    commits: tuple[Commit, ...] = ()
    carried: tuple[str, ...] = ()
    revision: int = 0
    problem: str = ""
    absent: tuple[Absent, ...] = ()
    _seen: tuple = field(default=(), repr=False)
    # Opened once: an article may be taken off the shelf while its marks are on the page.
    _articles: dict[str, Article] = field(default_factory=dict, repr=False)

    def marks(self, article_id: str) -> AnnotationSet:
        """The current marks on one article."""
        found = tuple(item for item in self.items if item.article == article_id)
        return AnnotationSet(self._article(article_id), found)

    def _article(self, article_id: str) -> Article:
        if article_id not in self._articles:
            self._articles[article_id] = self.find_article(article_id)
        return self._articles[article_id]

    def begin(self) -> None:
        """Have the file on disk, empty if need be, so that its id is settled before the first mark.

        Raises StorageError when it cannot be written: better known now than after the first mark.
        """
        if not self.path.exists():
            self._update(lambda book: replace(book, revision=0))

    def change(self, put: Iterable[Annotation] = (), drop: Iterable[str] = ()) -> None:
        """Put and drop marks, and have it on disk when this returns.

        A mark that is on disk in a later form (``modified``) stays in that form: a change may come late. Raises
        StorageError when it could not be written; the workbook in memory then is as before.
        """
        put, drop = tuple(put), tuple(drop)

        def apply(book: Workbook) -> Workbook:
            there = {item.id: item.modified for item in book.items}
            newer = [item for item in put if item.modified >= there.get(item.id, "")]
            touched = {*drop, *(item.id for item in put)}
            return replace(book, items=apply_change(book.items, newer, drop), absent=tuple(one for one in book.absent if one.id not in touched))

        self._update(apply)

    def carry(self, marks: Iterable[Annotation]) -> None:
        """Take over marks from an earlier lesson: each once, so that one which was removed here does not come back, and none
        on words that have a mark of its label already. Writes nothing if there is none to take."""
        marks = tuple(marks)

        def is_new(one: Annotation, book: Workbook) -> bool:
            same = (item for item in book.items if (item.article, item.label) == (one.article, one.label))
            return one.id not in {*book.carried, *(item.id for item in book.items)} and not any(map(one.overlaps, same))

        def take(book: Workbook) -> Workbook:
            new = [one for one in marks if is_new(one, book)]
            return replace(book, items=apply_change(book.items, new, ()), carried=(*book.carried, *(one.id for one in new)))

        if any(is_new(one, self) for one in marks):
            self._update(take)

    def untouched(self, article_id: str) -> bool:
        """Whether the reader has made no mark on this article here."""
        return all(item.id in self.carried for item in self.items if item.article == article_id)

    def commit(self, step: str, article_id: str, labels: Iterable[str]) -> Commit:
        """Keep the marks on ``article_id`` with one of ``labels`` as a version of ``step``, for good, and return it."""
        wanted = tuple(labels)
        made: list[Commit] = []

        def add(book: Workbook) -> Workbook:
            marks = tuple(i for i in book.items if i.article == article_id and i.label in wanted)
            made[:] = [Commit(step, now(), marks)]
            return replace(book, commits=(*book.commits, made[0]))

        self._update(add)
        return made[0]

    def versions(self, step: str) -> tuple[Commit, ...]:
        """The committed versions of one step, oldest first."""
        return tuple(commit for commit in self.commits if commit.step == step)

    def merge(self, other: Workbook) -> int:
        """Take over the marks and versions of ``other`` that are not here, and return how many marks were new.

        A mark that both have stays as it was changed last.
        """
        mine = {item.id: item for item in self.items}
        newer = [i for i in other.items if i.id not in mine or i.modified > mine[i.id].modified]
        known = {(c.step, c.at) for c in self.commits}
        commits = tuple(c for c in other.commits if (c.step, c.at) not in known)

        brought: list[Absent] = []

        def take(book: Workbook) -> Workbook:
            there = {one.id: one for one in book.absent}
            brought[:] = [one for one in other.absent if one.id not in there and one.id not in mine]
            later = {one.id: one for one in other.absent if one.id in there and one.modified > there[one.id].modified}
            return replace(book, items=apply_change(book.items, newer, ()), absent=(*({**there, **later}.values()), *brought),
                           carried=tuple(dict.fromkeys((*book.carried, *other.carried))),
                           commits=tuple(sorted((*book.commits, *commits), key=lambda c: c.at)))

        self._update(take)
        return sum(i.id not in mine for i in newer) + len(brought)

    def refresh(self) -> bool:
        """Read the file again if another notebook has changed it; whether it had."""
        if not self.path.exists() or self._stamp() == self._seen:
            return False
        self._take(self._read())
        return True

    def _read(self) -> Workbook:
        # What is open on the page stays readable here, even if it has been taken off the shelf.
        return load(self.path, self.lesson, self._article)

    def saved_at(self) -> str:
        """When the file was last written, ISO 8601 in UTC; empty if there is no file or no mark was ever made."""
        if not self.revision or not self.path.exists():
            return ""
        return _iso(datetime.fromtimestamp(self.path.stat().st_mtime, UTC))

    def _update(self, change: Callable[[Workbook], Workbook]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.path):
                self.refresh()
                after = change(replace(self, revision=self.revision + 1))
                write_atomically(self.path, after.to_text())
                self._take(after)
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise StorageError(
                f"Your answers could not be saved in “{self.path.parent.name}” ({reason}). They are still here: free some "
                "space or make the folder writable, and they will be saved by themselves; or download them now."
            ) from problem

    def _take(self, other: Workbook) -> None:
        self.id, self.items, self.commits, self.carried = other.id, other.items, other.commits, other.carried
        self.absent = other.absent
        self._articles.update(other._articles)
        self.revision, self._seen = other.revision, self._stamp()

    def _stamp(self) -> tuple:
        status = self.path.stat()
        return status.st_ino, status.st_mtime_ns, status.st_size

    def to_text(self) -> str:
        """The whole workbook as the text of its file."""
        every = (*self.items, *(item for commit in self.commits for item in commit.annotations))
        articles = {name: self._article(name) for name in {item.article for item in every}}
        commits = [{"step": c.step, "at": c.at, "items": (*c.annotations, *c.absent)} for c in self.commits]
        extra = {"purpose": "answers", "lesson": self.lesson, "workbook": self.id, "revision": self.revision,
                 "commits": commits, **({"carried": self.carried} if self.carried else {})}
        return to_page(self.items, articles, page_id=f"urn:second-source:answers:{self.id}", extra=extra, absent=self.absent)


def open_workbook(lesson: str, folder: Path | None = None,
                  find_article: Callable[[str], Article] = open_article) -> Workbook:
    """The workbook of ``lesson`` in ``folder`` (the work folder by default), begun if there is none.

    A file that cannot be used stays exactly as it is: work goes on in ``<lesson>-2.json`` and ``problem`` says why.
    Writes nothing: see ``begin``.
    """
    folder = folder or work_folder()
    problem = ""
    for number in range(1, 100):
        path = folder / (f"{lesson}.json" if number == 1 else f"{lesson}-{number}.json")
        try:
            new = not path.exists()
            book = Workbook(path, lesson, find_article, uuid.uuid4().hex) if new else load(path, lesson, find_article)
            book.problem = f"{problem} Your new answers go to “{path.name}” beside it." if problem else _told(book.absent)
            return book
        except LessonError as error:
            problem = problem or str(error)
    raise AnnotationFileError(
        f"The folder “{folder.name}” holds 99 files for the lesson “{lesson}” that cannot be read; "
        "move them elsewhere and start the lesson again."
    )


def _told(absent: tuple[Absent, ...]) -> str:
    if not absent:
        return ""
    marks = "One mark here belongs" if len(absent) == 1 else f"{len(absent)} marks here belong"
    articles = listed(sorted({one.article for one in absent}))
    return f"{marks} to what is not on the shelf ({articles}). Nothing is lost: put the article back, and open the lesson again."


def load(path: Path, lesson: str, find_article: Callable[[str], Article] = open_article) -> Workbook:
    """The workbook in the file at ``path``. Raises AnnotationFileError in a sentence; only reads."""
    book = from_page(read_page(path), path, lesson, find_article)
    book._seen = book._stamp()
    return book


def from_page(page: Mapping[str, Any], path: Path, lesson: str,
              find_article: Callable[[str], Article] = open_article) -> Workbook:
    """A workbook from a parsed page; ``path`` is where it will be saved. Reads every format up to the present one."""
    name = path.name
    if page.get("ss:purpose", "answers") != "answers" or page.get("ss:lesson", lesson) != lesson:
        what = page.get("ss:lesson") or page.get("ss:purpose")
        raise AnnotationFileError(
            f"The file “{name}” belongs to “{what}” and not to the lesson “{lesson}”; put the right file there. "
            "The file was left as it is."
        )
    find, known = _once(find_article)
    away: list[Absent] = []
    items = page_annotations(page, find, name, away)
    rows, revision, carried = page.get("ss:commits") or [], page.get("ss:revision") or 0, page.get("ss:carried") or []
    if not isinstance(rows, list) or not isinstance(revision, int) or not isinstance(carried, list):
        raise AnnotationFileError(
            f"The file “{name}” does not keep its versions or its revision as this kit does, so it was not opened; use a "
            "backup, or start again in a new file."
        )
    commits = tuple(_commit(row, find, name) for row in rows)
    return Workbook(path, lesson, find_article, id=str(page.get("ss:workbook") or uuid.uuid4().hex), items=items,
                    commits=commits, carried=tuple(map(str, carried)), revision=revision, absent=tuple(away),
                    _articles={name: found for name, found in known.items() if isinstance(found, Article)})


def _commit(row: Any, find_article: Callable[[str], Article], name: str) -> Commit:
    if not isinstance(row, dict) or not isinstance(row.get("items"), list):
        raise AnnotationFileError(f"The file “{name}” has a committed version without marks. The file was left as it is.")
    away: list[Absent] = []
    marks = page_annotations(row, find_article, name, away)
    return Commit(str(row.get("step", "")), str(row.get("at", "")), marks, tuple(away))


def _once(find_article: Callable[[str], Article]) -> tuple[Callable[[str], Article], Mapping[str, Article | LessonError]]:
    """The same, asked once for each article, and what it has told: a file may hold thousands of marks on one, whether it is
    here or not."""
    known: dict[str, Article | LessonError] = {}

    def find(name: str) -> Article:
        if name not in known:
            try:
                known[name] = find_article(name)
            except LessonError as problem:
                known[name] = problem
        found = known[name]
        if isinstance(found, LessonError):
            raise found
        return found

    return find, known


def now() -> str:
    """This moment, ISO 8601 in UTC, to the millisecond."""
    return _iso(datetime.now(UTC))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
