"""The teacher's pages as plain HTML, for a site that has no JupyterLab to show them."""

from __future__ import annotations

import html
import itertools
import re
from string import Template

from .lesson import list_lessons
from .places import content_folder

# A guide names other guides and notebooks as the kit's folder has them; on the site they stand elsewhere.
_LINKS = (
    (re.compile(r'href="(?:\.\./)+notebooks/([\w/]+\.ipynb)"'), r'href="../notebooks/index.html?path=notebooks/{edition}/\1"'),
    (re.compile(r'href="\.\./(\w+)/guide\.md"'), r'href="\1.html"'),
)


def guide_pages(edition: str) -> dict[str, str]:
    """The page of each lesson by the lesson's id, with links that lead to this ``edition`` of the site."""
    return {lesson: guide_page((content_folder() / lesson / "guide.md").read_text(encoding="utf-8"), edition)
            for lesson in list_lessons()}


def guide_page(markdown: str, edition: str) -> str:
    """One page. Markup in the text is shown as text; a table may be wider than a telephone and scrolls by itself."""
    import mistune

    body = mistune.create_markdown(escape=True, plugins=["table"])(markdown)
    for pattern, to in _LINKS:
        body = pattern.sub(to.format(edition=edition), body)
    body = re.sub(r"<li>\[ \] ", "<li>☐ ", body)
    number = itertools.count(1)
    body = re.sub(r"<table>.*?</table>", lambda match: _scrolling(match[0], next(number)), body, flags=re.DOTALL)
    title = re.search(r"<h1>(.*?)</h1>", body)
    page = Template((content_folder() / "site" / "guide.html").read_text(encoding="utf-8"))
    return page.substitute(title=title[1] if title else html.escape("For teachers"), body=body)


def _scrolling(table: str, number: int) -> str:
    return f'<div class="table" tabindex="0" role="region" aria-label="Table {number}">{table}</div>'
