"""A teacher's own article, from paste to a lesson that is marked and compared: by mouse, and by keyboard alone."""

import io
import json
import random
import re
import zipfile

import pytest
from lab import NARROW, until
from marking import Annotator, has_focus, marks_on_disk, ready
from playwright.sync_api import expect
from test_access import LOOKS, OUTSIDE, TARGETS, faults

TITLE = "Ferry to Holm will stop at night"
# Written for this test. The ferry, the island and everybody on it are invented.
ARTICLE = f"""{TITLE}

By Jo Writer

The night ferry to Holm will stop in March, the Harbour Company said on Friday. “We lose money on every crossing,” said Mira Sand, who runs the company. “We will run by day,” Sand said.

Photo: Harbour Archive

Residents fear that the doctor will come too late. “My father would not be alive,” said Per Lund, a fisherman on the island. In 2024 the boat carried 312 people at night, according to the company’s own report.

Sign up for our newsletter.

The mayor did not answer our questions. The island is the friendliest place on the coast."""


@pytest.fixture
def desk_page(open_notebook):
    opened = open_notebook("teacher/new_article")
    opened.run_all(wait_for=".ss-desk")
    return opened


def key_file(desk):
    [path] = (desk.folder / "my-articles" / "keys").glob("*.json")
    return json.loads(path.read_text("utf-8"))


def standings(desk):
    return [body["value"] for item in key_file(desk)["items"] for body in item["body"]
            if body["value" if "value" in body else "source"].startswith(("key/", "draft/"))]


def draft_made(opened, desk):
    page = opened.page
    box = page.get_by_role("region", name="Your own articles")
    expect(box.get_by_role("status")).to_contain_text("is saved in the folder “my-articles”", timeout=30_000)
    article = Annotator(opened, TITLE)
    article.wait()
    return box, article


def finish(article, desk):
    """Accept all that the draft proposes but the first claim, which is rejected; how many there were."""
    proposed = key_file(desk)["ss:proposed"]
    expect(article.root).to_contain_text(f"0 of {proposed} proposals looked at")
    return proposed


def test_from_paste_to_a_lesson_by_mouse(open_notebook, desk_page, desk):
    page = desk_page.page
    box = page.get_by_role("region", name="Your own articles")
    box.get_by_label("The article’s text").fill(ARTICLE)
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_label("Title")).to_have_value(TITLE)
    kept = box.get_by_role("group", name="Ticked: not the article’s own reporting")
    assert [re.sub(r"\s+", " ", one) for one in kept.locator(":scope > label").all_inner_texts()] == [
        f"headline: “{TITLE}”", "byline or date line: “By Jo Writer”", "photo caption and credit: “Photo: Harbour Archive”",
        "promotion of the outlet: “Sign up for our newsletter.”"]
    box.get_by_label("Outlet (newspaper, site)").fill("The Harbour Times")
    box.get_by_role("button", name="Save and draft the key").click()
    box, article = draft_made(desk_page, desk)
    proposed = finish(article, desk)

    panel = article.root.get_by_role("group", name="The current mark")
    for done in range(1, proposed):
        panel.get_by_role("button", name="Required").click()
        expect(article.root).to_contain_text(f"{done} of {proposed} proposals looked at")
    panel.get_by_role("button", name="Reject").click()
    expect(article.root).to_contain_text(f"All {proposed} proposals are looked at.")
    article.settled()
    assert set(standings(desk)) == {"key/required"} and len(standings(desk)) == proposed - 1

    lesson = open_notebook("05_your_article")
    lesson.run_all(wait_for=".ss-desk")
    shelf = lesson.page.get_by_role("region", name="Your own articles")
    expect(shelf).to_contain_text(f"{TITLE}, with a key to compare with")
    shelf.get_by_role("button", name=f"Mark it: {TITLE}").click()
    mine = Annotator(lesson, TITLE).wait()
    mine.mark("Source", "Per Lund, a fisherman on the island")
    mine.told("Marked as Source")
    mine.commit()
    assert mine.statuses().count("found") == 1
    assert len(marks_on_disk(desk, "05_your_article")) == 1


def test_from_paste_to_a_lesson_by_keyboard_alone(open_notebook, desk_page, desk):
    page = desk_page.page
    keys = page.keyboard
    ready(desk_page)
    page.get_by_label("The article’s text").focus()
    keys.insert_text(ARTICLE)
    for _ in range(2):
        keys.press("Tab")
    assert has_focus(page.get_by_role("button", name="Read it"))
    keys.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()
    while not has_focus(page.get_by_role("button", name="Save and draft the key")):
        keys.press("Tab")
    keys.press("Enter")
    _, article = draft_made(desk_page, desk)
    proposed = finish(article, desk)
    expect(article.root.get_by_role("button", name="Required")).to_be_visible()  # the draft opens at its first proposal
    expect(article.list.locator("[tabindex='0']")).to_be_focused()  # and so do the keys
    for done in range(1, proposed + 1):
        page.wait_for_timeout(300)  # to read the next proposal
        keys.press("x" if done == 1 else "a")
        expect(article.root).to_contain_text(f"{done} of {proposed} proposals looked at" if done < proposed else f"All {proposed} proposals are")
    keys.press("Control+z")
    expect(article.root).to_contain_text(f"{proposed - 1} of {proposed} proposals looked at")
    article.panel.locator("blockquote").click()  # a letter answers wherever nothing can be typed
    for _ in range(2):
        page.wait_for_timeout(300)
        keys.press("a")
    expect(article.root).to_contain_text(f"All {proposed} proposals are looked at.")
    article.settled()
    # Sand counts once: her second mention is right, and nobody has to find it.
    assert sorted(standings(desk)) == ["key/acceptable"] + ["key/required"] * (proposed - 2)


def test_a_saved_web_page_is_read_and_a_wrong_file_gets_its_sentence(desk_page, desk, tmp_path):
    page = desk_page.page
    box = page.get_by_role("region", name="Your own articles")
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_role("status")).to_have_text("There is no text here; paste the article’s text, or choose its file.")
    box.get_by_label("Or a file").set_input_files({"name": "late.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_role("status")).to_contain_text("The file “late.pdf” is a PDF, which is not read here; open it, select the article")
    (tmp_path / "moved.txt").write_text(ARTICLE)
    box.get_by_label("Or a file").set_input_files(tmp_path / "moved.txt")
    (tmp_path / "moved.txt").unlink()
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_role("status")).to_contain_text("The file “moved.txt” cannot be read any more")
    paragraphs = "".join(f"<p>{line}</p>" for line in ARTICLE.split("\n\n")[2:] * 2)
    saved = f"<!doctype html><html><head><title>{TITLE}</title></head><body><nav>Home Sport</nav><article><h1>{TITLE}</h1>{paragraphs}</article></body></html>"
    box.get_by_label("Or a file").set_input_files({"name": "late.html", "mimeType": "text/html", "buffer": saved.encode()})
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_label("Title")).to_have_value(TITLE, timeout=30_000)
    assert not (desk.folder / "my-articles").exists(), "nothing is saved before it is asked for"


def test_a_word_file_of_eight_megabytes_arrives_whole(desk_page):
    from docx import Document

    document = Document()
    for line in ARTICLE.split("\n\n")[2:]:
        document.add_paragraph(line)
    bare, file = io.BytesIO(), io.BytesIO()
    document.save(bare)
    with zipfile.ZipFile(bare) as parts, zipfile.ZipFile(file, "w") as heavy:
        for part in parts.infolist():
            heavy.writestr(part, parts.read(part))
        heavy.writestr("word/media/photo.png", random.Random(1).randbytes(8_000_000))  # it cannot be packed any smaller
    page = desk_page.page
    box = page.get_by_role("region", name="Your own articles")
    box.get_by_label("Or a file").set_input_files({"name": "late.docx", "mimeType": "application/octet-stream", "buffer": file.getvalue()})
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_text("It begins: “The night ferry to Holm")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("look", ["light", "dark", "narrow"])
def test_the_desk_and_a_draft_can_be_used_by_everybody(open_notebook, desk, look):
    opened = ready(open_notebook("teacher/new_article", **(NARROW if look == "narrow" else LOOKS[look])).run_all(wait_for=".ss-desk"))
    page = opened.page
    box = page.get_by_role("region", name="Your own articles")
    box.get_by_label("The article’s text").fill(ARTICLE)
    box.get_by_role("button", name="Read it").click()
    expect(box.get_by_label("Title")).to_have_value(TITLE)
    found = {"the form": faults(page, ".ss-desk"), "its targets": box.evaluate(TARGETS), "its edges": box.evaluate(OUTSIDE)}
    box.get_by_role("button", name="Save and draft the key").click()
    box, article = draft_made(opened, desk)
    article.rows.first.click()
    expect(article.root.get_by_role("button", name="Required")).to_be_visible()
    found |= {"the shelf": faults(page, ".ss-desk"), "the draft": faults(page, ".ss-root"),
              "the draft's targets": article.root.evaluate(TARGETS), "the draft's edges": article.root.evaluate(OUTSIDE)}
    assert not any(found.values()), {what: fault for what, fault in found.items() if fault}


def test_what_a_student_has_no_key_for_can_be_compared_with_the_draft(open_notebook, desk_page, desk):
    box = desk_page.page.get_by_role("region", name="Your own articles")
    box.get_by_label("The article’s text").fill(ARTICLE)
    box.get_by_role("button", name="Read it").click()
    box.get_by_role("button", name="Save and draft the key").click()
    draft_made(desk_page, desk)

    lesson = open_notebook("05_your_article")
    lesson.run_all(wait_for=".ss-desk")
    shelf = lesson.page.get_by_role("region", name="Your own articles")
    shelf.get_by_role("button", name=f"Mark it: {TITLE}").click()
    mine = Annotator(lesson, TITLE).wait()
    expect(mine.root.get_by_role("button", name=re.compile("^Commit"))).to_have_count(0)
    shelf.get_by_role("button", name=f"See what the draft proposes: {TITLE}").click()
    expect(lesson.page.get_by_text("Nobody has looked at it, and nothing is scored against it.")).to_be_visible()
    expect(mine.root).to_have_attribute("data-mode", "locked")
    assert {"S?", "Q?", "C?"} == set(mine.text.locator(".ss-mark[data-first]").evaluate_all("marks => marks.map((one) => one.dataset.badge)"))


def test_two_keys_are_settled_difference_by_difference(desk_page, desk):
    page = desk_page.page
    box = page.get_by_role("region", name="Your own articles")
    box.get_by_label("The article’s text").fill(ARTICLE)
    box.get_by_role("button", name="Read it").click()
    box.get_by_text("Another line is not the article’s own reporting").click()
    box.get_by_label("The mayor did not answer our questions.").check()
    box.get_by_role("button", name="Save and draft the key").click()
    box, article = draft_made(desk_page, desk)
    expect(article.text.get_by_text("The mayor did not answer")).to_have_attribute("data-furniture", "not the article’s own reporting")
    proposed = key_file(desk)["ss:proposed"]
    article.text.focus()
    page.keyboard.type("assad")  # somebody who believes that a field has the focus
    expect(article.root).to_contain_text(f"1 of {proposed} proposals looked at")
    expect(article.status).to_contain_text("only the first of them decided a proposal")
    page.keyboard.press("Control+z")
    expect(article.root).to_contain_text(f"0 of {proposed} proposals looked at")
    for done in range(1, proposed + 1):
        page.wait_for_timeout(300)
        page.keyboard.press("s" if done == 2 else "a")
        expect(article.root).to_contain_text(f"{done} of {proposed} proposals looked at" if done < proposed else "the key is finished")
    article.settled()
    page.wait_for_timeout(300)
    page.keyboard.press("s")  # one too many
    expect(article.status).to_have_text("No proposal is left to look at.")
    article.settled()
    assert standings(desk).count("key/acceptable") == 2  # one by S, and the mention that is not the first

    box.get_by_role("button", name="Second key").click()
    expect(article.root).to_contain_text("Items of the key (0)")
    article.mark("Source", "Per Lund")
    article.settled()
    box.get_by_role("button", name="Compare the keys").click()
    rows = box.locator("ol > li")
    expect(rows).to_have_count(proposed + 1)
    contested = rows.filter(has_text="Per Lund").filter(has_text="First key: not marked")
    contested.get_by_role("button", name="Contested").click()
    expect(rows).to_have_count(proposed)
    panel = article.root.get_by_role("group", name="The current mark")
    expect(panel).to_contain_text("Contested. Careful readers disagree.")
    panel.get_by_label("Reason: what speaks for each side?").fill("He is a fisherman; the name alone does not say so.")
    article.settled()
    box.get_by_role("button", name="Stay with the first").first.focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(proposed - 1)
    until(lambda: has_focus(box.get_by_role("button", name="Stay with the first").first), "the keys go on to the next difference")
    box.get_by_role("button", name="Undo the last one").click()
    expect(rows).to_have_count(proposed)
    assert standings(desk).count("key/contested") == 1


def test_a_corrected_proposal_loses_the_drafts_reason_and_is_written_a_new_one(desk_page, desk):
    page = desk_page.page
    box = page.get_by_role("region", name="Your own articles")
    box.get_by_label("The article’s text").fill(ARTICLE)
    box.get_by_role("button", name="Read it").click()
    box.get_by_role("button", name="Save and draft the key").click()
    box, article = draft_made(desk_page, desk)
    panel = article.root.get_by_role("group", name="The current mark")
    reason = panel.get_by_label("Reason, for the reader")
    expect(reason).not_to_have_value("")
    panel.get_by_role("group", name="Marked as").get_by_label("Claim").check()
    article.told("The draft’s reason was for its own proposal and is taken away")
    expect(reason).to_have_value("")
    expect(article.rows.filter(has_text="no reason yet")).to_have_count(1)
    reason.focus()
    page.keyboard.type("She says so, and shows no figures.")
    expect(reason).to_have_value("She says so, and shows no figures.")
    panel.get_by_role("button", name="Next proposal").click()
    expect(panel.get_by_role("button", name="Required")).to_have_class(re.compile("ss-primary"))
    reason.focus()
    page.keyboard.press("End")
    page.keyboard.type(" Yes.")
    expect(reason).to_have_value(re.compile(r".+ Yes\.$"))
    article.settled()
    notes = [body["value"] for item in key_file(desk)["items"] if item.get("creator") == "author" for body in item["body"] if body["purpose"] == "commenting"]
    assert 2 == len(notes) and "She says so, and shows no figures." in notes


def test_an_article_is_taken_off_the_shelf_and_put_back_by_keyboard(desk_page, desk):
    page = desk_page.page
    box = page.get_by_role("region", name="Your own articles")
    box.get_by_label("The article’s text").fill(ARTICLE)
    box.get_by_role("button", name="Read it").click()
    box.get_by_role("button", name="Save and draft the key").click()
    draft_made(desk_page, desk)
    box.get_by_role("button", name=f"Remove: {TITLE}").focus()
    page.keyboard.press("Enter")
    expect(box.get_by_role("status")).to_have_text(f"“{TITLE}” is off the shelf; its files are kept in the folder “my-articles/removed”.")
    expect(page.locator(".ss-root")).to_have_count(0)
    expect(box.get_by_role("button", name="Put it back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box.get_by_role("status")).to_have_text(f"“{TITLE}” is on the shelf again.")
    expect(box).to_contain_text("0 of")
    assert key_file(desk)["ss:proposed"]

    # And the next day: the way back is still there.
    box.get_by_role("button", name=f"Remove: {TITLE}").press("Enter")
    expect(box.get_by_role("button", name="Put it back")).to_be_focused()
    desk_page.end_sessions()
    desk_page.goto("doc")
    desk_page.run_all(wait_for=".ss-desk")
    box.get_by_text("Taken off the shelf (1)").press("Enter")
    box.get_by_role("button", name=f"Put it back: {TITLE}").press("Enter")
    expect(box.get_by_role("button", name=f"Remove: {TITLE}")).to_be_visible()
    expect(box.get_by_text("Taken off the shelf")).to_be_hidden()
    assert key_file(desk)["ss:proposed"]
