"""One function per picture: takes a table, returns Axes. Says nothing about what the picture means."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Callable
from typing import Any
from unicodedata import bidirectional

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ticker import MaxNLocator

from .palette import COLOURS, INK
from .scale import round_ends
from .table import Table

HATCHES = ("", "//", "..", "xx", "--")  # one with each colour, for print
_TEXT = {"font.size": 12, "axes.titlesize": 13, "axes.edgecolor": INK, "text.color": INK, "figure.facecolor": "white",
         "axes.facecolor": "white", "hatch.color": "white"}


class Unwritable(Exception):
    """Words that matplotlib's font has no signs for, or that run from right to left, which matplotlib does not draw."""


def _as_written(draw: Callable[..., Axes]) -> Callable[..., Axes]:
    """Texts are shown as they stand: between two “$” matplotlib would read mathematics, and a headline has prices.

    Raises Unwritable for letters that would come out as empty boxes, or in the wrong order.
    """
    @functools.wraps(draw)
    def drawn(table: Table, title: str = "", **named: Any) -> Axes:
        font = get_font(findfont(FontProperties()))
        texts = [title, *table.columns, *table.index, *(value for row in table.rows for value in row)]
        letters = {letter for text in map(str, texts) for letter in text if letter.isprintable()}
        strange = [letter for letter in letters if not font.get_char_index(ord(letter)) or bidirectional(letter) in ("R", "AL")]
        if strange:
            raise Unwritable(min(strange))
        with plt.rc_context({"text.parse_math": False}):
            return draw(table, title, **named)
    return drawn


@_as_written
def grouped_bars(table: Table, title: str = "", longest: float = 1) -> Axes:
    """Horizontal bars: a group for each row of ``table``, a bar for each column, the number written at its end.

    A bar of ``longest``, if none is longer, would reach the edge: two pictures with the same are drawn to one scale.
    """
    height = 0.8 / max(1, len(table.columns))
    axes = _axes(title, 1.4 + (0.2 + 0.17 * len(table.columns)) * len(table))
    for place, column in enumerate(table.columns):
        at = [row + place * height for row in range(len(table))]
        bars = axes.barh(at, table[column], height=height * 0.9, label=column, color=COLOURS[place % len(COLOURS)],
                         hatch=HATCHES[place % len(HATCHES)], edgecolor="white")
        axes.bar_label(bars, labels=[f"{value:g}" for value in table[column]], padding=4)
    axes.set_yticks([row + 0.4 - height / 2 for row in range(len(table))], [_wrapped(name) for name in table.index])
    axes.invert_yaxis()
    axes.set_xlim(0, max([longest, *(value for row in table.rows for value in row)]) * 1.12)
    axes.xaxis.set_visible(False)
    _legend_below(axes)
    return axes


@_as_written
def stacked_shares(table: Table, title: str = "") -> Axes:
    """One bar of 100 per cent for each row of ``table``, a piece for each column; pieces of 4 % or more are labelled."""
    axes = _axes(title, 1.6 + 0.8 * len(table))
    left = [0.0] * len(table)
    for place, column in enumerate(table.columns):
        if not any(table[column]):
            continue
        bars = axes.barh(range(len(table)), table[column], left=left, label=column, color=COLOURS[place % len(COLOURS)],
                         hatch=HATCHES[place % len(HATCHES)], edgecolor="white")
        labels = [f"{value:.0f} %" if value >= 4 else "" for value in table[column]]
        axes.bar_label(bars, labels=labels, label_type="center", color=INK,
                       bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
        left = [start + share for start, share in zip(left, table[column], strict=True)]
    axes.set_yticks(range(len(table)), [_wrapped(name) for name in table.index])
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.xaxis.set_visible(False)
    _legend_below(axes)
    return axes


@_as_written
def chain_diagram(table: Table, title: str = "") -> Axes:
    """A line for each way into an article: boxes from the first speaker to the outlet, joined by arrows."""
    widest = max((len(steps) for steps in table["steps"]), default=2)
    lines = max((_wrapped(name, 18).count("\n") + 1 for steps in table["steps"] for name in steps), default=1)
    axes = _axes(title, 1.0 + (0.35 + 0.18 * lines) * max(1, len(table)))
    outlets = list(dict.fromkeys(table["article"]))
    for row, (steps, outlet) in enumerate(zip(table["steps"], table["article"], strict=True)):
        # Ways are set flush right, so that all outlets stand in one column and every extra hand shows as extra length.
        places = [widest - len(steps) + i for i in range(len(steps))]
        for place, name in zip(places, steps, strict=True):
            last = place == widest - 1
            colour = COLOURS[outlets.index(outlet) % len(COLOURS)]
            axes.text(place, row, _wrapped(name, 18), ha="center", va="center", fontsize=10,
                      fontweight="bold" if last else "normal",
                      bbox={"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": colour, "linewidth": 2 if last else 1})
        for place in places[:-1]:
            axes.annotate("", xy=(place + 0.62, row), xytext=(place + 0.38, row), arrowprops={"arrowstyle": "->", "color": INK})
    axes.set_xlim(-0.5, widest - 0.5)
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.set_axis_off()
    return axes


@_as_written
def number_line(table: Table, title: str = "") -> Axes:
    """A point for each figure on one scale; an arrow to the right where the text says “more than” or “over”."""
    axes = _axes(title, 1.2 + 0.6 * len(table))
    low, high = round_ends(min(table["number"]), max(table["number"]))
    room = (high - low) * 0.2
    whose = list(dict.fromkeys(table["who"]))
    for row, (who, words, number, open_ended) in enumerate(
            zip(table["who"], table["words"], table["number"], table["open"], strict=True)):
        colour = COLOURS[whose.index(who) % len(COLOURS)]
        axes.plot([number], [row], "o", markersize=10, color=colour)
        if open_ended:
            axes.annotate("", xy=(number + room * 0.6, row), xytext=(number, row),
                          arrowprops={"arrowstyle": "->", "color": colour, "linewidth": 2})
        axes.annotate(words, xy=(number, row), xytext=(0, 9), textcoords="offset points", ha="center", fontsize=10,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
    axes.set_yticks(range(len(table)), [_wrapped(who) for who in table["who"]])
    axes.set_ylim(len(table) - 0.5, -0.8)
    axes.set_xlim(low - room, high + room)  # room for words and arrows; the scale itself is the round numbers
    axes.set_xticks([tick for tick in MaxNLocator(6).tick_values(low, high) if low <= tick <= high])
    axes.grid(axis="x", color="#cccccc")
    axes.set_axisbelow(True)
    return axes


def _axes(title: str, height: float) -> Axes:
    with plt.rc_context(_TEXT):
        figure, axes = plt.subplots(figsize=(8.5, height), layout="constrained")
        figure.suptitle("\n".join(textwrap.wrap(title, 66)), x=0.01, ha="left", fontsize=13, fontweight="bold")
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.tick_params(left=False)
    # Shown by whoever asked for it, once: pyplot would show it a second time at the end of the cell.
    plt.close(figure)
    return axes


def _legend_below(axes: Axes) -> None:
    """As many names beside each other as there is room for; the picture grows by the lines that it takes."""
    handles, names = axes.get_legend_handles_labels()
    names = [_wrapped(name, 70) for name in names]
    longest = max((len(line) for name in names for line in name.split("\n")), default=0)
    beside = max(1, min(4, 100 // (longest + 6)))
    lines = sum(max(name.count("\n") + 1 for name in names[first : first + beside]) for first in range(0, len(names), beside))
    axes.figure.set_figheight(axes.figure.get_figheight() + 0.24 * max(0, lines - 1))
    axes.legend(handles, names, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=beside, frameon=False)


def _wrapped(words: str, width: int = 24) -> str:
    return "\n".join(textwrap.wrap(str(words), width))
