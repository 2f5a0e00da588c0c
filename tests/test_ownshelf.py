"""One's own articles: saved beside the work and never in the kit, drafted, keyed twice, passed on as one file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lessons.annotation import Annotation
from lessons.backup import pack, unpack
from lessons.errors import AnnotationFileError, ArticleError, LessonError, StorageError
from lessons.intake import from_text
from lessons.keyfile import open_key_file
from lessons.labels import PROPOSALS, REQUIRED
from lessons.lesson import open_lesson
from lessons.library import has_key, key_path, list_articles, open_article, open_key, own_articles
from lessons.ownshelf import (
    begin_key,
    key_state,
    pack_article,
    put_away,
    put_back,
    removed_articles,
    save_article,
    unpack_article,
)
from lessons.places import own_folder
from lessons.workbook import open_workbook
from tests.making import BROUGHT_TEXT


@pytest.fixture
def article():
    return save_article(from_text(BROUGHT_TEXT))


def accept_all(article):
    book = begin_key(article)
    book.change([Annotation(**{**vars(item), "standing": "key/required"}) for item in book.items])
    return book


def test_an_own_article_stands_behind_those_of_the_kit_and_opens_like_them(article):
    assert ("late-again", ["late-again"]) == (article.id, own_articles())
    assert "late-again" == list_articles()[-1] and article == open_article("late-again")
    assert [p.furniture for p in article.paragraphs] == ["headline", "", ""]


def test_what_nobody_told_about_an_article_stays_unknown(article):
    assert {"byline", "date", "outlet"} == set(article.record["missing"])


def test_the_same_text_is_kept_once_and_another_under_the_same_title_has_a_name_of_its_own(article):
    assert article == save_article(from_text(BROUGHT_TEXT.replace("\n", "\r\n")))
    assert "late-again-2" == save_article(from_text(BROUGHT_TEXT + " It was cold.")).id
    assert "hotnews-2" == save_article(from_text("Hotnews!\n\nThe boat was late.\n\nIt was cold.")).id


@pytest.mark.parametrize(("title", "name"), [
    ("../../etc/passwd", "etc-passwd"), ("Ça va, l’été?", "ca-va-lete"), ("轮船", "article"), ("a/b\\c:d", "a-b-c-d"), ("x" * 300, "x" * 60),
])
def test_a_title_becomes_a_name_that_any_computer_can_keep(title, name):
    assert name == save_article(from_text(f"{title}\n\nThe boat was late.\n\nIt was cold.")).id


def test_a_new_key_begins_with_the_draft_and_is_no_key_until_each_proposal_was_looked_at(article):
    book = begin_key(article)

    assert {item.standing for item in book.items} <= set(PROPOSALS) and len(book.items) == book.proposed > 4
    assert (0, 0, book.proposed) == key_state("late-again") and not has_key("late-again")
    with pytest.raises(AnnotationFileError) as refused:
        open_key("late-again")
    assert str(refused.value) == (f"In the key “late-again.json” {book.proposed} of the draft’s proposals have not been looked at; "
                                  "accept or reject them first. The file was left as it is.")


def test_a_proposal_that_was_rejected_counts_as_looked_at(article):
    book = begin_key(article)
    book.change((), [book.items[0].id])

    assert (0, 1, book.proposed) == key_state("late-again")
    assert len(begin_key(article).items) == book.proposed - 1, "the draft is not made a second time"


def test_a_key_whose_proposals_are_all_accepted_can_be_used_by_a_lesson(article):
    accept_all(article)
    exercise = open_lesson("05_your_article").exercise("late-again")

    assert has_key("late-again") and exercise.key == open_key("late-again")
    assert ["hint", "commit"] == exercise.widget.actions


@pytest.mark.parametrize("lesson", ["01_who_says_so", "02_whose_words", "03_supported_or_not", "05_your_article"])
def test_every_lesson_takes_an_own_article_and_without_a_key_compares_with_nothing(article, lesson):
    exercise = open_lesson(lesson).exercise("late-again")

    assert [] == exercise.widget.actions and exercise.step.labels


def test_the_pictures_of_lesson_5_count_the_marks_on_own_articles(article):
    lesson = open_lesson("05_your_article")
    assert not [s for s in lesson.sets() if len(s)]
    assert lesson.picture("sources_by_kind").title.startswith("There are no sources to count yet. Mark some in one of the articles above, then press")
    other = save_article(from_text(BROUGHT_TEXT + " It was cold."))
    for one in (article, other):
        begin = one.text.index("Mira Sand")
        lesson.workbook.change([Annotation(begin, begin + 9, id=f"m-{one.id}", label="source", article=one.id,
                                           kinds=("source/named", "source/organisation"))])

    assert ("Late again (late-again)", "Late again (late-again-2)") == lesson.picture("sources_by_kind").table.columns


def test_a_text_in_another_language_gets_no_draft_and_says_so():
    french = "Le bateau est en retard.\n\n“C’est mauvais”, dit Ana. " + "Les gens sur le quai avaient froid et la compagnie ne répond pas. " * 3
    article = save_article(from_text(french))

    assert ("und", 0) == (article.language, len(begin_key(article).items))
    assert "marking by hand works in any language" in article.record["language_note"]


# --- passing it on


def test_a_shared_file_brings_article_and_keys_to_another_shelf(article, tmp_path, monkeypatch):
    mine = accept_all(article).items
    packed = pack_article("late-again")
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "elsewhere"))

    assert (article, True) == unpack_article(packed, "late-again.second-source.json")
    assert mine == open_key("late-again").items


def test_a_key_that_was_begun_here_is_kept_when_the_same_article_comes_again(article):
    packed = pack_article("late-again")
    book = begin_key(article)
    book.change((), [book.items[0].id])
    kept = open_key_file(article).items

    assert ((article, False), kept) == (unpack_article(packed), open_key_file(article).items)


def finish(article):
    """The key with every proposal accepted at a later time, one more mark and one proposal rejected."""
    book = begin_key(article)
    first, *rest = book.items
    own = Annotation(0, 4, id="own", label="source", article=article.id, standing=REQUIRED, note="The title names it.", modified="2026-01-02T00:00:00Z")
    book.change([*(replace(item, standing=REQUIRED, note="It says so.", modified="2026-01-02T00:00:00Z") for item in rest), own], [first.id])
    return book.items


@pytest.mark.parametrize(("here", "taken"), [
    ("nobody has looked at it", True),
    ("the first half came in an earlier file", True),
    ("it is the same", False),
    ("a proposal is accepted later than in the file", False),
    ("a mark is there that the file lacks", False),
    ("a proposal is rejected that the file keeps", False),
])
def test_a_finished_key_takes_the_place_of_an_unfinished_one_unless_work_would_be_lost(article, tmp_path, monkeypatch, here, taken):
    begin_key(article)
    draft = pack_article("late-again")
    begin_key(article).change([replace(begin_key(article).items[1], standing=REQUIRED, note="It says so.", modified="2026-01-01T00:00:00Z")])
    half = pack_article("late-again")
    finished = finish(article)
    whole = pack_article("late-again")
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "elsewhere"))
    unpack_article({"the first half came in an earlier file": half, "it is the same": whole}.get(here, draft))
    book = begin_key(open_article("late-again"))
    if here.startswith("a proposal is accepted"):
        book.change([replace(book.items[1], standing=REQUIRED, note="I say so.", modified="2026-01-03T00:00:00Z")])
    elif here.startswith("a mark"):
        book.change([Annotation(0, 4, id="mine", label="source", article=article.id, standing=REQUIRED, modified="2026-01-01T00:00:00Z")])
    elif here.startswith("a proposal is rejected"):
        book.change((), [book.items[1].id])
    before = open_key_file(article).items

    assert taken == unpack_article(whole)[1]
    assert (finished if taken else before) == open_key_file(article).items


def test_what_another_window_has_done_meanwhile_counts_as_work_too(article):
    book, other = begin_key(article), begin_key(article)
    draft = book.items
    other.change([Annotation(0, 4, id="own", label="source", article=article.id, standing=REQUIRED, modified="2026-01-01T00:00:00Z")])

    assert not book.adopt(draft[:1], 1)
    assert "own" in {item.id for item in open_key_file(article).items}


def test_a_shared_article_with_the_name_of_another_gets_a_name_of_its_own(article, tmp_path, monkeypatch):
    accept_all(article)
    packed = pack_article("late-again")
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "elsewhere"))
    save_article(from_text("Late again\n\nAnother text altogether.\n\nIt was cold."))

    assert "late-again-2" == unpack_article(packed)[0].id and has_key("late-again-2")


@pytest.mark.parametrize(("spoil", "sentence"), [
    (lambda d: d.update(type="x"), "The file “a.json” does not hold an article of this kit; choose a file that “Download to share” made. "
                                   "The file was left as it is."),
    (lambda d: d.update({"ss:format": 99}), "The file “a.json” has format 99 and this copy of the kit reads up to 1; update the kit, then open it again."),
    (lambda d: d.update(text=d["text"] + "!"), "The text in the file “a.json” is not the one its record was made for; ask for the file again."),
])
def test_a_shared_file_that_is_not_whole_is_refused_and_leaves_the_shelf_as_it_was(article, tmp_path, monkeypatch, spoil, sentence):
    data = json.loads(pack_article("late-again"))
    spoil(data)
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "elsewhere"))

    with pytest.raises(LessonError) as refused:
        unpack_article(json.dumps(data), "a.json")
    assert (sentence, False) == (str(refused.value), own_folder().exists())


def test_a_hostile_name_in_a_shared_file_leads_nowhere(article, tmp_path, monkeypatch):
    data = json.loads(pack_article("late-again"))
    data["record"]["id"] = "../../outside"
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "deep" / "elsewhere"))

    assert "late-again" == unpack_article(json.dumps(data))[0].id
    assert not list(tmp_path.glob("outside*"))


def test_an_article_of_the_kit_is_not_one_to_share():
    with pytest.raises(ArticleError) as refused:
        pack_article("hotnews")
    assert "“hotnews” is not one of your own articles, so there is nothing to share; the kit has it everywhere." == str(refused.value)


def test_a_damaged_article_on_the_shelf_is_one_sentence_and_the_others_go_on(article):
    (own_folder() / "broken.json").write_text("{", "utf-8")

    assert ["broken", "late-again"] == own_articles() and open_article("late-again") == article
    with pytest.raises(AnnotationFileError, match="The file “broken.json” stops in the middle"):
        open_article("broken")


def test_a_shelf_that_cannot_be_written_to_gets_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "taken"))

    with pytest.raises(StorageError, match="The article could not be saved in “taken” .*; free some space or make the folder writable"):
        save_article(from_text(BROUGHT_TEXT))


# --- what hostile or careless hands leave in the folder


def test_a_file_with_the_name_of_a_kit_article_inside_never_leads_to_the_kits_key():
    kit_key = key_path("hotnews").read_bytes()
    save_article(from_text(BROUGHT_TEXT))
    data = json.loads((own_folder() / "late-again.json").read_text("utf-8"))
    data["record"]["id"] = "hotnews"
    (own_folder() / "y.json").write_text(json.dumps(data), "utf-8")
    book = begin_key(open_article("y"))
    book.change((), [book.items[0].id])

    assert (own_folder() / "keys" / "y.json", kit_key) == (book.path, key_path("hotnews").read_bytes())


@pytest.mark.parametrize("spoil", [
    lambda folder: (folder / "x.json").write_text("{", "utf-8"),
    lambda folder: (folder / "x.json").write_bytes(b"\xff\xfe\x00"),
    lambda folder: (folder / "x.json").mkdir(),
], ids=["cut off", "no text", "a folder"])
def test_a_damaged_file_stands_in_nobody_elses_way(article, spoil):
    spoil(own_folder())

    assert "late-again-2" == save_article(from_text(BROUGHT_TEXT + " It was cold.")).id
    assert [["late-again"], ["late-again-2"]] == [[s.article.id] for s in open_lesson("05_your_article").sets()]


@pytest.mark.parametrize("wrong", [
    {"furniture": "x"}, {"furniture": [{}]}, {"furniture": [{"quote": 5, "what": "x"}]}, {"furniture": [{"quote": "a", "what": "x", "occurrence": "2"}]},
    {"language": 5}, {"title": 7}, {"given": []}, {"missing": {"a": 5}}, {"inferred": "x"}, {"outlet": None}, {"rights": ["x"]},
], ids=str)
def test_a_record_of_another_kind_is_refused_before_anything_is_written(article, tmp_path, monkeypatch, wrong):
    data = json.loads(pack_article("late-again"))
    data["record"] |= wrong
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "elsewhere"))

    with pytest.raises(ArticleError, match="does not hold an article of this kit"):
        unpack_article(json.dumps(data), "a.json")
    assert not own_folder().exists()


def test_a_key_that_an_article_has_left_behind_is_not_taken_for_another_articles(article):
    accept_all(article)
    (own_folder() / "late-again.json").unlink()
    other = save_article(from_text(BROUGHT_TEXT.replace("312", "400")))

    assert ("late-again-2", other.id) == (other.id, begin_key(other).lesson)


def test_a_damaged_key_is_one_sentence_when_it_is_shared(article):
    begin_key(article)
    path = own_folder() / "keys" / "late-again.json"
    path.write_text(path.read_text("utf-8")[:200], "utf-8")

    with pytest.raises(AnnotationFileError, match="The file “late-again.json” stops in the middle"):
        pack_article("late-again")


@pytest.mark.parametrize("title", ["con", "NUL", "Com1", "aux."])
def test_no_article_is_named_like_a_device_of_windows(title):
    assert save_article(from_text(f"{title}\n\nThe boat was late.\n\nIt was cold")).id.endswith("-2") or title.endswith(".")


def test_furniture_is_the_paragraph_that_was_meant_and_not_one_that_holds_its_words():
    lines = ["The harbour sells an old boat", "The mayor said Advertisement Ltd would buy it. " + "It was late. " * 12,
             "Advertisement", "The people waited.", "Advertisement", "The end came on Monday."]
    article = save_article(from_text("\n\n".join(lines)))

    assert ["headline", "", "notice of the site", "", "notice of the site", ""] == [p.furniture for p in article.paragraphs]


def test_a_backup_takes_the_marked_article_along_to_a_computer_that_does_not_have_it(article, tmp_path, monkeypatch):
    book = open_lesson("05_your_article").workbook
    begin = article.text.index("Mira Sand")
    book.change([Annotation(begin, begin + 9, id="m", label="source", article=article.id)])
    packed = pack()
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("SECOND_SOURCE_WORK", str(tmp_path / "other-work"))

    assert ({"05_your_article": 1}, ["late-again"]) == (unpack(packed), own_articles())
    assert {"05_your_article": 0} == unpack(packed) and not has_key("late-again")


def test_a_backup_whose_article_has_the_name_of_another_changes_nothing(article, tmp_path, monkeypatch):
    begin = article.text.index("Mira Sand")
    open_lesson("05_your_article").workbook.change([Annotation(begin, begin + 9, id="m", label="source", article=article.id)])
    packed = pack()
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("SECOND_SOURCE_WORK", str(tmp_path / "other-work"))
    save_article(from_text("Late again\n\nAnother text altogether.\n\nIt was cold"))

    with pytest.raises(AnnotationFileError, match="another text has that name here; rename the other"):
        unpack(packed)
    assert not (tmp_path / "other-work").exists()


def test_an_article_taken_off_the_shelf_can_be_put_back_whole(article):
    book = begin_key(article)
    before = {path.relative_to(own_folder()).as_posix(): path.read_bytes() for path in own_folder().rglob("*.json")}
    away = put_away(article.id)

    assert [] == own_articles() and {f"removed/{away}/{name}" for name in before} == {
        path.relative_to(own_folder()).as_posix() for path in own_folder().rglob("*.json")}
    assert article.id == put_back(away)
    assert before == {path.relative_to(own_folder()).as_posix(): path.read_bytes() for path in own_folder().rglob("*.json")}
    assert book.items == begin_key(article).items


def test_an_article_under_a_colleagues_file_name_can_be_put_back_too(article):
    (own_folder() / f"{article.id}.json").rename(own_folder() / "late.second-source.json")

    assert "late.second-source" == put_back(put_away("late.second-source"))


def test_a_backup_holds_an_article_that_only_an_earlier_version_has_marks_on(article, work, tmp_path, monkeypatch):
    book = open_workbook("05_your_article")
    book.change([Annotation(0, 4, id="m1", label="source", article=article.id)])
    book.commit(article.id, article.id, ["source"])
    book.change(drop=["m1"])
    packed = pack()
    monkeypatch.setenv("SECOND_SOURCE_WORK", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "articles elsewhere"))
    unpack(packed)

    assert article.text == open_article(article.id).text
    assert 1 == len(open_workbook("05_your_article").versions(article.id)[0].annotations)


def test_a_source_without_end_is_told_in_short_so_that_the_key_can_be_read_again():
    named = "Ana Berg, " + "whose boat is old and whose harbour is small and ".join([""] * 100) + "who lives there"
    article = save_article(from_text(f"Late again\n\n“The boat is late,” said {named}."))
    begin_key(article)

    assert max(len(item.note) for item in open_key_file(article).items) < 1_000


def test_a_text_with_more_proposals_than_anybody_looks_at_begins_with_the_first(monkeypatch):
    monkeypatch.setattr("lessons.ownshelf.MOST_PROPOSED", 2)
    book = begin_key(save_article(from_text(BROUGHT_TEXT)))

    assert (2, 2) == (len(book.items), book.proposed)


def test_what_cannot_be_put_back_stays_where_it_is(article):
    away = put_away(article.id)
    with pytest.raises(ArticleError) as gone:
        put_back("nothing-here")
    assert "“nothing-here” cannot be put back, because its files are gone; look into the folder “my-articles/removed”." == str(gone.value)
    with pytest.raises(ArticleError):
        put_back("../" + away)
    (own_folder() / f"{article.id}.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ArticleError) as taken:
        put_back(away)
    assert f"“{away}” cannot be put back, because another article has its name now; look into the folder “my-articles/removed”." == str(taken.value)


def test_the_same_article_can_be_taken_away_twice(article):
    intake = from_text(article.text)
    first = put_away(article.id)
    save_article(intake)
    assert first != put_away(article.id)


def test_a_text_without_a_headline_is_known_by_its_first_words():
    kept = save_article(from_text("The night ferry to Holm will stop in March, the company said on Friday. Nobody laughed."))

    assert "The night ferry to Holm will stop in March, the company…" == kept.title


@pytest.mark.parametrize("chosen", ["%PDF-1.7", "Late again", ""])
def test_a_file_that_nobody_shared_is_refused_without_a_word_of_formats(chosen):
    with pytest.raises(LessonError) as refused:
        unpack_article(chosen, "a.pdf")

    assert str(refused.value) == ("The file “a.pdf” does not hold an article of this kit; choose a file that “Download to share” made. "
                                  "The file was left as it is.")


def test_a_corrected_text_is_another_article_than_the_one_taken_off_and_the_same_text_is_the_same(article):
    name = article.id
    book = open_workbook("05_your_article")
    crossing = BROUGHT_TEXT.index("crossing")
    book.change([Annotation(crossing, crossing + 8, id="m", label="claim", article=name)])
    put_away(name)

    corrected = save_article(from_text(BROUGHT_TEXT.replace("crossing", "passages")))
    assert "late-again-2" == corrected.id, "its marks would point at words that are not there"
    assert ((), "m") == (open_workbook("05_your_article").items, open_workbook("05_your_article").absent[0].id)
    again = save_article(from_text(BROUGHT_TEXT))
    assert (name, ["m"]) == (again.id, [item.id for item in open_workbook("05_your_article").items])


def test_where_a_key_cannot_be_moved_the_article_stays_with_it(article, monkeypatch):
    begin_key(article)
    move = Path.replace

    def held(path, target):
        if path.parent.name == "keys" and "removed" not in path.parts:
            raise PermissionError(13, "The process cannot access the file")
        return move(path, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(StorageError, match="^The file “late-again.json” could not be moved"):
        put_away("late-again")
    assert ["late-again"] == own_articles() and key_path("late-again").exists()


def test_what_was_taken_off_the_shelf_is_listed_until_it_is_put_back(article):
    assert [] == removed_articles()
    name = put_away(article.id)
    (own_folder() / "removed" / "broken").mkdir()
    (own_folder() / "removed" / "broken" / "a.json").write_text("{")
    assert [(name, "Late again")] == removed_articles()
    put_back(name)
    assert [] == removed_articles()


def test_what_a_mac_leaves_beside_a_file_is_not_taken_for_the_article(article):
    name = put_away(article.id)
    (own_folder() / "removed" / name / f"._{article.id}.json").write_bytes(b"\0\5\26\7")
    assert article.id == put_back(name) and article == open_article(article.id)


def test_a_title_without_end_is_cut_so_that_the_article_can_be_opened_again():
    made = save_article(replace(from_text(BROUGHT_TEXT), title="Late " * 1_000))
    assert len(open_article(made.id).title) <= 301


def test_half_an_emoji_in_what_is_told_of_a_shared_article_can_be_sent_on(article, tmp_path, monkeypatch):
    shared = pack_article(article.id).replace('"title": "Late again"', '"title": "Late \\ud83d"')
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "elsewhere"))
    unpack_article(shared)[0].title.encode("utf-8")
