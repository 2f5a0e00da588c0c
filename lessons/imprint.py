"""What is known about an article, and what is not: its record as a reader sees it."""

from __future__ import annotations

import html
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from .article import Article
from .places import content_folder
from .readability import reading_grade


@dataclass(frozen=True)
class About:
    """The record of an article as rows of name and text. Shows itself as a table; says nothing about its quality."""

    title: str
    rows: tuple[tuple[str, str], ...]

    def _repr_html_(self) -> str:
        cells = "".join(
            f'<tr><th scope="row" style="text-align:left;vertical-align:top">{html.escape(name)}</th>'
            f'<td style="text-align:left">{html.escape(text)}</td></tr>'
            for name, text in self.rows
        )
        return f"<table><caption>{html.escape(self.title)}</caption><tbody>{cells}</tbody></table>"

    def __repr__(self) -> str:
        return "\n".join([self.title, *(f"  {name}: {text}" for name, text in self.rows)])


def about(article: Article) -> About:
    """The record of ``article``: outlet, headline, byline and date (or that they are missing, and what is inferred from
    what), language, words, reading level, rights, and what to know before reading it."""
    record, words = article.record, _words()
    missing, inferred = record.get("missing", {}), record.get("inferred", {})
    rows = [("title", _with(article.title, record["title_from"]))] if "title_from" in record else []
    rows += [("outlet", _with(article.outlet, record.get("outlet_from", "")))]
    rows += [(name, str(text)) for name, text in record.get("given", {}).items()]
    rows += [(name, text) for name, text in missing.items() if name not in inferred]
    for name in (key for key in inferred if not key.endswith("_from")):
        why = words["inferred"].format(missing=missing.get(name, ""), why=inferred.get(f"{name}_from", ""))
        rows.append((name, _with(inferred[name], why.strip())))
    rows += [
        ("language", _with(words["languages"].get(article.language, article.language), record.get("language_note", ""))),
        ("words", str(sum(article.words(sentence) for sentence in article.reporting()))),
        # The formula is made for English.
        ("level", words["grade"].format(grade=reading_grade(article)) if article.language == "en" else ""),
        *((name, record.get(name, "")) for name in ("origin", "rights", "sensitivity")),
    ]
    named = tuple((words["rows"].get(name, name.capitalize()), text) for name, text in rows if text)
    return About(words["title"].format(title=article.title or article.id), named)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((content_folder() / "imprint.toml").read_text(encoding="utf-8"))


def _with(text: str, note: str) -> str:
    return f"{text} ({note.rstrip('.')})" if note else text
