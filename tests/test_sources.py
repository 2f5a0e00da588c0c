"""Which mentions are one source."""

import pytest

from lessons.sources import same_source


@pytest.mark.parametrize(("one", "other"), [
    ("Kirby", "John Kirby"),
    ("John Kirby, the National Security Council’s coordinator", "White House spokesman John Kirby"),
    ("Secretary of State Antony Blinken", "Antony J. Blinken"),
    ("Laura Cooper, a deputy assistant secretary of defense", "Deputy Assistant Secretary of Defense Laura Cooper"),
    ("Rep. Sara Jacobs (D-CA)", "Sara Jacobs and Ilhan Omar"),
    ("Özlem Örs, the mayor", "Mayor Özlem Örs"),
    ("Ana Berg’s", "Mayor Ana Berg, 42"),
    ("the harbour office", "harbour office"),
    ("the Pentagon’s Laura Cooper, deputy assistant secretary", "Laura Cooper, the Pentagon’s top official"),
    ("the mayor, Özlem Örs", "Özlem Örs of Lund"),
])
def test_two_mentions_with_one_persons_name_are_one_source(one, other):
    assert same_source(one, other)
    assert same_source(other, one)


@pytest.mark.parametrize(("one", "other"), [
    ("White House spokesman John Kirby", "White House press secretary Karine Jean-Pierre"),
    ("National Security Council spokesman John Kirby", "National Security Adviser Jake Sullivan"),
    ("Mayor Eric Adams of New York", "Governor Kathy Hochul of New York"),
    ("Ana Berg of the Red Cross", "Tom Hill of the Red Cross"),
    ("President Joe Biden", "President Joe Smith"),
    ("Prime Minister Rishi Sunak", "Prime Minister Keir Starmer"),
    ("the United States Navy", "the United States Army"),
    ("", "Ana Berg"),
    ("Ana Berg, White House", "John Kirby, White House"),
    ("Ana Berg (Green Party)", "Tom Ito (Green Party)"),
])
def test_an_office_a_place_or_a_house_in_common_makes_no_one_source(one, other):
    assert not same_source(one, other)
    assert not same_source(other, one)
