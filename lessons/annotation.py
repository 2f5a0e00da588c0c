"""Annotations: a label on a span, with its kinds, its note and the source it is linked to. No file, no JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from .article import Article, Span
from .errors import LessonError, listed, nearest
from .labels import PROPOSALS, STANDINGS, all_labels, kind_names

NOTE_LIMIT = 4_000
ID_LIMIT = 200
DRAFTER = "Second Source, draft"  # the creator of a proposal


@dataclass(frozen=True)
class Annotation(Span):
    """A marked span. ``start`` and ``end`` are code points of the article named by ``article``.

    In a reader's answers ``note`` is the reader's own; in a key it is the reason, and ``standing`` says whether the
    item is required, acceptable or contested, or that it is proposed by a draft and nobody has looked at it. ``link`` is the id of the source that said this (for a quotation) or
    that passed it on (for a source). ``created`` and ``modified`` are ISO 8601 in UTC.
    """

    id: str = ""
    label: str = ""
    article: str = ""
    kinds: tuple[str, ...] = ()
    note: str = ""
    link: str = ""
    standing: str = ""
    created: str = ""
    modified: str = ""
    creator: str = ""

    @property
    def sort_key(self) -> tuple:
        """Reading order: by article, start, longest first, then label and id, so that order never depends on history."""
        return (self.article, self.start, -self.end, self.label, self.id)


def is_reason(note: str) -> bool:
    """Whether this can be the reason of a key's item: more than the keys (A, S, D, X) that were meant for the next proposal."""
    return bool(note.strip("asdxASDX \t\n"))


def check(annotation: Annotation, article: Article) -> Annotation:
    """``annotation`` itself if it is well formed on ``article``.

    Raises LessonError, in a sentence, for an unknown label, kind or standing, a span outside the text, or a note or
    an id too long to be one.
    """
    labels = all_labels()
    if len(annotation.id) > ID_LIMIT:
        raise LessonError(
            f"The mark “{annotation.id[:20]}…” has a name of {len(annotation.id)} characters and the limit is {ID_LIMIT}; "
            "no file of this kit has such a name, so get the file again from whoever made it."
        )
    if annotation.label not in labels:
        raise LessonError(
            f"The mark “{annotation.id}” has the label “{annotation.label}”, which this kit does not know; "
            f"the labels are {listed(sorted(labels))}."
        )
    known = {kind.id for kind in labels[annotation.label].kinds}
    for kind in annotation.kinds:
        if kind not in known:
            raise LessonError(
                f"The mark “{annotation.id}” has the kind “{kind}”, which does not belong to the label "
                f"“{annotation.label}”; the nearest are {nearest(kind, known)}."
            )
    if annotation.standing and annotation.standing not in (*STANDINGS, *PROPOSALS):
        raise LessonError(
            f"The key item “{annotation.id}” has the standing “{annotation.standing}”; it can be "
            f"{listed(sorted(STANDINGS))}."
        )
    if not 0 <= annotation.start < annotation.end <= len(article.text):
        raise LessonError(
            f"The mark “{annotation.id}” runs from {annotation.start} to {annotation.end}, but the article "
            f"“{article.id}” has {len(article.text)} characters; mark the passage again."
        )
    if len(annotation.note) > NOTE_LIMIT:
        raise LessonError(
            f"The note on “{annotation.id}” has {len(annotation.note)} characters and the limit is {NOTE_LIMIT}; "
            "shorten it."
        )
    return annotation


@dataclass(frozen=True)
class AnnotationSet:
    """The annotations of one article, in reading order: a key, or a reader's answers.

    Iterate over it, ask for one label with ``of``, and see the words of an item with ``quote``.
    """

    article: Article
    items: tuple[Annotation, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple(sorted(self.items, key=lambda item: item.sort_key)))

    def __iter__(self) -> Iterator[Annotation]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.of(label))} {names.plural}" for label, names in all_labels().items())
        return f"<{self.article.id}: {counts}>"

    @cached_property
    def _by_id(self) -> dict[str, Annotation]:
        return {item.id: item for item in self.items}

    def get(self, annotation_id: str) -> Annotation | None:
        """The item with this id, or None."""
        return self._by_id.get(annotation_id)

    def of(self, *labels: str) -> AnnotationSet:
        """Only the items with one of ``labels``."""
        return AnnotationSet(self.article, tuple(item for item in self.items if item.label in labels))

    def quote(self, annotation: Annotation) -> str:
        """The marked words."""
        return annotation.of(self.article.text)

    def with_kind(self, kind: str) -> AnnotationSet:
        """Only the items of this kind or standing."""
        return AnnotationSet(
            self.article, tuple(item for item in self.items if kind in item.kinds or kind == item.standing)
        )


def apply_change(
    items: Iterable[Annotation], put: Iterable[Annotation], drop: Iterable[str]
) -> tuple[Annotation, ...]:
    """``items`` after a change: ``put`` replaces or adds by id, ``drop`` removes by id. In reading order.

    Doing the same change twice gives the same result, so a change may be sent again when its answer was lost.
    A second mark with the same label on the same span replaces the first: twice the same is once.
    """
    kept = {item.id: item for item in items}
    for annotation in put:
        twin = next((i for i in kept.values() if _same_place(i, annotation) and i.id != annotation.id), None)
        if twin:
            del kept[twin.id]
        created = kept[annotation.id].created if annotation.id in kept else annotation.created
        kept[annotation.id] = replace(annotation, created=created or annotation.created)
    for gone in drop:
        kept.pop(gone, None)
    return tuple(sorted(kept.values(), key=lambda item: item.sort_key))


def _same_place(one: Annotation, other: Annotation) -> bool:
    return (one.article, one.label, one.start, one.end) == (other.article, other.label, other.start, other.end)


def describe_kinds(annotation: Annotation) -> str:
    """The kinds in a reader's words: ``named, official``."""
    names = kind_names()
    return ", ".join(names[kind].lower() for kind in annotation.kinds if kind in names)
