"""The lesson bar: what it promises to a reader, seen in a real JupyterLab."""

import json
import os
import re
import signal
import sys
import tomllib
from pathlib import Path

import pytest
from lab import FORCED, KIT, NARROW, md, notebook, until
from playwright.sync_api import expect

EXTENSION = KIT / "lessons/labextension"
PROSE = "Some words to read before the work begins. " * 25
IMPORTS = "import time\nimport ipywidgets as widgets"
ACTIVITY = "box = widgets.VBox([widgets.IntSlider(description='Value')]).add_class('ss-root')\nbox"
STOPPED = "The lesson's engine stopped. Your saved answers are safe. Press “Restart (marks stay)”."
SLOW = "This takes longer than usual. Wait a little more, or press “Restart (marks stay)”."


def lesson(*extra):
    title, task = md(f"# Lesson\n\n{PROSE}"), md(f"## Do it\n\n{PROSE}")
    return notebook(title, IMPORTS, task, ACTIVITY, *extra, md(PROSE))


def focused_activity(opened):
    return opened.page.evaluate("document.activeElement.closest('.ss-root') !== null")


def restarted(opened):
    """Starts the lesson again by its button, and answers with the process that it then runs in."""
    opened.bar.get_by_role("button", name="Restart (marks stay)").click()
    expect(opened.status).to_have_text("Ready.")
    assert opened.ev("box.children[0].value") == "0"
    return opened.kernel_pid()


@pytest.mark.parametrize("via", ["doc", "lab"])
def test_one_button_starts_the_lesson_and_takes_the_reader_to_the_activity(open_notebook, via):
    opened = open_notebook(lesson(), via=via, viewport=(1280, 600))
    opened.shot(f"lesson-bar-fresh-{via}")
    opened.run_all()
    expect(opened.status).to_have_text("Ready.")
    expect(opened.bar.get_by_role("button", name="Restart (marks stay)")).to_be_visible()
    until(lambda: focused_activity(opened), "the keys are in the activity")
    expect(opened.page.locator(".ss-root")).to_be_in_viewport(ratio=1)
    opened.shot(f"lesson-bar-ready-{via}")


def test_a_lesson_does_not_wait_for_jupyterlab_to_save_its_state_and_keeps_the_keys_when_it_has(open_notebook):
    opened = open_notebook(lesson())
    page, held = opened.page, []
    page.route(re.compile("/lab/api/workspaces/"), lambda route: held.append(route) if route.request.method == "PUT" else route.continue_())
    page.reload()
    opened.bar.get_by_role("button", name="Start the lesson").click()
    until(lambda: focused_activity(opened) and held, "the lesson runs, and JupyterLab has begun to save")
    with page.expect_request(lambda request: "/api/contents/" in request.url and request.method == "GET"):
        for route in held:
            route.continue_()
    page.wait_for_timeout(1000)
    assert focused_activity(opened)
    assert page.locator(".jp-NotebookPanel").count() == 1
    assert page.url.endswith("/notebooks/made.ipynb")  # and not the folder that the list of files shows
    expect(page.locator(".jp-DirListing-content")).to_contain_text("made.ipynb")


def test_a_lesson_started_before_its_kernel_is_there_still_runs(open_notebook):
    slow_kernel = """const fetched = window.fetch;
        window.fetch = async (request, options) => {
            if (request.method === "POST" && request.url.includes("/api/sessions"))
                await new Promise((done) => setTimeout(done, 3000));
            return fetched(request, options);
        };"""
    opened = open_notebook(lesson(), script=slow_kernel)
    assert not opened.kernels(), "the kernel came before the button was pressed, so this test shows nothing"
    opened.run_all()
    expect(opened.status).to_have_text("Ready.")
    assert opened.ev("box.children[0].value") == "0"


def test_an_opened_lesson_waits_for_the_button(open_notebook):
    opened = open_notebook(lesson())
    assert opened.ev("'box' in globals()") == "False"
    expect(opened.status).to_have_text("Press the button to begin.")


def test_the_start_tells_how_far_it_is(open_notebook):
    opened = open_notebook(lesson("time.sleep(2)", "time.sleep(0.1)"))
    opened.run_all(wait_for=None)
    expect(opened.status).to_have_text("Starting: 2 of 4")
    start = opened.bar.get_by_role("button", name="Start the lesson")
    expect(start).to_have_attribute("aria-disabled", "true")
    expect(opened.status).to_have_text("Ready.")


def test_a_reader_who_has_moved_on_is_not_pulled_away(open_notebook):
    opened = open_notebook(lesson("time.sleep(1)"))
    opened.run_all(wait_for=None)
    opened.page.keyboard.press("Tab")
    here = opened.page.evaluate_handle("document.activeElement")
    expect(opened.status).to_have_text("Ready.")
    opened.bar.get_by_role("button", name="Go to the first activity").wait_for()
    opened.page.wait_for_timeout(300)
    assert opened.page.evaluate("here => here === document.activeElement", here)
    opened.bar.get_by_role("button", name="Go to the first activity").click()
    assert focused_activity(opened)


def test_the_code_is_really_gone_and_comes_back_on_request(open_notebook):
    opened = open_notebook(lesson()).run_all()
    page, own = opened.page, opened.page.locator(".jp-CodeCell")
    prompts = page.locator(".jp-InputPrompt:visible, .jp-OutputPrompt:visible, .jp-InputPlaceholder:visible")
    assert own.nth(0).bounding_box() is None, "a cell without output still takes room"
    assert own.nth(1).locator(".jp-Cell-inputWrapper").bounding_box() is None
    assert prompts.count() == 0
    reached = """root => { const box = root.getBoundingClientRect();
        return root.contains(document.elementFromPoint(box.left + 1, box.top + box.height / 2)); }"""
    assert page.locator(".ss-root").evaluate(reached), "something lies over the left edge of the activity"

    opened.bar.get_by_role("button", name="Show the code").click()
    expect(own.nth(1).locator(".cm-content")).to_contain_text("widgets.VBox")
    opened.shot("lesson-bar-code")
    opened.bar.get_by_role("button", name="Hide the code").click()
    assert own.nth(1).locator(".jp-Cell-inputWrapper").bounding_box() is None


def test_showing_the_code_leaves_the_file_and_the_place_alone(open_notebook):
    made = lesson()
    made.cells[1].source += "\nrow = 1" * 30
    opened = open_notebook(made, viewport=(1280, 600)).run_all()
    until(lambda: focused_activity(opened), "the keys are in the activity")
    top = "root => root.getBoundingClientRect().top"
    before = opened.page.locator(".ss-root").evaluate(top)
    opened.bar.get_by_role("button", name="Show the code").click()
    until(lambda: opened.page.locator(".cm-content:visible").count(), "the code is shown")
    assert abs(opened.page.locator(".ss-root").evaluate(top) - before) < 60, "the activity ran away"
    opened.page.keyboard.press("Control+s")
    saved = until(lambda: opened.saved().cells[3].outputs and opened.saved(), "the notebook is saved")
    assert [cell.metadata.get("jupyter") for cell in saved.cells if cell.cell_type == "code"] == [
        {"source_hidden": True}
    ] * 2


def test_a_killed_kernel_is_told_and_start_again_mends_it(open_notebook):
    opened = open_notebook(lesson()).run_all()
    expect(opened.status).to_have_text("Ready.")
    first = opened.kernel_pid()
    opened.kill_kernel()
    expect(opened.status).to_have_text(STOPPED)
    opened.page.get_by_role("dialog").get_by_role("button", name="Ok").click()
    opened.shot("lesson-bar-stopped")
    assert restarted(opened) != first


def test_a_kernel_killed_during_the_start_is_told_too(open_notebook):
    opened = open_notebook(lesson("time.sleep(30)")).run_all()
    opened.kill_kernel()
    expect(opened.status).to_have_text(STOPPED)
    opened.page.wait_for_timeout(500)
    expect(opened.status).to_have_text(STOPPED)


@pytest.fixture
def silent(open_notebook):
    """A lesson that has been started and whose engine stands still, and the engine's process."""
    opened = open_notebook(lesson("time.sleep(0.2)"))
    kernel = opened.kernel_pid()
    os.kill(kernel, signal.SIGSTOP)
    opened.page.clock.install()
    opened.run_all(wait_for=None)
    opened.page.clock.fast_forward("00:29")
    expect(opened.status).not_to_have_text(SLOW)
    opened.page.clock.fast_forward("00:02")
    expect(opened.status).to_have_text(SLOW)
    return opened, kernel


def test_a_start_that_never_answers_offers_another_one(silent):
    opened, kernel = silent
    opened.shot("lesson-bar-slow")
    assert restarted(opened) != kernel


def test_a_slow_start_that_goes_on_is_counted_on(silent):
    opened, kernel = silent
    os.kill(kernel, signal.SIGCONT)
    expect(opened.status).to_have_text("Ready.")
    assert opened.kernel_pid() == kernel


def test_a_restarted_kernel_is_told(open_notebook):
    opened = open_notebook(lesson()).run_all()
    expect(opened.status).to_have_text("Ready.")
    opened.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    opened.page.get_by_role("menuitem", name=re.compile("^Restart Kernel…")).click()
    opened.page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    expect(opened.status).to_have_text(STOPPED)


def test_a_failed_cell_is_told_and_pointed_to(open_notebook):
    opened = open_notebook(lesson("raise LookupError('the article is not there')", "after = 1"))
    opened.run_all()
    expect(opened.status).to_have_text("A cell stopped with an error: LookupError: the article is not there")
    opened.bar.get_by_role("button", name="Go to that cell").click()
    expect(opened.page.locator(".jp-Cell:focus")).to_contain_text("LookupError")
    expect(opened.page.locator(".jp-Cell:focus")).to_be_in_viewport()
    opened.shot("lesson-bar-failed")


def test_a_kernel_shut_down_is_told_and_start_again_brings_a_new_one(open_notebook):
    opened = open_notebook(lesson()).run_all()
    expect(opened.status).to_have_text("Ready.")
    opened.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    opened.page.get_by_role("menuitem", name="Shut Down Kernel", exact=True).click()
    expect(opened.status).to_have_text(STOPPED)
    restarted(opened)


def test_running_all_cells_by_the_menu_counts_as_a_start(open_notebook):
    opened = open_notebook(notebook(md("# No activity here"), "answer = 42"))
    opened.run_by_menu()
    expect(opened.status).to_have_text("Ready.")


@pytest.mark.parametrize("way", ["keys", "menu"])
def test_printing_prints_the_page_that_is_seen_whole_and_asks_no_other_machine(open_notebook, way):
    opened = open_notebook(lesson(*(md(PROSE * 3) for _ in range(20))), via="lab", viewport=(1000, 500)).run_all()
    expect(opened.status).to_have_text("Ready.")
    opened.page.evaluate("window.print = () => { window.printed = true; }")
    if way == "keys":
        opened.page.locator(".jp-Cell").first.click()
        opened.page.keyboard.press("Control+p")
    else:
        opened.page.get_by_role("menuitem", name="File", exact=True).click()
        opened.page.get_by_role("menuitem", name=re.compile("^Print")).click()
    opened.page.wait_for_function("window.printed")
    assert not opened.strangers
    paper = opened.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) >= 3, "a screenful is not the lesson"


def test_an_ordinary_notebook_has_no_bar_and_keeps_its_look(open_notebook):
    opened = open_notebook(notebook(md("# Mine"), IMPORTS, ACTIVITY, lesson=None)).run_all()
    assert opened.page.locator(".ss-bar, .ss-lesson").count() == 0
    assert opened.page.locator(".jp-InputPlaceholder:visible").count() == 2


def test_a_page_that_comes_back_finds_its_lesson_under_way_or_hides_what_is_dead(open_notebook):
    opened = open_notebook(lesson()).run_all()
    opened.page.keyboard.press("Control+s")
    until(lambda: opened.saved().cells[3].outputs, "the notebook is saved")
    opened.page.reload()
    expect(opened.status).to_have_text("Ready.")
    expect(opened.page.locator(".ss-root")).to_be_visible()

    # Another day: the file still holds the outputs, but their kernel is gone.
    opened.end_sessions()
    opened.page.reload()
    dead = opened.page.get_by_text("Error displaying widget")
    dead.wait_for(state="attached")
    expect(dead).to_be_hidden()
    expect(opened.status).to_have_text("Press the button to begin.")
    opened.run_all()
    expect(opened.page.locator(".ss-root")).to_be_visible()


def test_a_link_leads_to_the_next_lesson_in_the_same_place_and_back_returns(open_notebook, desk):
    desk.write(notebook(md("# The second"), ACTIVITY), "second.ipynb")
    opened = open_notebook(notebook(md("# The first\n\n[next](second.ipynb)"), ACTIVITY))
    opened.page.get_by_role("link", name="next").click()
    expect(opened.page.locator("h1:visible")).to_contain_text("The second")
    expect(opened.bar).to_have_count(1)
    expect(opened.page).to_have_url(re.compile("/notebooks/second.ipynb$"))  # once JupyterLab has saved its own state
    assert len(opened.page.context.pages) == 1, "a second browser tab opened"
    opened.page.go_back()
    if opened.page.url.endswith("second.ipynb"):
        opened.page.go_back()  # JupyterLab writes some addresses twice
    expect(opened.page.locator("h1:visible")).to_contain_text("The first")
    assert opened.page.url.endswith("/notebooks/made.ipynb")


@pytest.mark.parametrize("look", ["light", "dark", "contrast", "forced"])
def test_the_bar_can_be_seen_and_hit_in_every_theme(open_notebook, look):
    theme, options = ("dark", FORCED) if look == "forced" else (look, {})
    opened = open_notebook(lesson(), theme=theme, **options)
    start = opened.bar.get_by_role("button", name="Start the lesson")
    opened.page.locator(".jp-Notebook").focus()
    start.focus()
    opened.page.keyboard.press("Shift")  # from here on the page takes the focus for a keyboard's
    opened.shot(f"lesson-bar-{look}")
    assert all(button.bounding_box()["height"] >= 32 for button in opened.bar.get_by_role("button").all())
    ring = start.evaluate("node => getComputedStyle(node).outline")
    assert "none" not in ring and float(re.search(r"([\d.]+)px", ring)[1]) >= 2, ring
    faults = [fault for fault in opened.axe(".ss-bar") if (look, fault[0]) != ("forced", "color-contrast")]
    assert not faults  # forced colours are painted, not computed: axe-core measures the colours they replace


def test_the_bar_fits_a_narrow_window(open_notebook):
    opened = open_notebook(lesson(), **NARROW).run_all()
    opened.bar.get_by_role("button", name="Go to the first activity").wait_for()
    opened.shot("lesson-bar-narrow")
    bar = opened.bar.bounding_box()
    for button in opened.bar.get_by_role("button").all():
        box = button.bounding_box()
        assert box["x"] >= bar["x"] and box["x"] + box["width"] <= bar["x"] + bar["width"]
        assert box["y"] >= bar["y"] and box["y"] + box["height"] <= bar["y"] + bar["height"]


def test_in_a_short_window_the_lesson_has_the_room_of_the_toolbar_which_comes_with_the_code(open_notebook):
    opened = open_notebook(lesson(), viewport=(640, 450))
    toolbar = opened.page.locator(".jp-NotebookPanel-toolbar")
    panel = opened.page.locator(".jp-NotebookPanel")
    expect(toolbar).to_be_hidden()
    assert opened.bar.bounding_box()["y"] == pytest.approx(panel.bounding_box()["y"], abs=2)
    opened.bar.get_by_role("button", name="Show the code").click()
    expect(toolbar).to_be_visible()
    until(lambda: opened.bar.bounding_box()["y"] >= toolbar.bounding_box()["y"] + toolbar.bounding_box()["height"] >= 24, "the bar is below the toolbar")
    opened.page.set_viewport_size({"width": 1280, "height": 900})
    opened.bar.get_by_role("button", name="Hide the code").click()
    expect(toolbar).to_be_visible()


def test_the_palette_starts_the_lesson(open_notebook):
    opened = open_notebook(lesson(), via="lab")
    search = opened.page.locator(".lm-CommandPalette-input:visible")

    def palette_stays():  # while JupyterLab loads, it closes the palette by taking the focus away
        if not search.count():
            opened.page.keyboard.press("Control+Shift+c")
        opened.page.wait_for_timeout(500)
        return search.count()

    until(palette_stays, "the palette is open")
    search.fill("Second Source: start")
    opened.page.keyboard.press("Enter")
    expect(opened.status).to_have_text("Ready.")


def test_the_settings_reach_jupyterlab(lab):
    def default(plugin, name):
        schema = lab.api("GET", f"settings/@jupyterlab/{plugin}", prefix="lab/api")["schema"]
        return schema["properties"][name]["default"]

    assert default("apputils-extension:notification", "fetchNews") == "false"
    assert default("apputils-extension:notification", "checkForUpdates") is False
    assert default("notebook-extension:tracker", "windowingMode") == "none"
    assert default("docmanager-extension:plugin", "autosaveInterval") == 15


def test_a_guide_opened_by_its_address_is_a_page_to_read(open_notebook, desk):
    (desk.notebooks / "guide.md").write_text("# For the teacher\n\nRead **this** first.", encoding="utf-8")
    page, server = open_notebook(lesson()).page, desk.server
    page.goto(f"{server.url}/doc/tree/{desk.folder.name}/notebooks/guide.md?token={server.token}")
    expect(page.get_by_role("heading", name="For the teacher")).to_be_visible(timeout=30_000)
    expect(page.locator("strong", has_text="this")).to_be_visible()


def test_the_installed_extension_is_the_one_in_the_source_tree():
    share = Path(sys.prefix) / "share/jupyter"
    pairs = {share / "lab/settings/overrides.d/second-source.json": EXTENSION / "overrides.json"}
    for ours in EXTENSION.rglob("*.*"):
        pairs[share / "labextensions/second-source" / ours.relative_to(EXTENSION)] = ours
    stale = [there.name for there, ours in pairs.items() if _content(there) != _content(ours)]
    assert not stale, f"install the kit again (an editable install copies these files): {stale}"


def _content(path):
    return path.read_bytes() if path.exists() else None


def test_the_version_is_the_same_everywhere():
    package = json.loads((EXTENSION / "package.json").read_text())
    version = tomllib.loads((KIT / "pyproject.toml").read_text())["project"]["version"]
    assert package["version"] == version
    # The browser keeps the extension's files by their address, so each version needs an address of its own.
    assert package["jupyterlab"]["_build"]["load"] == f"static/remoteEntry.js?kit={version}"
    assert (EXTENSION / re.sub(r"\?.*", "", package["jupyterlab"]["_build"]["load"])).exists()
