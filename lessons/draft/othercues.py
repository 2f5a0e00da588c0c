"""Cues that are no plain verb: “called for”, “is confident that”, “her plan to”, “according to”. Each takes a Unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .beginnings import behind_time, is_clause
from .contents import Reach, clause_end, infinitive_end, reach_of, thing_end
from .found import Step
from .inversion import behind_conjunction
from .subjects import main_subject, subject_before, subject_of_participle
from .verbforms import verb_group
from .words import (
    ADJECTIVES,
    ALSO_NOUNS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    ENDS_A_SOURCE,
    FINITE,
    MAKES,
    PARTICLES,
    PASTS,
    RELATIVES,
    TIME,
    TAKES,
    VERB_PREPOSITIONS,
)

if TYPE_CHECKING:
    from .passage import Passage
    from .unit import Unit



def preposition_cue(u: Unit, i: int) -> Step:
    """S called for …, S pointed to …"""
    p = u.p
    following = p.lower[i + 1] if i + 1 < u.end else ""
    if following not in VERB_PREPOSITIONS[p.lower[i]] or i + 2 >= u.end or p.lower[i + 2] in TIME:
        return None
    verbs = verb_group(p, i, u.floor)
    is_ing = p.lower[i].endswith("ing")
    progressive = any(word in BE for word in p.lower[verbs:i])
    if progressive and not is_ing:
        return None
    if "to" in p.lower[verbs:i] or (is_ing and not progressive):
        source = subject_of_participle(p, u.start, verbs)
    else:
        source = subject_before(p, verbs, u.floor)
    if source is None and verbs > u.floor and p.lower[verbs - 1] in ("and", "but", ","):
        source = main_subject(p, u.start, verbs)
    if source is None:
        return None
    begin = i + 2
    whole = following in ("out", "back") and p.lower[begin] == "that"
    reach = reach_of(p, i, u.start, u.floor)
    stop = clause_end(p, begin, u.end, reach) if whole else thing_end(p, begin, u.end, reach)
    return u.keep("preposition", begin, stop, (verbs, begin), source)


def adjective_cue(u: Unit, i: int) -> Step:
    """S is confident that …, S was critical of …"""
    p = u.p
    following = p.lower[i + 1] if i + 1 < u.end else ""
    after = ADJECTIVES[p.lower[i]]
    bare = "that" in after and i + 1 < u.end and p.is_word[i + 1] and following != "you" and is_clause(p, i + 1, u.end)
    if p.lower[i] == "clear" and p.lower[i - 1 - (p.lower[i - 1] == "it")] in MAKES:
        return _made_clear(u, i)
    if following not in after and not bare:
        return None
    verbs = verb_group(p, i, u.floor)
    before = p.lower[verbs - 1] if verbs > u.floor else ""
    linked = before in ("feel", "feels", "felt", "remain", "remains", "remained", "made", "make", "becoming", "became", "get", "got")
    if not linked and all(word not in BE for word in p.lower[verbs:i]):
        return None
    if p.lower[verbs - 1 if verbs > u.start else u.start] in ("very", "more", "quite", "less"):
        return None
    if p.lower[i] == "clear" and p.lower[i - 1] in BE and p.lower[max(u.start, i - 2)] == "it":
        return None
    source = subject_before(p, verbs, u.floor)
    if source is None or (p.lower[slice(*source)] == ["it"] and (following in ("that", "whether") or bare)):
        return None  # “it was not clear whether …”: the writer says so
    reach = Reach()
    if following in ("that", "whether") or bare:
        return u.keep("adjective", i + 1, clause_end(p, i + 1, u.end, reach), (verbs, i + 1), source)
    if following == "to":
        return u.keep("adjective", i + 1, thing_end(p, i + 1, u.end, reach), (verbs, i + 1), source)
    return u.keep("adjective", i + 2, thing_end(p, i + 2, u.end, reach), (verbs, i + 2), source)


def _made_clear(u: Unit, i: int) -> Step:
    """S made it clear to the board on Monday that …"""
    p = u.p
    that = next((k for k in range(i + 1, min(i + 9, u.end)) if p.lower[k] == "that" or p.region_of[k] >= 0 or not p.is_word[k]), u.end)
    make = i - 1 - (p.lower[i - 1] == "it")
    verbs = verb_group(p, make, u.floor)
    source = subject_before(p, verbs, u.floor) if make > u.floor else None
    if that >= u.end or p.lower[that] != "that" or source is None:
        return None
    return u.keep("adjective", that, clause_end(p, that, u.end, Reach()), (verbs, i + 1), source)


def appearance(u: Unit, i: int) -> Step:
    """The road seems to be closed; it appears that the road is closed. Nobody says to whom."""
    p, after = u.p, behind_time(u.p, i + 1, u.end)
    verbs = verb_group(p, i, u.floor)
    subject = subject_before(p, verbs, u.floor)
    if subject is None or after + 1 >= u.end:
        return None
    reach = reach_of(p, i, u.start, u.floor)
    if p.lower[after] == "to" and p.lower[after + 1] not in DETERMINERS:
        stop = infinitive_end(p, after, u.end, reach)
        return u.add("appearance", [subject, (after, stop)], (verbs, i + 1), None), stop
    if p.lower[subject[0]] == "it" and (p.lower[after] == "that" or (after == i + 1 and is_clause(p, after, u.end))):
        return u.keep("appearance", after, clause_end(p, after, u.end, reach), (subject[0], i + 1), None)
    return None


def hearsay(u: Unit, i: int) -> Step:
    """The club is *reportedly* in debt: somebody has reported it, and nobody says who."""
    p, after = u.p, i + 1 + (u.p.tokens[i + 1 : i + 2] == [","])
    if after >= u.end or p.lower[after] in TAKES:
        return None  # “reportedly said”: the verb has a source of its own
    stop = clause_end(p, after, u.end)
    stop = next((k for k in range(after + 1, stop) if p.tokens[k] == ","), stop)
    subject = subject_before(p, verb_group(p, i, u.floor), u.floor) if i > u.floor else None
    return u.add("hearsay", [(subject[0], i), (after, stop)] if subject else [(after, stop)], (i, i + 1), None), stop


def in_a_poll(u: Unit, i: int) -> Step:
    """In a poll last month, C: whoever was asked many people is the source."""
    p, begin = u.p, u.start
    while begin < i and not p.is_word[begin]:
        begin += 1
    comma = next((k for k in range(i + 1, min(i + 12, u.end)) if not p.is_word[k]), u.end)
    if p.lower[begin] != "in" or i - begin > 10 or comma + 2 >= u.end or p.tokens[comma] != "," or p.has_verb(begin, i) \
            or any(not p.is_word[k] for k in range(begin, i)):
        return None
    return u.keep("according", comma + 1, clause_end(p, comma + 1, u.end), (begin, begin + 1), (begin + 1, comma))


def according_to(u: Unit, i: int) -> Step:
    """According to S, C; and C, according to S."""
    p = u.p
    end = i + 2
    # “In addition, according to the office, …”: nothing has been said before it, so the first comma ends the source.
    opens = i > u.start and p.tokens[i - 1] in (",", ":") and (p.tokens[i - 1] == ":" or not p.has_verb(u.floor, i))
    while end < u.end and not _according_ends(u, i + 2, end) and not (opens and p.tokens[end] == ","):
        end += 1
    if end == i + 2:
        return None
    if opens:
        end = _behind_explanations(p, end, u.end)
    if i == u.start or p.tokens[i - 1] == ":" or (i - u.start <= 2 and p.lower[u.start] in ("but", "and", "however", ",", "(")):
        comma = _end_of_source(u, i + 2)
        if comma is None:
            return None
        return u.keep("according", comma + 1, clause_end(p, comma + 1, u.end), (i, i + 2), (i + 2, comma))
    if i - u.start < 2:
        return None
    pieces = [(behind_conjunction(u, u.start, i), i)]
    # “The trouble, according to Sand, was …”: the verb is still to come. “… in May, according to Sand, and cost …”: another one is.
    more = end + 1 < u.end and p.tokens[end] == ","
    resumes = more and (p.lower[end + 1] in AUXILIARIES or p.lower[end + 1] in BE)
    joined = more and end + 2 < u.end and p.lower[end + 1] == "and" and p.lower[end + 2] in AUXILIARIES | BE | PASTS
    if joined or resumes or (more and not p.has_verb(*pieces[0]) and p.has_verb(end, u.end)):
        pieces.append((end + 1, clause_end(p, end + 1, u.end)))
    made = u.add("according", pieces, (i, i + 2), (i + 2, end))
    return made, pieces[-1][1] if len(pieces) > 1 else end


def _behind_explanations(p: Passage, comma: int, end: int) -> int:
    """The fire, according to Ana Berg*,* a spokeswoman*,* began indoors: the comma that the verb stands behind."""
    while p.tokens[comma : comma + 1] == [","]:
        behind = next((k for k in range(comma + 1, end) if not p.is_word[k]), end)
        if behind + 1 >= end or p.tokens[behind] != "," or not _explains(p, comma + 1, behind):
            return comma
        if p.finite[behind + 1]:
            return behind
        comma = behind
    return comma


def _end_of_source(u: Unit, begin: int) -> int | None:
    """The comma behind “Ana Berg” or behind “Ana Berg, 42, the club’s captain”: the first that a statement follows."""
    p, depth, commas = u.p, 0, []
    for k in range(begin, min(u.end, begin + 60)):
        depth += (p.tokens[k] == "(") - (p.tokens[k] == ")")
        if p.tokens[k] == "," and not depth:
            commas.append(k)
    last = 0
    while last + 1 < len(commas) and _explains(p, commas[last] + 1, commas[last + 1]):
        last += 1
    stop = commas[last + 1] if last + 1 < len(commas) else u.end
    behind = commas[last] + 1 if commas else u.end
    states = behind < stop and p.has_verb(behind, stop) and not p.finite[behind] and not _explains(p, behind, stop)
    return (commas[last] if states else commas[0]) if commas else None


def _explains(p: Passage, begin: int, end: int) -> bool:
    """“who runs the port”, “42”, “of Mill Street”, “written by the club”; and without a verb “the club’s captain” or “Ana Berg”."""
    low = p.lower[begin]
    carried_out = low.endswith("ed") and begin + 1 < end and p.lower[begin + 1] in PARTICLES
    if carried_out or p.is_participle(begin) or low in RELATIVES or low in ("whose", "of", "by", "from", "with"):
        return True
    return p.is_word[begin] and not p.has_verb(begin, end) and end - begin < 12 and (
        low.isdigit() or low in DETERMINERS or (p.tokens[begin][0].isupper() and end - begin < 6))


def _according_ends(u: Unit, begin: int, i: int) -> bool:
    p = u.p
    following = p.lower[i + 1] if i + 1 < u.end else ""
    if p.tokens[i] in (";", "?", "!") or (p.tokens[i] == "." and i + 1 >= u.end):
        return True
    if p.tokens[i] == "," and following:
        verb = following in BE or following in AUXILIARIES or (following in FINITE and following not in ALSO_NOUNS)
        return verb or p.region_of[i + 1] >= 0 or following in ENDS_A_SOURCE or (
            following == "and" and (is_clause(p, min(i + 2, u.end - 1), u.end) or "," not in p.tokens[begin:i]))
    return p.region_of[i] >= 0 and i == p.region_at(i).first and p.quoted_words(p.region_of[i]) > 3
