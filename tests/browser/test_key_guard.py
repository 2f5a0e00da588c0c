"""Keys pressed in the kit do what the kit says, and stay there: JupyterLab's own keys delete, move and run cells."""

from lab import md, notebook
from marking import Annotator, cells, ready
from playwright.sync_api import expect

# The keys with which JupyterLab deletes, moves, changes and runs cells.
LAB_KEYS = ["x", "d", "d", "a", "b", "m", "y", "r", "j", "k", "c", "v", "z", "o", "l", "0", "0", "i", "i", "1", "Delete",
            "Shift+m", "Shift+j", "Shift+k", "ArrowUp", "ArrowDown", "Shift+ArrowDown", "Control+a", "Shift+Enter",
            "Control+Enter", "Alt+Enter", "Control+Shift+-", "Control+b", "Escape"]
TAKE_FOCUS = """nodes => { const node = nodes[0];
  if (!node || node.disabled || !node.checkVisibility()) return false;
  node.focus(); return node === document.activeElement; }"""


def press_everything(opened, places):
    """Presses every key at every place; `places` are (name, locator, what brings it back if a key has removed it)."""
    places[0][1].evaluate_all(TAKE_FOCUS)  # the focus itself chooses the cell it is in
    before = cells(opened)
    for name, place, bring_back in places:
        pressed = 0
        for key in LAB_KEYS:
            if not place.evaluate_all(TAKE_FOCUS):
                bring_back()
                if not place.evaluate_all(TAKE_FOCUS):
                    continue
            opened.page.keyboard.press(key)
            pressed += 1
        assert pressed > 20, f"{name} could not be focused"
        after = cells(opened)
        changed = [pair for pair in zip(before[0], after[0]) if pair[0] != pair[1]] or [(before[1], after[1])]
        assert after == before, f"a key pressed on {name} reached JupyterLab: {changed}"


def test_no_key_pressed_in_the_annotator_reaches_jupyterlab(open_notebook):
    opened = ready(open_notebook("00_start_here").run_all())
    article = Annotator(opened, "mill-street", "00_start_here")

    def a_mark():
        if article.root.get_attribute("data-mode") != "mark":
            return
        if not article.rows.count():
            article.text.focus()
            article.press("Control+Home", "1", "n", "n", "2")
        if not article.panel.is_visible():
            article.rows.first.click()
        if not article.panel.locator("details").get_attribute("open") == "":
            article.panel.locator("summary").click()

    a_mark()
    article.settled()
    press_everything(opened, [
        ("the article", article.text, a_mark),
        ("the list of marks", article.list.locator("[tabindex='0']"), a_mark),
        ("a label's button", article.button("Source"), a_mark),
        ("the help button", article.button("Keyboard help"), a_mark),
        ("a radio button", article.panel.locator("input"), a_mark),
        ("a drop-down", article.panel.locator("select"), a_mark),
        ("the fold with the exact words", article.panel.locator("summary"), a_mark),
        ("the note", article.panel.locator("textarea"), a_mark),
        ("the hint button", article.button("Give me a hint"), a_mark),
        ("the activity itself", article.root, a_mark),
    ])
    article.button("List of sentences").click()
    a_mark()
    article.button("Commit and see the key").click()
    press_everything(opened, [
        ("the list of sentences", article.sentences.locator("[tabindex='0']"), a_mark),
        ("the question before committing", article.button("Not yet"), a_mark),
    ])
    article.button("Commit").click()
    expect(article.root).to_have_attribute("data-mode", "review")
    press_everything(opened, [
        ("the summary", article.summary, a_mark),
        ("a row of the comparison", article.rows, a_mark),
    ])


def test_no_key_pressed_in_the_box_reaches_jupyterlab(open_notebook):
    opened = ready(open_notebook("00_start_here").run_all())
    places = [(name, opened.page.get_by_role("button", name=name), lambda: None)
              for name in ("Download everything", "Restore from a file")]
    press_everything(opened, places)


def beside(opened):
    """A click right of the activity, in its cell or at the page's edge, which has the keys afterwards."""
    frame = opened.page.locator(".ss-root").first
    frame.evaluate("node => node.scrollIntoView({ block: 'end' })")
    box = frame.bounding_box()
    opened.page.mouse.click(box["x"] + box["width"] + 6, box["y"] + box["height"] - 40)
    focused = opened.page.evaluate("document.activeElement.closest('.ss-root, .jp-Notebook')?.className ?? document.activeElement.outerHTML.slice(0, 200)")
    assert "jp-Notebook" in focused, f"the click did not lead beside the activity but to {focused}"


def test_no_key_pressed_beside_an_activity_changes_the_page_while_its_code_is_hidden(open_notebook):
    opened = ready(open_notebook("00_start_here").run_all())
    Annotator(opened, "mill-street", "00_start_here").wait()
    # Which cell is chosen may change; what the page holds may not.
    def held():
        return [(kind, words, outputs) for kind, _, words, outputs in cells(opened)[0]]

    before = held()
    for key in LAB_KEYS:
        beside(opened)
        opened.page.keyboard.press(key)
    assert held() == before
    assert opened.page.locator(".jp-MarkdownCell .jp-InputArea-editor:visible").count() == 0


def test_with_the_code_shown_the_page_is_a_notebook_again(open_notebook):
    opened = ready(open_notebook("00_start_here").run_all())
    opened.bar.get_by_role("button", name="Show the code").click()
    count = opened.page.locator(".jp-Cell").count()
    opened.page.locator(".jp-MarkdownCell").first.click()
    opened.page.keyboard.press("b")
    expect(opened.page.locator(".jp-Cell")).to_have_count(count + 1)


def test_a_double_click_on_prose_chooses_a_word_and_opens_no_source(open_notebook):
    opened = ready(open_notebook("00_start_here").run_all())
    word = opened.page.locator(".jp-MarkdownOutput").first.get_by_text("At the end you can mark").first
    word.dblclick(position={"x": 200, "y": 8})
    assert opened.page.evaluate("String(getSelection()).trim().length") > 1
    assert opened.page.locator(".jp-MarkdownCell .jp-InputArea-editor:visible").count() == 0


def test_a_click_on_nothing_inside_a_frame_keeps_the_keys_there(open_notebook):
    opened = open_notebook("teacher/new_article")
    opened.run_all(wait_for=".ss-desk")
    ready(opened)
    opened.bar.get_by_role("button", name="Show the code").click()
    frame = opened.page.locator(".ss-desk")
    frame.scroll_into_view_if_needed()
    frame.click(position={"x": 4, "y": 4})
    before = cells(opened)
    for key in ("x", "a", "d", "d"):
        frame.click(position={"x": 4, "y": 4})
        opened.page.keyboard.press(key)
    assert cells(opened) == before


def test_no_key_pressed_at_a_table_of_marks_reaches_jupyterlab(open_notebook):
    made = notebook(md("# Lesson"), 'import lessons\nlesson = lessons.open_lesson("00_start_here")', "lesson.mark()",
                    "lesson.live(lesson.frame)")
    opened = ready(open_notebook(made).run_all())
    press_everything(opened, [("the button", opened.page.get_by_role("button", name="Show my latest marks"), lambda: None)])


def test_the_keys_lead_to_the_answer_given_and_not_to_another(open_notebook):
    article = Annotator(open_notebook("00_start_here").run_all(), "mill-street").wait()
    article.text.focus()
    article.press("Control+End", "3", "k")

    def focused():
        return article.page.evaluate("document.activeElement.dataset.field")

    assert focused() == "gate:claim/checkable", "past “Marked as”, where one arrow would make it another mark"
    article.press("ArrowDown", "Escape", "k")
    assert focused() == "gate:claim/not-checkable", "the answer that was given, and not the first of the question"
    assert [label for label, _ in article.words()] == ["claim"]


def test_a_quick_tab_after_a_mark_leads_to_that_mark(open_notebook):
    article = Annotator(open_notebook("00_start_here").run_all(), "mill-street").wait()
    article.text.focus()
    article.press("Control+Home", "1")
    article.settled()
    article.press("Control+End", "1", "Tab")
    assert article.page.evaluate("document.activeElement.className + document.activeElement.textContent").startswith("ss-row2Source: “No street")
    expect(article.rows.nth(1)).to_be_focused()


def test_typing_a_word_finds_it_among_the_first_words(open_notebook):
    article = Annotator(open_notebook("00_start_here").run_all(), "mill-street").wait()
    article.text.focus()
    article.press("Control+Home", "1")
    article.panel.locator("summary").click()
    first = article.panel.locator('[data-field="first"]')
    first.focus()
    article.page.keyboard.type("mon")  # “March” and “Mill” begin with the same letter.
    expect(first.locator("option:checked")).to_have_text("Monday.")
