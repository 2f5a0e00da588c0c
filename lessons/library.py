"""The shelf: finds the kit's articles and keys, opens them and checks that they are what their records say."""

from __future__ import annotations

import contextlib
import json
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from .annotation import AnnotationSet, is_reason
from .article import Article
from .disk import write_atomically
from .errors import AnnotationFileError, ArticleError, LessonError, StorageError, nearest, too_large
from .labels import PROPOSALS
from .places import data_folder, kit_folder, own_folder
from .webannotation import FORMAT, LARGEST, page_annotations, parse_json, read_page

OWN_TYPE = "SecondSourceArticle"


def _is_sound(record: dict) -> bool:
    """Whether all that a record may tell is of the kind that whoever reads it expects."""
    texts = ("title", "outlet", "language", "origin", "rights", "sensitivity", "outlet_from", "title_from", "language_note", "sha256")
    tables = [record.get(name, {}) for name in ("given", "missing", "inferred")]
    rows = record.get("furniture", [])
    return (
        all(isinstance(record.get(name, ""), str) and len(record.get(name, "")) <= 2_000 for name in texts)
        and all(isinstance(table, dict) and all(isinstance(value, str) for value in table.values()) for table in tables)
        and isinstance(rows, list) and all(
            isinstance(row, dict) and isinstance(row.get("quote"), str) and isinstance(row.get("what"), str)
            and type(row.get("occurrence", 1)) is int and row.get("occurrence", 1) > 0 for row in rows)
    )


def list_articles() -> list[str]:
    """The ids of the kit's articles, in alphabetical order, and then of those that somebody has brought."""
    return [*_kit_articles(), *own_articles()]


def own_articles() -> list[str]:
    """The ids of the articles that somebody has brought, in alphabetical order; the kit's own names are not taken twice."""
    found = {path.stem for path in own_folder().glob("*.json") if path.stem[:1] != "." and path.is_file()}
    return sorted(found - set(_kit_articles()))


def readable_articles() -> list[Article]:
    """The articles of one's own that can be opened: one damaged file stands in nobody else's way."""
    found = []
    for name in own_articles():
        with contextlib.suppress(LessonError):
            found.append(open_article(name))
    return found


def open_article(article_id: str) -> Article:
    """The article with this id: its text exactly as stored, with its record.

    Raises ArticleError when there is no such article (the nearest ids are named), when its text is missing or is
    not UTF-8, when it is not the text its record was made for, or when a piece of furniture is not found in it.
    """
    if article_id in _kit_articles():
        return _kit_article(article_id)
    if article_id in own_articles():
        path = own_folder() / f"{article_id}.json"
        return _own_article(path, path.stat().st_mtime_ns)
    raise ArticleError(
        f"There is no article “{article_id}” in {_record_folder().relative_to(kit_folder())}; "
        f"the nearest are {nearest(article_id, list_articles())}."
    )


@cache
def _kit_articles() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _record_folder().glob("*.toml")))


@cache
def _kit_article(article_id: str) -> Article:
    return read_article(_record_folder() / f"{article_id}.toml")


@lru_cache(maxsize=64)
def _own_article(path: Path, _changed: int) -> Article:
    # By the name of its file, whatever name it bears inside: another's would lead to another's key.
    try:
        return article_from_file(path.read_bytes(), path.name, path.stem)[0]
    except OSError as problem:
        raise ArticleError(f"The file “{path.name}” could not be read ({problem.strerror or problem}).") from problem


def article_from_file(raw: bytes, name: str, article_id: str = "") -> tuple[Article, dict]:
    """The article in a file that the kit made of a brought one, and all that is in the file; ``name`` is for the sentences,
    and ``article_id`` (the one in the file by default) becomes its id.

    Raises ArticleError or AnnotationFileError where the file is not whole, or not of this kind.
    """
    if len(raw) > LARGEST:
        raise ArticleError(f"{too_large(name, len(raw), LARGEST)}, so it was not opened.")
    no_article = (f"The file “{name}” does not hold an article of this kit; choose a file that “Download to share” made. "
                  "The file was left as it is.")
    try:
        data = parse_json(raw, name)
    except AnnotationFileError as problem:
        if article_id:
            raise
        raise ArticleError(no_article) from problem  # whoever chose a picture needs no word of JSON
    record = data.get("record") if isinstance(data, dict) and data.get("type") == OWN_TYPE else None
    version = data.get("ss:format", 0) if isinstance(record, dict) else 0
    if not isinstance(record, dict) or not _is_sound(record) or not isinstance(data.get("text"), str) or type(version) is not int:
        raise ArticleError(no_article)
    if version > FORMAT:
        raise ArticleError(
            f"The file “{name}” has format {version} and this copy of the kit reads up to {FORMAT}; update the kit, then open it again."
        )
    # Half an emoji, in the text or in what is told of it, has no UTF-8 form, and no message could carry it.
    text = data["text"].encode("utf-8", "replace").decode("utf-8")
    record = json.loads(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace"))
    name_in_file = article_id or str(record.get("id") or Path(name).stem)
    article = article_from_text(name_in_file, text, {**record, "id": name_in_file})
    if record.get("sha256") != article.sha256:
        raise ArticleError(f"The text in the file “{name}” is not the one its record was made for; ask for the file again.")
    return article, data


def keep_article(article: Article) -> None:
    """Write a brought article to the own folder. Raises StorageError in a sentence."""
    data = {"type": OWN_TYPE, "ss:format": FORMAT, "record": article.record, "text": article.text}
    folder = own_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / f"{article.id}.json", json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise StorageError(
            f"The article could not be saved in “{folder.name}” ({reason}); free some space or make the folder writable, and "
            "save it again."
        ) from problem


def read_article(record_path: Path) -> Article:
    """The article whose record (TOML) is at ``record_path``; the text's path in it is relative to the kit's folder."""
    try:
        record = tomllib.loads(record_path.read_text(encoding="utf-8"))
        text_path, name, digest = kit_folder() / record["text"], record["id"], str(record["sha256"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as problem:
        raise ArticleError(
            f"The record “{record_path.name}” cannot be read ({problem}); compare it with another record in its folder."
        ) from problem
    article = article_from_text(name, read_text(text_path), record)
    if article.sha256 != digest:
        raise ArticleError(
            f"The text “{record['text']}” is not the one its record was made for: its digest starts with "
            f"{article.sha256[:12]} and the record says {digest[:12]}; put the original file back."
        )
    return article


def read_text(path: Path) -> str:
    """A text file, decoded. A byte-order mark is taken as part of the encoding; line ends stay as they are."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        reason = problem.strerror or problem
        raise ArticleError(f"The article's text “{path.name}” could not be read ({reason}).") from problem
    except UnicodeDecodeError as problem:
        raise ArticleError(
            f"The article's text “{path.name}” is not UTF-8 (byte {problem.start} cannot be read); "
            "save it again as UTF-8 text."
        ) from problem


def article_from_text(article_id: str, text: str, record: dict | None = None) -> Article:
    """An article from a text in memory; ``record`` as in ``data/articles`` (all of it may be missing)."""
    record = record or {}
    article = Article(article_id, text)
    furniture = tuple(
        (article.find(row["quote"], row.get("occurrence", 1)), row["what"]) for row in record.get("furniture", ())
    )
    return Article(
        article_id, text, title=record.get("title", article_id), outlet=record.get("outlet", ""),
        language=record.get("language", "en"), furniture=furniture, record=record,
    )


def open_key(article_id: str) -> AnnotationSet:
    """The answer key of an article. Raises AnnotationFileError when it has none, or one that cannot be used."""
    article = open_article(article_id)
    path = key_path(article_id)
    if not path.exists():
        raise AnnotationFileError(
            f"The article “{article_id}” has no answer key in {path.parent.parent.name}/{path.parent.name}; "
            f"keys exist for {', '.join(f'“{p.stem}”' for p in sorted(path.parent.glob('*.json'))) or 'no article yet'}."
        )
    return _key(path, article, path.stat().st_mtime_ns)


def has_key(article_id: str) -> bool:
    """Whether the article has a key that can be used: whole, and with no proposal left that nobody has looked at."""
    try:
        return bool(len(open_key(article_id)))
    except AnnotationFileError:
        return False


@lru_cache(maxsize=64)
def _key(path: Path, article: Article, _changed: int) -> AnnotationSet:
    return read_key(path, article)


def read_key(path: Path, article: Article) -> AnnotationSet:
    """The key in the file at ``path``, which must be a key to ``article``; every item has a standing and a reason."""
    page = read_page(path)
    check_article(page.get("ss:articles", {}), article, path.name)

    def only_this(name: str) -> Article:
        if name != article.id:
            raise ArticleError(f"is on the article “{name}”, not on “{article.id}”")
        return article

    items = page_annotations(page, only_this, path.name)
    waiting = sum(item.standing in PROPOSALS for item in items)
    if waiting:
        raise AnnotationFileError(
            f"In the key “{path.name}” {waiting} of the draft’s proposals have not been looked at; accept or reject them "
            "first. The file was left as it is."
        )
    for item in items:
        if not item.standing or not is_reason(item.note):
            raise AnnotationFileError(
                f"The item “{item.id}” of the key “{path.name}” lacks its standing or its reason; "
                "open the key (“Work on the key”, or the notebook teacher/edit_a_key) and give it both. The file was left as it is."
            )
    return AnnotationSet(article, items)


def key_path(article_id: str) -> Path:
    """Where the key of an article is kept: the kit's own with the kit, that of a brought article beside it."""
    home = data_folder() if article_id in _kit_articles() else own_folder()
    return home / "keys" / f"{article_id}.json"


def check_article(digests: object, article: Article, name: str) -> None:
    """Raises AnnotationFileError where a page does not name ``article`` among those it is on.

    A changed text is no error here: marks then find their place by their words, or are refused one by one.
    """
    if not isinstance(digests, dict) or article.id not in digests:
        others = ", ".join(f"“{other}”" for other in digests) if isinstance(digests, dict) and digests else "none named"
        raise AnnotationFileError(
            f"The file “{name}” belongs to another article ({others}), not to “{article.id}”; choose the file made "
            "for this article. The file was left as it is."
        )


def _record_folder() -> Path:
    return data_folder() / "articles"


def facts(topic: str) -> dict:
    """The reference card on ``topic`` (a TOML file in ``data/cards``): dated facts with where each can be checked."""
    path = data_folder() / "cards" / f"{topic}.toml"
    if not path.exists():
        known = [card.stem for card in path.parent.glob("*.toml")]
        raise ArticleError(f"There is no card “{topic}” in data/cards; the nearest are {nearest(topic, known)}.")
    return tomllib.loads(path.read_text(encoding="utf-8"))
