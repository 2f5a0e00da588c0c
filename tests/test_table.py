"""The small table: plain values, a pandas frame where there is one, and HTML that names its rows and columns."""

from __future__ import annotations

import sys
from dataclasses import FrozenInstanceError

import pandas as pd
import pytest

from lessons.table import Table

COUNTS = Table(["The Example", "The Other"], [[1, 0], [2, 3]], ["Named", "Vague"])


def test_a_table_gives_its_values_by_column_and_by_row() -> None:
    assert (2, COUNTS["The Other"]) == (len(COUNTS), (0, 3))
    assert {"Named": 1, "Vague": 2} == COUNTS.by_column()["The Example"]
    assert {"The Example": 2, "The Other": 3} == COUNTS.by_row()["Vague"]


def test_rows_without_names_are_counted_from_0() -> None:
    assert [0, 1] == list(Table(["a"], [[5], [6]]).index)


def test_columns_are_selected_in_the_order_asked_for() -> None:
    assert Table(["b", "a"], [[2, 1]], ["x"]) == Table(["a", "b", "c"], [[1, 2, 3]], ["x"]).select(["b", "a"])


def test_a_table_cannot_be_changed_nor_what_it_was_made_of_reach_into_it() -> None:
    row = [1]
    table = Table(["a"], [row])
    row[0] = 2

    assert (1,) == table["a"]
    with pytest.raises(FrozenInstanceError):
        table.rows = ()


@pytest.mark.parametrize(("rows", "index"), [
    pytest.param([[1]], None, id="a row too short"),
    pytest.param([[1, 2, 3]], None, id="a row too long"),
    pytest.param([[1, 2]], ["x", "y"], id="a name too many"),
])
def test_a_table_that_is_not_square_is_refused(rows: list, index: list | None) -> None:
    with pytest.raises(ValueError, match="do not fit 1 rows"):
        Table(["a", "b"], rows, index)


def test_the_frame_has_the_same_names_and_the_types_of_the_values() -> None:
    frame = Table(["words", "share", "count", "open", "steps"], [["a", 0.5, 1, True, ("x", "y")]], ["first"]).to_frame()

    expected = pd.DataFrame({"words": ["a"], "share": [0.5], "count": [1], "open": [True], "steps": [("x", "y")]}, index=["first"])
    pd.testing.assert_frame_equal(expected, frame, check_column_type="exact", check_index_type="exact")


def test_rows_that_are_counted_are_counted_in_pandas_as_pandas_does() -> None:
    assert isinstance(Table(["a"], [[5], [6]]).to_frame().index, pd.RangeIndex)
    assert pd.RangeIndex(1, 3).equals(Table(["a"], [[5], [6]], range(1, 3)).to_frame().index)


def test_a_table_comes_back_from_pandas_as_it_was() -> None:
    assert COUNTS == Table.of(COUNTS.to_frame())
    assert Table.of(COUNTS) is COUNTS


def test_without_pandas_the_frame_is_the_table_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)

    assert COUNTS.frame is COUNTS
    with pytest.raises(ImportError):
        COUNTS.to_frame()


def test_every_row_and_column_of_the_html_has_its_heading() -> None:
    assert COUNTS._repr_html_() == (
        '<table class="dataframe"><thead><tr><td></td>'
        '<th scope="col" style="text-align:left">The Example</th><th scope="col" style="text-align:left">The Other</th>'
        '</tr></thead><tbody>'
        '<tr><th scope="row" style="text-align:left">Named</th><td style="text-align:left">1</td><td style="text-align:left">0</td></tr>'
        '<tr><th scope="row" style="text-align:left">Vague</th><td style="text-align:left">2</td><td style="text-align:left">3</td></tr>'
        '</tbody></table>'
    )


def test_words_are_shown_in_full_and_markup_in_them_as_words() -> None:
    shown = Table(["<i>"], [["<b>" + "long " * 30], [("one", "two")]], ["<u>", "&"])._repr_html_()

    assert "&lt;b&gt;" + "long " * 30 in shown and "one, two" in shown
    assert all(markup not in shown for markup in ("<i>", "<b>", "<u>", ">&<"))


def test_as_text_the_columns_stand_below_each_other() -> None:
    assert repr(COUNTS).splitlines() == [
        "       The Example  The Other",
        "Named  1            0",
        "Vague  2            3",
    ]
