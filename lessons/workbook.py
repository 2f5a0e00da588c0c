"""A reader's answers to one lesson: one file, saved at every change, that nothing the reader does can lose."""

from __future__ import annotations

import contextlib
import json
import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .annotation import Annotation, AnnotationSet, apply_change
from .article import Article
from .errors import AnnotationFileError, LessonError, StorageError
from .library import check_digests, open_article
from .places import work_folder
from .webannotation import FORMAT, page_annotations, parse_json, parse_page, read_page, to_json, to_page

BACKUP_TYPE = "SecondSourceBackup"
_LOCK_WAIT, _LOCK_STALE = 6.0, 4.0


@dataclass(frozen=True)
class Commit:
    """A version of the answers to one step, kept for good: when it was made and the marks as they were."""

    step: str
    at: str
    annotations: tuple[Annotation, ...]


@dataclass
class Workbook:
    """The answers to one lesson, on disk at ``path``.

    Any number of notebooks may have the same workbook open: each change is put into what is on disk at that moment,
    under a lock, so nobody overwrites anybody. ``problem`` is a sentence for the reader when an older file could not
    be used and a new one was begun beside it.
    """

    path: Path
    lesson: str
    find_article: Callable[[str], Article] = open_article
    id: str = ""
    items: tuple[Annotation, ...] = ()
    commits: tuple[Commit, ...] = ()
    revision: int = 0
    problem: str = ""
    _seen: tuple = field(default=(), repr=False)

    def marks(self, article_id: str) -> AnnotationSet:
        """The current marks on one article."""
        found = tuple(item for item in self.items if item.article == article_id)
        return AnnotationSet(self.find_article(article_id), found)

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
            return replace(book, items=apply_change(book.items, newer, drop))

        self._update(apply)

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

        def take(book: Workbook) -> Workbook:
            return replace(book, items=apply_change(book.items, newer, ()),
                           commits=tuple(sorted((*book.commits, *commits), key=lambda c: c.at)))

        self._update(take)
        return sum(i.id not in mine for i in newer)

    def refresh(self) -> bool:
        """Read the file again if another notebook has changed it; whether it had."""
        if not self.path.exists() or self._stamp() == self._seen:
            return False
        self._take(self._read())
        return True

    def _read(self) -> Workbook:
        return load(self.path, self.lesson, self.find_article)

    def saved_at(self) -> str:
        """When the file was last written, ISO 8601 in UTC; empty if there is no file or no mark was ever made."""
        if not self.revision or not self.path.exists():
            return ""
        return _iso(datetime.fromtimestamp(self.path.stat().st_mtime, UTC))

    def _update(self, change: Callable[[Workbook], Workbook]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _locked(self.path):
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
        self.id, self.items, self.commits = other.id, other.items, other.commits
        self.revision, self._seen = other.revision, self._stamp()

    def _stamp(self) -> tuple:
        status = self.path.stat()
        return status.st_ino, status.st_mtime_ns, status.st_size

    def to_text(self) -> str:
        """The whole workbook as the text of its file."""
        every = (*self.items, *(item for commit in self.commits for item in commit.annotations))
        articles = {item.article: self.find_article(item.article) for item in every}
        commits = [
            {"step": c.step, "at": c.at, "items": [to_json(item, articles[item.article]) for item in c.annotations]}
            for c in self.commits
        ]
        extra = {"purpose": "answers", "lesson": self.lesson, "workbook": self.id, "revision": self.revision,
                 "commits": commits}
        return to_page(self.items, articles, page_id=f"urn:second-source:answers:{self.id}", extra=extra)


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
            book.problem = problem and f"{problem} Your new answers go to “{path.name}” beside it."
            return book
        except LessonError as error:
            problem = problem or str(error)
    raise AnnotationFileError(
        f"The folder “{folder.name}” holds 99 files for the lesson “{lesson}” that cannot be read; "
        "move them elsewhere and start the lesson again."
    )


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
    items = page_annotations(page, find_article, name)
    digests = page.get("ss:articles") or {}
    if isinstance(digests, dict):
        check_digests(digests, {i.article: find_article(i.article) for i in items}.values(), name)
    rows, revision = page.get("ss:commits") or [], page.get("ss:revision") or 0
    if not isinstance(rows, list) or not isinstance(revision, int):
        raise AnnotationFileError(
            f"The file “{name}” does not keep its versions or its revision as this kit does, so it was not opened; use a "
            "backup, or start again in a new file."
        )
    commits = tuple(_commit(row, find_article, name) for row in rows)
    return Workbook(path, lesson, find_article, id=str(page.get("ss:workbook") or uuid.uuid4().hex), items=items,
                    commits=commits, revision=revision)


def _commit(row: Any, find_article: Callable[[str], Article], name: str) -> Commit:
    if not isinstance(row, dict) or not isinstance(row.get("items"), list):
        raise AnnotationFileError(f"The file “{name}” has a committed version without marks. The file was left as it is.")
    return Commit(str(row.get("step", "")), str(row.get("at", "")), page_annotations(row, find_article, name))


def write_atomically(path: Path, text: str) -> None:
    """Replace the file at ``path`` with ``text``: either all of it is on disk when this returns, or nothing changed."""
    rough = path.with_name(f".{path.name}.{os.getpid()}.{uuid.uuid4().hex[:8]}.part")
    try:
        # Half an emoji, pasted into a note, has no UTF-8 form: it becomes a question mark and saves the rest.
        with open(rough, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(rough, path)
    finally:
        with contextlib.suppress(OSError):
            rough.unlink(missing_ok=True)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold ``<path>.lock`` while writing. A lock older than a few seconds belongs to a dead program and is taken over.

    A lock file, not a lock call: those differ between systems and do not exist in the browser edition.
    """
    lock = path.with_name(f".{path.name}.lock")
    until = time.monotonic() + _LOCK_WAIT
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            break
        except FileExistsError:
            with contextlib.suppress(OSError):
                if time.time() - lock.stat().st_mtime > _LOCK_STALE:
                    lock.unlink()
                    continue
            if time.monotonic() > until:
                raise OSError(11, "another notebook is saving at this moment") from None
            time.sleep(0.005)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()


def pack(folder: Path | None = None, find_article: Callable[[str], Article] = open_article) -> str:
    """Everything in the work folder as one JSON text: the backup that a reader downloads. Files are taken as they are.

    One that cannot be read goes in under ``unreadable``: kept for whoever may mend it, and not in the way of the rest.
    """
    folder = folder or work_folder()
    parts: dict[str, dict[str, str]] = {"files": {}, "unreadable": {}}
    for path in saved_files(folder):
        raw = path.read_bytes()
        try:
            page = parse_page(raw, path.name)
            from_page(page, path, str(page.get("ss:lesson") or ""), find_article)
            kind = "files"
        except LessonError:
            kind = "unreadable"
        parts[kind][path.name] = raw.decode("utf-8", "replace")
    return json.dumps({"type": BACKUP_TYPE, "ss:format": FORMAT, "at": now(), **parts}, indent=1, ensure_ascii=False) + "\n"


def unpack(text: str, folder: Path | None = None,
           find_article: Callable[[str], Article] = open_article) -> dict[str, int]:
    """Bring a backup back: merge each of its workbooks into the one that is here; new marks per lesson.

    Also takes a single answers file. Everything is read and checked before anything is written, so a bad backup
    changes nothing. Raises AnnotationFileError in a sentence.
    """
    raw = text.encode("utf-8")
    data = parse_json(raw, "backup")
    if isinstance(data, dict) and data.get("type") == BACKUP_TYPE and isinstance(data.get("files"), dict):
        # `browser` holds what a browser kept by itself; whoever knows the browser's form takes that.
        parts = {str(name): str(content).encode("utf-8") for name, content in data["files"].items()}
    else:
        parts = {"backup": raw}
    books = []
    for name, content in parts.items():
        page = parse_page(content, name)
        lesson = str(page.get("ss:lesson") or "")
        if not lesson or Path(lesson).name != lesson or lesson.startswith("."):
            raise AnnotationFileError(
                f"The file “{name}” does not say which lesson it belongs to, so it was not restored; choose a file that "
                "“Download everything” made."
            )
        books.append(from_page(page, Path(name), lesson, find_article))
    new: dict[str, int] = {}
    for book in books:
        new[book.lesson] = new.get(book.lesson, 0) + open_workbook(book.lesson, folder, find_article).merge(book)
    return new


def saved_files(folder: Path) -> list[Path]:
    """The files in a work folder that hold answers, readable or not, by name."""
    return sorted(path for path in folder.glob("*.json") if not path.name.startswith("."))


def now() -> str:
    """This moment, ISO 8601 in UTC, to the millisecond."""
    return _iso(datetime.now(UTC))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
