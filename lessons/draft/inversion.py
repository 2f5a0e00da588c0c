"""Cues behind their content: “A,” said S; A, S said; A, S said, B. Each function takes a Unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .beginnings import behind_adverbials, behind_time, comma_behind, what_follows
from .contents import clause_end, has_own_subject
from .found import Step
from .nounphrases import Phrase
from .subjects import subject_after, subject_before
from .verbforms import verb_group
from .words import (
    ALSO_NOUNS,
    COORDINATORS,
    DETERMINERS,
    NOT_WHO_SAID_IT,
    PARTICLES,
    PASTS,
    PERSONAL,
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


def unknown_cue(u: Unit, i: int) -> Step:
    """“…,” Ben Ito fumed. Beside a quotation that ends in a comma, a verb that no list has does as well."""
    p = u.p
    if p.last_quoted(i - 1) not in (",", "?", "!") or u.taken[p.region_of[i - 1]]:
        return None
    step = _unknown_inverted(u, i)
    if step:
        return step
    first = i
    j = first
    while j < u.end and j - first < 8 and (p.is_word[j] or p.tokens[j] in "()") and not _may_report(p, j, first):
        j += 1
    if j == first or j >= u.end or not _may_report(p, j, first):
        return None
    went_on = p.lower[j] not in TAKES and _has_particle(u, j + 1)
    if not went_on and what_follows(p, j + 1, u.end, False) == "":
        return None
    subject = subject_before(p, verb_group(p, j, first), first)
    if not subject or subject[0] != first:
        return None
    return inverted(u, u.floor, first, subject, (j, j + 1 + went_on), j + 1 + went_on)


def _unknown_inverted(u: Unit, i: int) -> Step:
    """“…,” laughed Ben Ito: the verb first, and then a name."""
    p = u.p
    named = i + 1 < u.end and p.tokens[i + 1][0].isupper() and p.tokens[i].isalpha() and p.tokens[i].islower()
    if not named or not (p.tokens[i] in PASTS or p.tokens[i].endswith("ed")):
        return None
    subject = subject_after(p, i + 1, u.end)
    return inverted(u, u.floor, i, subject, (i, i + 1), subject[1]) if subject else None


def _has_particle(u: Unit, i: int) -> bool:
    """“…,” he went *on*, and not “…,” he went on Monday."""
    low = u.p.lower
    return i < u.end and low[i] in PARTICLES and (i + 1 >= u.end or low[i + 1] not in TIME)


def _may_report(p: Passage, j: int, first: int) -> bool:
    """A past, or behind a name or “he” a present: “…,” Ben Ito fumed, “…,” he answers."""
    token, before = p.tokens[j], p.tokens[j - 1] if j > first else ""
    if not (token.isalpha() and token.islower()):
        return False
    named = before[:1].isupper() or before.lower() in PERSONAL
    return token in PASTS or (len(token) > 4 and (token.endswith("ed") or (named and token.endswith("s") and not token.endswith("ss"))))


def names_somebody(u: Unit, after: int) -> bool:
    """Said *Sand*, and not said *on Friday*, *of Lund*, *that it leaks*."""
    low, small = u.p.lower[after], u.p.tokens[after][0].islower()  # Per may be a first name
    return not (small and low in PREPOSITIONS) and low not in TIME and low not in NOT_WHO_SAID_IT


def is_only_a_subject(u: Unit, first: int, end: int) -> bool:
    """Said *the man who runs it*, and not said *he runs it*."""
    p = u.p
    participles = all(k > first and p.is_participle(k) for k in range(first, end) if p.finite[k])
    return participles or any(low in RELATIVES or low == "whose" for low in u.p.lower[first:end])


def content_before(u: Unit, i: int, verbs: int, after: int, subject: Phrase | None) -> Step:
    """“A,” S V, “A,” V S and A, S V."""
    p, floor = u.p, _opening(u, after)
    if verbs == i and i > floor and (p.tokens[i - 1] == "," or p.region_of[i - 1] >= 0) and not p.lower[i].endswith("ing"):
        step = _verb_first(u, i, after)
        if step:
            return step
    if not subject or subject[0] - floor < 2 or p.lower[subject[0]] == "whose":
        return None
    x, takes = subject[0] - 1, TAKES[p.lower[i]]
    quoted = p.region_of[x] >= 0
    mark = p.last_quoted(x) if quoted else ""
    if not (p.tokens[x] == "," or (quoted and (mark in (",", "?", "!", "—", "--", "...", "…") or p.region_at(x).last == x))):
        return None
    follows = what_follows(p, after, u.end, "person-that" in takes)
    if quoted and follows != "end" and _is_a_title(p, x):
        return None
    if not follows and mark in (",", "?", "!"):
        follows = "end"
    if not follows or (not quoted and not _is_statement(u, floor, i, x, after, subject, follows)):
        return None
    return inverted(u, floor, subject[0], subject, (verbs, i + 1), after)


def _is_a_title(p: Passage, i: int) -> bool:
    """On “Lund This Sunday,” the mayor said …: two or more words with capitals, behind a word, name a broadcast."""
    first, last, _ = p.region_at(i)
    names = [k for k in range(first + 1, last) if p.is_word[k]]
    capitals = sum(p.tokens[k][0].isupper() for k in names)
    return first > 0 and p.is_word[first - 1] and 2 <= len(names) <= 6 and capitals >= 2 and all(
        p.tokens[k][0].isupper() or p.lower[k] in DETERMINERS or p.lower[k] in PREPOSITIONS for k in names)


def _verb_first(u: Unit, i: int, after: int) -> Step:
    p, floor = u.p, _opening(u, after)
    if after >= u.end or not p.is_word[after] or not names_somebody(u, after):
        return None
    subject = subject_after(p, after, u.end)
    if not subject or i - floor < 2 or p.lower[subject[0]] == "there":
        return None
    if p.region_of[i - 1] < 0 and p.lower[subject[0]] in PERSONAL and subject[1] < u.end - 1:
        return None  # “Lund, as ever, said he “appreciates” it.”
    if p.region_of[i - 1] < 0:
        tells = {"quote", "that"} <= TAKES[p.lower[i]] and p.lower[i].endswith("ed") and p.tokens[after][0].isupper()
        known = tells or p.lower[i] in ("said", "says", "say", "wrote", "writes", "adds")
        goes_on = subject[1] + 1 < u.end and p.tokens[subject[1]] == "," and p.finite[subject[1] + 1]
        speaker = subject_before(p, i, floor) if goes_on and not states(p, floor, i - 1) else None
        if speaker and p.tokens[speaker[0]][0].isupper() and "," in p.tokens[speaker[0] : i - 1]:
            return None  # “Ana Berg, of Mill Street, said the boat, which is old, is late.”
        if not known or not is_only_a_subject(u, after, subject[1]) or not (states(p, floor, i - 1) or goes_on):
            return None
    return inverted(u, floor, i, subject, (i, i + 1), subject[1])


def states(p: Passage, first: int, end: int) -> bool:
    """Whether a statement stands there, and not “Ana Petrov, who runs the port”, whose only verb is in the relative."""
    begin = first
    for k in range(first, end + 1):
        if k == end or p.tokens[k] == ",":
            if p.lower[begin] not in RELATIVES | {"whose", "where"} and p.has_verb(begin, k):
                return True
            begin = k + 1
    return False


def _is_statement(u: Unit, floor: int, i: int, comma: int, after: int, subject: Phrase, follows: str) -> bool:
    """Whether what stands before “, S V” is what S says: the comma may as well end an adverbial or open a relative."""
    p, takes = u.p, TAKES[u.p.lower[i]]
    opening = behind_conjunction(u, floor, comma)
    if follows == "more" and p.lower[subject[0]] not in RELATIVES and _is_parenthesis(u, floor, comma, after, takes):
        return True
    holds_quotation = any(p.region_of[k] >= 0 for k in range(floor, comma))
    says_more = p.has_verb(floor, comma)
    if not holds_quotation:
        following = p.lower[after] if after < u.end else ""
        if p.lower[subject[0]] in RELATIVES or "that" not in takes or ("thing" in takes and p.lower[i] not in SAYS | {"denied"} and p.tokens[behind_time(p, after, u.end) :][:1] != [","]) or following in (
                "to", "about", "of", "with", "for", "from", "by", "as", "like", "through"):
            return False
        first = p.lower[floor if floor > u.start else opening]
        if first in SUBORDINATORS and p.tokens[min(after, u.end - 1)] != ",":
            return False
        if p.tokens[after : after + 1] == [","] and after + 1 < u.end and p.region_of[after + 1] >= 0 and not says_more \
                and p.lower[floor] != "in":
            # “The boat, she said, “is late””, and not “Her brother, she said, “It is late””
            return after + 2 < u.end and p.lower[floor] not in PREPOSITIONS and p.tokens[after + 2].islower() and p.finite[after + 2]
    if not ((comma > floor + 1 and (says_more or holds_quotation)) or follows == "more"):
        return False
    if follows == "more" and p.lower[i] in SAYS and after + 1 < u.end and p.region_of[after + 1] < 0:
        return True  # “Within marriages, they said, women now decide.”
    return says_more or comma - floor >= 9 or p.lower[opening] not in PREPOSITIONS


def _is_parenthesis(u: Unit, floor: int, comma: int, after: int, takes: frozenset[str]) -> bool:
    """“For years, she argued, the boat has been late” and “The answer, he told them, was simple”: one clause, with S V in its middle."""
    p = u.p
    x = comma_behind(p, after, u.end, "person-that" in takes) + 1
    if takes.isdisjoint(("that", "person-that")) or x == 1 or x >= u.end - 1 or p.has_verb(floor, comma) or not _statement_goes_on(u, x):
        return False
    return p.finite[x] or p.lower[x] in PERSONAL or (comma - floor <= 6 and p.lower[x] not in COORDINATORS and has_own_subject(p, x, u.end))


def _opening(u: Unit, after: int) -> int:
    """Where a content that comes before its cue begins at the earliest: cues in it do not divide it, but what opens no sentence does.

    ``after``: the token behind the cue.
    """
    p, floor = u.p, u.floor
    if u.told == floor or any(token in (";", ":") for token in p.tokens[u.told : after]):
        return floor
    first = p.lower[behind_conjunction(u, u.told, floor)]
    depends = first in SUBORDINATORS and p.tokens[after : after + 1] != [","]
    return floor if depends or first in PREPOSITIONS or first == "asked" or first.endswith("ing") else u.told


def inverted(u: Unit, first: int, end: int, source: Phrase, cue: Phrase, after: int) -> Step:
    """The content ``first`` to ``end`` came first, then its source and cue. It may go on behind a comma."""
    p = u.p
    first = _behind_lead(u, first, end)
    pieces = [(behind_conjunction(u, first, end), end)]
    go_on = after
    comma = behind_adverbials(p, after, u.end) if after < u.end and p.tokens[after] != "," else after
    if comma < u.end and p.tokens[comma] != ",":
        comma = comma_behind(p, after, u.end, "person-that" in TAKES.get(p.lower[cue[1] - 1], ())) or comma
    x = comma + 1
    if comma < u.end and p.tokens[comma] == "," and x < u.end:
        if p.region_of[x] >= 0:
            go_on = p.region_at(x).last + 1
            pieces.append((x, go_on))
        elif (_statement_goes_on(u, x) or not p.has_verb(*pieces[0])) and all(p.region_of[k] < 0 for k in range(*pieces[0])):
            go_on = clause_end(p, x, u.end)
            pieces.append((x, go_on))
    elif after < u.end and p.region_of[after] >= 0:
        go_on = p.region_at(after).last + 1
        pieces.append((after, go_on))
    quoted = any(p.region_of[k] >= 0 for piece in pieces for k in range(*piece))
    made = u.add("after-quotation" if quoted else "after-statement", pieces, cue, source)
    return (made, go_on) if made else None


def _behind_lead(u: Unit, first: int, end: int) -> int:
    """Others were calm: “It floats,” …: where the quotation begins that a clause and a colon lead into."""
    p = u.p
    opening = p.region_at(end - 1).first if p.region_of[end - 1] >= 0 else first
    led = opening - 2 > first and p.tokens[opening - 1] == ":" and all(region < 0 for region in p.region_of[first:opening])
    return opening if led and p.has_verb(first, opening) else first


def _statement_goes_on(u: Unit, x: int) -> bool:
    p, low = u.p, u.p.lower[x]
    if low == "at" and p.lower[x + 1 : x + 2] in (["least"], ["most"]):
        return True
    if low in TAKES:
        return low in ALSO_NOUNS and x + 1 < u.end and p.finite[x + 1]  # “Over the years, she said, email has helped”
    return low not in ("as", "while", "when", "after", "before", "though", "although", "who", "which", "in", "during", "at")


def behind_conjunction(u: Unit, first: int, end: int) -> int:
    p = u.p
    while first < end and (p.lower[first] in ("but", "and", "yet", "so", "or") or (not p.is_word[first] and p.region_of[first] < 0)):
        first += 1
    return min(first, end - 1)
