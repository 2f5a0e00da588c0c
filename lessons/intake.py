"""An article as somebody brings it: pasted, or from a file, turned into plain text with what is known about it.

Web pages are read by trafilatura and Word files by python-docx, where they are installed; the browser edition has neither,
and says so. A PDF is not read: what comes out of one has columns, headers and hyphens in the middle of sentences, and a key
made on such a text would point at words that no reader sees. Nothing here reaches the network.
"""

from __future__ import annotations

import io
import re
import struct
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import PurePath
from typing import Any

from .article import Span, split_paragraphs
from .errors import ArticleError, too_large
from .places import content_folder, data_folder

LARGEST = 20_000_000  # bytes of a file
LONGEST = 1_500_000  # code points of a text: twice 100,000 words
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What Word shows of a piece of text; None: its words.
_SHOWN = {"t": None, "br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
_UNPACKED = 200_000_000  # bytes that a Word file may unpack to
_SHORT = 30  # words: a longer paragraph is reporting, whatever it says
_FEW_ENGLISH = 0.15  # English news has .25 to .45 of these words, other languages less than .1
_BYLINE = re.compile(r"by [A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3}(?:(?:,| and) .{0,60})?", re.IGNORECASE)
_MARKUP = re.compile(rb"(?>\s|<\?xml.*?\?>|<!--.*?-->)*+(?:<!doctype html|<html)", re.IGNORECASE | re.DOTALL)
_MAGIC = ((b"%PDF", "a PDF"), (b"\xd0\xcf\x11\xe0", "an old Word file (.doc)"), (b"{\\rtf", "an RTF file"),
          (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"))
_NOT_WINDOWS = frozenset(b"\x81\x8d\x8f\x90\x9d")  # bytes that stand for nothing in Windows-1252
_PASTE = "open it, select the article, copy it and paste it as text"


@dataclass(frozen=True)
class Intake:
    """A text that may become an article, and what is known about it; what is unknown is empty.

    ``furniture`` are pairs of a paragraph's words and what it is, as proposed; ``origin`` says how the text came here.
    """

    text: str
    title: str = ""
    outlet: str = ""
    byline: str = ""
    date: str = ""
    address: str = ""
    language: str = "en"
    origin: str = ""
    furniture: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_english(self) -> bool:
        """Whether the draft can be of use: it is made for English. Marking by hand works in any language."""
        return self.language == "en"


@cache
def record_words() -> Mapping[str, str]:
    """What the record of a brought article says, from ``content/brought.toml``."""
    return tomllib.loads((content_folder() / "brought.toml").read_text(encoding="utf-8"))


def from_text(text: str, origin: str = "") -> Intake:
    """An intake from plain text: line ends made one kind, furniture proposed, the first line taken for a headline if it
    looks like one. Without an ``origin`` it was pasted.

    Raises ArticleError for an empty text, one with NUL characters (a program's file) or one longer than 1.5 million characters.
    """
    text = re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff")).strip()
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    if not text:
        raise ArticleError("There is no text here; paste the article’s text, or choose its file.")
    if "\0" in text:
        raise ArticleError(f"This is not a text (a NUL character stands at position {text.index(chr(0))}); {_PASTE}.")
    if len(text) > LONGEST:
        raise ArticleError(
            f"This text has {len(text):,} characters, and an article can have {LONGEST:,}; bring one article at a time.")
    # Half an emoji, cut by whoever copied, has no UTF-8 form.
    text = text.encode("utf-8", "replace").decode("utf-8")
    title = _headline(text)
    furniture = ((title, record_words()["headline"]), *propose_furniture(text)) if title else propose_furniture(text)
    byline = next((words[3:].strip() for words, _ in furniture if _BYLINE.fullmatch(words)), "")
    return Intake(text, title=title, byline=byline, language=guess_language(text), origin=origin or record_words()["pasted"], furniture=furniture)


def from_file(name: str, raw: bytes) -> Intake:
    """An intake from a file: ``.txt``, a saved web page (``.html``) or a Word file (``.docx``), told by name and content.

    Raises ArticleError where it is none of these, is too long, cannot be decoded, or where no article is found in it.
    """
    if len(raw) > LARGEST:
        raise ArticleError(
            f"{too_large(name, len(raw), LARGEST)}; {_PASTE}.")
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise ArticleError(f"The file “{name}” has a password, so it was not opened; save it without one, or {_PASTE}.")
    kind = next((what for magic, what in _MAGIC if raw.startswith(magic)), "")
    if kind:
        raise ArticleError(f"The file “{name}” is {kind}, which is not read here; {_PASTE}.")
    ending = PurePath(name).suffix.lower()
    if raw.startswith(b"PK\x03\x04"):  # and not “PKK leaders said …”
        return _from_word(name, raw)
    if ending in (".mhtml", ".mht"):
        raise ArticleError(f"The file “{name}” is a web page with its pictures in one file, which is not read here; save the page as “HTML only”, or {_PASTE}.")
    head = raw[:2_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if ending in (".html", ".htm", ".xhtml") or _MARKUP.match(head):
        return _from_page(name, raw)
    return from_text(decode(name, raw), record_words()["from_text"].format(name=name))


def decode(name: str, raw: bytes) -> str:
    """The text in ``raw``, in UTF-8, UTF-16 with a mark, or whatever encoding fits best."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # What Windows writes where English is spoken; whoever guesses from the letters alone takes its £ and ñ for others.
    if not _NOT_WINDOWS & set(raw) and guess_language(words := raw.decode("cp1252")) == "en":
        return words
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return raw.decode("cp1252", "replace")
    # Long out of use, and near enough to what Windows uses to be taken for it.
    best = from_bytes(raw, cp_exclusion=["mac_cyrillic", "mac_greek", "mac_iceland", "mac_latin2", "mac_roman", "mac_turkish"]).best()
    if best is None:
        raise ArticleError(f"The file “{name}” is not a text in any encoding that is known here; {_PASTE}.")
    return str(best)


def propose_furniture(text: str) -> tuple[tuple[str, str], ...]:
    """The short paragraphs that look like captions, promotion, links or notices: their words, and what each is."""
    return tuple((words, what) for words, what in ((p.of(text), _furniture(p.of(text))) for p in split_paragraphs(text)) if what)


def guess_language(text: str) -> str:
    """``en`` if the text reads like English; empty if it does not, since which language it is, is not worked out."""
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    letters = "".join(words)
    if sum(letter.isascii() for letter in letters) < len(letters) / 2:
        return ""  # written in other letters, perhaps without spaces between the words
    english = sum(word in _english() for word in words)
    return "en" if len(words) < 20 or english / len(words) >= _FEW_ENGLISH else ""


def _furniture(paragraph: str) -> str:
    if len(paragraph.split()) > _SHORT:
        return ""
    if _BYLINE.fullmatch(paragraph.strip()):
        return _tables()["byline"]["what"]
    # Quotation marks in it: somebody speaks, and that is reporting.
    if re.search("[“\"]", paragraph):
        return ""
    return next((what for what, pattern in _patterns() if pattern.search(paragraph)), "")


def _headline(text: str) -> str:
    """The first line, if a longer text follows it and it does not end like a sentence."""
    paragraphs = list(split_paragraphs(text))
    if len(paragraphs) < 3:
        return ""
    first: Span = paragraphs[0]
    words = first.of(text)
    looks = len(words) <= 140 and "\n" not in words and not words.endswith((".", ",", ":", ";", "”", '"')) and not _furniture(words)
    return words if looks else ""


def readable_files() -> tuple[str, ...]:
    """The endings of the files that can be read here: those of texts, and of web pages and Word files where what reads them is
    installed, which it is not in a browser."""
    pages = (".html", ".htm") if find_spec("trafilatura") else ()
    return (".txt", ".text", *pages, *((".docx",) if find_spec("docx") else ()))


def _from_page(name: str, raw: bytes) -> Intake:
    try:
        from trafilatura import bare_extraction
    except ImportError as problem:
        raise ArticleError(f"The web page “{name}” cannot be read here, because what reads web pages is not installed; {_PASTE}.") from problem
    try:
        found = bare_extraction(raw, include_comments=False, include_tables=False, with_metadata=True,
                                # A date that the page gives as its own, and none that merely stands somewhere in the text.
                                date_extraction_params={"extensive_search": False, "original_date": True})
    except Exception as problem:  # a library on somebody's page: whatever it stumbles on is one sentence here
        raise ArticleError(f"The web page “{name}” could not be read ({type(problem).__name__}); {_PASTE}.") from problem
    body = (found.text or "").strip() if found else ""
    if len(body.split()) < 20 and len(body) < 200:
        raise ArticleError(f"No article was found in the web page “{name}”; {_PASTE}.")
    intake = from_text(re.sub(r"\n+", "\n\n", body), record_words()["from_page"].format(name=name))
    return replace(intake, title=found.title or intake.title, byline=found.author or intake.byline, date=found.date or "",
                   outlet=found.sitename or "", address=found.url or "")


def _from_word(name: str, raw: bytes) -> Intake:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
            body = next((part.file_size for part in parts.infolist() if part.filename == "word/document.xml"), 0)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, struct.error) as problem:
        raise ArticleError(f"The file “{name}” is damaged; save it again, or {_PASTE}.") from problem
    if not body:
        raise ArticleError(f"The file “{name}” is not a Word file (.docx), a text or a web page; {_PASTE}.")
    if unpacked > _UNPACKED or body > LARGEST:
        raise ArticleError(
            f"The Word file “{name}” would unpack to {unpacked / 1e6:.0f} MB, which no article is, so it was not opened; {_PASTE}.")
    try:
        from docx import Document
    except ImportError as problem:
        raise ArticleError(f"The Word file “{name}” cannot be read here, because what reads Word files is not installed; {_PASTE}.") from problem
    try:
        document = Document(io.BytesIO(raw))
        paragraphs = [words for p in document.element.body.iter(f"{_W}p") if (words := _words(p))]
        styles = [(p.text.strip(), p.style.name if p.style else "") for p in islice(document.paragraphs, 10)]
    except Exception as problem:  # as above
        raise ArticleError(f"The Word file “{name}” could not be read ({type(problem).__name__}); save it again, or {_PASTE}.") from problem
    text = "\n\n".join(paragraphs)
    intake = from_text(text, record_words()["from_word"].format(name=name))
    title = next((words for words, style in styles if words and style in ("Title", "Heading 1")), "")
    if not title or title == intake.title:
        return intake
    return replace(intake, title=title, furniture=((title, record_words()["headline"]), *propose_furniture(text)))


def _words(paragraph: Any) -> str:
    """The text of a Word paragraph: with what stands in tables, forms and tracked insertions, and without what was deleted."""
    pieces = []
    for node in paragraph.iter(*(f"{_W}{name}" for name in _SHOWN)):
        around = [one.tag for one in node.iterancestors()]
        if f"{_W}moveFrom" in around:
            continue  # it stands where it was moved to as well
        # A box of text is a paragraph in a paragraph, and stands in the file twice, for old programs once more.
        if next(node.iterancestors(f"{_W}p")) is paragraph and not any(str(tag).endswith("}Fallback") for tag in around):
            shown = _SHOWN[node.tag.removeprefix(_W)]
            pieces.append(node.text or "" if shown is None else shown)
    return "".join(pieces).strip()


@cache
def _tables() -> dict[str, dict]:
    return tomllib.loads((data_folder() / "lexicons" / "intake.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern], ...]:
    """What a line is, and the pattern of its words."""
    return tuple(
        (table["what"], re.compile(rf"{'^' if table.get('at_start') else ''}(?<!\w)(?:{'|'.join(map(re.escape, table['words']))})",
                                   re.IGNORECASE))
        for table in _tables().values() if "what" in table)


@cache
def _english() -> frozenset[str]:
    return frozenset(_tables()["english"]["words"])
