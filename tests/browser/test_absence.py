"""A trial server stops when nobody does anything: the reader is told in time, and coming back tells the server."""

import pytest
from lab import md, notebook, until
from marking import Annotator, ready
from playwright.sync_api import expect

LESSON = "01_who_says_so"
TRIAL = 'import os\nos.environ["BINDER_REPO_URL"] = "https://example.org/OWNER/REPOSITORY"'
OPEN = f'import lessons\nlesson = lessons.open_lesson("{LESSON}")'
MARK = 'first = lesson.mark("hotnews")\nfirst'
MORE = 'second = lesson.mark("dallas-express")\nsecond'
HEAR = "heard = []\nfor one in (first, second): one.on_action(lambda message: heard.append(message['type']))"
AWAY = "Nobody has clicked or typed here for seven minutes"
STAYS = "This is a trial server."


def start(open_notebook, *first):
    """A lesson whose page has a clock that the test can set; with what the kernel hears from it."""
    opened = ready(open_notebook(notebook(md("# Lesson"), *first, OPEN, MARK, MORE, HEAR, lesson=LESSON)).run_all())
    opened.page.clock.install()
    opened.page.keyboard.press("Shift")  # from here on by that clock
    return opened, Annotator(opened, "hotnews", LESSON)


def heard(opened):
    return opened.ev("heard.count('here')")


def test_who_does_nothing_for_seven_minutes_is_told_and_not_before(open_notebook):
    opened, article = start(open_notebook, TRIAL)
    opened.page.clock.fast_forward("06:30")
    expect(article.banner).to_contain_text(STAYS)
    expect(article.banner).not_to_contain_text(AWAY)
    opened.page.clock.fast_forward("00:31")
    expect(article.banner).to_contain_text(AWAY)
    expect(article.banner).to_contain_text(STAYS)
    expect(article.status).to_contain_text(AWAY)
    other = Annotator(opened, "dallas-express", LESSON)
    expect(other.banner).to_contain_text(AWAY)
    expect(other.status).not_to_contain_text(AWAY)  # one voice is enough
    assert heard(opened) == "0", "the page kept the server awake by itself"


def test_beside_the_key_the_warning_comes_as_well_and_leads_to_the_download(open_notebook):
    opened, article = start(open_notebook, TRIAL)
    article.commit()
    expect(article.banner).to_be_hidden()
    opened.page.clock.fast_forward("07:01")
    expect(article.banner).to_contain_text(AWAY)
    expect(article.button("Go to “Keep your work”")).to_be_visible()


@pytest.mark.parametrize("move", ["key", "click", "scroll"])
def test_the_first_move_takes_the_sentence_away_and_tells_the_server_once(open_notebook, move):
    opened, article = start(open_notebook, TRIAL)
    page = opened.page
    article.text.hover(position={"x": 20, "y": 20})
    page.clock.fast_forward("07:01")
    expect(article.banner).to_contain_text(AWAY)
    moves = {"key": lambda: page.keyboard.press("Shift"), "click": lambda: page.mouse.click(5, 5),
             "scroll": lambda: page.mouse.wheel(0, 30)}
    for _ in range(3):
        moves[move]()
    expect(article.banner).not_to_contain_text(AWAY)
    expect(article.banner).to_contain_text(STAYS)
    until(lambda: heard(opened) == "1", "the kernel has heard once that somebody is there")


def test_who_goes_on_is_never_told(open_notebook):
    opened, article = start(open_notebook, TRIAL)
    for _ in range(4):
        opened.page.clock.fast_forward("05:00")
        opened.page.keyboard.press("Shift")
    expect(article.banner).not_to_contain_text(AWAY)
    assert heard(opened) == "0"


def test_nobody_is_told_where_the_answers_are_files_of_the_reader(open_notebook):
    opened, article = start(open_notebook)
    opened.page.clock.fast_forward("30:00")
    opened.page.keyboard.press("Shift")
    expect(article.banner).to_be_hidden()
    assert heard(opened) == "0"
