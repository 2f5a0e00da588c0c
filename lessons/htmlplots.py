"""The pictures of ``plots`` as HTML, for a page without matplotlib: the same names, each takes a table and returns HTML.

To a screen reader each is one image named by its title; the numbers are read in the table that stands beside it. Styles
stand in the elements, because the page of a notebook has no style sheet of ours. Does not scroll: it wraps.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

from .palette import COLOURS, INK
from .scale import round_ends
from .table import Table

# What tells bars apart besides the colour: a pattern, and an edge, which stays where forced colours and printers take
# patterns away.
_PATTERNS = (
    "",
    "repeating-linear-gradient(135deg,transparent 0 5px,#fff 5px 7px),",
    "radial-gradient(#fff 26%,transparent 30%) 0 0/7px 7px,",
    ("repeating-linear-gradient(45deg,transparent 0 5px,#fff 5px 6px),"
     "repeating-linear-gradient(135deg,transparent 0 5px,#fff 5px 6px),"),
    "repeating-linear-gradient(transparent 0 4px,#fff 4px 6px),",
)
_EDGES = ("2px solid", "2px dashed", "2px dotted", "4px double", "4px solid")


def grouped_bars(table: Table, title: str = "", longest: float = 1) -> str:
    """Horizontal bars: a group for each row of ``table``, a bar for each column, the number written at its end.

    A bar of ``longest``, if none is longer, reaches the edge: two pictures with the same are drawn to one scale.
    """
    longest = max([longest, *(value for row in table.rows for value in row)])
    groups = [
        _row(name, "".join(_bar(100 * value / longest, f"{value:g}", place) for place, value in enumerate(row)))
        for name, row in zip(table.index, table.rows, strict=True)
    ]
    return _image(title, [_legend(table.columns), *groups])


def stacked_shares(table: Table, title: str = "") -> str:
    """One bar of 100 per cent for each row of ``table``, a piece for each column; all shares are written below it."""
    rows = []
    for name, shares in zip(table.index, table.rows, strict=True):
        pieces = "".join(f'<div style="width:{share:g}%;{_fill(place)}"></div>' for place, share in enumerate(shares) if share)
        told = _legend(f"{column} {share:g} %" for column, share in zip(table.columns, shares, strict=True))
        rows.append(_row(name, f'<div style="display:flex;height:1.75rem">{pieces}</div>{told}'))
    return _image(title, rows)


def chain_diagram(table: Table, title: str = "") -> str:
    """A line for each way into an article: boxes from the first speaker to the outlet, joined by arrows."""
    outlets = list(dict.fromkeys(table["article"]))
    ways = []
    for steps, outlet in zip(table["steps"], table["article"], strict=True):
        place = outlets.index(outlet)
        boxes = "".join(_box(name, place, first=i == 0, last=i == len(steps) - 1) for i, name in enumerate(steps))
        # Set flush right, so that all outlets stand in one column and every extra hand shows as extra length.
        ways.append(f'<div style="display:flex;flex-wrap:wrap;justify-content:flex-end;gap:0.25rem 0;padding:0.3rem 0;'
                    f'border-bottom:1px solid #cccccc;break-inside:avoid">{boxes}</div>')
    return _image(title, ways)


def number_line(table: Table, title: str = "") -> str:
    """A point for each figure on one scale; an arrow to the right where the text says “more than” or “over”."""
    low, high = round_ends(min(table["number"]), max(table["number"]))
    whose = list(dict.fromkeys(table["who"]))
    rows = [
        _row(who, _point(_along(number, low, high), f"{'→ ' if open_ended else ''}{words}", whose.index(who)))
        for who, words, number, open_ended
        in zip(table["who"], table["words"], table["number"], table["open"], strict=True)
    ]
    return _image(title, [*rows, _row("", _scale(low, high))])


def _image(title: str, rows: Iterable[str]) -> str:
    name = html.escape(title)
    # White as a drawn picture is; in dark themes the lab extension turns both. Forced colours show the edge that is
    # transparent otherwise.
    return (
        f'<div class="ss-picture" role="img" aria-label="{name}" style="padding:0.75rem;border:1px solid transparent;background:#fff;color:{INK};'
        'line-height:1.35;text-align:left;overflow-wrap:anywhere;-webkit-print-color-adjust:exact;print-color-adjust:exact">'
        f'<div style="margin-bottom:0.75rem;font-weight:bold">{name}</div>{"".join(rows)}</div>'
    )


def _row(name: str, drawn: str) -> str:
    """A name and what is drawn for it: side by side, or one below the other where there is no room."""
    return (
        '<div style="display:flex;flex-wrap:wrap;align-items:center;gap:0.1rem 0.75rem;margin-bottom:0.5rem;break-inside:avoid">'
        f'<div style="flex:1 1 10rem">{html.escape(str(name))}</div><div style="flex:3 1 16rem;min-width:0">{drawn}</div></div>'
    )


def _bar(length: float, words: str, place: int) -> str:
    """A bar of ``length`` per cent of the room there is, less what its number needs. Nothing has no bar, only its 0."""
    bar = f'<div style="flex:none;width:{0.85 * length:.4g}%;height:1.1rem;{_fill(place)}"></div>' if length else ""
    return f'<div style="display:flex;align-items:center;gap:0.4rem">{bar}<span>{html.escape(words)}</span></div>'


def _legend(names: Iterable[str]) -> str:
    entries = "".join(
        '<span style="display:inline-flex;align-items:center;gap:0.4rem">'
        f'<span style="flex:none;width:1.6rem;height:1.1rem;{_fill(place)}"></span>{html.escape(name)}</span>'
        for place, name in enumerate(names)
    )
    return f'<div style="display:flex;flex-wrap:wrap;gap:0.25rem 1rem;margin:0.25rem 0 0.5rem">{entries}</div>'


def _box(name: str, place: int, *, first: bool, last: bool) -> str:
    """A step of a way, with the arrow that leads to it."""
    arrow = "" if first else '<span style="flex:none;width:1.5rem;text-align:center">→</span>'
    edge = f"border:{_style(_EDGES, place)} {_style(COLOURS, place)};border-radius:6px"
    return (
        f'<span style="display:inline-flex;align-items:center">{arrow}'
        f'<span style="box-sizing:border-box;width:7.5rem;padding:0.2rem 0.3rem;{edge};text-align:center;'
        f'font-weight:{"bold" if last else "normal"}">{html.escape(name)}</span></span>'
    )


def _point(along: float, words: str, place: int) -> str:
    dot = f"border:2px solid {INK};border-radius:50%;background:{_style(COLOURS, place)}"
    return (
        f'<div style="display:flex;align-items:center;gap:0.4rem;padding-left:{along:.4g}%;border-bottom:1px solid #cccccc">'
        f'<span style="flex:none;box-sizing:border-box;width:0.9rem;height:0.9rem;{dot}"></span>'
        f"<span>{html.escape(words)}</span></div>"
    )


def _scale(low: float, high: float) -> str:
    ends = "".join(
        f'<span style="position:absolute;left:{_along(end, low, high):.4g}%">{end:g}</span>' for end in (low, high))
    return f'<div style="position:relative;height:1.4rem">{ends}</div>'


def _along(number: float, low: float, high: float) -> float:
    """Where ``number`` stands on the scale, in per cent of the row. What lies right of the scale is kept for words."""
    return 60 * (number - low) / (high - low)


def _fill(place: int) -> str:
    edge, pattern, colour = (_style(choices, place) for choices in (_EDGES, _PATTERNS, COLOURS))
    return f"box-sizing:border-box;border:{edge} {INK};background:{pattern}{colour}"


def _style(choices: tuple[str, ...], place: int) -> str:
    return choices[place % len(choices)]
