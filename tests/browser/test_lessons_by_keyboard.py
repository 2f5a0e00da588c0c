"""Each lesson with the keyboard alone: the mouse is never touched."""

import pytest
from lab import Desk, until
from marking import Annotator, answers, has_focus, marks_on_disk, ready, words_on_disk
from playwright.sync_api import expect

WEAPONS = "Since the beginning of the conflict, Ukraine has requested"
FOCUSED = """() => { const at = document.activeElement;
  return [at.tagName, at.className, at.getAttribute("aria-label") ?? at.textContent.slice(0, 40)].join(" "); }"""


@pytest.fixture(scope="module")
def desk(lab):
    return Desk.new(lab, "a reader with a keyboard")


def tab_to(page, target, most=60, key="Tab"):
    """Presses Tab until the target has the focus; its own stops on the way are all that is used."""
    passed = []
    for _ in range(most):
        if target.count() and target.evaluate("node => node === document.activeElement"):
            return len(passed)
        page.keyboard.press(key)
        passed.append(page.evaluate(FOCUSED))
    raise AssertionError(f"no way by {key} to {target}; passed {passed}")


def start(open_notebook, lesson, wait_for=".ss-root"):
    opened = open_notebook(lesson)
    tab_to(opened.page, opened.bar.get_by_role("button", name="Start the lesson"))
    opened.page.keyboard.press("Enter")
    ready(opened)
    opened.page.locator(wait_for).first.wait_for()
    if wait_for == ".ss-root":
        until(lambda: has_focus(opened.page.locator(".ss-root").first), "the start leads the keys to the activity")
    return opened


def move_to(article, words, nth=0):
    """Brings the caret before the words, by lines' and words' keys, then selects them with Shift."""
    where = """text => { const s = document.getSelection(), r = document.createRange();
      r.setStart(text, 0); r.setEnd(s.focusNode, s.focusOffset); return r.toString().length; }"""
    whole = article.text.evaluate("text => text.textContent")
    target = -1
    for _ in range(nth + 1):
        target = whole.index(words, target + 1)

    def go(goal, shift):
        for _ in range(100):
            at = article.text.evaluate(where)
            if at == goal:
                return
            key = "ArrowRight" if at < goal else "ArrowLeft"
            far = abs(at - goal)
            article.press(*[f"{shift}Control+{key}"] * (far // 15) if far > 15 else [f"{shift}{key}"] * far)
        raise AssertionError(f"the caret does not come to {goal}")

    article.press("Control+Home")
    go(target, "")
    go(target + len(words), "Shift+")
    assert article.selected() == words


def field(article, name):
    """The control of the panel that answers to this name."""
    return article.panel.locator(f'[data-field="{name}"]')


def said_by(article, source):
    """The field of the answer that names this source."""
    answers = article.panel.locator('[data-question="link"]').get_by_role("radio", name=source)
    return answers.get_attribute("data-field")


def pick(article, name):
    """By Tab to the radio group of the panel, then with the arrows to the answer."""
    wanted = field(article, name)
    group = wanted.locator("xpath=ancestor::fieldset").locator("input")
    for _ in range(20):
        if any(one.evaluate("node => node === document.activeElement") for one in group.all()):
            break
        article.press("Tab")
    else:
        raise AssertionError(f"no way to the question of {name}")
    article.press("Space")
    for _ in range(group.count()):
        if wanted.is_checked():
            return
        article.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach {name}")


def hint_and_commit(article, step, lesson):
    page = article.page
    tab_to(page, article.button("Give me a hint"))
    article.press("Enter")
    article.told("still to be found")
    article.press("Enter")
    article.told("paragraph")
    tab_to(page, article.root.get_by_role("button", name="Commit and see the key"))
    article.press("Enter")
    assert has_focus(article.button("Commit")), "the question takes the focus to its answer"
    article.press("Enter")
    expect(article.root).to_have_attribute("data-mode", "review")
    assert has_focus(article.summary), "the comparison takes the focus to its summary"
    assert [one["step"] for one in answers(article.opened.desk, lesson)["ss:commits"]].count(step) == 1


def read_the_comparison(article):
    """Arrow by arrow through all rows; each tells its reason."""
    tab_to(article.page, article.rows.first)
    statuses = article.statuses()
    article.press("Home")
    for index in range(len(statuses)):
        expect(article.rows.nth(index)).to_have_attribute("aria-selected", "true")
        assert has_focus(article.rows.nth(index))
        assert len(article.panel.inner_text()) > 40
        article.press("ArrowDown")
    return set(statuses)


def change_answers(article):
    tab_to(article.page, article.button("Change my answers"))
    article.press("Enter")
    expect(article.root).to_have_attribute("data-mode", "mark")


def commit_again(article, lesson, step):
    tab_to(article.page, article.button("Commit my changes"))
    article.press("Enter", "Enter")
    expect(article.root).to_have_attribute("data-mode", "review")
    expect(article.summary).to_contain_text("Your versions:")
    commits = [one for one in answers(article.opened.desk, lesson)["ss:commits"] if one["step"] == step]
    assert len(commits) == 2 and commits[0]["items"] != commits[1]["items"]


def test_lesson_0_by_keyboard_with_caret_and_shift_arrows(open_notebook, desk):
    lesson = "00_start_here"
    opened = start(open_notebook, lesson)
    article = Annotator(opened, "mill-street", lesson)
    tab_to(opened.page, article.text)

    move_to(article, "head librarian Ana Petrov")
    article.press("1")
    article.told("Marked as Source")
    article.press("k")
    pick(article, "identified:source/named")
    pick(article, "what:source/official")
    article.press("Shift+Tab", "Shift+Tab")
    tab_to(opened.page, field(article, "note"))
    opened.page.keyboard.type("x d d: letters, not commands")
    tab_to(opened.page, article.text, key="Shift+Tab")

    move_to(article, "“Families have asked us for this for years,”")
    article.press("2")
    article.told("Marked as Quotation")
    article.press("Enter")
    pick(article, said_by(article, "head librarian Ana Petrov"))
    tab_to(opened.page, article.text, key="Shift+Tab")

    article.press("Control+End", "3")
    article.told("Marked as Claim: No street")
    article.press("Control+z")
    article.told("Undone")
    assert len(article.words()) == 2
    article.press("Control+y")
    article.told("Done again")
    article.press("Delete")
    article.told("Claim removed")
    article.press("Control+z")
    article.settled()
    saved = {one.label: one for one in marks_on_disk(desk, lesson)}
    assert saved["source"].kinds == ("source/named", "source/official")
    assert saved["source"].note == "x d d: letters, not commands"
    assert saved["quotation"].link == saved["source"].id
    assert saved["claim"].words == "No street in town reads as much as Mill Street."

    hint_and_commit(article, "mill-street", lesson)
    assert {"found", "missed"} <= read_the_comparison(article)
    change_answers(article)
    tab_to(opened.page, article.rows.first)
    article.press("End", "Delete")
    article.told("removed")
    commit_again(article, lesson, "mill-street")
    # No trap: Tab goes on to the box below, and from there on.
    tab_to(opened.page, opened.page.get_by_role("button", name="Download everything"))
    with opened.page.expect_download():
        article.press("Enter")
    article.press("Tab", "Tab")
    assert not opened.page.evaluate("document.activeElement.closest('.ss-root, .ss-keep') !== null")


def test_lesson_1_by_keyboard_sentence_by_sentence_and_mark_by_mark(open_notebook, desk):
    lesson = "01_who_says_so"
    opened = start(open_notebook, lesson)
    hotnews = Annotator(opened, "hotnews", lesson)
    tab_to(opened.page, hotnews.text)
    hotnews.press("Control+Home", "n")
    assert hotnews.selected().startswith("The U.S. military believes") and hotnews.selected().endswith("Reuters.")
    hotnews.press("n", "n")
    assert hotnews.selected().startswith("Kyiv urged")
    # With Caps Lock on the letters are capitals.
    for letter, begins in (("P", "An unexploded"), ("N", "Kyiv urged")):
        hotnews.text.dispatch_event("keydown", {"key": letter, "bubbles": True})
        assert hotnews.selected().startswith(begins)
    hotnews.press("p", "p", "1")
    hotnews.told("Marked as Source: The U.S. military")
    move_to(hotnews, "Reuters")
    hotnews.press("1")
    hotnews.told("Marked as Source: Reuters")
    move_to(hotnews, "Laura Cooper, deputy assistant secretary")
    hotnews.press("1")
    hotnews.told("Marked as Source: Laura Cooper")
    hotnews.press("k")
    pick(hotnews, "identified:source/named")
    pick(hotnews, said_by(hotnews, "Reuters"))
    tab_to(opened.page, hotnews.text, key="Shift+Tab")
    hotnews.press("Control+Home", "]")
    hotnews.told("Source")
    hotnews.press("]")
    hotnews.settled()
    # From where the caret is, and not from the mark that was looked at last.
    move_to(hotnews, "Opponents")
    hotnews.press("[")
    assert hotnews.selected() == "Laura Cooper, deputy assistant secretary"
    move_to(hotnews, "Kyiv urged")
    hotnews.press("[")
    assert hotnews.selected() == "Reuters"

    # The list of marks: one tab stop, arrows inside; Enter leads to the text, Delete removes, Escape goes back.
    tab_to(opened.page, hotnews.list.locator("[tabindex='0']"))
    hotnews.press("Home")
    assert has_focus(hotnews.rows.nth(0))
    hotnews.press("Delete")
    hotnews.told("Source removed")
    assert hotnews.rows.count() == 2 and has_focus(hotnews.rows.nth(0))
    hotnews.press("Enter")
    assert has_focus(hotnews.text) and hotnews.selected() == "Reuters"
    hotnews.press("Shift+Tab")
    tab_to(opened.page, hotnews.list.locator("[tabindex='0']"))
    hotnews.press("Escape")
    assert has_focus(hotnews.text)
    hotnews.settled()
    saved = {one.words: one for one in marks_on_disk(desk, lesson)}
    assert set(saved) == {"Reuters", "Laura Cooper, deputy assistant secretary"}
    assert saved["Laura Cooper, deputy assistant secretary"].link == saved["Reuters"].id

    hint_and_commit(hotnews, "hotnews", lesson)
    assert {"found", "missed"} <= read_the_comparison(hotnews)
    change_answers(hotnews)
    move_to(hotnews, "Opponents")
    hotnews.press("1")
    commit_again(hotnews, lesson, "hotnews")
    # On to the second article of the lesson, by Tab.
    dallas = Annotator(opened, "dallas-express", lesson)
    tab_to(opened.page, dallas.text)
    move_to(dallas, "CNN")
    dallas.press("1")
    dallas.settled()
    assert ("source", "CNN") in words_on_disk(desk, lesson, "dallas-express")


def test_lesson_2_by_keyboard_in_the_list_of_sentences(open_notebook, desk):
    lesson = "02_whose_words"
    opened = start(open_notebook, lesson)
    dallas = Annotator(opened, "dallas-express", lesson)
    tab_to(opened.page, dallas.button("List of sentences"))
    dallas.press("Enter")
    dallas.told("List of sentences")
    expect(dallas.text).to_be_hidden()
    options = dallas.sentences.get_by_role("option")
    tab_to(opened.page, options.first)
    dallas.press("End", "Home", "ArrowDown", "ArrowDown")
    expect(options.nth(2)).to_contain_text("They are using them appropriately")
    dallas.press("Space", "ArrowDown", "Space")
    expect(dallas.sentences.locator("[aria-selected=true]")).to_have_count(2)
    dallas.press("2")
    dallas.told("Marked as Quotation")
    assert [label for label, _ in dallas.words() if label != "source"] == ["quotation", "quotation"]
    expect(options.nth(3)).to_have_attribute("aria-description", "quotation mark")
    dallas.press("ArrowDown", "1")
    dallas.told("Marked as Source")

    # From a whole sentence to its exact words: First word and Last word.
    dallas.press("k")
    assert dallas.panel.evaluate("panel => panel.contains(document.activeElement)")
    tab_to(opened.page, field(dallas, "exact"))
    dallas.press("Enter")
    tab_to(opened.page, field(dallas, "first"))
    dallas.press("j")
    expect(field(dallas, "first").locator("option:checked")).to_have_text("John")
    tab_to(opened.page, field(dallas, "last"))
    dallas.press(*["ArrowUp"] * 3)
    expect(field(dallas, "last").locator("option:checked")).to_have_text("communications,")
    dallas.settled()
    kirby = "John Kirby, the National Security Council’s coordinator for strategic communications,"
    assert ("source", kirby) in words_on_disk(desk, lesson)

    tab_to(opened.page, options.nth(4), key="Shift+Tab")
    dallas.press("Delete")
    dallas.told("Source removed")
    dallas.press("Control+z")
    dallas.settled()
    hint_and_commit(dallas, "dallas-express", lesson)
    assert {"found", "missed"} <= read_the_comparison(dallas)
    dallas.press("Home", "Enter")
    assert has_focus(options.nth(0)), "Enter in the list leads to the sentence"
    change_answers(dallas)
    dallas.press("Home", "2")
    dallas.told("Marked as Quotation")
    commit_again(dallas, lesson, "dallas-express")


def test_lesson_3_by_keyboard_gate_and_kind(open_notebook, desk):
    lesson = "03_supported_or_not"
    opened = start(open_notebook, lesson)
    hotnews = Annotator(opened, "hotnews", lesson)
    tab_to(opened.page, hotnews.text)
    move_to(hotnews, WEAPONS)
    hotnews.press("ArrowLeft", "1")  # the sentence that the caret is in
    hotnews.told("Marked as Claim")
    hotnews.press("Enter")
    pick(hotnews, "gate:claim/not-checkable")
    expect(field(hotnews, "support:claim/unsupported")).to_have_count(0)
    hotnews.press("ArrowUp")
    expect(field(hotnews, "gate:claim/checkable")).to_be_checked()
    assert has_focus(field(hotnews, "gate:claim/checkable")), "the answer keeps the focus when the next question appears"
    pick(hotnews, "support:claim/unsupported")
    tab_to(opened.page, field(hotnews, "note"))
    opened.page.keyboard.type("Says who? When?")
    hotnews.settled()
    (claim,) = marks_on_disk(desk, lesson)
    assert set(claim.kinds) == {"claim/checkable", "claim/unsupported"} and claim.note == "Says who? When?"
    tab_to(opened.page, field(hotnews, "remove"))
    hint_and_commit(hotnews, "hotnews", lesson)
    assert {"found", "missed"} <= read_the_comparison(hotnews)
    change_answers(hotnews)
    hotnews.press("Control+Home", "1")
    commit_again(hotnews, lesson, "hotnews")


def test_lesson_4_by_keyboard_reaches_every_table_and_the_box(open_notebook, desk):
    opened = start(open_notebook, "04_side_by_side", wait_for=".ss-keep")
    tables = opened.page.locator("figure ~ div[role=group]")
    assert tables.count() >= 6
    tab_to(opened.page, tables.last)
    tab_to(opened.page, opened.page.get_by_role("button", name="Download everything"))
