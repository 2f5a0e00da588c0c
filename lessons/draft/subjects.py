"""Who does what: the noun phrases that are the subjects of verbs.

Every function takes a Passage and tokens; a phrase is a pair of tokens, end exclusive. Where they see nothing they
return None.
"""

from __future__ import annotations

from .nounphrases import Phrase, clause_start, noun_phrase
from .passage import BREAKS, Passage
from .verbforms import is_verb, verb_group
from .words import (
    ADVERBS,
    AFTER_A_SUBJECT,
    ALSO_NOUNS,
    ASIDES,
    AUXILIARIES,
    BE,
    COORDINATORS,
    DETERMINERS,
    FINITE,
    PARTICLES,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    SETTINGS,
    SUBORDINATORS,
    TAKES,
    TIME,
    WHEN_IT_WAS_SAID,
)


def subject_before(p: Passage, verbs: int, start: int) -> Phrase | None:
    """The subject that ends where the group of verbs at ``verbs`` begins, without asides and times behind it."""
    end = _without_aside(p, verbs, start)
    if end - 1 > start and p.lower[end - 1] in COORDINATORS:
        return _coordinated(p, noun_phrase(p, end - 1, start), start)
    if end - 1 > start and p.lower[end - 1] in TIME and not p.tokens[end - 2].isupper():
        k = end - 2 if p.lower[end - 2] in ("on", "in", "this", "last", "early", "late", "next", "earlier") else end - 1
        while k - 1 > start and p.lower[k - 1] in ADVERBS:
            k -= 1  # “Ana Petrov just this month”
        a_date = p.lower[k - 1].endswith("ed") and p.tokens[k - 1][0].islower()  # “a poll released on Sunday”
        if k > start and (p.is_word[k - 1] or p.tokens[k - 1] == ",") and not a_date:
            end = k
        if end - 1 > start and p.lower[end - 1] in COORDINATORS:
            return main_subject(p, start, end - 1)  # “has met the union and on Monday *said* …”
    return noun_phrase(p, end, start)


def _coordinated(p: Passage, phrase: Phrase | None, start: int) -> Phrase | None:
    """“The mayor sits down with us and *tells* …”: the subject of a verb that no list has, where another follows on “and”."""
    if not phrase:
        return None
    begin, end = phrase
    if begin > start and p.lower[begin - 1] in ("who", "which"):
        return begin - 1, begin
    if p.lower[begin] in PERSONAL:
        return begin, begin + 1
    for k in range(begin + 1, end - 1):
        low, before, after = p.lower[k], p.lower[k - 1], p.lower[k + 1]
        singular = p.tokens[k][0].islower() and low.endswith("s") and not low.endswith(("ss", "'s", "us"))
        goes_on = after in DETERMINERS or after in PREPOSITIONS or after in PARTICLES
        if singular and goes_on and before not in PREPOSITIONS and before not in DETERMINERS:
            return begin, k
    return None


def _without_aside(p: Passage, end: int, start: int) -> int:
    """Before “, for example,” and “, however,”."""
    if end - 1 < start or p.tokens[end - 1] != ",":
        return end
    if end - 4 >= start and p.tokens[end - 4] == "," and p.lower[end - 3] in ("for", "in", "of", "at") \
            and p.lower[end - 2] in ("example", "instance", "turn", "part", "course", "first", "least", "fact"):
        end -= 4
    if end - 3 >= start and p.tokens[end - 1] == "," and p.tokens[end - 3] == "," and p.lower[end - 2] in ASIDES:
        end -= 3
    return end


def subject_after(p: Passage, i: int, end: int) -> Phrase | None:
    """Inverted order, “said the mayor of Ayr, who …”: the noun phrase from ``i`` on."""
    while i < end and ((p.lower[i] in ADVERBS and p.lower[i] not in DETERMINERS) or p.is_manner(i)):
        i += 1  # and not over the “no” of “no one”
    if i >= end or not p.is_word[i]:
        return None
    if p.lower[i] in PERSONAL or p.lower[i] == "who":
        return i, i + 1
    j = i
    while j < end and (after := _goes_on(p, j, i, end)):
        j = after
    while j > i and not p.is_word[j - 1] and p.tokens[j - 1] != ")":
        j -= 1
    return (i, j) if j > i else None


def _goes_on(p: Passage, j: int, first: int, end: int) -> int:
    """Where the noun phrase goes on behind token ``j``; 0 where it does not."""
    token, low = p.tokens[j], p.lower[j]
    following = p.lower[j + 1] if j + 1 < end else ""
    if p.region_of[j] >= 0:
        named = p.quoted_words(p.region_of[j]) <= 3 and j > first and p.tokens[j - 1] != "," and not p.finite[j - 1]
        return p.region_at(j).last + 1 if named else 0
    if token in (";", ":", ".", "?", "!"):
        return 0
    if token in BREAKS:
        another = following in ("and", "but") and p.lower[j + 2 : j + 3] and p.lower[j + 2] in PRONOUNS
        other = another or following in AFTER_A_SUBJECT or following in AUXILIARIES or following in BE
        says_more = following == "who" and j + 2 < end and "quote" in TAKES.get(p.lower[j + 2], ())  # “said Ana Berg, who expects …”
        return 0 if other or says_more or not following or p.region_of[j + 1] >= 0 else j + 1
    if low in ("in", "on", "at", "during", "after", "before", "as", "when", "while", "via", "by", "from") and j > first:
        near = p.lower[j + 1 : min(end, j + 4)]
        tells_where = any(word in SETTINGS for word in near[: 3 if near[:1] and near[0] in DETERMINERS else 2])
        clause = low in ("as", "while", "when", "after", "before") and following in PERSONAL
        if clause or following in TIME or low in WHEN_IT_WAS_SAID or tells_where:
            return 0
    if low in TIME and j > first and p.lower[j - 1] not in PREPOSITIONS and "who" not in p.lower[max(first, j - 12) : j]:
        return 0
    return j + 1


def main_subject(p: Passage, start: int, end: int) -> Phrase | None:
    """The subject of the first finite verb between ``start`` and ``end``: who does what a participle there tells."""
    for k in range(start, end):
        low = p.lower[k]
        if p.region_of[k] >= 0 or low.endswith("ing"):
            continue
        a_verb = low in FINITE or low in TAKES or (low.endswith("ed") and p.tokens[k][0].islower())
        if a_verb and (low not in ALSO_NOUNS or is_verb(p, k, start)):
            subject = subject_before(p, verb_group(p, k, start), start)
            opening = subject and (p.lower[subject[0]] in PREPOSITIONS or (subject[0] == start and p.lower[start].endswith("ing")))
            if subject and p.lower[subject[0]] not in ("who", "which") and not opening:
                return subject
    return None


def subject_of_participle(p: Passage, start: int, verbs: int) -> Phrase | None:
    """Who does what the participle or the infinitive at ``verbs`` tells: looked for in its own clause first."""
    return main_subject(p, clause_start(p, start, verbs), verbs) or subject_of_sentence(p, start, verbs)


def subject_of_sentence(p: Passage, start: int, end: int) -> Phrase | None:
    """As ``main_subject``, but behind “While the mayor waited,” where the sentence opens like that."""
    if p.lower[start] in SUBORDINATORS and "," in p.tokens[start:end]:
        behind = main_subject(p, p.tokens.index(",", start) + 1, end)
        if behind:
            return behind
    return main_subject(p, start, end)
