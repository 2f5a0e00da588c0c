"""A draft as marks on an article, and as rows for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from typing import Any

from ..annotation import DRAFTER, Annotation, AnnotationSet
from ..article import Article, Span
from . import attributions
from .claims import claims
from .found import Attribution, sentence_of
from .speakers import Speakers
from .words import PRONOUNS, REFUSALS, SAYS_NOTHING


def draft_of(article: Article) -> AnnotationSet:
    """The draft of a key for ``article``: its sources, quotations and claims, each with the reason why it is proposed.

    A quotation in several pieces is a mark for each piece, and a claim is a whole sentence. The standing of each says
    that it is proposed, and how far its rule can be trusted, or that it is another mention of a source: none of this is a key. “He” and “she” are taken for the person
    who spoke last, in the same paragraph or the one before, or whom that paragraph introduces; “they” is left open.
    Captions, headlines of other articles and the like are passed over.
    """
    marks: dict[str, Annotation] = {}
    found = [one for one in attributions(article.text) if not _said_nothing(one, article.text)]
    speakers = Speakers(article)
    for one in found:
        why, link = one.why(article.text), ""
        if one.source and one.source.of(article.text).lower() not in PRONOUNS:
            source = _mark("source", one.source, article, why, speakers.sure(one.source, one.sure), speakers.kinds(one.source))
            link = marks.setdefault(source.id, source).id
            speakers.heard(source)
        elif one.source:
            link, person = speakers.meant_by(one.source), speakers.introduced_before(one.source)
            if person:
                meant = sentence_of("introduced")
                told = meant["why"].format(cue=one.source.of(article.text), source=person.of(article.text))
                source = _mark("source", person, article, told, speakers.sure(person, meant["sure"]), speakers.kinds(person))
                link = marks.setdefault(source.id, source).id
                speakers.heard(source)
        for piece in one.content:
            quotation = _mark("quotation", piece, article, why, one.sure, (f"quotation/{one.form}",), link)
            marks.setdefault(quotation.id, quotation)
    for claim in claims(article.text, found):
        if claim.checkable:
            mark = _mark("claim", claim, article, claim.why(), "likely", ("claim/checkable", claim.support))
            marks[mark.id] = mark
    told = [mark for mark in marks.values() if not article.paragraphs[article.paragraph_at(mark.start)].furniture]
    return AnnotationSet(article, tuple(speakers.completed(mark) if mark.label == "source" else mark for mark in told))


def _said_nothing(one: Attribution, text: str) -> bool:
    """“Declined to comment”, “asked not to be named”, “did not respond to a request for comment”: a reader learns of it that
    somebody was asked, and there are no words of theirs to mark."""
    words = one.content[0].of(text).lower().split()
    cue = one.cue.of(text).lower().split()[-1] if one.cue else ""
    refused = cue in REFUSALS and words[0] == "to" and not SAYS_NOTHING.isdisjoint(words[1:2])
    return refused or words[:3] == ["not", "to", "be"] or words[-2:] == ["for", "comment"]


def rows_of(texts: Iterable[str], executor: Executor | None = None) -> Iterator[dict[str, list[dict[str, Any]]]]:
    """The ``attributions`` and ``claims`` of each text as plain rows, in the order of the texts.

    An attribution has ``content``, ``cue`` and ``source`` as lists of ``[start, end]`` in code points (the last two may be
    empty), ``type`` (direct, mixed or indirect, as corpora call it), ``rule`` and ``sure``. A claim is a sentence: ``start``,
    ``end``, ``checkable``, and ``support`` as in the taxonomy (empty where nothing is checkable). With an ``executor`` the
    texts are shared out among its workers.
    """
    return (executor.map if executor else map)(_rows, texts)


def _rows(text: str) -> dict[str, list[dict[str, Any]]]:
    found = attributions(text)
    return {"attributions": [_row(one) for one in found],
            "claims": [{"start": one.start, "end": one.end, "support": one.support.removeprefix("claim/"), "checkable": one.checkable}
                       for one in claims(text, found)]}


def _row(one: Attribution) -> dict[str, Any]:
    return {
        "content": [[piece.start, piece.end] for piece in one.content],
        "cue": [[one.cue.start, one.cue.end]] if one.cue else [],
        "source": [[one.source.start, one.source.end]] if one.source else [],
        "type": "mixed" if one.form == "partial" else one.form, "rule": one.rule, "sure": one.sure,
    }


def _mark(label: str, span: Span, article: Article, why: str, sure: str, kinds: tuple[str, ...] = (), link: str = "") -> Annotation:
    # An id of its place, so that the same article has the same draft.
    name = f"draft-{label}-{span.start}-{span.end}"
    return Annotation(span.start, span.end, id=name, label=label, article=article.id, kinds=kinds, note=why, link=link,
                      standing=f"draft/{sure}", creator=DRAFTER)
