"""Agreement between coders."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from lessons import AnnotationSet, open_article
from lessons.agreement import _units, agreement, alpha
from lessons.annotation import Annotation
from lessons.places import data_folder
from lessons.webannotation import page_annotations, read_page

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", part B: two observers, ten units, binary data.
TEN_UNITS = list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True))
# The same paper, part C: four observers, twelve units, nominal data, missing values.
_ = None
TWELVE_UNITS = list(zip(
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _], strict=True,
))


def coders(article_id: str) -> list[AnnotationSet]:
    article = open_article(article_id)
    folder = data_folder() / "keys" / "coders"
    pages = [folder / f"{article_id}.{coder}.json" for coder in "abc"]
    return [AnnotationSet(article, page_annotations(read_page(page), open_article, page.name)) for page in pages]


@pytest.mark.parametrize(("units", "published"), [(TEN_UNITS, 0.095), (TWELVE_UNITS, 0.743)], ids=["ten", "twelve"])
def test_alpha_gives_the_published_worked_examples(units: list, published: float) -> None:
    assert alpha(units) == pytest.approx(published, abs=0.0005)


def test_alpha_of_coders_who_always_agree_is_one() -> None:
    assert alpha([("x", "x"), ("y", "y"), ("x", "x")]) == 1


def test_alpha_is_not_defined_where_nothing_varies() -> None:
    with pytest.raises(ValueError, match="alpha needs at least two values that differ and one unit with two coders"):
        alpha([("x", "x"), ("x", "x")])


def test_a_coder_agrees_wholly_with_themselves() -> None:
    one, *_ = coders("hotnews")

    assert [(row.alpha, row.found, row.same_kinds) for row in agreement(one, one)] == [(1.0, 1.0, 1.0)] * 3


def claims(*kinds: str) -> AnnotationSet:
    """Two claims of which the first has these kinds, so that there is something to disagree about."""
    article = open_article("mill-street")
    both = zip(article.reporting(), (kinds, ("claim/checkable", "claim/unsupported")), strict=False)
    return AnnotationSet(article, tuple(
        Annotation(place.start, place.end, id=f"c{place.start}", label="claim", article=article.id, kinds=own)
        for place, own in both
    ))


@pytest.mark.parametrize(("kinds", "same"), [
    (("claim/not-checkable", "claim/attributed"), True),
    (("claim/checkable", "claim/not-checkable", "claim/attributed"), False),
    (("claim/checkable", "claim/attributed"), False),
], ids=["answers a question that is not asked", "accepts either answer", "can be checked"])
def test_what_supports_an_opinion_is_no_disagreement(kinds: tuple[str, ...], same: bool) -> None:
    one, other = claims(*kinds), claims("claim/not-checkable")

    assert (_alpha_of_claims(one, other) == 1) is same


def _alpha_of_claims(one: AnnotationSet, other: AnnotationSet) -> float:
    return alpha(_units("claim", one.of("claim"), other.of("claim")))


def test_coders_of_two_articles_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="coders of hotnews and dallas-express cannot be compared"):
        agreement(coders("hotnews")[0], coders("dallas-express")[0])


@pytest.mark.parametrize("article_id", ["hotnews", "dallas-express"])
def test_the_published_agreement_is_the_one_computed(article_id: str) -> None:
    page = Path(data_folder() / "keys" / "README.md").read_text(encoding="utf-8")
    published = re.findall(rf"^\| {article_id} \|(.+)\|$", page, re.MULTILINE)
    computed = [
        f" {names} | {row.label} | {row.counts[0]}, {row.counts[1]} | {row.alpha:.2f} | {row.found:.0%} | {row.same_kinds:.0%} "
        for names, pair in zip(("a, b", "a, c", "b, c"), combinations(coders(article_id), 2), strict=True)
        for row in agreement(*pair)
    ]

    assert [line.replace(" %", "%") for line in published] == computed
