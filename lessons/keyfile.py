"""A key as a file one works on: saved at every change, like answers, until it is complete."""

from __future__ import annotations

from dataclasses import dataclass

from .annotation import Annotation
from .article import Article
from .library import check_article, key_path, open_article, open_key
from .webannotation import page_annotations, read_page, to_page
from .workbook import Workbook


@dataclass
class KeyFile(Workbook):
    """The key of one article in author mode. Items may still lack a reason; ``open_key`` will say so."""

    def to_text(self) -> str:
        """The key as the text of its file."""
        article = self.find_article(self.lesson)
        return to_page(self.items, {article.id: article}, page_id=f"urn:second-source:key:{article.id}",
                       extra={"purpose": "key"})

    def incomplete(self) -> tuple[Annotation, ...]:
        """The items that cannot be published yet: without a standing or a reason."""
        return tuple(item for item in self.items if not item.standing or not item.note)

    def _read(self) -> KeyFile:
        return open_key_file(self.find_article(self.lesson))

    def _update(self, change) -> None:
        super()._update(change)
        open_key.cache_clear()


def open_key_file(article: Article) -> KeyFile:
    """The key file of ``article``, begun if there is none. Raises AnnotationFileError when it cannot be used."""
    path = key_path(article.id)
    book = KeyFile(path, article.id, open_article, id=f"key-{article.id}")
    if path.exists():
        page = read_page(path)
        check_article(page.get("ss:articles", {}), article, path.name)
        book.items = page_annotations(page, open_article, path.name)
        book._seen = book._stamp()
    return book
