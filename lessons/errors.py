"""The errors a reader or a teacher may meet: each is one sentence that says what to do."""

from __future__ import annotations

import math
from collections.abc import Iterable


class LessonError(Exception):
    """Something a person can put right. ``str(error)`` is the whole message, meant to be read aloud.

    Not for programming mistakes: those stay ordinary exceptions.
    """

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception for this before it prints a traceback: a student sees the
        # sentence alone, never the stack that led to it.
        return [str(self)]


class ArticleError(LessonError):
    """An article or its record cannot be used."""


class AnnotationFileError(LessonError):
    """A key, an answers file or a backup cannot be read; the file itself is left as it is."""


class StorageError(LessonError):
    """Work could not be written: a full disk, a folder that is read-only."""


def nearest(wanted: str, known: Iterable[str], count: int = 3) -> str:
    """The names most like ``wanted``, quoted and joined, or all of them if none is close."""
    import difflib  # for who has mistyped something; a lesson's memory is better spent otherwise

    names = sorted(known)
    return listed(difflib.get_close_matches(wanted, names, n=count, cutoff=0.4) or names[:count])


def too_large(name: str, size: int, limit: int) -> str:
    """How a sentence begins about a file of ``size`` bytes where ``limit`` are read at most. A part of a megabyte counts as one."""
    return f"The file “{name}” has {math.ceil(size / 1e6)} MB, and the limit is {limit / 1e6:.0f} MB"


def listed(names: Iterable[str]) -> str:
    """All of ``names``, quoted and joined, in the order given."""
    return ", ".join(f"“{name}”" for name in names)
