"""W3C Web Annotation pages: the one file format of keys and answers.

Follows https://www.w3.org/TR/annotation-model/ (section 3.1, and the AnnotationPage of the vocabulary; where an annotation
is, see ``selectors``); carries the article's digest and never its text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .annotation import Annotation, check
from .article import Article
from .errors import AnnotationFileError, LessonError, too_large
from .selectors import anchor, describe, is_place

FORMAT = 1
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"ss": "urn:second-source:"}]
LARGEST = 20_000_000
MOST_ITEMS = 20_000


class Absent(NamedTuple):
    """A mark on an article that is not here now: kept as it stood in its file, until the article is back."""

    id: str
    article: str
    modified: str
    json: str


def to_page(
    annotations: Iterable[Annotation], articles: Mapping[str, Article], *, page_id: str, extra: Mapping[str, Any],
    absent: Iterable[Absent] = (),
) -> str:
    """An AnnotationPage as deterministic JSON text: sorted, two-space indent, final newline.

    ``articles`` must hold every article the annotations are on; those in ``absent`` stand behind them. ``extra`` are further members of the page, written
    under the ``ss:`` prefix (``{"purpose": "answers"}`` becomes ``"ss:purpose"``); they may hold annotations, too.
    """
    items = sorted(annotations, key=lambda item: item.sort_key)
    used = sorted({item.article for item in items} | set(articles))
    page = {
        "@context": CONTEXT,
        "id": page_id,
        "type": "AnnotationPage",
        "ss:format": FORMAT,
        "ss:articles": {name: articles[name].sha256 for name in used},
        **{f"ss:{name}": value for name, value in sorted(extra.items())},
        "items": [*items, *absent],
    }
    return _text(page, articles) + "\n"


def _text(value: Any, articles: Mapping[str, Article]) -> str:
    """What ``json.dumps(value, indent=2)`` gives, but that an annotation is put into words once and then remembered: a
    reader waits for the whole file at every mark, and all but one of its annotations are as they were."""
    if isinstance(value, Annotation):
        return _annotation_text(value, articles[value.article].text)
    if isinstance(value, Absent):
        return value.json
    if isinstance(value, Mapping) and value:
        return _block("{}", (f"{_plain(name)}: {_text(part, articles)}" for name, part in value.items()))
    if isinstance(value, list | tuple) and value:
        return _block("[]", (_text(part, articles) for part in value))
    return _plain(value)


def _block(brackets: str, parts: Iterable[str]) -> str:
    inside = ",\n".join(parts).replace("\n", "\n  ")  # all ours: within a string JSON writes a line break as a backslash and an n
    return f"{brackets[0]}\n  {inside}\n{brackets[1]}"


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=4096)
def _annotation_text(item: Annotation, text: str) -> str:
    return json.dumps(to_json(item, text), indent=2, ensure_ascii=False)


def to_json(item: Annotation, text: str) -> dict[str, Any]:
    """One annotation on an article of this ``text`` as a Web Annotation object."""
    body = [_textual("tagging", item.label)]
    body += [_textual("classifying", kind) for kind in (*item.kinds, *filter(None, [item.standing]))]
    if item.note:
        body.append(_textual("commenting", item.note))
    if item.link:
        body.append({"type": "SpecificResource", "purpose": "linking", "source": item.link})
    fields = {
        "id": item.id,
        "type": "Annotation",
        "motivation": "assessing" if item.standing else "classifying",
        "created": item.created,
        "modified": item.modified,
        "creator": item.creator,
        "body": body,
        "target": {"source": item.article, "selector": describe(text, item)},
    }
    return {name: value for name, value in fields.items() if value}


def from_json(data: Any, open_article: Callable[[str], Article]) -> Annotation:
    """The annotation that ``data`` describes, anchored and checked. Raises LessonError in a sentence."""
    if not isinstance(data, Mapping):
        raise LessonError("is not an annotation (a JSON object was expected)")
    name = str(data.get("id") or "")
    try:
        target = data["target"]
        article = open_article(str(target["source"]))
        bodies = list(data["body"])
        values = {purpose: [_value(b) for b in bodies if b.get("purpose") == purpose] for purpose in _PURPOSES}
        span = anchor(article.text, target["selector"])
    except (KeyError, TypeError, AttributeError) as problem:
        raise LessonError(f"“{name}” lacks a part that every annotation has (body, target or selector)") from problem
    except LessonError as problem:
        raise LessonError(f"“{name}” {problem}") from problem
    classes = values["classifying"]
    return check(
        Annotation(
            span.start, span.end, id=name, label=(values["tagging"] or [""])[0], article=article.id,
            kinds=tuple(kind for kind in classes if not kind.startswith(_STANDING)),
            standing=next((kind for kind in classes if kind.startswith(_STANDING)), ""),
            note=(values["commenting"] or [""])[0], link=(values["linking"] or [""])[0],
            created=str(data.get("created") or ""), modified=str(data.get("modified") or ""),
            creator=str(data.get("creator") or ""),
        ),
        article,
    )


def read_page(path: Path) -> dict[str, Any]:
    """The JSON object in the file at ``path``: an AnnotationPage of a format this kit can read.

    Raises AnnotationFileError: too large, not UTF-8, cut off, not JSON, not an AnnotationPage, or of a newer format.
    The file is only read.
    """
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST else b""
    except OSError as problem:
        reason = problem.strerror or problem
        raise AnnotationFileError(f"The file “{path.name}” could not be read ({reason}).") from problem
    if size > LARGEST:
        raise AnnotationFileError(
            f"{too_large(path.name, size, LARGEST)}, so it was not opened; check that it is the right file."
        )
    return parse_page(raw, path.name)


def parse_page(raw: bytes, name: str) -> dict[str, Any]:
    """As read_page, from bytes; ``name`` is what the sentences call the file."""
    page = parse_json(raw, name)
    if not isinstance(page, dict) or page.get("type") != "AnnotationPage" or not isinstance(page.get("items"), list):
        raise AnnotationFileError(
            f"The file “{name}” is JSON but not an AnnotationPage, so it is not a key or an answers file of this kit; "
            "choose a file that the kit saved."
        )
    version = page.get("ss:format", 0)
    if not is_place(version) or version > FORMAT:
        raise AnnotationFileError(
            f"The file “{name}” has format {version!r} and this copy of the kit reads up to {FORMAT}; update the kit, "
            "then open it again."
        )
    if len(page["items"]) > MOST_ITEMS:
        raise AnnotationFileError(
            f"The file “{name}” holds {len(page['items'])} marks and at most {MOST_ITEMS} are read; check that it is "
            "the right file."
        )
    return page


def parse_json(raw: bytes, name: str) -> Any:
    """JSON from UTF-8 bytes, or an AnnotationFileError that says where it stops being either."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise AnnotationFileError(
            f"The file “{name}” is not UTF-8 text (byte {problem.start} cannot be read), so it was not opened; "
            "use the copy that the kit saved, or a backup."
        ) from problem
    except json.JSONDecodeError as problem:
        if problem.pos >= len(problem.doc.rstrip()) - 1 or problem.msg.startswith("Unterminated"):
            what = f"stops in the middle, at line {problem.lineno}"
        else:
            what = f"is not JSON (line {problem.lineno}, column {problem.colno})"
        raise AnnotationFileError(
            f"The file “{name}” {what}, so it was not opened; use a backup, or start again in a new file."
        ) from problem
    except (RecursionError, ValueError) as problem:
        what = "is nested too deeply" if isinstance(problem, RecursionError) else "holds a number that is too long"
        raise AnnotationFileError(
            f"The file “{name}” {what} to be a key or an answers file, so it was not opened; check that it is the right "
            "file."
        ) from problem


def page_annotations(
    page: Mapping[str, Any], open_article: Callable[[str], Article], name: str, absent: list[Absent] | None = None
) -> tuple[Annotation, ...]:
    """All annotations of a page, anchored, checked and in reading order.

    Those on an article that cannot be opened go into ``absent``, if it is given. Raises AnnotationFileError naming the
    file and the first item that cannot be read: nothing is dropped in silence.
    """
    found: dict[str, Annotation] = {}
    kept: set[str] = set()
    for number, data in enumerate(page["items"], 1):
        try:
            away = None if absent is None else _absent(data, open_article)
            if away and away.id not in kept:
                kept.add(away.id)
                absent.append(away)
                continue
            item = from_json(data, open_article)
        except LessonError as problem:
            text = str(problem).rstrip(".")
            raise AnnotationFileError(
                f"Mark {number} of {len(page['items'])} in the file “{name}” cannot be used: {text}. "
                "The file was left as it is."
            ) from problem
        if not item.id or item.id in found:
            what = f"two marks with the id “{item.id}”" if item.id else f"a mark without an id (number {number})"
            raise AnnotationFileError(
                f"The file “{name}” has {what}, and an id must be given and used once; give each mark an id of its own. "
                "The file was left as it is."
            )
        found[item.id] = item
    return tuple(sorted(found.values(), key=lambda item: item.sort_key))


def _absent(data: Any, open_article: Callable[[str], Article]) -> Absent | None:
    """What is kept of a mark whose article cannot be opened; None for a mark whose article can, and for what is no mark."""
    target = data.get("target") if isinstance(data, Mapping) else None
    article = target.get("source") if isinstance(target, Mapping) else None
    if not isinstance(article, str) or not isinstance(data.get("id"), str) or not data["id"]:
        return None
    try:
        open_article(article)
    except LessonError:  # not there, or its file is damaged
        return Absent(data["id"], article, str(data.get("modified") or ""), _plain(data))
    return None


_STANDING = ("key/", "draft/")
_PURPOSES = ("tagging", "classifying", "commenting", "linking")


def _textual(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def _value(body: Mapping[str, Any]) -> str:
    return str(body.get("value") or body.get("source") or "")
