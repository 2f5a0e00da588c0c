"""docs/capacity.md: what the script makes of the stored figures, and that its sums are right."""

import re

import pytest

from .bench import capacity

FIGURES = {
    "measured": {"server": 100, "kernel": 50, "hub": 96, "processor": 4.0},
    "slider": {"server": 100, "kernel": 25},
    "site": {"first_visit": 20},
    "assumed": {"lessons_open": 2, "kept_back": 0.25, "processors_for_4_gb": 1, "machines": [8, 16],
                "readers": [30], "at_once": [1.0]},
}


def test_the_page_is_what_the_script_makes_of_the_stored_figures():
    written = capacity.PAGE.read_text(encoding="utf-8")
    assert written == capacity.page(capacity.read()), "run `python -m tests.bench.capacity --write`"


def test_a_reader_is_a_server_and_a_kernel_for_every_open_lesson():
    assert capacity.reader(FIGURES) == 200
    assert capacity.reader(FIGURES, "slider") == 150


@pytest.mark.parametrize("machine, room", [(8, 30), (16, 60)])
def test_a_machine_has_room_for_what_is_left_of_it(machine, room):
    # 8 GB: 8192 MiB less a quarter is 6144, less the hub 6048, and 30 times 200 go into that.
    assert capacity.room(FIGURES, machine) == room


@pytest.mark.parametrize("working, machines", [(1, 1), (30, 1), (31, 2), (60, 2), (61, 3)])
def test_one_reader_more_than_fits_asks_for_one_machine_more(working, machines):
    assert capacity.machines(FIGURES, working, 8) == machines


def test_the_last_of_a_full_machine_waits_for_all_the_others():
    assert capacity.wait(FIGURES, 8) == 30 * 4 / 2


@pytest.mark.parametrize("readers, said", [(30, "0.6 GB"), (500, "10 GB"), (30_000, "600 GB")])
def test_first_visits_to_the_site_are_added_up(readers, said):
    assert capacity.traffic(FIGURES, readers) == said


def test_a_class_is_given_the_smallest_machine_that_carries_it():
    assert capacity.class_machine(FIGURES) == 8
    assert capacity.class_machine({**FIGURES, "measured": {**FIGURES["measured"], "hub": 97 + 48}}) == 16


def test_the_page_has_a_line_for_every_number_of_readers_and_every_share():
    figures = capacity.read()
    lines = re.findall(r"^\| [\d,]+ \|", capacity.PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == len(figures["assumed"]["readers"]) * len(figures["assumed"]["at_once"])


def test_the_instructions_for_the_site_name_the_same_first_visit():
    said = (capacity.PAGE.parents[1] / "deploy/site.md").read_text(encoding="utf-8")
    assert f"about {capacity.read()['site']['first_visit']} MB for each reader" in said
