"""Places: where the kit's own files are and where a reader's work goes."""

import pytest

from lessons.places import content_folder, data_folder, kit_folder, package_folder, work_folder


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
