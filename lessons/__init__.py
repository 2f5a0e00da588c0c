"""Second Source: media-literacy lessons for Jupyter.

An **article** is a text with a record. A **mark** (an annotation) puts a label on a span of it: *source*, *quotation* or
*claim*, with kinds. An **answer key** is a set of marks with a standing and a reason each. A **lesson** shows an article
to be marked, keeps the marks in a **workbook** on disk, and compares them with the key once they are committed.

    import lessons
    lesson = lessons.open_lesson("01_who_says_so")
    lesson.mark("hotnews")

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

__all__ = [
    "Annotation",
    "AnnotationSet",
    "Article",
    "LessonError",
    "about",
    "edit_key",
    "facts",
    "list_articles",
    "list_lessons",
    "new_article",
    "open_article",
    "open_key",
    "open_lesson",
    "score",
    "show_marks",
]

_HOME = {
    "Annotation": "annotation",
    "AnnotationSet": "annotation",
    "Article": "article",
    "LessonError": "errors",
    "about": "imprint",
    "facts": "library",
    "list_articles": "library",
    "open_article": "library",
    "open_key": "library",
    "score": "scoring",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME.get(name, 'lesson')}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
