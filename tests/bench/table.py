"""What a measurement says, and the table that is printed."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Row:
    """One line of the table: `figure` against `limit` (None: for information), with the `floor` of the same run.

    With `at_least` the limit is to be reached, and not to be kept below.
    """

    number: int
    what: str
    figure: float | None
    unit: str
    limit: float | None = None
    floor: float | None = None
    notes: list[str] = field(default_factory=list)
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """`ok`, `over` (`under`), or nothing where there is no target; a figure that could not be taken is over."""
        if self.figure is None:
            return "over" if self.limit is not None else "none"
        if self.limit is None:
            return ""
        if self.at_least:
            return "ok" if self.figure >= self.limit else "under"
        return "ok" if self.figure <= self.limit else "over"

    def line(self) -> str:
        """The row as text."""
        cells = (shown(self.figure, self.unit), shown(self.floor, self.unit), shown(self.limit, self.unit))
        return f"{self.number:>2}  {self.what:<58}{cells[0]:>11}{cells[1]:>11}{cells[2]:>11}  {self.verdict}"


HEADING = f"{'':>2}  {'what':<58}{'figure':>11}{'floor':>11}{'limit':>11}"


def shown(value: float | None, unit: str) -> str:
    """A value with its unit; `-` where there is none."""
    if value is None:
        return "-"
    if isinstance(value, float) and not unit and value != int(value):
        return f"{value:.1f}"
    places = {"ms": 1, "s": 2, "x": 2, "MB": 1, "/GiB": 1}.get(unit, 0)
    return f"{value:,.{places}f} {unit}".rstrip()


def median(values: Sequence[float]) -> float | None:
    """The middle of the values; None for none."""
    return statistics.median(values) if values else None


def p95(values: Sequence[float]) -> float | None:
    """The value that 95 of 100 do not exceed (nearest rank); None for none."""
    ranked = sorted(values)
    return ranked[max(0, -(-95 * len(ranked) // 100) - 1)] if ranked else None


def spread(values: Sequence[float], unit: str) -> str:
    """Median, p95 and range, in words."""
    if not values:
        return "nothing measured"
    parts = (median(values), p95(values), min(values), max(values))
    middle, high, least, most = (shown(value, unit) for value in parts)
    return f"median {middle}, p95 {high}, {least} to {most}, n={len(values)}"


def report(rows: Sequence[Row]) -> str:
    """All rows as a plain table, each with its notes beneath it."""
    lines = [HEADING, "-" * (len(HEADING) + 6)]
    for row in rows:
        lines += [row.line(), *(f"      {note}" for note in row.notes)]
    over = sum(row.verdict in ("over", "under") for row in rows)
    judged = sum(row.limit is not None for row in rows)
    lines += ["", f"{judged - over} of {judged} targets met." if judged else "No target was measured."]
    return "\n".join(lines)
