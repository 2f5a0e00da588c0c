"""The taxonomy: labels, the questions asked about each, and the kinds that answer them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from .places import content_folder

REQUIRED, ACCEPTABLE, CONTESTED = "key/required", "key/acceptable", "key/contested"
STANDINGS = (REQUIRED, ACCEPTABLE, CONTESTED)
# What a draft proposes and nobody has looked at yet. Never part of a key: no lesson compares with it.
PROPOSALS = ("draft/sure", "draft/likely", "draft/guess", "draft/again")


@dataclass(frozen=True)
class Kind:
    """One answer to a question: ``source/named``, say, with the rule that decides it.

    ``accuses`` marks a kind that finds fault with the article: choosing it wrongly is over-flagging.
    """

    id: str
    name: str
    rule: str
    accuses: bool = False


@dataclass(frozen=True)
class Question:
    """One step of sorting a mark. ``unless`` is the kind that makes the question pointless.

    A mark whose ``decides`` question is open has not said anything yet, however well it is placed.
    """

    id: str
    ask: str
    kinds: tuple[Kind, ...]
    optional: bool = False
    unless: str | None = None
    decides: bool = False


@dataclass(frozen=True)
class Label:
    """What a passage can be marked as. ``letter`` stands at the mark, so that colour is never alone."""

    id: str
    name: str
    plural: str
    letter: str
    mark_name: str
    definition: str
    rule: str
    questions: tuple[Question, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Every kind of the label, in the order the questions ask for them."""
        return tuple(kind for question in self.questions for kind in question.kinds)


@cache
def taxonomy() -> dict:
    """The parsed ``content/taxonomy.toml``."""
    return tomllib.loads((content_folder() / "taxonomy.toml").read_text(encoding="utf-8"))


@cache
def all_labels() -> dict[str, Label]:
    """Every label by id, in the order in which lessons introduce them."""
    labels = {}
    for row in taxonomy()["label"]:
        questions = tuple(
            Question(**{**question, "kinds": tuple(Kind(**kind) for kind in question["kinds"])})
            for question in row["question"]
        )
        fields = {name: value for name, value in row.items() if name != "question"}
        labels[row["id"]] = Label(**fields, questions=questions)
    return labels


@cache
def kind_names() -> dict[str, str]:
    """The reader's name for every kind and standing: ``{"source/named": "Named", ...}``."""
    names = {kind.id: kind.name for label in all_labels().values() for kind in label.kinds}
    return names | {standing: words["name"] for standing, words in (taxonomy()["standing"] | taxonomy()["proposal"]).items()}


def accusing() -> frozenset[str]:
    """The kinds that find fault with the article."""
    return frozenset(kind.id for label in all_labels().values() for kind in label.kinds if kind.accuses)


def answer_to(question: Question, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``kinds`` that answer ``question``. A key may accept several; a reader gives one."""
    return tuple(kind.id for kind in question.kinds if kind.id in kinds)


def asked(label: Label, kinds: tuple[str, ...]) -> tuple[Question, ...]:
    """The questions that still make sense once ``kinds`` are chosen."""
    return tuple(question for question in label.questions if question.unless not in kinds)
