"""The shelf of one's own articles: brought, drafted, corrected, passed on to a colleague as one file.

Everything lies in the own folder (``my-articles`` beside the notebooks) and never in the kit: an article in
``<id>.json``, its key in ``keys/<id>.json``, the key of a second person in ``second/<id>.json``; what was taken off the shelf
in ``removed``.
"""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from .article import Article, shortened, split_paragraphs
from .draft.marks import draft_of
from .errors import ArticleError, LessonError, StorageError
from .intake import Intake, record_words
from .keyfile import KeyFile, open_key_file, proposed_in, settled_in
from .library import (
    OWN_TYPE,
    article_from_file,
    article_from_text,
    keep_article,
    list_articles,
    open_article,
    own_articles,
    readable_articles,
)
from .places import own_folder
from .webannotation import FORMAT, page_annotations, parse_page, read_page

MOST_PROPOSED = 5_000
SHARED = {"key": "keys", "second": "second"}  # part of a shared file: the folder it is kept in


def save_article(intake: Intake) -> Article:
    """Keep what was brought as an article of one's own, and return it; the same text again is the same article.

    Raises ArticleError where the text cannot be one, StorageError where it cannot be written.
    """
    known = _with_text(intake.text)
    if known:
        return known
    name = _free_name(intake.title or intake.text, intake.text)
    article = article_from_text(name, intake.text, _record(name, intake))
    keep_article(article)
    return article


def _with_text(text: str) -> Article | None:
    """The own article that has this text, or None."""
    return next((article for article in readable_articles() if article.text == text), None)


def _furniture_rows(intake: Intake) -> list[dict]:
    """Each proposed paragraph by its words, and by which of their occurrences it is: the words may stand in another, too."""
    rows, paragraphs = [], list(split_paragraphs(intake.text))
    used: set[int] = set()
    for words, what in intake.furniture:
        at = next((p.start for p in paragraphs if p.of(intake.text) == words and p.start not in used), None)
        if at is None:
            continue
        used.add(at)
        occurrence = sum(intake.text.startswith(words, k) for k in range(at)) + 1 if intake.text.find(words) < at else 1
        rows.append({"quote": words, "what": what, **({"occurrence": occurrence} if occurrence > 1 else {})})
    return rows


def _record(name: str, intake: Intake) -> dict:
    """The record of a brought article. What is unknown stays unknown, and says so."""
    words = record_words()
    record = {
        "id": name, "sha256": article_from_text(name, intake.text).sha256, "title": shortened(intake.title, 300) or shortened(intake.text, 60), "outlet": shortened(intake.outlet, 300),
        "language": intake.language or "und", "origin": intake.origin, "rights": words["rights"],
        "furniture": _furniture_rows(intake),
    }
    known = {what: shortened(told, 300) for what, told in (("byline", intake.byline), ("date", intake.date), ("address", intake.address))}
    record["given"] = {what: told for what, told in known.items() if told}
    record["missing"] = {what: words["unknown"] for what in ("byline", "date") if not known[what]}
    if not intake.outlet:
        record["missing"]["outlet"] = words["unknown"]
    if not intake.is_english:
        record["language_note"] = words["language_note"]
    return record


def begin_key(article: Article) -> KeyFile:
    """The key of an own article as a file to work on, begun with the draft if it is new and the article is English.

    Of a very long text the first proposals make the key, MOST_PROPOSED of them: nobody looks at more, and a key that holds
    them all could be too long to be read again.
    """
    book = open_key_file(article)
    if article.language == "en" and not book.items and not book.proposed and article.id in own_articles():
        book.start(itertools.islice(draft_of(article), MOST_PROPOSED))
    return book


def second_key(article: Article) -> KeyFile:
    """The key of a second person, begun empty: whoever keys an article again sees neither the first key nor the draft."""
    return open_key_file(article, own_folder() / "second" / f"{article.id}.json")


def key_state(article_id: str) -> tuple[int, int, int]:
    """How the key of an own article stands: marks in it, proposals looked at, proposals made."""
    book = open_key_file(open_article(article_id))
    waiting = len(book.waiting())
    return len(book.items) - waiting, book.proposed - waiting, book.proposed


def pack_article(article_id: str) -> str:
    """An own article with its keys as one JSON text, to pass on."""
    if article_id not in own_articles():
        raise ArticleError(f"“{article_id}” is not one of your own articles, so there is nothing to share; the kit has it everywhere.")
    article = open_article(article_id)
    keys = {part: own_folder() / folder / f"{article_id}.json" for part, folder in SHARED.items()}
    data = {"type": OWN_TYPE, "ss:format": FORMAT, "record": article.record, "text": article.text,
            "keys": {part: read_page(path) for part, path in keys.items() if path.exists()}}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def unpack_article(text: str, name: str = "article") -> tuple[Article, bool]:
    """Put a shared article on the shelf, keys and all; return it, and whether anything here has changed by it.

    An article that is here already is kept under its own name, and so is a key in which work would be lost (see
    ``KeyFile.adopt``). Everything is read and checked before anything is written. Raises LessonError in a sentence.
    """
    article, data = article_from_file(text.encode("utf-8", "replace"), name)
    there = _with_text(article.text)
    if there is None and (not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,80}", article.id) or article.id in _taken(article.text)):
        new = _free_name(article.title, article.text)
        article = article_from_text(new, article.text, {**article.record, "id": new})
    kept = there or article
    keys = data.get("keys") if isinstance(data.get("keys"), dict) else {}
    books = []
    for part, folder in SHARED.items():
        if part in keys:
            page = parse_page(json.dumps(keys[part], ensure_ascii=False).encode("utf-8", "replace"), name)
            items = tuple(replace(item, article=kept.id) for item in page_annotations(page, lambda _: article, name))
            books.append((open_key_file(kept, own_folder() / folder / f"{kept.id}.json"), items, proposed_in(page), settled_in(page)))
    if there is None:
        keep_article(article)
    adopted = [book.adopt(items, proposed, settled) for book, items, proposed, settled in books]
    return kept, there is None or any(adopted)


def put_away(article_id: str) -> str:
    """Take an own article off the shelf, keys and all, and return the name under which ``put_back`` finds it.

    Nothing is deleted: the files go into the folder ``removed`` beside it. Raises StorageError in a sentence.
    """
    away = own_folder() / "removed"
    name = next(name for name in _numbered(article_id) if not (away / name).exists())
    _move({own_folder() / part: away / name / part for part in _files(article_id)})
    return name


def put_back(name: str) -> str:
    """Put what ``put_away`` has taken on the shelf again, and return the article's id.

    Raises ArticleError where it is not there any more, or where its place has been taken since.
    """
    away = own_folder() / "removed" / name
    sound = Path(name).name == name and not name.startswith(".")
    found = next((path.stem for path in _articles_in(away)), "") if sound else ""
    if not found or (own_folder() / f"{found}.json").exists():
        raise ArticleError(f"“{name}” cannot be put back, because {'another article has its name now' if found else 'its files are gone'}; "
                           f"look into the folder “{own_folder().name}/removed”.")
    _move({away / part: own_folder() / part for part in _files(found)})
    return found


def removed_articles() -> list[tuple[str, str]]:
    """What has been taken off the shelf and can be put back: the name for ``put_back`` and the title, last taken first."""
    found = []
    for folder in sorted((own_folder() / "removed").glob("*"), key=lambda path: path.stat().st_mtime, reverse=True):
        for path in _articles_in(folder)[:1]:
            with suppress(LessonError, OSError):
                found.append((folder.name, article_from_file(path.read_bytes(), path.name)[0].title or path.stem))
    return found


def _files(article_id: str) -> list[str]:
    """Where an own article and its keys lie, within the own folder or a folder like it."""
    return [f"{article_id}.json", *(f"{folder}/{article_id}.json" for folder in SHARED.values())]


def _articles_in(folder: Path) -> list[Path]:
    """The articles that lie in a folder; what a Mac puts beside files on a stick, “._a.json”, is none."""
    return sorted(path for path in folder.glob("*.json") if not path.name.startswith("."))


def _move(paths: dict[Path, Path]) -> None:
    """Move the files that are there: all, or where one cannot be moved none, for a key is of no use without its article."""
    moved: list[tuple[Path, Path]] = []
    try:
        for old, new in paths.items():
            if old.exists():
                new.parent.mkdir(parents=True, exist_ok=True)
                old.replace(new)
                moved.append((old, new))
    except OSError as problem:
        for place, now in reversed(moved):
            with suppress(OSError):
                now.replace(place)
        raise StorageError(f"The file “{old.name}” could not be moved ({problem.strerror or problem}); make the folder "
                           f"“{own_folder().name}” writable, and try again.") from problem


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in itertools.count(2))


def _free_name(words: str, text: str) -> str:
    """An id for ``text`` made of the first words of a title, and of none that is taken."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii").lower()
    base = "-".join(re.findall(r"[a-z0-9]+", plain)[:6])[:60].strip("-") or "article"
    taken = _taken(text)
    return next(name for name in _numbered(base) if name not in taken)


# Windows keeps these for devices, with any ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10))}


def _taken(text: str) -> set[str]:
    """The ids that a new article with this text cannot have.

    Among them are those of articles that are gone and have left a key behind, and of articles with another text that were
    taken off the shelf: the marks on those would point at words that are not there.
    """
    left = {path.stem for folder in SHARED.values() for path in (own_folder() / folder).glob("*.json")}
    removed = {path.stem for folder in (own_folder() / "removed").glob("*") for path in _articles_in(folder) if _text_in(path) != text}
    return {*list_articles(), *left, *removed, *_DEVICES}


def _text_in(path: Path) -> str | None:
    """The text of an article's file; None where it cannot be read."""
    try:
        return article_from_file(path.read_bytes(), path.name)[0].text
    except (LessonError, OSError):
        return None
