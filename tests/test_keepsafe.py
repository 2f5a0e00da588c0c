"""The box that keeps everything: what restoring a backup says, and what it leaves out."""

import json

import pytest

from lessons.backup import BACKUP_TYPE
from lessons.widgets.keepsafe import KeepSafe
from lessons.workbook import open_workbook

MARK = {"id": "m1", "start": 0, "end": 10, "label": "source", "kinds": [], "note": "", "link": "", "standing": "", "drafted": False,
        "created": "2026-01-01T10:00:00.000Z", "modified": "2026-01-01T10:00:00.000Z"}


@pytest.fixture
def box(work):
    """The box, in a work folder of its own; ``box.brought`` counts how often work was brought back."""
    made = KeepSafe(lambda: made.brought.append(1))
    made.brought = []
    return made


def from_a_browser(**copies):
    return json.dumps({"type": BACKUP_TYPE, "ss:format": 1, "files": {}, "browser": {key: {"marks": marks} for key, marks in copies.items()}})


def test_what_a_browser_kept_is_restored_and_the_page_follows(box):
    assert "Restored: one mark that was not here before." == box.bring_back(from_a_browser(**{"01_who_says_so/hotnews": [MARK]}))
    assert ([1], ["m1"]) == (box.brought, [item.id for item in open_workbook("01_who_says_so").items])


def test_a_copy_on_an_article_that_is_not_here_is_left_out_and_told_and_the_others_are_restored(box):
    told = box.bring_back(from_a_browser(**{"05_your_article/bridge": [MARK], "01_who_says_so/hotnews": [MARK]}))

    assert told == ("Restored: one mark that was not here before. What was marked on “bridge” was left out, because the article is "
                    "not here: bring it, then restore the file again.")
    assert ["m1"] == [item.id for item in open_workbook("01_who_says_so").items]


def test_a_copy_that_cannot_be_read_changes_nothing(box):
    told = box.bring_back(from_a_browser(**{"01_who_says_so/hotnews": [MARK], "02_whose_words/hotnews": [{**MARK, "end": 10**9}]}))

    assert told.endswith(".") and "Restored" not in told
    assert () == open_workbook("01_who_says_so").items


@pytest.mark.parametrize("text", ["", "[]", "{", '{"type": "SecondSourceBackup", "files": {}, "browser": 7}'])
def test_a_file_that_is_no_backup_is_told_in_a_sentence(box, text):
    assert box.bring_back(text).endswith(".")


@pytest.mark.parametrize("lesson", ["a\0b", "x" * 300, "half \ud83d", "../elsewhere", ".hidden", ""])
def test_a_lesson_that_no_file_could_be_named_after_is_no_lesson(box, lesson):
    assert "Nothing" in box.bring_back(from_a_browser(**{f"{lesson}/hotnews": [MARK]}))
    page = json.dumps({"type": "AnnotationPage", "ss:format": 1, "ss:lesson": lesson, "items": []})
    told = box.bring_back(json.dumps({"type": BACKUP_TYPE, "ss:format": 1, "files": {"a.json": page}}))
    assert told.startswith("The file “a.json” does not say which lesson it belongs to"), told
