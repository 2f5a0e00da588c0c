"""How a source is identified, and what it is: proposals from the source's own words.

Names are told by capital letters, vague crowds and what people are by lists in ``data/lexicons/sources.toml``. Does not know
who anybody is: a name without a word beside it that says what its bearer does, is left open.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from ..places import data_folder
from .words import DETERMINERS, PREPOSITIONS, PRONOUNS

_WORD = re.compile(r"[^\W\d_][\w’'-]*\.?|\d+")


def kinds_of(source: str, starts_sentence: bool = False) -> tuple[str, ...]:
    """The kinds that the words of a source propose: how it is identified, then what it is where a list tells.

    ``starts_sentence``: its first capital letter then says nothing.
    """
    words = _WORD.findall(source)
    if not words or source.lower() in PRONOUNS:
        return ()
    return (_identified(words, starts_sentence), *_what(words))


def is_one_person(source: str) -> bool:
    """“A spokeswoman for the harbour”, and neither “officials” nor “the council”."""
    words = _WORD.findall(source.split(",")[0].lower())
    head = next((i for i, word in enumerate(words) if i and word in PREPOSITIONS), len(words))
    return head > 1 and words[0] in DETERMINERS and words[head - 1] in _list("one_person")


def _identified(words: list[str], starts_sentence: bool) -> str:
    low = [word.lower().rstrip(".") for word in words]
    capital = [word[0].isupper() and word.lower() not in _list("small") and not _is_place_of(words, i) for i, word in enumerate(words)]
    if starts_sentence and capital and (low[0] in _list("vague") or not any(capital[1:])):
        # “Opponents warn”; but “Reuters reported” is a name, and a single capital cannot tell them apart: the lists do.
        capital[0] = capital[0] and low[0] not in _common()
    if any(capital):
        return "source/named"
    if any(word in _list("vague") for word in low) and not any(word in _list("counted") or word.isdigit() for word in low):
        return "source/vague"
    return "source/described"


def _is_place_of(words: list[str], i: int) -> bool:
    """“Dallas” in “Dallas residents”: a capital in front of a small word that says who they are."""
    follows = words[i + 1] if i + 1 < len(words) else ""
    return bool(follows) and follows[0].islower() and follows.lower() in _common()


def _what(words: list[str]) -> tuple[str, ...]:
    low = {word.lower().rstrip(".").removesuffix("'s").removesuffix("’s") for word in words}
    return next(((kind,) for kind, known in _kinds() if low & known), ())


@cache
def _tables() -> dict[str, dict]:
    return tomllib.loads((data_folder() / "lexicons" / "sources.toml").read_text(encoding="utf-8"))


@cache
def _kinds() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((table["kind"], frozenset(table["words"].split())) for table in _tables().values() if "kind" in table)


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(_tables()[name]["words"].split())


@cache
def _common() -> frozenset[str]:
    """Words that say what somebody is, and are no names by themselves."""
    return frozenset().union(_list("vague"), *(known for kind, known in _kinds() if kind != "source/media"))
