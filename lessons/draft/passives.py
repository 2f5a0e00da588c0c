"""Verbs in the passive: of whom something is said, and who says it, behind “by”. Each function takes a Unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .beginnings import behind_adverbials, is_clause
from .contents import clause_end, infinitive_end, reach_of, thing_end
from .found import Step
from .nounphrases import Phrase
from .subjects import subject_before
from .verbforms import verb_group
from .words import (
    BE,
    BEHIND_WHOEVER,
    DETERMINERS,
    HEARD,
    HEARD_PASSIVE,
    PASSIVE_CUES,
    TAKES,
    TIME,
)

if TYPE_CHECKING:
    from .unit import Unit
    from .verbs import Verb


def said_of(u: Unit, v: Verb) -> Step:
    """The builder is accused *of fraud*, is alleged *to have paid*: said of the builder. And the crew was asked *to wait*.

    “It was announced on Monday *that the shop closes*” and “it is believed *the fire began indoors*” name nobody either.
    """
    p, begin = u.p, v.after
    if not v.subject or begin + 1 >= u.end:
        return None
    reach = reach_of(p, v.at, u.start, u.floor)
    j = behind_adverbials(p, begin, u.end)
    if p.lower[slice(*v.subject)] == ["it"] and "that" in v.takes and j < u.end:
        bare = v.low in PASSIVE_CUES and j == begin and is_clause(p, j, u.end)
        if bare or p.lower[j] == "that":
            return u.keep("that", j, clause_end(p, j, u.end, reach), v.cue, None)
    if v.low == "accused" and p.lower[begin] == "of":
        stop = thing_end(p, begin + 1, u.end, reach)
        # “of theft by his wife”, and not “of a murder committed by her brother” or “of dumping waste by the river”
        by = next((k for k in range(begin + 1, stop) if p.lower[k] == "by" or p.finite[k] or p.lower[k].endswith(("ing", "ed"))), stop)
        by = by if p.lower[by : by + 1] == ["by"] else stop
        who = _agent(u, by) if by < stop else None
        return u.add("to", [v.subject, (begin + 1, by if who else stop)], (v.first, begin + 1), who), stop
    if p.lower[begin] == "to" and (v.low in PASSIVE_CUES or v.low in HEARD_PASSIVE) and p.lower[begin + 1] not in DETERMINERS:
        stop = infinitive_end(p, begin, u.end, reach)
        return u.add("to", [v.subject, (begin, stop)], v.cue, None), stop
    return None


def done_by(u: Unit, i: int) -> Step:
    """The plan was criticised by the union as reckless, was called “reckless” by the union: who says it stands behind “by”."""
    p, takes = u.p, TAKES[u.p.lower[i]]
    if p.lower[i - 1] not in BE or takes.isdisjoint(("thing", "as")) or takes.isdisjoint(("quote", "that", "as")):
        return None
    verbs = verb_group(p, i, u.floor)
    what = subject_before(p, verbs, u.floor)
    by = i + 1 if p.lower[i + 1 : i + 2] == ["by"] and "thing" in takes else _by_behind_a_label(u, i)
    who = _agent(u, by) if by else None
    if what is None or who is None:
        return None
    if by > i + 1:
        return u.add("thing", [what, (i + 1, by)], (verbs, i + 1), who), who[1]
    pieces, stop = [what], thing_end(p, by + 1, u.end)
    if who[1] < stop and p.lower[who[1]] in ("for", "as", "over", "of"):
        stop = clause_end(p, who[1], u.end)
        pieces.append((who[1], stop))
    return u.add("thing", pieces, (verbs, by + 1), who), stop


def _by_behind_a_label(u: Unit, i: int) -> int:
    """Where “by” stands behind “as a joke” or “a joke” in quotation marks; 0 without one."""
    p, k = u.p, i + 1
    if k >= u.end or (p.lower[k] != "as" and p.region_of[k] < 0):
        return 0
    while k < min(u.end, i + 14) and (p.region_of[k] >= 0 or (p.is_word[k] and p.lower[k] != "by")):
        k = p.region_at(k).last + 1 if p.region_of[k] >= 0 else k + 1
    return k if k < u.end and p.lower[k] == "by" and k > i + 1 else 0


def _agent(u: Unit, by: int) -> Phrase | None:
    """Whoever stands behind “by”; None for a time, an amount or something done."""
    p, begin = u.p, by + 1
    if begin >= u.end or p.lower[begin] in TIME or p.lower[begin].endswith("ing") or p.region_of[begin] >= 0:
        return None
    stop = thing_end(p, begin, u.end)
    end = next((k for k in range(begin + 1, stop) if p.lower[k] in BEHIND_WHOEVER), stop)
    if any(letter.isdigit() for letter in p.tokens[begin]):
        return None
    if p.lower[by - 1] == "accused":
        # “by the head of the union of theft”: the last “of” tells of what.
        end = next((k for k in range(end - 1, begin, -1) if p.lower[k] == "of"), end)
    return begin, end


def passive_counts(u: Unit, low: str, takes: frozenset[str], after: int) -> bool:
    p, following = u.p, u.p.lower[after] if after < u.end else ""
    if low in HEARD:
        j = behind_adverbials(p, after, u.end)
        if j < u.end and (p.lower[j] == "that" or (j == after and following != "to" and is_clause(p, j, u.end))):
            return True
    if following == "that":
        return "that" in takes
    return following == "to" and (low in PASSIVE_CUES or low in HEARD_PASSIVE)
