"""What the teacher's desk shows, as plain rows for the browser: articles on the shelf, a text that was brought, two keys side by side."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from ..agreement import Agreement
from ..annotation import Annotation, describe_kinds
from ..article import Article, split_paragraphs
from ..errors import LessonError
from ..intake import Intake
from ..labels import CONTESTED, all_labels
from ..library import has_key, open_article
from ..ownshelf import key_state
from ..places import content_folder, own_folder
from ..settling import Settling

FIELDS = ("title", "outlet", "byline", "date", "address")
MOST_LINES = 1_000  # that a person can be shown to choose from


@cache
def desk_words() -> dict[str, Any]:
    """Every word of the desk, from ``content/desk.toml``."""
    return tomllib.loads((content_folder() / "desk.toml").read_text(encoding="utf-8"))


def shelf_row(name: str, for_teacher: bool) -> dict[str, Any]:
    """An own article as the shelf shows it; a damaged file is a row with its sentence, and the others go on."""
    words = desk_words()["words"]
    try:
        article = open_article(name)
        if not for_teacher:
            finished = has_key(name)
            return {"id": name, "title": article.title, "state": words["reader_done" if finished else "reader_open"], "finished": finished}
        items, done, count = key_state(name)
        state = ("state_done" if has_key(name) else "state_waiting" if done < count else "state_unfinished" if items else "state_none")
        second = (own_folder() / "second" / f"{name}.json").exists()
        return {"id": name, "title": article.title, "state": words[state].format(items=items, done=done, count=count), "second": second}
    except LessonError as problem:
        return {"id": name, "title": name, "state": str(problem), "broken": True}


def known_fields(intake: Intake) -> dict[str, Any]:
    """What is known about a text that was brought, and its lines, for the form."""
    lines = lines_of(intake)
    return {
        "fields": {name: getattr(intake, name) for name in FIELDS}, "english": intake.is_english,
        "furniture": [list(pair) for pair in intake.furniture], "lines": list(dict.fromkeys(lines))[:MOST_LINES], "words": len(intake.text.split()), "paragraphs": len(lines),
        "begins": lines[0][:160],
    }


def lines_of(intake: Intake) -> list[str]:
    """The paragraphs of a text that was brought, as a person chooses among them."""
    return [paragraph.of(intake.text) for paragraph in split_paragraphs(intake.text)]


def compared_rows(compared: Settling, article: Article) -> dict[str, list]:
    """Two keys side by side: how far they agree, in sentences, and a row for each difference."""
    words = desk_words()["words"]
    rows = [{"id": row.id, "label": all_labels()[row.shown.label].name, "words": " ".join(row.shown.of(article.text).split()),
             "first": _told(row.one, words), "second": _told(row.other, words), "in_first": row.one is not None,
             "in_second": row.other is not None, "item": row.one.id if row.one else ""} for row in compared.differences]
    return {
        "rows": rows, "agreed": [_agreed(one, words) for one in compared.agreement if any(one.counts)],
        "alphas": [words["alpha"].format(label=all_labels()[one.label].plural.capitalize(), alpha=one.alpha)
                   for one in compared.agreement if one.alpha is not None],
    }


def _told(item: Annotation | None, words: Mapping[str, str]) -> str:
    """What one key says of a passage, in words."""
    if item is None:
        return words["not_marked"]
    told = [describe_kinds(item) or words["no_answer"], *([words["is_contested"]] if item.standing == CONTESTED else [])]
    return ", ".join(told)


def _agreed(one: Agreement, words: Mapping[str, str]) -> str:
    return words["agreed"].format(label=all_labels()[one.label].plural.capitalize(), first=one.counts[0], second=one.counts[1],
                                  found=round(100 * one.found))
