"""A cue that closes its sentence, “…, the mayor said.”: all that stands before it is its content. Takes a Unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .beginnings import what_follows
from .found import Step
from .inversion import behind_conjunction, inverted, is_only_a_subject, names_somebody, states
from .subjects import subject_after, subject_before
from .verbforms import is_verb, verb_group
from .words import (
    ALSO_NOUNS,
    CLOSING_CUES,
    DETERMINERS,
    HAVE,
    PLURALS,
    PREPOSITIONS,
    RELATIVES,
    SAYS,
    SUBORDINATORS,
    TAKES,
    TIME,
)

if TYPE_CHECKING:
    from .passage import Passage
    from .unit import Unit


def closing_cue(u: Unit) -> Step:
    """“…, the mayor said.” All that stands before it in the unit is its content, whatever cues are in that."""
    p = u.p
    for i in reversed(u.cues):
        if i < u.start + 3:
            return None
        low = p.lower[i]
        takes = TAKES.get(low, ())
        aimed_at = "to" in takes and p.lower[i + 1 : i + 2] == ["at"]
        ends_it = i + 2 == u.end and p.tokens[i + 1] == "."
        tells = "quote" in takes and not aimed_at and ({"that", "person-that"} & set(takes) or ("that-only" in takes and ends_it and p.lower[i - 1] != "to"))
        if not (tells or low in CLOSING_CUES) or p.region_of[i] >= 0 or not p.tokens[i][0].islower():
            continue
        before = p.lower[i - 1]
        agrees = low.endswith(("s", "ed")) or before.endswith("s") or before in PLURALS  # not “according to a new report.”
        ends = low in CLOSING_CUES and agrees and ends_it and before not in DETERMINERS | PREPOSITIONS
        if low.endswith("ing") or (low in ALSO_NOUNS and not ends and not is_verb(p, i, u.start)):
            continue
        step = _closed_by(u, i, "person-that" in takes)
        if step:
            return step
    return None


def _closed_by(u: Unit, i: int, has_hearer: bool) -> Step:
    p, start, end = u.p, u.start, u.end
    verbs = verb_group(p, i, start)
    subject = subject_before(p, verbs, start)
    comma, after = (subject[0] - 1 if subject else -1), i + 1
    quoted = comma > start and p.region_of[comma] >= 0 and p.last_quoted(comma) == "," and p.region_at(comma).first > start
    if subject and comma > start + 1 and (quoted or (p.tokens[comma] == "," and p.region_of[comma] < 0)) \
            and p.lower[subject[0]] not in RELATIVES and _nothing_follows(u, after, has_hearer):
        first = p.lower[behind_conjunction(u, start, comma)]
        two = any(p.tokens[k] == "," and p.has_verb(k, comma) for k in range(start, comma))
        # “First-time buyers need a deposit of £68,000”: a verb that no list has, in as many words as a statement has.
        known, sure = p.lower[i] in SAYS | {"told", "tells"}, p.lower[i] not in ALSO_NOUNS or p.lower[i - 1] in HAVE
        may_say = first not in PREPOSITIONS and (comma - start >= 4 if known else comma - start >= 7 and sure and "to" not in p.lower[verbs:i])
        says_it = p.has_verb(start, comma) or (may_say and not first.endswith(("ing", "ed")))
        if says_it and (first not in SUBORDINATORS or first == "that" or two) \
                and all(p.region_of[k] < 0 for k in range(after, end)):
            return inverted(u, start, subject[0], subject, (verbs, after), after)
    if p.tokens[i - 1] == "," and p.lower[i] in SAYS and (states(p, start, i - 1) or _may_state(p, start, i - 1)):
        behind = subject_after(p, after, end)
        if behind and behind[1] >= end - 1 and is_only_a_subject(u, after, behind[1]) \
                and names_somebody(u, after):
            return inverted(u, start, i, behind, (i, after), behind[1])
    return None


def _may_state(p: Passage, first: int, end: int) -> bool:
    """“Boats leave at nine, said …”: many words without a comma, which hold a verb that no list has."""
    return end - first >= 6 and "," not in p.tokens[first:end] and p.lower[first] not in PREPOSITIONS | SUBORDINATORS


def _nothing_follows(u: Unit, after: int, has_hearer: bool) -> bool:
    p = u.p
    if after >= u.end or p.tokens[after] in (".", "?", "!", ";"):
        return True
    if has_hearer and not p.has_verb(after, u.end) and what_follows(p, after, u.end, True) == "end":
        return True
    when = p.lower[after] in TIME or p.lower[after] in ("in", "on", "at", "during")
    return when and what_follows(p, after, u.end, False) == "end" and "that" not in p.lower[after : u.end]
