"""A lesson: its recipe, its words, its workbook, and the exercises a notebook asks it for."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .annotation import Annotation, AnnotationSet
from .errors import LessonError, listed, nearest
from .exercise import Exercise, Step
from .imprint import About, about
from .labels import all_labels
from .library import has_key, open_article, open_key, own_articles, readable_articles
from .places import content_folder, keeping
from .widgets.cell import running_cell
from .workbook import open_workbook

# Tables, pictures and the making of keys are imported where they are asked for: a class has thirty kernels, and the first mark
# needs none of them.
if TYPE_CHECKING:
    import ipywidgets
    import pandas as pd

    from .keyfile import KeyFile
    from .pictures import Picture
    from .table import Table
    from .widgets.annotator import AnnotatorWidget
    from .widgets.keepsafe import KeepSafe
    from .widgets.live import Live


class Lesson:
    """One lesson, as its notebook uses it.

    ``mark`` shows an article to be marked, ``frame`` gives the marks as a table, ``keep`` shows the box to download
    and restore all work. Everything a reader does is on disk before the next thing can be done.
    """

    def __init__(self, recipe: Mapping[str, Any]) -> None:
        self.id: str = recipe["id"]
        self.title: str = recipe["title"]
        self.minutes: int = recipe["minutes"]
        self.learn: str = recipe["learn"]
        self.steps = tuple(
            Step(row.get("id", row["article"]), row["article"], tuple(row["labels"]),
                 tuple(row.get("scored", row["labels"])), row.get("key", True))
            for row in recipe.get("step", ())
        )
        self._recipe = recipe
        # Each with the cell that shows it, if that is known, and in which run of the cell it was made.
        self._exercises: list[tuple[tuple[str, int] | None, Exercise]] = []
        self._lives: dict[tuple[str, str], Live] = {}

    def __repr__(self) -> str:
        return f"<Lesson {self.id}: {self.title}, {self.minutes} minutes>"

    @cached_property
    def workbook(self):
        """The reader's answers to this lesson."""
        return open_workbook(self.id)

    @cached_property
    def phrases(self) -> dict[str, Any]:
        """The sentences of hints and feedback: the common ones, with this lesson's own in their place."""
        common = tomllib.loads((content_folder() / "feedback.toml").read_text(encoding="utf-8"))
        return _overlay(common, self._recipe.get("feedback", {}))

    def mark(self, step: str = "") -> AnnotatorWidget:
        """The annotator for a step (the first by default). Raises LessonError for a step the lesson does not have."""
        return self.exercise(step).widget

    def exercise(self, step: str = "") -> Exercise:
        """As ``mark``, but the exercise itself: for tests and for whoever wants the score."""
        chosen = self._step(step)
        self._carry(chosen)
        made = Exercise(chosen, self.workbook, open_key(chosen.article) if chosen.key else None, self.phrases,
                        self._follow)
        cell = running_cell()
        # What a cell showed before it was run again is seen no more, and need not follow.
        self._exercises = [(c, one) for c, one in self._exercises if c is None or cell is None or c[0] != cell[0] or c == cell]
        self._exercises.append((cell, made))
        return made

    def _carry(self, step: Step) -> None:
        """Until a step is committed: what the reader marked on its article in an earlier lesson, and what is not the point of
        this one, stands there already."""
        earlier = self._recipe.get("begin_with")
        if not earlier or self.workbook.versions(step.id):
            return
        aside = [label for label in step.labels if label not in step.scored]
        with suppress(LessonError):  # the answers that cannot be read or written are told where they belong
            self.workbook.carry(open_workbook(earlier).marks(step.article).of(*aside))

    def shelf(self) -> ipywidgets.VBox:
        """One's own articles, to be chosen from and marked as this lesson asks."""
        from .widgets.desk import own_shelf

        return own_shelf(self.mark)

    def about(self, step: str = "") -> About:
        """What is known about the article of a step, and what is not."""
        return about(open_article(self._step(step).article))

    def marks(self, step: str = "") -> AnnotationSet:
        """The reader's current marks of a step."""
        chosen = self._step(step)
        self.workbook.refresh()
        return self.workbook.marks(chosen.article).of(*chosen.labels)

    def table(self, step: str = "") -> Table:
        """The reader's current marks of a step, a row a mark. Loads nothing: pandas comes with ``frame``."""
        from .tables import marks_table

        return marks_table(self.marks(step))

    def frame(self, step: str = "") -> pd.DataFrame | Table:
        """The same for readers who code: a plain pandas frame, or where pandas cannot be imported (in a browser, say) the
        Table itself."""
        return self.table(step).frame

    def picture(self, name: str, whose: str = "mine") -> Picture:
        """The picture ``name`` (see ``lessons.pictures``) of the reader's own marks, or of the keys (``whose="key"``)."""
        from .pictures import picture

        recipe = self._recipe.get("pictures", {})
        other = self.sets("key" if whose == "mine" else "mine") if recipe.get("both") else ()
        return picture(name, self.sets(whose), recipe.get("topic", ""), whose, recipe.get("where", ""), other)

    def about_drafts(self) -> Table:
        """How often the draft of a key is right, by kind."""
        from .tables import draft_figures

        return draft_figures()

    def live(self, make: Callable[..., Any], *given: Any) -> Live:
        """What ``make(*given)`` returns (``lesson.live(lesson.table, "hotnews")``), with a button to see it anew.

        A frame or a Table is shown as a reader sees it, without offsets; ``make`` itself still gives the plain one.
        """
        from .table import Table
        from .tables import readable
        from .widgets.live import Live

        def latest() -> Any:
            made = make(*given)
            return readable(Table.of(made)) if hasattr(made, "columns") else made

        # One press makes all of a lesson anew: a picture that contradicts the table above it helps nobody. What is shown a
        # second time, because its cell was run again, takes the place of the first.
        self._lives[getattr(make, "__qualname__", repr(make)), repr(given)] = shown = Live(latest, lambda: list(self._lives.values()))
        return shown

    def sets(self, whose: str = "mine") -> list[AnnotationSet]:
        """The annotations that this lesson compares, one set an article.

        ``"mine"``: the reader's marks, gathered from the lessons named in the recipe (this one by default).
        ``"key"``: the answer keys. Raises LessonError for anything else.
        """
        from .tables import told_apart

        if whose not in ("mine", "key"):
            raise LessonError(f"Pictures are drawn from “mine” or from the “key”, and not from “{whose}”; choose one of the two.")
        recipe = self._recipe.get("pictures", {})
        articles = recipe.get("articles") or list(dict.fromkeys(step.article for step in self.steps))
        if articles == "own":
            articles = [article.id for article in readable_articles() if whose == "mine" or has_key(article.id)]
        if whose == "key":
            return told_apart([open_key(article) for article in articles])
        books = [open_workbook(name) for name in recipe.get("from", [self.id])]
        return told_apart([AnnotationSet(open_article(name), _latest(i for book in books for i in book.marks(name)))
                           for name in articles])

    def keep(self) -> KeepSafe:
        """The box that downloads all work and brings it back."""
        from .widgets.keepsafe import KeepSafe

        titles = {lesson_id: open_lesson(lesson_id).title for lesson_id in list_lessons()}
        return KeepSafe(self._restored, titles)

    def _restored(self) -> None:
        self.workbook.refresh()
        for _, exercise in self._exercises:
            exercise.follow()

    def _follow(self, origin: Exercise) -> None:
        for _, other in self._exercises:
            if other is not origin and other.step.article == origin.step.article:
                other.follow()

    def _step(self, name: str) -> Step:
        if not name and self.steps:
            return self.steps[0]
        for step in self.steps:
            if step.id == name:
                return step
        if name in own_articles():
            # What the lesson asks of its last article, it asks of a brought one.
            asked = self._recipe.get("own") or self._recipe["step"][-1]
            return Step(name, name, tuple(asked["labels"]), tuple(asked.get("scored", asked["labels"])), has_key(name))
        raise LessonError(
            f"The lesson “{self.id}” has no step “{name}”; it has {listed([*(s.id for s in self.steps), *own_articles()])}."
        )


def _latest(marks: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Each mark once, as it was changed last: lessons carry marks on."""
    found: dict[str, Annotation] = {}
    for mark in sorted(marks, key=lambda one: one.modified):
        found[mark.id] = mark
    return tuple(found.values())


def list_lessons() -> list[str]:
    """The ids of all lessons, in teaching order."""
    return sorted(path.parent.name for path in content_folder().glob("*/lesson.toml"))


def open_lesson(lesson_id: str) -> Lesson:
    """The lesson with this id. Raises LessonError when there is none, naming the nearest, or when its recipe is wrong."""
    path = content_folder() / lesson_id / "lesson.toml"
    if lesson_id not in list_lessons():
        raise LessonError(f"There is no lesson “{lesson_id}”; the nearest are {nearest(lesson_id, list_lessons())}.")
    try:
        return Lesson({**tomllib.loads(path.read_text(encoding="utf-8")), "id": lesson_id})
    except (tomllib.TOMLDecodeError, KeyError) as problem:
        raise LessonError(
            f"The recipe of the lesson “{lesson_id}” cannot be read ({problem}); compare it with another lesson's."
        ) from problem


def edit_key(article_id: str) -> AnnotatorWidget:
    """The annotator in author mode on the key of an article: every change is saved to the key's file at once.

    Raises LessonError for a key of the kit in a browser, which fetches the kit anew at each visit.
    """
    from .keyfile import open_key_file  # whoever marks needs none

    if keeping() in ("browser", "page") and article_id not in own_articles():
        raise LessonError(
            "A key of the kit cannot be changed in a browser, which fetches the kit anew at each visit: the changes would be lost. "
            "Use the kit on a computer (`python3 start.py`), or bring the text as an article of your own, whose key stays."
        )
    return _key_annotator(open_key_file(open_article(article_id)))


def new_article() -> ipywidgets.VBox:
    """The desk: bring an article, look at the draft of its key, share it with a colleague."""
    from .widgets.desk import new_article as desk

    return desk(_key_annotator)


def _key_annotator(book: KeyFile, changed: Callable[[Exercise], None] = lambda _: None) -> AnnotatorWidget:
    step = Step("key", book.lesson, tuple(all_labels()), (), key=False)
    return Exercise(step, book, None, {}, changed, author=True).widget


def show_marks(marks: AnnotationSet) -> AnnotatorWidget:
    """Annotations to look at and not to change: a key, say, or a set of answers."""
    from .widgets.annotator import show_marks as show

    return show(marks)


def _overlay(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(common)
    for name, value in own.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(name), Mapping)
        merged[name] = _overlay(merged[name], value) if both else value
    return merged
