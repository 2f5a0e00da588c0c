"""Everything a reader has made, as one file: packed to take along, unpacked to bring back."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .article import Article
from .disk import write_atomically
from .errors import AnnotationFileError, LessonError
from .library import article_from_file, keep_article, list_articles, open_article, own_articles
from .places import own_folder, work_folder
from .webannotation import FORMAT, parse_json, parse_page
from .workbook import from_page, now, open_workbook

BACKUP_TYPE = "SecondSourceBackup"


def pack(folder: Path | None = None, find_article: Callable[[str], Article] = open_article) -> str:
    """Everything in the work folder as one JSON text: the backup that a reader downloads. Files are taken as they are.

    One that cannot be read goes in under ``unreadable``: kept for whoever may mend it, and not in the way of the rest. The
    brought articles that have been marked go along, without their keys.
    """
    folder = folder or work_folder()
    parts: dict[str, dict[str, str]] = {"files": {}, "unreadable": {}, "articles": {}}
    for path in saved_files(folder):
        raw = b""
        try:
            raw = path.read_bytes()
            page = parse_page(raw, path.name)
            book = from_page(page, path, str(page.get("ss:lesson") or ""), find_article)
            # Marks on a brought article are worth nothing where the article is not.
            marked = (*book.items, *(item for version in book.commits for item in version.annotations))
            for name in {item.article for item in marked} & set(own_articles()):
                parts["articles"][name] = (own_folder() / f"{name}.json").read_text(encoding="utf-8")
            kind = "files"
        except (LessonError, OSError):
            kind = "unreadable"
        parts[kind][path.name] = raw.decode("utf-8", "replace")
    return json.dumps({"type": BACKUP_TYPE, "ss:format": FORMAT, "at": now(), **parts}, indent=1, ensure_ascii=False) + "\n"


def unpack(text: str, folder: Path | None = None,
           find_article: Callable[[str], Article] = open_article) -> dict[str, int]:
    """Bring a backup back: merge each of its workbooks into the one that is here; new marks per lesson.

    Also takes a single answers file. Everything is read and checked before anything is written, so a bad backup
    changes nothing. Raises AnnotationFileError in a sentence.
    """
    raw = text.encode("utf-8", "replace")
    data = parse_json(raw, "backup")
    if isinstance(data, dict) and data.get("type") == BACKUP_TYPE and isinstance(data.get("files"), dict):
        # `browser` holds what a browser kept by itself; whoever knows the browser's form takes that.
        parts = {str(name): str(content).encode("utf-8", "replace") for name, content in data["files"].items()}
    else:
        parts = {"backup": raw}
    brought = _brought(data)
    books = []
    for name, content in parts.items():
        page = parse_page(content, name)
        lesson = str(page.get("ss:lesson") or "")
        if not is_lesson_name(lesson):
            raise AnnotationFileError(
                f"The file “{name}” does not say which lesson it belongs to, so it was not restored; choose a file that "
                "“Download everything” made."
            )
        books.append(from_page(page, Path(name), lesson, lambda wanted: brought.get(wanted) or find_article(wanted)))
    for article in brought.values():
        keep_article(article)
    new: dict[str, int] = {}
    for book in books:
        new[book.lesson] = new.get(book.lesson, 0) + open_workbook(book.lesson, folder, find_article).merge(book)
    return new


def is_lesson_name(name: str) -> bool:
    """Whether a lesson, and with “.json” its file, can have this name on every system."""
    return re.fullmatch(r"[\w-][\w.-]{0,79}", name) is not None


def put_back_kept(text: str, folder: Path | None = None, find_article: Callable[[str], Article] = open_article) -> None:
    """Put the files that a browser kept (a backup of them) back into the work folder, each by itself and as it is.

    One that cannot be read lies there too, so that work goes on in a file beside it; one that is there is merged into.
    """
    folder = folder or work_folder()
    kept = parse_json(text.encode("utf-8", "replace"), "backup").get("files", {})
    for name, content in kept.items():
        if not is_lesson_name(name.removesuffix(".json")) or not name.endswith(".json"):
            continue
        path = folder / name
        if path.exists():
            with contextlib.suppress(LessonError):
                unpack(content, folder, find_article)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content)


def _brought(data: Any) -> dict[str, Article]:
    """The brought articles in a backup that are not here yet, by id. Raises LessonError for one that is not whole, or whose
    name is another article's here."""
    found = {}
    told = data.get("articles") if isinstance(data, dict) and data.get("type") == BACKUP_TYPE else None
    for name, text in (told if isinstance(told, dict) else {}).items():
        article, _ = article_from_file(str(text).encode("utf-8", "replace"), f"{name}.json", str(name))
        if Path(article.id).name != article.id or article.id.startswith("."):
            raise AnnotationFileError(f"The backup names an article “{article.id}”, which no file can be called, so nothing was restored.")
        if article.id in list_articles():
            if open_article(article.id).text != article.text:
                raise AnnotationFileError(
                    f"The backup holds marks on an article “{article.id}”, and another text has that name here; rename the other in "
                    "the folder of your own articles, then restore again. Nothing was changed."
                )
            continue
        found[article.id] = article
    return found


def saved_files(folder: Path) -> list[Path]:
    """The files in a work folder that hold answers, readable or not, by name."""
    return sorted(path for path in folder.glob("*.json") if not path.name.startswith(".") and path.is_file())
