"""A small table of plain values: what the kit counts with, and what it shows where there is no pandas."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Table:
    """Named columns, and rows of plain values in their order. Shows itself in a notebook.

    ``index`` names the rows; without one they are counted from 0. Raises ValueError where a row has more or fewer
    values than there are columns, or the index more or fewer names than there are rows. Does not compute: for sorting,
    grouping and the like there is ``to_frame``.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    index: Sequence[Any] | None = None

    def __post_init__(self) -> None:
        index = range(len(self.rows)) if self.index is None else self.index
        object.__setattr__(self, "columns", tuple(self.columns))
        object.__setattr__(self, "rows", tuple(map(tuple, self.rows)))
        # A range stays one, because pandas makes another kind of index of it than of a list of numbers.
        object.__setattr__(self, "index", index if isinstance(index, range) else tuple(index))
        if len(self.index) != len(self.rows) or any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{len(self.index)} names and {len(self.columns)} columns do not fit {len(self.rows)} rows.")

    @classmethod
    def of(cls, frame: pd.DataFrame | Table) -> Table:
        """The values of a pandas frame as a table; a table is given back as it is."""
        if isinstance(frame, Table):
            return frame
        return cls(frame.columns, list(frame.itertuples(index=False, name=None)), frame.index)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def __getitem__(self, column: str) -> tuple[Any, ...]:
        """The values of a column, from top to bottom. Raises ValueError for a column that is not there."""
        place = self.columns.index(column)
        return tuple(row[place] for row in self.rows)

    def by_column(self) -> dict[str, dict[Any, Any]]:
        """Every column by name, as a mapping of row name to value."""
        return {column: dict(zip(self.index, self[column], strict=True)) for column in self.columns}

    def by_row(self) -> dict[Any, dict[str, Any]]:
        """Every row by name, as a mapping of column to value."""
        return {name: dict(zip(self.columns, row, strict=True)) for name, row in zip(self.index, self.rows, strict=True)}

    def select(self, columns: Iterable[str]) -> Table:
        """These columns only, in this order."""
        chosen = tuple(columns)
        return Table(chosen, list(zip(*(self[column] for column in chosen), strict=True)), self.index)

    def to_frame(self) -> pd.DataFrame:
        """The same as a pandas frame. Raises ImportError where there is no pandas."""
        import pandas as pd  # here and nowhere else: it takes longer to load than all the rest together

        return pd.DataFrame(list(self.rows), index=self.index, columns=list(self.columns))

    @property
    def frame(self) -> pd.DataFrame | Table:
        """For readers who code: the pandas frame, or where pandas cannot be imported the table itself."""
        try:
            return self.to_frame()
        except ImportError:
            return self

    def _repr_html_(self) -> str:
        head = "".join(_cell("th", name, "col") for name in self.columns)
        body = "".join(
            f"<tr>{_cell('th', name, 'row')}{''.join(_cell('td', value) for value in row)}</tr>"
            for name, row in zip(self.index, self.rows, strict=True)
        )
        # The class is the one that pandas gives its tables, so that whatever styles those styles this.
        return f'<table class="dataframe"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'

    def __repr__(self) -> str:
        lines = [["", *map(_text, self.columns)],
                 *([_text(name), *map(_text, row)] for name, row in zip(self.index, self.rows, strict=True))]
        widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
        return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _cell(element: str, value: Any, scope: str = "") -> str:
    # The alignment stands in every cell, because JupyterLab sets its own there.
    names = f' scope="{scope}"' if scope else ""
    return f'<{element}{names} style="text-align:left">{html.escape(_text(value))}</{element}>'


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
