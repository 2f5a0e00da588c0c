"""Everybody can use it: WCAG 2.2 AA where a program can judge it, in light, dark and forced colours, on any width."""

import contextlib
import io
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from lab import CALM, FORCED, NARROW, md, notebook
from marking import Annotator, leave_marks, marks_on_disk, ready
from PIL import Image
from playwright.sync_api import TimeoutError, expect

LESSON = "00_start_here"
OPEN = f'import lessons\nlesson = lessons.open_lesson("{LESSON}")'
LIBRARIAN, FAMILIES = "head librarian Ana Petrov", "“Families have asked us for this for years,”"
NO_STREET, COUNCIL = "No street in town reads as much as Mill Street.", "the town council"
MARKS = [
    ("source", LIBRARIAN, ["source/named", "source/official"]),
    ("claim", "head librarian Ana Petrov told the town council on Monday", []),
    ("quotation", FAMILIES, ["quotation/indirect"]),
    ("claim", NO_STREET, ["claim/checkable", "claim/unsupported"]),
    ("source", COUNCIL, ["source/named"]),
    ("quotation", "From March the library", []),
    ("source", "Mill Street", ["source/named"]),
]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
       "rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
LOOKS = {
    "light": {},
    "dark": {"theme": "dark"},
    "high contrast": {"theme": "contrast"},
    "forced light": FORCED,
    "forced dark": {"theme": "dark", **FORCED},
}

# What JavaScript knows of colour: the ratio of two colours, and the colour that really lies behind a node.
COLOUR = """
const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
const light = (colour) => { const [r, g, b] = numbers(colour).map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + 0.05) / (y + 0.05); };
const behind = (node) => { for (let at = node; at; at = at.parentElement) { const colour = getComputedStyle(at).backgroundColor;
  if (numbers(colour)[3] !== 0) return colour; } return "rgb(255, 255, 255)"; };
"""
FOCUSED = f"""() => {{ {COLOUR}
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  const at = (x, y) => {{ const top = document.elementFromPoint(x, y); return !!top && (node.contains(top) || node.closest("label")?.contains(top)); }};
  const [w, h] = [Math.min(4, box.width / 3), Math.min(4, box.height / 3)];
  const points = [[box.left + w, box.top + h], [box.right - w, box.top + h], [box.left + w, box.bottom - h], [box.right - w, box.bottom - h],
    [box.left + box.width / 2, box.top + box.height / 2]];
  return {{ inside: !!node.closest(".ss-root, .ss-keep"), what: node.className + " " + (node.dataset.field ?? node.textContent.slice(0, 20)),
    ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth), contrast: ratio(style.outlineColor, behind(node.parentElement)),
    seen: points.filter(([x, y]) => at(x, y)).length }};
}}"""
TARGETS = """root => [...root.querySelectorAll("button, input, select, textarea, [role=option]")]
  .filter((node) => node.checkVisibility()).map((node) => {
    const box = (/radio|checkbox/.test(node.type) ? node.closest("label") : node).getBoundingClientRect();
    return [node.className || node.dataset.field, Math.round(box.width), Math.round(box.height)]; })
  .filter(([, width, height]) => width < 24 || height < 24)"""
OUTSIDE = """root => {
  const edge = root.getBoundingClientRect(), wrong = [];
  const name = (node) => [node.tagName.toLowerCase(), ...node.classList].join(".") + " in " + node.parentElement.className;
  for (const node of root.querySelectorAll("*")) {
    if (!node.checkVisibility() || node.closest(".ss-visually-hidden")) continue;
    const box = node.getBoundingClientRect(), style = getComputedStyle(node);
    if (box.width && (box.left < edge.left - 1 || box.right > edge.right + 1)) wrong.push(`${name(node)} sticks out`);
    if (node.tagName === "INPUT") continue; // scrolls by itself as one types
    if (node.scrollWidth > node.clientWidth + 1 && style.overflowX !== "visible" && node.clientWidth) wrong.push(`${name(node)} is cut off sideways`);
    if (node.scrollHeight > node.clientHeight + 1 && /hidden|clip/.test(style.overflowY) && node.clientHeight) wrong.push(`${name(node)} is cut off below`);
    if (node.tagName === "BUTTON" && (node.scrollWidth > node.offsetWidth || node.scrollHeight > node.offsetHeight)) wrong.push(`${node.textContent} does not fit its button`);
  }
  const buttons = [...root.querySelectorAll("button")].filter((node) => node.checkVisibility()).map((node) => [node, node.getBoundingClientRect()]);
  for (const [a, x] of buttons) for (const [b, y] of buttons)
    if (a !== b && x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 1 && y.top < x.bottom - 1) wrong.push(`${a.textContent} lies on ${b.textContent}`);
  return wrong;
}"""
SPACING = """.ss-root *, .ss-keep * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
.ss-root p, .ss-keep p { margin-bottom: 2em !important; }"""


def start(open_notebook, desk, marks=MARKS, **options):
    if marks:
        leave_marks(desk, LESSON, "mill-street", *marks)
    cells = notebook(md("# Lesson"), OPEN, 'lesson.mark("mill-street")', md("## Keep"), "lesson.keep()", lesson=LESSON)
    opened = ready(open_notebook(cells, **options).run_all())
    return opened, Annotator(opened, "mill-street", LESSON)


def states(article):
    """The annotator in each of its states, one after the other, by name."""
    article.rows.nth(2).click()
    yield "marking, with a current mark"
    article.button("Keyboard help").click()
    article.button("Give me a hint").click()
    expect(article.root.locator(".ss-hint")).to_be_visible()
    yield "help and hint open"
    article.button("Keyboard help").click()
    article.button("List of sentences").click()
    article.sentences.get_by_role("option").nth(1).click()
    yield "the list of sentences"
    article.button("List of sentences").click()
    article.button("Commit and see the key").click()
    yield "the question before committing"
    article.button("Commit").click()
    expect(article.root).to_have_attribute("data-mode", "review")
    article.rows.first.click()
    yield "the comparison"


def faults(page, context):
    found = Axe().run(page, context=context, options=AXE).response["violations"]
    return [(one["id"], one["help"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found]


@pytest.mark.parametrize("look", ["light", "dark", "high contrast"])
def test_axe_finds_nothing_in_any_state(open_notebook, desk, look):
    opened, article = start(open_notebook, desk, **LOOKS[look])
    found = {"the box": faults(opened.page, ".ss-keep")}
    for state in states(article):
        found[state] = faults(opened.page, ".ss-root")
        found[f"targets: {state}"] = article.root.evaluate(TARGETS)
    assert not any(found.values()), {state: what for state, what in found.items() if what}


@pytest.mark.parametrize("look", LOOKS)
def test_the_focus_is_seen_and_not_hidden_wherever_tab_leads(open_notebook, desk, look):
    opened, article = start(open_notebook, desk, **LOOKS[look])
    seen = []

    def walk(most):
        for _ in range(most):
            opened.page.keyboard.press("Tab")
            place = opened.page.evaluate(FOCUSED)
            if not place["inside"]:
                return
            seen.append(place)

    for state in states(article):
        if state == "marking, with a current mark" or state == "the comparison":
            article.root.focus() if state.startswith("marking") else article.summary.focus()
            walk(30)
        elif state == "the list of sentences":
            article.sentences.locator("[tabindex='0']").focus()
            walk(1)
    opened.page.get_by_role("button", name="Download everything").focus()
    walk(1)
    assert len(seen) > 20
    assert {"ss-text", "ss-row", "ss-summary"} <= {place["what"].split()[0] for place in seen} | {"ss-summary"}
    weak = [place for place in seen if place["ring"] < 2 or place["contrast"] < 3 or place["seen"] < 1]
    assert not weak, weak


def contrast(one, other):
    def light(colour):
        parts = [value / 255 for value in colour[:3]]
        r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def pixels(page, box):
    picture = Image.open(io.BytesIO(page.screenshot(clip=box))).convert("RGB")
    return Counter(picture.get_flattened_data() if hasattr(picture, "get_flattened_data") else picture.getdata())


def strongest(counted):
    """The contrast between the ground, which is the commonest colour, and the ink: any colour with a share in it."""
    total = counted.total()
    ground = counted.most_common(1)[0][0]
    return max(contrast(ground, colour) for colour, count in counted.items() if count >= total * 0.01)


@pytest.mark.parametrize("look", LOOKS)
def test_marks_and_badges_can_be_read_by_their_pixels(open_notebook, desk, look):
    opened, article = start(open_notebook, desk, **LOOKS[look])

    def read(least):
        for mark in article.text.locator(".ss-mark[data-badge]").all():
            mark.scroll_into_view_if_needed()
            box = mark.evaluate("""node => { const b = node.getClientRects()[0], s = getComputedStyle(node, "::before");
              const left = b.left + parseFloat(s.left), top = b.top + parseFloat(s.top);
              return { text: { x: b.left + 4, y: b.top, width: b.width - 8, height: b.height },
                badge: { x: left, y: top, width: parseFloat(s.width), height: parseFloat(s.height) },
                underline: s.content && getComputedStyle(node).textDecorationStyle, name: node.dataset.label + " " + (node.dataset.status ?? "") }; }""")
            text = strongest(pixels(opened.page, box["text"]))
            badge = strongest(pixels(opened.page, box["badge"]))
            assert text >= least, f"the words of a {box['name']} mark have {text:.1f} in {look}"
            assert badge >= 4.5, f"the badge of a {box['name']} mark has {badge:.1f} in {look}"

    assert article.text.locator(".ss-mark[data-badge]").count() == len(MARKS)
    read(7)
    styles = article.text.locator(".ss-mark").evaluate_all(
        "all => all.map((node) => [node.dataset.label, getComputedStyle(node).textDecorationStyle])")
    assert len({style for _, style in styles}) == len({label for label, _ in styles}) == 3, "the labels look alike without colour"
    article.commit()
    assert {"found", "partly", "missed", "extra", "contested"} <= set(article.statuses())
    read(7)


@pytest.mark.parametrize("size", ["320 pixels", "200 %", "spaced text"])
def test_nothing_is_cut_off_on_a_narrow_page_zoomed_or_with_spaced_text(open_notebook, desk, size):
    options = {"320 pixels": NARROW, "200 %": {"viewport": (640, 450), "device_scale_factor": 2}, "spaced text": {}}[size]
    opened, article = start(open_notebook, desk, **options)
    if size == "spaced text":
        opened.page.add_style_tag(content=SPACING)
    wrong = {}
    for state in states(article):
        wrong[state] = article.root.evaluate(OUTSIDE)
    wrong["the box"] = opened.page.locator(".ss-keep").evaluate(OUTSIDE)
    assert not any(wrong.values()), {state: what for state, what in wrong.items() if what}
    if size != "spaced text":
        assert opened.page.locator(".jp-WindowedPanel-outer").evaluate("node => node.scrollWidth <= node.clientWidth + 1")
        assert article.text.bounding_box()["width"] > 200


def test_letters_and_numbers_do_nothing_where_the_text_has_not_the_focus(open_notebook, desk):
    opened, article = start(open_notebook, desk, marks=())
    opened.page.evaluate("document.activeElement.blur()")
    article.press("1", "2", "3", "n", "p", "Delete")
    article.button("Keyboard help").focus()
    article.press("1", "2", "3", "n", "p")
    article.button("Give me a hint").focus()
    article.press("1", "2", "3")
    assert article.words() == [] and marks_on_disk(desk, LESSON) == []
    article.text.focus()
    article.press("Control+Home", "1")
    article.panel.locator("textarea").focus()
    opened.page.keyboard.type("123 np")
    assert len(article.words()) == 1 and article.panel.locator("textarea").input_value() == "123 np"


def test_nothing_moves_for_who_asked_for_calm(open_notebook, desk):
    opened, article = start(open_notebook, desk, **CALM)
    for state in states(article):
        moving = article.root.evaluate("root => [...root.querySelectorAll('*')].flatMap((node) => node.getAnimations()).length")
        slow = article.root.evaluate(
            """root => [...root.querySelectorAll("*")].filter((node) => { const s = getComputedStyle(node);
              return parseFloat(s.transitionDuration) > 0 || s.scrollBehavior === "smooth"; }).length""")
        assert (moving, slow) == (0, 0), state


def test_each_act_gives_one_message(open_notebook, desk):
    opened, article = start(open_notebook, desk, marks=())
    assert article.status.get_attribute("role") == "status"
    article.status.evaluate(
        """node => { window.told = []; new MutationObserver(() => window.told.push(node.textContent.trim()))
          .observe(node, { childList: true, characterData: true, subtree: true }); }""")
    article.text.focus()
    acts = [
        (lambda: article.press("Control+Home", "1"), "Marked as Source: From March"),
        (lambda: article.press("1"), "Already marked as Source."),
        (lambda: article.press("Delete"), "Source removed. Undo brings it back."),
        (lambda: article.press("Control+z"), "Undone."),
        (lambda: article.press("Control+y"), "Done again."),
        (lambda: article.press("Delete"), "There is no mark here."),
        (lambda: article.button("Claim").click(), "Claim pen: what you select is marked at once."),
        (lambda: article.click("Families", count=2), "Marked as Claim: Families"),
        (lambda: article.kind("Marked as", "Source"), "Now marked as Source."),
        (lambda: article.button("Claim").click(), "Pen put away: select first, then choose a label."),
        (lambda: article.button("Keyboard help").click(), "Keyboard help is open."),
        (lambda: article.button("List of sentences").click(), "List of sentences. Arrow keys"),
        (lambda: article.button("List of sentences").click(), "The article as text."),
        (lambda: article.button("Give me a hint").click(), "are still to be found."),
        (lambda: article.commit(), "Your marks beside the key."),
        (lambda: article.button("Change my answers").click(), "You can change your marks now."),
    ]
    for act, message in acts:
        act()
        article.told(message)
    told = opened.page.evaluate("window.told")
    assert len(told) == len(acts), told


def test_a_screen_reader_is_given_names_for_all_of_it(open_notebook, desk):
    opened, article = start(open_notebook, desk)
    article.rows.first.click()
    snapshot = article.root.aria_snapshot()
    assert 'textbox "Article, read only: The library on Mill Street"' in snapshot
    inside = snapshot.split('textbox "Article, read only', 1)[1].split("listbox", 1)[0]
    assert f"mark: {LIBRARIAN}" in inside or "- mark" in inside and LIBRARIAN in inside
    assert f'listbox "Your marks ({len(MARKS)})"' in snapshot
    assert 'group "The current mark"' in snapshot and 'group "Mark as"' in snapshot
    assert 'group "Marked as"' in snapshot or 'group "Which' in snapshot
    assert "status" in snapshot
    spoken = {mark["label"]: mark["spoken"] for mark in article.marks()}
    assert spoken == {"source": "source mark", "quotation": "quotation mark", "claim": "claim mark"}
    text = article.text
    for name, value in {"role": "textbox", "aria-multiline": "true", "aria-readonly": "true", "inputmode": "none"}.items():
        assert text.get_attribute(name) == value
    described = text.get_attribute("aria-describedby")
    assert len(opened.page.locator(f"#{described}").inner_text()) < 90, "read at every entry, so it must be short"
    assert article.root.locator(".ss-mark mark, mark").count() == 0

    article.button("List of sentences").click()
    snapshot = article.root.aria_snapshot()
    assert 'listbox "Sentences of: The library on Mill Street"' in snapshot and "read only" not in snapshot
    assert article.sentences.get_attribute("aria-multiselectable") == "true"
    first = article.sentences.get_by_role("option").first
    assert first.get_attribute("aria-description").count("mark") >= 3
    article.button("List of sentences").click()
    article.commit()
    snapshot = article.root.aria_snapshot()
    assert 'listbox "Compared with the key' in snapshot and "Found: Source" in snapshot and "Missed:" in snapshot
    ids = opened.page.evaluate("[...document.querySelectorAll('.ss-root [id], .ss-keep [id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids)), "an id is used twice"


def test_the_reason_is_in_sight_when_its_row_is_chosen(open_notebook, desk):
    leave_marks(desk, "01_who_says_so", "hotnews", ("source", "Reuters", []), ("source", "Opponents", []))
    cells = notebook(md("# Lesson"), 'import lessons\nlessons.open_lesson("01_who_says_so").mark("hotnews")')
    article = Annotator(ready(open_notebook(cells).run_all()), "hotnews")
    article.commit()
    for index in (2, 6):
        article.rows.nth(index).click()
        expect(article.panel.locator("p").nth(1), "its reason is out of sight").to_be_in_viewport(ratio=0.9)


def test_a_line_that_is_not_the_articles_own_says_so_in_the_list_of_sentences_too(open_notebook):
    cells = notebook(md("# Lesson"), 'import lessons\nlessons.open_lesson("01_who_says_so").mark("hotnews")')
    article = Annotator(ready(open_notebook(cells).run_all()), "hotnews")
    article.button("List of sentences").click()
    caption = article.sentences.get_by_role("option").nth(1)
    expect(caption).to_have_attribute("aria-description", "photo caption and credit")
    assert caption.locator(".ss-furniture").evaluate("node => getComputedStyle(node, '::after').content").startswith('"photo caption and credit"')
    caption.click()
    article.button("Source").click()
    expect(caption).to_have_attribute("aria-description", "photo caption and credit, source mark")


@pytest.fixture
def printable(open_notebook, desk):
    leave_marks(desk, "01_who_says_so", "hotnews", ("source", "Reuters", []), ("source", "Opponents", []))
    cells = notebook(md("# Print"), 'import lessons\nlessons.open_lesson("01_who_says_so").mark("hotnews")')
    opened = ready(open_notebook(cells, viewport=(800, 500)).run_all())
    return opened, Annotator(opened, "hotnews")


def test_the_printed_page_holds_the_whole_article_and_nothing_of_jupyterlab_cuts_it(printable):
    opened, article = printable
    opened.page.emulate_media(media="print")
    cutting = article.root.evaluate(
        """root => { const cut = [];
          for (let at = root.parentElement; at; at = at.parentElement)
            if (at.scrollHeight > at.clientHeight + 5 && getComputedStyle(at).overflowY !== "visible" && at !== document.documentElement) cut.push(at.className || at.tagName);
          return cut; }""")
    assert cutting == [], "a printer would get one screenful of the article"


def test_the_key_for_printing_prints_what_is_seen_and_asks_no_other_machine(printable):
    opened, article = printable
    opened.page.evaluate("window.print = () => { window.printed = true; }")
    article.text.focus()
    with contextlib.suppress(TimeoutError), opened.page.expect_event("framenavigated", timeout=5000):
        opened.page.keyboard.press("Control+p")
    opened.page.wait_for_timeout(1000)  # what is asked elsewhere is asked at once or never
    asked, opened.strangers[:] = list(opened.strangers), []
    assert asked == [], "JupyterLab's own printing loads scripts from elsewhere and leaves the annotator out"


def test_paper_shows_the_whole_text_with_its_marks(open_notebook, desk):
    opened, article = start(open_notebook, desk)
    page = opened.page
    page.set_viewport_size({"width": 800, "height": 400})
    page.emulate_media(media="print")
    cut = article.root.evaluate(
        """root => [...root.querySelectorAll(".ss-text, .ss-side, .ss-list")].filter((node) =>
          node.checkVisibility() && (node.scrollHeight > node.clientHeight + 1 || getComputedStyle(node).overflowY !== "visible")).map((n) => n.className)""")
    assert cut == []
    assert page.locator(".ss-toolbar").is_hidden() and page.locator(".ss-foot").is_hidden() and page.locator(".ss-keep").is_hidden()
    badges = article.text.locator(".ss-mark[data-badge]").evaluate_all(
        """all => all.map((node) => { const s = getComputedStyle(node, "::before"); return [s.content.replace(/[^SQC]/g, ""), s.display, s.printColorAdjust]; })""")
    assert sorted(letter for letter, *_ in badges) == ["C", "C", "Q", "Q", "S", "S", "S"]
    assert all(display != "none" and adjust == "exact" for _, display, adjust in badges)
    assert article.text.locator(".ss-p, .ss-chunk").evaluate_all("all => all.every((p) => getComputedStyle(p).contentVisibility === 'visible')")
