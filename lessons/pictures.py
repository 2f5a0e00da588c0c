"""A picture with everything a reader needs beside it: a title that states, a summary, the table, and its limits."""

from __future__ import annotations

import base64
import html
import io
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from . import htmlplots, tables
from .annotation import AnnotationSet
from .errors import LessonError, nearest
from .places import content_folder
from .scale import round_ends
from .table import Table

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Picture:
    """A drawn table. Shows itself in a notebook: the plot with its words as alternative text, then the table.

    ``axes`` are the matplotlib axes; where there is no matplotlib they are None and ``drawing`` is the HTML of the same
    picture. Where there was nothing to draw, neither is there and ``title`` says so. ``origin`` says whose marks they are.
    """

    title: str
    summary: str
    limits: str
    table: Table
    axes: Axes | None = None
    drawing: str = ""
    origin: str = ""

    @property
    def frame(self) -> pd.DataFrame | Table:
        """What was drawn as a plain pandas frame, or where pandas cannot be imported the table itself."""
        return self.table.frame

    def _repr_html_(self) -> str:
        drawn = self.drawing or (self._image() if self.axes else "")
        if not drawn:
            return f"{self._origin()}<p>{html.escape(self.title)}</p>"
        without = f"<p>{html.escape(_words()['drawing']['without'])}</p>" if self.drawing else ""
        return (
            f'{self._origin()}<figure style="margin:0;max-width:56rem">{drawn}'
            f"<figcaption><p>{html.escape(self.summary)}</p>{without}</figcaption></figure>"
            f'<div style="overflow-x:auto" tabindex="0" role="group" aria-label="Table: {html.escape(self.title)}">'
            f"{tables.readable(self.table)._repr_html_()}</div><p><em>{html.escape(self.limits)}</em></p>"
        )

    def _image(self) -> str:
        file = io.BytesIO()
        self.axes.figure.savefig(file, format="png", dpi=110)
        alternative = html.escape(f"{self.title}. {self.summary}")
        data = base64.b64encode(file.getvalue()).decode("ascii")
        return f'<img class="ss-picture" alt="{alternative}" style="max-width:100%;background:#fff" src="data:image/png;base64,{data}">'

    def _origin(self) -> str:
        return f"<p><strong>{html.escape(self.origin)}</strong></p>" if self.origin else ""

    def __repr__(self) -> str:
        return "\n".join(filter(None, [self.origin, self.title, self.summary, self.limits]))


def picture(name: str, sets: Sequence[AnnotationSet] = (), topic: str = "", whose: str = "", where: str = "",
            beside: Sequence[AnnotationSet] = ()) -> Picture:
    """The picture ``name`` of these annotations (``figures`` takes a card's ``topic`` instead).

    ``beside`` are the annotations of another picture that it is compared with: bars of both are drawn to one scale.

    ``whose`` (``"mine"`` or ``"key"``) puts a line above it that says from whose marks it is drawn; ``where`` is told to a
    reader who has marked nothing yet (the lesson that asks for such marks by default).

    Names: sources_by_kind, sources_by_name, quoted_words, claims_by_support, chains, figures. Raises LessonError for
    another name.
    """
    if name not in _TABLES:
        raise LessonError(f"There is no picture “{name}”; there is {nearest(name, _TABLES, len(_TABLES))}.")
    words = _words()[name]
    origin = "" if name == "figures" else _words()["origin"].get(whose, "")
    empty = [s for s in sets if name != "figures" and not s.of(words["label"]).items]
    sets = [s for s in sets if s not in empty]
    table = tables.figures(topic) if name == "figures" else _TABLES[name](sets)
    if not _something_counted(table):
        return Picture(words["nothing"].format(where=where or words.get("where", "")), "", "", table, origin=origin)
    title = words.get("title") or "; ".join(
        _clause(words, numbers, whose).format(outlet=outlet, **numbers) for outlet, numbers in _numbers(name, table).items())
    title = title[0].upper() + title[1:]
    scale = {"longest": _longest(name, beside)} if words["draw"] == "grouped_bars" else {}
    axes, drawing = _drawn(words["draw"], table, title, **scale)
    left_out = [words["missing"].format(outlet=tables.outlet_of(s)) for s in empty]
    return Picture(title, " ".join([_summary(name, table), *left_out]), _limits(words, table), table, axes, drawing, origin)


def _limits(words: Mapping[str, str], table: Table) -> str:
    """What the picture does not show; of a scale that begins above nought it also says that."""
    low = round_ends(min(table["number"]), max(table["number"]))[0] if "cut" in words else 0
    return f"{words['limits']} {words['cut'].format(low=f'{low:g}')}" if low > 0 else words["limits"]


def _longest(name: str, sets: Sequence[AnnotationSet]) -> float:
    """The largest number in the picture of these annotations; 1 if they have none."""
    return max([1, *(value for row in _TABLES[name](sets).rows for value in row)]) if sets else 1


def _drawn(draw: str, table: Table, title: str, **scale: float) -> tuple[Axes | None, str]:
    """The axes; where matplotlib cannot be imported, or cannot write the words, None and the same picture as HTML."""
    try:
        from . import plots  # when the first picture is drawn: matplotlib takes its time to load
    except ImportError:
        return None, getattr(htmlplots, draw)(table, title, **scale)
    try:
        return getattr(plots, draw)(table, title, **scale), ""
    except plots.Unwritable:
        return None, getattr(htmlplots, draw)(table, title, **scale)  # a browser has the letters of many languages


def _something_counted(table: Table) -> bool:
    """False for zeros alone, and for the writer's own words alone: there is nothing in them that a reader marked."""
    counted = [table[column] for column in table.columns if column != tables.row_names()["own_words"]]
    return any(isinstance(value, (int, float)) and value for values in counted for value in values)


def _numbers(name: str, table: Table) -> dict[str, dict[str, Any]]:
    """What the title's clause says of each article."""
    if name == "chains":
        ways = list(zip(table["article"], table["hands"], strict=True))
        return {
            outlet: {"total": total, "relayed": sum(o == outlet and hands > 1 for o, hands in ways)}
            for outlet, total in Counter(table["article"]).items()
        }
    if name == "quoted_words":
        return {outlet: {"said": round(100 - row[tables.row_names()["own_words"]])} for outlet, row in table.by_row().items()}
    return {
        outlet: {
            "total": sum(column.values()), "first": next(iter(column.values())), "top": _top(column),
            "unsupported": column.get("Unsupported", 0),
        }
        for outlet, column in table.by_column().items()
    }


def _clause(words: Mapping[str, str], numbers: Mapping[str, Any], whose: str) -> str:
    """What the title says of an article; ``clause_open`` where it would name a kind and none was told."""
    mine = "_mine" if whose == "mine" else ""
    return words["clause_open" + mine if numbers.get("top") == "" and "clause_open" in words else "clause" + mine]


def _top(column: Mapping[str, int]) -> str:
    """The kind that occurs most, in small letters; empty if none does, or if more were not told at all."""
    told = {kind: count for kind, count in column.items() if kind not in (tables.row_names()["undecided"], tables.row_names()["unanswered"])}
    most = max(told.values(), default=0)
    alone = list(told.values()).count(most) == 1 and most >= sum(column.values()) - sum(told.values())
    return max(told, key=told.__getitem__).lower() if alone and most else ""


def _summary(name: str, table: Table) -> str:
    """The picture in sentences, for who does not see it."""
    if name == "chains":
        return " ".join(f"{' → '.join(steps)}." for steps in table["steps"])
    if name == "figures":
        return " ".join(f"{who}: {words}." for who, words in zip(table["who"], table["words"], strict=True))
    of_each, unit = (table.by_row(), " %") if name == "quoted_words" else (table.by_column(), "")
    parts = [(outlet, [f"{kind} {value:g}{unit}" for kind, value in numbers.items() if value])
             for outlet, numbers in of_each.items()]
    return " ".join(f"{outlet}: {', '.join(told) or 'none'}." for outlet, told in parts)


@cache
def _words() -> dict[str, Mapping[str, str]]:
    return tomllib.loads((content_folder() / "pictures.toml").read_text(encoding="utf-8"))


_TABLES: dict[str, Callable[[Sequence[AnnotationSet]], Table]] = {
    "sources_by_kind": lambda sets: tables.sources_by("what", sets),
    "sources_by_name": lambda sets: tables.sources_by("identified", sets),
    "quoted_words": tables.quoted_share,
    "claims_by_support": tables.claims_by_support,
    "chains": tables.chains,
    "figures": tables.figures,
}
