"""Annotations as tidy tables. Every number in a picture stands in one of these."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from .annotation import Annotation, AnnotationSet
from .labels import CONTESTED, Question, all_labels, answer_to, kind_names
from .library import facts, open_article
from .places import content_folder
from .sources import same_source, short_name, sources
from .table import Table

_QUESTION_COLUMNS = {"identified": "identified", "what": "what", "form": "form", "cue": "cue", "gate": "checkable",
                     "support": "support"}
_LINK_COLUMNS = {"quotation": "said by", "source": "passed on by"}


def marks_table(marks: AnnotationSet) -> Table:
    """A row a mark, in reading order: label, words, one column a question, who said it or passed it on (in their own
    words, shortened), note, and where it starts and ends.

    ``start`` and ``end`` count code points of the article's text, so ``article.text[start:end]`` is the words.
    """
    names = kind_names()
    rows = [
        {
            "label": all_labels()[item.label].name,
            "words": marks.quote(item),
            **{_QUESTION_COLUMNS[q.id]: " or ".join(names[k] for k in answer_to(q, item.kinds))
               for q in all_labels()[item.label].questions},
            **({_LINK_COLUMNS[item.label]: short_name(marks.quote(linked))} if (linked := marks.get(item.link)) else {}),
            "note": item.note, "start": item.start, "end": item.end,
        }
        for item in marks
    ]
    asked = [q.id for label in all_labels().values() for q in label.questions if marks.of(label.id).items]
    links = [column for label, column in _LINK_COLUMNS.items() if marks.of(label).items]
    columns = ["label", "words", *(_QUESTION_COLUMNS[name] for name in asked), *links, "note", "start", "end"]
    return _table(columns, rows)


def sources_by(question: str, sets: Sequence[AnnotationSet]) -> Table:
    """How many different sources of each kind each article has: kinds down, outlets across.

    ``question`` is ``what`` (official, organisation ...) or ``identified`` (named, unnamed ...). Where a key accepts
    several kinds, the first it lists counts; where it accepts none, the kind “the article does not say”. A reader's mark without
    an answer is “not answered”.
    """
    asked = _question("source", question)
    counted = _count(asked, {outlet_of(s): sources(s) for s in sets})
    # What has no source is no source: a row for it would always hold nothing but 0.
    none = next((kind.name for kind in asked.kinds if kind.id == "source/none"), "")
    return Table(counted.columns, *zip(*((r, n) for r, n in zip(counted.rows, counted.index, strict=True) if n != none),
                                       strict=True))


def claims_by_support(sets: Sequence[AnnotationSet]) -> Table:
    """How many claims stand on what: kinds of support down, outlets across. Contested items have a row of their own.

    Statements that nobody could check (opinions, guesses) are left out: no support is asked of them.
    """
    gate, support = _question("claim", "gate"), _question("claim", "support")
    return _count(support, {
        outlet_of(s): [c for c in s.of("claim") if c.standing == CONTESTED
                     or answer_to(gate, c.kinds) != ("claim/not-checkable",)]
        for s in sets
    })


def quoted_share(sets: Sequence[AnnotationSet]) -> Table:
    """What share of an article's words stands in direct, partial and indirect quotations, in per cent.

    Outlets down, forms across; the rest is the writer's own words, and in a last column, if there is any, what a reader marked
    as a quotation without saying of which form. Furniture is not counted. A word inside two quotations counts once, for the
    more direct of the two.
    """
    forms = {k.id: k.name for k in _question("quotation", "form").kinds if k.id != "quotation/not-a-quotation"}
    shares = {outlet_of(s): _shares(s, list(forms)) for s in sets}
    columns = [*forms.values(), row_names()["own_words"], row_names()["unanswered"]]
    if not any(row[-1] for row in shares.values()):
        columns, shares = columns[:-1], {outlet: row[:-1] for outlet, row in shares.items()}
    return Table(columns, list(shares.values()), list(shares))


def chains(sets: Sequence[AnnotationSet]) -> Table:
    """Who passed words on from whom: a row for each way into an article, from the first speaker to the outlet.

    ``steps`` is the way as a tuple of short names, ``hands`` how many hands it went through before the outlet.
    """
    rows = []
    for marks in sets:
        distinct = sources(marks)
        relays = {item.id: _resolve(marks, item.link, distinct) for item in distinct}
        relays = {name: None if relay and relay.id == name else relay for name, relay in relays.items()}
        passed_on = {relay.id for relay in relays.values() if relay}
        told: set[str] = set()
        # Last those that pass each other on: no way begins with them, and they must not vanish.
        for item in sorted(distinct, key=lambda one: one.id in passed_on):
            if item.id in told:
                continue  # it stands in the row of whoever it passed on
            way, seen = [item], {item.id}
            while (relay := relays[way[-1].id]) and relay.id not in seen:
                way.append(relay)
                seen.add(relay.id)
            told |= seen
            names = [short_name(marks.quote(i)) for i in way]
            names = [f"{n} (earlier)" if n == outlet_of(marks) else n for n in names]
            rows.append({"steps": (*names, outlet_of(marks)), "hands": len(way),
                         "article": outlet_of(marks)})
    return _table(["steps", "hands", "article"], rows)


def figures(topic: str) -> Table:
    """One figure told several ways: the words of each article, and the dated facts to hold beside them."""
    card = facts(topic)
    rows = []
    for row in card["figure"]:
        article = open_article(row["article"])
        place = article.find(row["words"])
        sentence = next(s for s in article.sentences if s.overlaps(place))
        rows.append({"who": article.outlet, "words": place.of(article.text), "says": row["says"],
                     "number": row.get("exactly", row.get("at_least")), "open": "at_least" in row,
                     "sentence": sentence.of(article.text)})
    for fact in card["fact"]:
        if "beside_the_figures" in fact:
            rows.append({"who": fact["beside_the_figures"], "words": str(fact["value"]), "says": fact["text"],
                         "number": fact["value"], "open": False,
                         "sentence": f"Holds for {fact['holds']}. Check: {fact['check']}"})
    return _table(["who", "words", "says", "number", "open", "sentence"], rows)


def readable(table: Table) -> Table:
    """The table as a reader sees it: headings in words, ways as arrows, rows counted from one, internal columns left out."""
    if "steps" in table.columns:
        ways = [" → ".join(steps) for steps in table["steps"]]
        shown = Table(["way", "hands"], list(zip(ways, table["hands"], strict=True)))
    elif "open" in table.columns:
        shown = table.select(["who", "words", "says", "sentence"])
    elif "start" in table.columns:
        # A column in which nothing stands takes the room that the others need.
        shown = table.select(name for name in table.columns if name not in ("start", "end") and any(table[name]))
    else:
        return table
    return Table([_headings()[name] for name in shown.columns], shown.rows, range(1, len(shown) + 1))


@cache
def _headings() -> Mapping[str, Any]:
    """What stands above the columns, by their names; in ``rows`` and ``draft`` what stands in a table itself."""
    return tomllib.loads((content_folder() / "tables.toml").read_text(encoding="utf-8"))


def row_names() -> Mapping[str, str]:
    """The names of the rows and columns that count what no kind of the taxonomy does: ``own_words``, ``undecided``,
    ``unanswered``, ``contested``."""
    return _headings()["rows"]


def _resolve(marks: AnnotationSet, link: str, distinct: Sequence[Annotation]) -> Annotation | None:
    linked = marks.get(link)
    return next((i for i in distinct if linked and same_source(marks.quote(i), marks.quote(linked))), None)


def _question(label: str, question: str) -> Question:
    return next(q for q in all_labels()[label].questions if q.id == question)


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Table:
    return Table(columns, [[row.get(name, "") for name in columns] for row in rows])


def _count(question: Question, found: Mapping[str, Iterable[Annotation]]) -> Table:
    """How many of what is ``found`` in each outlet got which answer: answers down, outlets across."""
    counts = {outlet: Counter(_answer(question, item) for item in items) for outlet, items in found.items()}
    # A kind that nobody chose tells something and stays; a row that is no kind stays only if there is something in it.
    shown = [kind.name for kind in question.kinds]
    shown += [name for name in (row_names()[row] for row in ("undecided", "unanswered", "contested")) if name not in shown and any(count[name] for count in counts.values())]
    return Table(list(counts), [[count[name] for count in counts.values()] for name in shown], shown)


def _answer(question: Question, item: Annotation) -> str:
    """The name of the row in which ``item`` counts."""
    if item.standing == CONTESTED:
        return row_names()["contested"]
    chosen = answer_to(question, item.kinds)
    if not chosen:
        return row_names()["undecided" if item.standing else "unanswered"]
    return kind_names()[min(chosen, key=item.kinds.index)]


def _shares(marks: AnnotationSet, forms: Sequence[str]) -> list[float]:
    """What per cent of the words stands in each form, then the writer's own, and at last in quotations of no form told."""
    text = marks.article.text
    places = [(s.start + m.start(), s.start + m.end()) for s in marks.article.reporting()
              for m in re.finditer(r"\S*\w\S*", s.of(text))]
    if not places:
        return [0.0] * (len(forms) + 2)  # every paragraph is somebody else's
    quotations = [q for q in marks.of("quotation") if q.standing != CONTESTED]
    no_form_told = [q for q in quotations if not answer_to(_question("quotation", "form"), q.kinds)]
    left, counts = set(places), []
    for spans in (*([q for q in quotations if form in q.kinds] for form in forms), no_form_told):
        inside = {p for p in left if any(q.start < p[1] and p[0] < q.end for q in spans)}
        left -= inside
        counts.append(len(inside))
    *told, untold = [round(100 * count / len(places), 1) for count in counts]
    return [*told, max(0.0, round(100 - sum(told) - untold, 1)), untold]


def draft_figures() -> Table:
    """How often the draft of a key is right, by kind: of a hundred proposals, and of a hundred that are there.

    Measured by ``tests/bench/accuracy.py``: at least half of the words of both; claims on sentences of political debates.
    """
    measured = tomllib.loads((content_folder() / "accuracy.toml").read_text(encoding="utf-8"))
    words = _headings()["draft"]
    rows = [(words[name], row["right"], row["found"]) for name, row in measured.items() if isinstance(row, dict)]
    return Table(words["columns"], rows, range(1, len(rows) + 1))


def told_apart(sets: Sequence[AnnotationSet]) -> list[AnnotationSet]:
    """The same sets with outlets that differ, because the tables name an article by its outlet: where two share one, by
    outlet and title, and where they share both, by id."""
    names = [outlet_of(s) for s in sets]
    for longer in (lambda a: f"{a.outlet}: {a.title or a.id}" if a.outlet else a.title, lambda a: f"{a.title or a.id} ({a.id})"):
        counts = Counter(names)
        names = [longer(s.article) if counts[name] > 1 else name for s, name in zip(sets, names, strict=True)]
    return [s if name == outlet_of(s) else AnnotationSet(replace(s.article, outlet=name), s.items)
            for s, name in zip(sets, names, strict=True)]


def outlet_of(marks: AnnotationSet) -> str:
    """What a table calls an article: its outlet, or where that is unknown its title."""
    return marks.article.outlet or marks.article.title or marks.article.id
