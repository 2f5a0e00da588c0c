"""Any text can be an article: markup stays text, and a selection is the same stretch in the browser and in Python."""

import re

import pytest
from lab import md, notebook, until
from marking import Annotator, has_focus, marks_on_disk, ready
from playwright.sync_api import expect

SCRIPT = "<script>window.__xss = 1</script>"
IMAGE = '<img src=x onerror="window.__xss = 2">'
TEXT = "\r\n\r\n".join([
    f"The minister said {SCRIPT} twice & left.",
    f"{IMAGE} is no image, said Zoe\u0308 Mu\u0308ller of the Cafe\u0301 Ame\u0301lie.",
    "The ship 🚢 sailed, the mechanic 👩🏽‍🔧 stayed, and the family 👨‍👩‍👧 waited in Cafe\u0301 🏳️‍🌈 again.",
    "אמר הדובר: שלום לכולם היום וגם מחר בבוקר.",
    "قال المتحدث إن كل شيء على ما يرام اليوم.",
    "The last paragraph, with “quotes ‘inside’ quotes”, ends here.",
])
OPEN = f"""from lessons.library import article_from_text
from lessons.exercise import Exercise, Step
from lessons.workbook import open_workbook
article = article_from_text("hostile", {TEXT!r})
step = Step("hostile", "hostile", ("source", "quotation", "claim"), ())
exercise = Exercise(step, open_workbook("hostile", find_article=lambda _: article), None, {{}})"""


@pytest.fixture
def hostile(open_notebook):
    opened = ready(open_notebook(notebook(md("# Before the article"), OPEN, "exercise.widget")).run_all())
    return opened, Annotator(opened, "hostile")


def unharmed(opened, article):
    assert opened.page.evaluate("window.__xss === undefined"), "the article's text was executed"
    assert article.root.locator("script, img, iframe").count() == 0
    assert article.text.evaluate("text => text.textContent") == TEXT, "the text is another one now"


def python_sees(opened):
    """What the kernel has, as (label, words); each mark on disk must be the stretch of the text that it says it is."""

    def the_same():
        seen = eval(opened.ev("[(one.label, one.of(article.text)) for one in exercise.marks()]"))
        stored = marks_on_disk(opened.desk, "hostile")
        assert all(TEXT[one.start : one.end] == one.words for one in stored)
        return sorted(seen) == sorted((one.label, one.words) for one in stored) and [seen]

    return until(the_same, "the file holds what the kernel has")[0]


def test_markup_in_article_and_note_stays_text(hostile, open_notebook):
    opened, article = hostile
    unharmed(opened, article)
    article.mark("Source", f"said {SCRIPT} twice")
    article.panel.locator("textarea").fill(f"note {SCRIPT} {IMAGE}")
    article.mark("Quotation", IMAGE)
    article.panel.get_by_role("group", name="Who said it?").get_by_role("radio").nth(1).check()
    article.told("Marked as Quotation")
    article.settled()
    unharmed(opened, article)
    article.button("List of sentences").click()
    article.sentences.get_by_role("option").first.click()
    article.button("List of sentences").click()
    until(lambda: any(SCRIPT in one.note for one in marks_on_disk(opened.desk, "hostile")), "the note is saved as it is")
    opened.bar.get_by_role("button", name="Restart (marks stay)").click()
    ready(opened)
    until(lambda: len(article.words()) == 2, "the marks are back")
    assert f"said {SCRIPT} twice" in [words for _, words in python_sees(opened)]
    unharmed(opened, article)

    # The note comes back in the comparison.
    opened = ready(open_notebook("00_start_here").run_all())
    lesson = Annotator(opened, "mill-street", "00_start_here")
    lesson.mark("Source", "head librarian Ana Petrov")
    lesson.panel.locator("textarea").fill(f"note {SCRIPT} {IMAGE}")
    lesson.settled()
    lesson.commit()
    lesson.rows.filter(has_text="head librarian Ana Petrov").first.click()
    expect(lesson.panel).to_contain_text(f"Your note: note {SCRIPT} {IMAGE}")
    assert opened.page.evaluate("window.__xss === undefined") and lesson.root.locator("script, img").count() == 0


def test_what_is_selected_is_what_python_gets(hostile):
    opened, article = hostile
    wanted = [
        ("Source", "The ship 🚢"),
        ("Quotation", "the mechanic 👩🏽‍🔧 stayed"),
        ("Claim", "👨‍👩‍👧 waited in Cafe\u0301 🏳️‍🌈"),
        ("Source", "Zoe\u0308 Mu\u0308ller of the Cafe\u0301 Ame\u0301lie"),
        ("Claim", "again.\r\n\r\nאמר הדובר"),
        ("Source", "הדובר"),
        ("Quotation", "שלום לכולם היום"),
        ("Source", "المتحدث"),
        ("Claim", "اليوم.\r\n\r\nThe last paragraph, with “quotes ‘inside’ quotes”"),
    ]
    for label, words in wanted:
        article.mark(label, words)
        article.told(f"Marked as {label}")
    until(lambda: len(marks_on_disk(opened.desk, "hostile")) == len(wanted), "all marks are on disk")
    assert sorted(python_sees(opened)) == sorted((label.lower(), words) for label, words in wanted)
    assert sorted(article.words()) == sorted((label.lower(), words) for label, words in wanted)

    # The same by the keyboard: letters are taken whole, whatever they are made of.
    article.click("The ship")
    article.press("Home", *["ArrowRight"] * 9, "Shift+ArrowRight", "3")
    article.told("Marked as Claim: 🚢")
    until(lambda: ("claim", "🚢") in python_sees(opened), "the ship alone is marked")
    # A double click on a letter with its accent apart takes the word whole.
    article.click("Ame\u0301lie", count=2)
    article.button("Claim").click()
    until(lambda: ("claim", "Ame\u0301lie") in python_sees(opened), "the accent is not cut off")
    unharmed(opened, article)


def test_a_drag_may_begin_and_end_outside_the_article_or_run_backwards(hostile):
    opened, article = hostile
    page = opened.page

    def undo():
        until(lambda: len(article.words()) == 1, "one mark is made")
        ((_, words),) = article.words()
        until(lambda: python_sees(opened) == [("source", words)], "Python has it")
        article.button("Remove this mark").click()
        article.told("Source removed")
        return words

    article.drag("the mechanic 👩🏽‍🔧", backwards=True)
    article.button("Source").click()
    assert undo() == "the mechanic 👩🏽‍🔧"

    start, _ = article.spot("with “quotes")
    box = article.root.bounding_box()
    article.drag_points(start, (start[0] + 40, box["y"] + box["height"] + 30))
    article.button("Source").click()
    assert undo() == "with “quotes ‘inside’ quotes”, ends here."

    _, end = article.spot("The minister")
    box = article.text.bounding_box()
    article.drag_points(end, (box["x"] - 30, box["y"] - 60))
    article.button("Source").click()
    assert undo() == "The minister"

    heading = page.get_by_role("heading", name="Before the article").bounding_box()
    _, end = article.spot("The minister said")
    article.drag_points((heading["x"] + 5, heading["y"] + heading["height"] / 2), end)
    article.button("Source").click()
    if article.words():
        assert undo() in ("The minister said", TEXT.split("\r\n")[0]), "the mark is not where the drag was"
    unharmed(opened, article)
    # JupyterLab has not taken the drag for its own.
    assert page.locator(".jp-Cell.jp-mod-selected").count() <= 1


def test_nothing_typed_pasted_cut_or_dropped_changes_the_text(hostile):
    opened, article = hostile
    page = opened.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    article.text.focus()
    keys = page.context.new_cdp_session(page)
    article.press("Control+Home", "q", "w", "Space", "Backspace", "Delete", "Shift+Enter", "Control+Enter", "Control+b")
    article.drag("sailed, the mechanic")
    article.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == "sailed, the mechanic", "copying works"
    article.press("Control+x", "Control+v", "Control+Shift+v", "x", "Enter")
    unharmed(opened, article)
    keys.send("Input.insertText", {"text": "typed by a machine"})
    unharmed(opened, article)
    # Drop: the selected words, dragged to another place.
    article.drag("sailed, the mechanic")
    here, there = article.middle("the mechanic"), article.middle("waited in")
    article.drag_points(here, there)
    unharmed(opened, article)
    page.keyboard.press("Escape")
    article.button("Keyboard help").dblclick()  # the driver still holds the drag that the page refused
    # A mark can still be made, in the right place.
    article.click("The ship")
    article.mark("Source", "the family 👨‍👩‍👧")
    until(lambda: python_sees(opened) == [("source", "the family 👨‍👩‍👧")], "Python has it")
    assert has_focus(article.root)


def test_a_drag_that_begins_inside_a_selection_selects_anew(hostile):
    """A reader who has taken too much drags over fewer words; the browser would move the words it has."""
    opened, article = hostile
    article.drag("sailed, the mechanic 👩🏽‍🔧 stayed, and the family")
    article.drag("mechanic 👩🏽‍🔧 stayed")
    assert article.selected() == "mechanic 👩🏽‍🔧 stayed"
    unharmed(opened, article)


@pytest.mark.parametrize("place", ["in a paragraph with a mark", "in a paragraph without marks"])
def test_an_input_method_does_not_change_the_text(hostile, place):
    opened, article = hostile
    keys = opened.page.context.new_cdp_session(opened.page)
    article.mark("Source", "the family 👨‍👩‍👧")
    article.click("sailed" if place.endswith("a mark") else "The minister")
    keys.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    keys.send("Input.insertText", {"text": "日本"})
    until(lambda: article.text.evaluate("text => text.textContent") == TEXT, "what was composed is gone again", timeout=5)


def test_a_long_word_and_a_long_article_are_marked_like_any_other(open_notebook):
    words = "Lorem ipsum said the minister of long texts and longer words. "
    make = (
        "from lessons.library import article_from_text\nfrom lessons.exercise import Exercise, Step\n"
        "from lessons.workbook import open_workbook\n"
        f"article = article_from_text('long', ({words!r} * 20 + 'x' * 3000 + '.\\n\\n') * 20 + 'The end is here.')\n"
        "exercise = Exercise(Step('long', 'long', ('source',), ()), open_workbook('long', find_article=lambda _: article), None, {})"
    )
    opened = ready(open_notebook(notebook(md("# Long"), make, "exercise.widget")).run_all())
    article = Annotator(opened, "long", "long")
    assert article.root.evaluate("root => root.scrollWidth <= root.clientWidth + 1"), "a long word widens the page"
    article.drag("The end")
    article.settled()
    assert article.words() == [("source", "The end")]
    article.press("Control+Home", "1")
    article.settled()
    assert re.match("Lorem ipsum said", article.words()[0][1])
