"""What the tests are made of: a small article, marks on it, and the cases that JavaScript reads too."""

import json
from html.parser import HTMLParser
from pathlib import Path

from lessons.annotation import Annotation, AnnotationSet
from lessons.errors import ArticleError
from lessons.labels import ACCEPTABLE, CONTESTED, REQUIRED
from lessons.library import article_from_text
from lessons.webannotation import to_page

CASES = Path(__file__).parent / "cases"

# Twice “The ferry to Holm”, three times “Dahl”: words that only their context can tell apart.
FERRY_TEXT = (
    "The ferry to Holm 🚢 will stop in May, the harbour office said on Monday.\n\n"
    "“We are losing money on every trip,” said Inga Dahl, who runs the line. Dahl gave no figures.\n\n"
    "Some fear for the school. Critics claim that forty families will leave. “Who will teach here?” asked "
    "Per Lund, "
    "a teacher. Dahl did not answer him.\n\n"
    "The ferry to Holm has run since 1921.\n"
)
# What a teacher brings: invented, the boat and everybody on it.
BROUGHT_TEXT = """Late again

“We lose money on every crossing,” said Mira Sand. She said that the boat would stop in March.

In 2024 the boat carried 312 people, according to the company’s report."""
FERRY = article_from_text("ferry", FERRY_TEXT, {"title": "The last ferry", "language": "en"})


def find_article(name):
    """The shelf of the tests: it holds the ferry and nothing else."""
    if name != "ferry":
        raise ArticleError(f"There is no article “{name}” on this shelf.")
    return FERRY


def mark(words, label="source", *kinds, occurrence=1, article=FERRY, **more):
    """A mark on these words; its id is the words' first letters unless one is given."""
    span = article.find(words, occurrence)
    more.setdefault("id", f"{label[0]}-{words[:12].strip()}")
    return Annotation(span.start, span.end, label=label, kinds=kinds, article=article.id, **more)


def item(words, label="source", *kinds, standing=REQUIRED, note="Because.", **more):
    """A key item on these words."""
    return mark(words, label, *kinds, standing=standing, note=note, **more)


def ferry_key():
    """The answer key of the ferry: two of each standing that matters."""
    return AnnotationSet(FERRY, (
        item("the harbour office", "source", "source/named", "source/official", id="s1",
             note="The office says so."),
        item("Inga Dahl, who runs the line", "source", "source/named", "source/organisation", id="s2",
             note="She speaks for the line."),
        item("Inga Dahl", "source", "source/named", "source/organisation", id="s3", standing=ACCEPTABLE,
             note="The name alone is enough."),
        item("Critics", "source", "source/vague", "source/person", id="s4", note="Nobody you could ask."),
        item("Some", "source", "source/vague", "source/person", id="s5", standing=CONTESTED,
             note="Do they say it?"),
        item("Per Lund, a teacher", "source", "source/named", "source/person", id="s6", note="He asks."),
    ))


def on_wire(annotation, **changes):
    """A mark as the browser reports it."""
    names = ("id", "start", "end", "label", "note", "link", "standing", "created", "modified")
    return {**{name: getattr(annotation, name) for name in names}, "kinds": list(annotation.kinds), "drafted": False, **changes}


def on_page(*annotations, **extra):
    """The text of a page with these annotations on the ferry."""
    return to_page(annotations, {"ferry": FERRY}, page_id="urn:test", extra={"purpose": "answers", **extra})


def cases(name):
    """The shared cases in ``cases/<name>.json``."""
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def named(rows):
    """The names of table rows, for pytest."""
    return [row["name"] for row in rows]


class Page(HTMLParser):
    """A piece of HTML as its ``tags`` (name and attributes, in order) and the ``words`` between them.

    Fails where an element that is opened is not closed in its turn.
    """

    @classmethod
    def of(cls, text):
        page = cls()
        page.tags, page.words, page.open = [], [], []
        page.feed(text)
        page.close()
        assert page.open == []
        return page

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag == self.open.pop()

    def handle_data(self, data):
        self.words.append(data)
