"""A picture with everything a reader needs beside it: a title that states, a summary, the table, and its limits."""

from __future__ import annotations

import base64
import html
import io
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from . import plots, tables
from .annotation import AnnotationSet
from .errors import LessonError, nearest
from .places import content_folder

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Picture:
    """A drawn frame. Shows itself in a notebook: the plot with its words as alternative text, then the table.

    ``frame`` is the plain pandas frame that was drawn and ``axes`` the matplotlib axes (None where there was nothing to
    draw and ``title`` says so). ``origin`` says whose marks they are.
    """

    title: str
    summary: str
    limits: str
    frame: pd.DataFrame
    axes: Any = None
    origin: str = ""

    def _repr_html_(self) -> str:
        if self.axes is None:
            return f"{self._origin()}<p>{html.escape(self.title)}</p>"
        alternative = html.escape(f"{self.title}. {self.summary}", quote=True)
        table = tables.readable(self.frame).to_html(border=0, justify="left")
        return (
            f'{self._origin()}<figure style="margin:0;max-width:56rem"><img alt="{alternative}" style="max-width:100%;background:#fff" '
            f'src="data:image/png;base64,{self._png()}">'
            f"<figcaption><p>{html.escape(self.summary)}</p></figcaption></figure>"
            f'<div style="overflow-x:auto" tabindex="0" role="group" aria-label="Table: {html.escape(self.title, quote=True)}">'
            f"{table}</div><p><em>{html.escape(self.limits)}</em></p>"
        )

    def _origin(self) -> str:
        return f"<p><strong>{html.escape(self.origin)}</strong></p>" if self.origin else ""

    def _png(self) -> str:
        file = io.BytesIO()
        self.axes.figure.savefig(file, format="png", dpi=110)
        return base64.b64encode(file.getvalue()).decode("ascii")

    def __repr__(self) -> str:
        return "\n".join(filter(None, [self.origin, self.title, self.summary, self.limits]))


def picture(name: str, sets: Sequence[AnnotationSet] = (), topic: str = "", whose: str = "") -> Picture:
    """The picture ``name`` of these annotations (``figures`` takes a card's ``topic`` instead).

    ``whose`` (``"mine"`` or ``"key"``) puts a line above it that says from whose marks it is drawn.

    Names: sources_by_kind, sources_by_name, quoted_words, claims_by_support, chains, figures. Raises LessonError for
    another name.
    """
    if name not in _FRAMES:
        raise LessonError(f"There is no picture “{name}”; there is {nearest(name, _FRAMES, len(_FRAMES))}.")
    words = _words()[name]
    origin = "" if name == "figures" else _words()["origin"].get(whose, "")
    empty = [s for s in sets if name != "figures" and not s.of(words["label"]).items]
    sets = [s for s in sets if s not in empty]
    frame = tables.figures(topic) if name == "figures" else _FRAMES[name](sets)
    # A frame of zeros, or of the writer's own words only, has nothing in it that a reader marked.
    counted = frame.drop(columns=[tables.OWN_WORDS], errors="ignore").select_dtypes("number")
    if frame.empty or not counted.to_numpy().any():
        return Picture(words["nothing"], "", "", frame, origin=origin)
    title = words.get("title") or "; ".join(
        _clause(words, numbers).format(outlet=outlet, **numbers) for outlet, numbers in _numbers(name, frame).items())
    title = title[0].upper() + title[1:]
    axes = getattr(plots, words["draw"])(frame, title)
    left_out = [words["missing"].format(outlet=s.article.outlet or s.article.id) for s in empty]
    return Picture(title, " ".join([_summary(name, frame), *left_out]), words["limits"], frame, axes, origin)


def _numbers(name: str, frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """What the title's clause says of each article."""
    if name == "chains":
        return {outlet: {"total": len(rows), "relayed": int((rows["hands"] > 1).sum())}
                for outlet, rows in frame.groupby("article", sort=False)}
    if name == "quoted_words":
        return {str(o): {"said": round(100 - row[tables.OWN_WORDS])} for o, row in frame.iterrows()}
    return {
        str(outlet): {
            "total": int(column.sum()), "first": int(column.iloc[0]), "top": _top(column),
            "unsupported": int(column.get("Unsupported", 0)),
        }
        for outlet, column in frame.items()
    }


def _clause(words: Mapping[str, str], numbers: Mapping[str, Any]) -> str:
    """What the title says of an article; ``clause_open`` where it would name a kind and none was told."""
    return words.get("clause_open", words["clause"]) if numbers.get("top") == "" else words["clause"]


def _top(column: pd.Series) -> str:
    """The kind that occurs most, in small letters; empty if no kind was told at all."""
    told = column.drop([tables.UNDECIDED, tables.UNANSWERED], errors="ignore")
    return str(told.idxmax()).lower() if told.any() else ""


def _summary(name: str, frame: pd.DataFrame) -> str:
    """The picture in sentences, for who does not see it."""
    if name == "chains":
        return " ".join(f"{' → '.join(steps)}." for steps in frame["steps"])
    if name == "figures":
        return " ".join(f"{who}: {words}." for who, words in zip(frame["who"], frame["words"], strict=True))
    across = frame.T if name == "quoted_words" else frame
    unit = " %" if name == "quoted_words" else ""
    parts = [(outlet, [f"{kind} {value:g}{unit}" for kind, value in column.items() if value]) for outlet, column in across.items()]
    return " ".join(f"{outlet}: {', '.join(items) or 'none'}." for outlet, items in parts)


@cache
def _words() -> dict[str, Mapping[str, str]]:
    return tomllib.loads((content_folder() / "pictures.toml").read_text(encoding="utf-8"))


_FRAMES: dict[str, Callable[[Sequence[AnnotationSet]], pd.DataFrame]] = {
    "sources_by_kind": lambda sets: tables.sources_by("what", sets),
    "sources_by_name": lambda sets: tables.sources_by("identified", sets),
    "quoted_words": tables.quoted_share,
    "claims_by_support": tables.claims_by_support,
    "chains": tables.chains,
    "figures": tables.figures,
}
