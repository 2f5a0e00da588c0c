"""Places: where the kit's own files are and where a reader's work goes."""

from pathlib import Path

import pytest

from lessons import disk, places
from lessons.places import content_folder, data_folder, keeping, kit_folder, package_folder, work_folder


def test_work_goes_where_the_variable_says(tmp_path, monkeypatch):
    monkeypatch.setenv("SECOND_SOURCE_WORK", str(tmp_path / "stick"))

    assert tmp_path / "stick" == work_folder()


@pytest.mark.parametrize(("here", "expected"), [
    pytest.param("school/notebooks", "school/my-work", id="beside the notebooks"),
    pytest.param("school/notebooks/teacher", "school/my-work", id="from a folder in the notebooks"),
    pytest.param("school", "school/my-work", id="in the current folder elsewhere"),
    pytest.param("school/notebooks-old", "school/notebooks-old/my-work", id="a longer name is no notebooks"),
])
def test_work_goes_beside_the_notebooks_or_into_the_current_folder(here, expected, tmp_path, monkeypatch):
    (tmp_path / here).mkdir(parents=True)
    monkeypatch.delenv("SECOND_SOURCE_WORK")
    monkeypatch.chdir(tmp_path / here)

    assert (tmp_path / expected).resolve() == work_folder().resolve()


def test_an_empty_variable_is_no_place(tmp_path, monkeypatch):
    monkeypatch.setenv("SECOND_SOURCE_WORK", "")
    monkeypatch.chdir(tmp_path)

    assert (tmp_path / "my-work").resolve() == work_folder().resolve()


def test_asking_for_the_work_folder_does_not_make_it():
    assert not work_folder().exists()


@pytest.mark.parametrize("folder", [package_folder, kit_folder, data_folder, content_folder])
def test_the_kits_own_folders_are_there(folder):
    assert folder().is_dir()


@pytest.mark.parametrize(("system", "here", "binder", "answer"), [
    ("linux", "/home/ana/notebooks", False, "computer"),
    ("linux", "/home/jovyan/notebooks", True, "trial"),
    ("linux", "/drive/notebooks", False, "computer"),
    ("emscripten", "/drive/notebooks/0123abcd", False, "browser"),
    ("emscripten", "/drive", False, "browser"),
    ("emscripten", "/home/pyodide", False, "page"),
    ("emscripten", "/driveway", False, "page"),
])
def test_how_long_answers_are_kept_is_known(system, here, binder, answer, monkeypatch):
    monkeypatch.setattr(places.sys, "platform", system)
    monkeypatch.setattr(places.Path, "cwd", lambda: Path(here))
    monkeypatch.delenv("BINDER_REPO_URL", raising=False)
    if binder:
        monkeypatch.setenv("BINDER_REPO_URL", "a repository")

    assert keeping() == answer


def test_the_browser_edition_saves_without_a_lock_and_every_other_with_one(tmp_path, monkeypatch):
    with disk.locked(tmp_path / "answers.json"):
        assert [path.name for path in tmp_path.iterdir()] == [".answers.json.lock"]
    monkeypatch.setattr(disk.sys, "platform", "emscripten")
    with disk.locked(tmp_path / "answers.json"):
        assert not list(tmp_path.iterdir())
