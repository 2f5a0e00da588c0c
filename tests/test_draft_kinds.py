"""What a draft says of a source: how it is identified, what it is, and whom a pronoun means."""

import tomllib

import pytest

from lessons.draft.kinds import kinds_of
from lessons.draft.marks import draft_of
from lessons.library import article_from_text
from lessons.places import content_folder, data_folder, kit_folder

LISTS = tomllib.loads((data_folder() / "lexicons" / "sources.toml").read_text("utf-8"))


@pytest.mark.parametrize(("source", "first", "kinds"), [
    ("Mira Sand, the mayor", True, "named official"),
    ("mayor Mira Sand", False, "named official"),
    ("Mira Sand", True, "named"),
    ("a senior official", False, "described official"),
    ("two residents", False, "described person"),
    ("A fisherman on the island", True, "described person"),
    ("Critics", True, "vague"),
    ("Opponents of the plan", True, "vague"),
    ("some residents", False, "vague person"),
    ("Holm residents", True, "vague person"),
    ("Reuters", True, "named media"),
    ("the newspaper", False, "described media"),
    ("a letter signed by Mira Sand", False, "named document"),
    ("a poll of 400 islanders", False, "described data"),
    ("The company", True, "described organisation"),
    ("a post on Facebook", False, "named social"),
    ("Professor Ana Petrov", True, "named expert"),
    ("she", False, ""),
    ("They", True, ""),
    ("", True, ""),
    ("…", True, ""),
])
def test_the_words_of_a_source_propose_its_kinds(source, first, kinds):
    assert [f"source/{kind}" for kind in kinds.split()] == list(kinds_of(source, first))


@pytest.mark.parametrize("name", LISTS)
def test_every_list_says_what_it_is_for_and_its_example_holds_one_of_its_words(name):
    words = LISTS[name]["words"].split()

    assert LISTS[name]["note"].endswith(".") and len(words) == len(set(words))
    assert set(words) & {word.strip(",.’").removesuffix("'s").lower() for word in LISTS[name]["example"].split()}


@pytest.mark.parametrize(("text", "who"), [
    ("“It is late,” said Mira Sand. “It is cold,” she said.", "Mira Sand"),
    ("“It is late,” said Mira Sand.\n\n“It is cold,” she said.", "Mira Sand"),
    ("“It is late,” said Mira Sand.\n\nThe boat was cold.\n\nNobody came.\n\n“It is cold,” she said.", ""),
    ("“It is late,” said Mira Sand. “It is cold,” said Per Lund. “It is wet,” he said.", "Per Lund"),
    ("“It is late,” said Mira Sand. “It is cold,” they said.", ""),
    ("A spokeswoman for the harbour said it was late. “It is cold,” she said.", "A spokeswoman for the harbour"),
    ("The council said it was late. “It is cold,” she said.", ""),
    ("Ivo Brandt of the firm Fair Share said it was late. “It is cold,” he said.", "Ivo Brandt of the firm Fair Share"),
    ("The firm Fair Share said it was late. “It is cold,” he said.", ""),
    ("“It is cold,” she said.", ""),
])
def test_she_is_the_person_named_last_unless_that_is_too_far_away(text, who):
    draft = draft_of(article_from_text("x", text))
    last = draft.of("quotation").items[-1]

    assert who == (draft.quote(draft.get(last.link)) if last.link else "")


@pytest.mark.parametrize(("text", "who"), [
    ("Asked whether she would pay, Ana Okoye, 34, a nurse who rows, laughed. “I would,” she said.", "Ana Okoye, 34, a nurse who rows"),
    ("The nurse Ana Okoye, who rows every day, laughed. “I would,” she said.", "Ana Okoye, who rows every day"),
    ("“It is late,” said Per Lund.\n\nDr. Ana Maria Okoye, 34, laughed. “It is cold,” she said.", "Dr. Ana Maria Okoye, 34"),
    ("Ana Okoye, 34, laughed. Per Lund said it was late. “It is cold,” he said.", "Per Lund"),
    ("Fair Share, a taxpayers’ group, laughed. “I would,” she said.", ""),
    ("In Ayr, a town in the west, everybody laughed. “I would,” she said.", ""),
    ("“It is late,” said Reuters. “It is cold,” she said.", ""),
])
def test_she_is_the_person_whom_her_paragraph_has_introduced(text, who):
    draft = draft_of(article_from_text("x", text))
    last = draft.of("quotation").items[-1]

    assert who == (draft.quote(draft.get(last.link)) if last.link else "")


def test_what_one_mention_tells_of_a_person_holds_for_the_others():
    text = "“It is late,” said Mira Sand, the mayor. “It is cold,” said Per Lund. Sand said that the boat would stop."
    sources = draft_of(article_from_text("x", text)).of("source")

    assert [sources.quote(s).split(",")[0] for s in sources.with_kind("source/official")] == ["Mira Sand", "Sand"]


def test_a_source_that_speaks_again_is_proposed_as_the_same_one():
    text = "“It is late,” said Mira Sand, the mayor. “It is cold,” said Per Lund. Sand said that the boat would stop. Sand and Lund left."
    sources = draft_of(article_from_text("x", text)).of("source")

    assert [("Mira Sand, the mayor", False), ("Per Lund", False), ("Sand", True)] == [
        (sources.quote(source), source.standing == "draft/again") for source in sources]


def test_a_word_that_stands_in_the_description_of_another_source_makes_it_not_the_same_one():
    text = "The town said that the pier was closed. “Nobody asked us,” said one of them, who works for the town."
    sources = draft_of(article_from_text("x", text)).of("source")

    assert ["draft/likely", "draft/sure"] == [source.standing for source in sources]


@pytest.mark.parametrize("text", [
    "A spokesman declined to comment.", "The mayor refused to answer questions.", "One man asked not to be named.",
    "The firm did not respond to a request for comment.", "She declined to be interviewed.",
])
def test_whoever_said_nothing_is_not_proposed(text):
    assert not draft_of(article_from_text("x", text)).of("source", "quotation").items


@pytest.mark.parametrize("text", ["The council declined to raise taxes.", "The mayor refused to pay."])
def test_whoever_would_not_do_something_else_is(text):
    assert 1 == len(draft_of(article_from_text("x", text)).of("quotation").items)


def test_a_text_with_ten_thousand_sources_is_drafted_in_one_pass():
    text = " ".join(f"“It is late,” said Ana Berg{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}." for i in range(10_000))

    assert 10_000 <= len(draft_of(article_from_text("x", text)).of("source"))


def test_what_stands_in_furniture_is_not_proposed():
    record = {"furniture": [{"quote": "“Read this,” says our editor.", "what": "promotion"}]}
    text = "“It is late,” said Mira Sand.\n\n“Read this,” says our editor.\n\nThe boat was cold."

    assert {"“It is late,”", "Mira Sand"} == {item.of(text) for item in draft_of(article_from_text("x", text, record))}


def test_the_readme_tells_the_figures_that_were_measured():
    measured = tomllib.loads((content_folder() / "accuracy.toml").read_text("utf-8"))
    readme = " ".join((kit_folder() / "README.md").read_text("utf-8").split())

    assert f"Of a hundred direct quotations it proposes, {measured['direct']['right']} are right, of a hundred indirect ones " \
           f"{measured['indirect']['right']}" in readme
