"""The workbook: on disk at every change, all of it or nothing, and nobody's work in anybody's way."""

import builtins
import errno
import json
import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from lessons import disk
from lessons.backup import BACKUP_TYPE, pack, put_back_kept, saved_files, unpack
from lessons.errors import AnnotationFileError, ArticleError, LessonError, StorageError
from lessons.library import article_from_text, open_article
from lessons.places import kit_folder
from lessons.workbook import Commit, load, open_workbook
from tests.making import CASES, FERRY_TEXT, find_article, mark
from tests.test_webannotation import BAD_FILES, GOOD

LEFT = " The file was left as it is."
EARLY, LATE = "2026-01-01T10:00:00.000Z", "2026-01-01T10:05:00.000Z"
SOME = mark("Some", "source", "source/vague", created=EARLY, modified=EARLY, creator="reader")
DAHL = mark("Inga Dahl", "source", "source/named", created=EARLY, modified=EARLY, creator="reader")
QUOTE = mark("“Who will teach here?”", "quotation", "quotation/direct", created=EARLY, modified=EARLY,
             creator="reader")


@pytest.fixture
def opened(work):
    """Open the workbook of a lesson, as another notebook would."""
    return lambda lesson="answers": open_workbook(lesson, work, find_article)


@pytest.fixture
def elsewhere(tmp_path):
    return tmp_path / "another machine"


def not_saved(reason):
    return (
        f"Your answers could not be saved in “my-work” ({reason}). They are still here: free some space or "
        "make the folder "
        "writable, and they will be saved by themselves; or download them now."
    )


def everything_in(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file()}


# --------------------------------------------------------------------------------------------- saved and read


def test_opening_a_workbook_writes_nothing(opened, work):
    opened()

    assert not work.exists()


def test_a_workbook_that_was_begun_is_on_disk_and_has_its_id(opened, work):
    book = opened()
    book.begin()

    assert book.id == opened().id
    assert ["answers.json"] == list(everything_in(work))


def test_beginning_twice_writes_once(opened, work):
    opened().begin()
    before = everything_in(work)
    opened().begin()

    assert before == everything_in(work)


def test_a_change_is_on_disk_when_it_returns(opened):
    opened().change([SOME, DAHL])

    assert (DAHL, SOME) == opened().items


def test_a_dropped_mark_is_gone_from_the_disk(opened):
    opened().change([SOME, DAHL])
    opened().change(drop=[SOME.id])

    assert (DAHL,) == opened().items


def test_the_marks_of_one_article_are_in_reading_order(opened):
    book = opened()
    book.change([QUOTE])
    book.change([SOME, DAHL])

    assert [DAHL, SOME, QUOTE] == list(book.marks("ferry"))


def test_every_change_is_a_revision(opened):
    book = opened()
    book.begin()
    book.change([SOME])
    book.change([DAHL])

    assert 2 == book.revision == opened().revision


def test_nothing_is_left_beside_the_file(opened, work):
    for words in ("Some", "Inga Dahl", "Critics"):
        opened().change([mark(words)])

    assert ["answers.json"] == list(everything_in(work))


def test_the_file_ends_its_lines_with_lf_on_every_system(opened, work):
    opened().change([SOME])

    assert b"\r" not in (work / "answers.json").read_bytes()


def test_when_a_workbook_was_saved_is_unknown_before_the_first_mark(opened):
    book = opened()
    book.begin()

    assert "" == book.saved_at()


def test_when_a_workbook_was_saved_is_the_time_of_its_file(opened, work):
    opened().change([SOME])
    os.utime(work / "answers.json", (1_767_261_600, 1_767_261_600))

    assert "2026-01-01T10:00:00.000Z" == opened().saved_at()


# -------------------------------------------------------------------------------------------------- not saved


def failing(number):
    def fail(*_args, **_more):
        raise OSError(number, os.strerror(number))

    return fail


def failing_open(number):
    """Opening to write fails; reading goes on."""
    return lambda path, mode="r", **more: (
        failing(number)() if "w" in mode else builtins.open(path, mode, **more))


FAILURES = [
    ("the disk is full when the file is put in place", "lessons.disk.os.replace", failing(errno.ENOSPC),
     "No space left on device"),
    ("the disk is full when the text is written through", "lessons.disk.os.fsync", failing(errno.ENOSPC),
     "No space left on device"),
    ("the quota is used up", "lessons.disk.os.fsync", failing(errno.EDQUOT), "Disk quota exceeded"),
    ("the file system is read-only", "lessons.disk.os.open", failing(errno.EROFS),
     "Read-only file system"),
    ("the folder may not be written to", "lessons.disk.os.open", failing(errno.EACCES),
     "Permission denied"),
    ("a new file cannot be opened", "lessons.disk.open", failing_open(errno.EROFS),
     "Read-only file system"),
    ("the file is held by another program", "lessons.disk.os.replace", failing(errno.EPERM),
     "Operation not permitted"),
]
failures = pytest.mark.parametrize(("place", "fail", "reason"),
                                   [pytest.param(*row, id=name) for name, *row in FAILURES])


@failures
def test_a_change_that_cannot_be_saved_says_why_and_leaves_the_file_alone(
        place, fail, reason, opened, work, monkeypatch):
    book = opened()
    book.change([SOME])
    before = everything_in(work)
    with monkeypatch.context() as broken:
        broken.setattr(place, fail, raising=False)
        with pytest.raises(StorageError) as refused:
            book.change([DAHL])

    assert str(refused.value) == not_saved(reason)
    assert before == everything_in(work)


@failures
def test_a_change_that_could_not_be_saved_can_be_made_again(place, fail, reason, opened, monkeypatch):
    book = opened()
    book.change([SOME])
    with monkeypatch.context() as broken:
        broken.setattr(place, fail, raising=False)
        with pytest.raises(StorageError):
            book.change([DAHL])
    kept = book.items, book.revision
    book.change([DAHL])

    assert ((SOME,), 1) == kept
    assert (DAHL, SOME) == opened().items


def test_a_folder_that_cannot_be_made_says_why(tmp_path):
    (tmp_path / "my-work").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(StorageError) as refused:
        open_workbook("answers", tmp_path / "my-work", find_article).begin()

    assert str(refused.value) == not_saved("File exists")


def test_a_version_that_could_not_be_saved_is_no_version(opened, monkeypatch):
    book = opened()
    book.change([SOME])
    with monkeypatch.context() as broken:
        broken.setattr("lessons.disk.os.replace", failing(errno.ENOSPC))
        with pytest.raises(StorageError):
            book.commit("ferry", "ferry", ["source"])

    assert ((), ()) == (book.versions("ferry"), opened().versions("ferry"))


def test_a_note_with_half_an_emoji_does_not_stop_the_saving(opened):
    book = opened()
    try:
        book.change([replace(SOME, note="so sad \ud83d")])
    except LessonError:
        pass  # refused in a sentence is as good as saved
    book.change([DAHL])

    assert DAHL in opened().items


# ------------------------------------------------------------------------------------------ several notebooks


def test_two_notebooks_on_one_file_lose_nothing(opened):
    one, other = opened(), opened()
    one.change([SOME])
    other.change([DAHL])
    one.change([QUOTE])

    assert (DAHL, SOME, QUOTE) == opened().items == one.items


def test_what_one_notebook_dropped_stays_dropped_in_the_other(opened):
    one, other = opened(), opened()
    one.change([SOME, DAHL])
    other.change(drop=[SOME.id])
    one.change([QUOTE])

    assert (DAHL, QUOTE) == opened().items


def test_two_notebooks_have_one_id(opened):
    one, other = opened(), opened()
    one.begin()
    other.begin()
    other.change([SOME])

    assert one.id == other.id == opened().id


def test_a_notebook_sees_what_another_has_done(opened):
    one, other = opened(), opened()
    other.change([SOME])

    assert (True, (SOME,), False) == (one.refresh(), one.items, one.refresh())


def test_a_version_made_in_one_notebook_is_not_lost_in_the_other(opened):
    one, other = opened(), opened()
    one.change([SOME])
    one.commit("ferry", "ferry", ["source"])
    other.change([DAHL])

    assert 1 == len(opened().versions("ferry"))


def test_a_file_that_was_deleted_is_made_again_with_everything(opened, work):
    book = opened()
    book.change([SOME])
    (work / "answers.json").unlink()
    book.change([DAHL])

    assert (DAHL, SOME) == opened().items


def test_a_lock_of_a_dead_program_is_taken_over(opened, work):
    work.mkdir()
    lock = work / ".answers.json.lock"
    lock.touch()
    os.utime(lock, (time.time() - 60,) * 2)
    opened().change([SOME])

    assert ["answers.json"] == list(everything_in(work))


def test_a_lock_that_is_held_is_waited_for_and_then_said(opened, work, monkeypatch):
    monkeypatch.setattr(disk, "_LOCK_WAIT", 0.02)
    work.mkdir()
    (work / ".answers.json.lock").touch()
    with pytest.raises(StorageError) as refused:
        opened().change([SOME])

    assert str(refused.value) == not_saved("another notebook is saving at this moment")
    assert [".answers.json.lock"] == list(everything_in(work))


def test_a_lock_that_is_let_go_in_time_is_no_matter(opened, work, monkeypatch):
    work.mkdir()
    lock = work / ".answers.json.lock"
    lock.touch()
    monkeypatch.setattr("lessons.disk.time.sleep", lambda _: lock.unlink(missing_ok=True))
    opened().change([SOME])

    assert (SOME,) == opened().items


@pytest.mark.parametrize("what", ["replace", "open"])
def test_windows_may_refuse_for_a_moment_and_elsewhere_a_refusal_is_one(opened, work, monkeypatch, what):
    act, refusals = getattr(os, what), [PermissionError(13, "Access is denied")] * 2

    def busy(path, *rest, **named):
        if refusals and ".answers.json." in str(path):
            raise refusals.pop()
        return act(path, *rest, **named)

    work.mkdir()
    monkeypatch.setattr(disk.os, what, busy)
    monkeypatch.setattr(disk, "_WINDOWS", True)
    opened().change([SOME])
    assert ((SOME,), []) == (opened().items, refusals)

    refusals.append(PermissionError(13, "Access is denied"))
    monkeypatch.setattr(disk, "_WINDOWS", False)
    with pytest.raises(StorageError):
        opened().change([DAHL])


HAMMER = """
import sys
from pathlib import Path
from lessons.annotation import Annotation
from lessons.library import article_from_text, open_article
from lessons.workbook import open_workbook

name, folder, count, text = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
article = article_from_text("ferry", text)
book = open_workbook("answers", folder, lambda _: article)
print("ready", flush=True)
sys.stdin.readline()
for n in range(count):
    start = 2 * n + (name == "b")
    book.change([Annotation(start, start + 1, id=f"{name}{n}", label="source", article="ferry")])
"""


def test_two_programs_that_hammer_one_file_lose_nothing(work, opened):
    count = 40
    programs = [subprocess.Popen(
        [sys.executable, "-c", HAMMER, name, str(work), str(count), FERRY_TEXT], text=True, cwd=kit_folder(),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for name in "ab"]
    for program in programs:
        program.stdout.readline()
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    said = [program.communicate(timeout=60)[1] for program in programs]

    assert ["", ""] == said
    assert {f"{name}{n}" for name in "ab" for n in range(count)} == {item.id for item in opened().items}
    assert ["answers.json"] == list(everything_in(work))


# --------------------------------------------------------------------------------------------------- versions


def test_a_version_keeps_the_marks_as_they_were(opened):
    book = opened()
    book.change([SOME, DAHL])
    made = book.commit("ferry", "ferry", ["source"])
    book.change([replace(SOME, note="second thoughts", modified=LATE)], [DAHL.id])

    assert (made,) == opened().versions("ferry")
    assert (DAHL, SOME) == made.annotations


def test_a_version_holds_the_labels_of_its_step_and_no_others(opened):
    book = opened()
    book.change([SOME, QUOTE])

    assert (QUOTE,) == book.commit("words", "ferry", ["quotation"]).annotations


def test_versions_come_oldest_first_and_step_by_step(opened):
    book = opened()
    book.change([SOME])
    first = book.commit("ferry", "ferry", ["source"])
    book.commit("words", "ferry", ["quotation"])
    book.change([DAHL])
    second = book.commit("ferry", "ferry", ["source"])

    assert (first, second) == opened().versions("ferry")
    assert [1, 2] == [len(version.annotations) for version in (first, second)]


# --------------------------------------------------------------------------------------- files of other times


MILL = article_from_text("mill", (
    "The mill in Brook 🏭 closes in June, its owner told staff on Friday.\r\n\r\n"
    "“We tried everything,” said Ada Cole. Some workers say the machines were never repaired.\r\n"
))
FROZEN = CASES / "answers-format-1.json"


def test_a_file_of_format_1_is_still_read():
    book = load(FROZEN, "01_mill", lambda _: MILL)

    assert ("0123456789abcdef0123456789abcdef", 7) == (book.id, book.revision)
    assert [(i.id, i.of(MILL.text), i.label, i.kinds, i.note, i.link, i.created, i.modified)
            for i in book.items] == [
        ("m-1", "its owner", "source", ("source/described", "source/organisation"), "", "",
         "2026-01-01T10:00:00.000Z", "2026-01-01T10:00:00.000Z"),
        ("m-3", "“We tried everything,”", "quotation", ("quotation/direct", "quotation/neutral-cue"), "",
         "m-2",
         "2026-01-02T10:00:00.000Z", "2026-01-02T10:00:00.000Z"),
        ("m-2", "Ada Cole", "source", ("source/named",), "Is she the <b>owner</b>? “Probably” – 🏭\nAsk.", "",
         "2026-01-01T10:00:00.000Z", "2026-01-02T10:00:00.000Z"),
        ("m-4", "Some workers say the machines were never repaired", "claim",
         ("claim/checkable", "claim/vague"), "", "",
         "2026-01-03T10:00:00.000Z", "2026-01-03T10:00:00.000Z"),
    ]
    assert [("mill", "2026-01-04T10:00:00.000Z", ["m-1"]),
            ("mill", "2026-01-05T10:00:00.000Z", ["m-1", "m-3", "m-2", "m-4"])] == [
        (c.step, c.at, [i.id for i in c.annotations]) for c in book.commits]


def test_the_format_written_today_is_the_one_that_was_frozen():
    assert FROZEN.read_text(encoding="utf-8") == load(FROZEN, "01_mill", lambda _: MILL).to_text()


# ------------------------------------------------------------------------------------------- unreadable files


@pytest.mark.parametrize(("raw", "sentence"),
                         [pytest.param(raw, sentence, id=name) for name, raw, sentence in BAD_FILES if name != "another article"])
def test_an_unreadable_file_stays_as_it_is_and_work_goes_on_beside_it(raw, sentence, opened, work):
    work.mkdir()
    (work / "answers.json").write_bytes(raw)
    book = opened()
    book.change([SOME])

    assert book.problem == f"{sentence} Your new answers go to “answers-2.json” beside it."
    assert raw == (work / "answers.json").read_bytes()
    assert (SOME,) == load(work / "answers-2.json", "answers", find_article).items


def good(**members):
    data = {**json.loads(GOOD), **{f"ss:{name}": value for name, value in members.items()}}
    return json.dumps(data).encode()


def commits(value):
    return good(commits=value)


ODD_MEMBERS = (
    "The file “answers.json” does not keep its versions or its revision as this kit does, so it was not "
    "opened; use a "
    "backup, or start again in a new file."
)
ODD_FILES = [
    ("a revision in words", good(revision="seven"), ODD_MEMBERS),
    ("a revision that is a list", good(revision=[7]), ODD_MEMBERS),
    ("a revision without end", good(revision=float("inf")), ODD_MEMBERS),
    ("versions that are a number", commits(7), ODD_MEMBERS),
    ("versions that are a truth value", commits(True), ODD_MEMBERS),
    ("versions that are an object", commits({"step": "ferry"}), ODD_MEMBERS),
    ("a key", good(purpose="key"),
     "The file “answers.json” belongs to “key” and not to the lesson “answers”; put the right file "
     f"there.{LEFT}"),
    ("the answers to another lesson", good(lesson="05_other"),
     "The file “answers.json” belongs to “05_other” and not to the lesson “answers”; put the right file "
     f"there.{LEFT}"),
    ("a version without marks", commits([{"step": "ferry"}]),
     f"The file “answers.json” has a committed version without marks.{LEFT}"),
    ("a version that is a word", commits(["first"]),
     f"The file “answers.json” has a committed version without marks.{LEFT}"),
    ("a version with a mark that cannot be read", commits([{"step": "ferry", "items": [{"id": "m1"}]}]),
     "Mark 1 of 1 in the file “answers.json” cannot be used: “m1” lacks a part that every annotation has "
     "(body, target or "
     f"selector).{LEFT}"),
]


@pytest.mark.parametrize(("raw", "sentence"),
                         [pytest.param(raw, sentence, id=name) for name, raw, sentence in ODD_FILES])
def test_a_file_that_is_no_answers_to_this_lesson_is_refused(raw, sentence, opened, work):
    work.mkdir()
    (work / "answers.json").write_bytes(raw)

    assert opened().problem == f"{sentence} Your new answers go to “answers-2.json” beside it."
    assert raw == (work / "answers.json").read_bytes()


def test_work_goes_on_in_the_second_file_when_the_lesson_is_opened_again(opened, work):
    work.mkdir()
    (work / "answers.json").write_bytes(b"torn")
    opened().change([SOME])

    assert ("answers-2.json", (SOME,)) == (opened().path.name, opened().items)


def test_when_two_files_are_unreadable_the_third_is_named(opened, work):
    work.mkdir()
    for name in ("answers.json", "answers-2.json"):
        (work / name).write_bytes(b"torn")
    book = opened()

    assert book.path.name == "answers-3.json"
    assert book.problem.endswith(" Your new answers go to “answers-3.json” beside it.")


def test_a_hundredth_file_is_not_begun(opened, work):
    work.mkdir()
    for number in range(1, 100):
        (work / ("answers.json" if number == 1 else f"answers-{number}.json")).write_bytes(b"torn")
    with pytest.raises(AnnotationFileError) as refused:
        opened()

    assert str(refused.value) == (
        "The folder “my-work” holds 99 files for the lesson “answers” that cannot be read; move them "
        "elsewhere and start "
        "the lesson again."
    )


def test_a_file_that_breaks_while_the_lesson_is_open_is_never_written_over(opened, work):
    book = opened()
    book.change([SOME])
    (work / "answers.json").write_bytes(b"torn by a sync program")
    with pytest.raises(AnnotationFileError):
        book.change([DAHL])

    assert {"answers.json": b"torn by a sync program"} == everything_in(work)


def shelf(*ids):
    """A shelf that holds the articles with these ids; a list, so that a test may take one away."""
    there = list(ids)

    def find(name):
        if name not in there:
            raise ArticleError(f"There is no article “{name}”.")
        return {"ferry": find_article("ferry"), "mill": MILL}[name]

    find.there = there
    return find


MILL_MARK = mark(MILL.text.split()[0], "source", id="mill-1", article=MILL, created=EARLY, modified=EARLY, creator="reader")
AWAY = "to what is not on the shelf (“ferry”). Nothing is lost: put the article back, and open the lesson again."


def test_marks_on_an_article_that_is_away_are_kept_and_seen_again_when_it_is_back(work):
    whole = open_workbook("answers", work, shelf("ferry", "mill"))
    whole.change([SOME, QUOTE, MILL_MARK])
    whole.commit("ferry", "ferry", ["source"])
    before = everything_in(work)
    book = open_workbook("answers", work, shelf("mill"))
    at_first = book.problem, everything_in(work), book.items
    book.change(drop=[MILL_MARK.id])
    back = open_workbook("answers", work, shelf("ferry", "mill"))

    assert (f"2 marks here belong {AWAY}", before, (MILL_MARK,)) == at_first
    assert ({SOME, QUOTE}, (SOME,), "") == (set(back.items), back.versions("ferry")[0].annotations, back.problem)


def test_an_article_that_is_taken_away_meanwhile_keeps_nobody_from_saving(work):
    find = shelf("ferry", "mill")
    open_workbook("answers", work, find).change([SOME])
    book = open_workbook("answers", work, find)
    find.there.remove("ferry")
    book.change([MILL_MARK])

    assert {SOME, MILL_MARK} == set(open_workbook("answers", work, shelf("ferry", "mill")).items)


def test_an_edit_or_a_removal_of_a_mark_whose_article_has_gone_holds_when_it_is_back(work):
    find = shelf("ferry", "mill")
    page = open_workbook("answers", work, find)
    page.change([SOME, DAHL, MILL_MARK])
    find.there.remove("ferry")
    open_workbook("answers", work, shelf("mill")).change(drop=[MILL_MARK.id])  # another notebook has written the file
    page.change([replace(SOME, note="edited", modified=LATE)], [DAHL.id])
    back = open_workbook("answers", work, shelf("ferry", "mill"))

    assert ("", [(SOME.id, "edited")]) == (back.problem, [(one.id, one.note) for one in back.items])


def test_what_somebody_without_the_article_edits_or_removes_is_not_kept_beside_it(work):
    open_workbook("answers", work, shelf("ferry")).change([SOME, DAHL])
    open_workbook("answers", work, shelf()).change(drop=[SOME.id])

    assert (DAHL,) == open_workbook("answers", work, shelf("ferry")).items


def test_marks_that_turn_up_as_absent_while_a_backup_is_merged_stay(work):
    find = shelf("ferry", "mill")
    here = open_workbook("answers", work, find)
    here.begin()
    open_workbook("answers", work, shelf("ferry", "mill")).change([SOME])
    find.there.remove("ferry")
    here.merge(replace(here, items=(MILL_MARK,)))

    assert {SOME, MILL_MARK} == set(open_workbook("answers", work, shelf("ferry", "mill")).items)


def test_a_damaged_article_keeps_nobody_from_their_other_marks(work):
    def find(name):
        if name == "ferry":
            raise AnnotationFileError("The file “ferry.json” stops in the middle.")
        return MILL

    open_workbook("answers", work, shelf("ferry", "mill")).change([SOME, MILL_MARK])
    book = open_workbook("answers", work, find)

    assert ((MILL_MARK,), f"One mark here belongs {AWAY}") == (book.items, book.problem)


def test_a_restored_mark_on_an_article_that_is_away_waits_for_it(opened, work, tmp_path):
    opened().change([SOME])
    there = tmp_path / "there"
    text = pack(work, find_article)

    assert [{"answers": 1}, {"answers": 0}] == [unpack(text, there, shelf()) for _ in range(2)]
    assert f"One mark here belongs {AWAY}" == open_workbook("answers", there, shelf()).problem
    assert (SOME,) == open_workbook("answers", there, find_article).items


def test_files_that_a_browser_kept_are_put_back_each_by_itself(opened, work, tmp_path):
    opened("one").change([SOME])
    opened("two").change([DAHL])
    whole = json.loads(pack(work, find_article))
    there = tmp_path / "there"
    open_workbook("two", there, find_article).change([QUOTE])
    kept = {**whole["files"], "torn.json": "{", "../climbs.json": "{}", ".hidden.json": "{}"}
    put_back_kept(json.dumps({**whole, "files": kept}), there, find_article)

    assert ["one.json", "torn.json", "two.json"] == [path.name for path in saved_files(there)]
    assert ((SOME,), {DAHL, QUOTE}) == (open_workbook("one", there, find_article).items,
                                        set(open_workbook("two", there, find_article).items))
    assert "Your new answers go to “torn-2.json” beside it." in open_workbook("torn", there, find_article).problem


def test_a_folder_among_the_answers_is_in_nobodys_way(opened, work):
    opened("one").change([SOME])
    (work / "dir.json").mkdir()

    assert ["one.json"] == list(json.loads(pack(work, find_article))["files"])


def test_half_an_emoji_in_a_backup_is_no_error(opened, work, elsewhere):
    opened("one").change([replace(SOME, note="x")])

    assert {"one": 1} == unpack(pack(work, find_article).replace('\\"x\\"', '\\"\\ud83d\\"'), elsewhere, find_article)


# ---------------------------------------------------------------------------------------------------- backups


def test_everything_that_was_packed_can_be_unpacked_elsewhere(opened, work, elsewhere):
    opened("one").change([SOME, DAHL])
    opened("one").commit("ferry", "ferry", ["source"])
    opened("two").change([QUOTE])

    assert {"one": 2, "two": 1} == unpack(pack(work, find_article), elsewhere, find_article)
    for lesson in ("one", "two"):
        brought = open_workbook(lesson, elsewhere, find_article)
        assert (brought.items, brought.commits) == (opened(lesson).items, opened(lesson).commits)


def test_unpacking_twice_is_unpacking_once(opened, work, elsewhere):
    opened("one").change([SOME])
    opened("one").commit("ferry", "ferry", ["source"])
    unpack(pack(work, find_article), elsewhere, find_article)

    assert {"one": 0} == unpack(pack(work, find_article), elsewhere, find_article)
    assert 1 == len(open_workbook("one", elsewhere, find_article).commits)


def test_unpacking_keeps_what_is_there_already(opened, work, elsewhere):
    opened("one").change([SOME])
    open_workbook("one", elsewhere, find_article).change([DAHL])
    unpack(pack(work, find_article), elsewhere, find_article)

    assert (DAHL, SOME) == open_workbook("one", elsewhere, find_article).items


@pytest.mark.parametrize(("here", "there", "expected"), [
    pytest.param(EARLY, LATE, "there", id="the backup is newer"),
    pytest.param(LATE, EARLY, "here", id="the backup is older"),
    pytest.param(EARLY, EARLY, "here", id="both are as old"),
])
def test_of_a_mark_that_both_have_the_later_stays(here, there, expected, opened, work, elsewhere):
    opened("one").change([replace(SOME, note="there", modified=there)])
    open_workbook("one", elsewhere, find_article).change([replace(SOME, note="here", modified=here)])
    unpack(pack(work, find_article), elsewhere, find_article)

    assert [expected] == [item.note for item in open_workbook("one", elsewhere, find_article).items]


def test_versions_of_two_places_are_joined_in_the_order_of_time(opened, work, elsewhere):
    first, second = Commit("ferry", EARLY, (SOME,)), Commit("ferry", LATE, (SOME, DAHL))
    for folder, commit in ((work, second), (elsewhere, first)):
        book = open_workbook("one", folder, find_article)
        book.merge(replace(book, commits=(commit,)))
    unpack(pack(work, find_article), elsewhere, find_article)

    assert [EARLY, LATE] == [commit.at for commit in open_workbook("one", elsewhere, find_article).commits]


def test_a_single_answers_file_can_be_unpacked(opened, work, elsewhere):
    opened("one").change([SOME])

    assert {"one": 1} == unpack((work / "one.json").read_text(encoding="utf-8"), elsewhere, find_article)


def test_two_files_of_one_lesson_are_counted_together(opened, work, elsewhere):
    work.mkdir()
    opened("one").change([SOME])
    second = open_workbook("one", elsewhere, find_article)
    second.change([DAHL, QUOTE])
    (work / "one-2.json").write_bytes(second.path.read_bytes())

    assert {"one": 3} == unpack(pack(work, find_article), work.parent / "third place", find_article)


@pytest.mark.parametrize("spoil", [
    pytest.param(lambda raw: raw[: len(raw) // 2], id="cut off"),
    pytest.param(lambda raw: raw.replace(b"Laura", b"Laur\xe9"), id="not UTF-8"),
    pytest.param(lambda raw: raw.replace(b"source/named", b"source/anon"), id="with a kind that is unknown"),
    pytest.param(lambda raw: raw.replace(b"Laura", b"Maura"), id="with words that are not in the article"),
])
def test_a_backup_of_an_unreadable_file_still_brings_back_the_rest(spoil, work, elsewhere):
    cooper, military = (mark(words, "source", "source/named", article=open_article("hotnews"))
                        for words in ("Laura Cooper", "The U.S. military"))
    open_workbook("answers", work).change([cooper])
    (work / "answers.json").write_bytes(spoil((work / "answers.json").read_bytes()))
    open_workbook("answers", work).change([military])
    unpack(pack(work), elsewhere)

    assert (military,) == open_workbook("answers", elsewhere).items


def test_an_empty_folder_can_be_packed_and_unpacked(work, elsewhere):
    assert {} == unpack(pack(work, find_article), elsewhere, find_article)


def test_hidden_files_are_not_packed(opened, work):
    opened("one").change([SOME])
    (work / ".one.json.123.part").write_text("half", encoding="utf-8")
    (work / ".hidden.json").write_text("{}", encoding="utf-8")

    assert ["one.json"] == list(json.loads(pack(work, find_article))["files"])


def backup(**files):
    return json.dumps({"type": BACKUP_TYPE, "ss:format": 1,
                       "files": {f"{n}.json": c for n, c in files.items()}})


FINE = good(lesson="one").decode()
NO_LESSON = (
    "The file “two.json” does not say which lesson it belongs to, so it was not restored; choose a file "
    "that “Download "
    "everything” made."
)
BAD_BACKUPS = [
    ("not JSON", "holiday photos",
     "The file “backup” is not JSON (line 1, column 1), so it was not opened; use a backup, or start again "
     "in a new file."),
    ("cut off", backup(one=FINE)[:-9],
     "The file “backup” stops in the middle, at line 1, so it was not opened; use a backup, or start again "
     "in a new file."),
    ("empty", "",
     "The file “backup” stops in the middle, at line 1, so it was not opened; use a backup, or start again "
     "in a new file."),
    ("some other JSON", '{"type": "FeatureCollection"}',
     "The file “backup” is JSON but not an AnnotationPage, so it is not a key or an answers file of this "
     "kit; choose a file "
     "that the kit saved."),
    ("a backup whose files are a list", json.dumps({"type": BACKUP_TYPE, "files": [1]}),
     "The file “backup” is JSON but not an AnnotationPage, so it is not a key or an answers file of this "
     "kit; choose a file "
     "that the kit saved."),
    ("a lesson without a name", backup(one=FINE, two=good().decode()), NO_LESSON),
    ("a lesson that climbs out of the folder", backup(one=FINE, two=good(lesson="../../home").decode()),
     NO_LESSON),
    ("a lesson with a full path", backup(one=FINE, two=good(lesson="/etc/lesson").decode()), NO_LESSON),
    ("a lesson that hides", backup(one=FINE, two=good(lesson=".one").decode()), NO_LESSON),
    ("a lesson of a newer format", backup(one=FINE, two=good(lesson="two", format=2).decode()),
     "The file “two.json” has format 2 and this copy of the kit reads up to 1; update the kit, then open it "
     "again."),
    ("a key among the answers", backup(one=FINE, two=good(purpose="key").decode()), NO_LESSON),
    ("a mark that cannot be anchored",
     backup(one=FINE, two=good(lesson="two").decode().replace("Inga Dahl", "Olga Dahl")),
     "Mark 1 of 1 in the file “two.json” cannot be used: “m1” quotes “Olga Dahl”, and those words are not "
     "in the article."
     f"{LEFT}"),
]


@pytest.mark.parametrize(("text", "sentence"),
                         [pytest.param(text, sentence, id=name) for name, text, sentence in BAD_BACKUPS])
def test_a_bad_backup_changes_nothing(text, sentence, opened, work):
    opened("one").change([SOME])
    before = everything_in(work.parent)
    with pytest.raises(AnnotationFileError) as refused:
        unpack(text, work, find_article)

    assert str(refused.value) == sentence
    assert before == everything_in(work.parent)
