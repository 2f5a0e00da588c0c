"""Verbs in the passive: of whom something is said, and who says it, behind “by”. Each function takes a Unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .beginnings import behind_adverbials, is_clause
from .contents import clause_end, infinitive_end, main_verb_behind, reach_of, thing_end
from .found import Step
from .nounphrases import Phrase, noun_phrase
from .subjects import subject_before
from .verbforms import verb_group
from .words import (
    BE,
    BEHIND_WHOEVER,
    CALLED_SO,
    COORDINATORS,
    DETERMINERS,
    HEARD,
    HEARD_PASSIVE,
    PASSIVE_CUES,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
    TAKES,
    TIME,
    VERB_PREPOSITIONS,
)

if TYPE_CHECKING:
    from .contents import Reach
    from .unit import Unit
    from .verbs import Verb


def said_of(u: Unit, v: Verb) -> Step:
    """The builder is accused of fraud, is alleged to have paid, is seen as a hero: said of the builder. And the crew was asked to wait.

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
    for look in (_accused_of, _seen_as, _considered, _criticised_for, _said_to):
        step = look(u, v, reach)
        if step:
            return step
    return None


def _accused_of(u: Unit, v: Verb, reach: Reach) -> Step:
    """Accused *of fraud*, accused *of theft* by his wife."""
    p, begin = u.p, v.after
    if v.low != "accused" or p.lower[begin] != "of":
        return None
    stop = thing_end(p, begin + 1, u.end, reach)
    # “of theft by his wife”, and not “of a murder committed by her brother” or “of dumping waste by the river”
    lying = p.lower[begin + 1].endswith("ing") and p.lower[begin + 2 : begin + 3] == ["by"]  # “of lying by her brother”
    by = next((k for k in range(begin + 1 + lying, stop) if p.lower[k] == "by" or p.finite[k] or p.lower[k].endswith(("ing", "ed"))), stop)
    by = by if p.lower[by : by + 1] == ["by"] else stop
    who = _agent(u, by) if by < stop else None
    return u.add("to", [v.subject, (begin + 1, by if who else stop)], (v.first, begin + 1), who), stop


def _seen_as(u: Unit, v: Verb, reach: Reach) -> Step:
    """Seen *as a hero*, dismissed *as a joke*."""
    p, begin = u.p, v.after
    if p.lower[begin] != "as" or v.takes.isdisjoint(("as", "thing")) or v.infinitive or p.lower[v.first] in ("can", "could", "being"):
        return None
    stop = thing_end(p, begin + 1, u.end, reach)
    return u.add("thing", [v.subject, (begin + 1, stop)], (v.first, begin + 1), None), stop


def _considered(u: Unit, v: Verb, reach: Reach) -> Step:
    """Considered *a success*, deemed *unclean* by some."""
    p, begin = u.p, v.after
    if v.low not in CALLED_SO or v.infinitive or p.lower[v.first] == "being" or not _opens_a_name_for(u, begin):
        return None
    stop = thing_end(p, begin, u.end, reach)
    by = next((k for k in range(begin + 1, stop) if p.lower[k] == "by"), stop)
    who = _agent(u, by) if by < stop else None
    return u.add("thing", [v.subject, (begin, by if who else stop)], v.cue, who), stop


def _criticised_for(u: Unit, v: Verb, reach: Reach) -> Step:
    """Criticised *for the delay*, challenged *over his statement*."""
    p, begin = u.p, v.after
    judges = {"thing", "quote"} <= v.takes and "that" not in v.takes and p.lower[begin] not in VERB_PREPOSITIONS.get(v.low, ())
    if not judges or p.lower[begin] not in ("for", "over") or v.infinitive or p.lower[begin + 1] in TIME:
        return None
    stop = thing_end(p, begin + 1, u.end, reach)
    return u.add("thing", [v.subject, (begin, stop)], v.cue, None), stop


def _said_to(u: Unit, v: Verb, reach: Reach) -> Step:
    """Alleged *to have paid*, asked *to wait*."""
    p, begin = u.p, v.after
    if p.lower[begin] != "to" or not (v.low in PASSIVE_CUES or v.low in HEARD_PASSIVE) or p.lower[begin + 1] in DETERMINERS:
        return None
    stop = infinitive_end(p, begin, u.end, reach)
    return u.add("to", [v.subject, (begin, stop)], v.cue, None), stop


def _opens_a_name_for(u: Unit, i: int) -> bool:
    """Considered *a success*, *too dear*, *“a joke”*; and neither *in May* nor *because*."""
    low = u.p.lower[i]
    return u.p.region_of[i] >= 0 or (u.p.is_word[i] and not any(low in words for words in (PREPOSITIONS, SUBORDINATORS, TIME, COORDINATORS)))


def believed_to(u: Unit, i: int) -> Step:
    """A man *believed to be* in his forties, the cargo, *thought to have sunk*, …: what is said of them stands behind the noun."""
    p, low = u.p, u.p.lower[i]
    if low not in PASSIVE_CUES or "to" in TAKES[low] or i <= u.floor or p.lower[i + 1 : i + 2] != ["to"] or p.lower[i + 2 : i + 3] not in (["be"], ["have"]):
        return None
    what = noun_phrase(p, i - (p.tokens[i - 1] == ","), u.floor) if verb_group(p, i, u.floor) == i else None  # no “are also said to”
    if what is None or p.lower[what[0]] in PERSONAL:
        return None
    stop, rest = infinitive_end(p, i + 1, u.end), i + 3
    rest += rest < stop and p.lower[rest] in BE
    rest += rest < stop and p.finite[rest]  # to be *armed*, to have *been lost*
    stop = main_verb_behind(p, rest - 2, stop)
    return u.add("to", [what, (i + 1, stop)], (i, i + 1), None), stop


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
        called = i + 1 + (p.lower[i + 1] == "as")
        return u.add("thing", [what, (called, by)], (verbs, called), who), who[1]
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
