"""One unit of a paragraph: its cues, and what each of them brings in."""

from __future__ import annotations

from bisect import bisect_left

from .found import Found, Reading, Step
from .inversion import closing_cue, unknown_cue
from .othercues import according_to, adjective_cue, noun_cue, preposition_cue
from .passage import Passage
from .subjects import Phrase, subject_before
from .verbforms import is_verb, verb_group
from .verbs import verb_cue
from .words import ADJECTIVES, ALSO_NOUNS, CUES, NOUNS, PRONOUNS, TAKES, VERB_PREPOSITIONS


class Unit:
    """The tokens ``start`` to ``end`` of a passage. ``taken`` tells which quotations already belong to a proposal."""

    def __init__(self, reading: Reading, p: Passage, start: int, end: int, taken: list[bool]) -> None:
        self.reading, self.p, self.start, self.end, self.taken = reading, p, start, end, taken
        self.cues = p.cues[bisect_left(p.cues, start) : bisect_left(p.cues, end)]
        # Where the content found last ended: no later one reaches back over it.
        self.floor = start

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
            labelled = self._behind_colon(left[0]) if left else None
            if labelled:
                return labelled, None
            for k in left:
                if p.quoted_words(k) >= 6:
                    self._unattributed(k)
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
                made = self._unattributed(k)
                if made and self.start == 0:
                    made.source = self.reading.speaker
        return made

    def _unattributed(self, region: int) -> Found | None:
        first, last, _ = self.p.regions[region]
        return self.add("alone", [(first, last + 1)], None, None)

    def _add_to(self, found: Found, region: int) -> None:
        first, last, _ = self.p.regions[region]
        found.content.append(self.p.span(first, last + 1))
        found.holds_quotation = self.taken[region] = True

    def _behind_colon(self, region: int) -> Found | None:
        """Ana Petrov: “We open on Sundays.”"""
        first, last, _ = self.p.regions[region]
        colon = first - 1
        if first <= self.start or self.p.tokens[colon] != ":" or colon - self.start > 12:
            return None
        source = self._who_does(colon) if self.p.has_verb(self.start, colon) else (self.start, colon)
        return self.add("colon", [(first, last + 1)], (colon, first), source)

    def _who_does(self, colon: int) -> Phrase | None:
        """Ana Petrov opened the door and shouted: “…”. The subject of the first verb, if it is a name or a pronoun."""
        p = self.p
        verb = next((i for i in range(self.start + 1, colon) if p.finite[i] and p.region_of[i] < 0), None)
        subject = subject_before(p, verb_group(p, verb, self.start), self.start) if verb else None
        if not subject or not (p.tokens[subject[1] - 1][0].isupper() or p.lower[subject[0]] in PRONOUNS):
            return None
        return subject

    def _cues(self) -> Found | None:
        result, step = None, closing_cue(self)
        if step:
            result, self.floor = step
            if result:
                result.reports_speech = True
        # A quotation is a place to look at too: the cue behind it may stand in no list.
        places = [i for i in self.cues if self.p.region_of[i] < 0]
        behind = (self.p.regions[k].last + 1 for k in self.p.regions_in(self.start, self.end))
        places += [i for i in behind if i < self.end]
        for i in sorted(places):
            step = self._at(i) if i >= self.floor else None
            if step:
                made, self.floor = step
                # Whoever has been quoted goes on in the next quotation, whatever else the sentence brings in behind it.
                if made and not (result and result.holds_quotation and result.source and not made.holds_quotation):
                    result = made
                if made and {"quote", "that"} <= TAKES.get(self.p.lower[i], frozenset()):
                    made.reports_speech = True
        return result

    def _at(self, i: int) -> Step:
        step = self._cue_at(i) if self.p.lower[i] in CUES else None
        return step or (unknown_cue(self, i) if i > self.floor and self.p.region_of[i - 1] >= 0 else None)

    def _cue_at(self, i: int) -> Step:
        p, low = self.p, self.p.lower[i]
        if low == "according":
            return according_to(self, i) if p.lower[i + 1 : i + 2] == ["to"] and i + 1 < self.end else None
        plain = p.tokens[i][0].islower()
        if low in TAKES and (plain or (p.is_title and i > self.start)) and is_verb(p, i, self.floor):
            return verb_cue(self, i) or (preposition_cue(self, i) if low in VERB_PREPOSITIONS else None) or noun_cue(self, i)
        if plain and self._is_prepositional(i):
            return preposition_cue(self, i) or noun_cue(self, i)
        if low in ADJECTIVES and i > self.start:
            return adjective_cue(self, i)
        return noun_cue(self, i) if low in NOUNS else None

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
