"""An exercise, driven as a browser drives it: nothing is lost, nothing believed, nothing given away."""

import errno
import json
import os

import pytest

from lessons.exercise import Exercise, Step
from lessons.keyfile import open_key_file
from lessons.labels import all_labels
from lessons.errors import LessonError
from lessons.lesson import edit_key, open_lesson
from lessons.library import key_path, open_article, open_key
from lessons.workbook import open_workbook
from tests.making import FERRY_TEXT, ferry_key, find_article, mark, on_wire
from tests.test_feedback import PHRASES

T = [f"2026-01-01T10:0{minute}:00.000Z" for minute in range(10)]
OFFICE, DAHL, CRITICS, LUND = (
    mark(words, id=name, created=T[1], modified=T[1], creator="reader") for name, words in (
        ("m1", "the harbour office"), ("m2", "Inga Dahl, who runs the line"), ("m3", "Critics"),
        ("m4", "Per Lund, a teacher"))
)
STEP = Step("ferry", "ferry", ("source",), ("source",))
NOT_READ = "A mark from the browser could not be read; mark the passage again."
LENGTH = len(FERRY_TEXT)


class Desk:
    """A reader at an exercise: what the browser sends, and what it gets to see."""

    def __init__(self, folder, step=STEP, key=True, client="c1"):
        self.book = open_workbook("answers", folder, find_article)
        self.exercise = Exercise(step, self.book, ferry_key() if key else None, PHRASES)
        self.client, self.seq, self.sent = client, 0, []
        self.exercise.widget.send = self.sent.append

    @property
    def widget(self):
        return self.exercise.widget

    def say(self, kind, **more):
        self.exercise._heard({"type": kind, "client": self.client, **more})

    def change(self, *put, drop=(), seq=None, first=None):
        self.seq = self.seq + 1 if seq is None else seq
        self.say("change", seq=self.seq, first=first, put=[m if isinstance(m, dict) else on_wire(m) for m in put],
                 drop=list(drop))

    @property
    def acked(self):
        return self.widget.saved["acks"].get(self.client, 0)

    @property
    def problem(self):
        return self.widget.saved["problem"] or self.widget.saved["notice"]

    @property
    def shown(self):
        return [m["id"] for m in self.widget.marks]

    @property
    def stored(self):
        return [item.id for item in open_workbook("answers", self.book.path.parent, find_article).items]


@pytest.fixture
def desk(work):
    return Desk(work)


@pytest.fixture
def author(kit):
    """The key of an article in author mode, on a copy of the kit."""
    widget = edit_key("hotnews")
    return widget, lambda *put, drop=(), seq=1: widget._heard(
        None, {"type": "change", "client": "c1", "seq": seq, "put": list(put), "drop": list(drop)}, [])


# ---------------------------------------------------------------------------------------------------- changes


@pytest.mark.parametrize("where", ["browser", "page"])
def test_a_key_of_the_kit_is_not_edited_where_the_change_would_be_lost(monkeypatch, where):
    monkeypatch.setattr("lessons.lesson.keeping", lambda: where)
    with pytest.raises(LessonError) as refused:
        edit_key("hotnews")

    assert str(refused.value) == (
        "A key of the kit cannot be changed in a browser, which fetches the kit anew at each visit: the changes would be lost. "
        "Use the kit on a computer (`python3 start.py`), or bring the text as an article of your own, whose key stays."
    )


def test_an_exercise_begins_with_nothing_marked_and_its_file_on_disk(desk, work):
    assert ("mark", [], ["hint", "commit"]) == (desk.widget.mode, desk.widget.marks, desk.widget.actions)
    assert (work / "answers.json").exists()


def test_a_change_is_stored_shown_and_acknowledged(desk):
    desk.change(OFFICE)

    assert (["m1"], ["m1"], 1, "") == (desk.stored, desk.shown, desk.acked, desk.problem)


def test_a_mark_comes_back_as_it_was_sent(desk):
    sent = on_wire(OFFICE, kinds=["source/named", "source/official"], note="Who there?", link="m2")
    desk.change(sent)

    assert [sent] == desk.widget.marks


def test_where_files_vanish_with_the_page_the_browser_is_handed_the_whole_file(desk, monkeypatch):
    assert "file" not in desk.widget.saved
    monkeypatch.setattr("lessons.exercise.keeping", lambda: "page")
    desk.change(OFFICE)
    name, text = desk.widget.saved["file"]

    assert (name, text) == (desk.book.path.name, desk.book.path.read_text("utf-8"))


def test_a_dropped_mark_is_gone(desk):
    desk.change(OFFICE, CRITICS)
    desk.change(drop=["m1"])

    assert (["m3"], ["m3"], 2) == (desk.stored, desk.shown, desk.acked)


def test_a_change_sent_twice_is_made_once(desk):
    desk.change(OFFICE)
    revision = desk.book.items
    desk.change(OFFICE, seq=1)

    assert (revision, 1) == (desk.book.items, desk.acked)


def test_a_change_that_comes_late_is_not_believed(desk):
    desk.change(on_wire(OFFICE, note="second", modified=T[5]))
    desk.change(on_wire(OFFICE, note="first", modified=T[2]))

    assert (["second"], 2) == ([m["note"] for m in desk.widget.marks], desk.acked)


def test_a_change_made_in_the_same_moment_is_believed(desk):
    desk.change(on_wire(OFFICE, note="first", modified=T[2]))
    desk.change(on_wire(OFFICE, note="second", modified=T[2]))

    assert ["second"] == [m["note"] for m in desk.widget.marks]


def test_a_change_that_comes_late_is_not_believed_over_that_of_another_notebook(desk, work):
    desk.change(on_wire(OFFICE, note="first", modified=T[1]))
    other = Desk(work, client="c2")
    other.change(on_wire(OFFICE, note="third", modified=T[5]))
    desk.change(on_wire(OFFICE, note="second", modified=T[3]))

    assert ["third"] == [item.note for item in open_workbook("answers", work, find_article).items]


def test_an_acknowledgement_never_goes_back(desk):
    desk.change(OFFICE, seq=5)
    desk.change(OFFICE, seq=3)

    assert 5 == desk.acked


def test_a_change_that_comes_twice_is_stored_once(desk):
    desk.change(OFFICE, seq=1)
    revision = desk.book.revision
    desk.change(OFFICE, seq=1)

    assert (1, revision) == (desk.acked, desk.book.revision)


def test_the_answer_to_a_change_that_comes_twice_is_said_again(desk, monkeypatch):
    desk.change(OFFICE, seq=1)
    said = []
    monkeypatch.setattr(desk.widget, "send_state", said.append)
    desk.change(OFFICE, seq=1)

    assert [["marks", "saved"]] == said


def test_nothing_is_committed_while_a_mark_before_it_is_not_saved(desk):
    desk.change(OFFICE, seq=1)
    desk.change(CRITICS, seq=3, first=2)
    desk.say("commit", seq=3)

    assert ("mark", ()) == (desk.widget.mode, desk.book.commits)
    assert "Your last mark is not saved yet, so nothing was committed. Commit again when it is saved." == desk.problem
    desk.say("commit", seq=1)
    assert "review" == desk.widget.mode


def test_a_change_is_not_let_past_one_that_was_lost(desk):
    desk.change(CRITICS, seq=2, first=1)
    early = desk.acked, desk.stored
    desk.change(OFFICE, seq=1, first=1)
    desk.change(CRITICS, seq=2, first=1)

    assert ((0, []), 2, ["m1", "m3"]) == (early, desk.acked, sorted(desk.stored))


def test_a_change_is_not_let_past_one_that_could_not_be_stored(desk, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("lessons.disk.os.replace", full_disk)
        desk.change(OFFICE, seq=1, first=1)
    desk.change(CRITICS, seq=2, first=1)

    assert (0, []) == (desk.acked, desk.stored)


def test_an_engine_that_was_restarted_goes_on_with_the_oldest_change_it_is_sent(desk):
    desk.change(OFFICE, seq=51, first=51)
    desk.change(CRITICS, seq=52, first=51)

    assert 52 == desk.acked


def test_two_views_are_acknowledged_apart(desk):
    desk.change(OFFICE, seq=4)
    desk.client = "c2"
    desk.change(CRITICS, seq=1)

    assert {"c1": 4, "c2": 1} == desk.widget.saved["acks"]


def test_a_readers_mark_has_no_standing(desk):
    desk.change(on_wire(OFFICE, standing="key/required"))

    assert ([""], [""]) == ([m["standing"] for m in desk.widget.marks],
                            [item.standing for item in desk.book.items])


def test_a_readers_mark_is_the_readers(desk):
    desk.change({**on_wire(OFFICE), "creator": "Second Source"})

    assert ["reader"] == [item.creator for item in desk.book.items]


def test_a_mark_is_on_the_article_that_is_shown_whatever_it_says(desk):
    desk.change({**on_wire(OFFICE), "article": "bridge"})

    assert ["ferry"] == [item.article for item in desk.book.items]


def test_two_notebooks_on_one_lesson_show_what_both_marked(desk, work):
    other = Desk(work, client="c2")
    desk.change(OFFICE)
    other.change(CRITICS)
    desk.change(LUND)

    assert ["m1", "m3", "m4"] == desk.shown == desk.stored


def test_marks_of_other_labels_stay_in_the_file_and_out_of_sight(desk, work):
    desk.change(OFFICE)
    words = Desk(work, Step("words", "ferry", ("quotation",), ("quotation",)), client="c2")
    words.change(mark("“Who will teach here?”", "quotation", id="q1", modified=T[1]))

    assert (["q1"], ["m1", "q1"]) == (words.shown, words.stored)


def test_others_are_told_of_every_stored_change(work):
    told = []
    exercise = Exercise(STEP, open_workbook("answers", work, find_article), ferry_key(), PHRASES, told.append)
    exercise._heard({"type": "change", "client": "c1", "seq": 1, "put": [on_wire(OFFICE)]})

    assert [exercise] == told


# -------------------------------------------------------------------------------------------------- bad marks

BAD_MARKS = [
    ("a label that is unknown", on_wire(OFFICE, label="opinion"),
     "The mark “m1” has the label “opinion”, which this kit does not know; the labels are “claim”, "
     "“quotation”, “source”."),
    ("a kind that is unknown", on_wire(OFFICE, kinds=["source/anonymous"]),
     "The mark “m1” has the kind “source/anonymous”, which does not belong to the label “source”; the "
     "nearest are "
     "“source/none”, “source/cannot-tell”, “source/vague”."),
    ("an end past the text", on_wire(OFFICE, end=LENGTH + 5),
     f"The mark “m1” runs from 38 to {LENGTH + 5}, but the article “ferry” has {LENGTH} characters; mark "
     "the passage again."),
    ("a start before the text", on_wire(OFFICE, start=-4),
     f"The mark “m1” runs from -4 to 56, but the article “ferry” has {LENGTH} characters; mark the passage "
     "again."),
    ("an end before its start", on_wire(OFFICE, start=56, end=38),
     f"The mark “m1” runs from 56 to 38, but the article “ferry” has {LENGTH} characters; mark the passage "
     "again."),
    ("a note without end", on_wire(OFFICE, note="x" * 5000),
     "The note on “m1” has 5000 characters and the limit is 4000; shorten it."),
    ("a start that is no number", on_wire(OFFICE, start="here"), NOT_READ),
    ("a start that is missing", {"id": "m1", "end": 9, "label": "source"}, NOT_READ),
    ("a mark that is a word", "m1", NOT_READ),
    ("a mark that is nothing", None, NOT_READ),
    ("a mark that is a list", [], NOT_READ),
    ("kinds that are a number", on_wire(OFFICE, kinds=7), NOT_READ),
]


def send_raw(desk, *put):
    desk.seq += 1
    desk.say("change", seq=desk.seq, put=list(put))


@pytest.mark.parametrize(("bad", "sentence"),
                         [pytest.param(bad, sentence, id=name) for name, bad, sentence in BAD_MARKS])
def test_a_mark_that_cannot_be_stored_is_answered_with_a_sentence(bad, sentence, desk):
    send_raw(desk, bad)

    assert (sentence, 1, []) == (desk.problem, desk.acked, desk.stored)


def test_a_mark_without_an_id_does_not_make_the_file_unreadable(desk, work):
    send_raw(desk, on_wire(OFFICE, id=""))

    assert "" == open_workbook("answers", work, find_article).problem


def test_a_note_with_half_an_emoji_is_answered(desk):
    send_raw(desk, on_wire(OFFICE, note="so sad \ud83d"))

    assert 1 == desk.acked
    assert json.dumps(desk.widget.marks, ensure_ascii=False).encode("utf-8")  # as a kernel sends it


def test_a_bad_mark_does_not_take_the_good_ones_of_its_change_with_it(desk):
    send_raw(desk, on_wire(OFFICE, end=LENGTH + 5), on_wire(CRITICS))

    assert ["m3"] == desk.stored


def test_the_sentence_about_a_bad_mark_goes_with_the_next_good_one(desk):
    send_raw(desk, None)
    desk.change(CRITICS)

    assert ("", ["m3"]) == (desk.problem, desk.stored)


@pytest.mark.parametrize("message", [
    pytest.param({"type": "dance"}, id="an unknown message"),
    pytest.param({"type": "render"}, id="a message with a name that code knows"),
    pytest.param({"type": "change"}, id="a change of nothing"),
    pytest.param({"type": "change", "seq": "x"}, id="a change whose number is a word"),
    pytest.param({"type": "change", "seq": 1, "put": 7}, id="a change whose marks are a number"),
    pytest.param({"type": "change", "seq": 1, "drop": 7}, id="a change that drops a number"),
    pytest.param({"type": "hint", "level": "x"}, id="a hint of no level"),
    pytest.param({"type": "hint", "level": None}, id="a hint of an empty level"),
    pytest.param({"type": "show"}, id="the review before anything was committed"),
])
def test_a_message_that_makes_no_sense_changes_nothing(message, desk):
    desk.change(OFFICE)
    desk.exercise._heard({"client": "c1", **message})

    assert (["m1"], ["m1"], "mark") == (desk.stored, desk.shown, desk.widget.mode)


@pytest.mark.parametrize("content", [None, 7, "change", [], {}, {"type": None}, {"type": ["change"]}])
def test_a_message_without_a_type_is_let_pass(content, desk):
    desk.widget._heard(desk.widget, content, [])

    assert [] == desk.shown


# -------------------------------------------------------------------------------------------------- not saved


def full_disk(*_args, **_more):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


FULL = (
    "Your answers could not be saved in “my-work” (No space left on device). They are still here: free some "
    "space or make the "
    "folder writable, and they will be saved by themselves; or download them now."
)


def test_a_change_that_could_not_be_stored_is_not_acknowledged(desk, monkeypatch):
    monkeypatch.setattr("lessons.disk.os.replace", full_disk)
    desk.change(OFFICE)

    assert (FULL, 0, []) == (desk.problem, desk.acked, desk.stored)


def test_a_change_that_is_sent_again_after_the_disk_has_room_is_stored(desk, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("lessons.disk.os.replace", full_disk)
        desk.change(OFFICE)
    desk.change(OFFICE, seq=1)

    assert ("", 1, ["m1"], ["m1"]) == (desk.problem, desk.acked, desk.stored, desk.shown)


def test_a_lesson_opens_on_a_full_disk_and_says_so(work, monkeypatch):
    monkeypatch.setattr("lessons.disk.os.replace", full_disk)

    assert FULL == Desk(work).problem


def test_a_commit_that_could_not_be_stored_gives_no_key_away(desk, monkeypatch):
    desk.change(OFFICE)
    monkeypatch.setattr("lessons.disk.os.replace", full_disk)
    desk.say("commit")

    assert (FULL, "mark", {}) == (desk.problem, desk.widget.mode, desk.widget.review)


def test_a_file_that_broke_meanwhile_is_said_and_not_acknowledged(desk, work):
    (work / "answers.json").write_bytes(b"torn")
    desk.change(OFFICE)

    assert (0, b"torn") == (desk.acked, (work / "answers.json").read_bytes())
    assert desk.problem == (
        "The file “answers.json” is not JSON (line 1, column 1), so it was not opened; use a backup, or "
        "start again in a new "
        "file."
    )


def test_an_unreadable_file_is_said_when_the_lesson_opens(work):
    work.mkdir()
    (work / "answers.json").write_bytes(b"torn")

    assert Desk(work).problem == (
        "The file “answers.json” is not JSON (line 1, column 1), so it was not opened; use a backup, or "
        "start again in a new "
        "file. Your new answers go to “answers-2.json” beside it."
    )


# ------------------------------------------------------------------------------------------------------ hints


@pytest.mark.parametrize(("level", "text", "span", "more"), [
    (1, "4 sources left.", None, True),
    (2, "Paragraph 1, a source.", [0, 72], True),
    (3, "“the harbour office”, a source?", [38, 56], False),
])
def test_a_hint_goes_one_step_further_each_time_and_tells_when_it_was_the_last(level, text, span, more, desk):
    desk.say("hint", level=level)

    assert [{"type": "hint", "client": "c1", "level": level, "text": text, "span": span, "more": more}] == desk.sent


@pytest.mark.parametrize(("level", "expected"), [(0, 1), (-5, 1), (4, 3), (99, 3)])
def test_a_hint_of_an_odd_level_is_the_nearest(level, expected, desk):
    desk.say("hint", level=level)

    assert expected == desk.sent[0]["level"]


def test_a_hint_looks_at_what_was_marked_so_far(desk):
    desk.change(OFFICE, DAHL)
    desk.say("hint", level=3)

    assert "“Critics”, a source?" == desk.sent[0]["text"]


def test_a_hint_changes_no_mark_and_no_mode(desk):
    desk.change(OFFICE)
    desk.say("hint", level=3)

    assert (["m1"], "mark") == (desk.shown, desk.widget.mode)


# --------------------------------------------------------------------------------------------- commit, review


def test_nothing_of_the_key_reaches_the_browser_before_the_commit(desk):
    desk.change(OFFICE)

    assert [] == [i.note for i in ferry_key() if i.note in repr(desk.widget.get_state())]


def test_a_commit_shows_each_finding_with_its_reason(desk):
    desk.change(OFFICE, on_wire(mark("Monday", id="m9", modified=T[1])))
    desk.say("commit")
    rows = [(row["word"], FERRY_TEXT[row["start"]:row["end"]], row["sentences"][0])
            for row in desk.widget.review["rows"]]

    assert ("review", ["reopen"]) == (desk.widget.mode, desk.widget.actions)
    assert rows == [
        ("FOUND", "the harbour office", "The office says so."),
        ("EXTRA", "Monday", f"No source. {all_labels()['source'].rule}"),
        ("MISSED", "Inga Dahl, who runs the line", "She speaks for the line."),
        ("CONTESTED", "Some", "Theirs is contested."),
        ("MISSED", "Critics", "Nobody you could ask."),
        ("MISSED", "Per Lund, a teacher", "He asks."),
    ]


def test_a_row_of_the_review_shows_the_key_beside_the_mark(desk):
    desk.change(on_wire(mark("Per", id="m4", modified=T[1], note="the teacher?")))
    desk.say("commit")
    row = next(row for row in desk.widget.review["rows"] if row["id"] == "m4")

    assert ([270, 273], [270, 289], "partly", "the teacher?") == ([row["start"], row["end"]], row["key"],
                                                                  row["status"], row["note"])


def test_a_commit_of_nothing_says_so(desk):
    desk.say("commit")

    assert ["Nothing marked."] == desk.widget.review["summary"]


def test_a_commit_is_a_version_on_disk(desk, work):
    desk.change(OFFICE)
    desk.say("commit")

    assert [["m1"]] == [[i.id for i in v.annotations]
                        for v in open_workbook("answers", work, find_article).versions("ferry")]


def test_after_a_change_of_answers_both_versions_are_kept_and_told(desk, work):
    desk.change(OFFICE)
    desk.say("commit")
    desk.say("reopen")
    again = (desk.widget.mode, desk.widget.actions)
    desk.change(CRITICS)
    desk.say("commit")

    assert ("mark", ["hint", "commit", "show"]) == again
    assert [1, 2] == [len(v.annotations)
                      for v in open_workbook("answers", work, find_article).versions("ferry")]
    assert 2 == len(desk.widget.review["versions"])


def test_a_commit_without_a_change_since_the_last_is_no_new_version(desk, work):
    desk.change(OFFICE)
    desk.say("commit")
    desk.say("reopen")
    desk.say("commit")

    assert ("review", 1) == (desk.widget.mode, len(open_workbook("answers", work, find_article).versions("ferry")))


def test_who_reopens_and_goes_back_sees_the_version_that_was_committed(desk):
    desk.change(OFFICE)
    desk.say("commit")
    desk.say("reopen")
    desk.change(CRITICS)
    desk.say("show")
    found = [row["start"] for row in desk.widget.review["rows"] if row["word"] == "FOUND"]

    assert ("review", [38]) == (desk.widget.mode, found)


def test_a_lesson_opened_again_after_the_commit_shows_the_review(desk, work):
    desk.change(OFFICE)
    desk.say("commit")
    again = Desk(work)

    assert ("review", ["m1"]) == (again.widget.mode, again.shown)


def test_a_lesson_opened_again_after_later_changes_lets_them_go_on(desk, work):
    desk.change(OFFICE)
    desk.say("commit")
    desk.say("reopen")
    desk.change(CRITICS)
    again = Desk(work)

    assert ("mark", ["m1", "m3"], ["hint", "commit", "show"]) == (again.widget.mode, again.shown,
                                                                  again.widget.actions)


def test_a_review_that_follows_another_view_can_still_be_left(desk):
    desk.change(OFFICE)
    desk.say("commit")
    desk.exercise.follow()

    assert ("review", ["reopen"]) == (desk.widget.mode, desk.widget.actions)


def test_a_step_without_a_key_can_be_marked_and_not_committed(work):
    desk = Desk(work, key=False)
    desk.change(OFFICE)

    assert (["m1"], []) == (desk.shown, desk.widget.actions)


# -------------------------------------------------------------------------------------------- text stays text

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)> & {braces} %s \\ “quotes” 🚢\nnew line"


def test_a_note_is_kept_to_the_letter(desk, work):
    desk.change(on_wire(OFFICE, note=SCRIPT))

    assert ([SCRIPT], [SCRIPT]) == (
        [m["note"] for m in desk.widget.marks],
        [i.note for i in open_workbook("answers", work, find_article).items])


def test_a_note_is_shown_to_the_letter_in_the_review(desk):
    desk.change(on_wire(OFFICE, note=SCRIPT))
    desk.say("commit")

    assert SCRIPT in [row["note"] for row in desk.widget.review["rows"]]


def test_an_article_goes_to_the_browser_to_the_letter(desk):
    assert FERRY_TEXT == desk.widget.article["text"]


# ------------------------------------------------------------------------------------------------ author mode


def test_an_author_begins_with_the_key(author):
    widget, _ = author

    assert ("author", []) == (widget.mode, widget.actions)
    assert len(widget.marks) == len(open_key_file(open_article("hotnews")).items)


def test_an_author_keeps_the_standing(author):
    _, change = author
    key = open_article("hotnews").find("HIMARS missile launchers")
    change({"id": "n1", "start": key.start, "end": key.end, "label": "claim", "kinds": ["claim/checkable"],
            "note": "Why.",
            "standing": "key/contested", "modified": T[1]})
    stored = {item.id: item for item in open_key_file(open_article("hotnews")).items}

    assert ("key/contested", "author") == (stored["n1"].standing, stored["n1"].creator)


def test_the_key_that_is_opened_after_an_authors_change_is_the_changed_one(author):
    _, change = author
    before = open_key("hotnews").get("n1")
    change({"id": "n1", "start": 0, "end": 3, "label": "source", "kinds": ["source/none"], "note": "Why."})

    assert (None, "Why.") == (before, open_key("hotnews").get("n1").note)


def test_an_authors_mark_without_a_standing_is_required(author):
    widget, change = author
    change({"id": "n1", "start": 0, "end": 3, "label": "source"})

    assert ["key/required"] == [m["standing"] for m in widget.marks if m["id"] == "n1"]


def test_an_author_who_changes_nothing_changes_no_byte_of_the_key(author):
    _, change = author
    before = key_path("hotnews").read_bytes()
    change({"id": "n1", "start": 0, "end": 3, "label": "source"})
    change(drop=["n1"], seq=2)

    assert before == key_path("hotnews").read_bytes()


def test_an_author_begins_a_key_where_there_is_none(kit):
    key_path("hotnews").unlink()
    widget = edit_key("hotnews")

    assert ([], True) == (widget.marks, key_path("hotnews").exists())


# ---------------------------------------------------------------------------------------------- whole lessons


def test_a_lesson_keeps_what_is_marked_in_it(work):
    first = open_lesson("01_who_says_so").exercise("hotnews")
    first._heard({"type": "change", "client": "c1", "seq": 1, "put": [
        {"id": "m1", "start": 110, "end": 122, "label": "source", "kinds": ["source/named"],
         "modified": T[1]}]})

    assert ["Laura Cooper"] == [m.of(open_article("hotnews").text)
                                for m in open_lesson("01_who_says_so").marks("hotnews")]


def test_two_annotators_of_one_lesson_follow_each_other(work):
    lesson = open_lesson("01_who_says_so")
    one, other = lesson.exercise("hotnews"), lesson.exercise("hotnews")
    one._heard({"type": "change", "client": "c1", "seq": 1,
                "put": [{"id": "m1", "start": 0, "end": 3, "label": "source"}]})

    assert ["m1"] == [m["id"] for m in other.widget.marks]


def test_a_version_that_comes_in_from_elsewhere_opens_the_comparison_once(work):
    lesson = open_lesson("01_who_says_so")
    one, other = lesson.exercise("hotnews"), lesson.exercise("hotnews")
    one._heard({"type": "change", "client": "c1", "seq": 1, "put": [{"id": "m1", "start": 0, "end": 3, "label": "source"}]})
    assert ["mark", "mark"] == [one.widget.mode, other.widget.mode]

    one._heard({"type": "commit"})
    assert ["review", "review"] == [one.widget.mode, other.widget.mode]
    other._heard({"type": "reopen"})
    other.follow()
    assert ["review", "mark"] == [one.widget.mode, other.widget.mode]


def test_the_annotator_of_another_article_is_left_alone(work):
    lesson = open_lesson("01_who_says_so")
    one, other = lesson.exercise("hotnews"), lesson.exercise("dallas-express")
    one._heard({"type": "change", "client": "c1", "seq": 1,
                "put": [{"id": "m1", "start": 0, "end": 3, "label": "source"}]})

    assert [] == other.widget.marks
