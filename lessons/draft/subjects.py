"""Who does what: verbs and the noun phrases that are their subjects, found without a parser.

Every function takes a Passage and tokens; a phrase is a pair of tokens, end exclusive. Rules of thumb throughout: they
read the order of English words and know no meaning. Where they see nothing they return None.
"""

from __future__ import annotations

from .passage import BREAKS, DASHES, Passage
from .verbforms import is_verb, verb_group
from .words import (
    ADVERBS,
    AFTER_A_SUBJECT,
    ALSO_NOUNS,
    APPOSITIONS,
    ASIDES,
    COORDINATORS,
    DETERMINERS,
    FINITE,
    OPENERS,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    SETTINGS,
    SUBORDINATORS,
    TAKES,
    TIME,
    WHEN_IT_WAS_SAID,
)

Phrase = tuple[int, int]

_ALSO_HEADS = frozenset(("one", "most", "some", "both", "few", "many", "several", "others", "that"))
_OWNERS = frozenset(("the", "a", "an", "his", "her", "their", "one", "all", "both", "most"))


def clause_start(p: Passage, start: int, i: int) -> int:
    """Where the clause that holds ``i`` begins: behind the last comma, dash or subordinator."""
    while i > start and p.tokens[i - 1] not in BREAKS and p.lower[i - 1] not in SUBORDINATORS:
        i -= 1
    return i


def subject_before(p: Passage, verbs: int, start: int) -> Phrase | None:
    """The subject that ends where the group of verbs at ``verbs`` begins, without asides and times behind it."""
    end = _without_aside(p, verbs, start)
    if end - 1 > start and p.lower[end - 1] in TIME:
        k = end - 2 if p.lower[end - 2] in ("on", "in", "this", "last", "early", "late", "next", "earlier") else end - 1
        if k > start and p.is_word[k - 1]:
            end = k
    return noun_phrase(p, end, start)


def _without_aside(p: Passage, end: int, start: int) -> int:
    """Before “, for example,” and “, however,”."""
    if end - 1 < start or p.tokens[end - 1] != ",":
        return end
    if end - 4 >= start and p.tokens[end - 4] == "," and p.lower[end - 3] in ("for", "in", "of", "at") \
            and p.lower[end - 2] in ("example", "instance", "turn", "part", "course", "first", "least", "fact"):
        end -= 4
    if end - 3 >= start and p.tokens[end - 1] == "," and p.tokens[end - 3] == "," and p.lower[end - 2] in ASIDES:
        end -= 3
    return end


def noun_phrase(p: Passage, end: int, start: int) -> Phrase | None:
    """The noun phrase that ends at ``end``, with the appositions and relative clauses that belong to it."""
    if end <= start:
        return None
    low = p.lower[end - 1]
    if low == ",":
        return _apposed(p, end - 1, start)
    if low in DASHES:
        return _between_dashes(p, end, start)
    if not p.is_word[end - 1] and low not in (")", "'", "’", "”", '"', "''", "%"):
        return None
    if low in PRONOUNS and not (low in _ALSO_HEADS and end - 2 >= start and p.lower[end - 2] in DETERMINERS):
        of_them = end - 3 >= start and p.lower[end - 2] == "of" and p.lower[end - 3] in _ALSO_HEADS
        return end - 1 - 2 * of_them, end
    begin = _list_start(p, _leftwards(p, end, start), start)
    while begin < end - 1 and (p.lower[begin] in OPENERS or p.tokens[begin] in ("—", "--", "-")):
        begin += 1
    begin = _after_opening_phrase(p, begin, end)
    return (begin, end) if begin < end else None


def _leftwards(p: Passage, end: int, start: int) -> int:
    """From the last word of a noun phrase back to its first."""
    i = end
    while i > start:
        low, token = p.lower[i - 1], p.tokens[i - 1]
        if p.region_of[i - 1] >= 0:
            # A nickname or a title in quotation marks belongs to the name; a quotation does not.
            if p.quoted_words(p.region_of[i - 1]) > 3 or p.last_quoted(i - 1) in (",", ".", "?", "!"):
                break
            i = p.region_at(i - 1).first
            continue
        if token in BREAKS or token in ("(", "[", "?", "!", ".", "...", "…", "“", "•", "*"):
            break
        if token == ")":
            i -= 1
            while i > start and p.tokens[i] != "(":
                i -= 1
            continue
        if low in SUBORDINATORS and (low not in ("as", "than", "so") or p.has_verb(start, i - 1)):
            break
        if low in COORDINATORS and (low != "and" and low != "or" or not _joins_nouns(p, start, i - 1)):
            break
        if low in FINITE:
            break
        i -= 1
    return i


def _joins_nouns(p: Passage, start: int, conjunction: int) -> bool:
    if conjunction - 1 < start or not p.is_word[conjunction - 1]:
        return False
    return not p.has_verb(clause_start(p, start, conjunction), conjunction)


def _list_start(p: Passage, i: int, start: int) -> int:
    """The first piece of “unions, parents, and many teachers”, when the last has been found."""
    if not (p.lower[i : i + 1] == ["and"] and i - 1 > start and p.tokens[i - 1] == ","):
        return i
    comma = i - 1
    while comma > start:
        piece = comma
        while piece > start and p.is_word[piece - 1] and p.region_of[piece - 1] < 0 and comma - piece < 7:
            piece -= 1
        if piece >= comma or comma - piece > 6 or p.has_verb(piece, comma):
            break
        i = piece
        if not (piece - 1 > start and p.tokens[piece - 1] == ","):
            break
        comma = piece - 1
    return i


def _after_opening_phrase(p: Passage, begin: int, end: int) -> int:
    """Behind “In March” and “On Tuesday night”, where no comma parts them from the subject."""
    if end - begin > 1 and p.lower[begin] in PREPOSITIONS:
        last = None
        for k in range(begin + 1, end):
            low = p.lower[k]
            if (low in DETERMINERS and k > begin + 1) or low in PRONOUNS:
                last = k
            if low in TIME or (len(low) == 4 and low.isdigit()):
                last = k + 1
        if last and last < end:
            begin = last
    return begin + (end - begin > 1 and p.lower[begin] in TIME)


def _between_dashes(p: Passage, end: int, start: int) -> Phrase | None:
    k = end - 2
    while k > start and p.tokens[k] not in DASHES:
        k -= 1
    head = noun_phrase(p, k, start) if k > start else None
    return head and (head[0], end - 1)


def _apposed(p: Passage, comma: int, start: int) -> Phrase | None:
    """The subject before a comma that closes an apposition: back over its pieces to the one with the head."""
    end = comma
    while True:
        k, depth = comma - 1, 0
        while k >= start and (p.tokens[k] != "," or p.region_of[k] >= 0 or depth):
            depth += (p.tokens[k] == ")") - (p.tokens[k] == "(")
            if p.tokens[k] in (";", ":"):
                return None
            k -= 1
        # A piece that opens the clause is no apposition: there is nothing before it that it could explain.
        if k < start:
            return None
        head = noun_phrase(p, k, start)
        if head is None and not p.is_word[k - 1] and p.tokens[k - 1] != ")":
            return None
        if not _explains_more(p, k, start):
            return head and (head[0], end)
        comma = k


def _explains_more(p: Passage, comma: int, start: int) -> bool:
    """Whether the piece that ends at ``comma`` is itself an apposition to what stands before it."""
    piece = _piece_start(p, comma, start)
    if piece == start or p.tokens[piece - 1] != ",":
        return False
    low, before = p.lower[piece], p.tokens[piece - 2] if piece - 2 >= start else ""
    if (low in APPOSITIONS and low not in _OWNERS) or low.isdigit() or (low in PREPOSITIONS and not p.has_verb(piece, comma)):
        return True
    if p.tokens[piece][0].isupper() and comma - piece <= 2 and piece - 3 >= start and before[:1].isupper() \
            and not PREPOSITIONS.isdisjoint(p.lower[max(piece - 4, start) : piece - 2]):
        return True  # “in Aurora, Colorado”
    if low in ("a", "an", "the", "his", "her", "one", "now"):
        opening = _piece_start(p, piece - 1, start)
        named = before[:1].isupper() or before == ")"
        opens_otherwise = p.lower[opening] in PREPOSITIONS or p.lower[opening] in SUBORDINATORS
        return named and not opens_otherwise and not p.has_verb(opening, piece - 1)
    if p.tokens[piece][0].isupper() and p.lower[piece - 2 : piece - 1]:
        # “The owner, Ben Ito,”: a name after what its bearer is.
        opening = _piece_start(p, piece - 1, start)
        return p.lower[opening] in DETERMINERS and piece - 1 - opening <= 6 and not p.has_verb(opening, piece - 1)
    a_noun = low not in PREPOSITIONS and low not in SUBORDINATORS and low not in PRONOUNS and low not in DETERMINERS
    return p.tokens[piece][0].islower() and a_noun and not p.has_verb(piece, comma)


def _piece_start(p: Passage, end: int, start: int) -> int:
    k = end - 1
    while k >= start and p.tokens[k] not in BREAKS:
        k -= 1
    return k + 1


def subject_after(p: Passage, i: int, end: int) -> Phrase | None:
    """Inverted order, “said the mayor of Ayr, who …”: the noun phrase from ``i`` on."""
    while i < end and (p.lower[i] in ADVERBS or p.lower[i].endswith("ly")):
        i += 1
    if i >= end or not p.is_word[i]:
        return None
    if p.lower[i] in PERSONAL or p.lower[i] == "who":
        return i, i + 1
    j = i
    while j < end and (after := _goes_on(p, j, i, end)):
        j = after
    while j > i and not p.is_word[j - 1] and p.tokens[j - 1] != ")":
        j -= 1
    return (i, j) if j > i else None




def _goes_on(p: Passage, j: int, first: int, end: int) -> int:
    """Where the noun phrase goes on behind token ``j``; 0 where it does not."""
    token, low = p.tokens[j], p.lower[j]
    following = p.lower[j + 1] if j + 1 < end else ""
    if p.region_of[j] >= 0:
        named = p.quoted_words(p.region_of[j]) <= 3 and j > first and p.tokens[j - 1] != ","
        return p.region_at(j).last + 1 if named else 0
    if token in (";", ":", ".", "?", "!"):
        return 0
    if token in BREAKS:
        other = following in AFTER_A_SUBJECT or (following in ("and", "but") and p.lower[j + 2 : j + 3] and p.lower[j + 2] in PRONOUNS)
        return 0 if other or not following or p.region_of[j + 1] >= 0 else j + 1
    if low in ("in", "on", "at", "during", "after", "before", "as", "when", "while", "via", "by", "from") and j > first:
        near = p.lower[j + 1 : min(end, j + 4)]
        tells_where = any(word in SETTINGS for word in near[: 3 if near[:1] and near[0] in DETERMINERS else 2])
        clause = low in ("as", "while", "when", "after", "before") and following in PERSONAL
        if clause or following in TIME or low in WHEN_IT_WAS_SAID or tells_where:
            return 0
    if low in TIME and j > first and p.lower[j - 1] not in PREPOSITIONS:
        return 0
    return j + 1


def main_subject(p: Passage, start: int, end: int) -> Phrase | None:
    """The subject of the first finite verb between ``start`` and ``end``: who does what a participle there tells."""
    for k in range(start, end):
        low = p.lower[k]
        if p.region_of[k] >= 0 or low.endswith("ing"):
            continue
        a_verb = low in FINITE or low in TAKES or (low.endswith("ed") and p.tokens[k][0].islower())
        if a_verb and (low not in ALSO_NOUNS or is_verb(p, k, start)):
            subject = subject_before(p, verb_group(p, k, start), start)
            if subject and p.lower[subject[0]] not in ("who", "which"):
                return subject
    return None


def subject_of_participle(p: Passage, start: int, verbs: int) -> Phrase | None:
    """Who does what the participle or the infinitive at ``verbs`` tells: looked for in its own clause first."""
    return main_subject(p, clause_start(p, start, verbs), verbs) or main_subject(p, start, verbs)
