"""How hard a text is to read, computed from its sentences."""

from __future__ import annotations

import re

from .article import Article

_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """About how many syllables an English word has: vowel groups, less a silent final *e*. Never below 1."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(_VOWELS.findall(letters))
    if letters.endswith("e") and not letters.endswith(("le", "ee")) and count > 1:
        count -= 1
    return max(count, 1)


def reading_grade(article: Article) -> float:
    """The Flesch-Kincaid grade level of the article's own reporting, in US school years, to one decimal.

    0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid, Fishburne, Rogers & Chissom 1975,
    "Derivation of new readability formulas for Navy enlisted personnel"). Syllables are estimated, so two decimals
    would pretend. Says nothing about how hard the *subject* is, and holds for English only.
    """
    sentences = article.reporting() or article.sentences
    words = [w for s in sentences for w in s.of(article.text).split() if any(c.isalpha() for c in w)]
    if not words:
        return 0.0
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return round(grade, 1)
