"""Feedback: a score and a phrase book become sentences. Reads no file and shows nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .annotation import Annotation, AnnotationSet
from .article import Article, Span, quoted
from .labels import ACCEPTABLE, REQUIRED, all_labels, answer_to, kind_names
from .scoring import DISCUSS, EXTRA, FOUND, LINK, MISSED, PARTLY, Finding, KindResult, LinkResult, Score, may_touch
from .sources import short_name

Phrases = Mapping[str, Any]
STATUSES = (FOUND, PARTLY, MISSED, EXTRA, DISCUSS)


@dataclass(frozen=True)
class Hint:
    """One hint. ``level`` 1 counts, 2 names the paragraph, 3 shows the passage; ``span`` is where to look, if anywhere.

    ``more`` tells whether the next level says more than this one.
    """

    level: int
    text: str
    span: Span | None = None
    more: bool = True


@dataclass(frozen=True)
class Remark:
    """What is said about one finding: the sign and word of its status, then sentences. ``tail`` tells in the list that
    answers differ from the key's; it is empty where none does."""

    finding: Finding
    sign: str
    word: str
    sentences: tuple[str, ...]
    tail: str = ""


def summary(score: Score, labels: tuple[str, ...], phrases: Phrases) -> list[str]:
    """The sentences over the whole comparison, closing word last. Never one number for everything."""
    words = phrases["summary"]
    if not any(finding.mark for finding in score.findings):
        return [words["nothing"]]
    plural = _names(labels, phrases)["plural"]
    extra, contested = score.count(EXTRA), score.count(DISCUSS)
    lines = [_counted(words["found"], score.required, found=score.found, required=score.required, plural=plural)]
    also = sum(f.status == FOUND and f.item.standing == ACCEPTABLE for f in score.findings)
    if also:
        lines.append(_counted(words["also"], also, also=also))
    touched = score.count(PARTLY)  # as many as the list has rows of it, those that are not required among them
    if touched:
        lines.append(_counted(words["partly"], touched, partly=touched))
    lines.append(_counted(words["extra"], extra, extra=extra) if extra else words["no_extra"])
    results = score.kind_results()
    if results:
        right = sum(bool(result.right) for result in results)
        form = "many" if len(results) > 1 else "one_right" if right else "one_other"
        lines.append(words["kinds"][form].format(right=right, kinds=len(results)))
    left_open = sum(map(_left_open, score.findings))
    if left_open:
        lines.append(_counted(words["open"], left_open, open=left_open))
    if contested:
        lines.append(_counted(words["contested"], contested, contested=contested))
        yours = sum(f.status == DISCUSS and f.mark is not None for f in score.findings)
        if yours:
            lines.append(_counted(words["contested_yours"], yours, yours=yours))
    return [*lines, closing(score, phrases)]


def closing(score: Score, phrases: Phrases) -> str:
    """The closing word: the first whose conditions hold.

    Conditions compare ``recall``, ``precision``, ``answered`` and ``kinds`` with a bound, and ``extra`` (over-flagged marks)
    with a least number. ``answered`` is the share of marks beside which no question was left open, ``kinds`` the share of
    marks all of whose answers agree with the key, both 1.0 if there is none: counted by marks, because whoever gives every
    claim the same answers gets half of the single answers right.
    """
    answered = [[r.right for r in f.kinds if r.chosen] for f in score.findings if f.counts]
    answered = [results for results in answered if results]
    asked = [_left_open(f) for f in score.findings if f.counts and f.mark and f.kinds]
    numbers = {
        "recall": score.recall, "precision": score.precision, "extra": score.count(EXTRA),
        "answered": 1 - sum(asked) / len(asked) if asked else 1.0,
        "kinds": sum(map(all, answered)) / len(answered) if answered else 1.0,
    }
    return next(row["text"] for row in phrases["closing"] if _holds(row["when"], numbers))


def remarks(score: Score, key: AnnotationSet, phrases: Phrases) -> list[Remark]:
    """A remark for each finding, in reading order; a key item's reason always comes with it."""
    return [_remark(finding, key, phrases) for finding in score.findings]


def hint(score: Score, article: Article, labels: tuple[str, ...], level: int, phrases: Phrases) -> Hint:
    """The hint of this ``level`` (1 to 3) on the first required item that is not yet found.

    Someone who has marked far more than there is to find is first told so: a hint must not reward marking everything.
    """
    words = phrases["hint"]
    left = [f for f in score.findings if f.status in (MISSED, PARTLY, EXTRA) and f.item is not None]
    left = [f for f in left if f.item.standing == REQUIRED]
    missed = [f for f in left if f.status == MISSED]
    touched = len(left) - len(missed)
    names = {**_names(labels, phrases), "left": len(missed), "touched": touched}
    if score.marks > 2 * score.required and score.count(EXTRA) > score.required:
        rules = " ".join(all_labels()[label].rule for label in labels)
        return Hint(1, words["overflow"].format(marks=score.marks, rule=rules), more=False)
    if not left:
        return Hint(1, words["none_left"], more=False)
    if level <= 1:
        # What the reader has marked and not quite caught is not counted among what is still to be found.
        also = _counted(words["touched"], touched, **names) if touched else ""
        return Hint(1, " ".join(filter(None, [_counted(words["left"], len(missed), **names), also])) if missed else words["left_partly"])
    item = (missed or left)[0].item
    names["singular"] = all_labels()[item.label].name.lower()
    index = article.paragraph_at(item.start)
    if level == 2:
        paragraph = article.paragraphs[index]
        return Hint(2, words["paragraph"].format(paragraph=index + 1, **names), Span(paragraph.start, paragraph.end))
    return Hint(3, words["passage"].format(quote=quoted(item.of(article.text)), **names), Span(item.start, item.end), more=False)


def _remark(finding: Finding, key: AnnotationSet, phrases: Phrases) -> Remark:
    status, words = phrases["status"][finding.status], phrases["finding"]
    label = all_labels()[finding.label]
    spare = finding.status == FOUND and finding.item.standing == ACCEPTABLE
    lines = []
    if finding.undecided and finding.status == PARTLY:
        lines += [words["undecided"].format(ask=q.ask) for q in label.questions if q.decides]
    elif finding.status == PARTLY and finding.item:
        lines.append(words["partly"].format(quote=quoted(key.quote(finding.item))))
    elif finding.status == EXTRA:
        lines.append(words["accused"] if finding.item else _extra_line(finding, key, words))
    elif finding.status == DISCUSS:
        lines.append(words["contested_yours" if finding.mark else "contested_theirs"])
    if finding.item:
        if spare:
            lines.append(words["acceptable"])
        lines.append(finding.item.note)
    if finding.item and not finding.mark:
        lines += _told(finding.item, key, words)
    lines += [_answer_line(result, finding.label, words) for result in finding.kinds]
    differ = sum(result.right is False for result in finding.kinds)
    tail = ", ".join(filter(None, [words["spare"] if spare else "", _counted(words["differ"], differ, differ=differ) if differ else ""]))
    return Remark(finding, status["sign"], status["word"], tuple(filter(None, lines)), tail)


def _left_open(finding: Finding) -> bool:
    """Whether a question beside a mark that is compared has no answer. Of a source, nobody may have passed it on."""
    optional = {question.id for question in all_labels()[finding.label].questions if question.optional}
    if finding.label == "source":
        optional.add(LINK)
    return bool(finding.counts and finding.mark) and any(not r.chosen for r in finding.kinds if r.question not in optional)


def _extra_line(finding: Finding, key: AnnotationSet, words: Phrases) -> str:
    """Why a mark that answers to nothing in the key is too much: one of two on the same passage, or nothing is there."""
    if any(item.overlaps(finding.mark) and may_touch(finding.mark, item) for item in key.of(finding.label)):
        return words["twice"]
    if "source/none" in finding.mark.kinds:
        return words["extra_none"]
    label = all_labels()[finding.label]
    return words["extra"].format(label=label.name.lower(), rule=label.rule)


def _told(item: Annotation, key: AnnotationSet, words: Phrases) -> list[str]:
    """What the key answers to each question on an item that the reader has not marked."""
    label, who = all_labels()[item.label], key.get(item.link)
    told = [(question.ask, _named(answer_to(question, item.kinds))) for question in label.questions if not question.optional]
    told += [(words["link"][item.label], _quoted([key.quote(who)]))] if who else []
    return [words["kind_told"].format(ask=ask, accepted=words["or"].join(accepted)) for ask, accepted in told if accepted]


def _answer_line(result: KindResult | LinkResult, label: str, words: Phrases) -> str:
    """One answer beside the key's; an optional question that was left open needs none."""
    if isinstance(result, LinkResult):
        ask, told, optional = words["link"][label], _quoted, False
    else:
        question = next(one for one in all_labels()[label].questions if one.id == result.question)
        ask, told, optional = question.ask, _named, question.optional
    fill = {"ask": ask, "chosen": words["or"].join(told(result.chosen)), "accepted": words["or"].join(told(result.accepted))}
    if result.right is None:
        passed_on = isinstance(result, LinkResult) and label == "source"  # where “nobody” is the answer that nothing chooses
        return "" if optional else words["kind_nobody" if passed_on else "kind_open"].format(**fill)
    return words["kind_right" if result.right else "kind_other"].format(**fill)


def _named(kinds: Iterable[str]) -> list[str]:
    return [kind_names()[kind].lower() for kind in kinds]


def _quoted(sources: Iterable[str]) -> list[str]:
    return [quoted(short_name(words)) for words in sources]


def _holds(when: Mapping[str, float], numbers: Mapping[str, float]) -> bool:
    for condition, bound in when.items():
        name, _, relation = condition.partition("_")
        if relation == "below" and not numbers[name] < bound:
            return False
        if relation == "at_least" and not numbers[name] >= bound:
            return False
    return True


def _counted(forms: Mapping[str, str], count: int, **values: Any) -> str:
    return forms["one" if count == 1 else "many"].format(**values)


def _names(labels: tuple[str, ...], phrases: Phrases) -> dict[str, str]:
    """What is looked for, in ``singular`` and ``plural``."""
    label = all_labels()[labels[0]]
    return {"singular": label.name.lower(), "plural": label.plural} if len(labels) == 1 else dict(phrases["names"]["several"])
