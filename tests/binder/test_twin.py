"""The lessons with the JupyterLab and the Notebook that Binder installs, in every view that a link can lead to."""

import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from ..browsers import lacking
from ..hub.hub import repository
from .links import CONTENT, links
from .parts import preinstalled
from .visit import ARTICLE, LESSON, answers, words_on_disk

NOTEBOOK = f"notebooks/{LESSON}.ipynb"
TRIAL = re.compile("^This is a trial server. It stops after ten minutes")


@pytest.mark.parametrize("via, program", [("doc", "jupyterlab"), ("lab", "jupyterlab"), ("notebook", "notebook")])
def test_every_view_is_of_the_version_that_binder_installs_and_draws_all_cells_as_the_kit_asks(visit, via, program):
    opened = visit(NOTEBOOK, via=via)
    told = opened.page.locator("#jupyter-config-data").text_content()
    assert json.loads(told)["appVersion"] == preinstalled()[program]
    expect(opened.page.locator(".jp-Notebook .jp-Cell")).to_have_count(len(opened.saved().cells))


@pytest.mark.parametrize("via", ["doc", "lab", "notebook"])
def test_a_lesson_starts_by_itself_and_goes_from_the_first_mark_to_the_key(visit, via):
    opened = visit(NOTEBOOK, via=via)
    article = opened.article()
    article.drag("Reuters")
    article.settled()
    assert words_on_disk(opened.desk, LESSON, ARTICLE) == [("source", "Reuters")]
    article.commit()
    expect(article.rows.filter(has_text="Reuters")).to_have_count(1)
    assert "missed" in article.statuses()
    assert len(answers(opened.desk, LESSON)["ss:commits"]) == 1
    opened.shot(f"binder-{via}")


@pytest.mark.parametrize("via", ["doc", "lab", "notebook"])
def test_the_reader_is_warned_from_the_start_and_the_code_is_one_click_away(visit, via):
    opened = visit(NOTEBOOK, via=via)
    article = opened.article()
    expect(article.banner.get_by_text(TRIAL)).to_be_visible()
    expect(article.banner.get_by_role("button", name="Go to “Keep your work”")).to_be_visible()
    code = opened.page.locator(".jp-CodeCell .cm-content").filter(has_text="import lessons")
    expect(code).to_be_hidden()
    opened.bar.get_by_role("button", name="Show the code").click()
    expect(code).to_be_visible()
    opened.bar.get_by_role("button", name="Hide the code").click()
    expect(code).to_be_hidden()


@pytest.mark.parametrize("link", [link for link in links() if not link.pull], ids=lambda link: link.page)
def test_a_link_leads_straight_to_its_notebook(visit, link):
    opened = visit(link.notebook, place=link.place)
    expect(opened.page.locator(".jp-Notebook h1").first).to_be_visible()
    expect(opened.page).to_have_url(re.compile(re.escape(f"{opened.server.url}/{link.page}") + r"(\?.*)?$"))


def test_the_link_for_lessons_of_ones_own_fetches_them_and_keeps_answers_beside_them(visit, launch, tmp_path):
    [link] = [link for link in links() if link.pull]
    try:
        theirs = repository(tmp_path)
    except FileNotFoundError:
        lacking("No git on this machine, with which nbgitpuller fetches notebooks: install it.")
    place = link.place.replace(quote(CONTENT, safe=""), quote(theirs, safe=""))
    opened = visit(f"{link.pull['targetPath']}/{link.notebook}", place=place)
    article = opened.article()
    article.drag("Reuters")
    article.settled()
    assert (opened.server.root / "class" / "my-work" / f"{LESSON}.json").exists()
