"""Feedback: a score becomes sentences, and no sentence praises who marks everything."""

import tomllib
from dataclasses import replace

import pytest

from lessons.annotation import Annotation, AnnotationSet
from lessons.feedback import STATUSES, closing, hint, remarks, summary
from lessons.labels import REQUIRED, all_labels
from lessons.lesson import list_lessons, open_lesson
from lessons.library import list_articles, open_article, open_key
from lessons.places import content_folder
from lessons.scoring import score
from tests.making import FERRY, ferry_key, item, mark
from tests.test_scoring import ANSWERS, every_sentence

SOURCE = ("source",)
OFFICE, DAHL = "the harbour office", "Inga Dahl, who runs the line"
CRITICS, LUND = "Critics", "Per Lund, a teacher"
COMMON = tomllib.loads((content_folder() / "feedback.toml").read_text(encoding="utf-8"))

# A phrase book of the tests' own: what is said when is held here, the wording is the lessons' own affair.
PHRASES = {
    "status": {status: {"sign": status[0], "word": status.upper()} for status in STATUSES},
    "finding": {
        "partly": "Touched: {quote}.", "undecided": "Open: {ask}", "extra": "No {label}. {rule}",
        "extra_none": "Somebody is there.", "twice": "Marked already.", "spare": "spare", "or": " or ", "acceptable": "A reader may.",
        "accused": "No blame:", "link": {"quotation": "By whom?", "source": "By way of whom?"},
        "contested_yours": "Yours is contested.", "contested_theirs": "Theirs is contested.",
        "differ": {"one": "1 differs", "many": "{differ} differ"}, "kind_right": "{ask} Both: {chosen}.", "kind_other": "{ask} You: {chosen}. Key: {accepted}.",
        "kind_open": "{ask} Key: {accepted}.", "kind_nobody": "{ask} Nobody? Key: {accepted}.", "kind_told": "{ask} It is {accepted}.",
    },
    "names": {"several": {"singular": "passage", "plural": "passages"}},
    "summary": {
        "nothing": "Nothing marked.",
        "found": {"one": "{found} of the one {plural}.", "many": "{found} of {required} {plural}."},
        "also": {"one": "One more, not counted.", "many": "{also} more, not counted."},
        "partly": {"one": "One partly.", "many": "{partly} partly."},
        "extra": {"one": "One extra.", "many": "{extra} extra."}, "no_extra": "None extra.",
        "kinds": {"one_right": "The one kind is the same as the key's.", "one_other": "The one kind is not the key's.", "many": "{right} of {kinds} kinds."},
        "open": {"one": "One open.", "many": "{open} open."},
        "contested": {"one": "One contested.", "many": "{contested} contested."},
        "contested_yours": {"one": "One of them yours.", "many": "{yours} of them yours."},
    },
    "closing": [
        {"when": {"extra_at_least": 2, "precision_below": 0.6}, "text": "Too many."},
        {"when": {"recall_below": 0.5}, "text": "Too few."},
        {"when": {"kinds_below": 0.7}, "text": "Kinds."},
        {"when": {}, "text": "Well read."},
    ],
    "version": {"line": "{found} of {required}, {partly} partly, {extra} extra"},
    "hint": {
        "none_left": "All found.", "left": {"one": "One {singular} left.", "many": "{left} {plural} left."},
        "touched": {"one": "One touched.", "many": "{touched} touched."}, "left_partly": "Only touched.", "paragraph": "Paragraph {paragraph}, a {singular}.",
        "passage": "{quote}, a {singular}?", "overflow": "{marks} marks! {rule}",
    },
}


def compare(*marks, key=None, labels=SOURCE):
    return score(AnnotationSet(FERRY, marks), key or ferry_key(), labels)


def key_of(*items):
    return AnnotationSet(FERRY, items)


def told(*marks, key):
    """The sentences of the first remark."""
    compared = score(AnnotationSet(FERRY, marks), key)
    return remarks(compared, key, PHRASES)[0].sentences


# ---------------------------------------------------------------------------------------------------- summary


@pytest.mark.parametrize(("marks", "expected"), [
    pytest.param([], ["Nothing marked."], id="nothing marked"),
    pytest.param([OFFICE], ["1 of 4 sources.", "None extra.", "One open.", "One contested.", "Too few."], id="one found"),
    pytest.param([OFFICE, DAHL, CRITICS, LUND],
                 ["4 of 4 sources.", "None extra.", "4 open.", "One contested.", "Well read."],
                 id="all found"),
    pytest.param([OFFICE, DAHL, "Per"],
                 ["2 of 4 sources.", "One partly.", "None extra.", "3 open.", "One contested.", "Well read."],
                 id="one partly found"),
    pytest.param([OFFICE, "runs", "Per"],
                 ["1 of 4 sources.", "2 partly.", "None extra.", "3 open.", "One contested.", "Well read."],
                 id="two partly found"),
    pytest.param([OFFICE, DAHL, "Monday"], ["2 of 4 sources.", "One extra.", "2 open.", "One contested.", "Well read."],
                 id="one over-flagged"),
    pytest.param([OFFICE, "Monday", "May"], ["1 of 4 sources.", "2 extra.", "One open.", "One contested.", "Too many."],
                 id="two over-flagged"),
])
def test_the_summary_tells_each_count_apart_and_the_closing_word_last(marks, expected):
    assert expected == summary(compare(*map(mark, marks)), SOURCE, PHRASES)


def test_the_summary_counts_every_row_that_is_partly_found_required_or_not():
    key = key_of(item("Inga Dahl, who runs the line", standing="key/acceptable"))

    assert "One partly." in summary(compare(mark("Inga"), key=key), SOURCE, PHRASES)


def test_the_summary_counts_several_contested_items():
    key = key_of(item("Critics"), item("Some", standing="key/contested"),
                 item("Monday", standing="key/contested"))

    assert ["2 contested.", "One of them yours."] == summary(compare(mark("Some"), key=key), SOURCE, PHRASES)[-3:-1]
    assert "2 contested." == summary(compare(mark("Critics"), key=key), SOURCE, PHRASES)[-2]


def test_the_summary_says_the_one_and_nothing_of_contested_items_where_there_are_none():
    assert ["1 of the one sources.", "None extra.", "One open.",
            "Well read."] == summary(compare(mark(CRITICS), key=VAGUE), SOURCE, PHRASES)


@pytest.mark.parametrize(("kind", "expected"), [
    pytest.param("source/vague", "The one kind is the same as the key's.", id="one right"),
    pytest.param("source/named", "The one kind is not the key's.", id="one wrong"),
])
def test_the_summary_tells_one_kind_in_words(kind, expected):
    key = key_of(item("Critics", "source", "source/vague"))

    assert expected in summary(compare(mark("Critics", "source", kind), key=key), SOURCE, PHRASES)


def test_the_summary_counts_several_kinds():
    made = mark("Critics", "source", "source/vague", "source/expert")

    assert "1 of 2 kinds." in summary(compare(made), SOURCE, PHRASES)


def test_several_labels_are_called_passages():
    assert "1 of 4 passages." in summary(compare(mark("Critics")), ("source", "claim"), PHRASES)


# ---------------------------------------------------------------------------------------------- closing words


@pytest.mark.parametrize(("marks", "expected"), [
    pytest.param([(OFFICE,), (DAHL,), (CRITICS,), (LUND,)], "Well read.", id="nothing to say against it"),
    pytest.param([(OFFICE,)], "Too few.", id="below a bound"),
    pytest.param([(OFFICE,), (DAHL,)], "Well read.", id="at a bound is not below it"),
    pytest.param([(OFFICE,), ("Monday",), ("May",)], "Too many.",
                 id="at least, and below: the first that holds"),
    pytest.param([(OFFICE,), (DAHL,), (LUND,), ("Monday",), ("May",)], "Well read.",
                 id="at least, but not below"),
    pytest.param([(OFFICE,), ("Monday",)], "Too few.", id="below, but not at least"),
    pytest.param([(OFFICE, "source", "source/vague"), (DAHL,)], "Kinds.", id="kinds that differ"),
    pytest.param([(OFFICE, "source", "source/named"), (DAHL,)], "Well read.", id="kinds that agree"),
])
def test_the_closing_word_is_the_first_whose_conditions_hold(marks, expected):
    assert expected == closing(compare(*(mark(*each) for each in marks)), PHRASES)


def scored_steps():
    return [pytest.param(name, step, id=f"{name}, {step.id}") for name in list_lessons()
            for step in open_lesson(name).steps if step.key]


def long_steps():
    """Steps on articles of some length: in a short practice text every sentence may well hold all."""
    return [param for param in scored_steps() if len(open_article(param.values[1].article).sentences) > 9]


def praised(key, labels, phrases):
    """The answers with which somebody who marks every sentence hears the last closing word."""
    last = phrases["closing"][-1]["text"]
    return [answer for answer, choose in ANSWERS.items()
            if closing(score(every_sentence(key, labels, choose), key, labels), phrases) == last]


@pytest.mark.parametrize(("name", "step"), long_steps())
def test_who_marks_every_sentence_never_hears_the_last_closing_word(name, step):
    assert [] == praised(open_key(step.article), step.scored, open_lesson(name).phrases)


@pytest.mark.parametrize("name", list_articles())
def test_who_marks_every_sentence_with_every_label_never_hears_the_last_closing_word(name):
    assert [] == praised(open_key(name), tuple(all_labels()), COMMON)


def test_who_flags_one_thing_too_many_is_not_told_that_they_left_it_alone():
    key = open_key("hotnews")
    phrases = open_lesson("01_who_says_so").phrases
    required = [item for item in key.of("source") if item.standing == REQUIRED]
    stray = key.article.find("President Vladimir Putin")
    marks = [replace(item, standing="", id=f"m{n}") for n, item in enumerate(required)]
    marks.append(Annotation(stray.start, stray.end, id="stray", label="source", article="hotnews"))

    told = summary(score(AnnotationSet(key.article, tuple(marks)), key, ("source",)), ("source",), phrases)

    assert ("One mark is over-flagged: the key sees nothing of the kind there." in told, told[-1][:24]) == (True, "You found what is there.")


@pytest.mark.parametrize(("name", "step"), [one for one in scored_steps() if one.values[1].article != "mill-street"])
def test_who_finds_everything_and_answers_nothing_is_told_that_the_questions_are_open(name, step):
    key, phrases = open_key(step.article), open_lesson(name).phrases
    marks = tuple(replace(i, kinds=(), link="", standing="") for i in key if i.standing == REQUIRED)

    told = summary(score(AnnotationSet(key.article, marks), key, step.scored), step.scored, phrases)

    assert told[-1] != phrases["closing"][-1]["text"]
    assert any("question was left open" in line or "half" in line for line in told)


@pytest.mark.parametrize(("label", "kinds", "link", "is_open"), [
    ("source", (), "", True), ("source", ("source/named",), "", True), ("source", ("source/named", "source/official"), "", False),
    ("quotation", ("quotation/direct",), "", True), ("quotation", ("quotation/direct",), "s", False),
])
def test_a_question_counts_as_left_open_unless_it_is_optional_or_nobody_passed_it_on(label, kinds, link, is_open):
    key = key_of(item("Per Lund", "source", "source/named", "source/official", id="s"),
                 item(OFFICE, "source", "source/named", "source/official", id="o", link="s"),
                 item("Who will teach here?", "quotation", "quotation/direct", "quotation/neutral-cue", id="q", link="s"))
    words = {"source": OFFICE, "quotation": "Who will teach here?"}[label]
    speaker = mark("Per Lund", "source", "source/named", "source/official", id="s")
    compared = score(AnnotationSet(FERRY, (speaker, mark(words, label, *kinds, link=link, id="m"))), key, ("source", "quotation"))

    assert is_open == ("One open." in summary(compared, ("source",), PHRASES))


@pytest.mark.parametrize(("name", "step"), scored_steps())
def test_who_marks_nothing_never_hears_the_last_closing_word(name, step):
    key, phrases = open_key(step.article), open_lesson(name).phrases
    compared = score(AnnotationSet(key.article), key, step.scored)

    assert [phrases["summary"]["nothing"]] == summary(compared, step.scored, phrases)
    assert closing(compared, phrases) != phrases["closing"][-1]["text"]


@pytest.mark.parametrize(("name", "step"), scored_steps())
def test_who_marks_as_the_key_does_hears_the_last_closing_word(name, step):
    key, phrases = open_key(step.article), open_lesson(name).phrases
    compared = score(AnnotationSet(key.article, key.items), key, step.scored)

    assert closing(compared, phrases) == phrases["closing"][-1]["text"]


# ---------------------------------------------------------------------------------------------------- remarks

IDENTIFIED, WHAT = (question.ask for question in all_labels()["source"].questions)
SUPPORT = next(question.ask for question in all_labels()["claim"].questions if question.decides)
VAGUE = key_of(item(CRITICS, "source", "source/vague", note="Nobody you could ask."))
CLAIM = key_of(item("forty families will leave", "claim", "claim/checkable", "claim/vague",
                    note="Which critics?"))
CONTESTED = key_of(item("Some", standing="key/contested", note="Do they say it?"))
RULE = all_labels()["source"].rule


@pytest.mark.parametrize(("marks", "key", "expected"), [
    pytest.param([mark(CRITICS)], VAGUE, ("Nobody you could ask.", f"{IDENTIFIED} Key: vague."),
                 id="found, with the question left open"),
    pytest.param([mark(CRITICS, "source", "source/vague")], VAGUE,
                 ("Nobody you could ask.", f"{IDENTIFIED} Both: vague."),
                 id="found, with the right kind"),
    pytest.param([mark(CRITICS, "source", "source/named")], VAGUE,
                 ("Nobody you could ask.", f"{IDENTIFIED} You: named. Key: vague."),
                 id="found, with another kind"),
    pytest.param([mark("Critics claim that", "source", "source/vague")], VAGUE,
                 ("Touched: “Critics”.", "Nobody you could ask.", f"{IDENTIFIED} Both: vague."),
                 id="partly found"),
    pytest.param([], VAGUE, ("Nobody you could ask.", f"{IDENTIFIED} It is vague."), id="missed"),
    pytest.param([mark(CRITICS)], key_of(item(CRITICS, "source", standing="key/acceptable", note="You may ask.")),
                 ("A reader may.", "You may ask."), id="found, and nobody has to mark it"),
    pytest.param([mark("May")], key_of(), (f"No source. {RULE}",), id="over-flagged"),
    pytest.param([mark("Some")], CONTESTED, ("Yours is contested.", "Do they say it?"),
                 id="contested and marked"),
    pytest.param([], CONTESTED, ("Theirs is contested.", "Do they say it?"), id="contested and not marked"),
    pytest.param([mark("forty families will leave", "claim")], CLAIM,
                 (f"Open: {SUPPORT}", "Which critics?", "Could somebody check whether it is true? Key: yes, "
                                                        "it can be checked.",
                  f"{SUPPORT} Key: vaguely attributed."), id="the question that matters left open"),
    pytest.param([mark("forty families will leave", "claim", "claim/unsupported")], CLAIM,
                 ("No blame:", "Which critics?", "Could somebody check whether it is true? Key: yes, it can "
                                                 "be checked.",
                  f"{SUPPORT} You: unsupported. Key: vaguely attributed."),
                  id="a fault the key does not see"),
])
def test_remarks(marks, key, expected):
    assert expected == told(*marks, key=key)


@pytest.mark.parametrize(("kinds", "tail"), [(("source/vague",), ""), ((), ""), (("source/named",), "1 differs")])
def test_the_list_tells_where_an_answer_differs_from_the_keys(kinds, tail):
    assert tail == remarks(compare(mark(CRITICS, "source", *kinds), key=VAGUE), VAGUE, PHRASES)[0].tail


def test_a_second_mark_on_the_same_passage_is_told_so_and_not_that_nothing_is_there():
    found = remarks(compare(mark(CRITICS, "source", "source/vague"), mark("Critics claim", "source", "source/vague"),
                            key=VAGUE), VAGUE, PHRASES)

    assert [(r.finding.status, r.sentences[0]) for r in found] == [("found", "Nobody you could ask."), ("extra", "Marked already.")]


def test_what_a_reader_may_mark_is_said_beside_the_count_and_not_counted():
    key = key_of(item("Inga Dahl", note="She says it."), item(CRITICS, standing="key/acceptable", note="You may ask."))

    assert summary(compare(mark(CRITICS), key=key), SOURCE, PHRASES)[:2] == ["0 of the one sources.", "One more, not counted."]
    assert summary(compare(mark("Inga Dahl"), key=key), SOURCE, PHRASES)[:2] == ["1 of the one sources.", "None extra."]


@pytest.mark.parametrize(("name", "label", "words", "told"), [
    ("dallas-express", "quotation", "They’re using them effectively", "Who said it? The key says: “John Kirby”."),
    ("dallas-express", "source", "John Kirby, ", "Who passed it on? The key says: “CNN”."),
], ids=["a quotation", "a source"])
def test_a_remark_tells_whom_the_key_links_to(name, label, words, told):
    key, phrases = open_key(name), open_lesson("02_whose_words").phrases
    missed = score(AnnotationSet(key.article, ()), key, (label,))
    sentences = [remark.sentences for remark in remarks(missed, key, phrases) if words in key.quote(remark.finding.item)]

    assert sentences and all(any(line.startswith(told) for line in lines) for lines in sentences)


def test_an_item_that_links_to_nobody_says_nothing_of_it():
    key, phrases = open_key("hotnews"), open_lesson("01_who_says_so").phrases
    missed = score(AnnotationSet(key.article, ()), key, ("source",))
    free = [remark for remark in remarks(missed, key, phrases) if not remark.finding.item.link]

    assert free and not any("The key says: “" in line for remark in free for line in remark.sentences)


def test_the_list_tells_which_mark_is_right_and_not_counted():
    key = key_of(item(CRITICS, "source", "source/vague", standing="key/acceptable"))

    assert ["spare", "spare, 1 differs"] == [remarks(compare(mark(CRITICS, "source", kind), key=key), key, PHRASES)[0].tail
                                             for kind in ("source/vague", "source/named")]


@pytest.mark.parametrize(("link", "told", "tail"), [
    ("a", "By whom? Both: “Per Lund”.", ""),
    ("b", "By whom? You: “Inga Dahl”. Key: “Per Lund”.", "1 differs"),
    ("", "By whom? Key: “Per Lund”.", ""),
], ids=["right", "another", "left open"])
def test_who_said_it_is_compared_and_told_like_any_other_answer(link, told, tail):
    key = key_of(item(LUND, id="lund"), item("forty families will leave", "quotation", link="lund"))
    marks = [mark("Per Lund", id="a"), mark("Inga Dahl", id="b"), mark("forty families will leave", "quotation", link=link)]
    said = next(remark for remark in remarks(compare(*marks, key=key, labels=("quotation",)), key, PHRASES) if remark.finding.label == "quotation")

    assert (told, tail) == (said.sentences[-1], said.tail)


@pytest.mark.parametrize("found", [2, 4], ids=["half of it", "all of it"])
@pytest.mark.parametrize("name", list_lessons())
def test_whoever_flags_too_much_gets_another_closing_word_than_who_does_not(name, found):
    phrases = open_lesson(name).phrases
    words = ["the harbour office", "Inga Dahl", "Critics", "Per Lund"]
    key, marks = key_of(*map(item, words)), [mark(word) for word in words[:found]]

    assert closing(compare(*marks, key=key), phrases) != closing(compare(*marks, mark("Holm"), key=key), phrases)



def test_the_kinds_that_a_key_accepts_are_joined_with_or():
    key = key_of(item(CRITICS, "source", "source/vague", "source/described"))

    sentences = told(mark(CRITICS, "source", "source/named"), key=key)

    assert f"{IDENTIFIED} You: named. Key: unnamed, but described or vague." in sentences


def test_an_optional_question_left_open_is_not_mentioned():
    key = key_of(item("Who will teach here?", "quotation", "quotation/direct", "quotation/neutral-cue",
                      note="His words."))

    assert ("His words.", "How exact are the words? Both: direct.") == told(
        mark("Who will teach here?", "quotation", "quotation/direct"), key=key)


def test_a_remark_carries_the_sign_and_the_word_of_its_status():
    made = remarks(compare(mark(CRITICS), key=VAGUE), VAGUE, PHRASES)

    assert [("f", "FOUND")] == [(remark.sign, remark.word) for remark in made]


@pytest.mark.parametrize("name", list_articles())
def test_every_reason_of_a_key_is_told_once(name):
    key = open_key(name)
    told_reasons = [s for r in remarks(score(AnnotationSet(key.article, key.items), key), key, PHRASES)
                    for s in r.sentences]

    assert [] == [i.id for i in key if i.note not in told_reasons]


# ------------------------------------------------------------------------------------------------------ hints


@pytest.mark.parametrize(("marks", "level", "expected", "span"), [
    pytest.param([], 1, "4 sources left.", None, id="the first hint counts"),
    pytest.param([OFFICE, DAHL, CRITICS], 1, "One source left.", None, id="the first hint counts one"),
    pytest.param([OFFICE, "Inga", CRITICS], 1, "One source left. One touched.", None, id="what is touched is not counted as left"),
    pytest.param(["harbour", "Inga", CRITICS], 1, "One source left. 2 touched.", None, id="two that are touched"),
    pytest.param([OFFICE], 2, "Paragraph 2, a source.", (74, 167), id="the second hint names the paragraph"),
    pytest.param([OFFICE], 3, "“Inga Dahl, who runs the line”, a source?", (116, 144),
                 id="the third hint shows the passage"),
    pytest.param([OFFICE, "Inga", CRITICS], 3, "“Per Lund, a teacher”, a source?", (270, 289),
                 id="a missed one comes before one that was touched"),
    pytest.param([OFFICE, "Inga", CRITICS, LUND], 1, "Only touched.", None, id="only touched ones are left"),
    pytest.param([OFFICE, "Inga", CRITICS, LUND], 2, "Paragraph 2, a source.", (74, 167),
                 id="where a touched one is"),
    pytest.param([OFFICE, DAHL, CRITICS, LUND], 1, "All found.", None, id="nothing left"),
    pytest.param([OFFICE, DAHL, CRITICS, LUND], 3, "All found.", None, id="nothing left to show"),
    pytest.param(["Monday", "May", "Holm", "money", "trip", "every", "gave", "no", "figures"], 3,
                 f"9 marks! {RULE}", None,
                 id="who marks everything is told so first"),
])
def test_hints(marks, level, expected, span):
    given = hint(compare(*map(mark, marks)), FERRY, SOURCE, level, PHRASES)

    assert (expected, span) == (given.text, (given.span.start, given.span.end) if given.span else None)


def test_a_required_item_that_was_blamed_wrongly_is_still_to_be_found():
    compared = compare(mark("forty families will leave", "claim", "claim/unsupported"), key=CLAIM,
                       labels=("claim",))

    assert "All found." != hint(compared, FERRY, ("claim",), 1, PHRASES).text


# ------------------------------------------------------------------------------------- the lessons' own words


def everything_that_can_be_said(name):
    """Remarks, summaries and hints for careless, careful and middling readers of every step."""
    lesson = open_lesson(name)
    for step in lesson.steps:
        if not step.key:
            continue
        key = open_key(step.article)
        half = AnnotationSet(key.article,
                             tuple(Annotation(i.start, i.start + 3, id=i.id, label=i.label, article=i.article)
                                                for i in key if len(i.of(key.article.text)) > 3))
        readers = [AnnotationSet(key.article), AnnotationSet(key.article, key.items), half,
                   *(every_sentence(key, step.labels, choose) for choose in list(ANSWERS.values())[:9])]
        for marks in readers:
            compared = score(marks, key, step.scored)
            yield from summary(compared, step.scored, lesson.phrases)
            yield from (hint(compared, key.article, step.scored, level, lesson.phrases).text
                        for level in (1, 2, 3))
            for remark in remarks(compared, key, lesson.phrases):
                yield from (remark.sign, remark.word, *remark.sentences)


@pytest.mark.parametrize("name", list_lessons())
def test_every_sentence_of_a_lessons_feedback_is_filled_in(name):
    said = set(everything_that_can_be_said(name))

    assert [] == [sentence for sentence in said if not sentence or "{" in sentence or "}" in sentence]


@pytest.mark.parametrize("name", list_lessons())
def test_the_last_closing_word_of_a_lesson_always_holds(name):
    assert {} == open_lesson(name).phrases["closing"][-1]["when"]


def test_a_name_in_a_sentence_without_a_source_is_not_called_a_second_mark_on_it():
    nobody = key_of(item("Dahl gave no figures.", "source", "source/none"))
    compared = score(AnnotationSet(FERRY, (mark("figures", "source", "source/described"),)), nobody)

    assert [("missed", False), ("extra", True)] == [(one.finding.status, "No source." in " ".join(one.sentences)) for one in remarks(compared, nobody, PHRASES)]


def test_whoever_misses_a_source_where_the_key_asks_for_none_is_answered_as_such():
    assert ("Somebody is there.",) == told(mark("Dahl gave no figures.", "source", "source/none"), key=key_of(item("Per Lund")))


def test_who_names_nobody_as_passing_it_on_has_not_left_that_open():
    reuters, lund = item("the harbour office", id="office"), item("Per Lund", "source", "source/named", link="office")
    compared = score(AnnotationSet(FERRY, (mark("Per Lund", "source", "source/named"),)), key_of(reuters, lund))

    assert "By way of whom? Nobody? Key: “the harbour office”." in [line for one in remarks(compared, key_of(reuters, lund), PHRASES) for line in one.sentences]
