"""Who is one source and who is two: mentions of the same person, and whom a reader's answer means."""

from __future__ import annotations

import re
from functools import lru_cache

from .annotation import Annotation, AnnotationSet
from .article import shortened
from .labels import CONTESTED


def sources(marks: AnnotationSet) -> list[Annotation]:
    """The different sources among the marks: of each the fullest mention that is told a kind, in reading order.

    Two marks are one source when the words of one are all in the other (“Cooper”, “Laura Cooper”) or when they share
    a first and last name. Missing sources (kind *none*) and contested items are left out. A rule of thumb: it does
    not know that “he” is somebody, and it would take two people of one name for one.
    """
    found: list[Annotation] = []
    for item in marks.of("source"):
        if "source/none" in item.kinds or item.standing == CONTESTED:
            continue
        twin = next((i for i, other in enumerate(found) if same_source(marks.quote(item), marks.quote(other))), None)
        if twin is None:
            found.append(item)
        elif _tells_more(item, found[twin]):
            found[twin] = item
    return found


def _tells_more(item: Annotation, other: Annotation) -> bool:
    """Whether ``item`` is the better of two mentions: the one whose questions are answered, then the one that is linked, then
    the longer."""
    if bool(item.kinds) != bool(other.kinds):
        return bool(item.kinds)
    return item.end - item.start > other.end - other.start and bool(item.link or not other.link)


def same_source(one: str, other: str) -> bool:
    """Whether two mentions, given in words, are one source: a rule of thumb, see ``sources``."""
    a, b = _bag(one), _bag(other)
    return bool(a and b) and (a <= b or b <= a or bool(_names(one) & _names(other)))


@lru_cache(maxsize=65_536)
def _bag(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w’'-]+", words.casefold())) - {"the", "a", "an"}


@lru_cache(maxsize=65_536)
def _names(words: str) -> frozenset[tuple[str, str]]:
    """First and last name of everybody who is named: the last two words of each run of capitals that is no place, house
    or office (“of New York”, “the White House”, “White House aide”, “the Pentagon’s”). Initials and “Rep.” are left out,
    and so is what a comma or a bracket adds to a name."""
    head, *more = re.split(r",| \(", words, maxsplit=1)
    return _names_in(head) or frozenset().union(*map(_names_in, more))


def _names_in(words: str) -> frozenset[tuple[str, str]]:
    tokens = re.findall(r"[\w.’'-]+|[^\w\s]", words)
    capital = [token[0].isupper() and token != "The" for token in tokens]
    found, end = set(), 0
    for begin, is_capital in enumerate(capital):
        if begin < end or not is_capital:
            continue
        end = next((k for k in range(begin, len(tokens)) if not capital[k]), len(tokens))
        owner = next((k for k in range(begin, end) if re.search("[’']s$", tokens[k])), end)
        if owner < len(tokens) - 1:
            end = owner + (owner < end)
        before, after = tokens[begin - 1].lower() if begin else "", tokens[end] if end < len(tokens) else ""
        if after[:1].islower() and after not in _BEHIND_A_PERSON:
            continue
        begin += 2 if before == "the" else before in _BEFORE_A_PLACE
        name = [re.sub("[’']s$", "", token) for token in tokens[begin:end] if not token.endswith(".")]
        if len(name) > 1:
            found.add((name[-2], name[-1]))
    return frozenset(found)


_BEFORE_A_PLACE = frozenset({"of", "for", "at", "in", "from"})
_BEHIND_A_PERSON = _BEFORE_A_PLACE | {"and", "or", "with", "who"}


def same_speaker(chosen: Annotation, meant: Annotation, answers: AnnotationSet, key: AnnotationSet) -> bool | None:
    """Whether the source a reader has ``chosen`` is the one ``meant`` by the key; None where it cannot be told (“she”).

    It is when it touches any mention of that source in the key, the list of names in “a letter by …” for the letter
    too, or when their words tell the same source.
    """
    if answers.quote(chosen).casefold() in _PRONOUNS:
        return None
    mentions = [item for item in key.of("source")
                if item.overlaps(meant) or same_source(key.quote(item), key.quote(meant))]
    return any(chosen.overlaps(item) for item in mentions) or same_source(answers.quote(chosen), key.quote(meant))


_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "his", "her", "their", "him", "them"})


def short_name(words: str) -> str:
    """The first part of a source's words: what stands before a comma, a bracket or “written by”, at most 48 letters."""
    return shortened(re.split(r",| \(| written by ", words.strip())[0], 48)
