"""Rows 20 to 28: how often the draft of a key is right, beside what others reach, on articles that are not ours to share.

`python -m tests.bench.accuracy` writes the figures that readers are told into lessons/content/accuracy.toml.

The corpora and their scorer stand beside the project, in a folder ``corpora`` or where SECOND_SOURCE_CORPORA says. They
are for measuring alone: no text of theirs is in the project. What the measures mean stands at the head of the scorer.
"""

from __future__ import annotations

import importlib.util
import json
import os
import time
from collections import Counter
from pathlib import Path

from lessons.article import Span, split_paragraphs, split_sentences
from lessons.draft import attributions
from lessons.draft.claims import ENOUGH, claims, points

from .stage import KIT
from .table import Row

PLACES = (KIT.parent / "corpora", KIT.parent / "shared" / "corpora")
SCORER, ARTICLES, SENTENCES = "score.py", "attribution_dev.jsonl", "claims_dev.jsonl"
# Row, what, where the scorer says it, the best that others reach without a trained model, and the target.
MEASURES = (
    (20, "direct fragments, F1", ("fragment_strict_direct", "F"), 83.3, 89, "annotators among themselves 89.3"),
    (21, "all attributions, every word right, F1", ("all_strict", "F"), 38.6, 50, "annotators among themselves 69.1"),
    (22, "words in attributions, F1", ("all_token", "F"), 77.0, 86, "annotators among themselves 91.3"),
    (23, "source, where the quotation was found, per cent", ("source_given_quote", "head"), 83.5, 90, "annotators 94.6"),
    (24, "quotation and source together, F1", ("e2e_content50_and_source_head", "F"), 45.4, 60, "annotators 76.7"),
    (25, "sentences without any attribution, F1", ("sentence_unattributed", "F"), 69.2, 78, "annotators 79.3"),
)
OTHERS = "floor: the best of others without training, measured earlier on other articles of the same corpus"


def corpora() -> Path | None:
    """The folder with the corpora and their scorer; None if there is none."""
    named = os.environ.get("SECOND_SOURCE_CORPORA")
    places = [Path(named)] if named else PLACES
    return next((place for place in places if (place / SCORER).is_file() and (place / ARTICLES).is_file()), None)


def read() -> tuple:
    """The scorer, the articles and where they are. Raises FileNotFoundError where there are no corpora."""
    place = corpora()
    if place is None:
        raise FileNotFoundError("the corpora are not beside the project")
    spec = importlib.util.spec_from_file_location("score", place / SCORER)
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    articles = [json.loads(line) for line in (place / ARTICLES).read_text(encoding="utf-8").splitlines()]
    return score, articles, place


def rows(quick: bool) -> list[Row]:
    """All rows; ``quick`` reads a quarter of the articles. Without corpora there is one row, which says so."""
    try:
        score, articles, place = read()
    except FileNotFoundError:
        return [Row(20, "accuracy of the draft", None, "", notes=[
            "not measured: the corpora are not beside the project (a folder “corpora”, or SECOND_SOURCE_CORPORA)"])]
    articles = [article for article in articles if article.get("core") or not quick]
    begun = time.perf_counter()
    drafts = [attributions(article["text"]) for article in articles]
    middle = time.perf_counter()
    for article, draft in zip(articles, drafts, strict=True):
        claims(article["text"], draft)
    seconds = (middle - begun, time.perf_counter() - begun)
    predicted = [{"id": article["id"], "attributions": [as_row(one) for one in draft]}
                 for article, draft in zip(articles, drafts, strict=True)]
    said = score.attribution(articles, predicted)
    made = [Row(number, what, said[part][key], "", limit, floor, [f"of {len(articles)} articles; {OTHERS}; {note}"], at_least=True)
            for number, what, (part, key), floor, limit, note in MEASURES]
    made[1].notes += by_outlet(score, articles, predicted) + by_form(said)
    return [*made, sure_row(score, articles, drafts), claims_row(score, place), speed_row(articles, *seconds)]


def as_row(one) -> dict:
    """An attribution as the scorer reads it."""
    spans = {"content": one.content, "cue": filter(None, [one.cue]), "source": filter(None, [one.source])}
    return {name: [[span.start, span.end] for span in found] for name, found in spans.items()}


def by_outlet(score, articles, predicted) -> list[str]:
    """The same for each outlet, because rules can fit one paper's habits."""
    lines = []
    for outlet in sorted({article["outlet"] for article in articles}):
        chosen = [article for article in articles if article["outlet"] == outlet]
        said = score.attribution(chosen, predicted)
        lines.append(f"{outlet}: {said['all_strict']['F']} (words {said['all_token']['F']}, of {len(chosen)} articles)")
    return lines


def by_form(said) -> list[str]:
    """The same for direct, partial and indirect quotations."""
    named = {"direct": "direct", "mixed": "partial", "indirect": "indirect"}
    return [f"{name}: {said[f'{form}_strict']['F']} (P {said[f'{form}_strict']['P']}, R {said[f'{form}_strict']['R']})"
            for form, name in named.items()]


def sure_row(score, articles, drafts) -> Row:
    """Row 26: of what the draft is sure of, how much is right; and what goes wrong most often."""
    right, made, wrong = Counter(), Counter(), Counter()
    for article, draft in zip(articles, drafts, strict=True):
        doc = score.Doc(article["text"])
        gold = [row for row in article["attributions"] if doc.toks(row["content"])]
        words = [doc.toks(row["content"]) for row in gold]
        found = [doc.toks(as_row(one)["content"]) for one in draft]
        matched = score.match_iou(words, found, 0.5)
        for place, one in enumerate(draft):
            made[one.sure] += 1
            right[one.sure] += place in matched.values()
            if place not in matched.values():
                wrong[f"proposed and not there, by the rule “{one.rule}”"] += 1
        for place, row in enumerate(gold):
            wrong.update(errors(score, doc, row, words[place], draft, found, matched.get(place)))
    notes = [f"{name}: {100 * right[name] / made[name]:.1f} % of {made[name]}" for name in ("sure", "likely", "guess") if made[name]]
    notes += ["right: at least half of the words of both; the ten commonest errors:"]
    notes += [f"{count} x {what}" for what, count in wrong.most_common(10)]
    return Row(26, "precision of what the draft is sure of, per cent", round(100 * right["sure"] / max(1, made["sure"]), 1), "", 90,
               None, notes, at_least=True)


def errors(score, doc, row, words, draft, found, place) -> list[str]:
    """What is wrong with the draft of one attribution; ``place`` is what was found for it, or None."""
    if place is None:
        return [f"missed, {row['type']}{'' if row['source'] else ', without a source'}"]
    said, one = [], draft[place]
    if found[place] != words:
        said += [edge for edge, is_so in (
            ("begins too early", min(found[place]) < min(words)), ("begins too late", min(found[place]) > min(words)),
            ("ends too early", max(found[place]) < max(words)), ("ends too late", max(found[place]) > max(words))) if is_so]
        said = said or ["a piece in the middle is missing or too much"]
    if row["source"]:
        source = as_row(one)["source"]
        if not source:
            said.append("the source is not found")
        elif score.head(doc, source) != score.head(doc, row["source"]):
            said.append("another source is named")
    return said


def claims_row(score, place: Path) -> Row:
    """Row 27: sentences that somebody could check, as people judged them in debates, not in news."""
    sentences = [json.loads(line) for line in (place / SENTENCES).read_text(encoding="utf-8").splitlines()]
    counts = [points(sentence["text"])[0] for sentence in sentences]
    said = score.sentences(sentences, [{"id": sentence["id"], "label": int(count >= ENOUGH), "score": count}
                                       for sentence, count in zip(sentences, counts, strict=True)])
    return Row(27, "sentences worth checking, F1", said["F"], "", 68, 56.4, [
        f"of {len(sentences)} sentences of debates: P {said['P']}, R {said['R']}; the best trained on them 71.5"], at_least=True)


def speed_row(articles, attributing: float, seconds: float) -> Row:
    """Row 28: sentences a second on one core, beside splitting them alone."""
    begun, count = time.perf_counter(), 0
    for article in articles:
        text = article["text"]
        count += sum(1 for paragraph in split_paragraphs(text) for _ in split_sentences(text, Span(paragraph.start, paragraph.end)))
    floor = count / (time.perf_counter() - begun)
    return Row(28, "sentences a second, one core (floor: splitting them)", round(count / seconds), "", 30_000, round(floor),
               [f"of {count:,} sentences; without the claims {count / attributing:,.0f} a second"], at_least=True)


def for_readers(score, articles, drafts, place: Path) -> dict:
    """What readers are told, by kind: of a hundred proposals how many are right, and of a hundred in the articles how many
    are found. Right: half of the words of both, at least. A source counts where its quotation was found."""
    made, right, there, found, sources = Counter(), Counter(), Counter(), Counter(), Counter()
    for article, draft in zip(articles, drafts, strict=True):
        doc = score.Doc(article["text"])
        gold = [row for row in article["attributions"] if doc.toks(row["content"])]
        matched = score.match_iou([doc.toks(row["content"]) for row in gold], [doc.toks(as_row(one)["content"]) for one in draft], 0.5)
        for number, one in enumerate(draft):
            made[one.form] += 1
            right[one.form] += number in matched.values()
        for number, row in enumerate(gold):
            form = "partial" if row["type"] == "mixed" else row["type"]
            there[form] += 1
            found[form] += number in matched
            if number in matched and row["source"]:
                said = as_row(draft[matched[number]])["source"]
                sources["there"] += 1
                sources["made"] += bool(said)
                sources["right"] += bool(said) and score.head(doc, said) == score.head(doc, row["source"])
    figures = {form: {"right": round(100 * right[form] / made[form]), "found": round(100 * found[form] / there[form])}
               for form in ("direct", "partial", "indirect")}
    figures["source"] = {"right": round(100 * sources["right"] / sources["made"]), "found": round(100 * sources["right"] / sources["there"])}
    sentences = [json.loads(line) for line in (place / SENTENCES).read_text(encoding="utf-8").splitlines()]
    said = score.sentences(sentences, [{"id": one["id"], "label": int(points(one["text"])[0] >= ENOUGH), "score": 0.0} for one in sentences])
    figures["claim"] = {"right": round(said["P"]), "found": round(said["R"])}
    return figures


def main() -> None:
    """Measure on all articles and write what readers are told."""
    score, articles, place = read()
    drafts = [attributions(article["text"]) for article in articles]
    figures = for_readers(score, articles, drafts, place)
    lines = ["# How often a draft is right, of a hundred. Written by `python -m tests.bench.accuracy`, not by hand.",
             f"articles = {len(articles)}", f'measured = "{time.strftime("%Y-%m")}"']
    for name, row in figures.items():
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in row.items())]
    (KIT / "lessons" / "content" / "accuracy.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
