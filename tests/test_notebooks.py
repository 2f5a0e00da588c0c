"""The notebooks: their form, their manners, and that they run."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbclient
import nbformat
import pytest

from lessons import list_articles, list_lessons
from tests.notebooks import FOLDER, all_notebooks, canonical

NOTEBOOKS = all_notebooks()
LESSONS = [path for path in NOTEBOOKS if path.parent == FOLDER]
SENTENCES = "**Unsupported does not mean false. Attributed does not mean true.**"


def each(paths: list[Path]):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


def cells(path: Path, kind: str) -> list:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


@each(NOTEBOOKS)
def test_a_notebook_is_committed_in_its_one_form_without_outputs(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == canonical(path.read_text(encoding="utf-8"))


@each(NOTEBOOKS)
def test_cell_ids_are_words_and_used_once(path: Path) -> None:
    ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]

    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in ids)
    assert len(set(ids)) == len(ids)


@each(LESSONS)
def test_a_lesson_opens_with_a_title_its_minutes_and_what_it_teaches(path: Path) -> None:
    first = cells(path, "markdown")[0].source

    assert first.startswith("# ")
    assert re.search(r"\*\*(\d+|Five) minutes\.\*\*", first)


@each(LESSONS)
def test_every_lesson_prints_the_two_sentences(path: Path) -> None:
    assert SENTENCES in path.read_text(encoding="utf-8")


@each(LESSONS)
def test_every_full_lesson_ends_on_something_well_done(path: Path) -> None:
    headings = re.findall(r"## (.+?)\\n", path.read_text(encoding="utf-8"))

    assert path.stem.startswith("00") or "Something done well" in headings[-3:]


@each(NOTEBOOKS)
def test_a_code_cell_is_one_to_four_plain_lines(path: Path) -> None:
    for cell in cells(path, "code"):
        tree = ast.parse(cell.source)
        heavy = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.With, ast.ListComp)

        assert len([line for line in cell.source.splitlines() if line.strip()]) <= 4
        assert not any(isinstance(node, heavy) for node in ast.walk(tree))
        assert "<" not in cell.source and "%" not in cell.source and "!" not in cell.source


@each(LESSONS)
def test_the_code_of_a_lesson_is_folded_away(path: Path) -> None:
    assert all(cell.metadata.get("jupyter", {}).get("source_hidden") for cell in cells(path, "code"))


@each(LESSONS)
def test_a_notebook_says_which_lesson_it_is_and_opens_that_one(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)

    assert notebook.metadata["second_source"]["lesson"] == path.stem
    assert f'lessons.open_lesson("{path.stem}")' in path.read_text(encoding="utf-8").replace('\\"', '"')


def test_every_lesson_has_its_notebook() -> None:
    assert [path.stem for path in LESSONS] == list_lessons()


@each(NOTEBOOKS)
def test_links_and_article_ids_resolve(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    articles = re.findall(r'(?:mark|table|edit_key)\(\\"([\w-]+)\\"', text)

    assert [link for link in links if not (path.parent / link).exists()] == []
    assert set(articles) <= set(list_articles())


@each([path for path in LESSONS if not path.stem.startswith("04")])
def test_a_lesson_begins_without_pandas_and_matplotlib(path: Path, work: Path) -> None:
    """They take more than a second and more than 50 MB of every reader's kernel, and there is nothing to draw yet."""
    code = "\n".join(cell.source for cell in cells(path, "code"))
    # The shelf of lesson 5 can show drafts, and no other lesson needs what makes them.
    late = ["pandas", "matplotlib", "numpy", *(["lessons.draft"] if not path.stem.startswith("05") else [])]
    heavy = f"import sys; print(sorted({{*{late}}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{heavy}"], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


@each(LESSONS)
def test_a_lesson_shows_one_plain_table_and_a_plot(path: Path) -> None:
    source = "\n".join(cell.source for cell in cells(path, "code"))

    # In lesson 5 the shelf decides what there is to count: its tables stand under its pictures.
    assert path.stem.startswith(("00", "05")) or ("lesson.table" in source or ".frame" in source) and "lesson.picture" in source


@each(NOTEBOOKS)
def test_a_notebook_runs_from_top_to_bottom_twice_in_a_fresh_place(path: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("SECOND_SOURCE_WORK", str(tmp_path / "my-work"))
    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3",
                                     resources={"metadata": {"path": str(folder)}})

    if "edit_key" in path.read_text(encoding="utf-8"):
        notebook.cells = [cell for cell in notebook.cells if "edit_key" not in cell.source]  # it writes to the kit itself
    with client.setup_kernel():
        for _ in range(2):
            for index, cell in enumerate(notebook.cells):
                client.execute_cell(cell, index)
    shown = [cell for cell in notebook.cells if cell.cell_type == "code" and re.search(r"\.(mark|keep)\(", cell.source)]

    assert all("application/vnd.jupyter.widget-view+json" in cell.outputs[-1].data for cell in shown)
