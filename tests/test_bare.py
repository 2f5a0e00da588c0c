"""Without pandas, numpy and matplotlib: the same tables, and the same pictures in another drawing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import lessons
from lessons import Annotation, AnnotationSet, open_key
from lessons.lesson import list_lessons
from lessons.library import article_from_text
from lessons.pictures import Picture, picture
from lessons.tables import quoted_share, readable
from tests.making import Page

WITHOUT = "Drawn as a simple picture, without a drawing program. The numbers are the same."
COUNTED = ["sources_by_kind", "sources_by_name", "claims_by_support"]
NAMES = [*COUNTED, "quoted_words", "chains"]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the lessons show in a Python that has none of the three."""
    environment = {**os.environ, "SECOND_SOURCE_WORK": str(tmp_path_factory.mktemp("bare"))}
    done = subprocess.run([sys.executable, "-m", "tests.bare"], capture_output=True, text=True, encoding="utf-8",
                          check=False, env=environment, cwd=Path(__file__).parent.parent)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def no_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a page that does not have it: nothing that was imported before is found again."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    monkeypatch.delitem(sys.modules, "lessons.plots", raising=False)
    monkeypatch.delattr(lessons, "plots", raising=False)


def of_keys(name: str) -> Picture:
    return picture(name, [open_key("hotnews"), open_key("dallas-express")], "cluster-munitions", "key")


def test_every_frame_of_every_lesson_is_shown_as_a_table_and_an_empty_live_one_as_a_sentence(bare: dict[str, str]) -> None:
    frames = [name for name in bare if " picture " not in name]
    empty = {name for name in frames if name.startswith("empty: live ")}

    assert len(frames) > 40 and len(empty) == sum(len(lessons.open_lesson(one).steps) for one in list_lessons())
    assert [] == [name for name in frames if (Page.of(bare[name]).tags[0][0] == "table") == (name in empty)]


def test_every_picture_of_lesson_4_is_drawn_and_an_empty_one_says_where_to_mark(bare: dict[str, str]) -> None:
    pages = {name: Page.of(text) for name, text in bare.items() if " picture " in name}
    empty = {f"empty: {live}picture {name} mine" for live in ("", "live ") for name in NAMES}

    assert empty == {name for name, page in pages.items() if WITHOUT not in page.words}
    assert empty == {name for name in pages if "press “Restart (marks stay)”" in bare[name]}


def test_what_a_reader_marked_is_counted(bare: dict[str, str]) -> None:
    assert re.search(r"Different sources you marked in HotNews.ro: \d, named: \d", bare["full: picture sources_by_name mine"])
    assert "Laura Cooper" in bare["full: live frame 01_who_says_so hotnews"]


@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_the_table_stands_below_the_picture(name: str, bare: dict[str, str]) -> None:
    words = Page.of(bare[f"full: picture {name} key"]).words

    assert {str(value) for row in readable(of_keys(name).table).rows for value in row} <= set(words)


@pytest.mark.parametrize("name", COUNTED)
def test_every_number_stands_in_the_picture_too(name: str, bare: dict[str, str]) -> None:
    drawing = bare[f"full: picture {name} key"].partition("<figcaption>")[0]

    assert [str(value) for row in of_keys(name).table.rows for value in row] == re.findall(r">(\d+)<", drawing)


def test_every_share_stands_in_the_picture_with_what_it_is_a_share_of(bare: dict[str, str]) -> None:
    drawing = bare["full: picture quoted_words key"].partition("<figcaption>")[0]
    table = quoted_share([open_key("hotnews"), open_key("dallas-express")])

    assert all(f">{form} {share:g} %<" in drawing for row in table.rows for form, share in zip(table.columns, row, strict=True))


@pytest.mark.parametrize("name", [*NAMES, "figures"])
def test_only_the_drawing_is_another(name: str, no_matplotlib: None, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = of_keys(name)
    monkeypatch.undo()
    plotted = of_keys(name)

    assert repr(plotted) == repr(drawn) and plotted.table == drawn.table
    assert (False, True) == (WITHOUT in plotted._repr_html_(), WITHOUT in drawn._repr_html_())
    without = drawn._repr_html_().replace(drawn.drawing, "").replace(f"<p>{WITHOUT}</p>", "")
    assert without == re.sub("<img .*?>", "", plotted._repr_html_())


def test_a_fault_in_the_plots_is_not_taken_for_a_missing_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_table: object, _title: str) -> None:
        raise ImportError("something else")

    monkeypatch.setattr("lessons.plots.chain_diagram", broken)

    with pytest.raises(ImportError, match="something else"):
        of_keys("chains")


@pytest.mark.parametrize("name", NAMES)
def test_an_article_cannot_put_markup_on_the_page(name: str, no_matplotlib: None) -> None:
    article = article_from_text("x", "<img src=x onerror=alert(1)> said so.", {"outlet": "<b>Outlet</b>"})
    kinds = {"source": ("source/named",), "quotation": ("quotation/direct",), "claim": ("claim/checkable", "claim/vague")}
    marks = AnnotationSet(article, tuple(
        Annotation(0, 28, id=label, label=label, article="x", kinds=kinds[label]) for label in kinds))
    shown = Page.of(picture(name, [marks])._repr_html_())

    assert WITHOUT in shown.words
    assert {"b", "img"}.isdisjoint(tag for tag, _ in shown.tags)
