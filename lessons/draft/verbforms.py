"""Which words are verbs, judged by what stands around them. Tokens are those of a Passage."""

from __future__ import annotations

from .passage import Passage
from .words import (
    ADVERBS,
    AFTER_A_NOUN,
    ALSO_NOUNS,
    ARTICLES,
    AUXILIARIES,
    BE,
    BEFORE_A_PLAIN_FORM,
    CROWDS,
    DETERMINERS,
    NEVER_VERBS,
    NOUNS_WITH_THAT,
    OBJECT_PRONOUNS,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    TAKES,
    THAT_STATE,
    VERB_PREPOSITIONS,
)

_ADJECTIVE_ENDINGS = ("al", "ive", "ous", "ful", "ic", "ent", "able")


def is_verb(p: Passage, i: int, start: int) -> bool:
    """Whether the form at ``i`` is a verb and no noun, judged by its neighbours."""
    low = p.lower[i]
    before = p.lower[i - 1] if i > start else ""
    if low.endswith("ing"):
        after = p.lower[i + 1] if i + 1 < len(p) else ""
        # “his warning that” and “the next hearing is”
        return not (before in DETERMINERS and low in NOUNS_WITH_THAT) and not (after in BE and before not in BE)
    if i > start and p.region_of[i - 1] >= 0 and "quote" in TAKES.get(low, ()) and p.last_quoted(i - 1) in (",", "?", "!"):
        return True  # “…,” read a letter
    if low not in ALSO_NOUNS:
        # “a widely denounced tweet”
        described = i > start and p.is_manner(i - 1) and low.endswith("ed") and i - 2 >= start and p.lower[i - 2] in DETERMINERS
        # “the party's presumed nominee”
        owned = before == "'s" and low.endswith("ed") and i - 2 >= start and p.lower[i - 2] not in PRONOUNS
        # “another recalled seeing it”, and not “another failed test”
        stands_alone = before in ("another", "some") and _opens_a_content(p, i + 1)
        return (before not in DETERMINERS or stands_alone) and not described and not owned
    after = p.lower[i + 1] if i + 1 < len(p) else ""
    if not before or before in DETERMINERS or before == "'s" or after == "of" or (before in PREPOSITIONS and before != "to"):
        return False
    if (after in BE or after in AUXILIARIES) and p.tokens[i - 1][0].islower() and before not in PRONOUNS:
        return False  # “federal rules are”
    if after == "that" and not low.endswith("s") and low not in NOUNS_WITH_THAT and "that" in TAKES.get(low, ()):
        return True  # “the data show that”
    if low == "forecast" and after in DETERMINERS and before not in DETERMINERS:
        return True  # “analysts at the bank forecast a rise”
    if before in ("had", "have", "has") and low.endswith(("ed", "cast")):
        return True  # “traders had forecast a rise”
    if before in CROWDS and p.tokens[i][0].islower() and (after in PRONOUNS or after in DETERMINERS) and not low.endswith("s"):
        return True  # “many fear it could fall”
    if after in ("this", "there", "these") and not low.endswith("s") and "that" in TAKES.get(low, ()):
        return True  # “friends of the club hope this is a start”
    if before.endswith(_ADJECTIVE_ENDINGS) and not before.endswith("ment") and p.tokens[i - 1][0].islower():
        # “federal claims”; and “the president hopes that”: behind an article one word that is no plural may be a person.
        article = not ARTICLES.isdisjoint(p.lower[max(start, i - 3) : i - 1])
        return article and low.endswith("s") and _opens_an_object(p, i + 1)
    if low == "states" and (before in THAT_STATE or (before in PRONOUNS and after == "that")):
        return True  # “an affidavit states”
    known = p.tokens[i - 1][0].isupper() or before in PRONOUNS or before in ADVERBS
    if known and (after in ("that", ",", ".") or after in VERB_PREPOSITIONS.get(low, ())) and low not in NEVER_VERBS:
        return True
    sure = after not in ALSO_NOUNS or p.lower[i + 2 : i + 3] == ["that"]
    if after in TAKES and sure and not after.endswith(("s", "ing")):
        return False  # “court reports show”
    one_noun = i - 2 >= start and p.lower[i - 2] in DETERMINERS and p.is_word[i - 1] and not before.endswith("s")
    if one_noun and low.endswith("s") and after in VERB_PREPOSITIONS.get(low, ()):
        return True  # “the mayor calls for”
    if not low.endswith("s") or low.endswith("ss"):
        plural = before in PLURALS or (before.endswith("s") and not before.endswith("'s"))
        return before in BEFORE_A_PLAIN_FORM or before.endswith("n't") or plural or before in ADVERBS \
            or (_is_plural(p, _head(p, i, start)) and _opens_an_object(p, i + 1))
    if low in NEVER_VERBS or (after in AFTER_A_NOUN and before not in PRONOUNS):
        return False
    if TAKES.get(low, frozenset()).isdisjoint(("that", "quote")):
        return known and (after in DETERMINERS or after in PRONOUNS or after in OBJECT_PRONOUNS
                          or (i + 1 < len(p) and (p.tokens[i + 1][0].isupper() or p.region_of[i + 1] >= 0)))
    if not known and (p.finite[i - 1] or after.endswith("ing")):
        return False
    if known or before in (",", "”", '"') or not before.endswith("s") or before.endswith("ss"):
        return True
    return not _is_plural(p, _head(p, i, start)) and _opens_an_object(p, i + 1)  # “an expert on rivers doubts that”


def _head(p: Passage, i: int, start: int) -> tuple[int, int]:
    """The noun phrase before ``i``, from its first word to the noun that decides: “members” of “some members of the board”."""
    first = i
    while first > max(start, i - 12) and p.is_word[first - 1] and p.region_of[first - 1] < 0 and not p.finite[first - 1]:
        first -= 1
    return first, next((k for k in range(first + 1, i) if p.lower[k] in PREPOSITIONS), i)


def _is_plural(p: Passage, head: tuple[int, int]) -> bool:
    first, end = head
    low = p.lower[end - 1] if first < end else ""
    return low in PLURALS or (low.endswith("s") and not low.endswith(("ss", "'s"))) or "and" in p.lower[first:end]


def _opens_an_object(p: Passage, i: int) -> bool:
    low = p.lower[i] if i < len(p) else ""
    return low in ("that", "to") or low in DETERMINERS or low in PRONOUNS


def _opens_a_content(p: Passage, i: int) -> bool:
    low = p.lower[i] if i < len(p) else ""
    return low in DETERMINERS or low in PRONOUNS or low == "that" or low.endswith("ing") or (low != "" and p.region_of[i] >= 0)


def verb_group(p: Passage, i: int, start: int) -> int:
    """Where the group of verbs that ends with the one at ``i`` begins: auxiliaries, adverbs, “to”, “not”."""
    j = i
    while j > start:
        low = p.lower[j - 1]
        short_is = low == "'s" and j - 2 >= start and p.lower[j - 2] in PRONOUNS
        adverb = low in ADVERBS or p.is_manner(j - 1) or (low == "used" and p.lower[j] == "to")
        if not (short_is or adverb or low in AUXILIARIES or low in BE or low.endswith("n't") or (low == "to" and j <= i)):
            break
        j -= 1
    while j < i and p.lower[j : j + 2] != ["no", "longer"] and (p.lower[j] in ("all", "both", "each", "at", "least", "no") or (p.lower[j] == "first" and _is_ordinal(p, j, start))):
        j += 1
    return j


def _is_ordinal(p: Passage, j: int, start: int) -> bool:
    return j == start or p.lower[j - 1] in DETERMINERS
