"""A reader's work survives everything: a killed kernel, a full disk, two notebooks, a page that was never saved."""

import contextlib
import json
import os
import re
import shutil
import signal
import threading
import time

import pytest
from lab import KIT, md, notebook, until
from marking import Annotator, answers, has_focus, ready, words_on_disk
from page import Opened
from playwright.sync_api import expect

LESSON = "01_who_says_so"
REUTERS, COOPER, OPPONENTS = ("source", "Reuters"), ("source", "Laura Cooper"), ("source", "Opponents")
OPEN = f'import lessons\nlesson = lessons.open_lesson("{LESSON}")'
MARK = 'lesson.mark("hotnews")'
NOT_SAVED = "Not saved yet: kept in this browser"
SILENT = "The lesson’s engine has not answered for a while."
FULL = """exec('''
import lessons.workbook as workbook
def full(*_): raise OSError(28, "No space left on device")
workbook.kept, workbook.write_atomically = workbook.write_atomically, full
''')"""
ROOM = "exec('workbook.write_atomically = workbook.kept')"


def short():
    """A lesson with one article: starts quickly."""
    return notebook(md("# Lesson"), OPEN, MARK, lesson=LESSON)


def start(open_notebook, what=None, **options):
    opened = ready(open_notebook(what or short(), **options).run_all())
    return opened, Annotator(opened, "hotnews", LESSON)


def again(opened):
    opened.bar.get_by_role("button", name="Restart (marks stay)").click()
    ready(opened)


def confirm(opened, button):
    opened.page.get_by_role("dialog").get_by_role("button", name=button).click()


def on_disk(opened):
    return words_on_disk(opened.desk, LESSON, "hotnews")


def shows(article, *marks):
    until(lambda: sorted(article.words()) == sorted(marks), f"drawn are {marks}")


@contextlib.contextmanager
def busy(opened, seconds):
    """Lets the kernel sleep meanwhile."""
    sleeper = threading.Thread(target=opened.ev, args=(f"__import__('time').sleep({seconds})",))
    sleeper.start()
    until(lambda: opened.server.api("GET", f"kernels/{opened.kernel()}")["execution_state"] == "busy", "the kernel is busy")
    yield
    sleeper.join()


def test_a_kernel_killed_in_the_middle_loses_nothing_and_the_notebook_was_never_saved(open_notebook, desk):
    opened, article = start(open_notebook, LESSON)
    article.drag("Reuters")
    article.settled()
    opened.kill_kernel()
    assert on_disk(opened) == [REUTERS], "what was shown as saved is on disk after SIGKILL"
    confirm(opened, "Ok")

    # The reader goes on: nobody answers, the banner says so, the browser keeps it.
    article.drag("Laura Cooper")
    shows(article, REUTERS, COOPER)
    expect(article.saved_line).to_have_text(NOT_SAVED)
    expect(article.banner).to_contain_text(SILENT)
    article.drag("Opponents")
    shows(article, REUTERS, COOPER, OPPONENTS)
    assert on_disk(opened) == [REUTERS]
    again(opened)
    shows(article, REUTERS, COOPER, OPPONENTS)
    article.settled()
    expect(article.banner).to_be_hidden()
    opened.close()

    # Another day, another browser, and the notebook file as it was before the lesson.
    shutil.copy(KIT / f"notebooks/{LESSON}.ipynb", desk.notebooks)
    opened, article = start(open_notebook, LESSON)
    shows(article, REUTERS, COOPER, OPPONENTS)
    article.settled()


def test_marks_made_while_the_kernel_is_dead_survive_the_closing_of_the_page(open_notebook, desk):
    opened, article = start(open_notebook)
    article.drag("Reuters")
    article.settled()
    opened.kill_kernel()
    confirm(opened, "Ok")
    article.drag("Laura Cooper")
    shows(article, REUTERS, COOPER)
    opened.end_sessions()
    opened.page.once("dialog", lambda dialog: dialog.accept())
    opened.goto("doc")
    opened.run_all()
    shows(article, REUTERS, COOPER)
    article.settled()


def test_a_cell_run_again_and_a_kernel_restarted_change_nothing(open_notebook):
    opened, article = start(open_notebook)
    article.drag("Reuters")
    article.drag("Laura Cooper")
    article.settled()
    again(opened)
    shows(article, REUTERS, COOPER)
    article.drag("Opponents")
    article.settled()

    opened.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    opened.page.get_by_role("menuitem", name=re.compile("^Restart Kernel…")).click()
    confirm(opened, "Confirm")
    expect(opened.status).to_contain_text("stopped")
    article.text.focus()
    article.press("Control+Home", "1")
    whole = article.words()[0]
    assert whole[1].startswith("The U.S. military")
    expect(article.saved_line).to_have_text(NOT_SAVED)
    again(opened)
    shows(article, whole, REUTERS, COOPER, OPPONENTS)
    article.settled()


def test_of_a_cell_that_is_run_again_only_the_last_activity_has_to_follow(open_notebook):
    once = f'import lessons\nif "lesson" not in globals():\n    lesson = lessons.open_lesson("{LESSON}")'
    opened, article = start(open_notebook, notebook(md("# Lesson"), once, MARK, lesson=LESSON))
    article.drag("Reuters")
    article.settled()
    for _ in range(3):
        opened.run_by_menu()
        ready(opened)
    article.wait()
    shows(article, REUTERS)
    assert opened.ev("len(lesson._exercises)") == "1"
    article.drag("Laura Cooper")
    article.settled()
    assert sorted(on_disk(opened)) == sorted([REUTERS, COOPER])


def test_two_views_of_one_output_follow_each_other(open_notebook):
    opened, article = start(open_notebook, via="lab", viewport=(1600, 1400))
    article.text.click(button="right", position={"x": 300, "y": 20})
    opened.page.get_by_role("menuitem", name="Create New View for Cell Output").click()
    other = Annotator(opened, "hotnews", LESSON, nth=1)
    other.root.wait_for()
    article.drag("Reuters")
    shows(other, REUTERS)
    other.drag("Opponents")
    shows(article, REUTERS, OPPONENTS)
    other.click("Reuters")
    other.button("Remove this mark").click()
    shows(article, OPPONENTS)
    article.settled()
    other.button("Undo").click()
    shows(article, REUTERS, OPPONENTS)
    article.settled()
    article.commit()
    expect(other.root).to_have_attribute("data-mode", "review")
    other.reopen()
    expect(article.root).to_have_attribute("data-mode", "mark")


def test_two_annotators_of_one_article_follow_each_other(open_notebook):
    opened, one = start(open_notebook, notebook(md("# Twice"), OPEN, MARK, MARK, lesson=LESSON))
    two = Annotator(opened, "hotnews", LESSON, nth=1)
    one.drag("Reuters")
    shows(two, REUTERS)
    two.drag("Opponents")
    shows(one, REUTERS, OPPONENTS)
    two.settled()
    one.click("Reuters")
    one.button("Remove this mark").click()
    shows(two, OPPONENTS)
    one.settled()


def test_two_notebooks_on_one_lesson_both_keep_their_marks(open_notebook, desk):
    opened, one = start(open_notebook)
    shutil.copy(desk.notebooks / "made.ipynb", desk.notebooks / "second.ipynb")
    beside, two = start(open_notebook, "second.ipynb")
    assert opened.kernel() != beside.kernel()
    one.drag("Reuters")
    two.drag("Opponents")
    one.drag("Laura Cooper")
    until(lambda: sorted(on_disk(opened)) == sorted([REUTERS, OPPONENTS, COOPER]), "all three are on disk")
    shows(one, REUTERS, OPPONENTS, COOPER)
    two.text.focus()
    two.press("Control+Home", "1")
    until(lambda: len(on_disk(opened)) == 4, "the fourth is on disk")
    until(lambda: len(two.words()) == 4, "the second notebook has seen the others' marks")


def test_what_one_tab_could_not_save_is_not_lost_to_another_tab(open_notebook, desk):
    """Two notebooks in one browser share its storage. One kernel dies; the other goes on saving."""
    opened, one = start(open_notebook)
    shutil.copy(desk.notebooks / "made.ipynb", desk.notebooks / "second.ipynb")
    beside = Opened(opened.page.context.new_page(), opened.server, desk, desk.path("second.ipynb"))
    ready(beside.goto("doc").run_all())
    two = Annotator(beside, "hotnews", LESSON)

    opened.page.bring_to_front()
    opened.kill_kernel()
    confirm(opened, "Ok")
    one.drag("Reuters")
    expect(one.saved_line).to_have_text(NOT_SAVED)
    beside.page.bring_to_front()
    two.drag("Opponents")
    until(lambda: OPPONENTS in on_disk(opened), "the second tab saves")

    opened.page.bring_to_front()
    again(opened)
    shows(one, REUTERS, OPPONENTS)
    one.settled()


@pytest.fixture
def windowed(lab):
    lab.api("PUT", "settings/@jupyterlab/notebook-extension:tracker", {"raw": '{"windowingMode": "full"}'}, "lab/api")
    yield
    lab.api("PUT", "settings/@jupyterlab/notebook-extension:tracker", {"raw": "{}"}, "lab/api")


def test_a_windowed_notebook_keeps_marks_that_scroll_out_of_sight(open_notebook, windowed):
    prose = [md(f"## Part {number}\n\n" + "Many words to scroll past. " * 60) for number in range(30)]
    opened, article = start(open_notebook, notebook(md("# Lesson"), OPEN, MARK, *prose, lesson=LESSON))
    article.drag("Reuters")
    article.settled()
    scroller = opened.page.locator(".jp-WindowedPanel-outer")
    scroller.evaluate("node => node.scrollTo(0, node.scrollHeight)")
    expect(opened.page.get_by_role("heading", name="Part 29")).to_be_visible()
    assert opened.page.locator(".jp-Notebook .jp-MarkdownCell").count() < 30, "nothing is windowed here"
    scroller.evaluate("node => node.scrollTo(0, 0)")
    article.root.wait_for()
    shows(article, REUTERS)
    article.drag("Opponents")
    shows(article, REUTERS, OPPONENTS)
    article.settled()


def test_a_busy_kernel_does_not_keep_the_reader_waiting(open_notebook):
    opened, article = start(open_notebook)
    with busy(opened, 5):
        begun = time.monotonic()
        article.drag("Reuters")
        assert article.words() == [REUTERS], "the mark is drawn at once"
        article.drag("Opponents")
        assert time.monotonic() - begun < 4.5, "the machine was too slow for this test to show anything"
        article.settled()
    article.drag("Laura Cooper")
    article.settled()
    assert sorted(on_disk(opened)) == sorted([REUTERS, OPPONENTS, COOPER])
    expect(article.banner).to_be_hidden()


def test_a_kernel_that_does_not_move_is_waited_for_and_told(open_notebook):
    opened, article = start(open_notebook)
    article.drag("Reuters")
    article.settled()
    process = opened.kernel_pid()
    os.kill(process, signal.SIGSTOP)
    try:
        article.drag("Opponents")
        assert sorted(article.words()) == sorted([REUTERS, OPPONENTS]), "the mark is drawn at once"
        expect(article.saved_line).to_have_text(re.compile(f"Saving …|{NOT_SAVED}"))
        expect(article.banner).to_contain_text(SILENT)
        expect(article.saved_line).to_have_text(NOT_SAVED)
        article.drag("Laura Cooper")
        assert on_disk(opened) == [REUTERS]
    finally:
        os.kill(process, signal.SIGCONT)
    article.settled()
    assert sorted(on_disk(opened)) == sorted([REUTERS, OPPONENTS, COOPER])
    expect(article.banner).to_be_hidden()


def test_a_full_disk_is_told_and_the_marks_follow_when_there_is_room(open_notebook):
    opened, article = start(open_notebook)
    article.drag("Reuters")
    article.settled()
    opened.ev(FULL)
    article.drag("Opponents")
    expect(article.banner).to_contain_text("could not be saved in “my-work” (No space left on device)")
    expect(article.saved_line).to_have_text(NOT_SAVED)
    article.drag("Laura Cooper")
    shows(article, REUTERS, OPPONENTS, COOPER)
    assert on_disk(opened) == [REUTERS], "the file is as it was"
    opened.ev(ROOM)
    article.settled()
    assert sorted(on_disk(opened)) == sorted([REUTERS, OPPONENTS, COOPER])
    expect(article.banner).to_be_hidden()
    assert opened.files() == [f"{LESSON}.json"], "nothing is left lying about"


def test_a_work_folder_that_cannot_be_made_is_told_before_the_first_mark(open_notebook, desk):
    desk.work.write_text("a file where the folder should be")
    opened, article = start(open_notebook)
    expect(article.banner).to_contain_text("could not be saved in “my-work”")
    article.drag("Reuters")
    shows(article, REUTERS)
    expect(article.saved_line).to_have_text(NOT_SAVED)
    desk.work.unlink()
    article.settled()
    assert on_disk(opened) == [REUTERS]
    expect(article.banner).to_be_hidden()


def test_the_browser_copy_is_offered_when_the_work_folder_is_gone_and_only_then(open_notebook, desk):
    opened, article = start(open_notebook)
    article.drag("Reuters")
    article.drag("Opponents")
    article.settled()

    def come_back():
        opened.end_sessions()
        opened.goto("doc")
        opened.run_all()
        ready(opened)

    offer = article.banner.get_by_role("button", name="Bring them back")
    come_back()
    shows(article, REUTERS, OPPONENTS)
    assert not offer.is_visible(), "nothing is missing, and the copy is offered"

    desk.work.rename(desk.folder / "elsewhere")
    come_back()
    expect(article.banner).to_contain_text("This browser holds marks on this article (2)")
    assert article.words() == [], "they may be another person's, so nobody has taken them over"
    offer.focus()
    opened.page.keyboard.press("Enter")
    shows(article, REUTERS, OPPONENTS)
    until(lambda: has_focus(article.text), "the keys go on in the text")
    article.settled()
    expect(article.banner).to_be_hidden()

    # Another reader's folder, with work in it: the copy in the browser is somebody else's.
    shutil.rmtree(desk.work)
    (desk.folder / "elsewhere").rename(desk.work)
    page = answers(desk, LESSON)
    page["items"], page["ss:workbook"] = page["items"][:1], "somebody-else"
    (desk.work / f"{LESSON}.json").write_text(json.dumps(page))
    come_back()
    until(lambda: len(article.words()) == 1, "the file's mark is there")
    assert not offer.is_visible(), "marks exist, and the copy is offered"


def test_a_browser_copy_can_be_forgotten(open_notebook, desk):
    opened, article = start(open_notebook)
    article.drag("Reuters")
    article.settled()
    shutil.rmtree(desk.work)
    opened.end_sessions()
    opened.goto("doc").run_all()
    article.banner.get_by_role("button", name="Forget them").click()
    expect(article.banner).to_be_hidden()
    assert article.words() == []
    opened.end_sessions()
    opened.goto("doc").run_all()
    ready(opened)
    expect(article.banner).to_be_hidden()


def test_a_damaged_file_is_kept_and_told_and_work_goes_on_beside_it(open_notebook, desk):
    desk.work.mkdir()
    damaged = '{"type": "AnnotationPage", "items": ['
    (desk.work / f"{LESSON}.json").write_text(damaged)
    opened, article = start(open_notebook)
    expect(article.banner).to_contain_text("stops in the middle")
    article.drag("Reuters")
    until(lambda: words_on_disk(desk, f"{LESSON}-2") == [REUTERS], "the new answers are saved beside it")
    assert (desk.work / f"{LESSON}.json").read_text() == damaged
