"""What in a text could be checked, and what stands behind it: proposals for the claims of a key.

Whether a sentence is worth checking is told by points for what it holds (numbers, amounts, comparisons, changes, acts that
leave a trace) and against it (wishes, questions, opinions), all in ``data/lexicons/claims.toml``, set by hand. What
stands behind it is read from the attributions. A draft never says that a claim is false, and “unsupported” is a question
to the reader: the support may come later in the article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ..article import Span, split_paragraphs, split_sentences
from .dateline import begin_of
from .found import Attribution, sentence_of
from .words import LEXICON_OF_CLAIMS, PASTS

ENOUGH = 3.0
_NOBODY_TO_ASK = 1.5  # what “studies show” and “critics say” stand before deserves a look sooner
_WORD = re.compile(r"[$€£]?\w[\w'’.,-]*%?")
_THINK, _FEEL = (LEXICON_OF_CLAIMS[name]["words"].replace(" ", "|") for name in ("opinion", "feeling"))
_OPINION = re.compile(
    rf"\b(?:I|we) (?:do |don[’']t |really |also |certainly |just )*(?:{_THINK})\b|\bI(?:[’']m| am) (?:{_FEEL})\b", re.IGNORECASE)
_AGE = re.compile(r"(?<=[a-z]), \d{1,3}(?=,)")  # “Ana Berg, 34, …”: who somebody is, and nothing to check
_PERFECT = re.compile(r"\b(?:has|have|[’']ve) (?:been |also |now |already )?\w+(?:ed|en|ne|lt|ght|wn|st)\b")
_COUNTING = {name: table for name, table in LEXICON_OF_CLAIMS.items() if "points" in table}
_SIGNALS = {name: table for name, table in LEXICON_OF_CLAIMS.items() if "signal" in table}
_DOCUMENTS, _VAGUE = (frozenset(_SIGNALS[name]["words"].split()) for name in ("documents", "vague"))
_TOLD = ("hedge", "vague", "judging")  # the groups whose words are shown beside a claim
_GROUPS_OF: dict[str, tuple[str, ...]] = {}
for _name, _table in LEXICON_OF_CLAIMS.items():
    for _word in _table["words"].split():
        _GROUPS_OF[_word] = (*_GROUPS_OF.get(_word, ()), _name)


@dataclass(frozen=True)
class Claim(Span):
    """A sentence. ``points`` (three are enough) tell whether it is ``checkable``; ``reasons`` are what gave them, as words.

    ``support`` is a kind of the taxonomy (``claim/attributed`` …), or empty where nothing is checkable. ``signals`` are
    pairs of a word and what it tells: hedges, vague sources, judging words. They are signals and no verdicts.
    """

    points: float = 0.0
    reasons: tuple[str, ...] = ()
    support: str = ""
    signals: tuple[tuple[str, str], ...] = ()

    @property
    def checkable(self) -> bool:
        """Whether somebody could check it, as far as the points tell."""
        return self.points >= ENOUGH

    def why(self) -> str:
        """A sentence for the reader: what made the draft propose this."""
        if not self.checkable:
            return sentence_of("not-checkable")["why"]
        return f"{sentence_of('checkable')['why'].format(reasons=', '.join(self.reasons))} {sentence_of(self.support)['why']}"


def points(sentence: str) -> tuple[float, tuple[str, ...]]:
    """How much there is to check in a sentence, and for what: (“a number”, “a change”) …"""
    sentence = _AGE.sub(",", sentence)
    words = _WORD.findall(sentence)
    looks = [_look(word) for word in words]
    counts: dict[str, float] = {}
    for look in {word: look for word, look in zip(words, looks, strict=True) if look.groups or look.has_digit}.values():
        for group in look.groups:
            counts[group] = counts.get(group, 0.0) + _COUNTING[group]["points"]
        if look.has_digit:
            counts["number"] = _COUNTING["number"]["most"]
    if "%" in sentence or "$" in sentence or "€" in sentence or "£" in sentence:
        counts["amount"] = _COUNTING["amount"]["most"]
    total = sum(_within(count, _COUNTING[group]["most"]) for group, count in counts.items())
    reasons = [_COUNTING[group]["reason"] for group in _COUNTING if counts.get(group, 0) > 0]
    # A pattern is tried only where its first word is there: most sentences have neither.
    perfect = ("has " in sentence or "ve " in sentence) and _PERFECT.search(sentence)
    # “It will be closed” has not happened.
    pasts = sum(look.past and before != "be" for look, before in zip(looks, ["", *words], strict=False))
    happened = min(1.5, 0.75 * pasts) + 0.75 * bool(perfect)
    if happened:
        reasons.append(LEXICON_OF_CLAIMS["happened"]["reason"])
    return total + happened + _manner(looks, sentence), tuple(reasons)


class _Look(NamedTuple):
    """What a word is wherever it stands. ``speaks``: “I” or “we”; ``named``: it has a capital and is no “I”."""

    groups: tuple[str, ...]
    has_digit: bool
    past: bool
    negates: bool
    speaks: bool
    named: bool


@lru_cache(maxsize=65_536)
def _look(word: str) -> _Look:
    low = word.rstrip(".,").lower().replace("’", "'")
    past = (low.endswith("ed") and len(low) > 4 and word[0].islower()) or low in PASTS or "happened" in _GROUPS_OF.get(low, ())
    groups = tuple(group for group in _GROUPS_OF.get(low, ()) if group in _COUNTING)
    speaks = low in ("i", "we", "i'm") or "-i" in low or "-we" in low
    return _Look(groups, any(c.isdigit() for c in low), past, low.endswith("n't") or low == "not", speaks,
                 word[0].isupper() and word[:2] not in ("I", "I'", "I’"))


def _within(count: float, most: float) -> float:
    return min(count, most) if most > 0 else max(count, most)


def _manner(looks: Sequence[_Look], sentence: str) -> float:
    """Points for names and length, and against questions, opinions and plans."""
    names, length = sum(look.named for look in looks[1:]), len(looks)
    count = min(1.25, 0.35 * names) + 0.5 * (length >= 14) + 0.5 * (length >= 24) - 1.25 * (length < 7 and not any(look.has_digit for look in looks))
    opinion = any(look.speaks for look in looks) and _OPINION.search(sentence)
    count -= 1.25 * bool(opinion) + 1.5 * ("?" in sentence) + 0.75 * ("going to" in sentence)
    return count - 0.25 * any(look.negates for look in looks)


def claims(text: str, found: Sequence[Attribution]) -> list[Claim]:
    """Every sentence of ``text`` with its points and what stands behind it; ``found`` are the attributions of the text."""
    pieces = sorted((piece.start, piece.end, number) for number, one in enumerate(found) for piece in one.content)
    starts = [start for start, _, _ in pieces]
    made = []
    for paragraph in split_paragraphs(text):
        begin = begin_of(text, paragraph)
        for sentence in split_sentences(text, Span(begin, paragraph.end)):
            words = sentence.of(text)
            count, reasons = points(words)
            behind = _behind(sentence, found, pieces, starts)
            support = _support(text, behind)
            count += (behind is not None and support == "claim/vague") * _NOBODY_TO_ASK
            support = support if count >= ENOUGH else ""
            made.append(Claim(sentence.start, sentence.end, count, reasons, support, _signals(words)))
    return made


def _behind(sentence: Span, found: Sequence[Attribution], pieces: list[tuple[int, int, int]], starts: list[int]) -> Attribution | None:
    """The attribution that holds most of a sentence, if with its source and its cue it holds at least half."""
    best, most = None, 0
    for start, end, number in pieces[max(0, bisect_right(starts, sentence.start) - 8) : bisect_right(starts, sentence.end)]:
        shared = min(end, sentence.end) - max(start, sentence.start)
        if shared > most:
            best, most = found[number], shared
    if best is None:
        return None
    told = [part for part in (best.source, best.cue) if part]
    most += sum(max(0, min(part.end, sentence.end) - max(part.start, sentence.start)) for part in told)
    return best if most * 2 >= sentence.end - sentence.start else None


def _support(text: str, behind: Attribution | None) -> str:
    if behind is None:
        return "claim/unsupported"
    if behind.source is None:
        return "claim/vague"
    source = behind.source.of(text)
    named = {word.lower() for word in re.findall(r"\w+", source)}
    if named & _DOCUMENTS:
        return "claim/evidence"
    capital = any(word[0].isupper() for word in source.split()[1:])
    return "claim/vague" if named & _VAGUE and not capital else "claim/attributed"


def _signals(sentence: str) -> tuple[tuple[str, str], ...]:
    return tuple((word.rstrip(".,"), signal) for word in _WORD.findall(sentence) for signal in _signal(word))


@lru_cache(maxsize=65_536)
def _signal(word: str) -> tuple[str, ...]:
    groups = _GROUPS_OF.get(word.rstrip(".,").lower(), ())
    return tuple(_SIGNALS[group]["signal"] for group in groups if group in _TOLD)
