"""The page from which a reader of the static site starts: the course, with a link into each lesson."""

from __future__ import annotations

import html
from string import Template

from .lesson import list_lessons, open_lesson
from .places import content_folder

_LESSON = Template("""\
      <li data-lesson="$id">
        <a href="notebooks/index.html?path=notebooks/$edition/$id.ipynb">$title</a>
        <span class="minutes">$minutes minutes</span>
        <p>You learn to $learn.</p>
      </li>""")


def start_page(edition: str, pictures: bool) -> str:
    """The page as HTML. ``pictures``: whether matplotlib draws; if not, the page says that pictures are simple ones."""
    folder = content_folder() / "site"
    rows = [
        _LESSON.substitute(id=lesson.id, edition=edition, title=html.escape(lesson.title), minutes=lesson.minutes,
                           learn=html.escape(lesson.learn))
        for lesson in map(open_lesson, list_lessons())
    ]
    page = Template((folder / "index.html").read_text(encoding="utf-8"))
    guides = ", ".join(f'<a href="guides/{one}.html">{html.escape(open_lesson(one).title)}</a>' for one in list_lessons())
    note = "" if pictures else (folder / "simple-pictures.html").read_text(encoding="utf-8").strip()
    return page.substitute(edition=edition, lessons="\n".join(rows), guides=guides, pictures=note)
