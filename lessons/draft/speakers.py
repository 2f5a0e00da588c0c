"""Who has spoken so far in an article: what they are, and whom “she” means.

Does not know who is a man or a woman, and follows no further back than the paragraph before.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import replace

from ..annotation import Annotation
from ..article import Article, Span
from ..sources import same_source
from .kinds import is_one_person, kinds_of
from .words import DETERMINERS, PREPOSITIONS, SUBORDINATORS

_NAME = r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\. )?[A-Z][\w’'-]+(?: [A-Z]\.)?(?: (?:de |van |von |al |la )?[A-Z][\w’'-]+){1,2}"
# “Ana Berg, 34, a nurse who rows every day,”: an age, or what somebody is, tells a person from a place or a firm.
_PERSON = re.compile(rf"(?<![\w.’'-]){_NAME}(?P<sure>(?:, \d{{1,3}}(?=,))?(?:, who [^,.;:!?\n“”\"]{{2,80}}(?=,))?)"
                     rf"(?:, an? [^,.;:!?\n“”\"]{{2,80}}(?=,))?")
_REMEMBERED = 300
_BEHIND_A_NAME = re.compile(r",| (?:of|from|for|at|with|who) ")
_NO_PERSONS = {"source/media", "source/organisation", "source/document", "source/data", "source/social"}


class Speakers:
    """Who has spoken so far: what they are, and whom “she” means."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.starts = {sentence.start for sentence in article.sentences}
        self.person: Annotation | None = None
        self.known: dict[str, str] = {}  # a name's last word: what its bearer is
        # Where a source was first put into these words. The last few hundred, so that a long text takes no longer than it is.
        self.mentions: OrderedDict[str, int] = OrderedDict()

    def kinds(self, source: Span) -> tuple[str, ...]:
        return kinds_of(source.of(self.article.text), source.start in self.starts)

    def sure(self, source: Span, sure: str) -> str:
        """How far a source can be trusted, or that it is one that was there before, in other words or in the same."""
        words = source.of(self.article.text)
        return "again" if any(start < source.start and _is_again(words, other) for other, start in self.mentions.items()) else sure

    def heard(self, source: Annotation) -> None:
        words = source.of(self.article.text)
        self.mentions.setdefault(words, source.start)
        if len(self.mentions) > _REMEMBERED:
            self.mentions.popitem(last=False)
        named = "source/named" in source.kinds
        # “Ivo Brandt of the firm Fair Share” is a person, and “the firm Fair Share” is none.
        if is_one_person(words) or (named and _NO_PERSONS.isdisjoint(kinds_of(_BEHIND_A_NAME.split(words)[0]))):
            self.person = source
        if named:
            for kind in source.kinds[1:]:
                self.known.setdefault(self._name(source), kind)

    def meant_by(self, pronoun: Span) -> str:
        """The id of the source that “he” or “she” is; empty where it is too far away, or where it is another pronoun."""
        if self.person is None or pronoun.of(self.article.text).lower() not in ("he", "she"):
            return ""
        paragraph = self.article.paragraph_at
        return self.person.id if paragraph(pronoun.start) - paragraph(self.person.start) in (0, 1) else ""

    def introduced_before(self, pronoun: Span) -> Span | None:
        """The person whom the paragraph of “he” or “she” names and describes before it, behind everybody who spoke; or None."""
        if pronoun.of(self.article.text).lower() not in ("he", "she"):
            return None
        paragraph = self.article.paragraphs[self.article.paragraph_at(pronoun.start)]
        begin = max(paragraph.start, self.person.end if self.person else 0)
        persons = [Span(*found.span()) for found in _PERSON.finditer(self.article.text, begin, pronoun.start)
                   if self._is_person(found[0], found["sure"])]
        return persons[-1] if persons else None

    def _is_person(self, words: str, sure: str) -> bool:
        """An age or a “who” tells it, else the words for what somebody is."""
        kinds = kinds_of(words)[1:]
        small = words.split()[0].lower()
        return "," in words and small not in PREPOSITIONS | DETERMINERS | SUBORDINATORS and _NO_PERSONS.isdisjoint(kinds) and bool(sure or kinds)

    def completed(self, source: Annotation) -> Annotation:
        """The same source; where its own words do not tell what it is, another mention of the name may."""
        kind = self.known.get(self._name(source)) if source.kinds == ("source/named",) else None
        return replace(source, kinds=(*source.kinds, kind)) if kind else source

    def _name(self, source: Span) -> str:
        """The last word with a capital before a comma: a surname, mostly."""
        words = [word for word in source.of(self.article.text).split(",")[0].split() if word[0].isupper()]
        return words[-1].removesuffix("’s").removesuffix("'s") if words else ""


def _is_again(one: str, other: str) -> bool:
    """Whether two mentions are one source. “The town” is no part of “a man who works for the town”, as “Berg” is of “Ana Berg”."""
    if not same_source(one, other):
        return False
    short, long = sorted((one, other), key=len)
    return any(word[0].isupper() for word in short.split()[1:] or short.split()) or same_source(short, _BEHIND_A_NAME.split(long)[0])
