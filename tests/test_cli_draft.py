"""The command line's draft: files in, annotation pages out, or lines in and out."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from lessons.cli import main
from lessons.draft.marks import draft_of, rows_of
from lessons.library import article_from_text, open_article
from lessons.ownshelf import pack_article
from lessons.webannotation import page_annotations, read_page

NO_TEXT = ("The file “{}” is no plain text, and a draft says where in the text it found what; save the article as plain text, or use "
           "“bring”, which reads web pages and Word files.")
TEXT = "“We open on Sundays,” said Ana Petrov. “Come and see.” She said that the roof was new."


def test_a_draft_is_an_annotation_page_that_the_kit_can_read(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "library.txt").write_text(TEXT, encoding="utf-8")

    assert 0 == main(["draft", str(tmp_path / "library.txt"), "--to", str(tmp_path / "drafts")])
    page = read_page(tmp_path / "drafts" / "library.draft.json")
    article = article_from_text("library", TEXT, {})
    marks = page_annotations(page, lambda _: article, "library.draft.json")
    assert ("draft", draft_of(article).items) == (page["ss:purpose"], marks)
    told = capsys.readouterr().out.splitlines()
    assert told[0].endswith("library.draft.json: 1 source, 3 quotations, 0 claims proposed, all to be looked at.")
    assert told[1:5] == ["  Quotation, direct: “We open on Sundays,”", "      Words in quotation marks come first, then “Ana Petrov” and “said”.",
                         "  Source, named: Ana Petrov", "      Words in quotation marks come first, then “Ana Petrov” and “said”."]


def test_two_texts_of_one_name_are_not_drafted_into_one_file(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.txt").write_text(TEXT, encoding="utf-8")

    assert 1 == main(["draft", *(str(tmp_path / folder / "news.txt") for folder in "ab"), "--to", str(tmp_path / "drafts")])
    assert not (tmp_path / "drafts").exists()
    assert capsys.readouterr().err == (
        "Two of these files would be drafted into “news.draft.json”; draft them one by one, each --to a folder of its own.\n")


def test_a_place_that_cannot_be_written_to_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")

    assert 1 == main(["draft", str(tmp_path / "news.txt"), "--to", str(tmp_path / "news.txt")])
    assert capsys.readouterr().err == f"“{tmp_path / 'news.txt'}” could not be written or read (File exists); check the place, and that it is writable.\n"


def test_letters_of_any_language_go_through_a_pipe_of_another_encoding(tmp_path: Path) -> None:
    line = json.dumps({"id": "ł", "text": "“Łódź,” said Ana."}, ensure_ascii=False)
    made = subprocess.run([sys.executable, "-m", "lessons.cli", "draft", "--jsonl"], input=line.encode(), capture_output=True, check=True,
                          env={**os.environ, "PYTHONIOENCODING": "cp1252"})

    assert "ł" == json.loads(made.stdout.decode("utf-8"))["id"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is in Unicode")
def test_a_name_in_no_encoding_is_told_too(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path / "news") + b"\xff.txt"
    made = subprocess.run([sys.executable, "-m", "lessons.cli", "draft", name], capture_output=True, check=False)

    assert (1, True) == (made.returncode, b"could not be read" in made.stderr and b"Traceback" not in made.stderr)


def test_each_mark_of_a_draft_gives_its_reason_and_is_marked_as_a_proposal() -> None:
    article = article_from_text("library", TEXT, {})
    marks = [(article.text[one.start : one.end], one.kinds, one.link, one.standing, one.note) for one in draft_of(article)]
    said = "Words in quotation marks come first, then “Ana Petrov” and “said”."

    assert marks == [
        ("“We open on Sundays,”", ("quotation/direct",), "draft-source-27-37", "draft/sure", said),
        ("Ana Petrov", ("source/named",), "", "draft/sure", said),
        ("“Come and see.”", ("quotation/direct",), "draft-source-27-37", "draft/sure", said),
        ("that the roof was new", ("quotation/indirect",), "draft-source-27-37", "draft/likely", "After “said” comes what “She” says or thinks."),
    ]


def test_lines_come_out_in_the_order_they_went_in(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    lines = [json.dumps({"id": name, "text": text}) for name, text in (("b", TEXT), ("a", "Nobody was hurt."))]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join([*lines, ""])))

    assert 0 == main(["draft", "--jsonl"])
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["b", "a"] == [line["id"] for line in told] and [] == told[1]["attributions"]
    assert [{"start": 0, "end": 16, "support": "", "checkable": False}] == told[1]["claims"]
    first = told[0]["attributions"][0]
    assert ([[0, 21], [39, 54]], [[22, 26]], [[27, 37]], "direct", "sure") == tuple(
        first[name] for name in ("content", "cue", "source", "type", "sure"))


def test_many_articles_can_be_shared_out_among_processes() -> None:
    texts = [open_article(name).text for name in ("hotnews", "dallas-express")] * 3
    with ProcessPoolExecutor(2) as executor:
        assert list(rows_of(texts)) == list(rows_of(texts, executor))


def test_many_articles_can_be_shared_out_on_a_dask_cluster() -> None:
    texts = [open_article(name).text for name in ("hotnews", "dallas-express")] * 3
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        assert list(rows_of(texts)) == list(rows_of(texts, client.get_executor()))


@pytest.mark.parametrize(("arguments", "lines", "sentence"), [
    (["draft"], "", "Name the text files to draft, or give --jsonl and the lines on standard input: one of the two."),
    (["draft", "--jsonl"], '{"id": 1, "text": "x"}\n{"id": 2}\n', "Line 2 is not a JSON object with “id” and “text”; the lines before it are done."),
    (["draft", "--jsonl"], "[]\n", "Line 1 is not a JSON object with “id” and “text”; the lines before it are done."),
    (["draft", "nowhere.txt"], "", "The file “nowhere.txt” could not be read (No such file or directory); check its name and place."),
    (["draft", "latin.txt"], "", "The file “latin.txt” is not UTF-8 text (byte 3 cannot be read); save it again as plain UTF-8 text."),
    (["draft", "page.html"], "", NO_TEXT.format("page.html")), (["draft", "page.txt"], "", NO_TEXT.format("page.txt")),
    (["draft", "empty.txt"], "", "The article “empty” is empty; put the article's text into its file."),
])
def test_wrong_input_gets_one_sentence(arguments, lines, sentence, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "latin.txt").write_bytes("Café".encode("latin-1"))
    (tmp_path / "empty.txt").write_text(" \n")
    for name in ("page.html", "page.txt"):
        (tmp_path / name).write_text("\ufeff<!DOCTYPE html><p>“No,” said Ana Petrov.", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))

    assert 1 == main(arguments)
    assert sentence + "\n" == capsys.readouterr().err


def test_an_article_is_brought_from_the_command_line_and_shared_from_there(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "late.txt").write_text(f"Late again\n\n{TEXT}\n\nNobody came.", encoding="utf-8")

    assert 0 == main(["bring", str(tmp_path / "late.txt"), "--outlet", "The Harbour Times"])
    then = "To look at proposals, or to take an article away, open the notebook teacher/new_article.\n"
    assert "“Late again” is in my-articles as late-again; its key: 4 proposals to look at.\n" + then == capsys.readouterr().out
    assert "The Harbour Times" == open_article("late-again").outlet
    (tmp_path / "shared.json").write_text(pack_article("late-again"), encoding="utf-8")
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "elsewhere"))
    assert 0 == main(["bring", str(tmp_path / "shared.json")])
    assert "“Late again” is in elsewhere as late-again; its key: 4 proposals to look at.\n" + then == capsys.readouterr().out
    assert 0 == main(["bring", str(tmp_path / "late.txt"), "--title", "Another title"])
    assert ("“Late again” was there already, with the same text, and stays as it is, in elsewhere as late-again; its key: 4 proposals to "
            "look at.\n" + then == capsys.readouterr().out)


def test_what_is_told_of_one_article_is_not_told_of_several(tmp_path, capsys) -> None:
    assert 1 == main(["bring", "a.txt", "b.txt", "--title", "Late again"])
    assert "A title, an outlet and the like belong to one article; bring the files one by one.\n" == capsys.readouterr().err


def test_a_file_is_looked_for_where_the_command_was_typed(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("SECOND_SOURCE_FROM", str(tmp_path))  # as start.py says, which runs this in the kit's folder

    assert 0 == main(["draft", "news.txt"])
    assert (tmp_path / "news.draft.json").exists()


def test_with_several_files_the_one_that_is_no_article_is_named(tmp_path, capsys) -> None:
    (tmp_path / "a.txt").write_text(f"Late again\n\n{TEXT}\n\nNobody came.", encoding="utf-8")
    (tmp_path / "b.txt").write_text(" ")

    assert 1 == main(["bring", str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    assert capsys.readouterr().err == "The file “b.txt”: There is no text here; paste the article’s text, or choose its file.\n"


def test_a_shared_article_keeps_what_its_file_tells_of_it(tmp_path, capsys) -> None:
    (tmp_path / "shared.json").write_text("{}")
    assert 1 == main(["bring", str(tmp_path / "shared.json"), "--outlet", "The Harbour Times"])
    assert capsys.readouterr().err == "The file “shared.json”: A shared article has a title, an outlet and the like of its own; bring it without them.\n"


def test_who_presses_ctrl_c_sees_no_traceback(monkeypatch, capsys) -> None:
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("lessons.cli._draft_lines", stop)
    assert 130 == main(["draft", "--jsonl"]) and "" == capsys.readouterr().err
