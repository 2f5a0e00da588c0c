"""How far two or more coders agree on one article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

from .annotation import Annotation, AnnotationSet
from .article import Span
from .labels import Question, all_labels, answer_to
from .pairing import ENOUGH, overlap, pair_up


@dataclass(frozen=True)
class Agreement:
    """What two coders have in common on one label.

    ``counts`` how many items each marked; ``alpha`` Krippendorff's alpha: over words (marked or not) for sources and
    quotations; for claims, which cover nearly every word, over sentences (what stands behind each, if it is a claim);
    ``found`` the share of all items that the other coder has too (overlap of at least one half); ``same_kinds`` the
    share of the questions about kinds that both answered alike, on the items both have (None if there are none).
    ``alpha`` is None where it is not defined: nobody marked anything, or both marked all there is.
    """

    label: str
    counts: tuple[int, ...]
    alpha: float | None
    found: float
    same_kinds: float | None


def alpha(units: Iterable[Sequence[Hashable | None]]) -> float:
    """Krippendorff's alpha for nominal values. A unit is one value per coder, ``None`` where a coder gave none.

    1 - D_o / D_e from the coincidence matrix (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section
    C). 1.0 is perfect, 0.0 is what chance would give. Raises ValueError where nothing can be compared or where all
    values are the same, because then chance alone explains everything and alpha is not defined.
    """
    pairs: Counter[tuple[Hashable, Hashable]] = Counter()
    for unit in units:
        values = [value for value in unit if value is not None]
        for one, other in permutations(values, 2):
            pairs[one, other] += 1 / (len(values) - 1)  # type: ignore[assignment]
    totals: Counter[Hashable] = Counter()
    for (one, _), count in pairs.items():
        totals[one] += count
    n = sum(totals.values())
    if n < 2 or len(totals) < 2:
        raise ValueError("alpha needs at least two values that differ and one unit with two coders")
    observed = sum(count for (one, other), count in pairs.items() if one != other)
    expected = sum(totals[one] * totals[other] for one, other in permutations(totals, 2)) / (n - 1)
    return 1 - observed / expected


def agreement(one: AnnotationSet, other: AnnotationSet) -> list[Agreement]:
    """The agreement of two coders on the same article, label by label.

    Raises ValueError if the articles differ. Says nothing about who is right.
    """
    if one.article.id != other.article.id:
        raise ValueError(f"coders of {one.article.id} and {other.article.id} cannot be compared")
    return [_on_label(label, one.of(label), other.of(label)) for label in all_labels()]


def _on_label(label: str, one: AnnotationSet, other: AnnotationSet) -> Agreement:
    text, a, b = one.article.text, list(one), list(other)
    close = {(i, j): overlap(text, a[i], b[j]) for i in range(len(a)) for j in range(len(b)) if a[i].overlaps(b[j])}
    pairs = pair_up({pair: value for pair, value in close.items() if value >= ENOUGH})
    questions = all_labels()[label].questions
    same = [
        bool(set(answer_to(q, a[i].kinds)) & set(answer_to(q, b[j].kinds)))
        for i, j in pairs.items() for q in questions if answer_to(q, a[i].kinds) and answer_to(q, b[j].kinds)
    ]
    return Agreement(
        label, (len(a), len(b)), _alpha_if_defined(_units(label, one, other)), 2 * len(pairs) / (len(a) + len(b)) if a or b else 1.0,
        sum(same) / len(same) if same else None,
    )


def _alpha_if_defined(units: list[list[Hashable]]) -> float | None:
    try:
        return alpha(units)
    except ValueError:
        return None


def _units(label: str, one: AnnotationSet, other: AnnotationSet) -> list[list[Hashable]]:
    """What alpha compares: a value per coder for each word, or for each sentence where a question decides."""
    deciding = next((q for q in all_labels()[label].questions if q.decides), None)
    sentences, text = one.article.reporting(), one.article.text
    if deciding:
        return [[_verdict(coder, sentence, deciding) for coder in (one, other)] for sentence in sentences]
    words = [(s.start + m.start(), s.start + m.end()) for s in sentences for m in re.finditer(r"\w+", s.of(text))]
    return [[_covers(coder.items, word) for coder in (one, other)] for word in words]


def _verdict(coder: AnnotationSet, sentence: Span, deciding: Question) -> str:
    """The answer on the item that covers most of the sentence; the first listed where a coder accepts several.

    A question that the item's other answers make pointless (what supports an opinion) counts as not asked, whether the
    coder went on to answer it or not.
    """
    over = [item for item in coder if item.overlaps(sentence)]
    if not over:
        return "not a claim"
    item = max(over, key=lambda i: (min(i.end, sentence.end) - max(i.start, sentence.start), -i.start))
    if deciding.unless in item.kinds and not _accepts_another(item, deciding.unless):
        return "not asked"
    return next((kind for kind in item.kinds if kind in answer_to(deciding, item.kinds)), "undecided")


def _accepts_another(item: Annotation, kind: str) -> bool:
    """Whether the item accepts a further answer to the question that ``kind`` answers."""
    return any(
        kind in answer_to(question, item.kinds) and len(answer_to(question, item.kinds)) > 1
        for question in all_labels()[item.label].questions
    )


def _covers(items: Iterable[Annotation], word: tuple[int, int]) -> bool:
    return any(item.start < word[1] and word[0] < item.end for item in items)
