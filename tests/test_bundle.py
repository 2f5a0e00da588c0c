"""The bundle for a computer without a network: what is fetched for whom, and what start.py makes of it."""

import json
import subprocess
import zipfile

import pytest
from packaging.requirements import Requirement

from lessons import bundle
from lessons.bundle import PATCHES, SYSTEMS, make_bundle, pins
from lessons.errors import LessonError
from lessons.places import kit_folder

LOCK = """\
everywhere==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
windows-only==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:cc
older==3.0 ; python_full_version < '3.11.5' \\
    --hash=sha256:dd
older==4.0 ; python_full_version >= '3.11.5' \\
    --hash=sha256:ee
arm==5.0 ; platform_machine == 'arm64' and platform_system == 'Darwin' \\
    --hash=sha256:ff
"""


@pytest.mark.parametrize(("system", "python", "names"), [
    ("windows", "3.12.0", ["everywhere==1.0", "windows-only==2.0", "older==4.0"]),
    ("linux", "3.11.0", ["everywhere==1.0", "older==3.0"]),
    ("linux", "3.11.99", ["everywhere==1.0", "older==4.0"]),
    ("macos", "3.12.0", ["everywhere==1.0", "older==4.0", "arm==5.0"]),
    ("macos-intel", "3.12.0", ["everywhere==1.0", "older==4.0"]),
    ("linux-arm", "3.12.0", ["everywhere==1.0", "older==4.0"]),
])
def test_conditions_are_judged_by_the_other_computer(system, python, names):
    found = pins(LOCK, system, python)
    assert [line.split()[0] for line in found] == names
    assert found[0] == "everywhere==1.0 --hash=sha256:aa --hash=sha256:bb"


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("patch", PATCHES)
def test_of_the_kits_own_lock_every_computer_gets_each_package_once_with_its_hashes(system, patch):
    lines = pins((kit_folder() / "requirements.lock").read_text("utf-8"), system, f"3.12.{patch}")
    names = [Requirement(line.split()[0]).name for line in lines]
    assert len(set(names)) == len(names) and {"jupyterlab", "anywidget", "pandas", "matplotlib", "hatchling"} <= set(names)
    assert all(" --hash=sha256:" in line and " ; " not in line for line in lines)
    assert ("pywinpty" in names) == (system == "windows")


@pytest.mark.parametrize(("system", "python", "sentence"), [
    ("amiga", "3.12", ("A bundle is made for “windows”, “macos”, “macos-intel”, “linux”, “linux-arm”, and not for “amiga”; "
                       "choose one of them.")),
    ("linux", "3.10", ("The lessons need Python 3.11 or newer, written as in 3.12, and not “3.10”; name the other "
                       "computer's.")),
    ("linux", "3.12.1", ("The lessons need Python 3.11 or newer, written as in 3.12, and not “3.12.1”; name the other "
                         "computer's.")),
])
def test_what_no_bundle_can_be_made_for_is_refused(tmp_path, system, python, sentence):
    with pytest.raises(LessonError) as refused:
        make_bundle(tmp_path, system, python)
    assert str(refused.value) == sentence
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("said", "sentence"), [
    ("a\nERROR: no route",
     "The packages for linux could not be fetched (ERROR: no route): check that this computer is online, then try again."),
    ("WARNING: Retrying (Retry(total=0)) after connection broken\nERROR: No matching distribution found for numpy==2.4.0",
     ("The packages for linux could not be fetched (ERROR: No matching distribution found for numpy==2.4.0): check that this computer is "
      "online, then try again.")),
    ("ERROR: No matching distribution found for numpy==2.4.0",
     ("The package numpy is not made for linux with Python 3.19: name another Python, for example with `--python 3.12`, and install that "
      "one on the other computer.")),
])
def test_a_package_that_cannot_be_fetched_is_told_and_nothing_is_left(tmp_path, monkeypatch, said, sentence):
    monkeypatch.setattr(bundle.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, "", said))
    with pytest.raises(LessonError) as refused:
        make_bundle(tmp_path / "out", "linux", "3.19")
    assert str(refused.value) == sentence
    assert not list((tmp_path / "out").iterdir())


def test_the_bundle_holds_the_kit_its_packages_and_for_whom_they_are(tmp_path, monkeypatch):
    def fetch(lines, wheels, system, python):
        (wheels / f"one-{python}.whl").write_text("\n".join(lines))

    monkeypatch.setattr(bundle, "_fetch", fetch)
    made = make_bundle(tmp_path, "windows", "3.12")
    assert [path.name for path in tmp_path.iterdir()] == ["second-source-windows-python3.12.zip"] == [made.name]
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
        assert json.loads(archive.read("second-source/wheels/for.json")) == {
            "system": "windows", "python": "3.12", "computer": ["win32", "amd64"]}
        assert archive.read("second-source/start.py") == (kit_folder() / "start.py").read_bytes()
    assert {"one-3.12.0.whl", "one-3.12.99.whl"} <= {name.rpartition("/")[2] for name in names}
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name or ".venv" in name]
    for part in ("notebooks/01_who_says_so.ipynb", "data/keys/hotnews.json", "lessons/content/01_who_says_so/guide.md"):
        assert f"second-source/{part}" in names


def test_a_python_that_cannot_make_pip_says_what_to_install(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr(bundle.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(bundle.venv, "create", fail)
    with pytest.raises(LessonError, match="^This Python has no pip and cannot make one"):
        bundle._pip(tmp_path)
