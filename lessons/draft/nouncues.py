"""Cues that are nouns: “her plan to”, “the claim that”, “in Ana Berg’s view”. Each function takes a Unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .beginnings import behind_time, is_clause
from .contents import clause_end, main_verb_behind, thing_end
from .found import Step
from .inversion import behind_conjunction
from .nounphrases import Phrase, clause_start, noun_phrase
from .subjects import main_subject, subject_before
from .verbforms import verb_group
from .words import (
    ADVERBS,
    ALSO_NOUNS,
    ARTICLES,
    AUXILIARIES,
    BE,
    COORDINATORS,
    DETERMINERS,
    GROWS,
    NOUNS_WITH_THAT,
    NOUNS_WITH_TO,
    NOUN_PREPOSITIONS,
    PERSONAL,
    POSSESSIVES,
    PREPOSITIONS,
    SUBORDINATORS,
    TAKES,
    TIME,
    VOICES,
)

if TYPE_CHECKING:
    from .passage import Passage
    from .unit import Unit



def in_the_view(u: Unit, i: int) -> Step:
    """In S's view, C; and C, in S's view; and in the words of S, C."""
    p = u.p
    k = i
    while k > u.floor and i - k < 9 and p.lower[k] != "in" and p.region_of[k] < 0 and p.tokens[k] not in (",", ";", ":"):
        k -= 1
    if p.lower[k] != "in":
        return None
    if p.lower[k + 1 : i + 2] == ["the", p.lower[i], "of"]:  # and not “in view of the storm”
        return _in_the_words_of(u, k, i + 2)
    owner = _owner(u, i)
    if owner is None or owner[0] < k:
        return None
    owner = max(owner[0], k + 1), owner[1]
    if p.tokens[i + 1 : i + 2] == [","] and k - u.start <= 1:
        return u.keep("according", i + 2, clause_end(p, i + 2, u.end), (k, i + 1), owner)
    closes = i + 1 >= u.end or p.tokens[i + 1] in (".", "?", "!", ",")
    if closes and p.tokens[k - 1] == "," and k - u.floor > 3 and p.has_verb(u.floor, k):
        made = u.add("according", [(behind_conjunction(u, u.floor, k - 1), k - 1)], (k, i + 1), owner)
        return made, i + 1
    return None


def _in_the_words_of(u: Unit, begin: int, name: int) -> Step:
    """In the words of S, C; and C, in the words of S, C."""
    p = u.p
    comma = next((k for k in range(name, min(u.end, name + 14)) if p.tokens[k] == "," or p.region_of[k] >= 0 or not p.is_word[k]), u.end)
    after = comma + 1
    if not name < comma < u.end - 1 or p.tokens[comma] != "," or p.has_verb(name, comma):
        return None
    stop = clause_end(p, after, u.end)
    if begin - u.start <= 1:
        return u.keep("according", after, stop, (begin, name), (name, comma))
    if p.tokens[begin - 1] != "," or begin - 1 <= u.floor:
        return None
    return u.add("according", [(clause_start(p, u.floor, begin - 1), begin - 1), (after, stop)], (begin, name), (name, comma)), stop


def noun_cue(u: Unit, i: int) -> Step:
    """Her plan to …, the mayor’s claim that …, his criticism of …. Without an owner a noun is passed over."""
    p, low = u.p, u.p.lower[i]
    following = p.lower[i + 1] if i + 1 < u.end else ""
    when = _behind_growing(u, i) or behind_time(p, i + 1, u.end)
    if p.lower[when : when + 1] == ["that"] and when < u.end and low in NOUNS_WITH_THAT:
        begin, stop = when, _second_verb(p, when, clause_end(p, when, u.end)) if not p.has_verb(u.start, i) else clause_end(p, when, u.end)
    elif following in ("from", "by") and low in NOUNS_WITH_THAT:
        return _named_behind(u, i)
    elif p.lower[when : when + 1] == ["to"] and low in NOUNS_WITH_TO and when + 1 < u.end and p.lower[when + 1] not in DETERMINERS:
        begin, stop = when, main_verb_behind(p, when, thing_end(p, when, u.end))
    elif low in NOUNS_WITH_THAT and (following in PERSONAL or (following in DETERMINERS and _is_there(u, i))) and is_clause(p, i + 1, u.end):
        # Sand expressed confidence it would hold; there are fears the dam may burst
        voice = _who_voices(u, i)
        return u.keep("noun", i + 1, clause_end(p, i + 1, u.end), (i, i + 1), voice) if voice or _is_there(u, i) else None
    elif following in NOUN_PREPOSITIONS.get(low, ()) and i + 2 < u.end and p.lower[i + 2] not in TIME:
        begin, stop = i + 2, thing_end(p, i + 2, u.end)
    else:
        return None
    owner, is_there = _owner(u, i) or _who_voices(u, i), _is_there(u, i)
    if owner and p.lower[owner[0]] == "there":
        owner = None  # “there were calls for a ban”
    cue = (i, i + 2 if begin == i + 2 and begin != when else i + 1)  # with the “of” of “criticism of”
    return u.keep("noun", begin, stop, cue, owner) if owner or is_there or p.lower[begin] == "that" else None


def is_that(u: Unit, i: int) -> Step:
    """The mayor’s answer was that …, the fear is that …"""
    p, that = u.p, i + 2
    while that < u.end and p.lower[that] in ADVERBS:
        that += 1
    if that + 1 >= u.end or p.lower[i + 1] not in BE or p.lower[that] != "that" or p.lower[that + 1] in BE:
        return None
    return u.keep("noun", that, clause_end(p, that, u.end), (i, that), _owner(u, i))


def _is_there(u: Unit, i: int) -> bool:
    """There is speculation …, there were growing fears …"""
    p = u.p
    be = next((k for k in range(i - 1, max(u.floor, i - 5), -1) if p.lower[k] in BE), 0)
    while be > u.floor and (p.lower[be - 1] in AUXILIARIES or p.lower[be - 1] in BE):
        be -= 1
    return be > u.floor and p.lower[be - 1] == "there"


def _behind_growing(u: Unit, i: int) -> int:
    """Fears are growing *that* …: where the clause begins behind what becomes of the noun; 0 if nothing does."""
    low, k = u.p.lower, i + 1
    while k < min(u.end - 1, i + 4) and (low[k] in BE or low[k] in AUXILIARIES or low[k].endswith("ing") or low[k] in GROWS):
        k += 1
    return k if k > i + 1 and low[k] == "that" else 0


def _second_verb(p: Passage, start: int, end: int) -> int:
    """The claim that it leaks *was* denied: where the verb of the whole sentence stands behind that of the clause, else ``end``."""
    first = next((k for k in range(start + 1, end) if p.finite[k]), end)
    while first < end and (p.finite[first] or p.lower[first] in ADVERBS or p.is_manner(first)):
        first += 1
    for k in range(first, end):
        if p.region_of[k] >= 0 or p.lower[k] in SUBORDINATORS or p.lower[k] in PERSONAL or p.lower[k] in COORDINATORS or p.tokens[k] == ",":
            return end
        if p.lower[k] in AUXILIARIES or p.lower[k] in BE - {"be", "been", "being"}:
            return k
    return end


def _named_behind(u: Unit, i: int) -> Step:
    """Warnings from its accountants that …: who says it stands between the noun and the “that”."""
    p = u.p
    that = next((k for k in range(i + 3, min(i + 16, u.end)) if p.lower[k] == "that" or not (p.is_word[k] or p.tokens[k] == ",") or p.finite[k]), u.end)
    if that >= u.end or p.lower[that] != "that":
        return None
    return u.keep("noun", that, clause_end(p, that, u.end), (i, i + 1), (i + 2, that))


def _who_voices(u: Unit, i: int) -> Phrase | None:
    """Sand expressed concern that …: a noun that nobody owns is the subject's, where it is what the subject does."""
    p, k = u.p, i - 1
    while k > u.floor and i - k <= 4 and not _voices(p, k) and p.is_word[k] and p.lower[k] not in PREPOSITIONS:
        k -= 1
    if k <= u.floor or not _voices(p, k):
        return None
    return subject_before(p, verb_group(p, k, u.floor), u.floor)


def _voices(p: Passage, k: int) -> bool:
    return p.lower[k] in VOICES or ("thing" in TAKES.get(p.lower[k], ()) and p.lower[k] not in ALSO_NOUNS)


def _owner(u: Unit, i: int) -> Phrase | None:
    p, k = u.p, i - 1
    while k > u.floor and i - k <= 3 and p.is_word[k] and p.lower[k] != "'s" and p.lower[k] not in POSSESSIVES \
            and p.lower[k] not in ARTICLES and p.lower[k] not in PREPOSITIONS and not p.lower[k].endswith("s'"):
        k -= 1
    if k < u.floor:
        return None
    if p.lower[k] in POSSESSIVES:
        # “Sand stood by her plan”: whoever the sentence is about says it.
        return main_subject(p, clause_start(p, u.floor, k), k) or (k, k + 1)
    if p.lower[k] in ("'s", "'", "’"):
        owner = noun_phrase(p, k, u.floor)
        return owner and (owner[0], k + (p.lower[k] == "'s"))
    return None
