"""The taxonomy: what can be marked, what is asked about it, and which answer finds fault."""

import pytest

from lessons.labels import PROPOSALS, STANDINGS, accusing, all_labels, answer_to, asked, kind_names, taxonomy

LABELS = all_labels()
QUESTIONS = [(label, question) for label in LABELS.values() for question in label.questions]
NAMES = [f"{label.id}, {question.id}" for label, question in QUESTIONS]


def test_the_labels_are_the_three_of_the_lessons_in_their_order():
    assert ["source", "quotation", "claim"] == list(LABELS)


@pytest.mark.parametrize("member", ["letter", "name", "plural", "mark_name"])
def test_no_two_labels_share_a_word_or_a_letter(member):
    words = [getattr(label, member) for label in LABELS.values()]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("label", LABELS.values(), ids=list(LABELS))
def test_every_kind_is_named_after_its_label(label):
    assert [] == [kind.id for kind in label.kinds if not kind.id.startswith(f"{label.id}/")]


def test_no_kind_stands_twice():
    kinds = [kind.id for label in LABELS.values() for kind in label.kinds]

    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize("label", LABELS.values(), ids=list(LABELS))
def test_no_two_kinds_of_a_label_share_a_name(label):
    names = [kind.name for kind in label.kinds]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(("label", "question"), QUESTIONS, ids=NAMES)
def test_every_question_asks_and_offers_a_choice_with_a_rule_each(label, question):
    assert question.ask.endswith("?")
    assert len(question.kinds) >= 2
    assert [] == [kind.id for kind in question.kinds if not kind.rule]


@pytest.mark.parametrize(("label", "question"), QUESTIONS, ids=NAMES)
def test_a_question_is_made_pointless_only_by_an_answer_given_before_it(label, question):
    before = label.questions[: label.questions.index(question)]

    assert question.unless in {None, *(kind.id for earlier in before for kind in earlier.kinds)}


def test_only_unsupported_finds_fault():
    assert accusing() == {"claim/unsupported"}


def test_only_the_support_of_a_claim_decides():
    assert [("claim", "support")] == [(label.id, question.id) for label, question in QUESTIONS
                                      if question.decides]


def test_every_kind_and_every_standing_has_a_name_for_the_reader():
    wanted = {kind.id for label in LABELS.values() for kind in label.kinds} | {*STANDINGS, *PROPOSALS}

    assert wanted == {name for name, words in kind_names().items() if words}


def test_the_standings_are_required_acceptable_and_contested():
    assert STANDINGS == tuple(taxonomy()["standing"]) == ("key/required", "key/acceptable", "key/contested")


@pytest.mark.parametrize(("kinds", "expected"), [
    pytest.param((), (), id="no answer"),
    pytest.param(("source/named",), ("source/named",), id="one answer"),
    pytest.param(("source/official",), (), id="an answer to another question"),
    pytest.param(("source/vague", "source/official", "source/named"), ("source/named", "source/vague"),
                 id="a key's two answers, in the question's order"),
    pytest.param(("claim/vague",), (), id="an answer with another label's name"),
])
def test_the_answers_to_a_question_are_picked_from_the_kinds(kinds, expected):
    assert expected == answer_to(LABELS["source"].questions[0], kinds)


@pytest.mark.parametrize(("label", "kinds", "expected"), [
    pytest.param("source", (), ["identified", "what"], id="all questions while nothing is answered"),
    pytest.param("source", ("source/named",), ["identified", "what"], id="a named source is something"),
    pytest.param("source", ("source/none",), ["identified"], id="no source is nothing"),
    pytest.param("claim", ("claim/checkable",), ["gate", "support"], id="what can be checked needs support"),
    pytest.param("claim", ("claim/not-checkable",), ["gate"], id="what cannot be checked needs none"),
    pytest.param("quotation", ("quotation/not-a-quotation",), ["form"], id="what nobody says has no cue"),
    pytest.param("quotation", ("quotation/direct",), ["form", "cue"], id="what somebody says has one"),
])
def test_a_question_is_asked_unless_an_answer_made_it_pointless(label, kinds, expected):
    assert expected == [question.id for question in asked(LABELS[label], kinds)]
