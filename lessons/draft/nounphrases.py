"""Noun phrases, found without a parser: from their last word back to their first, with what explains them.

Every function takes a Passage and tokens; a phrase is a pair of tokens, end exclusive. Rules of thumb throughout: they
read the order of English words and know no meaning. Where they see nothing they return None.
"""

from __future__ import annotations

from .passage import BREAKS, DASHES, Passage
from .words import (
    ADVERBS,
    APPOSITIONS,
    AT_A_PLACE,
    COORDINATORS,
    DETERMINERS,
    FINITE,
    HEADS_BEHIND_A_DETERMINER,
    OPENERS,
    OPENS_A_NAME,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TAKES,
    TIME,
)

Phrase = tuple[int, int]



def clause_start(p: Passage, start: int, i: int) -> int:
    """Where the clause that holds ``i`` begins: behind the last comma, dash or subordinator."""
    while i > start and p.tokens[i - 1] not in BREAKS and p.lower[i - 1] not in SUBORDINATORS:
        i -= 1
    return i


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
    if low in PRONOUNS and not (low in HEADS_BEHIND_A_DETERMINER and end - 2 >= start and p.lower[end - 2] in DETERMINERS):
        of_them = end - 3 >= start and p.lower[end - 2] == "of" and p.lower[end - 3] in HEADS_BEHIND_A_DETERMINER
        return end - 1 - 2 * of_them, end
    begin = _leftwards(p, end, start)
    who = _relative(p, begin, start)
    if who:
        head = noun_phrase(p, who, start)
        return head and (head[0], end)
    begin = _list_start(p, begin, start, end)
    while begin < end - 1 and (p.lower[begin] in OPENERS or p.tokens[begin] in ("—", "--", "-")):
        begin += 1
    begin = _after_opening_phrase(p, begin, end)
    if p.tokens[begin - 1 : begin] == [":"] and begin - 2 >= start and p.tokens[begin - 2].isdigit() and p.tokens[begin].isdigit():
        begin += 1  # “14:05 Police say”: a ticker tells the time first
    return (begin, end) if begin < end else None


def _relative(p: Passage, begin: int, start: int) -> int:
    """“People who have tried it” and “a woman who works in the post office”: where the “who” stands; 0 without one.

    ``begin``: where the words begin that look like a noun phrase of their own, and belong to the relative clause.
    """
    who = begin - 1
    while who > start and begin - who < 12 and p.is_word[who] and p.region_of[who] < 0 and p.lower[who] not in SUBORDINATORS - {"as"} \
            and p.lower[who] not in COORDINATORS:
        who -= 1
    if who <= start or p.lower[who] != "who":
        return 0
    verb = who + 1
    while verb < begin and (p.lower[verb] in ADVERBS or p.is_manner(verb)):
        verb += 1
    low = p.lower[verb]
    present = p.tokens[verb][0].islower() and low.endswith("s") and low not in PRONOUNS and low not in DETERMINERS
    speaks = begin - verb > 1 and {"that", "quote"} & TAKES.get(low, frozenset())  # “the man who said Ann Berg told …”
    if not (p.finite[verb] or present) or speaks:
        return 0
    while verb + 1 < begin and (p.finite[verb + 1] or p.lower[verb + 1] in ADVERBS):
        verb += 1
    return 0 if p.has_verb(verb + 1, begin) else who


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
        if low == "that" and i - 2 >= start and p.lower[i - 2] in PREPOSITIONS:
            i -= 1  # “the authors of that report”
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


def _ends_a_list(p: Passage, i: int, end: int) -> bool:
    """“Lund and Berg” of “Sand, Lund and Berg”: two names, and nothing but names before them."""
    if "and" not in p.lower[i:end]:
        return False
    joint = p.lower.index("and", i, end)
    return p.tokens[i][0].isupper() and p.tokens[joint + 1 : joint + 2] != [] and p.tokens[joint + 1][0].isupper()


def _list_start(p: Passage, i: int, start: int, end: int) -> int:
    """The first piece of “unions, parents, and many teachers” or “Sand, Lund and Berg”, when the last has been found."""
    joined = i - 2 > start and p.lower[i - 1] == "and" and p.tokens[i - 2] == ","
    first, pieces, comma = i, 0, i - 2 if joined else i - 1
    if not joined and not _ends_a_list(p, i, end):
        return i
    while comma > start and p.tokens[comma] == ",":
        piece = comma
        while piece > start and p.is_word[piece - 1] and p.region_of[piece - 1] < 0 and comma - piece < 7:
            piece -= 1
        piece += p.lower[piece] in COORDINATORS
        if piece >= comma or comma - piece > 6 or p.has_verb(piece, comma) or p.lower[piece] in PREPOSITIONS or p.lower[comma - 1] in TIME:
            break
        if not joined and not p.tokens[comma - 1][0].isupper():
            break
        first, pieces, comma = piece, pieces + 1, piece - 1
    return first if pieces > joined else i  # a comma before “and” parts the last of three, and of two it parts clauses


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
    if p.lower[begin + 1 : begin + 2] == ["'s"]:
        return begin  # “Tuesday's results”
    if end - begin > 2 and p.lower[begin] in ("last", "this", "earlier", "late", "early") and p.lower[begin + 1] in TIME:
        return begin + 2
    described = p.lower[begin] in ("earlier", "later") and end - begin == 2 and p.tokens[begin + 1][0].islower()  # “earlier studies”
    return begin + (end - begin > 1 and p.lower[begin] in TIME and not described)


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
    if before.lower() in TIME:
        return False  # “In October, Mr. Ito, who …”
    if (low in APPOSITIONS and low not in OPENS_A_NAME) or low.isdigit() or (low in PREPOSITIONS and not p.has_verb(piece, comma)):
        return True
    if p.tokens[piece][0].isupper() and comma - piece <= 2 and piece - 3 >= start and before[:1].isupper() \
            and not AT_A_PLACE.isdisjoint(p.lower[max(piece - 4, start) : piece - 2]):
        return True  # “in Aurora, Colorado”
    if low in ("a", "an", "the", "his", "her", "one", "now") and before.isdigit() and p.tokens[piece - 3 : piece - 2] == [","]:
        return True  # “Ana Berg, 75, a retiree”
    if low in ("a", "an", "the", "his", "her", "one", "now"):
        opening = _piece_start(p, piece - 1, start)
        named = before[:1].isupper() or before == ")"
        opens_otherwise = p.lower[opening] in PREPOSITIONS or p.lower[opening] in SUBORDINATORS
        return named and not opens_otherwise and not p.has_verb(opening, piece - 1)
    if p.tokens[piece][0].isupper() and p.lower[piece - 2 : piece - 1]:
        # “The owner, Ben Ito,”: a name after what its bearer is.
        opening = _piece_start(p, piece - 1, start)
        a_role = p.lower[opening] in DETERMINERS or p.lower[opening : opening + 2] == ["one", "of"] or "'s" in p.lower[opening : piece - 1]
        return a_role and p.lower[opening] not in PREPOSITIONS and piece - 1 - opening <= 8 and not p.has_verb(opening, piece - 1)
    a_noun = low not in PREPOSITIONS and low not in SUBORDINATORS and low not in PRONOUNS and low not in DETERMINERS
    return p.tokens[piece][0].islower() and a_noun and not p.has_verb(piece, comma)


def _piece_start(p: Passage, end: int, start: int) -> int:
    k = end - 1
    while k >= start and p.tokens[k] not in BREAKS:
        k -= 1
    return k + 1
