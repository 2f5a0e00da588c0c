"""Article: paragraphs and sentences know where they stand and show their own text."""

import random
from itertools import pairwise

import pytest

from lessons.article import Article, Span, quoted, split_paragraphs, split_sentences
from lessons.errors import ArticleError
from lessons.library import article_from_text, list_articles, open_article
from tests.making import cases, named

SENTENCES = cases("sentences")
OFFSETS = cases("offsets")["spans"]
QUOTED = cases("quoted")["quoted"]
PIECES = ["Mr. Hale", "the U.S.", "“Why?”", "said", "‘no.’", "🚢", "e\u0301", "3.5", "(at last)", "…", "J.",
          "\u00a0", "。", "؟"]
GAPS = [" ", "  ", "\n", "\n\n", "\r\n", "\r\n\r\n", "\n \t\n", ". ", "! "]

PARAGRAPHS = [
    ("blank lines part paragraphs", "one\n\ntwo\n\nthree", ["one", "two", "three"]),
    ("a line end inside a paragraph does not part it", "one\ntwo\n\nthree", ["one\ntwo", "three"]),
    ("the same with CRLF", "one\r\ntwo\r\n\r\nthree", ["one\r\ntwo", "three"]),
    ("the same with a lone CR", "one\rtwo\r\rthree", ["one\rtwo", "three"]),
    ("without a blank line, lines are paragraphs", "one\ntwo\nthree", ["one", "two", "three"]),
    ("without a blank line, lines are paragraphs with CRLF", "one\r\ntwo\r\nthree", ["one", "two", "three"]),
    ("a blank line at the very end is no border", "one\ntwo\n\n", ["one", "two"]),
    ("a line of spaces is a blank line", "one\n \t \ntwo\nthree", ["one", "two\nthree"]),
    ("several blank lines are one border", "one\n\n\n\ntwo", ["one", "two"]),
    ("indents are not part of a paragraph", "  one\n\n   two  \n", ["one", "two"]),
    ("one line is one paragraph", "one", ["one"]),
    ("only a no-break space parts nothing", "one\u00a0two", ["one\u00a0two"]),
]


def with_limits(rows):
    made = []
    for row in rows:
        limit = pytest.mark.xfail(strict=True, reason=row["limit"]) if "limit" in row else ()
        made.append(pytest.param(row, id=row["name"], marks=limit))
    return made


@pytest.mark.parametrize("row", with_limits(SENTENCES))
def test_sentences(row):
    text = row["text"]

    assert row["sentences"] == [s.of(text)
                                for s in split_sentences(text, Span(0, len(text)), row["language"])]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=n) for n, t, e in PARAGRAPHS])
def test_paragraphs(text, expected):
    assert expected == [p.of(text) for p in split_paragraphs(text)]


@pytest.mark.parametrize(("name", "counts"), [
    ("dallas-express", (12, 17, 15)),
    ("hotnews", (12, 13, 11)),
    ("mill-street", (3, 3, 3)),
])
def test_an_article_has_this_many_paragraphs_sentences_and_sentences_of_reporting(name, counts):
    article = open_article(name)

    assert counts == (
        len(article.paragraphs), len(article.sentences), len(article.reporting()),
    )


@pytest.mark.parametrize("name", list_articles())
def test_no_sentence_of_the_shelf_lacks_a_word(name):
    article = open_article(name)

    assert [] == [s.of(article.text) for s in article.sentences if not article.words(s)]


@pytest.mark.parametrize("row", OFFSETS, ids=named(OFFSETS))
def test_a_span_shows_its_words(row):
    assert [s["words"] for s in row["spans"]] == [Span(*s["points"]).of(row["text"]) for s in row["spans"]]


@pytest.mark.parametrize("row", OFFSETS, ids=named(OFFSETS))
def test_the_units_of_a_span_are_what_utf_16_says(row):
    def units(point):
        return len(row["text"][:point].encode("utf-16-le")) // 2

    assert [s["units"] for s in row["spans"]] == [[units(point) for point in s["points"]]
                                                  for s in row["spans"]]


def test_sentences_tile_their_paragraphs_whatever_the_text():
    for seed in range(400):
        draw = random.Random(seed)
        text = "".join(draw.choice(PIECES) + draw.choice(GAPS) for _ in range(draw.randrange(1, 25))) + "End"
        article = Article("made", text)
        covered = {at for s in article.sentences for at in range(s.start, s.end)}

        assert {at for at, c in enumerate(text) if not c.isspace()} <= covered, (seed, text)


def test_sentences_never_overlap_and_stay_inside_their_paragraph():
    for seed in range(400):
        draw = random.Random(seed)
        article = Article("made", "".join(draw.choice(PIECES) + draw.choice(GAPS) for _ in range(20)) + "End")
        ends = [(s.start, s.end) for s in article.sentences]
        inside = [article.paragraphs[s.paragraph] for s in article.sentences]

        assert all(a[1] <= b[0] for a, b in pairwise(ends)), seed
        assert all(p.start <= s.start < s.end <= p.end for s,
                   p in zip(article.sentences, inside, strict=True)), seed


def test_line_ends_do_not_change_paragraphs_or_sentences():
    text = "One rain.\nTwo suns. Three.\n\nFour moons.\nFive.\n\n\nSix."
    pieces = [[" ".join(s.of(a.text).split()) for s in (*a.paragraphs, *a.sentences)] for a in (
        Article("lf", text), Article("crlf", text.replace("\n", "\r\n")),
        Article("cr", text.replace("\n", "\r")),
    )]

    assert pieces[0] == pieces[1] == pieces[2]


@pytest.mark.parametrize(("one", "other", "expected"), [
    pytest.param(Span(0, 5), Span(4, 9), True, id="one code point shared"),
    pytest.param(Span(0, 5), Span(5, 9), False, id="neighbours"),
    pytest.param(Span(0, 9), Span(3, 4), True, id="one inside the other"),
    pytest.param(Span(6, 9), Span(0, 2), False, id="apart"),
])
def test_two_spans_overlap_when_they_share_a_code_point(one, other, expected):
    assert (expected, expected) == (one.overlaps(other), other.overlaps(one))


def test_an_article_with_a_nul_character_is_refused():
    with pytest.raises(ArticleError) as refused:
        Article("torn", "It rain\0ed.")

    assert str(refused.value) == (
        "The article “torn” has a NUL character at position 7, so it is not a plain text file; save it "
        "again as plain "
        "UTF-8 text and open it once more."
    )


@pytest.mark.parametrize("text", ["", " ", "\n\r\n\t\u00a0"])
def test_an_article_without_a_word_is_refused(text):
    with pytest.raises(ArticleError) as refused:
        Article("blank", text)

    assert str(refused.value) == "The article “blank” is empty; put the article's text into its file."


def test_the_digest_is_that_of_the_utf_8_text():
    assert Article("x", "é").sha256 == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


def test_composed_and_decomposed_letters_are_two_texts():
    assert Article("x", "caf\u00e9").sha256 != Article("x", "cafe\u0301").sha256


def test_furniture_is_not_reporting():
    article = article_from_text("x", "It rained.\n\nBUY NOW\n\nIt stopped.",
                                {"furniture": [{"quote": "BUY", "what": "ad"}]})

    assert ["It rained.", "It stopped."] == [s.of(article.text) for s in article.reporting()]
    assert ["", "ad", ""] == [p.furniture for p in article.paragraphs]


def test_furniture_that_is_not_in_the_text_is_refused():
    with pytest.raises(ArticleError) as refused:
        article_from_text("x", "It rained.", {"furniture": [{"quote": "BUY NOW", "what": "ad"}]})

    assert str(refused.value) == (
        "The words “BUY NOW” do not stand 1 time(s) in the article “x”; copy them from the text, letter by "
        "letter."
    )


def test_words_are_found_at_their_second_place():
    assert Article("x", "rain, rain, rain").find("rain", 2) == Span(6, 10)


def test_words_that_stand_too_seldom_are_not_found():
    with pytest.raises(ArticleError) as refused:
        Article("x", "rain, rain").find("rain", 3)

    assert str(refused.value) == (
        "The words “rain” do not stand 3 time(s) in the article “x”; copy them from the text, letter by "
        "letter."
    )


@pytest.mark.parametrize(("text", "expected"), [
    ("It rained – twice.", 3), ("… — “”", 0), ("3.5 percent", 2), ("non-stop", 1), ("two\u00a0words", 2),
    ("雨だ", 1),
])
def test_a_word_is_a_run_with_a_letter_or_a_digit(text, expected):
    assert expected == Article("x", text).words()


@pytest.mark.parametrize(("position", "expected"), [(0, 0), (2, 0), (3, 0), (5, 1), (8, 1), (99, 1)])
def test_a_position_belongs_to_the_paragraph_it_stands_in_or_follows(position, expected):
    assert expected == Article("x", "one\n\ntwo").paragraph_at(position)


@pytest.mark.parametrize("row", QUOTED, ids=lambda row: row["name"])
def test_words_are_put_in_quotation_marks_unless_they_bring_their_own(row):
    assert row["quoted"] == quoted(row["words"])
