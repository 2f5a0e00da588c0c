"""What the draft takes for worth checking, and what it sees behind it. All sentences here were made up for these tests."""

from __future__ import annotations

import tomllib

import pytest

from lessons.draft import attributions
from lessons.draft.claims import Claim, claims
from lessons.labels import all_labels
from lessons.places import data_folder

LISTS = tomllib.loads((data_folder() / "lexicons" / "claims.toml").read_text("utf-8"))


def drafted(text: str) -> list[Claim]:
    return claims(text, attributions(text))


@pytest.mark.parametrize(("sentence", "checkable"), [
    ("The ferry carried 40,000 passengers last year, twice as many as in 2019.", True),
    ("Parliament voted to cut the budget by a third.", True),
    ("Unemployment fell to four percent, the lowest rate in ten years.", True),
    ("The company paid three million euros to former workers.", True),
    ("The pier seats 34.", True),
    ("He married Jean Dahl in 1961.", True),
    ("The council will be asked to decide in May.", False),
    ("Do you have 40 boats?", False),
    ("The new timetable is ugly.", False),
    ("We should build more schools.", False),
    ("I think it is a good idea.", False),
    ("Thank you for the question.", False),
    ("Will the fares fall?", False),
    ("Nobody knows.", False),
])
def test_what_has_numbers_changes_and_acts_is_worth_checking_and_wishes_are_not(sentence: str, checkable: bool) -> None:
    assert [checkable] == [one.checkable for one in drafted(sentence)]


@pytest.mark.parametrize(("text", "support"), [
    ("The mayor said that the bridge cost four million euros in 2019.", "claim/attributed"),
    ("Critics say that the bridge cost four million euros in 2019.", "claim/vague"),
    ("Studies show that small ferries bring in four times what they cost.", "claim/vague"),
    ("Some islanders expect the winter fares to rise.", "claim/vague"),
    ("The report shows that the bridge cost four million euros in 2019.", "claim/evidence"),
    ("The bridge cost four million euros in 2019.", "claim/unsupported"),
    ("The city cut 40 jobs in 2023, according to a report by the auditor.", "claim/evidence"),
    ("According to a report published on Monday, 45 percent of crossings were late in 2023.", "claim/evidence"),
    ("The bridge cost four million euros in 2019, according to the audit.", "claim/evidence"),
    ("“The bridge cost four million euros in 2019,” said Ana Petrov.", "claim/attributed"),
])
def test_what_stands_behind_a_claim_is_read_from_who_says_it(text: str, support: str) -> None:
    assert [support] == [one.support for one in drafted(text)]
    assert support in {kind.id for kind in all_labels()["claim"].kinds}


def test_a_claim_says_why_it_is_proposed_and_what_is_behind_it() -> None:
    (one,) = drafted("The ferry carried four million passengers in 2019.")

    assert one.why() == (
        "Somebody could check this: it contains a number, an amount, something that happened. Nothing beside it tells who says so.")


def test_signals_are_told_beside_a_sentence_and_give_no_points() -> None:
    plain, hedged = drafted("The bridge was closed.\n\nThe bridge was allegedly closed.")

    assert (("allegedly", "how sure somebody is"),) == hedged.signals and () == plain.signals
    assert plain.points == hedged.points


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_a_note_and_an_example_that_shows_one_of_its_words(name: str) -> None:
    words = LISTS[name]["words"].split()

    assert LISTS[name]["note"].endswith(".") and len(words) == len(set(words))
    assert set(words) & {word.strip(",.").lower() for word in LISTS[name]["example"].split()}


@pytest.mark.parametrize("text", ["", "  ", "?", "“", "12", "€", "a" * 5000, "\u202e\u0000"])
def test_no_text_is_refused(text: str) -> None:
    assert all(0 <= one.start < one.end <= len(text) for one in drafted(text))


def test_a_dateline_is_no_part_of_a_claim() -> None:
    text = "HOLM, Norway (AP) — The ferry carried 312 people and 40 cars in March 2024.\n\nIt closed in 2025."

    assert "The ferry carried 312 people and 40 cars in March 2024." == drafted(text)[0].of(text)
