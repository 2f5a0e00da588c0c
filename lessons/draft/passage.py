"""A paragraph as the draft's rules read it: words, what stands in quotation marks, and units to look for cues in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from ..article import sentence_words
from .words import (
    ALSO_NOUNS,
    CUES,
    DETERMINERS,
    FINITE,
    NOUNS_IN_LY,
    PASTS,
    PREPOSITIONS,
    SUBORDINATORS,
    TAKES,
)


def _shortened() -> str:
    """A pattern of the abbreviations whose full stop is theirs, as the sentences are split by them."""
    words = sentence_words("en")
    name, number, end, first = ("|".join(sorted(map(re.escape, words[kind]), key=len, reverse=True))
                                for kind in ("before_a_name", "before_a_number", "may_end", "starts_a_sentence"))
    return rf"(?:{name})\.|(?:{number})\.(?=\s?\d)|(?:[A-Z]-)?(?:{end})\.(?!\s*(?:$|[\n\"”“(\[]|(?:{first})\b))"


def _no_initial() -> str:
    """A pattern that fails behind the single capital of “on X” and “plan B”."""
    return "".join(rf"(?<!\b{re.escape(words)})" for words in sentence_words("en")["ends_in_a_letter"])


_WORD = re.compile(
    # First what most words are, a word before a space: the rest is looked at for one word in five, a quarter of the time saved.
    r"[A-Za-z]+(?=[ \n])|"
    + _shortened()
    + r"|(?:[A-Za-z]\.){2,}|[A-Z]" + _no_initial() + r"\.(?=\s[A-Z])"
    r"|['’](?:re|ve|ll|d|s|m)\b"
    r"|[$£€]?\w+(?:[.,\-/]\w+|['’](?!(?:re|ve|ll|d|s|m)\b)\w+)*%?"
    r"|``|''|--|\.\.\.|[^\w\s]"
)
MARKS = frozenset(('"', "''", "“", "”", "``"))
STOPS = frozenset((".", "?", "!", "...", "…", "。"))
DASHES = frozenset(("—", "–", "--"))
# What may part a clause from its neighbours.
BREAKS = frozenset((",", ";", ":")) | DASHES
LONGEST = 400  # tokens of a unit, a quotation counted as one
_MAY_OPEN = frozenset("([-‘'*—$") | {"--"}


class Region(NamedTuple):
    """A stretch in double quotation marks: its first and last token, and whether the closing mark is there."""

    first: int
    last: int
    closed: bool


@lru_cache(maxsize=65_536)
def _look(token: str) -> tuple[str, bool, bool, bool]:
    """What a token is wherever it stands: in small letters; a word; a finite verb; one by its ending alone."""
    low = token.lower().replace("’", "'")
    is_word = token[0].isalnum() or token[0] in "$£€" or (len(token) > 1 and token[0] in "'’" and token != "''")
    small = token[0].islower()
    listed = low in FINITE or low.endswith("n't") or (
        small and low in TAKES and low not in ALSO_NOUNS and not low.endswith("ing"))
    by_ending = not listed and small and len(low) > 4 and low.endswith("ed")
    return low, is_word, listed or by_ending, by_ending


class Passage:
    """The tokens ``start`` to ``end`` of a text, one paragraph. Tokens are counted from 0.

    ``units`` are pairs of tokens, end exclusive: sentences, except that a quotation and the words that say whose it is
    stay in one unit, and that what stands inside quotation marks is not divided.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        found = list(_WORD.finditer(text, start, end))
        self.tokens = [match[0] for match in found]
        self.starts, self.ends = [match.start() for match in found], [match.end() for match in found]
        looks = zip(*map(_look, self.tokens), strict=True) if found else [()] * 4
        self.lower, self.is_word, finite, by_ending = map(list, looks)
        long = [t for t in self.tokens if t[0].isalpha() and len(t) > 3]
        # A headline, whose verbs may have capitals.
        self.is_title = len(long) > 2 and len(self.tokens) < 30 and sum(t[0].isupper() for t in long) >= 0.75 * len(long)
        # Whether a token seems to be a finite verb; a participle after a determiner is none.
        self.finite = finite
        if not self.is_title:
            self._free_names([i for i, is_finite in enumerate(finite) if is_finite and self.tokens[i][0].isupper()])
        for i in (i for i, ending in enumerate(by_ending) if ending and i):
            finite[i] = self.lower[i - 1] not in DETERMINERS
        # Where a cue may stand, outside quotation marks and inside.
        self.cues = [i for i, low in enumerate(self.lower) if low in CUES]
        self.regions: list[Region] = []
        # The number of the region a token stands in, or -1.
        self.region_of = [-1] * len(self.tokens)
        self._find_regions()
        self._openings = [region.first for region in self.regions]
        self.units = list(self._short_units())

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self.tokens)

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Where the tokens ``first`` to ``end`` (exclusive) stand in the text, in code points."""
        return self.starts[first], self.ends[end - 1]

    def regions_in(self, first: int, end: int) -> range:
        """The numbers of the regions that begin among the tokens ``first`` to ``end``."""
        return range(bisect_left(self._openings, first), bisect_left(self._openings, end))

    def region_at(self, token: int) -> Region:
        """The region that a token stands in."""
        return self.regions[self.region_of[token]]

    def quoted_words(self, region: int) -> int:
        """How many words stand in a region."""
        first, last, _ = self.regions[region]
        return sum(self.is_word[first + 1 : last + 1])

    def last_quoted(self, token: int) -> str:
        """The last token before the closing mark of the region that ``token`` stands in."""
        first, last, closed = self.region_at(token)
        place = last - 1 if closed else last
        while place > first + 1 and self.tokens[place] in "'’":
            place -= 1  # a quotation in a quotation closes first
        return self.tokens[place] if place > first else ""

    def has_verb(self, first: int, end: int) -> bool:
        """Whether a finite verb seems to stand among these tokens."""
        return True in self.finite[first:end]

    @cached_property
    def clause_begins(self) -> list[int]:
        """Of each token, where it begins what no comma, dash, colon or semicolon parts: behind the last of them before it."""
        begins, begin = [], 0
        for i, token in enumerate(self.tokens):
            begins.append(begin)
            if token in BREAKS:
                begin = i + 1
        return begins

    def _free_names(self, places: list[int]) -> None:
        """Will Lund, Philemon Sang: names that look like verbs, behind a name or before one."""
        for i in places:
            token = self.tokens[i]
            before = i > 0 and self.tokens[i - 1][0].isupper() and self.tokens[i - 1].isalpha() and token.lower() in PASTS
            if before or (token == "Will" and i + 1 < len(self) and self.tokens[i + 1][0].isupper()):
                self.lower[i], self.finite[i] = token, False

    def _find_regions(self) -> None:
        opened = None
        for i, token in enumerate(self.tokens):
            if token not in MARKS:
                continue
            if opened is None:
                # A closing mark alone opens nothing, and 6" is six inches.
                inches = token == '"' and i and self.tokens[i - 1][-1].isdigit() and self.ends[i - 1] == self.starts[i]
                turned = token == "”" and not self._opens(i)
                opened = None if turned or inches else i
            elif token in "“``" and not self._closes(i):
                self._add_region(opened, i - 1, False)
                opened = i
            else:
                self._add_region(opened, i, True)
                opened = None
        if opened is not None:
            self._add_region(opened, len(self.tokens) - 1, False)

    def is_participle(self, i: int) -> bool:
        """A form in -ed before a preposition, as in “a study released on Monday”: no verb of its sentence, where a noun is before it."""
        return self.lower[i].endswith("ed") and i + 1 < len(self) and self.lower[i + 1] in PREPOSITIONS

    def is_manner(self, i: int) -> bool:
        """An adverb by its ending: “quietly”, and neither “family” nor “Sally”."""
        return self.lower[i].endswith("ly") and self.tokens[i][0].islower() and self.lower[i] not in NOUNS_IN_LY

    def _closes(self, i: int) -> bool:
        """“Like this,“ said the writer whose keyboard knows one mark: it follows a comma or a stop, and no letter follows it."""
        after = self.text[self.ends[i] : self.ends[i] + 1]
        return self.tokens[i - 1] in (",", ".", "?", "!") and self.ends[i - 1] == self.starts[i] and not after.strip()

    def _opens(self, i: int) -> bool:
        """”It leaks.” The mark of a keyboard that knows one, at the head of a paragraph or behind a space."""
        joined = i + 1 < len(self) and self.starts[i + 1] == self.ends[i]
        return joined and self.tokens[i + 1][0].isalpha() and (i == 0 or self.starts[i] > self.ends[i - 1])

    def _add_region(self, first: int, last: int, closed: bool) -> None:
        self.region_of[first : last + 1] = [len(self.regions)] * (last + 1 - first)
        self.regions.append(Region(first, last, closed))

    def _short_units(self) -> Iterator[tuple[int, int]]:
        """The units, none much longer than a sentence can be: the rules look back and ahead in them as often as there are cues."""
        for start, end in self._units():
            while end - start > LONGEST and (cut := self._cut(start)) < end:
                yield start, cut
                start = cut
            yield start, end

    def _cut(self, start: int) -> int:
        """Where a unit that begins at ``start`` ends at the latest. A quotation counts as one token, and so is never cut."""
        i = start
        for _ in range(LONGEST):
            if i < len(self.tokens):
                i = self.region_at(i).last + 1 if self.region_of[i] >= 0 else i + 1
        return i

    def _units(self) -> Iterator[tuple[int, int]]:
        count, start, behind = len(self.tokens), 0, 0
        has_lines = count and "\n" in self.text[self.starts[0] : self.ends[-1]]
        for i in range(count) if has_lines else [i for i, token in enumerate(self.tokens) if token in STOPS or token in MARKS]:
            if i < behind:
                continue
            ends = False
            if self.region_of[i] >= 0:
                last = self.region_at(i).last
                ends = last + 1 < count and self._ends_after_region(i, last + 1)
                i, behind = last, last + 1
            elif self.tokens[i] in STOPS:
                ends = self._ends_at_stop(i)
            if ends or (has_lines and self._ends_with_line(i)):
                yield start, i + 1
                start = i + 1
        if start < count:
            yield start, count

    def _ends_after_region(self, inside: int, after: int) -> bool:
        mark, following = self.last_quoted(inside), self.tokens[after]
        if mark in (".", "...", "…"):
            if self._is_all_told_by(after):
                return False
            return following[0].isupper() or following in MARKS or following in "(["
        if mark in ("?", "!"):
            return self.region_of[after] >= 0 or (following[0].isupper() and not self._is_cue_near(after))
        return False

    def _ends_at_stop(self, i: int) -> bool:
        if i + 1 == len(self.tokens):
            return True
        following = self.tokens[i + 1]
        return following[0].isupper() or following[0].isdigit() or self.region_of[i + 1] >= 0 or following in _MAY_OPEN

    def _ends_with_line(self, i: int) -> bool:
        """A new line after a stop is a new paragraph in texts whose paragraphs have no blank line between them."""
        if i + 1 == len(self.tokens) or "\n" not in self.text[self.ends[i] : self.starts[i + 1]]:
            return False
        return self.tokens[i] in STOPS or self.tokens[i] in MARKS or self.tokens[i] in ")]" or self.tokens[i + 1] in MARKS

    def _is_all_told_by(self, first: int) -> bool:
        """“It leaks.” Smith said. Some papers close the sentence before they say who spoke it."""
        j = first
        while j < min(len(self.tokens), first + 5) and self.is_word[j] and self.region_of[j] < 0:
            if "quote" in TAKES.get(self.lower[j], ()) and self.lower[j] not in ALSO_NOUNS:
                return j > first and self.tokens[j + 1 : j + 2] == ["."]
            j += 1
        return False

    def _is_cue_near(self, first: int) -> bool:
        """“Stop!” Smith said: whether the words from ``first`` on say whose the quotation before them is."""
        for j in range(first, min(len(self.tokens), first + 14)):
            low = self.lower[j]
            if low in STOPS or low in (";", ":"):
                return False
            if "quote" in TAKES.get(low, ()) and low not in ALSO_NOUNS:
                return SUBORDINATORS.isdisjoint(self.lower[first:j])
        return False
