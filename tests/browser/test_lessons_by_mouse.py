"""Each lesson as a reader with a mouse does it, from the button to the second version; one reader, one work folder."""

import json
import re

import pytest
from lab import Desk, until
from marking import Annotator, answers, latest, marks_on_disk, ready, words_on_disk
from playwright.sync_api import expect

COOPER = "Laura Cooper, the Pentagon’s top official for Russia, Ukraine and Eurasia"
KIRBY = "John Kirby, the National Security Council’s coordinator for strategic communications"
LEAVE_IT = "They’re using them effectively and they are actually having an impact on Russia’s defensive formations and Russia’s defensive maneuvering."
BENEFICIAL = "“In terms of battlefield effectiveness, we think it (the use of cluster munitions, no) will be beneficial,”"
REFUSED = "The USA, Russia and Ukraine refused to join."
OPPONENTS = "Opponents warn that when the bombs go off, they can maim and kill civilians and have a high failure rate, with unexploded ordnance dangerous for years after the war ends."
BANNED = "Cluster munitions have been banned in over 100 countries because they release a large number of smaller explosives that can detonate over a wide target area."

IDENTIFIED, WHAT = "How is the source identified?", "What kind of source is it?"
FORM, CUE = "How exact are the words?", "What kind of word tells you that somebody said it?"
GATE, SUPPORT = "Could somebody check whether it is true?", "What stands behind it?"


@pytest.fixture(scope="module")
def desk(lab):
    """One work folder for all lessons, as a reader has it: lesson 4 draws what lessons 1 to 3 left there."""
    return Desk.new(lab, "a reader with a mouse")


def marked(article, words, as_what):
    """Waits until the questions are those of this mark: they follow a moment later, and the mark before had its own."""
    article.told(f"Marked as {as_what}")
    expect(article.panel).to_contain_text(words[:30])


def source(article, words, identified, what=None, passed_on_by=None, nth=0):
    """Marks a source and answers its questions; with one label only, the pen marks at once."""
    article.drag(words, nth)
    if article.root.get_attribute("data-pen") != "source":
        article.button("Source").click()
    marked(article, words, "Source")
    article.kind(IDENTIFIED, identified)
    if what:
        article.kind(WHAT, what)
    if passed_on_by:
        article.kind("Who passed it on?", passed_on_by)


def quotation(article, words, form, said_by=None):
    article.drag(words)
    article.button("Quotation").click()
    marked(article, words, "Quotation")
    article.kind(FORM, form)
    if said_by:
        article.kind("Who said it?", said_by)


def claim(article, words, support=None, note=""):
    article.drag(words)
    marked(article, words, "Claim")
    article.kind(GATE, "Yes" if support else "No")
    if support:
        article.kind(SUPPORT, support)
    if note:
        article.panel.get_by_label("Your note").click()
        article.page.keyboard.type(note)


def take_three_hints(article, words):
    article.button("Give me a hint").click()
    hint = article.root.locator(".ss-hint")
    expect(hint).to_contain_text(re.compile(r"still to be found|partly found"))
    article.button("Next hint").click()
    expect(hint).to_contain_text(re.compile(r"Look at paragraph \d+"))
    paragraph = hint.inner_text()
    article.button("Next hint").click()
    expect(hint).to_contain_text("Here it is: “")
    assert "Here it is" not in paragraph and words in hint.inner_text()
    expect(article.button("Same hint again")).to_be_visible()
    # Told to a screen reader, and not shown a second time.
    article.told("Here it is: “")
    assert article.status.bounding_box()["width"] <= 1
    article.button("Show me the place").click()
    assert article.selected().strip() == words
    hint.get_by_role("button", name="Close").click()
    expect(hint).to_be_hidden()


def every_row_gives_its_reason(article):
    """Reads the comparison as the mouse does: a click on each row."""
    statuses = article.statuses()
    for index in range(len(statuses)):
        article.rows.nth(index).click()
        expect(article.panel).to_be_visible()
        reasons = article.panel.locator("p").all_inner_texts()[1:]
        assert reasons and all(len(reason) > 15 for reason in reasons), (statuses[index], reasons)
    return statuses


def two_versions(article, lesson, step, again):
    """Commits, changes the answers by `again`, commits again: both versions are shown and kept."""
    article.commit()
    assert len([c for c in answers(article.opened.desk, lesson)["ss:commits"] if c["step"] == step]) == 1
    statuses = every_row_gives_its_reason(article)
    article.reopen()
    expect(article.root).to_have_attribute("data-mode", "mark")
    again()
    article.settled()
    article.commit()
    expect(article.summary).to_contain_text("Your versions:")
    expect(article.summary.locator("ol > li")).to_have_count(2)
    commits = [c for c in answers(article.opened.desk, lesson)["ss:commits"] if c["step"] == step]
    first, second = ({item["id"]: item for item in commit["items"]} for commit in commits)
    assert first != second, "the two versions are the same"
    return statuses


def start(open_notebook, lesson):
    opened = open_notebook(lesson).run_all()
    ready(opened)
    return opened


def picture(opened, nth=0):
    return opened.page.locator("figure img").nth(nth).get_attribute("alt")


def test_lesson_0_by_mouse_with_every_way_of_marking(open_notebook, desk):
    lesson = "00_start_here"
    opened = start(open_notebook, lesson)
    article = Annotator(opened, "mill-street", lesson)

    article.drag("head librarian Ana Petrov")
    article.told("Now choose what it is.")
    article.button("Source").click()
    article.told("Marked as Source: head librarian Ana Petrov")
    article.kind(IDENTIFIED, "None")
    expect(article.panel.get_by_role("group", name="Who passed it on?")).to_have_count(0)
    article.kind(IDENTIFIED, "Named")
    expect(article.panel.get_by_role("group", name="Who passed it on?")).to_have_count(1)
    article.kind(WHAT, "Official")

    article.button("Quotation").click()
    article.told("Quotation pen")
    article.drag("“Families have asked us for this for years,”", backwards=True)
    article.told("Marked as Quotation")
    article.kind(FORM, "Direct")
    article.kind(CUE, "A neutral word")
    article.kind("Who said it?", "head librarian Ana Petrov")
    article.button("Quotation").click()
    article.told("Pen put away")

    article.click("council", count=2)
    assert article.selected() == "council"
    article.button("Claim").click()
    article.told("Marked as Claim: council")
    article.kind("Marked as", "Source")
    article.told("Now marked as Source")
    article.edge("First word", "town")
    article.panel.get_by_label("Your note").click()
    opened.page.keyboard.type("It was told, it did not tell.")
    article.button("Undo").click()
    article.told("Undone")
    article.button("Redo").click()
    article.told("Done again")

    article.mark("Quotation", "From March the library")
    article.mark("Source", "Mill Street")
    article.mark("Claim", "No street in town")
    article.button("Remove this mark").click()
    article.told("Claim removed")
    article.settled()

    librarian = next(one for one in marks_on_disk(desk, lesson) if one.words == "head librarian Ana Petrov")
    assert librarian.kinds == ("source/named", "source/official")
    families = next(one for one in marks_on_disk(desk, lesson) if one.words.startswith("“Families"))
    assert families.link == librarian.id and set(families.kinds) == {"quotation/direct", "quotation/neutral-cue"}
    council = next(one for one in marks_on_disk(desk, lesson) if one.words.endswith("council"))
    assert (council.label, council.words, council.note) == ("source", "town council", "It was told, it did not tell.")

    # A click on a mark makes it the current one.
    article.click("head librarian Ana")
    expect(article.panel).to_contain_text("head librarian Ana Petrov")
    take_three_hints(article, "From March the library on Mill Street will also open on Sundays, head librarian Ana Petrov told the town council on Monday.")

    article.button("Commit and see the key").click()
    expect(article.root.locator(".ss-confirm")).to_contain_text("You have 5 marks.")
    article.button("Not yet").click()
    assert "commits" not in json.dumps(answers(desk, lesson)).replace('"ss:commits": []', "")

    def change():
        article.button("Back to the key").click()
        expect(article.root).to_have_attribute("data-mode", "review")
        article.reopen()
        article.click("Mill Street")
        article.button("Remove this mark").click()
        article.told("Source removed")

    statuses = two_versions(article, lesson, "mill-street", change)
    assert {"found", "partly", "missed", "extra", "contested"} == set(statuses)
    expect(article.summary).to_contain_text("Nothing is over-flagged.")


def test_everything_downloaded_comes_back_in_a_fresh_work_folder(open_notebook, desk, tmp_path):
    lesson = "00_start_here"
    if not words_on_disk(desk, lesson):
        first = start(open_notebook, lesson)
        Annotator(first, "mill-street", lesson).mark("Source", "head librarian Ana Petrov")
    opened = start(open_notebook, lesson)
    box = opened.page.get_by_role("region", name="Keep your work")
    expect(box).to_contain_text("in “Start here”")
    with opened.page.expect_download() as download:
        box.get_by_role("button", name="Download everything").click()
    name = download.value.suggested_filename
    assert re.fullmatch(r"second-source-work-\d{4}-\d\d-\d\d\.json", name)
    expect(box.get_by_role("status")).to_contain_text(f"Downloaded: {name}")
    backup = tmp_path / name
    download.value.save_as(backup)
    before = answers(desk, lesson)
    assert json.loads(json.loads(backup.read_text("utf-8"))["files"][f"{lesson}.json"]) == before
    opened.close()
    desk.work.rename(desk.folder / "another-computer")

    opened = start(open_notebook, lesson)
    article = Annotator(opened, "mill-street", lesson)
    assert not article.words()
    box = opened.page.get_by_role("region", name="Keep your work")
    with opened.page.expect_file_chooser() as chooser:
        box.get_by_role("button", name="Restore from a file").click()
    chooser.value.set_files(backup)
    expect(box.get_by_role("status")).to_contain_text(re.compile(r"Restored: (one mark|\d marks)"))
    after = answers(desk, lesson)
    assert (after["items"], after["ss:commits"]) == (before["items"], before["ss:commits"])
    if before["ss:commits"]:
        article.reopen()  # from the comparison, which comes back with the version
    until(lambda: len(article.words()) == len(before["items"]), "the annotator shows what was restored")
    with opened.page.expect_file_chooser() as chooser:
        box.get_by_role("button", name="Restore from a file").click()
    chooser.value.set_files(backup)
    expect(box.get_by_role("status")).to_contain_text("was here already")
    broken = tmp_path / "holiday.json"
    broken.write_text("{ not json")
    with opened.page.expect_file_chooser() as chooser:
        box.get_by_role("button", name="Restore from a file").click()
    chooser.value.set_files(broken)
    expect(box.get_by_role("status")).to_contain_text("is not JSON")
    assert answers(desk, lesson)["items"] == before["items"]


def do_lesson_1(open_notebook, desk):
    lesson = "01_who_says_so"
    opened = start(open_notebook, lesson)
    hotnews = Annotator(opened, "hotnews", lesson)
    source(hotnews, "Reuters", "Named", "Other media")
    source(hotnews, COOPER, "Named", "Official", passed_on_by="Reuters")
    source(hotnews, "Opponents", "Vague")
    source(hotnews, "President Vladimir Putin", "Named", "Official")
    source(hotnews, "Kyiv urged members of Congress", "Named", "Official")
    hotnews.settled()
    dallas = Annotator(opened, "dallas-express", lesson)
    source(dallas, "CNN", "Named", "Other media")
    source(dallas, KIRBY, "Named", "Official", passed_on_by="CNN")
    source(dallas, "multiple media accounts", "Vague", "Other media")
    dallas.settled()
    return opened, hotnews, dallas


def test_lesson_1_by_mouse(open_notebook, desk):
    lesson = "01_who_says_so"
    opened, hotnews, dallas = do_lesson_1(open_notebook, desk)
    saved = {one.words: one for one in marks_on_disk(desk, lesson)}
    assert saved[COOPER].link == saved["Reuters"].id and saved[COOPER].kinds == ("source/named", "source/official")
    assert saved[KIRBY].link == saved["CNN"].id
    take_three_hints(dallas, "President Joe Biden’s administration")

    def change():
        hotnews.click("President Vladimir Putin")
        hotnews.button("Remove this mark").click()
        hotnews.told("Source removed")

    assert {"found", "extra", "contested"} <= set(two_versions(hotnews, lesson, "hotnews", change))
    dallas.commit()
    assert {"found", "missed"} <= set(every_row_gives_its_reason(dallas))

    assert latest(opened) == 2
    expect(hotnews.root).to_have_attribute("data-mode", "review")
    assert "ifferent sources you marked in HotNews.ro: 4, named: 3" in picture(opened)
    expect(opened.page.locator("table.dataframe").first).to_contain_text("Opponents")


def do_lesson_2(open_notebook, desk):
    lesson = "02_whose_words"
    opened = start(open_notebook, lesson)
    dallas = Annotator(opened, "dallas-express", lesson)
    if "source" not in [label for label, _ in dallas.words()]:  # where lesson 1 was done before, its sources stand here already
        source(dallas, KIRBY, "Named", "Official")
    quotation(dallas, LEAVE_IT, "Direct", said_by="John Kirby, the National Security Council’s…")
    hotnews = Annotator(opened, "hotnews", lesson)
    quotation(hotnews, BENEFICIAL, "Direct")
    quotation(hotnews, "(the use of cluster munitions, no)", "Not a quotation")
    for article in (dallas, hotnews):
        article.settled()
    return opened, dallas, hotnews


def test_the_questions_of_two_texts_on_one_page_keep_their_answers_apart(open_notebook, desk):
    opened = start(open_notebook, "02_whose_words")
    texts = [Annotator(opened, name, "02_whose_words") for name in ("dallas-express", "hotnews")]
    for article, words, form in zip(texts, ("according to CNN", "Reuters"), ("Indirect", "Partial"), strict=True):
        quotation(article, words, form)
    for article, form in zip(texts, ("Indirect", "Partial"), strict=True):
        expect(article.panel.get_by_role("radio", name=re.compile(f"^{form}"))).to_be_checked()
        article.button("Remove this mark").click()
        article.settled()


def test_lesson_2_by_mouse(open_notebook, desk):
    lesson = "02_whose_words"
    opened, dallas, hotnews = do_lesson_2(open_notebook, desk)
    saved = {one.words: one for one in marks_on_disk(desk, lesson)}
    assert saved[LEAVE_IT].link == saved[KIRBY].id
    inserted = "(the use of cluster munitions, no)"
    assert saved[inserted].kinds == ("quotation/not-a-quotation",), "overlapping marks are two marks"
    take_three_hints(dallas, "the controversial cluster bomb munitions it sent to Ukraine are being deployed against Russian forces")

    def change():
        quotation(dallas, "Ukraine was running out of ammunition", "Indirect")

    statuses = two_versions(dallas, lesson, "dallas-express", change)
    assert "found" in statuses and "missed" in statuses
    hotnews.commit()
    assert {"found", "missed"} <= set(every_row_gives_its_reason(hotnews))
    assert latest(opened) == 2
    assert re.search(r"You marked \d+ % of HotNews\.ro as somebody else’s words", picture(opened))


def do_lesson_3(open_notebook, desk):
    lesson = "03_supported_or_not"
    opened = start(open_notebook, lesson)
    hotnews = Annotator(opened, "hotnews", lesson)
    claim(hotnews, REFUSED, "Unsupported", "Refused is more than not joining.")
    claim(hotnews, OPPONENTS, "Vaguely attributed")
    claim(hotnews, BENEFICIAL, note="We think: an opinion.")
    hotnews.settled()
    dallas = Annotator(opened, "dallas-express", lesson)
    claim(dallas, BANNED, "Unsupported")
    dallas.settled()
    return opened, hotnews, dallas


def test_lesson_3_by_mouse_gate_first_then_kind_then_reason(open_notebook, desk):
    lesson = "03_supported_or_not"
    opened, hotnews, dallas = do_lesson_3(open_notebook, desk)
    expect(dallas.panel.get_by_role("group", name=SUPPORT)).to_be_visible()
    hotnews.click("we think it")
    expect(hotnews.panel.get_by_role("group", name=GATE)).to_be_visible()
    expect(hotnews.panel.get_by_role("group", name=SUPPORT)).to_have_count(0)
    saved = {one.words: one for one in marks_on_disk(desk, lesson)}
    assert set(saved[REFUSED].kinds) == {"claim/checkable", "claim/unsupported"}
    assert saved[REFUSED].note == "Refused is more than not joining."
    assert saved[BENEFICIAL].kinds == ("claim/not-checkable",)

    hotnews.button("Give me a hint").click()
    expect(hotnews.root.locator(".ss-hint")).to_contain_text("still to be found")

    def change():
        hotnews.click("Opponents warn")
        hotnews.kind(SUPPORT, "Attributed only")
        claim(hotnews, "Kyiv urged members of Congress", "Unsupported")

    assert {"found", "missed", "contested"} <= set(two_versions(hotnews, lesson, "hotnews", change))
    dallas.commit()
    assert {"found", "missed"} <= set(every_row_gives_its_reason(dallas))
    assert latest(opened) == 2
    assert re.search(r"Claims you marked in HotNews\.ro \(opinions are not counted\): \d+, unsupported: \d", picture(opened))


def test_lesson_4_draws_the_marks_of_lessons_1_to_3_and_then_the_key(open_notebook, desk):
    lessons = {"01_who_says_so": do_lesson_1, "02_whose_words": do_lesson_2, "03_supported_or_not": do_lesson_3}
    for lesson, do in lessons.items():
        if not words_on_disk(desk, lesson):
            do(open_notebook, desk)[0].close()
    opened = open_notebook("04_side_by_side").run_all(wait_for=".ss-keep")
    ready(opened)
    alternatives = opened.page.locator("figure img").evaluate_all("all => all.map((one) => one.alt)")
    assert len(alternatives) == 11, "a picture is missing"
    by_kind, by_name, quoted, claims, chains = alternatives[0:10:2]
    assert re.search("Different sources you marked in HotNews.ro: [45]", by_kind)
    assert "sources you marked in The Dallas Express: 3, named: 2" in by_name
    assert "% of The Dallas Express as somebody else’s words" in quoted
    assert "claims you marked in The Dallas Express (opinions are not counted): 1, unsupported: 1" in claims
    assert "Reuters → Laura Cooper" in chains or "Laura Cooper" in chains and "Reuters" in chains
    for mine, key in zip(alternatives[0:10:2], alternatives[1:10:2], strict=True):
        assert mine != key, "the reader's picture is the key's"
    assert alternatives[10].startswith("One treaty, three figures")
    assert opened.page.get_by_text("What this does not show").count() == 11
    assert opened.page.locator("figure ~ div[role=group] table").count() == 11
    assert opened.page.locator("figure img").evaluate_all("all => all.every((one) => one.naturalWidth > 300)")
    expect(opened.page.get_by_role("region", name="Keep your work")).to_contain_text("in “Supported or not?”")
