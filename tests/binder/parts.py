"""Two environments beside the tests' own: repo2docker, which builds for Binder, and a twin of what it builds.

As a program it prints what Binder installs before it reads environment.yml, as constraints for pip or uv.
"""

import filecmp
import re
import shutil
import subprocess
import sys
from pathlib import Path

from start import find_uv

from ..browsers import lacking

HERE = Path(__file__).resolve().parent
KIT = HERE.parents[1]
PYTHON = "3.12"  # environment.yml asks Binder for it
# The file of a conda package: name, version and build. Versions with letters, such as 2025b, are not PyPI's.
PACKAGE = re.compile(r"/(?P<name>[a-z][\w.-]*)-(?P<version>\d+(\.\d+)*(\.post\d+)?)-[^-/]+\.conda")
# What PyPI calls otherwise.
PYPI_NAME = {"jupyterhub-base": "jupyterhub", "nbconvert-core": "nbconvert", "python-fastjsonschema": "fastjsonschema"}


def repo2docker() -> Path:
    """The Python that has repo2docker."""
    return _environment("repo2docker") / "bin" / "python"


def twin() -> Path:
    """The Python that has what Binder's has, and the kit as it is now."""
    python = _environment("twin") / "bin" / "python"
    # Each time: the copy of the lesson bar that comes with it may be older than the kit.
    _run(*_installer(python), "--force-reinstall", "--no-deps", "--no-build-isolation", "--no-index", "--editable", KIT)
    return python


def _environment(name):
    """The folder in .venv with what the lock of this name says; made when it is not there, or is of another lock."""
    home, lock = Path(sys.prefix) / f"binder-{name}", HERE / f"{name}.lock"
    made_from = home / lock.name
    if not (made_from.exists() and filecmp.cmp(lock, made_from, shallow=False)):
        shutil.rmtree(home, ignore_errors=True)
        uv = find_uv()
        _run(*([uv, "venv", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]), home)
        # The lock is its own constraint: an older pip forgets a pin where a package is asked for with an extra.
        _run(*_installer(home / "bin" / "python"), "--require-hashes", "--only-binary", ":all:", "-r", lock, "-c", lock)
        shutil.copy(lock, made_from)
    return home


def _installer(python):
    uv = find_uv()
    return [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]


def _run(*command):
    done = subprocess.run(command, cwd=KIT, capture_output=True, text=True, timeout=1800, check=False)
    if done.returncode:
        lacking("What Binder installs could not be installed here: check that this computer is online."
                f" The installer said: {done.stderr.strip()[-500:]}")


def preinstalled() -> dict[str, str]:
    """Name -> version of what repo2docker installs for our Python, before it reads environment.yml."""
    [packs] = (_environment("repo2docker") / "lib").glob("python*/site-packages/repo2docker/buildpacks/conda")
    lines = (packs / f"environment.py-{PYTHON}-linux-64.lock").read_text(encoding="utf-8").splitlines()
    found = [match for match in map(PACKAGE.search, lines) if match]
    return {PYPI_NAME.get(one["name"], one["name"].replace("_", "-")): one["version"] for one in found}


if __name__ == "__main__":
    for pin in preinstalled().items():
        print("==".join(pin))
