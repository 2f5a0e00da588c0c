"""What was said: where a content begins behind its cue, and where it ends."""

from __future__ import annotations

from typing import NamedTuple

from .passage import DASHES, Passage
from .verbforms import verb_group
from .words import (
    ADVERBS,
    AFTER_A_CLOSING_CUE,
    AFTER_A_THING,
    ALSO_NOUNS,
    AUXILIARIES,
    BE,
    BEFORE_A_TIME,
    CLAUSE_OPENERS,
    COORDINATORS,
    DETERMINERS,
    FINITE,
    INNER_SUBORDINATORS,
    OPENS_NO_CLAUSE,
    PASTS,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    SENTENCE_SUBORDINATORS,
    SETTINGS,
    SUBORDINATORS,
    TAKES,
    TIME,
)

_CONTRACTED = frozenset(("'s", "'re", "'m", "'ll", "'d", "'ve"))


class Reach(NamedTuple):
    """How far the content of a cue may reach.

    ``to_comma``: the cue stands in a clause that a comma closes. ``restrictive``: it is the verb of a “who” without a
    comma, so that a main verb is still to come. ``present``: the cue is a present in -s.
    """

    to_comma: bool = False
    restrictive: bool = False
    present: bool = False


def reach_of(p: Passage, cue: int, start: int, floor: int) -> Reach:
    """The reach of the cue at ``cue`` in the unit that begins at ``start``; ``floor`` is where the last content ended."""
    before = verb_group(p, cue, floor) - 1
    parted = before > floor and (p.tokens[before - 1] == "," or p.tokens[before - 1] in DASHES)
    relative = before > floor and p.lower[before] in ("who", "which") and parted
    restrictive = before >= floor and p.lower[before] in ("who", "that") and not relative
    return Reach(relative or _in_subordinate(p, cue, start), restrictive, p.lower[cue].endswith("s"))


def _in_subordinate(p: Passage, cue: int, start: int) -> bool:
    """Whether the cue stands in a clause that “while”, “after” and the like open."""
    clause = cue
    while clause > start and p.tokens[clause - 1] not in (",", ";", ":") and p.tokens[clause - 1] not in DASHES:
        clause -= 1
    if clause > start:
        clause += p.lower[clause] in ("and", "but")
        return p.lower[clause] in INNER_SUBORDINATORS
    while clause < cue and not p.is_word[clause]:
        clause += 1
    return p.lower[clause] in SENTENCE_SUBORDINATORS


def clause_end(p: Passage, start: int, end: int, reach: Reach = Reach()) -> int:  # noqa: B008
    """Where a clause that begins at ``start`` ends: with its unit, or before the writer or another cue takes over."""
    j = start
    while j < end:
        if p.region_of[j] >= 0:
            j = p.region_at(j).last + 1
        elif p.tokens[j] == ";" or (p.tokens[j] == "," and reach.to_comma) or _another_cue(p, j, end, reach):
            return j
        elif p.tokens[j] == "," and p.lower[j + 1 : j + 2] in (["which"], ["who"]) and j + 1 < end:
            return j  # what a relative adds behind a comma is the writer's more often than the speaker's
        elif reach.restrictive and j > start and _main_verb(p, j) and TAKES[p.lower[j]] & {"that", "quote"} \
                and (p.lower[start] == "to" or p.has_verb(start, j)):
            return j  # “a neighbour who asked not to be named said …”
        else:
            j += 1
    return end


def _another_cue(p: Passage, j: int, end: int, reach: Reach) -> bool:
    """Whether a new attribution begins behind token ``j``."""
    token, low = p.tokens[j], p.lower[j]
    following = p.lower[j + 1] if j + 1 < end else ""
    if (token == "," or token in DASHES) and following:
        if following == "according" or (token == "," and following.endswith("ing") and following in TAKES and following != "including"):
            return True
        if following in ("and", "but", "as", "while", "though", "although") and j + 2 < end:
            verb = p.lower[j + 2]
            if verb in TAKES and verb not in ALSO_NOUNS and not verb.endswith("ing") and TAKES[verb] & {"that", "quote"}:
                return True
            cue = _cue_near(p, j + 2, min(end, j + 9))
            if cue and not p.has_verb(j + 2, cue):
                return True
        if token == "," and following in ("which", "who") and j + 2 < end and _cue_near(p, j + 2, min(end, j + 9)):
            return True
    if low not in ("and", "but"):
        return False
    k = j + 1
    while k < end and (p.lower[k] in ADVERBS or p.lower[k].endswith("ly")):
        k += 1
    verb = p.lower[k] if k < end else ""
    past = verb.endswith("ed") or verb in PASTS
    present = verb in ("says", "tells", "writes") or (reach.present and verb.endswith("s"))
    same_form = past or present or (low == "but" and verb.endswith("ing"))
    return verb in TAKES and verb not in ALSO_NOUNS and same_form


def _cue_near(p: Passage, start: int, end: int) -> int | None:
    for k in range(start, end):
        if p.region_of[k] >= 0 or p.tokens[k] in (",", ";", ":"):
            return None
        if p.lower[k] not in ALSO_NOUNS and "that" in TAKES.get(p.lower[k], ()):
            return k
    return None


def thing_end(p: Passage, start: int, end: int, reach: Reach = Reach()) -> int:  # noqa: B008
    """Where a content that is a noun phrase ends: at a comma that opens no list, or where another clause begins."""
    end = clause_end(p, start, end, reach)
    j = start
    while j < end:
        low = p.lower[j]
        if p.region_of[j] >= 0:
            j = p.region_at(j).last + 1
            continue
        if reach.restrictive and j > start and _main_verb(p, j):
            return j
        if p.tokens[j] == ",":
            goes_on = _list_goes_on(p, j, end)
            if not goes_on:
                return j
            j = goes_on
            continue
        if p.tokens[j] in DASHES or p.tokens[j] == ":":
            return j
        likened = low == "as" and p.lower[j + 1 : j + 2] and p.lower[j + 1] in ("a", "an", "the", "well", "much", "one", "being")
        if j > start and low in AFTER_A_THING and not likened:
            return j
        j += 1
    return end


def _main_verb(p: Passage, j: int) -> bool:
    low, before = p.lower[j], p.lower[j - 1]
    a_verb = low in TAKES and low not in ALSO_NOUNS and p.tokens[j][0].islower() and not low.endswith("ing")
    return a_verb and before not in DETERMINERS and before not in PREPOSITIONS and before not in PRONOUNS and before != "to"


def _list_goes_on(p: Passage, comma: int, end: int) -> int:
    """Where a list goes on behind a comma; 0 if what follows is no list."""
    k = comma + 1
    while k < end and p.is_word[k] and k - comma <= 6 and p.lower[k] not in ("and", "or"):
        k += 1
    following = p.lower[comma + 1] if comma + 1 < end else ""
    more = k < end and (p.lower[k] in ("and", "or") or p.tokens[k] == ",")
    if more and following not in SUBORDINATORS and not following.endswith("ing") and not p.has_verb(comma + 1, k):
        return k
    if following in ("and", "or") and not p.has_verb(comma + 2, min(end, comma + 6)):
        return comma + 2
    return 0


def behind_adverbials(p: Passage, i: int, end: int) -> int:
    """Behind “in a statement”, “on Tuesday” and the like, which stand between a cue and what was said."""
    low = p.lower[i] if i < end else ""
    if low in TIME or low in PREPOSITIONS or low in (",", "last", "early", "late", "this", "earlier") or low.endswith("ly"):
        that = _that_ahead(p, i, end)
        if that is not None:
            return that
    j = i
    for _ in range(3):
        low = p.lower[j] if j < end else ""
        following = p.lower[j + 1] if j + 1 < end else ""
        if low in TIME or low.endswith("ly") or low in ("instead", "only") or (low in BEFORE_A_TIME and (following in TIME or (
                following and low not in ("last", "early", "late", "this")))):
            j += 1
            while j < end and p.lower[j] in TIME:
                j += 1
        elif low in ("in", "on", "at", "during", "to", "via", "through", "after", "from", "of"):
            k = j + 1
            while k < end and k - j <= 10 and p.is_word[k] and p.lower[k] != "that" and p.region_of[k] < 0 \
                    and not (k > j + 1 and p.lower[k] in PRONOUNS):
                k += 1
            return k if k < end and (p.lower[k] == "that" or p.tokens[k] in (":", ",")) else i
        else:
            break
    return j


def _that_ahead(p: Passage, i: int, end: int) -> int | None:
    for k in range(i, min(end, i + 28)):
        low = p.lower[k]
        if p.region_of[k] >= 0 and not (k > i and p.quoted_words(p.region_of[k]) <= 5 and p.lower[k - 1] != ","):
            return None
        if low == "that":
            before = p.tokens[k - 1]
            a_phrase_ends = k - i < 2 or before.lower() in TIME or before.lower() in SETTINGS or before[0].isupper() \
                or before in (",", "”", '"', "''") or before[-1].isdigit()
            return k if a_phrase_ends and before != "said" else None
        another = low in TAKES and low not in ALSO_NOUNS and p.tokens[k][0].islower() and not low.endswith("ing")
        if another or p.tokens[k] in (".", ";", ":"):
            return None
    return None


def is_clause(p: Passage, i: int, end: int, strict: bool = False) -> bool:
    """Whether a clause without “that” begins at ``i``: a subject, and soon a finite verb.

    ``strict``: the cue takes a thing as well, “find a job, but she works”: the verb must come before any comma.
    """
    low = p.lower[i]
    after = p.lower[i + 1] if i + 1 < end else ""
    a_number = (low == "about" and (after[:1].isdigit() or after in ("half", "a", "one", "two"))) or (low == "at" and after in ("least", "most"))
    if not a_number and ((low in PREPOSITIONS and low not in CLAUSE_OPENERS) or low in ("to", "and", "or", "of", "as", "about")):
        return False
    if low in PERSONAL or low == "there":
        return True
    for k in range(i + 1, min(end, i + 22)):
        low, before = p.lower[k], p.lower[k - 1]
        if strict and p.tokens[k] in (",", ";", ":"):
            return False
        if low in FINITE or low in BE or low in AUXILIARIES or low.endswith("n't"):
            return True
        plain = p.tokens[k][0].islower() and before not in DETERMINERS
        if plain and low.endswith("ed") and len(low) > 4:
            return True
        if plain and low.endswith("s") and not low.endswith(("ss", "'s", "us", "is")) and (not before.endswith("s") or before.endswith("ss")) \
                and (_follows_a_verb(p, k, end) or (k == i + 2 and p.lower[i] in DETERMINERS)):
            return True
    return False


def is_likely_clause(p: Passage, i: int, end: int) -> bool:
    """Behind “say”, whatever has four words and begins as a subject does: “lessons start at nine”."""
    words = 0
    for k in range(i, min(end, i + 8)):
        if not p.is_word[k] or p.region_of[k] >= 0:
            break
        words += 1
    low = p.lower[i] if i < end else ""
    others = (PREPOSITIONS, TIME, AFTER_A_CLOSING_CUE, QUESTION_WORDS, COORDINATORS, OPENS_NO_CLAUSE)
    return words >= 4 and not low.endswith("ly") and all(low not in words for words in others)


def _follows_a_verb(p: Passage, k: int, end: int) -> bool:
    after = p.lower[k + 1] if k + 1 < end else ""
    return after in DETERMINERS or after in PREPOSITIONS or after in ("that", "not", "him", "her", "them", "it") \
        or (after != "" and p.region_of[k + 1] >= 0 and p.region_of[k] < 0)


def behind_hearer(p: Passage, i: int, end: int) -> int:
    """Told *the board* she would go: where the clause begins behind whoever heard it; 0 if there is none."""
    for k in range(i + 1, min(end, i + 7)):
        if not p.is_word[k] or p.region_of[k] >= 0:
            return 0
        low, before = p.lower[k], p.lower[k - 1]
        opens = low in PERSONAL or low == "there" or low in DETERMINERS
        if opens and before not in PREPOSITIONS and before not in DETERMINERS and low != "you" and is_clause(p, k, end):
            return k
    return 0


def what_follows(p: Passage, i: int, end: int, has_hearer: bool) -> str:
    """What stands behind a cue whose content came first: “end” of the unit, “more” behind a comma, or “” for neither."""
    if i >= end or p.tokens[i] in (".", "?", "!", ";"):
        return "end"
    if p.tokens[i] == "," or p.region_of[i] >= 0:
        return "more"
    low = p.lower[i]
    if has_hearer and p.is_word[i] and low not in ("that", "to") and low not in QUESTION_WORDS:
        k = i
        while k < end and p.region_of[k] < 0 and p.lower[k] != "that" and (
                p.is_word[k] or (p.tokens[k] in ("'", "’", "!") and k + 1 < end and p.is_word[k + 1])):
            k += 1
        if k >= end or p.tokens[k] in (".", "?", "!", ";"):
            return "end"
        return "more" if p.tokens[k] == "," or p.region_of[k] >= 0 else ""
    if low in AFTER_A_CLOSING_CUE or low in TIME or low.endswith("ly"):
        k = i + 1
        while k < end and p.tokens[k] not in (".", ";", ":") and p.region_of[k] < 0 and p.lower[k] != "that":
            k += 1
        return "" if k < end and p.lower[k] == "that" and k - i < 6 else "end"
    return "end" if low in ("reporters", "supporters", "me", "him", "her", "them", "us") else ""


