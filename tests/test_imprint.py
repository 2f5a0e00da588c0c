"""What is said about an article before it is read."""

from __future__ import annotations

import pytest

from lessons import about, list_articles, open_article
from lessons.library import article_from_text


def said(article_id: str) -> dict[str, str]:
    return dict(about(open_article(article_id)).rows)


@pytest.mark.parametrize("article_id", list_articles())
def test_every_article_tells_its_outlet_words_reading_level_rights_and_what_to_know_before(article_id: str) -> None:
    rows = said(article_id)

    assert all(rows[name] for name in ("Outlet", "Language", "Words", "Reading level", "Origin", "Rights", "Before you read"))


@pytest.mark.parametrize("article_id", ["hotnews", "dallas-express"])
def test_what_a_supplied_file_lacks_is_said(article_id: str) -> None:
    rows = said(article_id)

    assert rows["Headline"].startswith("Not in the file") and rows["Byline"].startswith("Not in the file")


@pytest.mark.parametrize(("article_id", "date"), [("hotnews", "About 23 June 2023"), ("dallas-express", "On or soon after 20 July 2023")])
def test_an_inferred_date_says_that_it_is_and_from_what(article_id: str, date: str) -> None:
    told = said(article_id)["Date"]

    assert told.startswith(f"{date} (Not in the file. It is inferred. ")
    assert len(told) > 120


def test_the_words_are_those_of_the_reporting_without_furniture() -> None:
    article = open_article("dallas-express")

    assert int(said("dallas-express")["Words"]) == article.words() - len(["CLICK", "HERE", "TO", "GET", "THE", "DALLAS", "EXPRESS", "APP", "Author"])


def test_markup_in_a_record_is_shown_and_not_run() -> None:
    shown = about(article_from_text("x", "One. Two.", {"outlet": "<script>x</script>"}))._repr_html_()

    assert "<script>" not in shown and "&lt;script&gt;" in shown


def test_a_text_without_a_record_still_tells_what_can_be_counted() -> None:
    assert dict(about(article_from_text("x", "One. Two words.")).rows)["Words"] == "3"


def test_a_text_in_another_language_has_no_reading_level_because_the_formula_is_for_english() -> None:
    text = "Паром опоздал. Никто не пришёл."

    assert "Reading level" not in dict(about(article_from_text("a", text, {"language": "ru"})).rows)
    assert "Reading level" in dict(about(article_from_text("a", text, {"language": "en"})).rows)


@pytest.mark.parametrize("article_id", ["hotnews", "dallas-express"])
def test_a_title_that_the_kit_gave_says_so(article_id: str) -> None:
    article = open_article(article_id)

    assert f"{article.title} (Named by this kit; the file has no headline)" == said(article_id)["Title"]


@pytest.mark.parametrize(("code", "name"), [("en", "English"), ("und", "Unknown"), ("ro", "ro")])
def test_a_language_is_told_by_its_name_where_the_kit_knows_it(code: str, name: str) -> None:
    assert name == dict(about(article_from_text("x", "One.", {"language": code})).rows)["Language"]
