"""A key as a file one works on: saved at every change, like answers, until it is complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .annotation import DRAFTER, Annotation, apply_change
from .article import Article
from .labels import PROPOSALS
from .library import check_article, key_path, open_article
from .webannotation import MOST_ITEMS, page_annotations, read_page, to_page
from .workbook import Workbook


@dataclass
class KeyFile(Workbook):
    """The key of one article in author mode. Items may still lack a reason; ``open_key`` will say so.

    ``proposed`` is how many marks the draft had that the key was begun with; 0 for a key begun by hand. ``settled`` are the
    differences from a second key on which this one stays as it is (see ``settling``).
    """

    proposed: int = 0
    settled: tuple[str, ...] = ()

    def to_text(self) -> str:
        """The key as the text of its file."""
        article = self.find_article(self.lesson)
        more = {name: value for name, value in (("proposed", self.proposed), ("settled", list(self.settled))) if value}
        return to_page(self.items, {article.id: article}, page_id=f"urn:second-source:key:{article.id}",
                       extra={"purpose": "key", **more})

    def _read(self) -> KeyFile:
        return open_key_file(self.find_article(self.lesson), self.path)

    def waiting(self) -> tuple[Annotation, ...]:
        """The proposals that nobody has looked at yet."""
        return tuple(item for item in self.items if item.standing in PROPOSALS)

    def start(self, draft: Iterable[Annotation]) -> None:
        """Begin the key with a draft, if it has not been begun. Raises StorageError when it could not be written."""
        proposals = tuple(draft)
        if not self.items and not self.proposed:
            self.adopt(proposals, len(proposals))

    def adopt(self, items: Iterable[Annotation], proposed: int, settled: tuple[str, ...] = ()) -> bool:
        """Take over the items of another state of this key, unless work done here would be lost; whether it was taken over.

        Work is an item that somebody has looked at and that the other lacks or has in an older form, a proposal of the
        other that somebody has rejected here, and a difference settled here alone. Raises StorageError when it could
        not be written.
        """
        given, taken = tuple(items), []

        def change(book: KeyFile) -> KeyFile:  # as it is on the disk: another window may have gone on with it
            same = (given, proposed, settled) == (book.items, book.proposed, book.settled)
            if same or set(book.settled) - set(settled) or book._would_lose(given):
                return book
            taken.append(book)
            return replace(book, items=given, proposed=proposed, settled=settled)

        self._update(change)
        return bool(taken)

    def _would_lose(self, given: tuple[Annotation, ...]) -> bool:
        theirs, mine = {item.id: item.modified for item in given}, {item.id for item in self.items}
        looked_at = (item for item in self.items if item.standing not in PROPOSALS)
        rejected = (item.id for item in given if self.proposed and item.creator == DRAFTER and item.id not in mine)
        return any(rejected) or any(theirs.get(item.id, "") < item.modified or item.id not in theirs for item in looked_at)

    def settle(self, difference: str) -> None:
        """Stay as this key is where a second one differs."""
        self._update(lambda book: replace(book, settled=tuple(dict.fromkeys((*book.settled, difference)))))

    def since(self, before: KeyFile) -> tuple[dict[str, Annotation | None], frozenset[str]]:
        """What it takes to go back to ``before``: the items that differ, in their form then (None: not there), and the
        differences settled since."""
        then, now_here = {item.id: item for item in before.items}, {item.id: item for item in self.items}
        forms = {name: then.get(name) for name in {**then, **now_here} if then.get(name) != now_here.get(name)}
        return forms, frozenset(self.settled) - frozenset(before.settled)

    def take_back(self, forms: Mapping[str, Annotation | None], settled: frozenset[str]) -> None:
        """Undo what ``since`` has told; whatever another window has changed meanwhile stays."""
        back = [form for form in forms.values() if form]

        def change(book: KeyFile) -> KeyFile:
            kept = [item for item in book.items if item.id not in forms]
            return replace(book, items=apply_change(kept, back, ()), settled=tuple(one for one in book.settled if one not in settled))

        self._update(change)

    def _take(self, other: Workbook) -> None:
        super()._take(other)
        self.proposed, self.settled = getattr(other, "proposed", 0), getattr(other, "settled", ())


def open_key_file(article: Article, path: Path | None = None) -> KeyFile:
    """The key file of ``article`` (another coder's at ``path``), begun if there is none.

    Raises AnnotationFileError when it cannot be used.
    """
    path = path or key_path(article.id)
    book = KeyFile(path, article.id, open_article, id=f"{path.parent.name}-{article.id}")
    if path.exists():
        page = read_page(path)
        check_article(page.get("ss:articles", {}), article, path.name)
        book.items = page_annotations(page, open_article, path.name)
        book.proposed, book.settled = proposed_in(page), settled_in(page)
        book.revision = 1  # the file does not count; that it is there is enough to say when it was saved
        book._seen = book._stamp()
    return book


def proposed_in(page: Mapping[str, Any]) -> int:
    """How many proposals the page of a key says its draft had: 0 for whatever is no number of proposals."""
    told = page.get("ss:proposed", 0)
    return told if type(told) is int and 0 <= told <= MOST_ITEMS else 0


def settled_in(page: Mapping[str, Any]) -> tuple[str, ...]:
    """The differences that the page of a key says are settled."""
    told = page.get("ss:settled")
    return tuple(one for one in told if isinstance(one, str))[:MOST_ITEMS] if isinstance(told, list) else ()
