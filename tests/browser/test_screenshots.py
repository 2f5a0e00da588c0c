"""The README's pictures, taken from the kit at work. Only when SECOND_SOURCE_SCREENSHOTS names a folder for them."""

import os

import pytest
from marking import Annotator, leave_marks, ready
from playwright.sync_api import expect

pytestmark = pytest.mark.skipif(
    not os.environ.get("SECOND_SOURCE_SCREENSHOTS"), reason="SECOND_SOURCE_SCREENSHOTS is not set"
)
LESSON = "01_who_says_so"
COOPER = "Laura Cooper, the Pentagon’s top official for Russia, Ukraine and Eurasia"
DEPUTY = "Laura Cooper, deputy assistant secretary of defense for Russia and Ukraine"
NAMED = ["source/named", "source/official"]
SOURCES = [("source", COOPER, NAMED), ("source", "Reuters", ["source/named", "source/media"]), ("source", DEPUTY, NAMED),
           ("source", "President Vladimir Putin", NAMED), ("source", "Opponents", ["source/vague"])]
DALLAS = [("source", "CNN", ["source/named", "source/media"]), ("source", "multiple media accounts", ["source/vague", "source/media"]),
          ("source", "John Kirby, the National Security Council’s coordinator for strategic communications", NAMED)]


@pytest.fixture
def opened(open_notebook, desk, request):
    leave_marks(desk, LESSON, "hotnews", *SOURCES)
    leave_marks_of_dallas(desk)
    return ready(open_notebook(LESSON, **getattr(request, "param", {})).run_all())


def leave_marks_of_dallas(desk):
    leave_marks(desk, LESSON, "dallas-express", *DALLAS)


def hotnews(opened):
    article = Annotator(opened, "hotnews", LESSON)
    article.root.evaluate("root => root.scrollIntoView({ block: 'start' })")
    return article


def show(opened, article, name):
    """The activity's top at the top of the page, and no pointer in the picture."""
    article.root.evaluate("root => root.scrollIntoView({ block: 'start' })")
    opened.page.mouse.move(5, 5)
    opened.page.evaluate("document.fonts.ready")
    opened.shot(name)


def test_marking(opened):
    article = hotnews(opened)
    article.click(DEPUTY[:20])
    expect(article.panel).to_be_visible()
    show(opened, article, "marking")


@pytest.mark.parametrize("opened", [{"theme": "light"}, {"theme": "dark"}], indirect=True, ids=["light", "dark"])
def test_review(opened, request):
    article = hotnews(opened)
    article.commit()
    article.rows.nth(4).click()
    show(opened, article, f"review-{request.node.callspec.id}")


def test_sentences(opened):
    article = hotnews(opened)
    article.button("List of sentences").click()
    options = article.sentences.get_by_role("option")
    options.nth(4).focus()
    article.press("ArrowDown", "Space")
    show(opened, article, "sentences")
    article.button("List of sentences").click()
    article.button("Keyboard help").click()
    show(opened, article, "keyboard-help")


@pytest.mark.parametrize("opened", [{"viewport": (390, 844), "has_touch": True, "device_scale_factor": 2}], indirect=True)
def test_phone(opened):
    article = hotnews(opened)
    article.tap("Opponents")
    show(opened, article, "phone")
    article.panel.scroll_into_view_if_needed()
    opened.shot("phone-questions")


def test_start_and_pictures(open_notebook, desk):
    leave_marks(desk, LESSON, "hotnews", *SOURCES)
    leave_marks_of_dallas(desk)
    opened = ready(open_notebook("00_start_here").run_all())
    opened.page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, 0)")
    opened.shot("start")
    opened.page.locator(".ss-keep").scroll_into_view_if_needed()
    opened.shot("keep")
    opened.close()
    opened = ready(open_notebook("04_side_by_side").run_all(wait_for=".ss-keep"))
    pictures = opened.page.locator("figure")
    for number, name in ((0, "picture-mine"), (1, "picture-key"), (pictures.count() - 2, "picture-chains"), (pictures.count() - 1, "picture-figures")):
        pictures.nth(number).evaluate("node => node.scrollIntoView({ block: 'start' })")
        opened.shot(name)
