"""What the draft proposes, and how it is gathered while a text is read."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from ..article import Span, shortened
from ..places import content_folder
from .passage import Passage

_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Attribution:
    """A proposal: somebody (``source``) says or thinks (``cue``) something (``content``). All offsets are code points.

    ``content`` has a span for each piece: “A,” he said. “B.” has two. ``source`` and ``cue`` are None where the text
    shows none. ``form`` is direct (all words in quotation marks), partial (some) or indirect (none). ``rule`` names the
    rule that found it and ``sure`` how far it can be trusted: *sure*, *likely* or *guess*, by rule and not by case.
    """

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    form: str
    rule: str
    sure: str

    def why(self, text: str) -> str:
        """A sentence for the reader: which words made the draft propose this. ``text`` is the text it was made from."""
        words = sentence_of(self.rule)
        key = "why" if self.source else "why_no_source"
        cue, source = (shortened(span.of(text), 200) if span else "" for span in (self.cue, self.source))
        return words.get(key, words["why"]).format(cue=cue, source=source)


@dataclass
class Found:
    """An attribution that may still grow: a quotation can go on in the next sentence or the next paragraph."""

    content: list[tuple[int, int]]
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    rule: str
    holds_quotation: bool = False
    reports_speech: bool = False


# What a rule made, if anything, and where the search goes on; None where it does not apply.
Step = tuple[Found | None, int] | None


@dataclass
class Reading:
    """What has been found in a text so far."""

    text: str
    found: list[Found] = field(default_factory=list)
    # Who spoke last in the paragraph before, in code points.
    speaker: tuple[int, int] | None = None

    def add(self, p: Passage, rule: str, content: list[tuple[int, int]], cue: tuple[int, int] | None,
            source: tuple[int, int] | None) -> Found | None:
        """Keep a proposal, given in tokens; None if there is no word in its content."""
        pieces = [p.span(*piece) for piece in (_trimmed(p, *one) for one in content) if piece[0] < piece[1]]
        if not pieces:
            return None
        named = _trimmed(p, *source) if source else (0, 0)
        is_named = any(p.is_word[named[0] : named[1]])
        made = Found(pieces, p.span(*cue) if cue else None, p.span(*named) if is_named else None, rule)
        self.found.append(made)
        return made


def freeze(found: Found, quoted: list[tuple[int, int]], text: str) -> Attribution:
    """The proposal as it stays. ``quoted`` are all stretches of the text in quotation marks."""
    inside = outside = False
    for start, end in found.content:
        for k in range(max(0, bisect_right(quoted, (start, 0)) - 1), len(quoted)):  # a slice would copy all that follow
            a, b = quoted[k]
            if a >= end:
                break
            if b > start:
                outside = outside or bool(_LETTER.search(text, start, max(a, start)))
                inside = inside or bool(_LETTER.search(text, max(a, start), min(b, end)))
                start = min(b, end)
        outside = outside or bool(_LETTER.search(text, start, end))
    form = "indirect" if not inside else "partial" if outside or _in_the_middle(text, found.content[0]) else "direct"
    return Attribution(
        tuple(Span(*piece) for piece in found.content), Span(*found.cue) if found.cue else None,
        Span(*found.source) if found.source else None, form, found.rule, sentence_of(found.rule)["sure"])


def _in_the_middle(text: str, piece: tuple[int, int]) -> bool:
    """Whether a quotation is a part of the writer's own sentence: She called it “a long evening”."""
    first, before = _LETTER.search(text, *piece), piece[0]
    while before and text[before - 1].isspace():  # in place: a copy of all that stands before would cost a long text dearly
        before -= 1
    return bool(first) and first.group().islower() and text[max(0, before - 1) : before].isalpha()


def _trimmed(p: Passage, first: int, end: int) -> tuple[int, int]:
    """Without punctuation at the edges; quotation marks stay with the words in them."""
    while first < end and not p.is_word[first] and p.region_of[first] < 0 and p.tokens[first] not in "([‘":
        first += 1
    if end > first and p.tokens[end - 1] == ")" and "(" not in p.tokens[first:end]:
        end -= 1
    while end > first and not p.is_word[end - 1] and p.region_of[end - 1] < 0 and p.tokens[end - 1] not in ")]’%":
        end -= 1
    return first, end


def sentence_of(rule: str) -> dict[str, str]:
    """What the reader is told about a proposal of this rule or kind."""
    return _sentences()[rule]


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads((content_folder() / "draft.toml").read_text(encoding="utf-8"))
