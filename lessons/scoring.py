"""Scoring: a reader's marks against the answer key. Returns a record; says nothing and shows nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from .annotation import Annotation, AnnotationSet
from .article import Span
from .labels import ACCEPTABLE, CONTESTED, REQUIRED, accusing, all_labels, answer_to, asked
from .pairing import ENOUGH, overlap, pair_up
from .sources import same_speaker

FOUND, PARTLY, MISSED, EXTRA, DISCUSS = "found", "partly", "missed", "extra", "contested"
LINK = "link"  # the question whose answer is a source, beside those of the taxonomy


@dataclass(frozen=True)
class KindResult:
    """How one question was answered: what the key accepts, what the reader chose (or nothing)."""

    question: str
    accepted: tuple[str, ...]
    chosen: tuple[str, ...]

    @property
    def right(self) -> bool | None:
        """True or False; None if the reader gave no answer."""
        return bool(set(self.chosen) & set(self.accepted)) if self.chosen else None


@dataclass(frozen=True)
class LinkResult:
    """How “Who said it?” or “Who passed it on?” was answered, in the words of the source: the key's, and the reader's
    (empty without an answer). ``right`` is None then."""

    accepted: tuple[str, ...]
    chosen: tuple[str, ...]
    right: bool | None
    question: str = LINK


@dataclass(frozen=True)
class Finding:
    """One line of the comparison: a mark, a key item, or the two that belong together.

    ``status``: found, partly, missed (key only), extra (over-flagged: no item there, or one that does not deserve the
    blame), contested (never counted). ``undecided``: the place is right and the question that matters is open.
    """

    status: str
    mark: Annotation | None = None
    item: Annotation | None = None
    kinds: tuple[KindResult | LinkResult, ...] = ()
    undecided: bool = False

    @property
    def span(self) -> Span:
        """Where the finding stands: at the mark if there is one, else at the key item."""
        return self.mark or self.item  # type: ignore[return-value]

    @property
    def label(self) -> str:
        """The label of the mark or of the item: they never differ."""
        return (self.mark or self.item).label  # type: ignore[union-attr]

    @property
    def counts(self) -> bool:
        """Whether the finding enters the numbers: contested ones never do, acceptable ones only when marked."""
        return self.status != DISCUSS


@dataclass(frozen=True)
class Score:
    """All findings of one comparison, in reading order, and the numbers a lesson talks about.

    Never one number: found, partly, missed and over-flagged stand apart, and right kinds are counted separately.
    """

    findings: tuple[Finding, ...] = ()
    required: int = 0

    def count(self, status: str) -> int:
        """How many findings have this status."""
        return sum(finding.status == status for finding in self.findings)

    @property
    def found(self) -> int:
        """Required items found."""
        return sum(f.status == FOUND and _is_required(f) for f in self.findings)

    @property
    def partly(self) -> int:
        """Required items partly found."""
        return sum(f.status == PARTLY and _is_required(f) for f in self.findings)

    @property
    def marks(self) -> int:
        """How many marks were judged: all but those on contested items."""
        return sum(f.mark is not None and f.counts for f in self.findings)

    @property
    def recall(self) -> float:
        """Required items found, a partly found one counting half, as a share of all required. 1.0 if none is required."""
        return (self.found + self.partly / 2) / self.required if self.required else 1.0

    @property
    def precision(self) -> float:
        """Marks that found something, a partial hit counting half, as a share of the marks judged. 0.0 without marks."""
        hits = sum({FOUND: 1.0, PARTLY: 0.5}.get(f.status, 0.0) for f in self.findings if f.mark)
        return hits / self.marks if self.marks else 0.0

    def kind_results(self, question: str = "") -> list[KindResult | LinkResult]:
        """Answers to the questions beside counted marks, unanswered ones left out."""
        return [
            result
            for finding in self.findings
            for result in finding.kinds
            if finding.counts and result.chosen and question in ("", result.question)
        ]


def score(answers: AnnotationSet, key: AnnotationSet, labels: Sequence[str] = ()) -> Score:
    """Compare a reader's marks with the key, for ``labels`` (all by default).

    Each mark is paired with at most one item of the same label and each item with at most one mark, so that no mark
    earns twice. First the pairs that overlap by at least one half (found), as many as can be made, the closest first;
    then what touches at all (partly); a sentence without a source is touched by whoever says so, and not by whoever marks
    a name in it. An acceptable item that lies in the same place as a required one is another way of finding it: a name
    inside the name with its job. What is left is missed (required items) or over-flagged (marks). A mark whose deciding
    question is open is partly right at most, and one that finds a fault the key does not see is over-flagged, even in the
    right place. Marks on contested items count neither way. The same input always gives the same result.

    Raises ValueError if the two are on different articles.
    """
    if answers.article.id != key.article.id:
        raise ValueError(f"answers on {answers.article.id} cannot be scored with a key to {key.article.id}")
    findings: list[Finding] = []
    required = 0
    for label in labels or tuple(all_labels()):
        marks, items = list(answers.of(label)), list(key.of(label))
        findings += [_with_link(finding, answers, key) for finding in _compare(key.article.text, marks, items)]
        required += sum(item.standing == REQUIRED for item in items)
    order = {name: place for place, name in enumerate(all_labels())}
    findings.sort(key=lambda f: (f.span.start, order[f.label], f.span.end, f.status, (f.mark or f.item).id))
    return Score(tuple(findings), required)


def _with_link(finding: Finding, answers: AnnotationSet, key: AnnotationSet) -> Finding:
    """The finding with the answer to who said it or passed it on, where the key has one and the question was asked."""
    mark, item = finding.mark, finding.item
    meant = key.get(item.link) if mark and item else None
    if meant is None or len(asked(all_labels()[mark.label], mark.kinds)) < len(all_labels()[mark.label].questions):
        return finding
    chosen = answers.get(mark.link)
    right = same_speaker(chosen, meant, answers, key) if chosen else None
    if chosen and right is None:
        return finding
    said = (answers.quote(chosen),) if chosen else ()
    return replace(finding, kinds=(*finding.kinds, LinkResult((key.quote(meant),), said, right)))


def _compare(text: str, marks: list[Annotation], items: list[Annotation]) -> list[Finding]:
    close = {(m, i): overlap(text, marks[m], items[i]) for m, i in product(range(len(marks)), range(len(items)))
             if marks[m].overlaps(items[i])}
    close = {pair: value for pair, value in close.items() if value}  # a shared quotation mark is no touch
    pairs = _match({pair: value for pair, value in close.items() if value >= ENOUGH}, items)
    done = set(pairs)
    satisfied = _satisfied(items, set(pairs.values()))
    rest = {(m, i): v for (m, i), v in close.items()
            if m not in done and i not in set(pairs.values()) and i not in satisfied and may_touch(marks[m], items[i])}
    touching = _match(rest, items)
    found = [_pair(FOUND, marks[m], items[i]) for m, i in pairs.items()]
    found += [_pair(PARTLY, marks[m], items[i]) for m, i in touching.items()]
    for i, by in satisfied.items():
        found = [_promote(f, items[i]) if f.item is items[by] else f for f in found]
    used = set(pairs.values()) | set(touching.values()) | set(satisfied)
    found += [Finding(MISSED, item=item) for i, item in enumerate(items) if i not in used and item.standing == REQUIRED]
    found += [Finding(DISCUSS, item=item) for i, item in enumerate(items) if i not in used and item.standing == CONTESTED]
    found += [Finding(EXTRA, mark=mark) for m, mark in enumerate(marks) if m not in done and m not in touching]
    return found


def may_touch(mark: Annotation, item: Annotation) -> bool:
    """Whoever names somebody within a sentence has not half seen that nobody stands behind the sentence."""
    return "source/none" not in item.kinds or "source/none" in mark.kinds


def _match(close: dict[tuple[int, int], float], items: list[Annotation]) -> dict[int, int]:
    """Pair marks with items, required items first, so that no mark is spent on a lesser one."""
    rank = {REQUIRED: 0, ACCEPTABLE: 1, CONTESTED: 2}
    return pair_up(close, lambda i: rank.get(items[i].standing, 0))


def _satisfied(items: list[Annotation], found: set[int]) -> dict[int, int]:
    """Required items reached through an acceptable one in the same place: item -> the acceptable item that did it.

    Each acceptable item stands in for one required item at most: a list found is not each of its names found.
    """
    reached: dict[int, int] = {}
    for i, item in enumerate(items):
        if item.standing != REQUIRED or i in found:
            continue
        ways = [w for w in sorted(found - set(reached.values()))
                if items[w].standing == ACCEPTABLE and _nested(items[w], item)]
        if ways:
            reached[i] = ways[0]
    return reached


def _nested(one: Span, other: Span) -> bool:
    return (other.start <= one.start and one.end <= other.end) or (one.start <= other.start and other.end <= one.end)


def _promote(finding: Finding, required: Annotation) -> Finding:
    """The finding of an acceptable item, told as the finding of the required item it stands for."""
    return _pair(FOUND, finding.mark, required)  # type: ignore[arg-type]


def _pair(status: str, mark: Annotation, item: Annotation) -> Finding:
    questions = asked(all_labels()[mark.label], mark.kinds)
    # A question the reader's own answer has made pointless is not held against them, and not asked twice.
    results = tuple(
        KindResult(q.id, answer_to(q, item.kinds), answer_to(q, mark.kinds)) for q in questions if answer_to(q, item.kinds)
    )
    # What the key leaves open, a reader may leave open, too: a brought article's key may.
    decided = any(q.decides and answer_to(q, item.kinds) for q in questions)
    undecided = decided and any(q.decides and not answer_to(q, mark.kinds) for q in questions)
    if item.standing == CONTESTED:
        status = DISCUSS
    elif decided and accusing() & set(mark.kinds) and not accusing() & set(item.kinds):
        status = EXTRA
    elif undecided:
        status = PARTLY
    return Finding(status, mark, item, results, undecided)


def _is_required(finding: Finding) -> bool:
    return finding.item is not None and finding.item.standing == REQUIRED
