"""One unit of a paragraph: its cues, and what each of them brings in."""

from __future__ import annotations

from bisect import bisect_left

from .closing import closing_cue
from .found import Found, Reading, Step
from .inversion import unknown_cue
from .nouncues import in_the_view, is_that, noun_cue
from .nounphrases import Phrase
from .othercues import according_to, adjective_cue, appearance, hearsay, in_a_poll, preposition_cue
from .passage import DASHES, Passage
from .subjects import subject_after, subject_before
from .verbforms import is_verb, verb_group
from .verbs import verb_cue
from .words import (
    ADJECTIVES,
    ALSO_NOUNS,
    APPEARANCES,
    ASKED_MANY,
    CUES,
    HEARSAY,
    IN_THE_VIEW,
    NOUNS,
    NOUNS_BEFORE_IS_THAT,
    PRONOUNS,
    TAKES,
    VERB_PREPOSITIONS,
)


class Unit:
    """The tokens ``start`` to ``end`` of a passage. ``taken`` tells which quotations already belong to a proposal."""

    def __init__(self, reading: Reading, p: Passage, start: int, end: int, taken: list[bool]) -> None:
        self.reading, self.p, self.start, self.end, self.taken = reading, p, start, end, taken
        self.cues = p.cues[bisect_left(p.cues, start) : bisect_left(p.cues, end)]
        # Where the content found last ended: no later one reaches back over it.
        self.floor = start
        # Where the last quotation ended: a content that comes before its cue may hold other cues, but not that.
        self.told = start

    def read(self, before: Found | None, spoken: Found | None) -> tuple[Found | None, Found | None]:
        """Find what there is. ``before``: the quotation that a quotation alone goes on with; ``spoken``: the statement.

        Returns the two for the unit that follows.
        """
        p = self.p
        own = [k for k in p.regions_in(self.start, self.end) if not self.taken[k]]
        if own and not any(p.is_word[i] and p.region_of[i] < 0 for i in range(self.start, self.end)):
            return self._quotation_alone(own, before or spoken), None
        result = self._cues()
        left = [k for k in own if not self.taken[k]]
        if result is None:
            labelled = (self._behind_colon(left[0]) or self._behind_as(left[0]) or self._behind_said(left[0])) if left else None
            if labelled:
                return labelled, None
            for k in left:
                if p.quoted_words(k) >= 6:
                    self._unattributed(k, signed=self._signed(k), doing=self._who_does(self.start, p.regions[k].first),
                                       alone=self._goes_on(k, before))
            return None, None
        if result.holds_quotation:
            for k in left:
                if p.regions[k].first > 0 and p.quoted_words(k) >= 4:
                    self._add_to(result, k)
            return result, None
        return None, result if result.reports_speech else None

    def _quotation_alone(self, own: list[int], before: Found | None) -> Found | None:
        if before is not None:
            for k in own:
                self._add_to(before, k)
            return before
        made = None
        for k in own:
            if self.p.quoted_words(k) >= 4:
                made = self._unattributed(k, doing=self._who_did(), alone=None if self.start else self.reading.speaker)
        return made

    def _goes_on(self, region: int, before: Found | None) -> tuple[int, int] | None:
        """“It leaks,” said Lund. “It leaks badly” in winter."""
        return before.source if before and self.p.regions[region].first == self.start else None

    def _who_did(self) -> Phrase | None:
        """Ana Petrov is proud of the roof. “It never leaked.”"""
        start, end = next((unit for unit in self.p.units if unit[1] == self.start), (0, 0))
        return self._who_does(start, end)

    def _unattributed(self, region: int, *, signed: Phrase | None = None, doing: Phrase | None = None,
                      alone: tuple[int, int] | None = None) -> Found | None:
        """A quotation without a cue, and who it may be of: the first of the three, which name the rule."""
        first, last, _ = self.p.regions[region]
        made = self.add("alone", [(first, last + 1)], None, None)
        phrase = signed or doing
        if made and phrase:
            made.source, made.rule = self.p.span(*phrase), "signed" if signed else "doing"
        elif made:
            made.source = alone
        return made

    def _signed(self, region: int) -> Phrase | None:
        """“We open on Sundays.” — Ana Petrov: a dash and a name, and then the line ends."""
        p, dash = self.p, self.p.regions[region].last + 1
        name = [k for k in range(dash + 1, self.end) if p.is_word[k]]
        if dash >= self.end or p.tokens[dash] not in (*DASHES, "―", "-", "~") or not 1 <= len(name) <= 5:
            return None
        return (name[0], name[-1] + 1) if all(p.tokens[k][0].isupper() for k in name) else None

    def _add_to(self, found: Found, region: int) -> None:
        first, last, _ = self.p.regions[region]
        found.content.append(self.p.span(first, last + 1))
        found.holds_quotation = self.taken[region] = True

    def _behind_colon(self, region: int) -> Found | None:
        """Ana Petrov: “We open on Sundays.”"""
        first, last, _ = self.p.regions[region]
        colon = first - 1
        begin = self._behind_dash(colon)
        if first <= self.start or self.p.tokens[colon] != ":" or colon - begin > 12:
            return None
        source = self._who_does(begin, colon) if self.p.has_verb(begin, colon) else (begin, colon)
        return self.add("colon", [(first, last + 1)], (colon, first), source)

    def _behind_dash(self, colon: int) -> int:
        """Where the label begins that ends with a colon: behind a headline and a dash, if there is one."""
        dashes = [k for k in range(self.start, colon - 1) if self.p.tokens[k] in (*DASHES, "-")]
        return dashes[-1] + 1 if dashes else self.start

    def _behind_as(self, region: int) -> Found | None:
        """As Ana Petrov likes to put it, “We open on Sundays.”"""
        first, last, _ = self.p.regions[region]
        comma = first - 1
        if self.p.lower[self.start] != "as" or comma <= self.start or self.p.tokens[comma] != ",":
            return None
        source = self._who_does(self.start, comma)
        return source and self.add("quotation", [(first, last + 1)], (source[1], comma), source)

    def _behind_said(self, region: int) -> Found | None:
        """Said Ana Petrov, “We open on Sundays.”"""
        first, last, _ = self.p.regions[region]
        i = self.start
        if "quote" not in TAKES.get(self.p.lower[i], ()) or first - i < 3 or self.p.tokens[first - 1] not in (",", ":"):
            return None
        return self.add("quotation", [(first, last + 1)], (i, i + 1), subject_after(self.p, i + 1, first - 1))

    def _who_does(self, start: int, end: int) -> Phrase | None:
        """Ana Petrov opened the door and shouted: “…”. The subject of the first verb, if it is a name or a pronoun."""
        p = self.p
        verb = next((i for i in range(start + 1, end) if p.finite[i] and p.region_of[i] < 0), None)
        subject = subject_before(p, verb_group(p, verb, start), start) if verb else None
        if not subject or not (p.tokens[subject[1] - 1][0].isupper() or p.lower[subject[0]] in PRONOUNS):
            return None
        return subject

    def _cues(self) -> Found | None:
        result, step = None, closing_cue(self)
        if step:
            result, self.floor = step
            if result:
                result.reports_speech = True
                self.told = self.floor
        # A quotation is a place to look at too: the cue behind it may stand in no list.
        places = [i for i in self.cues if self.p.region_of[i] < 0]
        behind = (self.p.regions[k].last + 1 for k in self.p.regions_in(self.start, self.end))
        places += [i for i in behind if i < self.end]
        for i in sorted(places):
            step = self._at(i) if i >= self.floor else None
            if step:
                made, self.floor = step
                shares = self.p.lower[i].endswith("ing") and self.p.lower[i] != "according"
                if made and result and shares and (made.source is None or self._follows(result, i)):
                    made.source = result.source  # “…,” said Ana Petrov, adding that …
                # Whoever has been quoted goes on in the next quotation, whatever else the sentence brings in behind it.
                if made and not (result and result.holds_quotation and result.source and not made.holds_quotation):
                    result = made
                if made and {"quote", "that"} <= TAKES.get(self.p.lower[i], frozenset()):
                    made.reports_speech = True
                if made and made.holds_quotation:
                    self.told = self.floor
        return result

    def _follows(self, said: Found, i: int) -> bool:
        """Whether nothing but “Ana Petrov said,” stands between what was said and the participle at ``i``."""
        p, k = self.p, verb_group(self.p, i, self.start) - 1
        behind = bool(said.cue and said.source) and said.cue[0] > said.content[-1][0]
        return behind and p.tokens[k] == "," and p.starts[k] - max(said.cue[1], said.source[1]) < 25

    def _at(self, i: int) -> Step:
        step = self._cue_at(i) if self.p.lower[i] in CUES else None
        return step or (unknown_cue(self, i) if i > self.floor and self.p.region_of[i - 1] >= 0 else None)

    def _cue_at(self, i: int) -> Step:
        p, low = self.p, self.p.lower[i]
        if low == "according":
            return according_to(self, i) if p.lower[i + 1 : i + 2] == ["to"] and i + 1 < self.end else None
        if low in NOUNS_BEFORE_IS_THAT and (step := is_that(self, i)):
            return step
        plain = p.tokens[i][0].islower() or (i == self.start and low == "asked")
        if low in HEARSAY:
            return hearsay(self, i)
        if low in APPEARANCES:
            return appearance(self, i) if plain else None
        if low in TAKES and (plain or (p.is_title and i > self.start and not (low in ALSO_NOUNS and p.tokens[i].isupper()))) and is_verb(p, i, self.floor):
            return verb_cue(self, i) or (preposition_cue(self, i) if low in VERB_PREPOSITIONS else None) \
                or (adjective_cue(self, i) if low in ADJECTIVES else None) or noun_cue(self, i)
        if plain and self._is_prepositional(i):
            return preposition_cue(self, i) or noun_cue(self, i)
        if low in ADJECTIVES and i > self.start:
            return adjective_cue(self, i)
        if low in ASKED_MANY:
            return in_a_poll(self, i)
        return (in_the_view(self, i) if low in IN_THE_VIEW else None) or (noun_cue(self, i) if low in NOUNS else None)

    def _is_prepositional(self, i: int) -> bool:
        low = self.p.lower[i]
        return low in VERB_PREPOSITIONS and (low not in ALSO_NOUNS or is_verb(self.p, i, self.floor))

    def keep(self, rule: str, first: int, end: int, cue: Phrase, source: Phrase | None) -> Step:
        """Keep a proposal with one piece of content, the tokens ``first`` to ``end``; the search goes on behind it."""
        made = self.add(rule, [(first, end)], cue, source)
        return (made, end) if made else None

    def add(self, rule: str, pieces: list[Phrase], cue: Phrase | None, source: Phrase | None) -> Found | None:
        """Keep a proposal, and the quotations in it as taken; None if there is no word in it."""
        made = self.reading.add(self.p, rule, pieces, cue, source)
        if made:
            for k in (k for piece in pieces for k in self.p.regions_in(*piece)):
                self.taken[k] = made.holds_quotation = True
        return made
