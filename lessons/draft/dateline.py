"""The dateline of an agency’s report: “KYIV, Ukraine (AP) — ” is where it was written, and nobody’s words."""

from __future__ import annotations

import re

from ..article import Span

_END = r" ?(?:—|–|--|-)\s+(?=\S)"
_PLACE = r"[A-Z][A-Z.'’-]*[A-Z](?:[ /][A-Z][A-Z.'’-]+){0,4}"
_DAY = r"\d{1,2}\.? [A-Z][a-z]+\.?(?: \d{4})?"
# A place in capitals, with or without more after it; or any place, if an agency stands behind it.
_DATELINE = re.compile(
    rf"\s*(?:{_PLACE}(?:, (?:[A-Z][\w.'’ ]{{1,30}}|{_DAY})){{0,3}}(?: \([^()\n]{{1,40}}\))?|[A-Z][\w.'’ ,/]{{1,40}} \([A-Z][\w /]{{1,30}}\)){_END}")


def begin_of(text: str, paragraph: Span) -> int:
    """Where ``paragraph`` begins after its dateline, if it has one (code points)."""
    match = _DATELINE.match(text, paragraph.start, paragraph.end)
    return match.end() if match else paragraph.start
