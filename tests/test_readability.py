"""Readability: syllables as English counts them, roughly, and the grade that follows from them."""

import pytest

from lessons.article import Article
from lessons.library import article_from_text, list_articles, open_article
from lessons.readability import reading_grade, syllables


@pytest.mark.parametrize(("word", "expected"), [
    ("cat", 1), ("water", 2), ("banana", 3), ("make", 1), ("table", 2), ("tree", 1), ("the", 1),
    ("rhythm", 1), ("Ukraine", 2), ("“Yes,”", 1), ("2008", 1), ("", 1),
])
def test_syllables(word, expected):
    assert expected == syllables(word)


@pytest.mark.parametrize(("text", "grade"), [
    pytest.param("The cat sat. The dog ran.", -2.6, id="three short words a sentence"),
    pytest.param("The yellow cat sat on the table.", 2.3, id="seven words, nine syllables"),
    pytest.param("12 34. 56!", 0.0, id="no words at all"),
])
def test_the_grade_is_that_of_flesch_and_kincaid(text, grade):
    assert grade == reading_grade(Article("x", text))


def test_furniture_does_not_count():
    text = "The cat sat.\n\nUnbelievably extraordinary subscription opportunities everywhere."
    record = {"furniture": [{"quote": "Unbelievably", "what": "ad"}]}

    assert -2.6 == reading_grade(article_from_text("x", text, record))


@pytest.mark.parametrize("name", list_articles())
def test_the_articles_of_the_shelf_can_be_read_at_school(name):
    assert 0 < reading_grade(open_article(name)) < 20
