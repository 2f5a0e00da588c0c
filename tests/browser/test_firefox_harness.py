"""Firefox is driven by the same fixtures as Chromium."""

from lab import md, notebook, until
from playwright.sync_api import expect

ACTIVITY = "import ipywidgets\nslider = ipywidgets.IntSlider(max=10).add_class('ss-root')\nslider"


def test_firefox_runs_a_lesson_and_takes_real_pointer_and_keys(open_notebook):
    opened = open_notebook(notebook(md("# Lesson"), ACTIVITY), browser="firefox")
    opened.run_all()
    expect(opened.status).to_have_text("Ready.")
    opened.shot("firefox")
    handle = opened.page.locator(".noUi-handle").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x + 500, y, steps=5)
    opened.page.mouse.up()
    opened.page.get_by_role("slider").press("ArrowLeft")
    until(lambda: opened.ev("slider.value") == "9", "the kernel has heard of both, which takes a moment")
