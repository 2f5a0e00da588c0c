"""What was said: where a content ends, with its unit or before the writer or another cue takes over."""

from __future__ import annotations

from typing import NamedTuple

from .beginnings import goes_on_with_a_verb
from .passage import DASHES, Passage
from .verbforms import verb_group
from .words import (
    ADVERBS,
    AFTER_A_THING,
    ALSO_NOUNS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    GOES_ON,
    INNER_SUBORDINATORS,
    PASTS,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SENTENCE_SUBORDINATORS,
    SUBORDINATORS,
    TAKES,
    THOUGHT_WITHIN,
    WRITERS_TURN,
)



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
    clause = max(start, p.clause_begins[cue])
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
        elif p.tokens[j] == "," and j + 1 < end and p.lower[j + 1] in WRITERS_TURN and p.has_verb(start, j):
            return j
        elif p.tokens[j] == "," and p.lower[j + 1 : j + 2] in (["which"], ["who"]) and j + 1 < end:
            # What a relative adds behind a comma is the writer's more often than the speaker's, unless the verb is still to come.
            resumed = 0 if p.has_verb(start, j) else _verb_behind(p, j, end)
            if not resumed:
                return j
            j = resumed
        elif reach.restrictive and j > start and _main_verb(p, j) and TAKES[p.lower[j]] & {"that", "quote"} \
                and (p.lower[start] == "to" or p.has_verb(start, j)):
            return verb_group(p, j, start)  # “a neighbour who asked not to be named did not say …”
        else:
            j += 1
    return end


def _verb_behind(p: Passage, comma: int, end: int) -> int:
    """The boat, which is old, *will* …: where the verb stands behind a relative clause between two commas; 0 without one."""
    k = next((k for k in range(comma + 2, end) if p.tokens[k] == "," and p.region_of[k] < 0), end)
    return k + 1 if k + 1 < end and p.finite[k + 1] else 0


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
            if cue and not _has_main_verb(p, j + 2, verb_group(p, cue, j + 2)):
                return True
        if token == "," and following in ("which", "who") and j + 2 < end and _cue_near(p, j + 2, min(end, j + 9)):
            return True
    if low not in ("and", "but"):
        return False
    cue = _cue_near(p, j + 1, min(end - 1, j + 7))
    if cue and cue > j + 1 and not p.has_verb(j + 1, cue) and "quote" in TAKES[p.lower[cue]] and (
            p.lower[cue + 1] == "that" or (cue + 2 < end and p.tokens[cue + 1] in (",", ":") and p.region_of[cue + 2] >= 0)):
        return True  # asked for a photo and Lund said, “…”
    k = j + 1
    while k < end and (p.lower[k] in ADVERBS or p.is_manner(k)):
        k += 1
    verb = p.lower[k] if k < end else ""
    past = verb.endswith("ed") or verb in PASTS
    present = verb in ("says", "tells", "writes") or (reach.present and verb.endswith("s"))
    same_form = past or present or (low == "but" and verb.endswith("ing") and k + 1 < end and p.is_word[k + 1])
    return verb in TAKES and verb not in ALSO_NOUNS and same_form and verb not in THOUGHT_WITHIN


def _has_main_verb(p: Passage, start: int, end: int) -> bool:
    """Whether a finite verb stands here, and not only “a study released on Monday”."""
    for k in (k for k in range(start, end) if p.finite[k]):
        if not (k > start and p.is_participle(k)) or p.lower[k - 1] in PRONOUNS:
            return True
    return False


def _cue_near(p: Passage, start: int, end: int) -> int | None:
    for k in range(start, end):
        if p.region_of[k] >= 0 or p.tokens[k] in (",", ";", ":"):
            return None
        if p.lower[k] not in ALSO_NOUNS and "that" in TAKES.get(p.lower[k], ()):
            return k
    return None


def infinitive_end(p: Passage, start: int, end: int, reach: Reach = Reach()) -> int:  # noqa: B008
    """Where “to keep the boat” ends: as a clause does, or before another clause with a subject of its own."""
    end = clause_end(p, start, end, reach)
    for j in range(start + 1, end - 2):
        if p.region_of[j] >= 0:
            continue
        if p.lower[j] in ("and", "but") and p.lower[j + 1] in GOES_ON and not p.has_verb(start, j):
            return j  # “means to stay but has packed”
        if reach.restrictive and j > start + 1 and p.lower[j] in AUXILIARIES and p.lower[j - 1] not in RELATIVES:
            return j  # “members who want to leave *can* …”
        if p.tokens[j] == "," and p.lower[j + 1] in ("and", "but", "so", "as", "since", "while") and has_own_subject(p, j + 2, end):
            return j
    return end


def main_verb_behind(p: Passage, start: int, end: int) -> int:
    """Her plan to add ships *came* late: where the verb of the whole sentence stands, else ``end``."""
    for k in range(start + 2, end):
        subject = p.lower[k] in PERSONAL and not (p.lower[k] == "it" and p.lower[k + 1 : k + 2] and p.lower[k + 1] in PREPOSITIONS)
        if p.lower[k] in SUBORDINATORS or subject or p.region_of[k] >= 0:
            return end
        if p.finite[k] or p.lower[k] in AUXILIARIES or p.lower[k] in BE - {"be", "been", "being"}:
            return k
    return end


def has_own_subject(p: Passage, start: int, end: int) -> bool:
    """Whether a subject and then a finite verb stand here, before any comma."""
    for k in range(start, min(end, start + 9)):
        if p.region_of[k] >= 0 or p.tokens[k] in (",", ";", ":"):
            return False
        if p.finite[k]:
            return k > start
    return False


def thing_end(p: Passage, start: int, end: int, reach: Reach = Reach()) -> int:  # noqa: B008
    """Where a content that is a noun phrase ends: at a comma that opens no list, or where another clause begins."""
    end = clause_end(p, start, end, reach)
    j = start
    while j < end:
        low = p.lower[j]
        if p.region_of[j] >= 0:
            j = p.region_at(j).last + 1
            continue
        if (reach.restrictive and j > start and _main_verb(p, j)) or (goes_on_with_a_verb(p, j, end) and not p.has_verb(start, j)):
            return j
        if p.tokens[j] == ",":
            goes_on = _list_goes_on(p, j, end)
            if not goes_on or goes_on_with_a_verb(p, j + 1, end):
                return j
            j = goes_on
            continue
        if p.tokens[j] in DASHES or p.tokens[j] == ":":
            return j
        # Criticised the plan *as reckless*, and not criticised the plan *as she left*.
        meanwhile = low == "as" and p.lower[j + 1 : j + 2] and p.lower[j + 1] in PERSONAL
        means = low == "by" and p.lower[j + 1 : j + 2] and p.lower[j + 1].endswith("ing")  # explained the plan by saying …
        if j > start and (low in AFTER_A_THING or meanwhile or means):
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
