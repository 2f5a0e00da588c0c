"""What Binder makes of the repository and of the links in the instructions, without a container and without Binder."""

import re
import shutil
import subprocess
from urllib.parse import quote

import pytest

from ..browsers import lacking
from .links import CONTENT, KIT, README, links, made
from .parts import PYTHON, preinstalled, repo2docker

LESSON = "notebooks/01_who_says_so.ipynb"


@pytest.fixture
def repository(tmp_path):
    """The files that git knows, as they are now: what else lies in the folder is not there on Binder."""
    known = shutil.which("git") and subprocess.run(
        ["git", "ls-files", "-z"], cwd=KIT, capture_output=True, text=True, check=False)
    if not known or known.returncode:
        lacking("This copy of the kit is no git repository, or git is missing: clone the kit to test what Binder sees.")
    for name in filter(None, known.stdout.split("\0")):
        if (KIT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(KIT / name, tmp_path / name)
    return tmp_path


def plan(folder):
    """The Dockerfile that repo2docker would build, after a few words of its own."""
    command = [repo2docker(), "-m", "repo2docker", "--no-build", "--debug", folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout + done.stderr


def test_binder_makes_a_conda_environment_with_our_python_from_environment_yml(repository):
    said = plan(repository)
    assert f"Building conda environment for python={PYTHON}\n" in said
    assert re.search(r'\benv update .*--file "environment\.yml"', said)


def test_a_python_asked_for_with_a_bound_would_not_be_ours(repository):
    wishes = (repository / "environment.yml").read_text(encoding="utf-8")
    (repository / "environment.yml").write_text(wishes.replace(f"python={PYTHON}", f"python>={PYTHON}"), encoding="utf-8")
    assert f"Building conda environment for python={PYTHON}\n" not in plan(repository)


@pytest.mark.parametrize("folder", ["binder", ".binder"])
def test_a_folder_for_binder_would_hide_environment_yml(repository, folder):
    assert not (repository / folder).exists()
    (repository / folder).mkdir()
    assert "environment.yml" not in plan(repository)


def test_the_twin_has_the_versions_that_binder_installs():
    lock = (KIT / "tests" / "binder" / "twin.lock").read_text(encoding="utf-8")
    twins, theirs = dict(re.findall(r"^([\w-]+)==([\w.]+)", lock, re.MULTILINE)), preinstalled()
    both = twins.keys() & theirs.keys()
    assert {name: twins[name] for name in both} == {name: theirs[name] for name in both}
    assert both >= {"ipykernel", "ipywidgets", "jupyter-server", "jupyterhub", "jupyterlab", "notebook", "tornado"}


# --- the links


def test_the_links_are_written_as_binder_writes_them():
    pull = f"git-pull?repo={quote(CONTENT, safe='')}&branch=main&targetPath=class&urlpath="
    assert [link.address for link in links()] == [
        made("doc/tree/notebooks/00_start_here.ipynb"),
        made(f"doc/tree/{LESSON}"),
        made("lab/tree/notebooks/00_start_here.ipynb"),
        made(pull + quote(f"doc/tree/class/{LESSON}", safe="")),
    ]


@pytest.mark.parametrize("link", links(), ids=lambda link: link.page)
def test_a_link_leads_to_a_notebook_that_is_there(link):
    assert (KIT / link.notebook).is_file()


def test_every_file_that_the_instructions_link_to_is_there():
    near = re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8"))
    assert near and [link for link in near if not (README.parent / link).exists()] == []
