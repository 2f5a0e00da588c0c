"""The teacher's desk hears whatever a browser may send, and answers in sentences."""

import base64
from dataclasses import replace

import pytest

from lessons.annotation import Annotation
from lessons.labels import REQUIRED
from lessons.lesson import new_article, open_lesson
from lessons.library import open_article, own_articles
from lessons.ownshelf import begin_key, second_key
from lessons.places import own_folder
from lessons.widgets.desk import own_shelf

TEXT = "Late again\n\n“We lose money on every crossing,” said Mira Sand.\n\nIn 2024 the boat carried 312 people."


@pytest.fixture
def desk(monkeypatch):
    """The desk, all that it has said, and what it shows below."""
    said = []
    made, slot = new_article().children
    monkeypatch.setattr(made, "send", lambda message: said.append(message))
    return made, said, slot


def hear(desk, **message):
    made, said, _ = desk
    made._heard(None, message, None)
    return said[-1] if said else None


def bytes_of(text):
    return base64.b64encode(text.encode()).decode()


def test_a_pasted_text_is_read_shown_and_saved_with_its_draft(desk):
    known = hear(desk, type="read", text=TEXT)
    assert ("known", "Late again", True, [["Late again", "headline"]]) == (known["type"], known["fields"]["title"], known["english"], known["furniture"])
    done = hear(desk, type="save", fields={"title": "Late again", "outlet": "The Harbour Times"}, furniture=["Late again"])

    assert "“Late again” is saved in the folder “my-articles”. Its key is below: 3 proposals to look at, the surest first." == done["text"]
    assert [("late-again", "0 of 3 proposals looked at")] == [(row["id"], row["state"]) for row in desk[0].shelf]


def test_a_text_that_is_on_the_shelf_already_is_told_as_such_whether_pasted_or_brought_in(desk):
    hear(desk, type="read", text=TEXT)
    hear(desk, type="save", fields={"title": "Late again"})
    shared = hear(desk, type="share", id="late-again")

    assert shared["said"] == ("Downloaded: late-again.second-source.json. Its key is not finished, so readers get the article without one; "
                              "a colleague can go on with it.")

    hear(desk, type="read", text=TEXT)
    assert hear(desk, type="save", fields={"title": "Another title"})["text"] == (
        "“Late again” was on your shelf already, with the same text: it stays as it is, and its key is below.")
    assert hear(desk, type="import", name="again.json", data=bytes_of(shared["text"]))["text"] == (
        "“Late again” was on your shelf already, with the same text: it stays as it is, and so does its key, because the file brings "
        "nothing new or somebody has worked on the key here.")
    hear(desk, type="remove", id="late-again")
    assert hear(desk, type="import", name="again.json", data=bytes_of(shared["text"]))["text"] == "“Late again” is on your shelf."


@pytest.mark.parametrize("keeping", ["browser", "page"])
def test_where_nobody_can_look_into_a_folder_none_is_named(desk, monkeypatch, keeping):
    monkeypatch.setattr("lessons.widgets.desk.keeping", lambda: keeping)
    hear(desk, type="read", text=TEXT)
    assert hear(desk, type="save", fields={"title": "Late again"})["text"] == (
        "“Late again” is on your shelf. Its key is below: 3 proposals to look at, the surest first.")


@pytest.mark.parametrize(("missing", "accept", "offered"), [
    ((), ".txt,.text,.html,.htm,.docx", "a saved web page (.html) or a Word file (.docx)"),
    (("trafilatura", "docx"), ".txt,.text", "select it there, copy it and paste it here"),
])
def test_the_desk_offers_to_read_what_can_be_read_here(monkeypatch, missing, accept, offered):
    monkeypatch.setattr("lessons.intake.find_spec", lambda name: None if name in missing else name)
    words = new_article().children[0].words

    assert (accept, True) == (words["accept"], offered in words["bring_explain"])


@pytest.mark.parametrize(("keeping", "told"), [
    ("computer", ""),
    ("browser", ""),
    ("page", "This address cannot keep files: an article that you bring in is gone when the page is closed. Keep its file, and bring it in again."),
    ("trial", "This is a trial server, and it forgets the articles that you bring in when it stops. Keep their files, and bring them in again."),
])
def test_a_readers_shelf_says_where_articles_do_not_stay(monkeypatch, keeping, told):
    monkeypatch.setattr("lessons.widgets.desk.keeping", lambda: keeping)
    made, _ = own_shelf(lambda name: None).children
    assert made.words["keeping"] == told


@pytest.mark.parametrize(("keeping", "told"), [
    ("computer", ""),
    ("browser", "What you bring stays in this browser on this computer, until somebody deletes the browser’s data. "
                "“Download to share” makes a file of it."),
    ("page", "This address cannot keep files: what you bring is gone when the page is closed. “Download to share” makes a file that "
             "“Bring in a shared file” reads again."),
    ("trial", "This is a trial server, and it forgets your articles and keys when it stops. “Download to share” makes a file that "
              "“Bring in a shared file” reads again."),
])
def test_the_desk_says_where_articles_do_not_stay(monkeypatch, keeping, told):
    monkeypatch.setattr("lessons.widgets.desk.keeping", lambda: keeping)
    made, _ = new_article().children
    assert made.words["keeping"] == told
    assert not told or made.words["share"] in told


def test_a_finished_key_in_a_shared_file_takes_the_place_of_the_draft_and_is_told(desk):
    hear(desk, type="read", text=TEXT)
    hear(desk, type="save", fields={"title": "Late again"})
    book = begin_key(open_article("late-again"))
    unfinished = hear(desk, type="share", id="late-again")
    book.change([replace(item, standing="key/required", note="It says so.", modified="2026-01-01T00:00:00Z") for item in book.items])
    finished = hear(desk, type="share", id="late-again")
    assert finished["said"] == "Downloaded: late-again.second-source.json. A colleague brings it in with “Bring in a shared file”."

    hear(desk, type="remove", id="late-again")
    hear(desk, type="import", name="a.json", data=bytes_of(unfinished["text"]))
    assert hear(desk, type="import", name="a.json", data=bytes_of(finished["text"]))["text"] == (
        "“Late again” was on your shelf already, with the same text. Its key is now the one from the file.")


def test_a_file_is_read_by_its_name_and_content(desk):
    known = hear(desk, type="read", name="late.txt", data=bytes_of(TEXT))

    assert ("known", "Late again") == (known["type"], known["fields"]["title"])


def test_a_long_file_comes_in_pieces(desk):
    for number, part in enumerate((TEXT[:40], TEXT[40:90])):
        hear(desk, type="piece", number=number, data=bytes_of(part))
    known = hear(desk, type="read", name="late.txt", data=bytes_of(TEXT[90:]), pieces=2)

    assert ("known", "Late again") == (known["type"], known["fields"]["title"])


@pytest.mark.parametrize("numbers", [[0], [1], [0, 2], [0, 1, 2], []])
def test_a_file_that_lacks_a_piece_is_refused_and_the_next_is_read(desk, numbers):
    for number in numbers:
        hear(desk, type="piece", number=number, data=bytes_of("x"))
    refused = hear(desk, type="read", name="late.txt", data=bytes_of("x"), pieces=2)

    assert {"type": "problem", "text": "The file did not arrive whole; choose it once more."} == refused
    assert "known" == hear(desk, type="read", name="late.txt", data=bytes_of(TEXT))["type"]


@pytest.mark.parametrize(("message", "sentence"), [
    ({"type": "read", "text": ""}, "There is no text here; paste the article’s text, or choose its file."),
    ({"type": "read", "text": 5}, ""),
    ({"type": "read", "name": "a.txt", "data": "é"}, "The file did not arrive whole; choose it once more."),
    ({"type": "save", "fields": [], "furniture": 5}, "Nothing has been read yet; paste a text or choose a file first."),
    ({"type": "open", "id": ["x"]}, "“['x']” is not among your own articles any more; look into the folder “my-articles”."),
    ({"type": "open", "id": "hotnews"}, "“hotnews” is not among your own articles any more; look into the folder “my-articles”."),
    ({"type": "share"}, "“” is not among your own articles any more; look into the folder “my-articles”."),
    ({"type": "import", "data": "W10=", "name": "a.json"}, "The file “a.json” does not hold an article of this kit; choose a file that “Download "
                                                         "to share” made. The file was left as it is."),
])
def test_what_cannot_be_done_is_told_in_a_sentence(desk, message, sentence):
    answer = hear(desk, **message)

    assert (answer.get("text", "") if answer["type"] == "problem" else "") == sentence


@pytest.mark.parametrize("message", [{}, {"type": "play", "id": "x"}, {"type": "nonsense"}, {"type": ["save"]}], ids=str)
def test_what_the_desk_does_not_offer_is_not_heard(desk, message):
    assert hear(desk, **message) is None


def test_wrong_kinds_of_values_harm_nothing(desk):
    hear(desk, type="read", text=TEXT)
    hear(desk, type="save", fields={"title": ["x"], "outlet": "\ud800"}, furniture=5)

    assert 1 == len(own_articles())


def test_a_readers_shelf_marks_and_shows_drafts_and_changes_no_key(desk):
    hear(desk, type="read", text=TEXT)
    hear(desk, type="save")
    [name] = own_articles()
    box = open_lesson("05_your_article").shelf()
    shelf, slot = box.children
    said = []
    shelf.send = said.append
    for kind in ("open", "second", "share", "save", "read"):
        shelf._heard(None, {"type": kind, "id": name}, None)
    assert [] == said and not slot.children
    shelf._heard(None, {"type": "play", "id": name}, None)
    assert "mark" == slot.children[-1].mode and "What is known" not in slot.children[0].value and "Rights" in slot.children[0].value and "It has no finished key" in said[-1]["text"]
    shelf._heard(None, {"type": "draft", "id": name}, None)
    assert "locked" == slot.children[-1].mode and "Nobody has looked at it" in slot.children[0].value


def test_the_shelf_of_another_page_is_looked_at_again(desk):
    other = open_lesson("05_your_article").shelf().children[0]
    hear(desk, type="read", text=TEXT)
    hear(desk, type="save", fields={"title": "Late again"})
    before = other.shelf
    other._heard(None, {"type": "count"}, None)

    assert ([], ["late-again"]) == (before, [row["id"] for row in other.shelf])


def test_the_shelf_counts_along_while_a_key_is_worked_on(desk):
    hear(desk, type="read", text=TEXT)
    hear(desk, type="save")
    book = begin_key(open_article(own_articles()[0]))
    widget = desk[0]._key_of(book, lambda _: desk[0].count())
    widget._heard(None, {"type": "change", "client": "c", "seq": 1, "put": [], "drop": [book.items[0].id]}, None)

    assert "1 of 3 proposals looked at" == desk[0].shelf[0]["state"]


def test_two_keys_are_compared_below_the_desk(desk):
    hear(desk, type="read", text=TEXT)
    hear(desk, type="save")
    [name] = own_articles()
    answer = hear(desk, type="compare", id=name)
    assert "has not been keyed twice" in answer["text"]


@pytest.fixture
def keyed_twice(desk):
    hear(desk, type="read", text=TEXT)
    hear(desk, type="save")
    [name] = own_articles()
    book = begin_key(open_article(name))
    book.change([replace(item, standing=REQUIRED) for item in book.items])
    quotation = next(item for item in book.items if item.label == "quotation")
    second_key(open_article(name)).change([replace(quotation, id="b", kinds=("quotation/partial",), link="")])
    return name, book


def test_differences_are_told_in_words_and_settled_and_unsettled(desk, keyed_twice):
    name, book = keyed_twice
    shown = hear(desk, type="compare", id=name)
    row = next(row for row in shown["rows"] if row["label"] == "Quotation")
    assert ("direct", "partial", True) == (row["first"], row["second"], row["in_first"])
    assert f"{len(shown['rows'])} differences to settle" in shown["text"]
    before = book.items
    shown = hear(desk, type="settle", id=name, difference=row["id"], answer="second")
    assert row["id"] not in {left["id"] for left in shown["rows"]} and shown["undo"]
    shown = hear(desk, type="undo", id=name)
    book.refresh()
    assert row["id"] in {left["id"] for left in shown["rows"]} and not shown["undo"] and before == book.items


def test_undo_of_a_settled_difference_leaves_what_another_window_has_done_meanwhile(desk, keyed_twice):
    name, book = keyed_twice
    row = next(row for row in hear(desk, type="compare", id=name)["rows"] if row["label"] == "Quotation")
    hear(desk, type="settle", id=name, difference=row["id"], answer="second")
    other = next(item for item in begin_key(open_article(name)).items if item.label == "claim")
    begin_key(open_article(name)).change([replace(other, note="Written in another window.", modified="2099-01-01T00:00:00Z")])
    hear(desk, type="undo", id=name)

    kept = {item.id: item for item in begin_key(open_article(name)).items}
    assert "Written in another window." == kept[other.id].note
    assert ("quotation/direct",) == kept[row["item"]].kinds


def test_what_is_contested_opens_in_the_key_for_its_reason(desk, keyed_twice):
    name, _ = keyed_twice
    row = hear(desk, type="compare", id=name)["rows"][0]
    answer = hear(desk, type="settle", id=name, difference=row["id"], answer="contested")
    [key] = desk[2].children

    assert "say in the reason what speaks for each side" in answer["text"]
    assert row["item"] == key.store["begin_at"] and "author" == key.mode


def test_a_key_changed_by_hand_is_compared_anew_and_no_longer_undone(desk, keyed_twice):
    name, book = keyed_twice
    rows = hear(desk, type="compare", id=name)["rows"]
    hear(desk, type="settle", id=name, difference=rows[0]["id"], answer="first")
    hear(desk, type="show", id=name, item=rows[1]["item"])
    [key] = desk[2].children
    key._heard(None, {"type": "change", "client": "c", "seq": 1, "put": [], "drop": [rows[1]["item"]]}, None)
    shown = desk[1][-1]

    assert not shown["undo"] and len(shown["rows"]) == len(rows) - 2


def test_a_line_that_the_kit_took_for_the_articles_own_can_be_set_aside(desk):
    known = hear(desk, type="read", text=TEXT)
    assert TEXT.split("\n\n") == known["lines"]
    hear(desk, type="save", fields={"title": "Late again"}, furniture=["Late again", TEXT.split("\n\n")[2], "no line at all"])

    assert ["headline", "", "not the article’s own reporting"] == [p.furniture for p in open_article("late-again").paragraphs]


def test_an_article_is_taken_off_the_shelf_and_put_back(desk):
    hear(desk, type="read", text=TEXT)
    hear(desk, type="save", fields={"title": "Late again"}, furniture=[])
    gone = hear(desk, type="remove", id="late-again")

    assert ("removed", "“Late again” is off the shelf; its files are kept in the folder “my-articles/removed”.") == (gone["type"], gone["text"])
    assert ([], ()) == (desk[0].shelf, desk[2].children), "neither on the shelf nor open below"
    assert "“Late again” is on the shelf again." == hear(desk, type="put_back", id=gone["name"])["text"]
    assert ["late-again"] == own_articles()


def test_a_damaged_article_can_be_taken_away_and_a_reader_cannot_take_any(desk):
    (own_folder() / "torn.json").parent.mkdir(parents=True, exist_ok=True)
    (own_folder() / "torn.json").write_text("{", encoding="utf-8")
    desk[0].count()
    assert "removed" == hear(desk, type="remove", id="torn")["type"] and [] == own_articles()
    shelf = open_lesson("05_your_article").shelf().children[0]
    (own_folder() / "torn.json").write_text("{", encoding="utf-8")
    shelf._heard(None, {"type": "remove", "id": "torn"}, None)
    assert ["torn"] == own_articles()


def test_marks_on_an_article_that_was_taken_away_stand_in_nothings_way(desk):
    hear(desk, type="read", text=TEXT)
    hear(desk, type="save", fields={"title": "Late again"}, furniture=[])
    lesson = open_lesson("05_your_article")
    article = open_article("late-again")
    span = article.find("Mira Sand")
    lesson.workbook.change([Annotation(span.start, span.end, id="m1", label="source", article="late-again")])
    name = hear(desk, type="remove", id="late-again")["name"]

    assert [] == open_lesson("05_your_article").sets("mine")
    hear(desk, type="put_back", id=name)
    assert ["m1"] == [item.id for item in open_lesson("05_your_article").sets("mine")[0]]


def test_a_first_key_that_loses_its_last_item_while_it_is_compared_can_have_it_back(desk):
    hear(desk, type="read", text=TEXT)
    hear(desk, type="save", fields={"title": "Late again"})
    article = open_article("late-again")
    book = begin_key(article)
    keep = book.items[0]
    book.change([replace(keep, standing=REQUIRED, creator="author")], [item.id for item in book.items[1:]])
    second_key(article).change([Annotation(0, 4, id="z", label="claim", article=article.id, kinds=("claim/not-checkable",), standing=REQUIRED)])
    compared = hear(desk, type="compare", id=article.id)
    row = next(row for row in compared["rows"] if row["in_first"])
    gone = hear(desk, type="settle", id=article.id, difference=row["id"], answer="second")

    assert ("compared", [], True) == (gone["type"], gone["rows"], gone["undo"]) and "has not been keyed twice" in gone["text"]
    back = hear(desk, type="undo", id=article.id)
    assert len(back["rows"]) == 2 and [keep.id] == [item.id for item in begin_key(article).items]


def test_a_second_click_on_save_says_nothing_against_the_first(desk):
    hear(desk, type="read", text=TEXT)
    done = hear(desk, type="save", fields={"title": "Late again"})
    assert done == hear(desk, type="save", fields={"title": "Late again"}) and done["type"] == "done"
