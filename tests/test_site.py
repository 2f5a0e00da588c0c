"""Building the static site, without building it: what goes in, under which names, and what is refused."""

import json
import shutil
import subprocess
import sys

import pytest

from lessons import cli, edition, site
from lessons.errors import LessonError
from lessons.lesson import list_lessons, open_lesson
from lessons.places import kit_folder
from lessons.startpage import start_page

NOTEBOOKS = kit_folder() / "notebooks"


# --- what is refused


@pytest.mark.parametrize("leave", [lambda folder: (folder / "thesis.docx").write_text("mine"),
                                   lambda folder: folder.rmdir() or folder.write_text("mine")])
def test_a_folder_that_holds_something_else_is_not_touched(tmp_path, leave):
    folder = tmp_path / "public"
    folder.mkdir()
    leave(folder)
    with pytest.raises(LessonError) as refused:
        site.build_site(folder)
    assert str(refused.value) == (
        "“public” holds something that is not a site of this kit, which would be lost: name a new folder, an empty one, or "
        "one with an earlier edition of the site."
    )
    assert "mine" in ((folder / "thesis.docx") if folder.is_dir() else folder).read_text()


def test_a_site_of_an_unknown_kind_is_refused(tmp_path):
    with pytest.raises(LessonError, match="^A site is “offline” or “hybrid”, and not “online”; choose one of the two.$"):
        site.build_site(tmp_path / "public", "online")


def test_an_installed_kit_without_its_source_says_where_a_site_is_built(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "kit_folder", lambda: tmp_path)
    with pytest.raises(LessonError, match="^A site is built from the kit's source, and this is an installed kit without it"):
        site.build_site(tmp_path / "public")


def test_without_jupyterlite_a_sentence_tells_the_command_that_installs_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "jupyterlite_core", None)
    with pytest.raises(LessonError, match="run `python3 start.py site FOLDER`, which installs it first.$"):
        site.build_site(tmp_path / "public")


# --- JupyterLite ends well even when it failed


GOOD_LOCK = {"packages": {name: {"file_name": f"{name}.whl"} for name in ("second-source", "anywidget", "micropip")}}
GOOD_CONFIG = {"jupyter-config-data": {"federated_extensions": [{"name": name} for name in (*edition.EXTENSIONS, "second-source")]}}


def built(folder, lock=GOOD_LOCK, config=GOOD_CONFIG, wheels=("second-source", "anywidget", "micropip"), core=site.CORE):
    for name, content in {"static/pyodide-lock/pyodide-lock.json": lock, "jupyter-lite.json": config}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if content:
            (folder / name).write_text(json.dumps(content))
    (folder / "static" / "pyodide").mkdir(exist_ok=True)
    for name in wheels:
        (folder / "static" / "pyodide-lock" / f"{name}.whl").touch()
    for name in core:
        (folder / "static" / "pyodide" / name).touch()


def lacking(name):
    return {"packages": {key: row for key, row in GOOD_LOCK["packages"].items() if key != name}}


@pytest.mark.parametrize(("made", "said", "sentence"), [
    ({}, "", None),
    ({}, "TaskError - taskid:post_build:lock", "(TaskError - taskid:post_build:lock)"),
    ({}, "[W] A custom lock was requested, but no input lock found in: x", "no input lock found in: x)"),
    ({"lock": None}, "", "(no list of packages was written)"),
    ({"lock": lacking("second-source")}, "", "built without second-source,"),
    ({"lock": lacking("micropip")}, "", "built without micropip,"),
    ({"wheels": ("second-source", "micropip")}, "", "built without anywidget.whl,"),
    ({"core": ("pyodide.mjs",)}, "", "built without pyodide.asm.mjs,"),
    ({"config": {"jupyter-config-data": {"federated_extensions": []}}}, "", "built without "),
])
def test_a_site_with_a_part_missing_is_never_kept(tmp_path, monkeypatch, made, said, sentence):
    built(tmp_path / "site", **made)
    monkeypatch.setattr(site, "run", lambda *_: said)
    if sentence is None:
        site._build(tmp_path, tmp_path / "site")
        return
    with pytest.raises(LessonError) as refused:
        site._build(tmp_path, tmp_path / "site")
    assert sentence in str(refused.value)


def test_a_program_that_fails_is_told_by_its_last_line(tmp_path):
    with pytest.raises(LessonError) as refused:
        edition.run([sys.executable, "-c", "print('one'); print('no network'); raise SystemExit(3)"], tmp_path, "The kit's wheel")
    assert str(refused.value) == (
        "The kit's wheel could not be built (no network): try again online, or report it with these words."
    )


@pytest.mark.parametrize(("said", "reason"), [
    ("", "it said nothing"),
    ("one\n\ntwo\n", "two"),
    ("error: the disk is full\nDone.\n", "error: the disk is full"),
    ("× No solution found\n  because x needs y\n['/bin/uv', 'pip']", "because x needs y"),
    ("terrors of the deep\nlast", "last"),
    ("error " + "x" * 300, "error " + "x" * 194),
])
def test_of_all_that_a_program_said_the_reason_is_told(said, reason):
    assert edition._reason(said) == reason


def test_a_page_that_jupyterlite_has_changed_stops_the_build(tmp_path):
    (tmp_path / "config-utils.js").write_text("await other(liteUrl)")
    with pytest.raises(LessonError, match="“config-utils.js” is not what it was"):
        edition.rewrite(tmp_path / "config-utils.js", "fetch", "x")


# --- notebooks


def staged(tmp_path, pictures):
    edition.stage_notebooks(NOTEBOOKS, tmp_path, pictures)
    return {path.relative_to(tmp_path).as_posix(): json.loads(path.read_text("utf-8")) for path in tmp_path.rglob("*.ipynb")}


def code(notebook):
    return "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")


def test_the_sites_notebooks_are_the_kits_for_the_browsers_kernel(tmp_path):
    found = staged(tmp_path, pictures=False)
    assert sorted(found) == sorted(path.relative_to(NOTEBOOKS).as_posix() for path in NOTEBOOKS.rglob("*.ipynb")
                                   if ".ipynb_checkpoints" not in path.parts)
    for name, notebook in found.items():
        kits = json.loads((NOTEBOOKS / name).read_text("utf-8"))
        assert notebook["metadata"].pop("kernelspec")["name"] == "python"
        kits["metadata"].pop("kernelspec")
        assert notebook["metadata"] == kits["metadata"]
        assert [(c["cell_type"], c["source"]) for c in notebook["cells"]] == \
            [(c["cell_type"], "".join(c["source"])) for c in kits["cells"]]


def test_with_matplotlib_the_first_cell_that_draws_names_it_so_that_the_kernel_fetches_it(tmp_path):
    whole, without = staged(tmp_path / "a", True), staged(tmp_path / "b", False)
    for name in whole:
        asked = "try:\n    import matplotlib.pyplot as plt\nexcept ImportError:\n    pass\n\n"
        assert code(without[name]) == code(whole[name]).replace(asked, "")
        assert "matplotlib" not in code(without[name])
        draws = "lesson.picture" in code(without[name])
        assert code(whole[name]).count(f"{asked}lesson.") == draws, name


@pytest.mark.parametrize("folder", ["notebooks", "lessons/content", "data/keys"])
def test_no_lesson_asks_a_browser_for_what_it_cannot_do(folder):
    """No package is fetched by a notebook, no program is called, no thread is started, no address is opened."""
    for path in (kit_folder() / folder).rglob("*.ipynb"):
        text = code(json.loads(path.read_text("utf-8")))
        assert not [word for word in ("%pip", "!", "subprocess", "threading", "urllib", "requests") if word in text], path.name


# --- the edition


def test_the_edition_changes_with_whatever_a_reader_gets(tmp_path):
    for name in edition.SOURCES:
        (tmp_path / name).mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "notebooks/a.ipynb"):
        (tmp_path / name).write_text("one")
    first = edition.edition_of(tmp_path, "offline")
    assert first == edition.edition_of(tmp_path, "offline") and len(first) == 8 and int(first, 16) >= 0
    assert first != edition.edition_of(tmp_path, "hybrid")
    (tmp_path / "notebooks/__pycache__").mkdir()
    (tmp_path / "notebooks/__pycache__/a.pyc").write_text("x")
    assert first == edition.edition_of(tmp_path, "offline")
    lesson = {"cells": [{"cell_type": "code", "source": ["1"], "outputs": [], "execution_count": None}], "metadata": {"second_source": {"lesson": "a"}}}
    (tmp_path / "notebooks/a.ipynb").write_text(json.dumps(lesson))
    second = edition.edition_of(tmp_path, "offline")
    assert first != second
    lesson["cells"][0] |= {"outputs": ["my marks"], "execution_count": 3}
    (tmp_path / "notebooks/a.ipynb").write_text(json.dumps(lesson))
    assert edition.published_bytes(tmp_path / "notebooks/a.ipynb").count(b"my marks") == 0


def test_what_the_builder_has_in_the_folder_of_notebooks_is_not_published(tmp_path):
    shutil.copytree(NOTEBOOKS, tmp_path / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (tmp_path / "notebooks" / "Untitled.ipynb").write_text("")
    (tmp_path / "notebooks" / "Mine.ipynb").write_text(json.dumps({"cells": [], "metadata": {}}))
    (tmp_path / "notebooks" / "class-list.csv").write_text("Ana,7b")
    place = tmp_path / "notebooks" / "01_who_says_so.ipynb"
    lesson = json.loads(place.read_text("utf-8"))
    shown = next(cell for cell in lesson["cells"] if cell["cell_type"] == "code")
    shown["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "my notes"}]
    place.write_text(json.dumps(lesson), encoding="utf-8")

    edition.stage_notebooks(tmp_path / "notebooks", tmp_path / "out", False)
    names = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(NOTEBOOKS).as_posix() for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    assert "my notes" not in (tmp_path / "out" / "01_who_says_so.ipynb").read_text("utf-8")


def test_the_old_site_stays_when_the_new_one_cannot_take_its_place(tmp_path):
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "index.html").write_text("old")
    with pytest.raises(OSError):
        site._replace(tmp_path / "public", tmp_path / "was never built", tmp_path / "old", [])
    assert (tmp_path / "public" / "index.html").read_text() == "old"


@pytest.mark.parametrize("known", [True, False])
def test_what_somebody_else_has_put_beside_a_site_stays_there(tmp_path, known):
    public, built = tmp_path / "public", tmp_path / "built"
    for folder in (public / ".git", built / "static"):
        folder.mkdir(parents=True)
    (public / ".git" / "HEAD").write_text("ref")
    (public / "CNAME").write_text("lessons.example")
    (public / "gone.html").write_text("of the earlier edition")
    for folder, text in ((public, "old"), (built, "new")):
        (folder / "index.html").write_text(text)
    (public / "edition.json").write_text(json.dumps({"edition": "1", **({"holds": ["index.html", "gone.html", "edition.json"]} if known else {})}))
    (built / "edition.json").write_text("{}")

    site._check_target(public)
    site._replace(public, built, tmp_path / "old", site._foreign(public, built))
    assert ("new", "ref", "lessons.example") == tuple((public / name).read_text() for name in ("index.html", ".git/HEAD", "CNAME"))
    assert (public / "gone.html").exists() != known and (public / "static").is_dir()


def test_the_kits_pins_are_handed_on_as_plain_pins():
    pins = edition.constraints(kit_folder()).splitlines()
    assert any(pin.startswith("anywidget==") for pin in pins) and not any("hash" in pin or "\\" in pin for pin in pins)
    assert not any(pin.startswith("ipykernel==") for pin in pins)


# --- the start page


def test_the_start_page_names_every_lesson_in_order_with_what_is_learnt():
    page = start_page("0123abcd", pictures=True)
    places = []
    for lesson in map(open_lesson, list_lessons()):
        link = f'href="notebooks/index.html?path=notebooks/0123abcd/{lesson.id}.ipynb">{lesson.title}</a>'
        assert link in page and f"{lesson.minutes} minutes" in page and f"You learn to {lesson.learn}." in page
        assert (NOTEBOOKS / f"{lesson.id}.ipynb").exists()
        places.append(page.index(link))
    assert places == sorted(places)
    note = "The pictures of this site are plain ones."
    assert note not in page and note in start_page("0123abcd", pictures=False)
    assert "$" not in page, "a word was left to be filled in"


def test_the_readme_tells_the_same_of_each_lesson_as_the_start_page():
    readme = (kit_folder() / "README.md").read_text("utf-8")
    for number, lesson in enumerate(map(open_lesson, list_lessons())):
        assert f"| {number} | [{lesson.title}](notebooks/{lesson.id}.ipynb) | {lesson.minutes} | {lesson.learn} |" in readme


# --- the command line


def test_the_command_line_tells_what_went_wrong_in_one_sentence(tmp_path, capsys):
    (tmp_path / "thesis.docx").write_text("mine")
    assert cli.main(["site", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and err.startswith(f"“{tmp_path.name}” holds something")


def test_the_command_line_tells_where_the_site_is_and_how_to_look_at_it(tmp_path, capsys, monkeypatch):
    def build(folder, kind, pyodide, tell):
        tell("Building")
        folder.mkdir()
        (folder / "index.html").write_text("x" * 2_000_000)
        return site.Site(folder, "0123abcd", kind, pictures=False)

    monkeypatch.setattr(site, "build_site", build)
    assert cli.main(["site", str(tmp_path / "public"), "--kind", "hybrid"]) == 0
    out, err = capsys.readouterr()
    assert err == "" and out.splitlines()[:2] == ["Building ...", f"The site is in {tmp_path / 'public'}: edition 0123abcd, 2 MB."]
    assert "It has no matplotlib" in out and f"--directory {tmp_path / 'public'}" in out


def test_the_command_is_installed_with_the_kit():
    done = subprocess.run([sys.executable, "-m", "lessons.cli", "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and "site" in done.stdout
