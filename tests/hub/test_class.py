"""Thirty readers log in to one JupyterHub, do lesson 1 on it, and are kept apart."""

import re
from collections import Counter

import pytest
from playwright.sync_api import expect

from lessons.library import open_article

from .seat import ARTICLE, LESSON, Seat, answers, marks_on_disk

READERS = [f"reader-{number:02d}" for number in range(1, 31)]
# A page that is closed cuts its connections, and the proxy calls that an error of its own.
LET_PASS = "read ECONNRESET"
# The tests' environment builds the static site too, and JupyterLab tries what that brings along; a hub has none of it.
NOT_A_HUBS = "Shared module @jupyterlite/services doesn't exist"
AT_ONCE = 5  # pages open together; the servers and kernels of all thirty stay


def words_for_each(count):
    """As many different words of the article's own reporting, each of which it has once."""
    article = open_article(ARTICLE)
    own = " ".join(sentence.of(article.text) for sentence in article.reporting())
    once = [word for word in re.findall(r"\b[a-z]{7,}\b", own) if article.text.count(word) == 1]
    assert len(once) >= count
    return once[:count]


WORDS = dict(zip(READERS, words_for_each(len(READERS)), strict=True))
NOTES = {name: f"{name} wrote this." for name in READERS}


@pytest.fixture(scope="module")
def after_class(hub, chromium):
    """Everybody, after marking and committing, and what the log said up to then. The log-ins are kept."""
    seats = {}
    try:
        for first in range(0, len(READERS), AT_ONCE):
            group = {name: Seat(hub, chromium, name) for name in READERS[first : first + AT_ONCE]}
            seats |= group
            do_the_lesson(group.values())
        yield seats, hub.log()
    finally:
        for seat in seats.values():
            seat.context.close()


@pytest.fixture
def seats(after_class):
    return after_class[0]


@pytest.fixture
def said(after_class):
    return after_class[1]


def do_the_lesson(group):
    """Some readers side by side: each step is asked of all of them before the next one."""
    for seat in group:
        seat.log_in()
    for seat in group:
        seat.start()
    for seat in group:
        seat.drawn = seat.mark(WORDS[seat.name], NOTES[seat.name]).words()
    for seat in group:
        article = seat.article()
        article.commit()
        # In quotation marks: the key may have a longer passage with the same word.
        expect(article.rows.filter(has_text=f"“{WORDS[seat.name]}”")).to_have_count(1)
        seat.statuses = Counter(article.statuses())
    for seat in group:
        seat.page.close()


def test_everybody_saw_their_own_mark_and_then_the_key(seats):
    assert {name: seat.drawn for name, seat in seats.items()} == {n: [("source", w)] for n, w in WORDS.items()}
    without_key = [name for name, seat in seats.items() if not seat.statuses["missed"]]
    assert without_key == []


def test_everybodys_folder_holds_their_own_work_and_nobody_elses(seats):
    kept = {name: [(mark.words, mark.note) for mark in marks_on_disk(seat.desk, LESSON)] for name, seat in seats.items()}
    assert kept == {name: [(WORDS[name], NOTES[name])] for name in READERS}
    committed = {name: answers(seat.desk, LESSON)["ss:commits"] for name, seat in seats.items()}
    assert {name: len(commits) for name, commits in committed.items()} == dict.fromkeys(READERS, 1)
    assert {name: seat.files() for name, seat in seats.items()} == {name: [f"{LESSON}.json"] for name in READERS}


def test_thirty_servers_run_at_once_each_with_a_kernel(hub, seats):
    assert {user["name"] for user in hub.api("users?state=ready")} >= set(READERS)
    assert {name: len(hub.processes(name)) for name in seats} == dict.fromkeys(READERS, 2)


def test_a_reader_can_read_their_own_file_and_nobody_elses(seats):
    file = f"api/contents/second-source/my-work/{LESSON}.json"
    for name, neighbour in zip(READERS, READERS[1:] + READERS[:1], strict=True):
        own, other = (seats[name].ask(f"/user/{whose}/{file}") for whose in (name, neighbour))
        assert own.status == 200 and NOTES[name] in own.text()
        assert other.status in (403, 404) and NOTES[neighbour] not in other.text(), (name, neighbour)


def test_a_reader_can_neither_run_code_for_another_nor_see_who_else_is_there(seats):
    for name, neighbour in zip(READERS, READERS[1:] + READERS[:1], strict=True):
        for address in (f"/user/{neighbour}/api/kernels", f"/user/{neighbour}/lab", f"/hub/api/users/{neighbour}"):
            assert seats[name].ask(address).status in (403, 404), (name, address)


def test_a_stranger_gets_no_file_and_is_sent_to_the_log_in_page(hub, chromium, seats):
    stranger = Seat(hub, chromium, "stranger")
    file = stranger.ask(f"/user/{READERS[0]}/api/contents/second-source/my-work/{LESSON}.json")
    assert file.status == 403 and NOTES[READERS[0]] not in file.text()
    assert stranger.ask(f"/user/{READERS[0]}/lab").url.startswith(f"{hub.url}/hub/login")
    stranger.context.close()


def test_no_page_reported_an_error_or_asked_another_machine_for_anything(seats):
    assert {name: seat.errors for name, seat in seats.items() if seat.errors} == {}
    assert {name: seat.strangers for name, seat in seats.items() if seat.strangers} == {}
    red = {name: [line for line in seat.console if line.startswith("error") and NOT_A_HUBS not in line] for name, seat in seats.items()}
    assert {name: lines for name, lines in red.items() if lines} == {}


def test_no_hub_server_or_kernel_reported_an_error(said):
    wrong = re.compile(r"\[[EC] \d{4}-|\| (ERROR|CRITICAL) \||^Traceback|\[ConfigProxy\] \S*error")
    assert [line for line in said.splitlines() if wrong.search(line) and LET_PASS not in line] == []


def test_the_settings_reach_every_server(hub, said):
    assert said.count("Culling kernels with idle durations > 3600 seconds at 300 second intervals") == len(READERS)
    assert said.count("Culling kernels even with connected clients") == len(READERS)
    limits = {process.environ()["MEM_LIMIT"] for name in READERS for process in hub.processes(name)}
    assert limits == {str(512 * 1024**2)}


def test_who_logs_in_without_a_link_comes_to_the_first_lesson(hub, chromium):
    seat = Seat(hub, chromium, "no-link").log_in(hub.url)
    seat.bar.wait_for()
    assert seat.page.url.endswith("/user/no-link/doc/tree/second-source/notebooks/00_start_here.ipynb")
    seat.context.close()


def test_who_comes_back_finds_what_is_new_in_the_repository_and_their_own_work(hub, seats):
    hub.publish("notebooks/news.md", "There is a new lesson.")
    seat = seats[READERS[0]]
    seat.come_back()
    expect(seat.article().wait().rows.filter(has_text=f"“{WORDS[seat.name]}”")).to_have_count(1)
    assert (seat.desk.notebooks / "news.md").read_text() == "There is a new lesson."
    assert [mark.note for mark in marks_on_disk(seat.desk, LESSON)] == [NOTES[seat.name]]
