"""What was said: where it begins behind its cue, past what only says when, where or to whom; and what follows a cue."""

from __future__ import annotations

from .passage import Passage
from .words import (
    AFTER_A_CLOSING_CUE,
    ALSO_NOUNS,
    AUXILIARIES,
    BE,
    BEFORE_A_SETTING,
    BEFORE_A_TIME,
    CLAUSE_OPENERS,
    COORDINATORS,
    DETERMINERS,
    FINITE,
    NUMBERS_IN_WORDS,
    OPENS_A_PLURAL,
    OPENS_NO_CLAUSE,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    QUESTION_WORDS,
    SETTINGS,
    TAKES,
    TIME,
)




def behind_adverbials(p: Passage, i: int, end: int) -> int:
    """Behind “in a statement”, “on Tuesday” and the like, which stand between a cue and what was said."""
    low = p.lower[i] if i < end else ""
    if low in TIME or low in PREPOSITIONS or low in (",", "last", "early", "late", "this", "earlier") or (i < end and p.is_manner(i)):
        that = _that_ahead(p, i, end)
        if that is not None:
            return that
    j = i
    for _ in range(3):
        low = p.lower[j] if j < end else ""
        following = p.lower[j + 1] if j + 1 < end else ""
        if low in TIME or (j < end and p.is_manner(j)) or low in ("instead", "only", "afterwards") or (low in BEFORE_A_TIME and (following in TIME or (
                following and low not in ("last", "early", "late", "this")))):
            j += 1
            while j < end and p.lower[j] in TIME:
                j += 1
        elif low in ("in", "on", "at", "during", "to", "via", "through", "after", "from", "of", "without"):
            k = j + 1
            while k < end and k - j <= 10 and p.is_word[k] and p.lower[k] != "that" and p.region_of[k] < 0 \
                    and not (k > j + 1 and p.lower[k] in PRONOUNS):
                k += 1
            return k if k < end and (p.lower[k] == "that" or p.tokens[k] in (":", ",")) else _behind_setting(p, j, end) or i
        else:
            break
    return j


def _behind_setting(p: Passage, i: int, end: int) -> int:
    """Said *in a statement on Monday* the boats would sail: where the clause without “that” begins; 0 if none does."""
    setting = next((k for k in range(i + 1, min(end, i + 5)) if p.lower[k] in SETTINGS), 0)
    if not setting or p.lower[i] not in BEFORE_A_SETTING or p.has_verb(i, setting):
        return 0
    k = behind_time(p, setting + 1, end)
    if k >= end - 1 or not p.is_word[k]:
        return 0
    opens = p.lower[k] in PERSONAL or p.lower[k] in DETERMINERS or p.lower[k] == "there" or not p.tokens[k][0].islower()
    return k if opens and is_clause(p, k, end) else _behind_setting(p, k, end)


def behind_time(p: Passage, i: int, end: int) -> int:
    """Behind “on Tuesday”, “last week” or “repeatedly”, if that is what stands there."""
    j = i
    while j < end and (p.is_manner(j) or p.lower[j] == "afterwards" or p.lower[j] in TIME or (
            j + 1 < end and p.lower[j + 1] in TIME and (p.lower[j] in BEFORE_A_TIME or p.lower[j] in PREPOSITIONS))):
        j += 1
    return j


def comma_behind(p: Passage, i: int, end: int, has_hearer: bool) -> int:
    """The comma that closes “, she told the board on Friday,”; 0 if there is none."""
    j = behind_time(p, i, end)
    while has_hearer and j < end and j - i < 9 and p.is_word[j] and p.region_of[j] < 0 and p.lower[j] not in ("that", "to") \
            and p.lower[j] not in QUESTION_WORDS:
        j += 1
    return j if j < end and p.tokens[j] == "," else 0


def _that_ahead(p: Passage, i: int, end: int) -> int | None:
    for k in range(i, min(end, i + 28)):
        low = p.lower[k]
        if p.region_of[k] >= 0 and not (k > i and p.quoted_words(p.region_of[k]) <= 5 and p.lower[k - 1] != ","):
            return None
        if low == "that":
            before = p.tokens[k - 1]
            a_phrase_ends = k - i < 2 or before.lower() in TIME or before.lower() in SETTINGS or before[0].isupper() \
                or before in (",", "”", '"', "''") or before[-1].isdigit()
            return k if a_phrase_ends and before != "said" else None
        another = low in TAKES and low not in ALSO_NOUNS and p.tokens[k][0].islower() and not low.endswith("ing")
        if another or p.tokens[k] in (".", ";", ":"):
            return None
    return None


def is_clause(p: Passage, i: int, end: int, strict: bool = False) -> bool:
    """Whether a clause without “that” begins at ``i``: a subject, and soon a finite verb.

    ``strict``: the cue takes a thing as well, “find a job, but she works”: the verb must come before any comma.
    """
    low = p.lower[i]
    after = p.lower[i + 1] if i + 1 < end else ""
    a_number = (low in ("about", "over", "around", "under", "between") and (any(letter.isdigit() for letter in after) or after in NUMBERS_IN_WORDS)) \
        or (low == "at" and after in ("least", "most")) or (low == "up" and after == "to")
    if not a_number and ((low in PREPOSITIONS and low not in CLAUSE_OPENERS) or low in ("to", "and", "or", "of", "as", "about")):
        return False
    if low in PERSONAL or low == "there":
        return True
    plural = p.lower[i] in OPENS_A_PLURAL or p.lower[i][0].isdigit()
    for k in range(i + 1, min(end, i + 22)):
        low, before = p.lower[k], p.lower[k - 1]
        if p.tokens[k] == "," and p.lower[k + 1 : k + 2] in (["which"], ["who"], ["whose"]):
            closing = next((m for m in range(k + 2, min(end - 1, k + 20)) if p.tokens[m] == ","), 0)
            if closing and p.finite[closing + 1]:
                return True  # “the boat, which is old, will …”
        if strict and (p.tokens[k] in (",", ";", ":") or goes_on_with_a_verb(p, k, end)):
            return False
        a_month = p.tokens[k] == "May" and before in PREPOSITIONS
        if (low in FINITE or low in BE or low in AUXILIARIES or low.endswith("n't")) and not a_month:
            return True
        plain = p.tokens[k][0].islower() and before not in DETERMINERS
        if plain and low.endswith("ed") and len(low) > 4:
            return True
        if plain and not plural and low.endswith("s") and not low.endswith(("ss", "'s", "us", "is")) and (not before.endswith("s") or before.endswith("ss")) \
                and (_follows_a_verb(p, k, end) or (k == i + 2 and p.lower[i] in DETERMINERS)):
            return True
    return False


def goes_on_with_a_verb(p: Passage, i: int, end: int) -> bool:
    """Denied the claim *but was* fined: the subject of the cue does something else."""
    return p.lower[i] in ("and", "but") and i + 1 < end and p.region_of[i + 1] < 0 and p.finite[i + 1]


def is_likely_clause(p: Passage, i: int, end: int) -> bool:
    """Behind “say”, whatever has four words and begins as a subject does: “lessons start at nine”."""
    words = 0
    for k in range(i, min(end, i + 8)):
        if not p.is_word[k] or p.region_of[k] >= 0:
            break
        words += 1
    low = p.lower[i] if i < end else ""
    others = (PREPOSITIONS, TIME, AFTER_A_CLOSING_CUE, QUESTION_WORDS, COORDINATORS, OPENS_NO_CLAUSE)
    return words >= 4 and not p.is_manner(i) and all(low not in words for words in others)


def _follows_a_verb(p: Passage, k: int, end: int) -> bool:
    after = p.lower[k + 1] if k + 1 < end else ""
    return after in DETERMINERS or after in PREPOSITIONS or after in ("that", "not", "him", "her", "them", "it") \
        or (after != "" and p.region_of[k + 1] >= 0 and p.region_of[k] < 0)


def behind_hearer(p: Passage, i: int, end: int) -> int:
    """Told *the board* she would go: where the clause begins behind whoever heard it; 0 if there is none."""
    for k in range(i + 1, min(end, i + 7)):
        if not p.is_word[k] or p.region_of[k] >= 0:
            return 0
        low, before = p.lower[k], p.lower[k - 1]
        opens = low in PERSONAL or low == "there" or low in DETERMINERS
        if opens and before not in PREPOSITIONS and before not in DETERMINERS and low != "you" and is_clause(p, k, end):
            return k
    return 0


def what_follows(p: Passage, i: int, end: int, has_hearer: bool) -> str:
    """What stands behind a cue whose content came first: “end” of the unit, “more” behind a comma, or “” for neither."""
    if i >= end or p.tokens[i] in (".", "?", "!", ";"):
        return "end"
    if p.tokens[i] == "," or p.region_of[i] >= 0:
        return "more"
    low = p.lower[i]
    if has_hearer and p.is_word[i] and low not in ("that", "to") and low not in QUESTION_WORDS:
        k = i
        while k < end and p.region_of[k] < 0 and p.lower[k] != "that" and (
                p.is_word[k] or (p.tokens[k] in ("'", "’", "!") and k + 1 < end and p.is_word[k + 1])):
            k += 1
        if k >= end or p.tokens[k] in (".", "?", "!", ";"):
            return "end"
        return "more" if p.tokens[k] == "," or p.region_of[k] >= 0 else ""
    if low in AFTER_A_CLOSING_CUE or low in TIME or p.is_manner(i):
        k = i + 1
        while k < end and p.tokens[k] not in (".", ";", ":") and p.region_of[k] < 0 and p.lower[k] != "that":
            if p.tokens[k] == "," and k + 1 < end:
                return "more" if p.finite[k + 1] else "end"  # “The bridge, the mayor said on Monday, will close.”
            k += 1
        return "" if k < end and p.lower[k] == "that" and k - i < 6 else "end"
    return "end" if low in ("reporters", "supporters", "me", "him", "her", "them", "us") else ""
