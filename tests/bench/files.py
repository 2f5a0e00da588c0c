"""Rows 9 and 10: what the widget weighs on the way to the browser, and how often sentences are split right."""

import gzip
import json

from lessons.article import Span, split_sentences

from .stage import KIT
from .table import Row

CASES = KIT / "tests" / "cases" / "sentences.json"


def rows(wanted):
    """The rows among 9 and 10 that are wanted."""
    return (size_rows() if 9 in wanted else []) + (sentence_rows() if 10 in wanted else [])


def size_rows():
    """Row 9, for information."""
    made = []
    for name in ("annotator.js", "annotator.css"):
        content = (KIT / "lessons" / "widgets" / name).read_bytes()
        zipped = len(gzip.compress(content, 9))
        made.append(Row(9, f"{name} in bytes", len(content), "", notes=[f"{zipped:,} bytes as gzip"]))
    return made


def sentence_rows():
    """Row 10: the texts whose sentences are not all right; those with a `limit` are known to be beyond the rules."""
    if not CASES.exists():
        return []
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    known = [case for case in cases if case.get("limit")]
    wrong = [case for case in cases if not case.get("limit") and not split_right(case)]
    beyond = sum(not split_right(case) for case in known)
    notes = [f"of {len(cases) - len(known)} texts", f"and {beyond} of {len(known)} that the rules are known to miss",
             *(f"wrong: {case['name']}" for case in wrong)]
    return [Row(10, "texts split into sentences wrongly", len(wrong), "", 0, notes=notes)]


def split_right(case):
    """Whether a text is split into just the sentences of its case."""
    text = case["text"]
    found = split_sentences(text, Span(0, len(text)), case["language"])
    return [sentence.of(text) for sentence in found] == case["sentences"]
