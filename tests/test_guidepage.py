"""The teacher's pages on a static site: whole, linked, and safe."""

import re

import pytest

from lessons.guidepage import guide_page, guide_pages
from lessons.lesson import list_lessons
from lessons.places import kit_folder


@pytest.mark.parametrize("lesson", list_lessons())
def test_every_link_of_a_teachers_page_leads_to_something_the_site_has(lesson):
    page = guide_pages("0123abcd")[lesson]
    links = re.findall(r'href="([^"]+)"', page)
    assert len(links) > 2
    for link in links:
        guide = re.fullmatch(r"(\w+)\.html", link)
        notebook = re.fullmatch(r"\.\./notebooks/index\.html\?path=notebooks/0123abcd/([\w/]+\.ipynb)", link)
        assert link in ("../index.html", "../static/favicons/favicon.ico") or (guide and guide[1] in list_lessons()) \
            or (notebook and (kit_folder() / "notebooks" / notebook[1]).exists()), link


def test_markup_in_a_guide_is_shown_as_text_and_its_tables_are_tables():
    page = guide_page("# A & <b>B</b>\n\n<script>alert(1)</script>\n\n- [ ] Open it\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "0123abcd")

    assert "<title>A &amp; &lt;b&gt;B&lt;/b&gt; · Second Source</title>" in page
    assert "<script>" not in page and "<td>1</td>" in page and "☐ Open it" in page
