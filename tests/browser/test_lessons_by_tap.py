"""Each lesson on a tablet and on a phone: every touch is a tap, and nothing is dragged."""

import pytest
from lab import TOUCH, until
from marking import Annotator, answers, marks_on_disk, ready, words_on_disk
from playwright.sync_api import expect

PHONE = {"has_touch": True, "is_mobile": True, "viewport": (390, 844)}
SIZES = {"tablet": TOUCH, "phone": PHONE}
WEAPONS = (
    "Since the beginning of the conflict, Ukraine has requested – and mostly received – weapons that the US initially "
    "refused, including HIMARS missile launchers, Patriot air defense batteries and Abrams tanks."
)
KYIV = "Kyiv urged members of Congress to pressure the administration of President Joe Biden to approve the deployment of dual-purpose advanced conventional munitions (DPICM)."


def start(open_notebook, lesson, size, wait_for=".ss-root"):
    opened = open_notebook(lesson, **SIZES[size])
    opened.bar.get_by_role("button", name="Start the lesson").tap()
    ready(opened)
    opened.page.locator(wait_for).first.wait_for()
    return opened


def kind(article, question, name):
    choice = article.panel.get_by_role("group", name=question).locator(".ss-choice", has_text=name).first
    choice.tap()
    expect(choice.locator("input")).to_be_checked()


def commit(article):
    article.root.locator(".ss-foot .ss-primary:visible").first.tap()
    article.button("Commit").tap()
    expect(article.root).to_have_attribute("data-mode", "review")


def reasons(article):
    """Taps every row of the comparison and reads what it says."""
    statuses = article.statuses()
    for index in range(len(statuses)):
        article.page.evaluate(AT_REST)  # a tap on what is still scrolling stops it, and does no more
        article.rows.nth(index).tap()
        expect(article.rows.nth(index)).to_have_attribute("aria-selected", "true")
        assert len(article.panel.inner_text()) > 40
    return set(statuses)


def fits(article):
    """Nothing of the activity sticks out sideways."""
    assert article.root.evaluate("root => root.scrollWidth <= root.clientWidth + 1")
    assert article.page.evaluate(
        """root => { const edge = root.getBoundingClientRect();
          return edge.left >= 0 && edge.right <= innerWidth &&
            [...root.querySelectorAll("button, input, select, textarea, .ss-row, .ss-text")].every((node) => {
              const box = node.getBoundingClientRect();
              return !box.width || (box.left >= edge.left - 1 && box.right <= edge.right + 1); }); }""",
        article.root.element_handle(),
    ), "something sticks out sideways"


def scroll_with_a_finger(article, words):
    x, y = article.middle(words)
    before = article.page.evaluate(AT_REST)
    touch = article.page.context.new_cdp_session(article.page)
    for step, places in (("Start", [y]), *(("Move", [y - 8 * i]) for i in range(1, 16)), ("End", [])):
        points = [{"x": x, "y": at} for at in places]
        touch.send("Input.dispatchTouchEvent", {"type": f"touch{step}", "touchPoints": points})
    assert article.page.evaluate(AT_REST) != before, "the finger scrolled nothing"


# Where everything that scrolls has come to rest.
AT_REST = """async () => {
  const places = () => [...document.querySelectorAll(".ss-text, .jp-WindowedPanel-outer")].map((n) => n.scrollTop).join();
  for (let before = null, same = 0; same < 5; before = places()) {
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
    same = places() === before ? same + 1 : 0;
  }
  return places();
}"""


@pytest.mark.parametrize("size", SIZES)
def test_lesson_0_by_tap(open_notebook, desk, size):
    lesson = "00_start_here"
    opened = start(open_notebook, lesson, size)
    article = Annotator(opened, "mill-street", lesson)
    fits(article)
    # A tap selects the sentence; the label's button says what it is.
    article.tap("From March the library")
    article.told("Sentence selected")
    article.button("Source").tap()
    article.told("Marked as Source: From March")
    # First word and Last word make it exact.
    article.edge("First word", "head")
    article.edge("Last word", "Petrov")
    article.settled()
    assert article.words() == [("source", "head librarian Ana Petrov")]
    kind(article, "How is the source identified?", "Named")
    kind(article, "What kind of source is it?", "Official")
    fits(article)
    # With a pen in the hand, a tap marks; on a mark, it chooses the mark.
    article.button("Quotation").tap()
    article.told("Quotation pen")
    article.tap("Families have")
    article.told("Marked as Quotation: “Families")
    article.button("Quotation").tap()
    article.told("Pen put away")
    article.tap("head librarian")
    expect(article.panel).to_contain_text("head librarian Ana Petrov")
    article.settled()
    assert len(marks_on_disk(desk, lesson)) == 2
    article.button("Give me a hint").tap()
    expect(article.root.locator(".ss-hint")).to_contain_text("still to be found")
    fits(article)
    commit(article)
    assert {"found", "missed"} <= reasons(article)
    fits(article)
    article.button("Change my answers").tap()
    expect(article.root).to_have_attribute("data-mode", "mark")
    article.tap("Families have")
    article.button("Remove this mark").tap()
    article.told("Quotation removed")
    commit(article)
    expect(article.summary.locator("ol > li")).to_have_count(2)
    assert len(answers(desk, lesson)["ss:commits"]) == 2


def test_lesson_1_by_tap_on_a_tablet(open_notebook, desk):
    lesson = "01_who_says_so"
    opened = start(open_notebook, lesson, "tablet")
    hotnews = Annotator(opened, "hotnews", lesson)
    hotnews.tap("Opponents warn")
    hotnews.told("Marked as Source: Opponents warn")
    hotnews.edge("Last word", "Opponents")
    kind(hotnews, "How is the source identified?", "Vague")
    hotnews.settled()
    assert words_on_disk(desk, lesson) == [("source", "Opponents")]
    commit(hotnews)
    assert {"found", "missed"} <= reasons(hotnews)
    dallas = Annotator(opened, "dallas-express", lesson)
    dallas.tap("Video footage posted")
    dallas.told("Marked as Source")
    dallas.settled()
    assert len(words_on_disk(desk, lesson)) == 2


def test_lesson_2_by_tap_on_a_phone_in_the_list_of_sentences(open_notebook, desk):
    lesson = "02_whose_words"
    opened = start(open_notebook, lesson, "phone")
    dallas = Annotator(opened, "dallas-express", lesson)
    dallas.button("List of sentences").tap()
    options = dallas.sentences.get_by_role("option")
    options.nth(2).tap()
    options.nth(3).tap()
    expect(dallas.sentences.locator("[aria-selected=true]")).to_have_count(2)
    fits(dallas)
    dallas.button("Quotation").tap()
    dallas.told("Marked as Quotation")
    until(lambda: len(words_on_disk(desk, lesson)) == 2, "both sentences are marked")
    kind(dallas, "How exact are the words?", "Direct")
    dallas.settled()
    commit(dallas)
    assert "missed" in reasons(dallas)
    fits(dallas)


def test_lesson_3_by_tap_on_a_phone(open_notebook, desk):
    lesson = "03_supported_or_not"
    opened = start(open_notebook, lesson, "phone")
    hotnews = Annotator(opened, "hotnews", lesson)
    hotnews.tap("Since the beginning")
    hotnews.told("Marked as Claim")
    kind(hotnews, "Could somebody check", "Yes")
    kind(hotnews, "What stands behind it?", "Unsupported")
    note = hotnews.panel.get_by_label("Your note")
    note.tap()
    opened.page.keyboard.type("Says who?")
    hotnews.tap("Kyiv urged members")
    hotnews.told("Marked as Claim")
    hotnews.settled()
    (kyiv, weapons) = marks_on_disk(desk, lesson)
    assert (kyiv.words, weapons.words, weapons.note) == (KYIV, WEAPONS, "Says who?")
    scroll_with_a_finger(hotnews, "Banned in more than")
    assert len(hotnews.words()) == 2
    commit(hotnews)
    assert {"found", "missed", "contested"} <= reasons(hotnews)


def test_lesson_4_by_tap_fits_a_phone(open_notebook, desk):
    opened = start(open_notebook, "04_side_by_side", "phone", wait_for=".ss-keep")
    pictures = opened.page.locator("figure img")
    assert pictures.count() >= 6
    assert pictures.evaluate_all("all => all.every((one) => one.getBoundingClientRect().right <= innerWidth)")
    box = opened.page.get_by_role("region", name="Keep your work")
    with opened.page.expect_download():
        box.get_by_role("button", name="Download everything").tap()
