"""The teacher's pages: each has its parts, its minutes add up, and its answers are those of the key."""

import re

import pytest

from lessons.labels import ACCEPTABLE, all_labels, kind_names
from lessons.lesson import list_lessons, open_lesson
from lessons.library import list_articles, open_article, open_key
from lessons.places import content_folder

LESSONS = list_lessons()
MARKING = [name for name in LESSONS if open_lesson(name).steps]
PARTS = [
    "Objective", "Minutes", "You need", "Before class", "Script", "Expected answers", "Misconceptions",
    "Support and stretch", "Exit ticket", "If you have 25 minutes", "Standards",
    "What this lesson does not claim", "Where facts can be checked",
]
PICTURES = ["sources_by_kind", "sources_by_name", "quoted_words", "claims_by_support", "chains", "figures"]
# What fits on two sheets of A4 in a readable size: about this many words, tables and all.
TWO_PAGES = 1_725
ANSWER = re.compile(r"“(.+)”")
QUOTED = re.compile(r"“([^“”]+)”")
# Where a guide says a kind more briefly than the taxonomy does.
BRIEFLY = {"quotation/neutral-cue": "neutral", "quotation/judging-cue": "judging"}


def guide(lesson):
    """The text of a lesson's guide."""
    return (content_folder() / lesson / "guide.md").read_text(encoding="utf-8")


def parts(text, mark="## "):
    """heading -> what stands under it."""
    found = re.split(rf"^{mark}(.+)\n", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def part(lesson, name):
    """What stands under one heading of a guide."""
    return parts(guide(lesson))[name]


def table(text):
    """The rows of the Markdown table in ``text``, each a mapping from the head of its column."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def article_of(heading):
    """The article whose outlet, or title, is the heading."""
    return next(a for a in map(open_article, list_articles()) if heading in (a.outlet, a.title))


def answers(lesson):
    """Every row of the expected answers of a lesson, as (article, row)."""
    found = parts(part(lesson, "Expected answers"), "### ")
    return [(article_of(heading), row) for heading, text in found.items() for row in table(text)]


def label_of(lesson, row):
    """The label a row is about: the one in the row, else the only one that the lesson scores."""
    if "Label" in row:
        return row["Label"].lower()
    [label] = {label for step in open_lesson(lesson).steps for label in step.scored}
    return label


def words_of(row):
    """The quoted words of a row."""
    column = next(head for head in row if head.startswith("Words"))
    return ANSWER.fullmatch(row[column])[1]


def kinds_of(row, label):
    """The kinds that a row names; a claim is checkable unless the row says otherwise."""
    column = next(head for head in row if head in ("Kinds", "What stands behind it"))
    said = set(re.split("; | or ", row[column]))
    return said | {"Yes"} if label == "claim" and not said & {"Yes", "No"} else said


def brief_kinds(item):
    """The kinds of a key item, as a guide names them."""
    return {BRIEFLY.get(kind, kind_names()[kind].split(",")[0]) for kind in item.kinds}


def meant(lesson, article, row):
    """The key items that a row may be about: its label, paragraph, words, kinds, standing and reason."""
    label, reason = label_of(lesson, row), row["Reason in the key"].strip("*")
    return [
        item for item in open_key(article.id).of(label)
        if article.paragraph_at(item.start) + 1 == int(row["¶"]) and words_of(row) in item.of(article.text)
        and brief_kinds(item) == kinds_of(row, label) and kind_names()[item.standing] == row["Standing"]
        and reason and reason in item.note
    ]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_guide_has_every_part_in_the_same_order(lesson):
    assert list(parts(guide(lesson))) == PARTS
    assert all(text.strip() for text in parts(guide(lesson)).values())


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_guide_bears_the_title_of_its_lesson_and_the_two_sentences(lesson):
    assert open_lesson(lesson).title in guide(lesson).splitlines()[0]
    assert "Unsupported does not mean false. Attributed does not mean true." in guide(lesson)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_minutes_of_the_script_add_up_to_those_of_the_lesson(lesson):
    minutes = [int(re.match(r"\d+", row["Minutes"])[0]) for row in table(part(lesson, "Script"))]

    assert int(part(lesson, "Minutes")) == open_lesson(lesson).minutes == sum(minutes)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_short_version_takes_25_minutes(lesson):
    plan = re.match(r"\s*(\d+(?: \+ \d+)+):", part(lesson, "If you have 25 minutes"))

    assert sum(map(int, plan[1].split(" + "))) == 25


@pytest.mark.parametrize("lesson", MARKING)
def test_an_expected_answer_is_one_item_of_the_key_with_its_kinds_its_standing_and_its_reason(lesson):
    wrong = [row for article, row in answers(lesson) if len(meant(lesson, article, row)) != 1]

    assert wrong == []


@pytest.mark.parametrize("lesson", MARKING)
def test_no_required_or_contested_item_of_the_key_is_left_out(lesson):
    for step in open_lesson(lesson).steps:
        told = {item.id for article, row in answers(lesson) if article.id == step.article
                for item in meant(lesson, article, row)}
        key = open_key(step.article)
        assert [key.quote(item) for label in step.scored for item in key.of(label)
                if item.standing != ACCEPTABLE and item.id not in told] == []


@pytest.mark.parametrize("lesson", MARKING)
def test_what_is_also_right_is_an_acceptable_item_of_the_key(lesson):
    lines = [line for line in part(lesson, "Expected answers").splitlines() if line.startswith("Also right:")]
    acceptable = [key.quote(item) for key in map(open_key, {s.article for s in open_lesson(lesson).steps})
                  for item in key if item.standing == ACCEPTABLE]

    for words in QUOTED.findall(" ".join(line.split(" **")[0] for line in lines)):
        assert any(words in quote for quote in acceptable), words


def test_the_figures_in_the_guide_to_the_pictures_stand_in_the_articles():
    rows = table(part("04_side_by_side", "Expected answers"))
    quoted = [words for row in rows for words in QUOTED.findall(row["It shows"])]

    assert len(quoted) == 3
    assert all(any(words in open_article(name).text for name in list_articles()) for words in quoted)


def test_the_guide_to_the_pictures_gives_the_titles_that_the_keys_draw():
    lesson = open_lesson("04_side_by_side")
    titles = [lesson.picture(name, whose="key").title for name in PICTURES]

    assert [row["Its title"].strip("*") for row in table(part(lesson.id, "Expected answers"))] == titles


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_guide_says_that_contested_items_are_never_scored(lesson):
    assert "ontested items are never scored" in part(lesson, "Expected answers")


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_exit_ticket_has_its_four_steps(lesson):
    assert re.findall(r"(?<!\d)([0-3]): ", part(lesson, "Exit ticket")) == ["0", "1", "2", "3"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_guide_leads_only_to_files_that_exist(lesson):
    links = [target for target in re.findall(r"\]\(([^)]+)\)", guide(lesson)) if "://" not in target]

    assert links
    assert [target for target in links if not (content_folder() / lesson / target).is_file()] == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_guide_fits_two_printed_pages(lesson):
    assert len(guide(lesson).split()) <= TWO_PAGES


def test_every_label_of_the_taxonomy_is_taught_in_some_guide():
    taught = {label_of(lesson, row) for lesson in MARKING for _, row in answers(lesson)}

    assert taught == set(all_labels())
