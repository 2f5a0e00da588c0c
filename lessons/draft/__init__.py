"""A draft of a key: who says what in any English news text, by rules that give their reasons.

Proposals and not verdicts: a person looks at each before it becomes a key, and nobody is scored against a draft. Rules
stand here, words in ``data/lexicons``; there is no parser and no trained model. It reads English; for a text in another
language it finds little, and what it finds is worth little. It does not find irony, and not who “they” are.
"""

from __future__ import annotations

import re

from ..article import split_paragraphs
from .dateline import begin_of
from .found import Attribution, Found, Reading, freeze
from .passage import Passage
from .subjects import subject_before
from .unit import Unit
from .verbforms import is_verb, verb_group
from .words import NOBODYS_LABELS, TAKES

__all__ = ["Attribution", "attributions"]


def attributions(text: str) -> list[Attribution]:
    """All attributions that the rules see in ``text``, in the order of their first words.

    Any text will do: nothing is raised, and an empty text has none. Time and memory grow with the length of the text.
    """
    text = _with_double_marks(text)
    reading, quoted = Reading(text), []
    left_open: Found | None = None
    announced: Announced = None
    for paragraph in split_paragraphs(text):
        p = Passage(text, begin_of(text, paragraph), paragraph.end)
        quoted += [p.span(region.first, region.last + 1) for region in p.regions]
        known = len(reading.found)
        left_open = _read_paragraph(reading, p, left_open, announced)
        said = [one for one in reading.found[known:] if one.holds_quotation or one.reports_speech]
        reading.speaker = said[-1].source if said else None
        announced = _announced(p)
    made = [freeze(found, quoted, text) for found in reading.found]
    return sorted(made, key=lambda one: (one.content[0].start, one.content[0].end))


_DOUBLE = re.compile("[\"“”„]|''|``")
# ‘It leaks,’ as British papers print it. An apostrophe stands between letters, or ends a word with no mark before it.
_SINGLE = re.compile(r"(?<!\w)[‘'](?=[\w…])([^\n]{,1000}?[,.?!…—-])[’'](?!\w)")


def _with_double_marks(text: str) -> str:
    """The same text, as long as before, with double quotation marks in each line that has single ones and no double ones."""
    lines = text.splitlines(keepends=True)
    return "".join(line if _DOUBLE.search(line) else _SINGLE.sub(lambda match: f"“{match[1]}”", line) for line in lines)


# Cue and source of a quotation that the next paragraph holds, in code points.
Announced = tuple[tuple[int, int], tuple[int, int] | None] | None


def _announced(p: Passage) -> Announced:
    """“She said:” at the end of a paragraph."""
    if len(p) < 3 or p.tokens[-1] != ":":
        return None
    start = p.units[-1][0]
    for i in range(len(p) - 2, start, -1):
        if p.region_of[i] < 0 and "quote" in TAKES.get(p.lower[i], ()) and is_verb(p, i, start):
            verbs = verb_group(p, i, start)
            subject = subject_before(p, verbs, start)
            return p.span(verbs, i + 1), p.span(*subject) if subject else None
    return None


def _read_paragraph(reading: Reading, p: Passage, left_open: Found | None, announced: Announced) -> Found | None:
    """Read a paragraph; the quotation it leaves open, if any, for the paragraph that goes on with it."""
    taken = [False] * len(p.regions)
    before = spoken = None
    if announced and p.regions and p.regions[0].first == 0 and p.regions[0].last >= p.units[0][1] - 2:
        cue, source = announced
        before = Found([p.span(0, p.regions[0].last + 1)], cue, source, "quotation", True)
        reading.found.append(before)
        taken[0] = True
    if left_open and p.regions and p.regions[0].first == 0:
        left_open.content.append(p.span(0, p.regions[0].last + 1))
        taken[0], before = True, left_open
    colon = _label(p)
    if colon:
        source = (int(p.region_of[0] == 0), colon)
        before = reading.add(p, "label", [(colon + 1, len(p))], (colon, colon + 1), source)
        taken = [True] * len(taken)
    else:
        for start, end in p.units:
            before, spoken = Unit(reading, p, start, end, taken).read(before, spoken)
    return before if p.regions and not p.regions[-1].closed and taken[-1] else None


def _label(p: Passage) -> int:
    """Where the colon stands behind a speaker’s name at the head of a paragraph, as in an interview; 0 without one."""
    for i in range(1, min(len(p) - 1, 6)):
        if p.tokens[i] == ":":
            named = all(token[0].isupper() or token in ('.', '"', "“") for token in p.tokens[:i])
            free = p.region_of[i] < 0 or (p.region_of[i] == 0 and p.regions[0].first == 0)
            named = named and NOBODYS_LABELS.isdisjoint(p.lower[:i])
            speaks = any(token.islower() for token in p.tokens[i + 1 :])
            return i if named and free and speaks else 0
    return 0
