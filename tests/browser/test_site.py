"""The static site as a reader without a server has it: the whole course, and answers that come back."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
import test_lessons_by_mouse as by_mouse
import test_new_article as own
from axe_playwright_python.sync_playwright import Axe
from marking import Annotator, answers, ready, words_on_disk
from playwright.sync_api import expect
from site_server import OpenedSite, SiteDesk, SiteServer

import lessons.edition
import lessons.site
from tests.browsers import CHROMIUM_SWITCHES, PATIENCE, find

MARKED = ("source", "head librarian Ana Petrov")


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """The offline site, built once."""
    return lessons.site.build_site(tmp_path_factory.mktemp("site") / "site")


@pytest.fixture(scope="module")
def server(edition):
    running = SiteServer(edition.folder)
    yield running
    running.stop()


@pytest.fixture
def reader(playwright, tmp_path):
    """A function that opens a browser which keeps its profile, as a person's does; called again, it is the same one restarted."""
    running = []
    expect.set_options(timeout=2 * PATIENCE)  # Python in a page is slower than a kernel

    def open_browser():
        for one in running:
            one.close()
        running.clear()
        # A name that is not this machine's own makes the page an insecure one, as on a teacher's laptop.
        names = "--host-resolver-rules=MAP kit.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        switches = [one for one in CHROMIUM_SWITCHES if "host-resolver" not in one]
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=find("CHROMIUM", "chromium", "chromium-browser", "google-chrome"),
            args=[*switches, names], viewport={"width": 1280, "height": 900})
        context.set_default_timeout(2 * PATIENCE)
        running.append(context)
        return context

    yield open_browser
    expect.set_options(timeout=PATIENCE)
    for one in running:
        one.close()


@pytest.fixture
def desk(tmp_path):
    return SiteDesk(tmp_path / "desk")


@pytest.fixture
def open_lesson(reader, server, desk, edition):
    """A function that opens a lesson of the site; at the end no request may have left it and nothing may have failed."""
    context = reader()
    opened = []

    def open_one(lesson):
        opened.append(OpenedSite(context.new_page(), server, desk, lesson))
        return opened[-1].goto(edition.edition)

    yield open_one
    assert not [url for one in opened for url in one.strangers], "requests left the site"
    assert not [error for one in opened for error in one.errors], "uncaught errors in the page"
    assert not [line for one in opened for line in one.problems()]


def mark_one(opened):
    article = Annotator(opened, "mill-street", "00_start_here").wait()
    ready(opened)
    article.mark("Source", "head librarian Ana Petrov")
    article.told("Marked as Source")
    return article


# --- the start page


def test_the_start_page_leads_by_keyboard_into_a_lesson_that_starts_by_itself(reader, server):
    page = reader().new_page()
    page.goto(server.url)
    links = page.locator("[data-lesson]").get_by_role("link")
    assert links.all_inner_texts() == ["Start here", "Who says so?", "Whose words?", "Supported or not?", "Side by side", "Your own article"]
    expect(page.locator("#insecure")).to_be_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Start here"
    page.keyboard.press("Enter")
    expect(page.locator(".ss-bar").get_by_role("status")).to_have_text("Ready.", timeout=120_000)
    expect(page.locator(".ss-root")).to_have_count(1)


def test_the_start_page_has_nothing_that_axe_finds_light_or_dark_and_fits_a_phone(reader, server):
    page = reader().new_page()
    page.goto(server.url)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert [] == [(one["id"], one["help"]) for one in Axe().run(page).response["violations"]], scheme
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_teacher_finds_the_page_of_a_lesson_and_axe_finds_nothing_in_it(reader, server):
    page = reader().new_page()
    page.goto(server.url)
    page.get_by_role("link", name="Whose words?").last.click()
    expect(page.get_by_role("heading", name="Lesson 2: Whose words? Teacher's page")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert [] == [(one["id"], one["help"]) for one in Axe().run(page).response["violations"]], scheme
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Lesson 3", exact=True).first.click()
    expect(page.get_by_role("heading", name="Lesson 3: Supported or not? Teacher's page")).to_be_visible()
    page.get_by_role("link", name="Lesson 3", exact=True).first.click()
    expect(page.locator(".ss-bar")).to_be_visible(timeout=60_000)
    assert "03_supported_or_not.ipynb" in page.url


def test_whoever_goes_on_as_soon_as_a_lesson_is_ready_is_not_asked_about_unsaved_changes(open_lesson):
    opened = open_lesson("00_start_here").run_all()
    ready(opened)
    opened.page.get_by_role("heading", name="Start here", exact=True).click()  # a page nobody has touched never asks
    opened.page.wait_for_timeout(1500)  # about as long as it takes to find the link
    asked = []
    opened.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    opened.page.reload()
    expect(opened.bar).to_be_visible(timeout=60_000)
    assert asked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lesson_is_as_light_or_dark_as_the_system(reader, server, edition, scheme):
    page = reader().new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(server.url)
    page.locator("[data-lesson]").get_by_role("link").first.click()
    expect(page.locator(".ss-root")).to_have_count(1, timeout=120_000)
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "true" if scheme == "light" else "false")


# --- the course


def test_a_link_at_the_end_of_a_lesson_leads_to_the_next_in_the_same_window(open_lesson):
    opened = open_lesson("00_start_here").run_all()
    opened.page.get_by_role("link", name="Lesson 1: Who says so?").click()
    expect(opened.page.get_by_role("heading", name="Lesson 1: Who says so?")).to_be_visible(timeout=60_000)
    expect(opened.bar).to_be_visible()
    opened.page.get_by_role("link", name="Start here").first.click()
    expect(opened.page.get_by_role("heading", name="Start here", exact=True)).to_be_visible(timeout=60_000)


def test_every_lesson_is_done_on_the_site_with_no_other_machine(open_lesson, desk):
    by_mouse.test_lesson_0_by_mouse_with_every_way_of_marking(open_lesson, desk)
    for lesson in (by_mouse.do_lesson_1, by_mouse.do_lesson_2, by_mouse.do_lesson_3):
        opened, first, second = lesson(open_lesson, desk)
        first.commit()
        assert "found" in by_mouse.every_row_gives_its_reason(first)
        second.commit()
        assert by_mouse.latest(opened) == 2
        opened.close()
    opened = open_lesson("04_side_by_side").run_all(wait_for=".ss-keep")
    ready(opened)
    pictures = opened.page.locator("figure")
    expect(pictures).to_have_count(11)
    shown = " ".join(pictures.all_inner_texts())
    assert "HotNews.ro" in shown and "Nothing" not in shown
    expect(opened.page.get_by_role("region", name="Keep your work")).to_contain_text("in “Supported or not?”")


def test_a_site_whose_matplotlib_is_out_of_reach_draws_simply_and_nothing_fails(reader, desk, tmp_path):
    """The hybrid kind asks Pyodide's own servers; a school's network may let nobody through."""
    hybrid = lessons.site.build_site(tmp_path / "site", "hybrid")
    asked = json.loads((hybrid.folder / "static" / "pyodide-lock" / "pyodide-lock.json").read_text("utf-8"))["packages"]
    assert all(asked[name]["file_name"].startswith("https://") for name in lessons.edition.PICTURES)
    assert not [name for name in ("second-source", "anywidget", "ipywidgets") if "://" in asked[name]["file_name"]]
    running = SiteServer(hybrid.folder)
    try:
        opened = OpenedSite(reader().new_page(), running, desk, "04_side_by_side").goto(hybrid.edition)
        ready(opened.run_all(wait_for=".ss-keep"))
        expect(opened.page.locator("figure").first).to_contain_text("Drawn as a simple picture")
    finally:
        running.stop()
    assert opened.strangers, "nobody asked for matplotlib, so nothing was tried"


def test_an_article_is_brought_drafted_and_marked_on_the_site(open_lesson, desk):
    """Pasted, because what reads web pages and Word files is not on the site; told so in a sentence."""
    opened = open_lesson("teacher/new_article")
    opened.bar.get_by_role("button", name=re.compile("^Start")).click()
    box = opened.page.get_by_role("region", name="Your own articles")
    box.wait_for(timeout=120_000)
    box.get_by_label("Or a file").set_input_files({"name": "late.html", "mimeType": "text/html", "buffer": b"<html>"})
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_role("status")).to_contain_text("cannot be read here, because what reads web pages is not installed; open it, select the article, copy it")
    box.get_by_label("The article’s text").fill(own.ARTICLE)
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_label("Title")).to_have_value(own.TITLE)
    box.get_by_role("button", name="Save and draft the key").click()
    expect(box.get_by_role("status")).to_contain_text("is on your shelf. Its key is below", timeout=30_000)
    article = Annotator(opened, own.TITLE).wait()
    article.rows.first.click()
    article.root.get_by_role("button", name="Required").click()
    expect(article.root).to_contain_text("1 of ")
    article.settled()

    lesson = open_lesson("05_your_article").run_all(wait_for=".ss-desk")
    shelf = lesson.page.get_by_role("region", name="Your own articles")
    expect(shelf).to_contain_text(own.TITLE)
    shelf.get_by_role("button", name=f"Mark it: {own.TITLE}").click()
    mine = Annotator(lesson, own.TITLE).wait()
    mine.mark("Source", "Mira Sand")
    mine.told("Marked as Source")


# --- answers that come back


def test_what_a_browser_keeps_for_long_has_a_version_in_its_address(edition):
    config = (edition.folder / "jupyter-lite.json").read_text("utf-8")
    version = lessons.site._kernel_wants()[0]
    kept = {name: re.findall(rf'"([^"]*{name}[^"]*)"', config) for name in (r"pyodide\.mjs", r"pyodide-lock\.json", r"/?all\.json")}

    assert [f"./static/pyodide-{version}/pyodide.mjs"] == kept[r"pyodide\.mjs"]
    assert all("?" in address for name in list(kept)[1:] for address in kept[name]), kept


def test_answers_survive_a_reload_and_a_restart_of_the_browser(reader, server, desk, edition):
    opened = OpenedSite(reader().new_page(), server, desk, "00_start_here").goto(edition.edition).run_all()
    mark_one(opened).settled()
    opened.page.reload()
    article = Annotator(opened.run_all(), "mill-street", "00_start_here").wait()
    expect(article.text.locator(".ss-mark")).to_have_count(1)
    article.commit()
    again = OpenedSite(reader().new_page(), server, desk, "00_start_here").goto(edition.edition).run_all()
    article = Annotator(again, "mill-street", "00_start_here").wait()
    expect(article.root).to_have_attribute("data-mode", "review", timeout=60_000)
    assert words_on_disk(desk, "00_start_here") == [MARKED]


def test_on_a_plain_http_address_a_banner_tells_and_the_answers_still_come_back(reader, server, desk, edition):
    class Insecure:
        url = f"http://kit.test:{server.port}"

    page = reader().new_page()
    page.goto(Insecure.url)
    expect(page.locator("#insecure")).to_contain_text("This address keeps no files.")
    opened = OpenedSite(page, Insecure, desk, "00_start_here").goto(edition.edition).run_all()
    article = mark_one(opened)
    expect(article.banner).to_contain_text("This address cannot keep files")
    expect(article.saved_line).to_have_text(re.compile(r"^Kept in this browser, \d"))
    article.commit()
    expect(opened.page.get_by_role("region", name="Keep your work")).to_contain_text("this address cannot keep files")

    again = OpenedSite(reader().new_page(), Insecure, desk, "00_start_here").goto(edition.edition).run_all()
    article = Annotator(again, "mill-street", "00_start_here").wait()
    expect(article.root).to_have_attribute("data-mode", "review", timeout=60_000)
    assert words_on_disk(desk, "00_start_here") == [MARKED]
    assert len(answers(desk, "00_start_here")["ss:commits"]) == 1


def test_a_new_edition_reaches_who_saved_the_old_one_and_finds_the_answers(reader, desk, edition, tmp_path, monkeypatch):
    folder = tmp_path / "site"
    shutil.copytree(edition.folder, folder)
    for path in folder.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))  # a browser does not ask for an old file again for a long time
    running = SiteServer(folder)
    opened = OpenedSite(reader().new_page(), running, desk, "00_start_here").goto(edition.edition).run_all()
    mark_one(opened).settled()
    opened.page.keyboard.press("Control+s")
    bookmark = opened.page.url

    kit = tmp_path / "kit"
    for name in (*lessons.edition.SOURCES, "deploy"):
        shutil.copytree(Path(lessons.site.kit_folder()) / name, kit / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(Path(lessons.site.kit_folder()) / name, kit / name)
    first = kit / "notebooks" / "00_start_here.ipynb"
    changed = first.read_text("utf-8").replace("Five minutes.", "Six minutes, in this edition.")
    first.write_text(changed, "utf-8")
    monkeypatch.setattr(lessons.site, "kit_folder", lambda: kit)
    newer = lessons.site.build_site(folder)
    assert newer.edition != edition.edition
    try:
        page = reader().new_page()
        page.goto(bookmark)
        expect(page.get_by_role("strong").filter(has_text="Six minutes, in this edition.")).to_be_visible(timeout=60_000)
        assert newer.edition in page.url
        again = OpenedSite(page, running, desk, "00_start_here")
        desk.page = page
        article = Annotator(again.run_all(), "mill-street", "00_start_here").wait()
        expect(article.text.locator(".ss-mark")).to_have_count(1)
        page.goto(running.url)
        expect(page.locator("[data-lesson]").get_by_role("link", name="Start here")).to_have_attribute("href", re.compile(newer.edition))
    finally:
        running.stop()
    assert json.loads((folder / "edition.json").read_text())["edition"] == newer.edition
