"""Two people have keyed one article: how far they agree, where they do not, and how each difference is settled.

Settling changes the first key, which is the one that lessons use, and never the second: what a person found on their own
stays as they found it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from .agreement import Agreement, agreement
from .annotation import Annotation, AnnotationSet
from .errors import LessonError
from .keyfile import KeyFile, open_key_file
from .labels import CONTESTED, REQUIRED
from .library import open_article
from .ownshelf import second_key
from .pairing import ENOUGH, overlap, pair_up
from .workbook import now

Answer = Literal["first", "second", "contested"]


@dataclass(frozen=True)
class Difference:
    """An item that one of two keys has and the other has not, or has with other kinds or as contested."""

    one: Annotation | None
    other: Annotation | None

    @property
    def id(self) -> str:
        """The same as long as neither key's item is replaced by another."""
        return " ".join(item.id if item else "-" for item in (self.one, self.other))

    @property
    def shown(self) -> Annotation:
        """The item of the first key, or of the second where the first has none."""
        shown = self.one or self.other
        assert shown is not None
        return shown


@dataclass(frozen=True)
class Settling:
    """What two people who keyed one article have in common, and the differences that are not settled, in reading order."""

    agreement: tuple[Agreement, ...]
    differences: tuple[Difference, ...]


def compare_keys(article_id: str) -> Settling:
    """The agreement of the two keys of an own article as they stand, and each difference that is not settled.

    An item that the first key calls contested is settled. Raises LessonError as long as there are not two keys with marks
    in them, or a proposal of the draft waits in the first.
    """
    book, one, other = _two_keys(article_id)
    pairs = _pairs(one, other)
    partner = {mine: theirs for mine, theirs in pairs.items()}
    found = [Difference(item, partner.get(item)) for item in one]
    found += [Difference(None, item) for item in other if item not in set(pairs.values())]
    left = [row for row in found if _differs(row) and row.id not in book.settled]
    return Settling(tuple(agreement(one, other)), tuple(sorted(left, key=lambda row: row.shown.sort_key)))


def settle(article_id: str, difference_id: str, answer: Answer) -> str:
    """Settle a difference in the first key: as that key has it, as the second has it, or as contested.

    Returns the id of the item in the first key; empty where there is none now. An item that is contested now has no reason
    until somebody writes one. Raises LessonError for a difference that is not there any more.
    """
    book, one, other = _two_keys(article_id)
    row = next((row for row in compare_keys(article_id).differences if row.id == difference_id), None)
    if row is None:
        raise LessonError("This difference is not there any more; compare the keys again.")
    if answer == "first":
        book.settle(difference_id)
        return row.one.id if row.one else ""
    if answer == "second" and row.one and not row.other:
        book.change((), [row.one.id])
        return ""
    mine = {theirs.id: mine.id for mine, theirs in _pairs(one, other).items()}
    taken = _of_second(row, mine) if row.other and (answer == "second" or not row.one) else row.one
    assert taken is not None
    if answer == "contested":
        taken = replace(taken, standing=CONTESTED, note="", creator="author")
    book.change([replace(taken, modified=now())])
    return taken.id


def _of_second(row: Difference, mine: Mapping[str, str]) -> Annotation:
    """The second key's item as one of the first: under the first's id, and linked to the first's source."""
    assert row.other is not None
    keep = {"id": row.one.id, "created": row.one.created} if row.one else {}
    # A source that the first key lacks may be taken over later, and keeps its id then.
    link = mine.get(row.other.link, "") or (row.one.link if row.one else "") or row.other.link
    return replace(row.other, standing=row.other.standing or REQUIRED, link=link, creator="author", **keep)


def _differs(row: Difference) -> bool:
    if row.one and row.one.standing == CONTESTED:
        return False
    if row.one is None or row.other is None:
        return True
    return set(row.one.kinds) != set(row.other.kinds) or row.other.standing == CONTESTED


def _two_keys(article_id: str) -> tuple[KeyFile, AnnotationSet, AnnotationSet]:
    article = open_article(article_id)
    book, second = open_key_file(article), second_key(article)
    if not book.items or not second.items:
        raise LessonError(f"The article “{article.title or article_id}” has not been keyed twice; let a second person make a key of their own first.")
    waiting = len(book.waiting())
    if waiting:
        raise LessonError(f"In the first key of “{article.title or article_id}” nobody has looked at {waiting} of the draft’s proposals; do that first, "
                          "for a draft is nobody’s key.")
    return book, AnnotationSet(article, book.items), AnnotationSet(article, second.items)


def _pairs(one: AnnotationSet, other: AnnotationSet) -> dict[Annotation, Annotation]:
    """Which item of the second key stands for which of the first: the same label on nearly the same words."""
    a, b = list(one), list(other)
    close = {(i, j): overlap(one.article.text, x, y) for i, x in enumerate(a) for j, y in enumerate(b)
             if x.label == y.label and x.overlaps(y)}
    return {a[i]: b[j] for i, j in pair_up({pair: value for pair, value in close.items() if value >= ENOUGH}).items()}
