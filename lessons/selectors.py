"""Where an annotation is, in the words of the W3C model: *describe* turns a span into selectors, *anchor* selectors into a span.

Positions are Unicode code points; the quote is the witness. Follows https://www.w3.org/TR/annotation-model/ (sections
4.2.4 and 4.2.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .article import Span
from .errors import LessonError

AROUND = 32


def describe(text: str, span: Span) -> list[dict[str, Any]]:
    """The two selectors of ``span``: where it is, and what its words are with up to 32 code points either side."""
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": span.of(text),
            "prefix": text[max(0, span.start - AROUND) : span.start],
            "suffix": text[span.end : span.end + AROUND],
        },
    ]


def anchor(text: str, selectors: Iterable[Mapping[str, Any]]) -> Span:
    """The span that ``selectors`` mean: position first, if the words there match the quote; else quote and context.

    Raises LessonError when the words are not in the text, or stand in several places that the context cannot tell
    apart; the sentence then shows the places.
    """
    position, quote = _of_type(selectors, "TextPositionSelector"), _of_type(selectors, "TextQuoteSelector")
    exact = quote.get("exact")
    if not isinstance(exact, str) or not exact:
        raise LessonError("has no quoted words to check its place with")
    start, end = position.get("start"), position.get("end")
    if is_place(start) and is_place(end) and 0 <= start < end <= len(text) and text[start:end] == exact:
        return Span(start, end)
    places = _occurrences(text, exact)
    if not places:
        raise LessonError(f"quotes “{_short(exact)}”, and those words are not in the article")
    prefix, suffix = str(quote.get("prefix") or ""), str(quote.get("suffix") or "")
    best = _best_context(text, exact, prefix, suffix, places)
    if len(best) > 1:
        shown = "; ".join(f"at {p}: “…{_short(text[max(0, p - 20) : p + len(exact) + 20])}…”" for p in best[:4])
        raise LessonError(f"quotes “{_short(exact)}”, which stands in {len(best)} places ({shown})")
    return Span(best[0], best[0] + len(exact))


def _of_type(selectors: Iterable[Mapping[str, Any]], wanted: str) -> Mapping[str, Any]:
    return next((s for s in selectors if isinstance(s, Mapping) and s.get("type") == wanted), {})


def is_place(value: Any) -> bool:
    """Whether this can be a position: a whole number, and not True or False."""
    return isinstance(value, int) and not isinstance(value, bool)


def _occurrences(text: str, exact: str) -> list[int]:
    places, at = [], text.find(exact)
    while at >= 0:
        places.append(at)
        at = text.find(exact, at + 1)
    return places


def _best_context(text: str, exact: str, prefix: str, suffix: str, places: list[int]) -> list[int]:
    """The places whose surroundings share most with the context: all of them where nothing decides."""

    def shared(at: int) -> int:
        before, after = text[max(0, at - len(prefix)) : at], text[at + len(exact) : at + len(exact) + len(suffix)]
        return _run(reversed(before), reversed(prefix)) + _run(after, suffix)

    if len(places) == 1:
        return places
    top = max(map(shared, places))
    return [place for place in places if shared(place) == top]


def _run(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 60 else flat[:57] + "…"
