"""Row 29: text made to last. The time of a draft is to grow with the length of a text, whatever stands in it.

Each pattern is one sentence that never ends, or marks that never close; floor: the same measurement on ordinary news.
"""

from __future__ import annotations

import gc
import time

from lessons.draft import attributions
from lessons.draft.claims import claims
from lessons.library import open_article

from .table import Row

PATTERNS = (
    "and said ", "denied the ", "is understood to ", "who saw Monday ", "said, ", "; he said; ", "(", "“a ", "” ", "‘It leaks. ", "“x” and said, ",
    "“It leaks,” he said. ", "laughed Maureen, ", "Asked if ", "seems to ", "in a poll , ", "criticised by him as ", "told the board she ",
    "the fear is that ", "Will Lund ", "who works in the ", ", which is old, ", "says the ports, which ", "as he said in the book, ",
    "that, according to a, ", "expressed doubt that it ", "compared x to ", "by saying: ", "vote to ", "not to ",
)
TIMES, WORDS = 4, 1_500
MEASURABLE, LONG = 0.05, 60_000  # seconds, below which a machine's own business tells more than the draft's; code points


def growth(text: str, rounds: int) -> float:
    """How many times longer a draft of the text takes four times in a row than once: the quickest of the rounds, in processor time."""
    while len(text) < LONG and _seconds(text) < MEASURABLE:
        text += text
    once, often = (min(_seconds(text * times) for _ in range(rounds)) for times in (1, TIMES))
    return often / once


def _seconds(text: str) -> float:
    begun = time.process_time()
    claims(text, attributions(text))
    return time.process_time() - begun


def row(quick: bool) -> Row:
    """The pattern whose time grows most, beside ordinary news. ``quick``: one round of each instead of two."""
    rounds = 1 if quick else 2
    gc.collect()
    gc.freeze()  # the corpora of the other rows, which the collector would go through in the middle of a measurement
    news = open_article("hotnews").text + "\n\n"
    worst, pattern = max((growth(pattern * (WORDS // len(pattern.split())), rounds), pattern) for pattern in PATTERNS)
    return Row(29, f"four times the hostile text, times the time (of {len(PATTERNS)})", round(worst, 1), "x", 6.0, round(growth(news * 4, rounds), 1),
               [f"worst: “{pattern.strip()}” without end; {TIMES} would be linear, and {TIMES**2} the square"])
