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
    HAVE,
    NEVER_VERBS,
    NOUNS_WITH_THAT,
    OBJECT_PRONOUNS,
    OF_STATES,
    OPENS_A_CLAUSE_BEHIND_A_VERB,
    PASTS_LIKE_PRESENT,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    STANDS_FOR_A_NOUN,
    STATES,
    TAKES,
    THAT_STATE,
    VERB_PREPOSITIONS,
)

_ADJECTIVE_ENDINGS = ("al", "ive", "ous", "ful", "ic", "ent", "able")


def is_verb(p: Passage, i: int, start: int) -> bool:
    """Whether the form at ``i`` is a verb and no noun, judged by its neighbours."""
    low = p.lower[i]
    if low.endswith("ing"):
        before, after = _neighbours(p, i, start)
        # “his warning that” and “the next hearing is”
        owned = before == "'s" and i - 2 >= start and p.lower[i - 2] not in PRONOUNS  # “the board’s planning committee”
        return not owned and not (before in DETERMINERS and low in NOUNS_WITH_THAT) and not (after in BE and before not in BE)
    if i > start and p.region_of[i - 1] >= 0 and "quote" in TAKES.get(low, ()) and p.last_quoted(i - 1) in (",", "?", "!"):
        return True  # “…,” read a letter
    if low not in ALSO_NOUNS:
        return not _describes(p, i, start)
    clear = _clear_case(p, i, start)
    if clear is not None:
        return clear
    return _is_verb_with_s(p, i, start) if low.endswith("s") and not low.endswith("ss") else _is_verb_without_s(p, i, start)


def _neighbours(p: Passage, i: int, start: int) -> tuple[str, str]:
    """The words before and behind ``i``, empty where there is none."""
    return (p.lower[i - 1] if i > start else ""), (p.lower[i + 1] if i + 1 < len(p) else "")


def _describes(p: Passage, i: int, start: int) -> bool:
    """Whether a form that is never a noun describes the noun behind it."""
    low, before = p.lower[i], p.lower[i - 1] if i > start else ""
    past = low.endswith("ed") and i - 2 >= start
    if past and p.is_manner(i - 1) and p.lower[i - 2] in DETERMINERS:
        return True  # “a widely denounced tweet”
    if past and before == "'s" and p.lower[i - 2] not in PRONOUNS:
        return True  # “the party's presumed nominee”
    if past and before in ("most", "least") and p.lower[i - 2] in DETERMINERS:
        return True  # “the most loved building”
    # “another failed test”, and not “another recalled seeing it”
    return before in DETERMINERS and not (before in STANDS_FOR_A_NOUN and _opens_a_content(p, i + 1))


def _clear_case(p: Passage, i: int, start: int) -> bool | None:
    """Whether a form that may be a noun is a verb, where its neighbours alone say so; None where they do not."""
    low, (before, after) = p.lower[i], _neighbours(p, i, start)
    if not before or before in DETERMINERS or before == "'s" or after == "of" or (before in PREPOSITIONS and before != "to"):
        return False
    if (after in BE or after in AUXILIARIES) and p.tokens[i - 1][0].islower() and before not in PRONOUNS:
        return False  # “federal rules are”
    with_s, takes_that = low.endswith("s"), "that" in TAKES.get(low, ())
    if after == "that" and not with_s and low not in NOUNS_WITH_THAT and takes_that:
        return True  # “the data show that”
    if low in PASTS_LIKE_PRESENT and (before in HAVE or after in DETERMINERS or (after == ":" and p.is_word[i - 1])):
        return True  # “traders had forecast a rise”, “analysts at the bank forecast a rise”, “a sign read: “Closed””
    if before in HAVE and low.endswith("ed"):
        return True
    if before in CROWDS and p.tokens[i][0].islower() and (after in PRONOUNS or after in DETERMINERS) and not with_s:
        return True  # “many fear it could fall”
    if after in OPENS_A_CLAUSE_BEHIND_A_VERB and not with_s and takes_that:
        return True  # “friends of the club hope this is a start”
    if before.endswith(_ADJECTIVE_ENDINGS) and not before.endswith("ment") and p.tokens[i - 1][0].islower():
        # “federal claims”; and “the president hopes that”: behind an article one word that is no plural may be a person.
        article = not ARTICLES.isdisjoint(p.lower[max(start, i - 3) : i - 1])
        return article and with_s and _opens_an_object(p, i + 1)
    said_so = after == "that" and (before in PRONOUNS or (i - 2 >= start and p.lower[i - 2] in DETERMINERS and before not in OF_STATES and not before[:1].isdigit()))
    if low in STATES and (before in THAT_STATE or said_so):
        return True  # “an affidavit states”
    if _is_known(p, i) and (after in ("that", ",", ".") or after in VERB_PREPOSITIONS.get(low, ())) and low not in NEVER_VERBS:
        return True
    sure = after not in ALSO_NOUNS or p.lower[i + 2 : i + 3] == ["that"]
    if after in TAKES and sure and not after.endswith(("s", "ing")):
        return False  # “court reports show”
    one_noun = i - 2 >= start and p.lower[i - 2] in DETERMINERS and p.is_word[i - 1] and not before.endswith("s")
    if one_noun and with_s and after in VERB_PREPOSITIONS.get(low, ()):
        return True  # “the mayor calls for”
    return None


def _is_known(p: Passage, i: int) -> bool:
    """Whether the word before ``i`` can be the end of a subject and is no noun that describes: a name, a pronoun, an adverb."""
    before = p.lower[i - 1]
    return p.tokens[i - 1][0].isupper() or before in PRONOUNS or before in ADVERBS


def _is_verb_without_s(p: Passage, i: int, start: int) -> bool:
    """“They plan to”, “the members fear that”: a plain form wants a plural, or what only stands before a verb."""
    before = p.lower[i - 1]
    plural = before in PLURALS or (before.endswith("s") and not before.endswith("'s") and not p.finite[i - 1])
    return before in BEFORE_A_PLAIN_FORM or before.endswith("n't") or plural or before in ADVERBS \
        or (_is_plural(p, _head(p, i, start)) and _opens_an_object(p, i + 1))


def _is_verb_with_s(p: Passage, i: int, start: int) -> bool:
    """“The mayor plans to”, and not “the city plans”: a form with -s wants one person, and something behind it."""
    low, (before, after) = p.lower[i], _neighbours(p, i, start)
    known = _is_known(p, i)
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
    while first > max(start, i - 12) and p.is_word[first - 1] and p.region_of[first - 1] < 0 \
            and (not p.finite[first - 1] or p.lower[first : first + 1] == ["by"]):  # and over the “seen” of “documents seen by the Post”
        first -= 1
    end = next((k for k in range(first + 1, i) if p.lower[k] in PREPOSITIONS), i)
    return first, end - (end < i and end - 1 > first and p.finite[end - 1] and p.lower[end] == "by")


def _is_plural(p: Passage, head: tuple[int, int]) -> bool:
    first, end = head
    low = p.lower[end - 1] if first < end else ""
    return low in PLURALS or (low.endswith("s") and not low.endswith(("ss", "'s"))) or "and" in p.lower[first:end]


def _opens_an_object(p: Passage, i: int) -> bool:
    low = p.lower[i] if i < len(p) else ""
    return low in ("that", "to") or low in DETERMINERS or low in PRONOUNS


def _opens_a_content(p: Passage, i: int) -> bool:
    low = p.lower[i] if i < len(p) else ""
    return low in DETERMINERS or low in PRONOUNS or low in OPENS_A_CLAUSE_BEHIND_A_VERB or low == "that" or low.endswith("ing") or (low != "" and p.region_of[i] >= 0)


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
