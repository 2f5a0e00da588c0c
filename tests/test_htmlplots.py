"""Pictures drawn as HTML: the numbers stand in them as words, and nothing rests on colour."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from lessons import htmlplots, plots
from lessons.palette import COLOURS
from lessons.scale import round_ends
from lessons.table import Table
from tests.making import Page

HOSTILE = "<img src=x onerror=alert(1)>\"'&"
COUNTS = Table(["The Example", "The Other"], [[4, 0], [1, 12]], ["Named", "Vague"])
SHARES = Table(["Direct", "Partial", "Own words"], [[12.5, 0.0, 87.5], [30.0, 20.5, 49.5]], ["The Example", "The Other"])
CHAINS = Table(["steps", "hands", "article"], [
    [("The army", "Laura", "Reuters", "The Example"), 3, "The Example"], [("Critics", "The Other"), 1, "The Other"],
])
FIGURES = Table(["who", "words", "number", "open"], [
    ["The Example", "more than 120 states", 120, True], ["The Other", "over 100 states", 101, True],
    ["The treaty", "111", 111, False], ["The Example", "120 states", 120, False],
])
PICTURES = {"grouped_bars": COUNTS, "stacked_shares": SHARES, "chain_diagram": CHAINS, "number_line": FIGURES}
every_picture = pytest.mark.parametrize("name", PICTURES)


def drawn(name: str, table: Table, title: str = "A title that states") -> str:
    return getattr(htmlplots, name)(table, title)


def widths(text: str) -> list[float]:
    """The widths of bars and pieces, in per cent, in their order."""
    return [float(width) for width in re.findall(r"[;\"]width:([\d.]+)%", text)]


def public(module: object) -> set[str]:
    return {name for name, value in vars(module).items()
            if isinstance(value, Callable) and value.__module__ == module.__name__ and not name.startswith("_") and not isinstance(value, type)}


def test_there_is_one_for_each_that_matplotlib_draws() -> None:
    assert set(PICTURES) == public(htmlplots) == public(plots)


@every_picture
def test_a_picture_is_one_image_to_a_screen_reader_and_its_title_names_it(name: str) -> None:
    page = Page.of(drawn(name, PICTURES[name]))

    assert [("div", "A title that states")] == [(tag, given["aria-label"]) for tag, given in page.tags if "role" in given]
    assert page.tags[0][1]["role"] == "img"


@every_picture
def test_a_picture_is_made_of_plain_elements_and_their_own_styles(name: str) -> None:
    page = Page.of(drawn(name, PICTURES[name]))

    assert {"div", "span"} >= {tag for tag, _ in page.tags}
    assert {"class", "role", "aria-label", "style"} >= {attribute for _, given in page.tags for attribute in given}
    assert "url(" not in drawn(name, PICTURES[name])


@pytest.mark.parametrize("name", ["grouped_bars", "stacked_shares"])
def test_every_number_stands_in_the_picture_as_words(name: str) -> None:
    table = PICTURES[name]
    written = [re.sub(r".* ([\d.]+) %", r"\1", words) for words in Page.of(drawn(name, table)).words]

    assert [f"{value:g}" for row in table.rows for value in row] == [words for words in written if re.fullmatch(r"[\d.]+", words)]


def test_bars_are_as_long_as_their_numbers_and_nothing_has_none() -> None:
    four, one, twelve = widths(drawn("grouped_bars", COUNTS))

    assert (four, one) == pytest.approx((twelve / 3, twelve / 12), rel=1e-3)
    assert twelve < 90, "the number has no room beside the longest bar"


def test_pieces_are_as_wide_as_their_shares() -> None:
    assert [12.5, 87.5, 30, 20.5, 49.5] == widths(drawn("stacked_shares", SHARES))


@pytest.mark.parametrize("name", ["grouped_bars", "stacked_shares"])
def test_what_differs_in_colour_differs_in_its_edge_too(name: str) -> None:
    names = [f"Outlet {number}" for number in range(len(COLOURS))]
    fills = set(re.findall(r"border:(\w+ \w+) #1b1b1b;background:.*?(#\w{6})[;\"]", drawn(name, Table(names, [[10] * len(names)], ["x"]))))
    edges, colours = zip(*fills, strict=True)

    assert len(COLOURS) == len(fills) == len(set(edges)) == len(set(colours))


def test_a_way_is_read_from_the_first_speaker_to_the_outlet() -> None:
    words = Page.of(drawn("chain_diagram", CHAINS)).words

    assert ["The army", "→", "Laura", "→", "Reuters", "→", "The Example", "Critics", "→", "The Other"] == words[1:]


def test_points_stand_in_the_order_of_their_numbers_between_two_round_ones() -> None:
    text = drawn("number_line", FIGURES)
    more_than_120, over_100, bound, plain_120 = [float(along) for along in re.findall(r"padding-left:([\d.]+)%", text)]

    assert over_100 < bound < plain_120 == more_than_120
    assert ["100", "120"] == Page.of(text).words[-2:]


def test_an_arrow_stands_where_the_text_leaves_the_figure_open() -> None:
    words = Page.of(drawn("number_line", FIGURES)).words

    assert ["→ more than 120 states", "→ over 100 states", "111", "120 states"] == [w for w in words if "1" in w][:4]


@pytest.mark.parametrize(("numbers", "ends"), [((101, 123), (100, 130)), ((7, 7), (7, 8)), ((0.2, 0.9), (0.2, 0.9)), ((3, 4500), (0, 5000))])
def test_the_scale_ends_in_round_numbers_that_differ(numbers: tuple, ends: tuple) -> None:
    assert round_ends(*numbers) == pytest.approx(ends)


@every_picture
def test_markup_in_any_word_stays_a_word(name: str) -> None:
    def spoilt(value):
        if isinstance(value, tuple):
            return tuple(map(spoilt, value))
        return value + HOSTILE if isinstance(value, str) else value

    table = PICTURES[name]
    columns = map(spoilt, table.columns) if name in ("grouped_bars", "stacked_shares") else table.columns
    hostile = Table(list(columns), [list(map(spoilt, row)) for row in table.rows], list(map(spoilt, table.index)))
    page = Page.of(drawn(name, hostile, HOSTILE))

    assert {"div", "span"} == {tag for tag, _ in page.tags}
    assert HOSTILE == page.words[0] == page.tags[0][1]["aria-label"]
    assert {"class", "role", "aria-label", "style"} == {attribute for _, given in page.tags for attribute in given}
