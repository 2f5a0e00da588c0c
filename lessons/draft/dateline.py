"""The dateline of an agency’s report: “KYIV, Ukraine (AP) — ” is where it was written, and nobody’s words."""

from __future__ import annotations

import re

from ..article import Span
from .words import NOBODYS_LABELS

_END = r" ?(?:—|–|--|-)\s+(?=\S)"
_PLACE = r"[A-Z][A-Z.'’-]*[A-Z](?:[ /][A-Z][A-Z.'’-]+){0,4}"
_DAY = r"\d{1,2}\.? [A-Z][a-z]+\.?(?: \d{4})?"
# A place in capitals, with or without more after it; or any place, if an agency stands behind it.
_DATELINE = re.compile(
    rf"\s*(?:{_PLACE}(?:, (?:[A-Z][\w.'’ ]{{1,30}}|{_DAY})){{0,3}}(?: \([^()\n]{{1,40}}\))?|[A-Z][\w.'’ ,/]{{1,40}} \([A-Z][\w /]{{1,30}}\)){_END}")

# “LAGOS: The governor said …” is where, and “LUND: I never said so.” is who: a speaker speaks again, and others answer.
_WITH_COLON = re.compile(rf"\s*({_PLACE}):\s+(?=\S)")
_LABEL = re.compile(r"^[ \t]*[A-Z][A-Z.'’ -]*[A-Z]:[ \t]", re.MULTILINE)
_HEAD = 1_000  # code points: headline, byline and the first paragraph


# “14:52 The bridge is closed”: when it was written, in a live report.
_CLOCK = re.compile(r"\s*\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?| GMT| BST| ET)?[:,]?\s+(?=[“\"A-Z])")


def begin_of(text: str, paragraph: Span) -> int:
    """Where ``paragraph`` begins after its dateline or the time of day, if it has one (code points)."""
    match = _CLOCK.match(text, paragraph.start, paragraph.end) or _DATELINE.match(text, paragraph.start, paragraph.end)
    if match is None and paragraph.start < _HEAD:
        match = _WITH_COLON.match(text, paragraph.start, paragraph.end)
        labels = _LABEL.findall(text) if match else []
        match = match if len(labels) == 1 and match and match[1].lower() not in NOBODYS_LABELS else None
    return match.end() if match else paragraph.start
