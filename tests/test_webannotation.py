"""Web Annotation pages: what is written can be read, and what cannot be used is refused and left alone."""

import json

import pytest

from lessons.article import Span
from lessons.errors import AnnotationFileError, LessonError
from lessons.library import article_from_text, list_articles, open_article, open_key
from lessons.selectors import anchor, describe
from lessons.webannotation import (
    FORMAT,
    from_json,
    page_annotations,
    parse_page,
    read_page,
    to_json,
)
from tests.making import FERRY, FERRY_TEXT, find_article, item, mark, on_page

LEFT = " The file was left as it is."
WHOLE = (
    mark("🚢", "claim", "claim/checkable", "claim/vague", id="m1",
         note="Says “who”? <b>1 &amp; 2</b>\nNext line.\t\u2028"),
    mark("Inga Dahl", "source", "source/named", id="m2", created="2026-01-01T10:00:00.000Z",
         modified="2026-01-01T10:05:00.000Z", creator="reader", link="m4"),
    mark("“We are losing money on every trip,”", "quotation", "quotation/direct", id="m3", link="m2"),
    item("Per Lund, a teacher", "source", "source/named", id="m4", standing="key/contested"),
)


def read(path, shelf=find_article):
    return page_annotations(read_page(path), shelf, path.name)


def edited(change):
    """The bytes of a good page with one mark, after ``change`` has had its way with the parsed page."""
    data = json.loads(on_page(mark("Inga Dahl", "source", "source/named", id="m1")))
    change(data)
    return json.dumps(data, ensure_ascii=False).encode()


def position(**where):
    return lambda data: data["items"][0]["target"]["selector"][0].update(where)


def quote(**what):
    return lambda data: data["items"][0]["target"]["selector"][1].update(what)


def body(place, value):
    return lambda data: data["items"][0]["body"][place].update(value=value)


def selectors(words, occurrence=1, text=FERRY_TEXT, **where):
    """The selectors of these words, with the position changed as ``where`` says."""
    span = article_from_text("x", text).find(words, occurrence)
    made = describe(text, span)
    made[0].update(where)
    return made


# ------------------------------------------------------------------------------------------------ round trips


@pytest.mark.parametrize("annotation", WHOLE,
                         ids=["all that a text can hold", "times and a link", "a link", "a standing"])
def test_a_mark_is_read_as_it_was_written(annotation):
    assert annotation == from_json(json.loads(json.dumps(to_json(annotation, FERRY.text))), find_article)


def test_a_page_is_read_as_it_was_written():
    read_again = page_annotations(parse_page(on_page(*WHOLE).encode(), "a"), find_article, "a")

    assert tuple(sorted(WHOLE, key=lambda m: m.sort_key)) == read_again


def test_a_page_read_and_written_again_is_the_same_to_the_byte():
    text = on_page(*WHOLE)
    again = on_page(*page_annotations(parse_page(text.encode(), "a"), find_article, "a"))

    assert text == again


def test_a_page_is_written_as_json_with_two_spaces_whatever_it_holds():
    text = on_page(*WHOLE, commits=[{"step": "a\nb", "items": WHOLE}, {"step": "", "items": ()}], settled=[], nothing={})

    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
    assert len(WHOLE) == len(json.loads(text)["ss:commits"][0]["items"])


def test_the_order_in_which_marks_were_made_does_not_show():
    assert on_page(*WHOLE) == on_page(*reversed(WHOLE))


@pytest.mark.parametrize("name", list_articles())
def test_the_marks_of_a_key_are_read_as_they_were_written(name):
    key = open_key(name)

    assert list(key) == [from_json(to_json(annotation, key.article.text), open_article) for annotation in key]


def test_a_page_carries_the_digest_of_its_article_and_never_its_text():
    data = json.loads(on_page(WHOLE[0]))

    assert {"ferry": FERRY.sha256} == data["ss:articles"]
    assert "1921" not in on_page(WHOLE[0])


def test_a_page_names_the_w3c_context_and_its_format():
    data = json.loads(on_page())

    assert ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage",
            1) == (data["@context"][0], data["type"], data["ss:format"])


def test_a_page_ends_in_a_line_end_and_holds_letters_as_letters():
    text = on_page(WHOLE[0])

    assert text.endswith("}\n") and "🚢" in text


def test_a_key_item_is_an_assessment_and_a_readers_mark_a_classification():
    assert ("assessing", "classifying") == (to_json(WHOLE[3], FERRY.text)["motivation"],
                                            to_json(WHOLE[0], FERRY.text)["motivation"])


def test_members_that_are_empty_are_not_written():
    assert ["id", "type", "motivation", "body", "target"] == list(to_json(mark("Some"), FERRY.text))


def test_a_page_without_a_format_is_read_as_the_oldest():
    data = json.loads(on_page(WHOLE[0]))
    del data["ss:format"]

    assert WHOLE[:1] == page_annotations(parse_page(json.dumps(data).encode(), "a"), find_article, "a")


def test_a_byte_order_mark_before_a_page_is_let_pass():
    assert "AnnotationPage" == parse_page(b"\xef\xbb\xbf" + on_page().encode(), "a")["type"]


# ---------------------------------------------------------------------------------------- describe and anchor


def test_a_span_is_described_by_its_place_its_words_and_what_stands_around_it():
    assert describe(FERRY_TEXT, FERRY.find("Inga Dahl")) == [
        {"type": "TextPositionSelector", "start": 116, "end": 125},
        {"type": "TextQuoteSelector", "exact": "Inga Dahl", "prefix": "sing money on every trip,” said ",
         "suffix": ", who runs the line. Dahl gave n"},
    ]


def test_at_the_edges_of_a_text_there_is_less_around_it():
    assert ("", "") == tuple(describe("all", Span(0, 3))[1][side] for side in ("prefix", "suffix"))


@pytest.mark.parametrize("name", [*list_articles(), "ferry"])
def test_every_sentence_is_anchored_where_it_was_described(name):
    article = FERRY if name == "ferry" else open_article(name)

    for sentence in article.sentences:
        assert (sentence.start, sentence.end) == (
            (found := anchor(article.text, describe(article.text, sentence))).start, found.end)


ANCHORED = [
    ("the position holds although the words stand elsewhere too", FERRY_TEXT, selectors("Dahl", 3), 3),
    ("a position that is off by one gives way to the words", FERRY_TEXT,
     selectors("Inga Dahl", start=117, end=126), 1),
    ("a position past the end gives way to the words", FERRY_TEXT,
     selectors("Inga Dahl", start=9000, end=9009), 1),
    ("a negative position gives way to the words", FERRY_TEXT, selectors("Inga Dahl", start=-9, end=0), 1),
    ("a position in words gives way to the words", FERRY_TEXT,
     selectors("Inga Dahl", start="116", end="125"), 1),
    ("a position of truth values gives way to the words", FERRY_TEXT,
     selectors("Inga Dahl", start=False, end=True), 1),
    ("a missing position gives way to the words", FERRY_TEXT, selectors("Inga Dahl")[1:], 1),
    ("a text with a new first line shifts everything", "NEWS 📰\n\n" + FERRY_TEXT, selectors("Inga Dahl"), 1),
    ("of several places the context decides: the first", "Up. " + FERRY_TEXT,
     selectors("The ferry to Holm", 1), 1),
    ("of several places the context decides: the last", "Up. " + FERRY_TEXT,
     selectors("The ferry to Holm", 2), 2),
    ("of three places the context decides: the second", "Up. " + FERRY_TEXT, selectors("Dahl", 2), 2),
    ("a context that half agrees still decides", FERRY_TEXT.replace("gave no", "has no"),
     selectors("Dahl", 2, start=0), 2),
    ("selectors in another order", FERRY_TEXT, selectors("Inga Dahl")[::-1], 1),
    ("a selector of a type unknown here is passed over", FERRY_TEXT,
     [{"type": "CssSelector"}, *selectors("Inga Dahl")], 1),
]


@pytest.mark.parametrize(("text", "where", "occurrence"),
                         [pytest.param(*row, id=name) for name, *row in ANCHORED])
def test_anchored(text, where, occurrence):
    words = next(s for s in where if "exact" in s)["exact"]

    assert article_from_text("x", text).find(words, occurrence) == anchor(text, where)


ASTRAY = [
    ("words that are not in the text", FERRY_TEXT, selectors("Olga Dahl", text="Olga Dahl came."),
     "quotes “Olga Dahl”, and those words are not in the article"),
    ("words in other letters", FERRY_TEXT, selectors("inga dahl", text="inga dahl came."),
     "quotes “inga dahl”, and those words are not in the article"),
    ("an accent written another way", "At the caf\u00e9.", selectors("cafe\u0301", text="At the cafe\u0301."),
     "quotes “cafe\u0301”, and those words are not in the article"),
    ("many words that are not in the text are cut short", FERRY_TEXT,
     [{"type": "TextQuoteSelector", "exact": "no " * 40}],
     "quotes “no no no no no no no no no no no no no no no no no no no …”, and those words are not in the "
     "article"),
    ("no words to check", FERRY_TEXT, selectors("Dahl")[:1], "has no quoted words to check its place with"),
    ("empty words", FERRY_TEXT, [{"type": "TextQuoteSelector", "exact": ""}],
     "has no quoted words to check its place with"),
    ("words that are a number", FERRY_TEXT, [{"type": "TextQuoteSelector", "exact": 7}],
     "has no quoted words to check its place with"),
    ("several places that the context cannot tell apart", "rain. rain. rain.",
     [{"type": "TextQuoteSelector", "exact": "rain", "prefix": "", "suffix": "."}],
     "quotes “rain”, which stands in 3 places (at 0: “…rain. rain. rain.…”; at 6: “…rain. rain. rain.…”; "
     "at 12: “…rain. rain. rain.…”)"),
    ("two places, each shown with what stands around it", FERRY_TEXT,
     [{"type": "TextQuoteSelector", "exact": "The ferry to Holm"}],
     "quotes “The ferry to Holm”, which stands in 2 places (at 0: “…The ferry to Holm 🚢 will stop in May,…”; "
     "at 317: “…id not answer him. The ferry to Holm has run since 1921.…”)"),
]


@pytest.mark.parametrize(("text", "where", "sentence"),
                         [pytest.param(*row, id=name) for name, *row in ASTRAY])
def test_what_cannot_be_anchored_is_refused(text, where, sentence):
    with pytest.raises(LessonError) as refused:
        anchor(text, where)

    assert str(refused.value) == sentence


# -------------------------------------------------------------------------------------------------- bad files


def mark_1(what):
    return f"Mark 1 of 1 in the file “answers.json” cannot be used: {what}.{LEFT}"


GOOD = on_page(mark("Inga Dahl", "source", "source/named", id="m1")).encode()
LACKS = mark_1("“m1” lacks a part that every annotation has (body, target or selector)")
NOT_A_PAGE = (
    "The file “answers.json” is JSON but not an AnnotationPage, so it is not a key or an answers file of "
    "this kit; "
    "choose a file that the kit saved."
)


def broken(what):
    return (
        f"The file “answers.json” {what}, so it was not opened; use a backup, or start again in a new "
        "file."
    )


def too(what):
    return (
        f"The file “answers.json” {what} to be a key or an answers file, so it was not opened; check that "
        "it is the "
        "right file."
    )


BAD_FILES = [
    ("cut off in the middle", GOOD[: len(GOOD) // 2], broken("stops in the middle, at line 27")),
    ("cut off inside a word", GOOD[:-100], broken("stops in the middle, at line 43")),
    ("cut off before its last bracket", GOOD[:-2], broken("stops in the middle, at line 50")),
    ("empty", b"", broken("stops in the middle, at line 1")),
    ("not JSON", b"Dear teacher, here are my marks.", broken("is not JSON (line 1, column 1)")),
    ("JSON with a comma too many", GOOD.replace(b'"id": "m1",', b'"id": "m1",,'),
     broken("is not JSON (line 17, column 18)")),
    ("two pages in one file", GOOD + GOOD, broken("is not JSON (line 51, column 1)")),
    ("a web page", b"<html><body>Log in first</body></html>", broken("is not JSON (line 1, column 1)")),
    ("not UTF-8", GOOD.replace(b"Inga", b"In\xe9a"),
     "The file “answers.json” is not UTF-8 text (byte 929 cannot be read), so it was not opened; use the "
     "copy that the "
     "kit saved, or a backup."),
    ("UTF-16", GOOD.decode().encode("utf-16"),
     "The file “answers.json” is not UTF-8 text (byte 0 cannot be read), so it was not opened; use the copy "
     "that the "
     "kit saved, or a backup."),
    ("nested without end", b"[" * 200_000, too("is nested too deeply")),
    ("nested objects without end", b'{"a":' * 200_000, too("is nested too deeply")),
    ("a number of 5000 digits", GOOD.replace(b'"start": 116', b'"start": ' + b"1" * 5000),
     too("holds a number that is too long")),
    ("another kind of JSON", b'{"type": "FeatureCollection"}', NOT_A_PAGE),
    ("a list", b"[1, 2]", NOT_A_PAGE),
    ("a number", b"7", NOT_A_PAGE),
    ("a page whose marks are no list", edited(lambda data: data.update(items={})), NOT_A_PAGE),
    ("a newer format", edited(lambda data: data.update({"ss:format": FORMAT + 1})),
     "The file “answers.json” has format 2 and this copy of the kit reads up to 1; update the kit, then "
     "open it again."),
    ("a format in words", edited(lambda data: data.update({"ss:format": "one"})),
     "The file “answers.json” has format 'one' and this copy of the kit reads up to 1; update the kit, then "
     "open it again."),
    ("too many marks", edited(lambda data: data.update(items=[None] * 20_001)),
     "The file “answers.json” holds 20001 marks and at most 20000 are read; check that it is the right "
     "file."),
    ("another article", edited(lambda data: data["items"][0]["target"].update(source="bridge")),
     mark_1("“m1” There is no article “bridge” on this shelf")),
    ("an unknown label", edited(body(0, "opinion")),
     mark_1("The mark “m1” has the label “opinion”, which this kit does not know; the labels are “claim”, "
            "“quotation”, “source”")),
    ("an unknown kind", edited(body(1, "source/anonymous")),
     mark_1("The mark “m1” has the kind “source/anonymous”, which does not belong to the label “source”; "
            "the nearest are "
            "“source/none”, “source/cannot-tell”, “source/vague”")),
    ("a kind of another label", edited(body(1, "claim/vague")),
     mark_1("The mark “m1” has the kind “claim/vague”, which does not belong to the label “source”; the "
            "nearest are “source/vague”")),
    ("a standing that is none", edited(body(1, "key/optional")),
     mark_1("The key item “m1” has the standing “key/optional”; it can be “key/acceptable”, "
            "“key/contested”, “key/required”")),
    ("words that are not in the article", edited(quote(exact="Olga Dahl")),
     mark_1("“m1” quotes “Olga Dahl”, and those words are not in the article")),
    ("out of range, with words in several places", edited(lambda data: (
        position(start=9000, end=9004)(data), quote(exact="Dahl", prefix="", suffix="")(data))),
     mark_1("“m1” quotes “Dahl”, which stands in 3 places (at 121: “…ry trip,” said Inga Dahl, who runs the "
            "line.…”; "
            "at 146: “…who runs the line. Dahl gave no figures. S…”; at 291: “…er Lund, a teacher. Dahl did "
            "not answer him.…”)")),
    ("a mark that is no object", edited(lambda data: data.update(items=["m1"])),
     mark_1("is not an annotation (a JSON object was expected)")),
    ("a mark without a body", edited(lambda data: data["items"][0].pop("body")), LACKS),
    ("a mark without a target", edited(lambda data: data["items"][0].pop("target")), LACKS),
    ("a mark without a selector", edited(lambda data: data["items"][0]["target"].pop("selector")), LACKS),
    ("a body of the wrong type", edited(lambda data: data["items"][0].update(body="source")), LACKS),
    ("a body that is a number", edited(lambda data: data["items"][0].update(body=7)), LACKS),
    ("a target of the wrong type", edited(lambda data: data["items"][0].update(target=["ferry"])), LACKS),
    ("a selector of the wrong type", edited(lambda data: data["items"][0]["target"].update(selector=7)),
     LACKS),
    ("a mark without an id", edited(lambda data: data["items"][0].pop("id")),
     "The file “answers.json” has a mark without an id (number 1), and an id must be given and used once; "
     "give each mark an "
     f"id of its own.{LEFT}"),
    ("one id twice", edited(lambda data: data.update(items=data["items"] * 2)),
     "The file “answers.json” has two marks with the id “m1”, and an id must be given and used once; give "
     "each mark an id of "
     f"its own.{LEFT}"),
]


@pytest.mark.parametrize(("raw", "sentence"),
                         [pytest.param(raw, sentence, id=name) for name, raw, sentence in BAD_FILES])
def test_a_bad_file_is_refused_in_a_sentence_and_left_as_it_is(raw, sentence, tmp_path):
    path = tmp_path / "answers.json"
    path.write_bytes(raw)
    with pytest.raises(AnnotationFileError) as refused:
        read(path)

    assert str(refused.value) == sentence
    assert raw == path.read_bytes()


def test_a_file_of_50_mb_is_refused_without_being_read(tmp_path):
    path = tmp_path / "answers.json"
    with open(path, "wb") as file:
        file.truncate(50_000_000)
    before = path.stat()
    with pytest.raises(AnnotationFileError) as refused:
        read(path)

    assert str(refused.value) == (
        "The file “answers.json” has 50 MB, and the limit is 20 MB, so it was not opened; check that it is the right file."
    )
    assert (before.st_size, before.st_mtime_ns, before.st_blocks) == (
        (after := path.stat()).st_size, after.st_mtime_ns, after.st_blocks)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(AnnotationFileError) as refused:
        read(tmp_path / "answers.json")

    assert str(refused.value) == "The file “answers.json” could not be read (No such file or directory)."


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "answers.json").mkdir()
    with pytest.raises(AnnotationFileError) as refused:
        read(tmp_path / "answers.json")

    assert str(refused.value) == "The file “answers.json” could not be read (Is a directory)."


def test_a_file_cut_off_at_any_byte_is_refused():
    whole = on_page(*WHOLE).encode()
    read_anyway = []
    for length in range(len(whole) - 1):
        try:
            parse_page(whole[:length], "answers.json")
            read_anyway.append(length)
        except AnnotationFileError:
            pass

    assert read_anyway == []


def test_a_file_whose_place_is_shifted_is_read_at_its_words(tmp_path):
    path = tmp_path / "answers.json"
    path.write_bytes(edited(position(start=118, end=127)))

    assert ["Inga Dahl"] == [m.of(FERRY_TEXT) for m in read(path)]


def test_a_file_whose_place_is_out_of_range_is_read_at_its_words(tmp_path):
    path = tmp_path / "answers.json"
    path.write_bytes(edited(position(start=10**9, end=10**9 + 9)))

    assert ["Inga Dahl"] == [m.of(FERRY_TEXT) for m in read(path)]
