"""Two people key one article: what they share, and how each difference is settled in the first key."""

from dataclasses import replace

import pytest

from lessons.annotation import Annotation
from lessons.errors import LessonError
from lessons.intake import from_text
from lessons.labels import CONTESTED, REQUIRED
from lessons.library import open_key
from lessons.ownshelf import begin_key, pack_article, save_article, second_key, unpack_article
from lessons.places import own_folder
from lessons.settling import compare_keys, settle
from tests.making import BROUGHT_TEXT


@pytest.fixture
def article():
    return save_article(from_text(BROUGHT_TEXT))


@pytest.fixture
def first(article):
    book = begin_key(article)
    book.change([replace(item, standing=REQUIRED) for item in book.items])
    return book


@pytest.fixture
def second(article, first):
    """The first quotation alike, the second with another kind, and a claim that the first does not have."""
    same, differs = open_key("late-again").of("quotation").items[:2]
    book = second_key(article)
    assert () == book.items, "whoever keys an article again sees neither the first key nor the draft"
    late = BROUGHT_TEXT.index("the boat would stop")
    book.change([
        Annotation(same.start, same.end, id="a", label="quotation", article=article.id, kinds=same.kinds, standing=REQUIRED),
        Annotation(differs.start, differs.end, id="b", label="quotation", article=article.id, kinds=("quotation/partial",), standing=REQUIRED, note="Half of it."),
        Annotation(late, late + 9, id="c", label="claim", article=article.id, kinds=("claim/not-checkable",), standing=REQUIRED),
    ])
    return book


def difference(second_id):
    return next(row for row in compare_keys("late-again").differences if row.other and row.other.id == second_id)


def test_two_keys_are_compared_item_by_item(article, first, second):
    settling = compare_keys("late-again")

    assert [(one.label, one.counts[1]) for one in settling.agreement] == [("source", 0), ("quotation", 2), ("claim", 1)]
    assert "a" not in {row.other.id for row in settling.differences if row.other}
    assert ("quotation/indirect",) == difference("b").one.kinds and difference("c").one is None
    assert len(settling.differences) == len(open_key("late-again")) - 1 + 1


@pytest.mark.parametrize(("answer", "kinds", "note", "standing"), [
    ("first", ("quotation/indirect",), None, REQUIRED),
    ("second", ("quotation/partial",), "Half of it.", REQUIRED),
    ("contested", ("quotation/indirect",), "", CONTESTED),
])
def test_a_difference_in_kind_is_settled_by_either_key_or_as_contested(article, first, second, answer, kinds, note, standing):
    row = difference("b")
    item = settle("late-again", row.id, answer)
    first.refresh()
    now = next(one for one in first.items if one.id == item)

    assert (row.one.id, kinds, standing) == (now.id, now.kinds, now.standing)
    assert now.note == (row.one.note if note is None else note)
    assert row.id not in {left.id for left in compare_keys("late-again").differences}
    assert 3 == len(second_key(article).items), "the second key stays as its maker left it"


@pytest.mark.parametrize(("answer", "has", "standing"), [("first", False, None), ("second", True, REQUIRED), ("contested", True, CONTESTED)])
def test_what_only_the_second_has_is_left_out_or_taken_over(article, first, second, answer, has, standing):
    row = difference("c")
    settle("late-again", row.id, answer)
    first.refresh()
    there = [one for one in first.items if (one.start, one.label) == (row.other.start, "claim")]

    assert [standing] * has == [one.standing for one in there]
    assert row.id not in {left.id for left in compare_keys("late-again").differences}


@pytest.mark.parametrize(("answer", "has"), [("first", True), ("second", False), ("contested", True)])
def test_what_only_the_first_has_stays_or_goes(article, first, second, answer, has):
    row = next(row for row in compare_keys("late-again").differences if row.other is None)
    settle("late-again", row.id, answer)
    first.refresh()

    assert has == (row.one.id in {one.id for one in first.items})
    assert row.id not in {left.id for left in compare_keys("late-again").differences}


def test_a_quotation_taken_from_the_second_key_is_linked_to_the_source_of_the_first(article, first, second):
    speaker = next(item for item in first.items if item.label == "source")
    second.change([Annotation(speaker.start, speaker.end, id="s", label="source", article=article.id, kinds=speaker.kinds, standing=REQUIRED),
                   replace(next(i for i in second.items if i.id == "b"), link="s")])
    item = settle("late-again", difference("b").id, "second")
    first.refresh()

    assert speaker.id == next(one for one in first.items if one.id == item).link


def test_what_is_settled_stays_settled_for_a_colleague_who_gets_the_file(article, first, second):
    settle("late-again", difference("b").id, "first")
    left, shared = len(compare_keys("late-again").differences), pack_article("late-again")
    for path in own_folder().rglob("late-again.json"):
        path.unlink()
    unpack_article(shared)

    assert left == len(compare_keys("late-again").differences)


@pytest.mark.parametrize(("begin", "sentence"), [
    ("one key", "The article “Late again” has not been keyed twice; let a second person make a key of their own first."),
    ("a draft", "In the first key of “Late again” nobody has looked at 6 of the draft’s proposals; do that first, for a draft is nobody’s key."),
])
def test_what_cannot_be_compared_is_told_in_a_sentence(article, begin, sentence):
    begin_key(article)
    if begin == "a draft":
        second_key(article).change([Annotation(0, 4, id="a", label="source", article=article.id, standing=REQUIRED)])
    with pytest.raises(LessonError) as refused:
        compare_keys("late-again")
    assert sentence == str(refused.value)


def test_a_difference_that_is_gone_is_told(article, first, second):
    with pytest.raises(LessonError) as refused:
        settle("late-again", "x y", "first")
    assert "This difference is not there any more; compare the keys again." == str(refused.value)


def test_a_quotation_taken_before_its_source_finds_it_when_the_source_is_taken_too(article, first, second):
    place = BROUGHT_TEXT.index("the boat would stop")
    second.change([Annotation(place, place + 8, id="s", label="source", article=article.id, kinds=("source/named",), standing=REQUIRED),
                   replace(next(i for i in second.items if i.id == "c"), label="quotation", kinds=("quotation/indirect",), link="s")])
    quoted = settle("late-again", difference("c").id, "second")
    taken = settle("late-again", difference("s").id, "second")
    first.refresh()

    assert taken == next(one for one in first.items if one.id == quoted).link


def test_the_second_answer_to_a_quotation_leaves_who_said_it(article, first, second):
    row = difference("b")
    speaker = next(item for item in first.items if item.label == "source")
    first.change([replace(row.one, link=speaker.id)])
    settle("late-again", difference("b").id, "second")
    first.refresh()

    assert speaker.id == next(one for one in first.items if one.id == row.one.id).link
