"""Scoring: what counts as found, what never counts, and why marking everything is no way to read."""

import random
from itertools import permutations, product

import pytest

from lessons.annotation import Annotation, AnnotationSet
from lessons.labels import REQUIRED, STANDINGS, all_labels, answer_to, asked
from lessons.library import article_from_text, list_articles, open_key
from lessons.pairing import overlap, pair_up
from lessons.scoring import EXTRA, FOUND, MISSED, PARTLY, KindResult, Score, score
from tests.making import FERRY, cases, ferry_key, item, mark, named

CASES = cases("scoring")
OVERLAPS, SCORES, TEXTS = CASES["overlap"], CASES["score"], CASES["texts"]
SUPPLIED = ["dallas-express", "hotnews"]
LETTERS = article_from_text("letters", "abcdefghij " * 20)


def on(article, *annotations):
    return AnnotationSet(article, annotations)


def compare(marks, key=None, labels=()):
    return score(on(FERRY, *marks), key or ferry_key(), labels)


def from_row(article, row, number):
    fields = {"standing": row["standing"], "note": "Because."} if "standing" in row else {}
    return mark(row["words"], row["label"], *row["kinds"], article=article, id=f"{number:02}", **fields)


def lines(compared, article):
    return [f"{finding.status}: {finding.span.of(article.text)}" for finding in compared.findings]


# ------------------------------------------------------------------------------------------------- the tables


@pytest.mark.parametrize("row", OVERLAPS, ids=named(OVERLAPS))
def test_overlap(row):
    article = article_from_text("x", row["text"])

    assert row["share"] == round(overlap(row["text"], article.find(row["one"]), article.find(row["other"])),
                                 6)


@pytest.mark.parametrize("row", SCORES, ids=named(SCORES))
def test_scores(row):
    article = article_from_text("x", TEXTS[row["text"]])
    key, marks = ([from_row(article, r, n) for n, r in enumerate(row[name])] for name in ("key", "marks"))
    compared = score(on(article, *marks), on(article, *key))

    assert row["lines"] == lines(compared, article)
    assert (row["recall"], row["precision"]) == (compared.recall, compared.precision)


# ------------------------------------------------------------------------------------------ what always holds


def drawn(draw, name, standings=("",)):
    label = draw.choice(list(all_labels().values()))
    start = draw.randrange(0, 200)
    kinds = tuple(draw.choice(q.kinds).id for q in label.questions if draw.random() < 0.7)
    return Annotation(start, start + draw.randrange(1, 20), id=name, label=label.id, article="letters",
                      kinds=kinds,
                      standing=draw.choice(standings), note="Because.")


def drawn_pair(seed):
    draw = random.Random(seed)
    marks = [drawn(draw, f"m{n}") for n in range(draw.randrange(0, 12))]
    key = [drawn(draw, f"k{n}", STANDINGS) for n in range(draw.randrange(1, 12))]
    return marks, key


@pytest.mark.parametrize("seeds", [range(100), range(100, 200), range(200, 300)], ids=str)
def test_every_mark_and_every_required_item_has_exactly_one_line(seeds):
    for seed in seeds:
        marks, key = drawn_pair(seed)
        findings = score(on(LETTERS, *marks), on(LETTERS, *key)).findings
        told = sorted(f.mark.id for f in findings if f.mark)
        required = sorted(f.item.id for f in findings if f.item and f.item.standing == REQUIRED)

        assert sorted(m.id for m in marks) == told, seed
        assert sorted(i.id for i in key if i.standing == REQUIRED) == required, seed


@pytest.mark.parametrize("seeds", [range(50), range(50, 100)], ids=str)
def test_the_order_in_which_marks_come_changes_nothing(seeds):
    for seed in seeds:
        marks, key = drawn_pair(seed)
        shuffle = random.Random(seed + 1)
        again_marks, again_key = (shuffle.sample(each, len(each)) for each in (marks, key))

        assert score(on(LETTERS, *marks), on(LETTERS, *key)) == score(
            on(LETTERS, *again_marks), on(LETTERS, *again_key)), seed


def balance(compared):
    """The harmonic mean of recall and precision (van Rijsbergen's F with equal weight): low for a reader who marks everything
    and for one who marks nothing."""
    total = compared.recall + compared.precision
    return 2 * compared.recall * compared.precision / total if total else 0.0


def test_recall_and_precision_stay_between_nothing_and_all():
    for seed in range(200):
        marks, key = drawn_pair(seed)
        compared = score(on(LETTERS, *marks), on(LETTERS, *key))

        assert all(0 <= number <= 1 for number in (compared.recall, compared.precision)), seed


@pytest.mark.parametrize("name", list_articles())
def test_the_key_against_itself_is_all_found(name):
    key = open_key(name)
    compared = score(AnnotationSet(key.article, key.items), key)

    assert (1.0, 1.0) == (compared.recall, compared.precision)
    assert (0, 0, 0) == tuple(compared.count(status) for status in (PARTLY, MISSED, EXTRA))


@pytest.mark.parametrize("name", list_articles())
def test_the_kinds_of_the_key_are_right_against_itself(name):
    key = open_key(name)

    assert [] == [r for r in score(AnnotationSet(key.article, key.items), key).kind_results() if not r.right]


@pytest.mark.parametrize("name", list_articles())
def test_who_marks_nothing_has_no_balance_at_all(name):
    key = open_key(name)

    assert 0.0 == balance(score(AnnotationSet(key.article), key))


def every_sentence(key, labels, choose):
    """A mark for every label on every sentence, its kinds as ``choose`` picks them from each question."""
    made = []
    for label in (all_labels()[name] for name in labels):
        picked = tuple(kind for q in label.questions for kind in choose(q))
        kinds = tuple(kind for q in asked(label, picked) for kind in answer_to(q, picked))
        made += [Annotation(s.start, s.end, id=f"{label.id}{n}", label=label.id, article=key.article.id,
                            kinds=kinds)
                 for n, s in enumerate(key.article.sentences)]
    return AnnotationSet(key.article, tuple(made))


FIRST_QUESTIONS = [label.questions[0] for label in all_labels().values()]
# How a reader who does not read might answer: not at all, or the same choice to each question, everywhere.
ANSWERS = {
    "no answers": lambda question: (),
    **{f"choices {' and '.join(map(str, pair))}": lambda question, pair=pair: (
        question.kinds[pair[question not in FIRST_QUESTIONS] % len(question.kinds)].id,)
       for pair in product(range(4), range(9))},
}


@pytest.mark.parametrize("name", SUPPLIED)
def test_who_marks_every_sentence_with_every_label_has_little_balance(name):
    key = open_key(name)
    balances = {answer: balance(score(every_sentence(key, all_labels(), choose), key)) for answer, choose in ANSWERS.items()}

    assert {} == {answer: reached for answer, reached in balances.items() if reached >= 0.75}


# ------------------------------------------------------------------------------------------------ the numbers


def test_a_required_item_that_is_partly_found_counts_one_half():
    compared = compare([mark("the harbour office"), mark("on every trip,” said Inga Dahl, who runs the "
                                                         "line. Dahl gave")])

    assert (1, 1, 0.375) == (compared.found, compared.partly, compared.recall)


def test_only_the_labels_that_are_asked_for_are_compared():
    key = on(FERRY, *ferry_key(),
             item("forty families will leave", "claim", "claim/checkable", "claim/vague"))

    assert (4, 1, 5) == tuple(compare([], key, labels).required for labels in (("source",), ("claim",), ()))


def test_with_nothing_required_nothing_is_missing():
    compared = compare([], on(FERRY, item("Some", standing="key/contested")))

    assert (1.0, 0.0) == (compared.recall, compared.precision)


def test_findings_come_in_reading_order():
    compared = compare([mark("Per Lund, a teacher"), mark("Monday"), mark("Critics")])

    assert lines(compared, FERRY) == [
        "missed: the harbour office", "extra: Monday", "missed: Inga Dahl, who runs the line",
        "contested: Some",
        "found: Critics", "found: Per Lund, a teacher",
    ]


def test_contested_marks_are_not_among_the_marks_that_count():
    assert 1 == compare([mark("Some"), mark("Critics")]).marks


def test_answers_on_another_article_are_no_answers():
    with pytest.raises(ValueError, match="^answers on letters cannot be scored with a key to ferry$"):
        score(on(LETTERS), ferry_key())


def test_an_empty_score_has_no_numbers_to_divide_by():
    assert (1.0, 0.0) == (Score().recall, Score().precision)


# ------------------------------------------------------------------------------------------------------ kinds


@pytest.mark.parametrize(("accepted", "chosen", "expected"), [
    pytest.param(("source/named",), ("source/named",), True, id="the key's answer"),
    pytest.param(("source/named",), ("source/vague",), False, id="another answer"),
    pytest.param(("source/person", "source/expert"), ("source/expert",), True,
                 id="one of several that the key accepts"),
    pytest.param(("source/named",), (), None, id="no answer"),
])
def test_a_kind_is_right_if_the_key_accepts_it(accepted, chosen, expected):
    assert expected is KindResult("what", accepted, chosen).right


def kinds_of(marks, key):
    return [(r.question, r.right) for f in compare(marks, on(FERRY, *key)).findings for r in f.kinds]


def test_each_question_of_a_pair_is_compared():
    marks, key = (make("Inga Dahl", "source", "source/named", what) for make, what in (
        (mark, "source/person"), (item, "source/organisation")))

    assert [("identified", True), ("what", False)] == kinds_of([marks], [key])


def test_a_question_the_key_does_not_answer_is_not_compared():
    assert [("identified", True)] == kinds_of(
        [mark("Some", "source", "source/vague", "source/person")], [item("Some", "source", "source/vague")])


@pytest.mark.parametrize("kinds", [(), ("claim/checkable", "claim/unsupported")], ids=["left open", "unsupported"])
def test_where_the_key_does_not_say_what_a_claim_stands_on_no_answer_is_held_against_the_reader(kinds):
    compared = compare([mark("forty families will leave", "claim", *kinds)], on(FERRY, item("forty families will leave", "claim")), ("claim",))

    assert (1, 0, 0) == (compared.found, compared.partly, compared.count(EXTRA))


def test_a_question_that_the_readers_own_answer_made_pointless_is_not_held_against_them():
    assert [("identified", False)] == kinds_of(
        [mark("Some", "source", "source/none")], [item("Some", "source", "source/vague", "source/person")])


def test_answers_on_contested_items_are_not_among_the_answers():
    assert [] == compare([mark("Some", "source", "source/vague")]).kind_results()


def test_answers_can_be_asked_for_by_their_question():
    compared = compare([mark("Critics", "source", "source/vague", "source/expert")])

    assert [False] == [result.right for result in compared.kind_results("what")]


def test_a_name_found_in_place_of_the_name_with_its_job_is_told_with_the_items_own_reason():
    finding = next(f for f in compare([mark("Inga Dahl", "source", "source/named")]).findings if f.status
                   == FOUND)

    assert ("s2", True) == (finding.item.id, finding.kinds[0].right)


def test_a_chain_of_three_thousand_marks_that_each_lean_on_the_next_is_paired_whole():
    count = 3_000
    close = {(i, i): 1.0 for i in range(count)} | {(i + 1, i): 0.9 for i in range(count)} | {(0, count): 0.8}
    pairs = pair_up(close)
    assert len(pairs) == count + 1
    assert all((left, right) in close for left, right in pairs.items())


@pytest.mark.parametrize("seed", range(40))
def test_as_many_are_paired_as_can_be(seed):
    chance = random.Random(seed)
    close = {(chance.randrange(5), chance.randrange(5)): chance.choice([0.5, 0.7, 1.0]) for _ in range(chance.randrange(12))}
    lefts, rights = {left for left, _ in close}, sorted({right for _, right in close})
    most = max(sum((left, right) in close for left, right in zip(order, rights, strict=False))
               for order in permutations([*lefts, *[None] * len(rights)], len(rights)))
    assert len(pair_up(close)) == most
