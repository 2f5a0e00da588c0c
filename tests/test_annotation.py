"""Annotations: what is well formed, in which order they come, and what a change makes of them."""

import pytest

from lessons.annotation import NOTE_LIMIT, Annotation, AnnotationSet, apply_change, check, describe_kinds, is_reason
from lessons.errors import LessonError
from tests.making import FERRY, cases, item, mark, named

CHANGES = cases("changes")
ROWS = CHANGES["cases"]
LENGTH = len(FERRY.text)

REFUSED = [
    ("an unknown label", {"label": "opinion"},
     "The mark “m1” has the label “opinion”, which this kit does not know; the labels are “claim”, "
     "“quotation”, “source”."),
    ("a label nearly right", {"label": "sources"},
     "The mark “m1” has the label “sources”, which this kit does not know; the labels are “claim”, "
     "“quotation”, "
     "“source”."),
    ("no label", {"label": ""},
     "The mark “m1” has the label “”, which this kit does not know; the labels are “claim”, “quotation”, "
     "“source”."),
    ("an unknown kind", {"kinds": ("source/nmaed",)},
     "The mark “m1” has the kind “source/nmaed”, which does not belong to the label “source”; the nearest "
     "are "
     "“source/named”, “source/media”, “source/none”."),
    ("a kind of another label", {"kinds": ("source/named", "claim/vague")},
     "The mark “m1” has the kind “claim/vague”, which does not belong to the label “source”; the nearest are "
     "“source/vague”."),
    ("an unknown standing", {"standing": "key/requird"},
     "The key item “m1” has the standing “key/requird”; it can be “key/acceptable”, “key/contested”, "
     "“key/required”."),
    ("an end past the text", {"end": LENGTH + 1},
     f"The mark “m1” runs from 0 to {LENGTH + 1}, but the article “ferry” has {LENGTH} characters; mark the "
     "passage again."),
    ("a start before the text", {"start": -1},
     f"The mark “m1” runs from -1 to 9, but the article “ferry” has {LENGTH} characters; mark the passage "
     "again."),
    ("an end before its start", {"start": 9, "end": 4},
     f"The mark “m1” runs from 9 to 4, but the article “ferry” has {LENGTH} characters; mark the passage "
     "again."),
    ("nothing marked", {"start": 9, "end": 9},
     f"The mark “m1” runs from 9 to 9, but the article “ferry” has {LENGTH} characters; mark the passage "
     "again."),
    ("an id too long", {"id": "x" * 1_000_000},
     "The mark “xxxxxxxxxxxxxxxxxxxx…” has a name of 1000000 characters and the limit is 200; "
     "no file of this kit has such a name, so get the file again from whoever made it."),
    ("a note too long", {"note": "x" * (NOTE_LIMIT + 1)},
     "The note on “m1” has 4001 characters and the limit is 4000; shorten it."),
]
TAKEN = [
    ("the last character", {"start": LENGTH - 1, "end": LENGTH}),
    ("the whole text", {"end": LENGTH}),
    ("a note as long as can be", {"note": "x" * NOTE_LIMIT}),
    ("markup in a note", {"note": "<script>alert(1)</script>"}),
    ("several kinds", {"kinds": ("source/named", "source/official")}),
    ("a standing", {"standing": "key/contested"}),
]


def made(**changes):
    return Annotation(**{"start": 0, "end": 9, "id": "m1", "label": "source", "article": "ferry", **changes})


def from_row(row):
    fields = {**CHANGES["blank"], **row}
    return Annotation(**{**fields, "kinds": tuple(fields["kinds"])}, article="ferry")


@pytest.mark.parametrize(("changes", "sentence"), [pytest.param(c, s, id=n) for n, c, s in REFUSED])
def test_a_mark_that_is_not_well_formed_is_refused(changes, sentence):
    with pytest.raises(LessonError) as refused:
        check(made(**changes), FERRY)

    assert str(refused.value) == sentence


@pytest.mark.parametrize("changes", [pytest.param(c, id=n) for n, c in TAKEN])
def test_a_mark_that_is_well_formed_comes_back_as_it_is(changes):
    annotation = made(**changes)

    assert check(annotation, FERRY) is annotation


@pytest.mark.parametrize("row", ROWS, ids=named(ROWS))
def test_changes(row):
    before, put, after = (tuple(map(from_row, row[name])) for name in ("before", "put", "after"))

    assert after == apply_change(before, put, row["drop"])


@pytest.mark.parametrize("row", ROWS, ids=named(ROWS))
def test_a_change_made_twice_is_made_once(row):
    put, after = (tuple(map(from_row, row[name])) for name in ("put", "after"))

    assert after == apply_change(after, put, row["drop"])


def test_a_change_leaves_other_articles_alone():
    elsewhere = made(id="m2", article="bridge")

    assert (elsewhere, made()) == apply_change([elsewhere], [made()], [])


def test_reading_order_does_not_depend_on_history():
    marks = [mark("Dahl"), mark("Inga Dahl"), mark("Inga", "claim"), mark("Some"),
             mark("Per Lund", "quotation")]

    assert AnnotationSet(FERRY, tuple(marks)).items == AnnotationSet(FERRY, tuple(reversed(marks))).items


def test_of_two_marks_that_begin_together_the_longer_comes_first():
    assert ["Inga Dahl", "Inga"] == [m.of(FERRY.text)
                                     for m in AnnotationSet(FERRY, (mark("Inga"), mark("Inga Dahl")))]


def test_a_set_gives_the_marks_of_a_label():
    marks = AnnotationSet(FERRY, (mark("Some"), mark("Dahl", "claim"), mark("Critics", "quotation")))

    assert ["claim", "quotation"] == [m.label for m in marks.of("claim", "quotation")]


def test_a_set_gives_the_marks_of_a_kind_or_a_standing():
    marks = AnnotationSet(FERRY, (item("Some", "source", "source/vague", id="a"), mark("Dahl", id="b")))

    assert ["a"] == [m.id
                     for m in marks.with_kind("source/vague")] == [m.id
                                                                   for m in marks.with_kind("key/required")]


def test_a_set_finds_a_mark_by_its_id_or_gives_nothing():
    marks = AnnotationSet(FERRY, (mark("Some", id="a"),))

    assert (mark("Some", id="a"), None) == (marks.get("a"), marks.get("b"))


def test_a_set_says_how_many_marks_it_holds():
    assert repr(AnnotationSet(FERRY,
                              (mark("Some"), mark("Dahl")))) == "<ferry: 2 sources, 0 quotations, 0 claims>"


def test_kinds_are_told_in_a_readers_words():
    assert describe_kinds(made(kinds=("source/described",
                                      "source/official"))) == "unnamed, but described, official"


@pytest.mark.parametrize("row", cases("reasons"), ids=lambda row: row["note"])
def test_a_reason_is_more_than_the_keys_that_decide(row):
    assert row["can_be"] == is_reason(row["note"])
