"""An article and its pieces: every piece knows where it stands and can show its text."""

from __future__ import annotations

import hashlib
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from .errors import ArticleError
from .places import data_folder

OPENERS = "\"'“‘«(["
CLOSERS = "\"'”’»)]"
# Atomic, or one CRLF would pass for two line ends.
_BREAK = re.compile(r"(?>\r\n?|\n)[ \t]*(?>\r\n?|\n)\s*")
_LINE = re.compile(r"(?>\r\n?|\n)\s*")
_STOP = re.compile(rf"(?:\.(?:\s\.)+|(?<![.!?…؟])[.!?…؟]++)[{re.escape(CLOSERS)}]*(?=\s)|[。！？]+[」』”’]*")
_WORD_BEFORE = re.compile(r"[^\W\d_](?:[\w.’'-]*\w)?$")
_WORD_AFTER = re.compile(r"\w+")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")


@dataclass(frozen=True)
class Span:
    """A half-open stretch ``[start, end)`` of a text, in Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves: slice to prove."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Paragraph(Span):
    """A paragraph. ``furniture`` says what it is when it is not the article's own reporting."""

    furniture: str = ""


@dataclass(frozen=True)
class Sentence(Span):
    """A sentence; ``paragraph`` is the index of the paragraph it stands in."""

    paragraph: int = 0


@dataclass(frozen=True)
class Article:
    """A text with its record. ``text`` is exactly what is stored; all offsets count its code points.

    ``record`` holds what is known about the text: outlet, what is missing, rights, sensitivity. It does not judge
    the article: there is no credibility score anywhere in this kit.
    """

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    language: str = "en"
    furniture: tuple[tuple[Span, str], ...] = ()
    record: dict = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if "\0" in self.text:
            where = self.text.index("\0")
            raise ArticleError(
                f"The article “{self.id}” has a NUL character at position {where}, so it is not a plain text file; "
                "save it again as plain UTF-8 text and open it once more."
            )
        if not self.text.strip():
            raise ArticleError(f"The article “{self.id}” is empty; put the article's text into its file.")

    @cached_property
    def sha256(self) -> str:
        """The digest of the UTF-8 text: what keys and answers are checked against."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Paragraphs in order, white space trimmed. Blank lines part them; in a text without any, lines do."""
        return tuple(
            Paragraph(span.start, span.end, self._furniture_of(span)) for span in split_paragraphs(self.text)
        )

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences in order. They never cross a paragraph."""
        return tuple(
            Sentence(span.start, span.end, index)
            for index, paragraph in enumerate(self.paragraphs)
            for span in split_sentences(self.text, paragraph, self.language)
        )

    def reporting(self) -> tuple[Sentence, ...]:
        """The sentences that are the article's own reporting: all but the furniture."""
        return tuple(s for s in self.sentences if not self.paragraphs[s.paragraph].furniture)

    def words(self, span: Span | None = None) -> int:
        """How many words ``span`` (the whole text by default) holds: runs between white space with a letter or digit."""
        piece = self.text if span is None else span.of(self.text)
        return sum(any(c.isalnum() for c in word) for word in piece.split())

    def paragraph_at(self, position: int) -> int:
        """The index of the paragraph that ``position`` stands in or follows."""
        return max(0, bisect_right(self._paragraph_starts, position) - 1)

    def find(self, quote: str, occurrence: int = 1) -> Span:
        """Where ``quote`` stands for the ``occurrence``-th time. Raises ArticleError if it does not."""
        start = -1
        for _ in range(occurrence):
            start = self.text.find(quote, start + 1)
            if start < 0:
                raise ArticleError(
                    f"The words “{quote}” do not stand {occurrence} time(s) in the article “{self.id}”; "
                    "copy them from the text, letter by letter."
                )
        return Span(start, start + len(quote))

    def _furniture_of(self, paragraph: Span) -> str:
        return next((what for span, what in self.furniture if span.overlaps(paragraph)), "")


def shortened(words: str, most: int) -> str:
    """``words`` on one line, in at most ``most`` code points: what is longer is cut behind a word, and ends with “…”."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def quoted(words: str) -> str:
    """The words in quotation marks, unless they bring their own; what they open they close."""
    if words[:1] not in tuple("\"'“‘«„"):
        return f"“{words}”"
    return words + "”" * max(0, words.count("“") - words.count("”"))


def split_paragraphs(text: str) -> Iterator[Span]:
    """Paragraphs of ``text``, trimmed, in order; CRLF, CR and LF all end a line."""
    body = text.strip()
    border = _BREAK if _BREAK.search(body) else _LINE
    start = 0
    for match in border.finditer(text):
        yield from _trimmed(text, start, match.start())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def split_sentences(text: str, within: Span, language: str = "en") -> Iterator[Span]:
    """The sentences of ``text`` inside ``within``, trimmed, in order.

    A rule splitter: full stops after titles, initials and abbreviations do not end a sentence, and a quotation that
    ends in a question mark goes on with its speaker. Knows English abbreviations; for other languages it splits at
    the marks alone. Does not look for sentences that lack an end mark.
    """
    start = within.start
    for match in _STOP.finditer(text, within.start, within.end):
        if _ends_sentence(text, start, match, within.end, sentence_words(language)):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, within.end)


def _ends_sentence(text: str, start: int, stop: re.Match, limit: int, words: dict[str, frozenset[str]]) -> bool:
    after = stop.end()
    while after < limit and (text[after].isspace() or text[after] in OPENERS):
        after += 1
    if after >= limit or text[after].islower():
        return after >= limit
    mark = stop.group()
    following = _WORD_AFTER.match(text, after, limit)
    next_word = following.group() if following else ""
    if mark == ".":
        before = _WORD_BEFORE.search(text[max(start, stop.start() - 24) : stop.start()])
        word = before.group() if before else ""
        if word in words["before_a_name"] or (word in words["before_a_number"] and next_word[:1].isdigit()):
            return False
        if word in words["may_end"] or _INITIALS.fullmatch(word):
            return next_word in words["starts_a_sentence"]
        # A single capital is an initial ("J. Smith"), unless it is the pronoun or a letter that means something ("on X").
        initial = len(word) == 1 and word.isupper() and word != "I"
        return not initial or " ".join(text[max(start, stop.start() - 24) : stop.start()].split()[-2:]) in words["ends_in_a_letter"]
    new_quotation = text[following.start() - 1] in OPENERS if following else False
    if mark[-1] in "\"'”’»" and mark[0] in "?!" and not new_quotation:
        tail = text[after : min(limit, after + 60)].split()[:5]
        return not any(word.strip(",.;:") in words["speech"] for word in tail[1:])
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


@cache
def sentence_words(language: str) -> dict[str, frozenset[str]]:
    """The words by which sentences are split, by the names of their lists: abbreviations, and what begins a sentence."""
    table = tomllib.loads((data_folder() / "lexicons" / "sentences.toml").read_text(encoding="utf-8"))
    empty = dict.fromkeys(table["en"], ())
    return {name: frozenset(words) for name, words in table.get(language.split("-")[0], empty).items()}
