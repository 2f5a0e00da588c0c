"""Cues that are verbs: what stands behind “said”, “told”, “promised”, “criticised”. Each function takes a Unit.

Functions that look for an attribution return what they made and where the search goes on, or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .beginnings import (
    behind_adverbials,
    behind_time,
    comma_behind,
    is_clause,
)
from .behindverbs import clause, is_thing, purpose, quotation
from .contents import Reach, clause_end, infinitive_end, reach_of, thing_end
from .found import Step
from .inversion import content_before
from .nounphrases import Phrase, clause_start, noun_phrase
from .passage import DASHES
from .subjects import main_subject, subject_before, subject_of_participle, subject_of_sentence
from .verbforms import verb_group
from .words import (
    BE,
    DETERMINERS,
    HEARD,
    PASSIVE_CUES,
    PERSONAL,
    PREPOSITIONS,
    TAKES,
    TIME,
)

if TYPE_CHECKING:
    from .unit import Unit

_HEARD_PASSIVE = frozenset(("asked", "told", "urged"))
_NOBODYS_WORDS = {"say": ["needless", "to"], "saying": ["without"], "note": ["please"], "called": ["so"]}
_BEHIND_WHO = frozenset(("for", "as", "over", "after", "on", "in"))


def verb_cue(u: Unit, i: int) -> Step:
    """The attribution whose cue is the verb at ``i``."""
    p, low = u.p, u.p.lower[i]
    takes = TAKES[low]
    if _says_nothing_more(u, i):
        return None
    following = p.lower[i + 1] if i + 1 < u.end else ""
    # “a letter written by”, “people briefed on”, “a plan aimed at”: somebody else's verb.
    a_time = following == "on" and i + 2 < u.end and p.lower[i + 2] in TIME
    if following == "by" and p.lower[i - 1] in BE and "thing" in takes and takes & {"quote", "that"} and (step := _done_by(u, i)):
        return step
    if (following == "by" and low.endswith("ed")) or (following == "at" and "to" in takes) or (following == "on" and "person-that" in takes and not a_time):
        return None
    verbs = verb_group(p, i, u.floor)
    group = p.lower[verbs:i]
    infinitive = "to" in group
    # “is likely to say” is no passive, and “to be told” is one.
    passive = not low.endswith("ing") and any(word in BE for word in (group[group.index("to") :] if infinitive else group))
    after = _behind_particle(u, i)
    # A relative clause before it may hold a content of its own: the subject stands before both.
    parted = verbs > u.floor and p.tokens[verbs - 1] == ","
    subject = subject_before(p, verbs, u.start if parted else u.floor) or _behind_relative(u, verbs)
    if takes & {"quote", "that"} and not passive:
        step = content_before(u, i, verbs, after, subject)
        if step:
            return step
    if subject and subject[0] > u.start and p.lower[subject[0] - 1] == "as" and takes & {"that", "person-that"}:
        step = _as_reported(u, (verbs, i + 1), subject, _comma_of_aside(u, after, "person-that" in takes))
        if step:
            return step
    when = behind_time(p, after, u.end)
    if passive and low == "accused" and subject and p.lower[after : after + 1] == ["of"] and after + 1 < u.end:
        stop = thing_end(p, after + 1, u.end, reach_of(p, i, u.start, u.floor))
        return u.add("to", [subject, (after + 1, stop)], (verbs, after + 1), None), stop
    if passive and not _passive_counts(u, low, takes, after):
        return None
    if infinitive and takes.isdisjoint(("that", "whether", "quote")):
        return None
    if passive and (low in PASSIVE_CUES or low in _HEARD_PASSIVE) and subject and p.lower[after] == "to" \
            and after + 1 < u.end and p.lower[after + 1] not in DETERMINERS:
        # The builder is alleged to have paid: what is alleged is said of the builder, and what is asked is asked of those who are.
        stop = infinitive_end(p, after, u.end, reach_of(p, i, u.start, u.floor))
        return u.add("to", [subject, (after, stop)], (verbs, i + 1), None), stop
    source, reach = _source(u, i, verbs, subject, passive, infinitive)
    j = behind_adverbials(p, after, u.end)
    if p.lower[when : when + 1] == ["to"] and when < u.end and (takes & {"to", "person-to"} if when == after else "to" in takes):
        j = when
    cue = (verbs, i + 1)
    for look in (quotation, clause, purpose):
        step = look(u, j, low, takes, cue, source, reach)
        if step:
            return step
    described = j == after + 1 and p.is_manner(after)  # blamed unusually wet weather
    if "thing" in takes and source and not passive and not infinitive and (j == after or described) and is_thing(u, j) \
            and not _does(u, i, verbs, after, source):
        return u.keep("thing", after, thing_end(p, after, u.end, reach), cue, source)
    if "as" in takes and source and not passive and not infinitive and j == after and is_thing(u, j):
        likened = next((k for k in range(j + 1, min(j + 12, u.end)) if p.lower[k] == "as" or p.tokens[k] in (",", ";")), u.end)
        if likened + 1 < u.end and p.lower[likened] == "as" and p.lower[likened + 1] not in PERSONAL:
            return u.keep("thing", j, thing_end(p, likened + 1, u.end, reach), cue, source)
    if "quote" in takes and j + 1 < u.end and p.tokens[j] == ":" and p.region_of[j + 1] < 0:
        return u.keep("colon", j + 1, u.end, cue, source)
    return None


def _does(u: Unit, i: int, verbs: int, after: int, source: Phrase) -> bool:
    """Anyone can call a doctor; he found his keys; she called her mother: something done, and not said or thought."""
    p, low = u.p, u.p.lower[i]
    if low in ("find", "finds", "found"):
        return p.lower[source[0]] in PERSONAL
    behind = [k for k in range(after, thing_end(p, after, u.end)) if p.is_word[k]]
    a_call = low in ("call", "calls", "called") and len(behind) == 2 and p.lower[after] in DETERMINERS
    return a_call or (p.lower[verbs] in ("can", "could") and "to" not in p.lower[verbs:i])


def _says_nothing_more(u: Unit, i: int) -> bool:
    """Needless to say, it goes without saying, please note, so called: nobody's words."""
    before = _NOBODYS_WORDS.get(u.p.lower[i], [])
    return bool(before) and u.p.lower[max(u.start, i - len(before)) : i] == before


def _comma_of_aside(u: Unit, after: int, has_hearer: bool) -> int:
    """The comma that closes “as she reported on Monday,” and “as she reported in her book,”; 0 if there is none."""
    p, comma = u.p, comma_behind(u.p, after, u.end, has_hearer)
    if not comma and after < u.end and p.lower[after] in PREPOSITIONS:
        comma = next((k for k in range(after, min(after + 9, u.end)) if not p.is_word[k]), 0)
        comma *= bool(comma) and p.tokens[comma] == "," and not p.has_verb(after, comma)
    return comma


def _done_by(u: Unit, i: int) -> Step:
    """The plan was criticised by the union as reckless: whoever says it stands behind “by”."""
    p, begin = u.p, i + 2
    verbs = verb_group(p, i, u.floor)
    what = subject_before(p, verbs, u.floor)
    if what is None or begin >= u.end or p.lower[begin] in TIME or p.lower[begin].endswith("ing"):
        return None
    stop = thing_end(p, begin, u.end)
    behind = next((k for k in range(begin + 1, stop) if p.lower[k] in _BEHIND_WHO), stop)
    pieces = [what]
    if behind < stop and p.lower[behind] in ("for", "as", "over"):
        stop = clause_end(p, behind, u.end)
        pieces.append((behind, stop))
    return u.add("thing", pieces, (verbs, begin), (begin, behind)), stop


def _as_reported(u: Unit, cue: Phrase, subject: Phrase, comma: int) -> Step:
    """As the paper reported on Monday, …; and The boat, as the paper reported on Monday, …"""
    p, before = u.p, subject[0] - 2
    if not comma or comma >= u.end - 2:
        return None
    stop = clause_end(p, comma + 1, u.end)
    if before < u.start or p.lower[before] in ("and", "but") or p.tokens[before] in (":", "("):
        return u.keep("according", comma + 1, stop, cue, subject)
    if p.tokens[before] == "," and before > u.floor and not p.has_verb(u.floor, before) and p.has_verb(comma, stop):
        return u.add("according", [(u.floor, before), (comma + 1, stop)], cue, subject), stop
    return None


def _behind_relative(u: Unit, verbs: int) -> Phrase | None:
    """Some who say that it leaks *argue* …: a content was found in the relative clause, right up to the verb."""
    p, k = u.p, verbs - 1
    if verbs != u.floor:
        return None
    while k > u.start and p.lower[k] not in ("who", "that", "which"):
        k -= 1
    head = noun_phrase(p, k, u.start) if k > u.start else None
    return head and (head[0], verbs)


def _behind_particle(u: Unit, i: int) -> int:
    """Behind the “out” of “point out”, and “also”."""
    p, after = u.p, i + 1
    while after < u.end and (
            p.lower[after] in ("also", "again") or (p.lower[after] == "out" and p.lower[i].startswith("point"))
            or (p.lower[after] == "on" and p.lower[i].startswith("go"))):
        after += 1
    # Said — on the radio, as it happens — that …
    if after < u.end and p.tokens[after] in DASHES:
        closing = next((k for k in range(after + 1, min(after + 16, u.end - 1)) if p.tokens[k] in DASHES), 0)
        if closing and p.lower[closing + 1] in ("that", "to"):
            return closing + 1
    return after


def _passive_counts(u: Unit, low: str, takes: frozenset[str], after: int) -> bool:
    p, following = u.p, u.p.lower[after] if after < u.end else ""
    if low in HEARD:
        j = behind_adverbials(p, after, u.end)
        if j < u.end and (p.lower[j] == "that" or (j == after and following != "to" and is_clause(p, j, u.end))):
            return True
    if following == "that":
        return "that" in takes
    return following == "to" and (low in PASSIVE_CUES or low in _HEARD_PASSIVE)


def _source(u: Unit, i: int, verbs: int, subject: Phrase | None, passive: bool, infinitive: bool
            ) -> tuple[Phrase | None, Reach]:
    p, start = u.p, u.start
    reach = reach_of(p, i, start, u.floor)
    if i == start and p.lower[i] == "asked":
        return None, reach._replace(to_comma=True)
    before = p.lower[verbs - 1] if verbs > u.floor else ""
    source = None if passive else subject
    if p.lower[i].endswith("ing") and all(word not in BE for word in p.lower[verbs:i]):
        if before in PREPOSITIONS or before in DETERMINERS:
            source = None
            if verbs - 1 > start + 1 or before not in ("after", "before", "while", "in", "by", "since", "without"):
                source = subject_of_participle(p, start, verbs)
            elif "," in p.tokens[i : u.end]:
                # After telling …, the mayor left: who did it comes behind the comma.
                reach = reach._replace(to_comma=True)
                source = main_subject(p, p.tokens.index(",", i) + 1, u.end)
        elif before != "," and (before in ("and", "but") or p.has_verb(clause_start(p, start, verbs), verbs)):
            source = subject_of_participle(p, start, verbs)
        if source is None or before == ",":
            source = subject_of_sentence(p, start, verbs) or source
    if infinitive and (p.lower[verbs] == "to" or not subject):
        source = subject_of_participle(p, start, verbs)
    if source is None and before in ("and", "but", "to", ",") and not passive:
        source = main_subject(p, start, verbs)
    return source, reach


