"""What stands behind a verb: words in quotation marks, a clause, something to do. Each function takes a Unit.

Functions that look for an attribution return what they made and where the search goes on, or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .beginnings import behind_hearer, goes_on_with_a_verb, is_clause, is_likely_clause
from .contents import Reach, clause_end, infinitive_end
from .found import Step
from .nounphrases import Phrase
from .words import (
    BE,
    DETERMINERS,
    HEARD,
    HEARERS,
    NOUNS_WITH_THAT,
    PERSONAL,
    PREPOSITIONS,
    QUESTION_WORDS,
    SAYS,
    VERB_PREPOSITIONS,
    VOICES,
)

if TYPE_CHECKING:
    from .passage import Passage
    from .unit import Unit


def quotation(u: Unit, j: int, low: str, takes: frozenset[str], cue: Phrase, source: Phrase | None, reach: Reach) -> Step:
    """S V, “B”, S V: “B” and S V “B” with more words."""
    p, end = u.p, u.end
    mark = p.tokens[j] if j < end else ""
    k = j + 1 if mark in (",", ":") and j + 1 < end and p.region_of[j + 1] >= 0 else j
    if "quote" in takes and source and (k >= end or p.region_of[k] < 0):
        far = _quotation_ahead(u, k)
        if far:
            return u.keep("quotation", far, p.region_at(far).last + 1, cue, source)
    if k >= end or p.region_of[k] < 0 or "quote" not in takes or p.region_at(k).first != k:
        return None
    last = p.region_at(k).last
    introduced = mark in (",", ":")
    if not (introduced or p.quoted_words(p.region_of[k]) >= 3 or last + 1 >= end - 1 or ("that" in takes and is_clause(p, k, end))):
        return None
    ends = introduced or (last + 1 < end and p.has_verb(k, last) and goes_on_with_a_verb(p, last + 1, end))  # said “it leaks” and left
    return u.keep("quotation", k, last + 1 if ends else max(last + 1, clause_end(p, k, end, reach)), cue, source)


def _quotation_ahead(u: Unit, i: int) -> int:
    """Said on Monday, in answer to a question, “…”: where the quotation begins behind adverbials alone; 0 if it does not."""
    p = u.p
    says_it = p.lower[i : i + 1] == ["it"] and p.tokens[i + 2 : i + 3] == [":"]  # said it best: “…”
    if i >= u.end or not (p.lower[i] in PREPOSITIONS or p.tokens[i] == "," or says_it):
        return 0
    ahead = next((region for region in p.regions if i < region.first < u.end), None)
    if ahead is None or p.tokens[ahead.first - 1] not in (",", ":") or p.has_verb(i, ahead.first) or "that" in p.lower[i : ahead.first]:
        return 0
    return ahead.first if says_it or p.quoted_words(p.region_of[ahead.first]) >= 3 else 0


def clause(u: Unit, j: int, low: str, takes: frozenset[str], cue: Phrase, source: Phrase | None, reach: Reach) -> Step:
    """S V that …, S V whether …, S told somebody that …, and a clause without “that”."""
    p, end = u.p, u.end
    if takes.isdisjoint(("that", "that-only", "person-that", "whether")):
        return None
    start = j
    heard = low in HEARD and any(word in BE for word in p.lower[cue[0] : cue[1] - 1])  # staff were told it would close
    if "person-that" in takes and not heard and j < end and p.lower[j] != "that":
        step, start = _told(u, j, takes, cue, source, reach)
        if step or not start:
            return step
    if {"whether", "person-to"} <= takes and "person-that" not in takes:
        # Asked *the mayor* why
        start = next((k for k in range(j, min(end, j + 5)) if p.lower[k] in QUESTION_WORDS or not p.is_word[k]), start)
        start = start if p.lower[start : start + 1] and p.lower[start] in QUESTION_WORDS else j
    following = p.lower[start] if start < end else ""
    asks = following == "if" and low.startswith(("ask", "wonder", "question"))
    if following == "that" or (following in QUESTION_WORDS and "whether" in takes) or asks:
        # Reported that, according to the survey, most boats leak: the clause goes on behind the second comma.
        first = start + 1 < end and p.tokens[start + 1] == ","
        begin = next((k for k in range(start + 2, end) if p.tokens[k] == ","), start) if first else start
        step = u.keep("that", start, clause_end(p, begin + (begin > start), end, reach), cue, source)
        if step:
            return step
    speaks_of = following in VERB_PREPOSITIONS.get(low, ())
    if ("that" in takes or start > j or heard) and (source or heard) and not speaks_of and start < end and p.is_word[start] \
            and (is_clause(p, start, end, low not in SAYS) or (low in SAYS and is_likely_clause(p, start, end))):
        return u.keep("clause", start, clause_end(p, start, end, reach), cue, source)
    return None


def _told(u: Unit, j: int, takes: frozenset[str], cue: Phrase, source: Phrase | None, reach: Reach) -> tuple[Step, int]:
    """Behind “told”: what was found, or where the clause begins; 0 if there is neither."""
    p, end = u.p, u.end
    k = j
    while k < end and k - j < 9 and p.is_word[k] and p.region_of[k] < 0 and p.lower[k] not in ("that", "to") \
            and p.lower[k] not in QUESTION_WORDS:
        k += 1
    heard = behind_hearer(p, j, end)
    if k < end:
        if heard and heard < k:
            return None, heard  # “told the board the crew that …” and “told the board she had “no idea””
        if p.lower[k] == "that" or p.lower[k] in QUESTION_WORDS:
            return None, k
        if p.lower[k] == "to" and k > j and "person-to" in takes:
            return u.keep("person-to", j, clause_end(p, j, end, reach), cue, source), 0
        if p.tokens[k] in (",", ":") and k + 1 < end and p.region_of[k + 1] >= 0:
            first, last, _ = p.region_at(k + 1)
            return u.keep("quotation", first, last + 1, cue, source), 0
        if p.region_of[k] >= 0 and p.quoted_words(p.region_of[k]) >= 2:
            return u.keep("quotation", k, clause_end(p, k, end, reach), cue, source), 0
    if heard:
        return None, heard
    if p.lower[j] in HEARERS and j + 1 < end and p.is_word[j + 1]:
        return None, j + 1
    return None, j if "that" in takes else 0


def purpose(u: Unit, j: int, low: str, takes: frozenset[str], cue: Phrase, source: Phrase | None, reach: Reach) -> Step:
    """S vowed to …, S urged somebody to …"""
    p, end = u.p, u.end
    begin = j + (p.lower[j : j + 2] == ["not", "to"])  # “claims not to know”
    if "to" in takes and p.lower[begin : begin + 1] == ["to"] and begin + 1 < end and p.lower[begin + 1] not in DETERMINERS:
        return u.keep("to", j, infinitive_end(p, j, end, reach), cue, source)
    if not takes.isdisjoint(("person-to", "person-to-do")) and source and j < end and p.is_word[j] and p.lower[j] not in VERB_PREPOSITIONS.get(low, ()):
        k = j
        while k < end and p.is_word[k] and p.lower[k] != "to" and k - j < 9:
            k += 1
        if k < end and p.lower[k] == "to" and k > j and ("person-to" in takes or not _is_goal(p, k, end)):
            return u.keep("person-to", j, clause_end(p, j, end, reach), cue, source)
    return None


def _is_goal(p: Passage, to: int, end: int) -> bool:
    """Directed money *to the port*, and not *to pay*."""
    low = p.lower[to + 1] if to + 1 < end else ""
    return low in DETERMINERS or low.endswith("s") or not p.tokens[to + 1 : to + 2] or not p.tokens[to + 1][0].islower()


def is_thing(u: Unit, j: int) -> bool:
    p = u.p
    for k in range(j, min(j + 4, u.end - 1) if p.lower[j - 1] in VOICES else j):
        if p.lower[k] in NOUNS_WITH_THAT and (p.lower[k + 1] == "that" or p.lower[k + 1] in PERSONAL):
            return False  # “expressed concern that …”: the noun is the cue
    return j < u.end and (p.is_word[j] or p.region_of[j] >= 0) and p.lower[j] not in PREPOSITIONS \
        and p.lower[j] not in ("and", "or", "when", "as", "because", "if")
