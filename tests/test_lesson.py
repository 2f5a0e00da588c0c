"""Lessons: what a recipe promises is there, and what is not there is said in a sentence."""

from collections import Counter
from dataclasses import replace

import pytest

from lessons.annotation import AnnotationSet
from lessons.errors import LessonError
from lessons.labels import all_labels
from lessons.lesson import Lesson, list_lessons, open_lesson, show_marks
from lessons.library import list_articles, open_article, open_key
from lessons.table import Table
from lessons.tables import marks_table
from tests.making import FERRY, item, mark

STEPS = [pytest.param(name, step, id=f"{name}, {step.id}")
         for name in list_lessons() for step in open_lesson(name).steps]
EARLY, LATE = "2026-01-01T10:00:00.000Z", "2026-01-01T10:05:00.000Z"
every_lesson = pytest.mark.parametrize("name", list_lessons())
every_step = pytest.mark.parametrize(("name", "step"), STEPS)


@every_lesson
def test_a_lesson_has_a_title_and_a_length(name):
    lesson = open_lesson(name)

    assert lesson.title and 0 < lesson.minutes <= 90


@every_lesson
def test_no_two_steps_of_a_lesson_share_an_id(name):
    ids = [step.id for step in open_lesson(name).steps]

    assert len(ids) == len(set(ids))


@every_step
def test_a_step_is_about_an_article_of_the_shelf(name, step):
    assert step.article in list_articles()


@every_step
def test_a_step_asks_for_labels_that_are_there_and_compares_some_of_them(name, step):
    assert set() < set(step.scored) <= set(step.labels) <= set(all_labels())


@every_step
def test_a_step_with_a_key_has_something_required_to_find(name, step):
    assert not step.key or open_key(step.article).of(*step.scored).with_kind("key/required")


def test_an_unknown_lesson_is_refused_and_the_nearest_are_named(monkeypatch):
    monkeypatch.setattr("lessons.lesson.list_lessons", lambda: ["01_who_says_so", "02_whose_words"])
    with pytest.raises(LessonError) as refused:
        open_lesson("01_who_say_so")

    assert str(refused.value) == (
        "There is no lesson “01_who_say_so”; the nearest are “01_who_says_so”, “02_whose_words”."
    )


def test_an_unknown_step_is_refused_and_the_others_are_named():
    with pytest.raises(LessonError) as refused:
        open_lesson("01_who_says_so").exercise("hot-news")

    assert str(refused.value) == (
        "The lesson “01_who_says_so” has no step “hot-news”; it has “hotnews”, “dallas-express”."
    )


@pytest.mark.parametrize(("recipe", "problem"), [
    pytest.param("minutes = 5", "'title'", id="no title"),
    pytest.param('title = "x"\nlearn = "x"\nminutes = 5\n[[step]]\nlabels = []', "'article'", id="a step on nothing"),
    pytest.param("title: x", "Expected '=' after a key in a key/value pair (at line 1, column 6)",
                 id="no TOML"),
])
def test_a_recipe_that_cannot_be_read_is_refused(recipe, problem, tmp_path, monkeypatch):
    (tmp_path / "07_new").mkdir()
    (tmp_path / "07_new" / "lesson.toml").write_text(recipe, encoding="utf-8")
    monkeypatch.setattr("lessons.lesson.content_folder", lambda: tmp_path)
    with pytest.raises(LessonError) as refused:
        open_lesson("07_new")

    assert str(refused.value) == (
        f"The recipe of the lesson “07_new” cannot be read ({problem}); compare it with another lesson's."
    )


def test_a_lessons_own_words_stand_in_place_of_the_common_ones():
    common = Lesson({"id": "x", "title": "x", "minutes": 5, "learn": "x"}).phrases
    recipe = {"id": "x", "title": "x", "minutes": 5, "learn": "x", "feedback": {"hint": {"none_left": "Done."}}}
    own = Lesson(recipe).phrases

    assert {**common, "hint": {**common["hint"], "none_left": "Done."}} == own


def test_marks_to_look_at_cannot_be_changed():
    widget = show_marks(AnnotationSet(FERRY, (mark("Some", id="m1"), item("Critics", id="k1"))))

    assert ("locked", ["m1", "k1"], []) == (widget.mode, [m["id"] for m in widget.marks], widget.actions)


def test_what_is_live_is_made_anew_when_the_button_is_pressed_and_tells_a_problem_in_a_sentence() -> None:
    lesson = open_lesson("00_start_here")
    answers = iter([marks_table(open_key("mill-street")), LessonError("There is nothing to see yet.")])

    def make():
        answer = next(answers)
        if isinstance(answer, LessonError):
            raise answer
        return answer

    live = lesson.live(make)
    button, output = live.children
    assert "<table" in output.outputs[0]["data"]["text/html"]
    button._heard(button, {"type": "latest"}, [])
    assert output.outputs[0]["data"] == {"text/plain": "There is nothing to see yet.", "text/html": "<p>There is nothing to see yet.</p>"}


def test_one_press_makes_everything_of_a_lesson_anew_and_what_a_cell_showed_before_no_more() -> None:
    lesson, made = open_lesson("00_start_here"), Counter()

    def make(name: str) -> Table:
        made[name] += 1
        return Table(["a"], [[1]])

    lesson.live(make, "run before")
    button = lesson.live(make, "run before").children[0]
    lesson.live(make, "beside")
    button._heard(button, {"type": "latest"}, [])

    assert {"run before": 3, "beside": 2} == made


@pytest.mark.parametrize(("name", "drawn", "advice"), [
    ("01_who_says_so", "sources_by_name", "press the button above this line"), ("04_side_by_side", "chains", "press “Restart (marks stay)”"),
])
def test_without_marks_a_picture_says_how_to_come_by_it_where_it_stands(work, name, drawn, advice) -> None:
    assert advice in repr(open_lesson(name).picture(drawn))


def test_of_no_marks_a_sentence_is_shown_and_no_empty_table() -> None:
    lesson = open_lesson("01_who_says_so")
    shown = lesson.live(lesson.table, "hotnews").children[1].outputs[0]["data"]["text/html"]

    assert shown == "<p>Nothing is shown yet. Once you have marked something in that article, press the button.</p>"


def test_what_is_live_looks_the_same_from_a_pandas_frame_as_from_a_table() -> None:
    lesson = open_lesson("01_who_says_so")
    table = marks_table(open_key("hotnews"))
    live = [lesson.live(lambda made=made: made).children[1].outputs[0]["data"] for made in (table.to_frame(), table)]

    assert live[0] == live[1]
    assert ">Words<" in live[0]["text/html"] and ">start<" not in live[0]["text/html"]


# ------------------------------------------------------------------------------- marks that lessons carry on

DALLAS = open_article("dallas-express")
KIRBY = mark("John Kirby", article=DALLAS, id="k", created=EARLY, modified=EARLY)
BIDEN = mark("President Joe Biden", "source", "source/named", article=DALLAS, id="b", created=EARLY, modified=EARLY)
WORDS = mark("They are using them appropriately.", "quotation", article=DALLAS, id="q", created=EARLY, modified=EARLY)


@pytest.fixture
def first_lesson(work):
    """Lesson 1, in which two sources and, as no lesson of today asks, a quotation are marked."""
    book = open_lesson("01_who_says_so").workbook
    book.change(put=(KIRBY, BIDEN, WORDS))
    return book


def second_lesson():
    """The ids of what stands in lesson 2 when it is opened, and its workbook."""
    lesson = open_lesson("02_whose_words")
    return [item.id for item in lesson.exercise("dallas-express").marks()], lesson.workbook


def test_a_lesson_begins_with_the_marks_of_an_earlier_one_that_are_not_its_own_task(first_lesson):
    assert {"k", "b"} == set(second_lesson()[0])


def test_what_was_removed_in_the_later_lesson_does_not_come_back(first_lesson):
    second_lesson()[1].change(drop=("k",))

    assert ["b"] == second_lesson()[0]


def test_what_was_marked_in_the_later_lesson_is_not_marked_twice(first_lesson):
    open_lesson("02_whose_words").workbook.change(put=(replace(KIRBY, id="own"),))

    assert {"own", "b"} == set(second_lesson()[0])


def test_nothing_is_carried_into_a_step_that_is_committed(first_lesson):
    open_lesson("02_whose_words").workbook.commit("dallas-express", "dallas-express", ("source", "quotation"))

    assert [] == second_lesson()[0]


def test_without_an_earlier_lesson_nothing_is_carried_and_nothing_is_written(work):
    lesson = open_lesson("02_whose_words")
    lesson._carry(lesson.steps[0])

    assert not work.exists()


def test_marks_that_were_carried_are_no_work_of_the_reader_in_the_later_lesson(first_lesson):
    _, book = second_lesson()
    before = book.untouched("dallas-express")
    book.change(put=(WORDS,))

    assert (True, False) == (before, book.untouched("dallas-express"))


def test_a_carried_mark_counts_once_and_as_it_was_changed_last(first_lesson):
    _, book = second_lesson()
    book.change(put=(replace(BIDEN, kinds=("source/vague",), modified=LATE),))
    (marks,) = (one for one in open_lesson("04_side_by_side").sets() if one.article.id == "dallas-express")

    assert [(), ("source/vague",), ()] == [one.kinds for one in (marks.get("k"), marks.get("b"), marks.get("q"))]
    assert 3 == len(marks.items)


def test_an_earlier_lesson_that_cannot_be_read_keeps_nobody_from_the_later_one(first_lesson):
    first_lesson.path.write_text("{", encoding="utf-8")

    assert [] == second_lesson()[0]


@pytest.mark.parametrize(("cells", "follow"), [
    ([("a", 1), ("a", 2), ("a", 3)], [2]),
    ([("a", 1), ("b", 2), ("a", 3)], [1, 2]),
    ([("a", 1), ("a", 1)], [0, 1]),
    ([None, None, ("a", 1)], [0, 1, 2]),
])
def test_what_a_cell_showed_before_it_was_run_again_need_not_follow(monkeypatch, cells, follow):
    lesson = open_lesson("01_who_says_so")
    told, shown = iter(cells), []
    monkeypatch.setattr("lessons.lesson.running_cell", lambda: next(told))
    shown = [lesson.exercise("hotnews") for _ in cells]
    followed = []
    for number, one in enumerate(shown):
        monkeypatch.setattr(one, "follow", lambda number=number: followed.append(number))
    lesson._restored()
    assert followed == follow
