"""What is known about an article, and what is not: its record as a reader sees it."""

from __future__ import annotations

import html
from dataclasses import dataclass

from .article import Article
from .readability import reading_grade


_LANGUAGES = {"en": "English", "und": "Unknown"}


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
    record = article.record
    missing, inferred = record.get("missing", {}), record.get("inferred", {})
    rows = [("Title", _with(article.title, record["title_from"]))] if "title_from" in record else []
    rows += [("Outlet", _with(article.outlet, record.get("outlet_from", "")))]
    rows += [(name.capitalize(), str(text)) for name, text in record.get("given", {}).items()]
    rows += [(name.capitalize(), text) for name, text in missing.items() if name not in inferred]
    for name in (key for key in inferred if not key.endswith("_from")):
        why = f"inferred. {inferred.get(f'{name}_from', '')}".strip()
        rows.append((name.capitalize(), _with(inferred[name], f"{missing.get(name, '')} It is {why}".strip())))
    rows += [
        ("Language", _with(_LANGUAGES.get(article.language, article.language), record.get("language_note", ""))),
        ("Words", str(sum(article.words(sentence) for sentence in article.reporting()))),
        # The formula is made for English.
        ("Reading level", f"US school grade {reading_grade(article):g} (Flesch-Kincaid, computed)" if article.language == "en" else ""),
        ("Origin", record.get("origin", "")),
        ("Rights", record.get("rights", "")),
        ("Before you read", record.get("sensitivity", "")),
    ]
    return About(f"About “{article.title or article.id}”", tuple((n, t) for n, t in rows if t))


def _with(text: str, note: str) -> str:
    return f"{text} ({note.rstrip('.')})" if note else text
