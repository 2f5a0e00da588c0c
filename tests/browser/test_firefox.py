"""The annotator's core acts in Firefox, in JupyterLab itself: by mouse, by keyboard, in the list of sentences."""

import pytest
from marking import Annotator, answers, cells, has_focus, marks_on_disk, ready, words_on_disk
from playwright.sync_api import expect
from test_new_article import ARTICLE, TITLE, draft_made, key_file, standings

LESSON = "00_start_here"
FAMILIES = "“Families have asked us for this for years,”"


@pytest.fixture
def opened(open_notebook):
    return ready(open_notebook(LESSON, via="lab", browser="firefox").run_all())


@pytest.fixture
def article(opened):
    return Annotator(opened, "mill-street", LESSON)


def test_firefox_marks_by_mouse_commits_and_keeps_it_all_after_a_reload(opened, article, desk):
    article.mark("Source", "head librarian Ana Petrov")
    article.told("Marked as Source")
    article.kind("How is the source identified?", "Named")
    article.button("Quotation").click()
    article.drag(FAMILIES, backwards=True)
    article.told("Marked as Quotation")
    article.button("Quotation").click()
    article.mark("Claim", "council")  # a double click cannot be driven in this Firefox
    article.told("Marked as Claim: council")
    article.edge("First word", "town")
    article.button("Remove this mark").click()
    article.button("Undo").click()
    article.settled()
    assert sorted(words_on_disk(desk, LESSON)) == [
        ("claim", "town council"), ("quotation", FAMILIES), ("source", "head librarian Ana Petrov")]
    assert any(one.kinds == ("source/named",) for one in marks_on_disk(desk, LESSON))
    article.button("Give me a hint").click()
    expect(article.root.locator(".ss-hint")).to_contain_text("still to be found")
    article.commit()
    assert has_focus(article.summary)
    assert {"found", "missed"} <= set(article.statuses())
    article.rows.first.click()
    assert len(article.panel.inner_text()) > 40
    assert len(answers(desk, LESSON)["ss:commits"]) == 1

    opened.goto("lab")
    opened.run_all()
    ready(opened)
    expect(article.root).to_have_attribute("data-mode", "review")
    article.reopen()
    assert len(article.words()) == 3
    article.settled()


def test_firefox_marks_by_keyboard_and_keeps_jupyterlab_out(opened, article, desk):
    before = cells(opened)
    article.text.focus()
    article.press("Control+Home", "n")
    assert article.selected().startswith("From March")
    article.press("n", "1")
    article.told("Marked as Source: “Families")
    article.press("Control+Home", "Shift+Control+ArrowRight", "2")
    article.told("Marked as Quotation: From")
    article.press("Delete")
    article.told("Quotation removed")
    article.press("Control+z")
    article.told("Undone")
    article.settled()
    assert ("quotation", "From") in words_on_disk(desk, LESSON)

    article.button("List of sentences").click()
    article.sentences.get_by_role("option").first.focus()
    article.press("End", "Space", "3")
    article.told("Marked as Claim: No street")
    article.press("ArrowUp", "Delete")
    article.told("removed")
    article.press("Control+z")
    article.told("Undone")
    article.settled()
    places = (article.sentences.locator("[tabindex='0']"), article.button("Keyboard help"), article.rows.first)
    for place in places:
        for key in ("x", "d", "d", "a", "b", "m", "z", "j", "Shift+Enter", "Control+Enter", "q"):
            place.focus()
            opened.page.keyboard.press(key)
    article.button("List of sentences").click()
    article.text.focus()
    article.press("x", "d", "d", "a", "b", "m", "z", "q", "Shift+Enter", "Control+Enter", "Control+v", "Control+x")
    assert article.text.evaluate("text => text.textContent.length") == 228
    assert cells(opened) == before, "a key reached JupyterLab"
    article.settled()


def test_firefox_takes_an_article_from_paste_to_a_lesson_that_is_marked(open_notebook, desk):
    opened = ready(open_notebook("teacher/new_article", via="lab", browser="firefox").run_all(wait_for=".ss-desk"))
    box = opened.page.get_by_role("region", name="Your own articles")
    box.get_by_label("The article’s text").fill(ARTICLE)
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_label("Title")).to_have_value(TITLE)
    box.get_by_role("button", name="Save and draft the key").click()
    _, key = draft_made(opened, desk)
    proposed = key_file(desk)["ss:proposed"]
    expect(key.list.locator("[tabindex='0']")).to_be_focused()
    for done in range(1, proposed + 1):
        opened.page.wait_for_timeout(300)  # to read the next proposal
        opened.page.keyboard.press("x" if done == 1 else "a")
        expect(key.root).to_contain_text(f"{done} of {proposed} proposals looked at" if done < proposed else "the key is finished")
    key.settled()
    assert "draft" not in str(standings(desk))
    opened.close()

    lesson = ready(open_notebook("05_your_article", via="lab", browser="firefox").run_all(wait_for=".ss-desk"))
    lesson.page.get_by_role("button", name=f"Mark it: {TITLE}").click()
    mine = Annotator(lesson, TITLE).wait()
    mine.mark("Source", "Per Lund, a fisherman on the island")
    mine.told("Marked as Source")
    mine.commit()
    assert "found" in mine.statuses()
