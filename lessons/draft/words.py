"""The words the draft's rules look for, read once from ``data/lexicons``; the rules themselves hold none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from ..places import data_folder

_VOWELS = "aeiou"


def forms(verb: str, irregular: Mapping[str, str]) -> list[str]:
    """The forms of an English verb, its plain form first: by rule, or as ``irregular`` lists them."""
    if verb in irregular:
        return [verb, *irregular[verb].split()]
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    if re.search(r"(s|sh|ch|x|z)$", verb):
        return [verb, verb + "es", verb + "ed", verb + "ing"]
    return [verb, verb + "s", verb + "ed", verb + "ing"]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((data_folder() / "lexicons" / f"{name}.toml").read_text(encoding="utf-8"))


def _takes(groups: Iterable[Mapping[str, Any]], irregular: Mapping[str, str]) -> dict[str, frozenset[str]]:
    taken: dict[str, set[str]] = {}
    for group in groups:
        for verb in group["words"].split():
            for form in forms(verb, irregular):
                taken.setdefault(form, set()).update(group["takes"])
    return {form: frozenset(what) for form, what in taken.items()}


def _followed(table: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {word: frozenset(after.split()) for word, after in table["words"].items()}


LEXICON_OF_CLAIMS = _read("claims")
_CUES = _read("cues")
_GRAMMAR = {name: frozenset(table["words"].split()) for name, table in _read("grammar").items()}

# What each form of a verb takes: quote, that, that-only, whether, to, person-to, person-that, thing, as.
TAKES = _takes(_CUES["verbs"], _CUES["irregular"])
# Which small words may stand between a cue and what was said.
VERB_PREPOSITIONS = {
    form: after for verb, after in _followed(_CUES["verbs_with_prepositions"]).items()
    for form in forms(verb, _CUES["irregular"])
}
NOUN_PREPOSITIONS = _followed(_CUES["nouns_with_prepositions"])
REFUSALS = _GRAMMAR["refusals"]
SAYS_NOTHING = _GRAMMAR["says_nothing"]
ADJECTIVES = _followed(_CUES["adjectives"])
NOUNS_WITH_THAT = frozenset(_CUES["nouns_with_that"]["words"].split())
NOUNS_WITH_TO = frozenset(_CUES["nouns_with_to"]["words"].split())
ALSO_NOUNS = frozenset(_CUES["also_nouns"]["words"].split())
NOUNS = NOUNS_WITH_THAT | NOUNS_WITH_TO | frozenset(NOUN_PREPOSITIONS)
IN_THE_VIEW = frozenset(_CUES["in_the_view"]["words"].split())
NOUNS_BEFORE_IS_THAT = frozenset(_CUES["nouns_before_is_that"]["words"].split())
ASKED_MANY = frozenset(_CUES["asked_many"]["words"].split())
VOICES = frozenset(_CUES["voices"]["words"].split())
NOBODYS_WORDS = {cue: before.split() for cue, before in _CUES["nobodys_words"]["words"].items()}
APPEARANCES = _GRAMMAR["appearances"]
HEARSAY = _GRAMMAR["hearsay"]
# All words that may be a cue or begin one.
CUES = frozenset().union(TAKES, VERB_PREPOSITIONS, ADJECTIVES, NOUNS, IN_THE_VIEW, NOUNS_BEFORE_IS_THAT, ASKED_MANY, APPEARANCES, HEARSAY, ["according"])

BE = _GRAMMAR["be"]
AUXILIARIES = _GRAMMAR["auxiliaries"]
ADVERBS = _GRAMMAR["adverbs"]
DETERMINERS = _GRAMMAR["determiners"]
PREPOSITIONS = _GRAMMAR["prepositions"]
PRONOUNS = _GRAMMAR["pronouns"]
SUBORDINATORS = _GRAMMAR["subordinators"]
COORDINATORS = _GRAMMAR["coordinators"]
QUESTION_WORDS = _GRAMMAR["question_words"]
TIME = _GRAMMAR["time"]
SETTINGS = _GRAMMAR["settings"]
APPOSITIONS = _GRAMMAR["appositions"]
HEARERS = _GRAMMAR["hearers"]
OPENERS = _GRAMMAR["sentence_openers"]
ASIDES = _GRAMMAR["asides"]
NEVER_VERBS = _GRAMMAR["never_verbs"]
AFTER_A_NOUN = _GRAMMAR["after_a_noun"]
BEFORE_A_PLAIN_FORM = _GRAMMAR["before_a_plain_form"]
AFTER_A_SUBJECT = _GRAMMAR["after_a_subject"]
WHEN_IT_WAS_SAID = _GRAMMAR["when_it_was_said"]
SENTENCE_SUBORDINATORS = _GRAMMAR["sentence_subordinators"]
INNER_SUBORDINATORS = _GRAMMAR["inner_subordinators"]
AFTER_A_THING = _GRAMMAR["after_a_thing"]
CLAUSE_OPENERS = _GRAMMAR["clause_openers"]
BEFORE_A_TIME = _GRAMMAR["before_a_time"]
BEFORE_A_SETTING = _GRAMMAR["before_a_setting"]
AFTER_A_CLOSING_CUE = _GRAMMAR["after_a_closing_cue"]
PARTICLES = _GRAMMAR["particles"]
PLURALS = _GRAMMAR["plurals"]
NOT_WHO_SAID_IT = _GRAMMAR["not_who_said_it"]
OPENS_NO_CLAUSE = _GRAMMAR["opens_no_clause"]
CLOSING_CUES = _GRAMMAR["closing_cues"]
HEARD = _GRAMMAR["heard"]
RELATIVES = _GRAMMAR["relatives"]
NOBODYS_LABELS = _GRAMMAR["nobodys_labels"]
NOUNS_IN_LY = _GRAMMAR["nouns_in_ly"]
THOUGHT_WITHIN = _GRAMMAR["thought_within"]
THAT_STATE = _GRAMMAR["that_state"]
AT_A_PLACE = _GRAMMAR["at_a_place"]
PASSIVE_CUES = _GRAMMAR["passive_cues"]
# Words that are verbs wherever they stand.
FINITE = _GRAMMAR["past_forms"] | _GRAMMAR["present_forms"] | BE | AUXILIARIES
PASTS = _GRAMMAR["past_forms"]
CROWDS = _GRAMMAR["crowds"]
PERSONAL = _GRAMMAR["personal"]
OBJECT_PRONOUNS = _GRAMMAR["object_pronouns"]
POSSESSIVES = _GRAMMAR["possessives"]
ARTICLES = _GRAMMAR["articles"]
HEADS_BEHIND_A_DETERMINER = _GRAMMAR["heads_behind_a_determiner"]
OPENS_A_NAME = _GRAMMAR["opens_a_name"]
NUMBERS_IN_WORDS = _GRAMMAR["numbers_in_words"]
OPENS_A_PLURAL = _GRAMMAR["opens_a_plural"]
GOES_ON = _GRAMMAR["goes_on"]
HEARD_PASSIVE = _GRAMMAR["heard_passive"]
MAKES = _GRAMMAR["makes"]
SAYS = _GRAMMAR["says"]
BEHIND_WHOEVER = _GRAMMAR["behind_whoever"]
HAVE = _GRAMMAR["have"]
WRITERS_TURN = _GRAMMAR["writers_turn"]
ENDS_A_SOURCE = _GRAMMAR["ends_a_source"]
OF_STATES = _GRAMMAR["of_states"]
CALLED_SO = _GRAMMAR["called_so"]
PASTS_LIKE_PRESENT = _GRAMMAR["pasts_like_present"]
OPENS_A_CLAUSE_BEHIND_A_VERB = _GRAMMAR["opens_a_clause_behind_a_verb"]
STANDS_FOR_A_NOUN = _GRAMMAR["stands_for_a_noun"]
STATES = _GRAMMAR["states"]
GROWS = _GRAMMAR["grows"]
