"""The answer keys: complete, linked, explained in plain words, and with the points the lessons are about."""

import re
from collections import defaultdict

import pytest

from lessons.labels import ACCEPTABLE, CONTESTED, REQUIRED, STANDINGS, all_labels, answer_to, asked
from lessons.library import facts, list_articles, open_article, open_key
from lessons.places import data_folder
from lessons.webannotation import page_annotations, read_page

KEYS = {name: open_key(name) for name in list_articles()}
ITEMS = [(name, item) for name, key in KEYS.items() for item in key]
every_item = pytest.mark.parametrize(("name", "item"), ITEMS,
                                     ids=[f"{name} {item.id}" for name, item in ITEMS])
every_key = pytest.mark.parametrize("name", KEYS)

# Words of the trade, of the code and of the sceptic's pose that no fourteen-year-old should meet in a reason.
JARGON = [
    "epistemic", "anaphor", "metonym", "deictic", "discourse", "proposition", "illocution", "semantic",
    "pragmatic",
    "syntactic", "lexical", "nominal", "predicate", "hedge", "modality", "presuppos", "provenance",
    "corroborat",
    "triangulat", "veracity", "credib", "reliab", "annotat", "taxonomy", "ontology", "corpus", "token",
    "span", "offset",
    "selector", "anchor", "gold", "ground truth", "krippendorff", "alpha", "polnear", "parc", "json", "utf",
    "propaganda", "fake", "disinformation", "obviously", "of course", "simply", "clearly",
]

# Questions that no careful reader can answer, and why.
OPEN = {
    ("hotnews", "s12", "what"): "Of “Opponents” one cannot even tell what kind of people they are.",
}

# article, words that the item marks or holds, label, kind (or "" for none), standings that make the point
POINTS = [
    ("hotnews", "(the use of cluster munitions, no)", "quotation", "quotation/not-a-quotation",
     {ACCEPTABLE, REQUIRED}),
    ("hotnews", "Opponents", "source", "source/vague", {REQUIRED}),
    ("hotnews", "Opponents warn that", "claim", "claim/vague", {REQUIRED}),
    ("hotnews", "more than 120 countries", "claim", "claim/evidence", {CONTESTED}),
    ("hotnews", "123 countries", "claim", "claim/evidence", {CONTESTED}),
    ("hotnews", "refused to join", "claim", "claim/unsupported", {CONTESTED}),
    ("hotnews", "Reuters", "source", "source/media", {REQUIRED}),
    ("hotnews", "Laura Cooper", "source", "source/named", {REQUIRED}),
    ("dallas-express", "multiple media accounts", "source", "source/vague", {REQUIRED}),
    ("dallas-express", "multiple media accounts have claimed", "claim", "claim/vague", {REQUIRED}),
    ("dallas-express", "Open Source Intelligence Monitor", "source", "source/social", {REQUIRED}),
    ("dallas-express", "over 100 countries", "claim", "claim/unsupported", {REQUIRED}),
    ("dallas-express", "some lawmakers", "source", "source/vague", {ACCEPTABLE}),
    ("hotnews", "Opponents", "source", "source/cannot-tell", {REQUIRED}),
    ("dallas-express", "a letter to the president", "source", "source/document", {REQUIRED}),
    ("dallas-express", "‘why?'", "quotation", "quotation/not-a-quotation", {ACCEPTABLE, REQUIRED}),
]


@every_item
def test_an_item_has_a_standing_and_a_reason(name, item):
    assert item.standing in STANDINGS
    assert item.note.strip() == item.note != ""


@every_item
def test_every_question_about_an_item_is_answered(name, item):
    assert [] == [question.id for question in asked(all_labels()[item.label], item.kinds)
                  if not (question.optional or answer_to(question, item.kinds)
                          or (name, item.id, question.id) in OPEN)]


@every_item
def test_a_question_that_its_own_answer_makes_pointless_is_not_answered(name, item):
    # A key may give two answers to the gate of a claim: the second question is for those who reach it.
    label = all_labels()[item.label]

    assert item.label == "claim" or [] == [
        q.id for q in label.questions if q not in asked(label, item.kinds) and answer_to(q, item.kinds)]


@every_item
def test_an_item_begins_and_ends_with_a_word_or_its_mark(name, item):
    words = KEYS[name].quote(item)

    assert words == words.strip()


@every_item
def test_no_item_lies_in_what_is_not_reporting(name, item):
    article = open_article(name)

    assert [] == [p.furniture for p in article.paragraphs if p.furniture and p.overlaps(item)]


@every_item
def test_a_reason_is_a_sentence_of_bearable_length(name, item):
    assert 20 <= len(item.note) <= 600
    assert item.note[-1] in ".?!”" and not item.note[0].islower()


@every_item
def test_a_reason_speaks_plainly(name, item):
    # Words that the article or its marks bring along are quoted, and quoting is no jargon.
    said = re.sub(r"“[^”]*”", "", item.note).lower()

    assert [] == [word for word in JARGON if re.search(rf"\b{re.escape(word)}", said)]


@every_item
def test_a_reason_never_names_a_kind_by_its_code(name, item):
    assert None is re.search(r"\b(source|quotation|claim|key)/", item.note)


@pytest.mark.parametrize(("name", "item"), [
    pytest.param(name, item, id=f"{name} {item.id}") for name, item in ITEMS
    if item.label == "quotation" and "quotation/not-a-quotation" not in item.kinds])
def test_a_quotation_is_linked_to_who_said_it(name, item):
    assert item.link, "Choose who said it, under “Who said it?”."


@every_item
def test_a_link_leads_to_a_source(name, item):
    target = KEYS[name].get(item.link)

    assert not item.link or (target is not None and target.label == "source" and target.id != item.id)


@every_key
def test_following_the_links_ends_somewhere(name):
    key = KEYS[name]
    for item in key:
        seen = set()
        while item and item.id not in seen:
            seen.add(item.id)
            item = key.get(item.link)

        assert item is None, f"The links go round: {sorted(seen)}."


@every_key
def test_no_reason_serves_two_labels(name):
    labels = defaultdict(set)
    for item in KEYS[name]:
        labels[item.note].add(item.label)

    assert [] == [note for note, used in labels.items() if len(used) > 1]


@every_key
def test_no_two_items_mark_the_same_words_with_the_same_label(name):
    places = [(item.label, item.start, item.end) for item in KEYS[name]]

    assert len(places) == len(set(places))


@every_key
def test_every_label_has_something_required(name):
    assert set(all_labels()) == {item.label for item in KEYS[name] if item.standing == REQUIRED}


@every_key
def test_a_key_has_something_that_is_well_done(name):
    good = {"source/named", "claim/evidence", "claim/attributed"}

    assert [] != [item.id for item in KEYS[name] if item.standing == REQUIRED and good & set(item.kinds)]


@pytest.mark.parametrize(("name", "words", "label", "kind", "standings"), POINTS,
                         ids=[f"{p[0]}: {p[1]} ({p[2]})" for p in POINTS])
def test_a_key_makes_its_point(name, words, label, kind, standings):
    place = open_article(name).find(words)
    made = [item for item in KEYS[name].of(label) if item.overlaps(place) and kind in item.kinds]

    assert [] != [item.id for item in made if item.standing in standings]


FIGURES = [(topic, figure) for topic in sorted(path.stem for path in (data_folder() / "cards").glob("*.toml"))
           for figure in facts(topic).get("figure", ())]


@pytest.mark.parametrize(("topic", "figure"), FIGURES,
                         ids=[f"{f['article']}: {f['words']}" for _, f in FIGURES])
def test_the_words_of_a_figure_stand_in_its_article(topic, figure):
    assert figure["words"] in open_article(figure["article"]).text


@pytest.mark.parametrize(("topic", "figure"), FIGURES,
                         ids=[f"{f['article']}: {f['words']}" for _, f in FIGURES])
def test_the_number_of_a_figure_is_the_number_in_its_words(topic, figure):
    number = int(re.search(r"\d+", figure["words"]).group())

    assert number == (figure["exactly"] if "exactly" in figure else figure["at_least"] - 1)


@pytest.mark.parametrize(("topic", "figure"), FIGURES,
                         ids=[f"{f['article']}: {f['words']}" for _, f in FIGURES])
def test_a_key_has_a_claim_on_every_figure(topic, figure):
    place = open_article(figure["article"]).find(figure["words"])

    assert [] != [item.id for item in KEYS[figure["article"]].of("claim") if item.overlaps(place)]


CODERS = sorted((data_folder() / "keys" / "coders").glob("*.json"))


@pytest.mark.parametrize("path", CODERS, ids=[path.name for path in CODERS])
def test_what_a_coder_marked_can_be_read(path):
    article = open_article(path.name.split(".")[0])
    page = read_page(path)

    assert ("coder", {article.id: article.sha256}) == (page["ss:purpose"], page["ss:articles"])
    assert {article.id} == {item.article for item in page_annotations(page, open_article, path.name)}


@pytest.mark.parametrize("name", ["dallas-express", "hotnews"])
def test_three_coders_marked_every_supplied_article(name):
    assert [f"{name}.a.json", f"{name}.b.json", f"{name}.c.json"] == [path.name for path in CODERS
                                                    if path.name.startswith(name)]
