"""Tables, plots and the pictures made of them: the numbers, and the words beside them."""

from __future__ import annotations

import warnings
from dataclasses import replace

import matplotlib

matplotlib.use("Agg")

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Text

from lessons import Annotation, AnnotationSet, LessonError, open_article, open_key
from lessons.library import article_from_text
from lessons.pictures import _top, picture
from lessons.tables import (
    chains,
    claims_by_support,
    marks_table,
    quoted_share,
    readable,
    short_name,
    sources,
    sources_by,
)

OWN_WORDS = "The writer’s own words"
TEXT = (
    "“It is safe,” said engineer Lena Ruiz, according to the Herald. Ruiz added that the bridge was new. "
    "Experts say it is old.\n\nNobody was hurt."
)
NAMES = ["sources_by_kind", "sources_by_name", "quoted_words", "claims_by_support", "chains"]


@pytest.fixture
def marks() -> AnnotationSet:
    article = article_from_text("bridge", TEXT, {"outlet": "The Example"})

    def mark(name: str, label: str, words: str, *kinds: str, link: str = "", occurrence: int = 1) -> Annotation:
        span = article.find(words, occurrence)
        return Annotation(span.start, span.end, id=name, label=label, article="bridge", kinds=kinds, link=link)

    return AnnotationSet(article, (
        mark("ruiz", "source", "engineer Lena Ruiz", "source/named", "source/expert", link="herald"),
        mark("again", "source", "Ruiz", "source/named", "source/expert", occurrence=2),
        mark("herald", "source", "the Herald", "source/named", "source/media"),
        mark("experts", "source", "Experts", "source/vague"),
        mark("q1", "quotation", "“It is safe,”", "quotation/direct"),
        mark("q2", "quotation", "the bridge was new", "quotation/indirect"),
        mark("c1", "claim", "Experts say it is old.", "claim/checkable", "claim/vague"),
        mark("c2", "claim", "Nobody was hurt.", "claim/checkable", "claim/unsupported"),
        mark("c3", "claim", "“It is safe,”", "claim/not-checkable"),
    ))


@pytest.fixture
def keys() -> list[AnnotationSet]:
    return [open_key("hotnews"), open_key("dallas-express")]


def test_a_source_that_is_mentioned_twice_is_counted_once(marks: AnnotationSet) -> None:
    assert [marks.quote(item) for item in sources(marks)] == ["engineer Lena Ruiz", "the Herald", "Experts"]


def test_sources_are_counted_by_kind_and_an_unanswered_question_is_said(marks: AnnotationSet) -> None:
    counted = sources_by("what", [marks]).by_column()["The Example"]

    assert {kind: count for kind, count in counted.items() if count} == {"Expert": 1, "Other media": 1, "Not answered": 1}


def test_a_key_that_cannot_tell_a_kind_says_so(keys: list[AnnotationSet]) -> None:
    assert sources_by("what", keys).by_row()["The article does not say"]["HotNews.ro"] == 1


def test_quoted_shares_count_words_once_and_come_to_a_hundred(marks: AnnotationSet) -> None:
    shares = quoted_share([marks]).by_row()["The Example"]

    # of 26 words 3 are direct and 4 indirect
    assert shares == {"Direct": 11.5, "Partial": 0.0, "Indirect": 15.4, OWN_WORDS: 73.1}


def test_a_quotation_of_no_form_told_is_not_counted_as_the_writers_own_words(marks: AnnotationSet) -> None:
    untold = AnnotationSet(marks.article, tuple(replace(i, kinds=()) if "quotation/direct" in i.kinds else i for i in marks))

    assert quoted_share([untold]).by_row()["The Example"] == {
        "Direct": 0.0, "Partial": 0.0, "Indirect": 15.4, OWN_WORDS: 73.1, "Not answered": 11.5}
    assert picture("quoted_words", [untold], whose="mine").title.startswith("You marked 27 % of")


def test_an_article_whose_every_line_is_somebody_elses_has_no_words_to_count() -> None:
    article = article_from_text("x", "“Late,” she said.", {"furniture": [{"quote": "“Late,” she said.", "what": "promotion"}]})
    marks = AnnotationSet(article, (Annotation(0, 7, id="q1", label="quotation", article="x", kinds=("quotation/direct",)),))

    assert {0.0} == set(quoted_share([marks]).rows[0])
    assert picture("quoted_words", [marks], whose="mine").title


def test_furniture_is_not_counted_among_the_words(keys: list[AnnotationSet]) -> None:
    assert [round(sum(shares)) for shares in quoted_share(keys).rows] == [100, 100]
    assert all(not k.article.paragraphs[s.paragraph].furniture for k in keys for s in k.article.reporting())


def test_claims_leave_out_what_nobody_could_check(marks: AnnotationSet) -> None:
    counted = claims_by_support([marks]).by_column()["The Example"]

    assert {kind: count for kind, count in counted.items() if count} == {"Vaguely attributed": 1, "Unsupported": 1}


def test_chains_follow_words_through_every_hand(keys: list[AnnotationSet]) -> None:
    steps = list(chains(keys)["steps"])

    assert ("The U.S. military", "Laura Cooper", "Reuters", "HotNews.ro") in steps
    assert ("John Kirby", "CNN", "The Dallas Express") in steps
    assert ("Biden", "The Dallas Express (earlier)", "The Dallas Express") in steps
    assert ("Opponents", "HotNews.ro") in steps


def test_sources_that_pass_each_other_on_do_not_run_for_ever(marks: AnnotationSet) -> None:
    items = [Annotation(**{**vars(i), "link": {"herald": "ruiz"}.get(i.id, i.link)}) for i in marks]

    assert len(chains([AnnotationSet(marks.article, tuple(items))])) <= 3


@pytest.mark.parametrize(("words", "short"), [
    ("Laura Cooper, the Pentagon’s top official", "Laura Cooper"),
    ("a letter to the president written by Sen. Jim Risch (R-ID)", "a letter to the president"),
    ("Sen. Jim Risch (R-ID)", "Sen. Jim Risch"),
    ("Reuters", "Reuters"),
])
def test_a_short_name_is_what_stands_before_the_description(words: str, short: str) -> None:
    assert short_name(words) == short


def test_the_frame_of_marks_is_plain_and_its_offsets_give_the_words(marks: AnnotationSet) -> None:
    frame = marks_table(marks).frame

    assert isinstance(frame, pd.DataFrame) and list(frame.columns[:2]) == ["label", "words"]
    assert [TEXT[start:end] for start, end in zip(frame["start"], frame["end"], strict=True)] == list(frame["words"])


def test_the_frame_of_no_marks_is_empty_and_still_has_its_columns() -> None:
    frame = marks_table(AnnotationSet(open_article("hotnews"))).frame

    assert frame.empty and list(frame.columns) == ["label", "words", "note", "start", "end"]


@pytest.mark.parametrize("name", [*NAMES, "figures"])
def test_a_picture_has_a_title_that_states_a_summary_its_table_and_its_limits(name: str, keys: list) -> None:
    made = picture(name, keys, "cluster-munitions")
    shown = made._repr_html_()

    assert made.axes.figure._suptitle.get_text().replace("\n", " ") == made.title
    assert made.limits.startswith("What this does not show: ")
    assert 'alt="' in shown and "<table" in shown and "aria-label=" in shown
    assert all(outlet in made.summary for outlet in ("HotNews.ro", "The Dallas Express"))


@pytest.mark.parametrize("name", NAMES)
def test_without_marks_there_is_a_sentence_instead_of_an_empty_picture(name: str) -> None:
    made = picture(name, [AnnotationSet(open_article("hotnews"))])

    assert made.axes is None and not made.drawing
    assert "Mark some" in made._repr_html_() and "press “Restart (marks stay)”" in made._repr_html_()


def test_a_bar_is_as_long_as_the_number_written_at_its_end(keys: list[AnnotationSet]) -> None:
    axes = picture("sources_by_kind", keys).axes
    widths = sorted(bar.get_width() for bar in axes.patches)
    written = sorted(float(text.get_text()) for text in axes.texts)

    assert widths == written and max(widths) == 6


def test_the_scale_of_the_figures_has_round_ends_and_says_where_it_begins() -> None:
    made = picture("figures", topic="cluster-munitions")
    low, *_, high = made.axes.get_xticks()

    assert (low, high) == (100, 130)
    assert made.limits.endswith("The scale begins at 100, not at 0, so the gaps between the points look larger than they would on a scale from 0.")


def test_bars_of_two_articles_differ_in_more_than_colour(keys: list[AnnotationSet]) -> None:
    assert len({bar.get_hatch() for bar in picture("sources_by_kind", keys).axes.patches}) == 2


def test_pictures_are_shown_once_and_leave_no_figure_open(keys: list[AnnotationSet]) -> None:
    picture("chains", keys)

    assert plt.get_fignums() == []


@pytest.mark.parametrize(("column", "most"), [
    ({"Official": 2, "Expert": 1}, "official"), ({"Official": 1, "Expert": 1}, ""), ({"Official": 1, "Not answered": 4}, ""),
    ({"Official": 2, "The article does not say": 2}, "official"), ({"Official": 0}, ""), ({}, ""),
])
def test_a_title_says_most_often_only_of_what_is(column: dict[str, int], most: str) -> None:
    assert most == _top(column)


def test_a_title_names_no_kind_where_the_reader_has_told_none(marks: AnnotationSet) -> None:
    silent = AnnotationSet(marks.article, tuple(replace(item, kinds=()) for item in marks))
    drawn = picture("sources_by_kind", [silent], whose="mine")
    plt.close("all")

    assert drawn.title == f"Different sources you marked in The Example: {len(sources(silent))}"
    assert "From your own marks." in drawn._repr_html_() and "From your own marks." in repr(drawn)


def test_a_reader_sees_the_marks_counted_from_one_and_without_offsets(marks: AnnotationSet) -> None:
    shown = readable(marks_table(marks))

    assert list(shown.index) == list(range(1, len(marks.items) + 1))
    assert shown.columns == ("Marked as", "Words", "How identified", "What it is", "How exact", "Can be checked",
                             "What stands behind it", "Passed on by"), "and no column in which nothing stands"


def test_the_table_of_marks_names_who_said_it_and_who_passed_it_on(marks: AnnotationSet) -> None:
    items = [replace(item, link="ruiz") if item.id == "q1" else item for item in marks]
    table = marks_table(AnnotationSet(marks.article, tuple(items)))
    told = zip(table["words"], table["said by"], table["passed on by"], strict=True)

    assert [row for row in told if any(row[1:])] == [("“It is safe,”", "engineer Lena Ruiz", ""), ("engineer Lena Ruiz", "", "the Herald")]


@pytest.mark.parametrize("name", NAMES)
def test_the_title_of_a_readers_own_picture_speaks_of_the_marks_and_not_of_the_paper(name: str, marks: AnnotationSet) -> None:
    assert "ou marked" in picture(name, [marks], whose="mine").title
    assert "ou marked" not in picture(name, [marks], whose="key").title


def test_an_article_with_markup_in_its_words_cannot_put_markup_on_the_page() -> None:
    article = article_from_text("x", "<img src=x onerror=alert(1)> said so.", {"outlet": "<b>Outlet</b>"})
    marks = AnnotationSet(article, (Annotation(0, 28, id="a", label="source", article="x", kinds=("source/named",)),))

    shown = picture("chains", [marks])._repr_html_()
    assert "<img src=x" not in shown and "<b>Outlet" not in shown


def test_an_unknown_picture_is_told_with_the_ones_there_are() -> None:
    with pytest.raises(LessonError) as error:
        picture("pie")

    assert str(error.value).startswith("There is no picture “pie”; there is “")


def test_the_three_figures_are_in_the_articles_word_for_word() -> None:
    table = picture("figures", (), "cluster-munitions").table

    assert table["words"][:3] == ("more than 120 countries", "123 countries", "over 100 countries")
    assert all(words in sentence for words, sentence in zip(table["words"][:3], table["sentence"][:3], strict=True))


# ------------------------------------------------------------------------------------ the frames for readers who code

EXAMPLE = "The Example"
FRAMES = {
    "marks": lambda marks: marks_table(marks.of("claim")),
    "sources_by_name": lambda marks: sources_by("identified", [marks]),
    "claims_by_support": lambda marks: claims_by_support([marks]),
    "quoted_words": lambda marks: quoted_share([marks]),
    "chains": lambda marks: chains([marks]),
}
EXPECTED = {
    "marks": pd.DataFrame({
        "label": ["Claim"] * 3, "words": ["“It is safe,”", "Experts say it is old.", "Nobody was hurt."],
        "checkable": ["No", "Yes, it can be checked", "Yes, it can be checked"], "support": ["", "Vaguely attributed", "Unsupported"],
        "note": [""] * 3, "start": [0, 100, 124], "end": [13, 122, 140],
    }),
    "sources_by_name": pd.DataFrame({EXAMPLE: [2, 0, 1]}, index=["Named", "Unnamed, but described", "Vague"]),
    "claims_by_support": pd.DataFrame({EXAMPLE: [0, 0, 1, 1, 0]}, index=[
        "Evidence shown", "Attributed only", "Vaguely attributed", "Unsupported", "Needs no support"]),
    "quoted_words": pd.DataFrame({"Direct": [11.5], "Partial": [0.0], "Indirect": [15.4], OWN_WORDS: [73.1]}, index=[EXAMPLE]),
    "chains": pd.DataFrame({
        "steps": [("engineer Lena Ruiz", "the Herald", EXAMPLE), ("Experts", EXAMPLE)], "hands": [2, 1], "article": [EXAMPLE] * 2,
    }),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_has_the_names_the_values_and_the_types_that_pandas_gives_them(name: str, marks: AnnotationSet) -> None:
    pd.testing.assert_frame_equal(
        EXPECTED[name], FRAMES[name](marks).frame, check_exact=True, check_index_type="exact", check_column_type="exact")


def test_the_frame_of_a_picture_is_the_table_that_was_drawn(keys: list[AnnotationSet]) -> None:
    made = picture("figures", (), "cluster-munitions")

    pd.testing.assert_frame_equal(made.table.to_frame(), made.frame)
    assert [made.frame[name].dtype.kind for name in ("number", "open")] == ["i", "b"]


def test_shares_of_no_article_are_an_empty_frame_that_still_has_its_columns() -> None:
    assert ([], ["Direct", "Partial", "Indirect", OWN_WORDS]) == (list(quoted_share([])["Direct"]), list(quoted_share([]).frame.columns))


def test_of_two_marks_on_one_source_the_one_with_answers_counts(marks: AnnotationSet) -> None:
    known = next(item for item in marks.of("source") if item.kinds)
    whole = replace(known, id="whole", start=marks.article.sentences[0].start, end=marks.article.sentences[0].end, kinds=())
    both = AnnotationSet(marks.article, (replace(known, link=""), whole))
    assert [known.id] == [item.id for item in sources(both)]


def test_an_article_without_an_outlet_is_called_by_its_title(marks: AnnotationSet) -> None:
    bare = AnnotationSet(replace(marks.article, outlet="", title="Late again"), ())
    assert "No sources are marked in Late again yet" in picture("sources_by_kind", [marks, bare]).summary


def test_prices_in_a_headline_are_no_mathematics(marks: AnnotationSet) -> None:
    titles = ["City pays $2m, 5% of its $40m fund", "Fed's $2 trillion plan beats the $1 trillion plan", "$5 and $6", "The $1 boat"]
    priced = [AnnotationSet(replace(marks.article, outlet=title), marks.items) for title in titles]
    for name in NAMES:
        made = picture(name, priced)
        made._repr_html_()
        assert made.axes and not any(text.get_parse_math() for text in made.axes.figure.findobj(Text) if "$" in text.get_text()), name


@pytest.mark.parametrize("count", [2, 3, 5])
def test_long_names_of_articles_leave_room_for_what_is_drawn(marks: AnnotationSet, count: int) -> None:
    names = [f"Number {n}: the night ferry to the island will stop in March" for n in range(count)]
    made = picture("sources_by_kind", [AnnotationSet(replace(marks.article, outlet=name), marks.items) for name in names])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made._repr_html_()
    figure = made.axes.figure
    figure.canvas.draw()
    legend, page = made.axes.get_legend().get_window_extent(), figure.get_window_extent()
    assert page.x0 <= legend.x0 and legend.x1 <= page.x1 and page.y0 <= legend.y0
    assert made.axes.get_window_extent().width > 0.5 * page.width


@pytest.mark.parametrize("title", ["港口关闭", "الميناء مغلق", "항구가 닫혔다"])
def test_names_that_matplotlib_cannot_write_are_drawn_by_the_browser(marks: AnnotationSet, title: str) -> None:
    made = picture("sources_by_kind", [AnnotationSet(replace(marks.article, outlet=title), marks.items)])
    assert made.axes is None and title in made.drawing


def test_sources_that_pass_on_each_other_alone_are_seen_all_the_same(marks: AnnotationSet) -> None:
    two = [Annotation(**{**vars(i), "link": {"herald": "ruiz", "ruiz": "herald"}.get(i.id, "")}) for i in marks if i.id in ("herald", "ruiz")]
    own = [Annotation(**{**vars(i), "link": "ruiz"}) for i in marks if i.id == "ruiz"]

    assert [2] == list(chains([AnnotationSet(marks.article, tuple(two))])["hands"])
    assert [1] == list(chains([AnnotationSet(marks.article, tuple(own))])["hands"])
