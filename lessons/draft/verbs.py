"""Cues that are verbs: what stands behind “said”, “told”, “promised”, “criticised”. Each function takes a Unit.

Functions that look for an attribution return what they made and where the search goes on, or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .beginnings import behind_adverbials, behind_time, comma_behind
from .behindverbs import clause, is_thing, purpose, quotation
from .contents import Reach, clause_end, reach_of, thing_end
from .found import Step
from .inversion import content_before
from .nounphrases import Phrase, clause_start, noun_phrase
from .passage import DASHES
from .passives import believed_to, done_by, passive_counts, said_of
from .subjects import main_subject, subject_before, subject_of_participle, subject_of_sentence
from .verbforms import verb_group
from .words import (
    BE,
    DETERMINERS,
    NOBODYS_WORDS,
    PERSONAL,
    PREPOSITIONS,
    TAKES,
    TIME,
)

if TYPE_CHECKING:
    from .passage import Passage
    from .unit import Unit


class Verb(NamedTuple):
    """The verb at token ``at``: its group begins at ``first``, and what it brings in begins behind its particle, at ``after``."""

    at: int
    low: str
    takes: frozenset[str]
    first: int
    after: int
    subject: Phrase | None
    passive: bool
    infinitive: bool

    @property
    def cue(self) -> Phrase:
        return self.first, self.at + 1

    @property
    def is_active(self) -> bool:
        """Whether the subject does it, here and now."""
        return not self.passive and not self.infinitive


def verb_cue(u: Unit, i: int) -> Step:
    """The attribution whose cue is the verb at ``i``."""
    if _says_nothing_more(u, i):
        return None
    step = done_by(u, i) or believed_to(u, i)
    if step or _is_somebody_elses(u, i):
        return step
    v = _verb_at(u, i)
    step = _content_before(u, v) or (said_of(u, v) if v.passive else None)
    if step:
        return step
    counts = not v.passive or passive_counts(u, v.low, v.takes, v.after)
    tells = not v.infinitive or not v.takes.isdisjoint(("that", "whether", "quote"))
    return _content_behind(u, v) if counts and tells else None


def _is_somebody_elses(u: Unit, i: int) -> bool:
    """A letter written *by*, people briefed *on*, a plan aimed *at*: not what the subject of the sentence says."""
    p, low, takes = u.p, u.p.lower[i], TAKES[u.p.lower[i]]
    following = p.lower[i + 1] if i + 1 < u.end else ""
    a_time = i + 2 < u.end and p.lower[i + 2] in TIME
    return (following == "by" and low.endswith("ed")) or (following == "at" and "to" in takes) \
        or (following == "on" and "person-that" in takes and not a_time)


def _verb_at(u: Unit, i: int) -> Verb:
    p, low = u.p, u.p.lower[i]
    first = verb_group(p, i, u.floor)
    group = p.lower[first:i]
    infinitive = "to" in group
    # “is likely to say” is no passive, and “to be told” is one.
    passive = not low.endswith("ing") and any(word in BE for word in (group[group.index("to") :] if infinitive else group))
    # A relative clause before it may hold a content of its own: the subject stands before both.
    parted = first > u.floor and p.tokens[first - 1] == ","
    subject = subject_before(p, first, u.start if parted else u.floor) or _behind_relative(u, first)
    return Verb(i, low, TAKES[low], first, _behind_particle(u, i), subject, passive, infinitive)


def _content_before(u: Unit, v: Verb) -> Step:
    """The content came first, or stands around “as she reported”."""
    p, subject = u.p, v.subject
    step = content_before(u, v.at, v.first, v.after, subject) if v.takes & {"quote", "that"} and not v.passive else None
    if not step and subject and subject[0] > u.start and p.lower[subject[0] - 1] == "as" and v.takes & {"that", "person-that"}:
        return _as_reported(u, v.cue, subject, _comma_of_aside(u, v.after, "person-that" in v.takes))
    return step


def _content_behind(u: Unit, v: Verb) -> Step:
    p, after, takes = u.p, v.after, v.takes
    source, reach = _source(u, v.at, v.first, v.subject, v.passive, v.infinitive)
    j, when = behind_adverbials(p, after, u.end), behind_time(p, after, u.end)
    if p.lower[when : when + 1] == ["to"] and when < u.end and (takes & {"to", "person-to"} if when == after else "to" in takes):
        j = when
    for look in (quotation, clause, purpose):
        step = look(u, j, v.low, takes, v.cue, source, reach)
        if step:
            return step
    if source and v.is_active:
        step = _thing(u, v, j, source, reach)
        if step:
            return step
    if "quote" in takes and j + 1 < u.end and p.tokens[j] == ":" and p.region_of[j + 1] < 0:
        return u.keep("colon", j + 1, u.end, v.cue, source)
    return None


def _thing(u: Unit, v: Verb, j: int, source: Phrase, reach: Reach) -> Step:
    """Lund criticised the plan, sees the plan as a trap, puts the price at 40 pounds."""
    p, after = u.p, v.after
    described = j == after + 1 and p.is_manner(after)  # blamed unusually wet weather
    if not (j == after or described) or not is_thing(u, j) or (p.lower[j] == "that" and p.has_verb(j, thing_end(p, j, u.end))):
        return None
    if "thing" in v.takes and not _does(u, v, source):
        return u.keep("thing", after, thing_end(p, after, u.end, reach), v.cue, source)
    for joint in v.takes & {"as", "at"} if j == after else ():
        k = next((k for k in range(j + 1, min(j + 12, u.end)) if p.lower[k] == joint or p.tokens[k] in (",", ";")), u.end)
        if k + 1 < u.end and p.lower[k] == joint and (_is_amount(p, k + 1) if joint == "at" else p.lower[k + 1] not in PERSONAL):
            return u.keep("thing", j, thing_end(p, k + 1, u.end, reach), v.cue, source)
    return None


def _is_amount(p: Passage, i: int) -> bool:
    """Officials put the toll at *40*, at *more than 40*."""
    return any(letter.isdigit() for token in p.tokens[i : i + 3] for letter in token)


def _does(u: Unit, v: Verb, source: Phrase) -> bool:
    """Anyone can call a doctor; he found his keys; she called her mother: something done, and not said or thought."""
    p = u.p
    if v.low in ("find", "finds", "found"):
        return p.lower[source[0]] in PERSONAL
    if p.lower[v.first] in ("can", "could"):
        return True
    # “a cat called Tom”, “she called her mother”; and not “she called him a liar”.
    called = [k for k in range(v.after, thing_end(p, v.after, u.end)) if p.is_word[k]]
    owned = len(called) == 2 and p.lower[v.after] in DETERMINERS
    named = all(p.tokens[k][0].isupper() for k in called) and p.region_of[v.after] < 0
    return v.low in ("call", "calls", "called") and (owned or named)


def _says_nothing_more(u: Unit, i: int) -> bool:
    """Needless to say, it goes without saying, please note, so called: nobody's words."""
    before = NOBODYS_WORDS.get(u.p.lower[i], [])
    return bool(before) and u.p.lower[max(u.start, i - len(before)) : i] == before


def _comma_of_aside(u: Unit, after: int, has_hearer: bool) -> int:
    """The comma that closes “as she reported on Monday,” and “as she reported in her book,”; 0 if there is none."""
    p, comma = u.p, comma_behind(u.p, after, u.end, has_hearer)
    if not comma and after < u.end and p.lower[after] in PREPOSITIONS:
        comma = next((k for k in range(after, min(after + 9, u.end)) if not p.is_word[k]), 0)
        comma *= bool(comma) and p.tokens[comma] == "," and not p.has_verb(after, comma)
    return comma


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
