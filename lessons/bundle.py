"""The kit and all its packages in one archive, for a computer without a network.

Packages are fetched for the computer named, not for this one; each must have the hash that the lock gives. Needs the
kit's source and, this once, the network. Does not bring Python itself: the other computer has one of the version named.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from .edition import published, published_bytes
from .errors import LessonError, listed
from .places import kit_folder

# What pip calls the platform, and what the lock's conditions ask of a computer.
SYSTEMS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "windows": (("win_amd64",),
                {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}),
    "macos": (("macosx_14_0_arm64",),
              {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"}),
    "macos-intel": (("macosx_15_0_x86_64",),
                    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "x86_64"}),
    "linux": (tuple(f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17, 12, 5)),
              {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"}),
    "linux-arm": (tuple(f"manylinux_2_{minor}_aarch64" for minor in (28, 27, 26, 24, 17)),
                  {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "aarch64"}),
}
PARTS = ("start.py", "pyproject.toml", "requirements.lock", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "environment.yml", "lessons", "data",
         "seeds", "notebooks", "docs", "deploy")
WHEELS = "wheels"
# The oldest and the newest Python of a version: a lock may ask one package of the one and another of the other.
PATCHES = ("0", "99")


def make_bundle(folder: Path, system: str, python: str = "3.12", tell: Callable[[str], None] = lambda _: None) -> Path:
    """Make the archive in ``folder`` and return where it is. ``python`` is that of the other computer, as in ``3.12``.

    Raises LessonError for a system or a Python that the kit does not know, and when a package cannot be fetched.
    """
    if system not in SYSTEMS:
        raise LessonError(f"A bundle is made for {listed(SYSTEMS)}, and not for “{system}”; choose one of them.")
    if not re.fullmatch(r"3\.1[1-9]", python):
        raise LessonError(f"The lessons need Python 3.11 or newer, written as in 3.12, and not “{python}”; name the other computer's.")
    source = kit_folder()
    if not (source / "requirements.lock").exists():
        raise LessonError(
            "A bundle is made from the kit's source, and this is an installed kit without it: download the whole kit and run "
            "`python3 start.py bundle FOLDER` there."
        )
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"second-source-{system}-python{python}.zip"
    with tempfile.TemporaryDirectory(prefix=".second-source-", dir=folder) as rough:
        tell(f"Fetching the packages for {system} and Python {python} (about 100 MB)")
        wheels = Path(rough) / WHEELS
        lock = (source / "requirements.lock").read_text(encoding="utf-8")
        wheels.mkdir()
        for patch in PATCHES:
            _fetch(pins(lock, system, f"{python}.{patch}"), wheels, system, f"{python}.{patch}")
        tell("Packing")
        made = Path(rough) / target.name
        with zipfile.ZipFile(made, "w", strict_timestamps=False) as archive:
            for path in _kit_files(source):
                archive.writestr(f"second-source/{path.relative_to(source).as_posix()}", published_bytes(path), zipfile.ZIP_DEFLATED)
            for path in sorted(wheels.iterdir()):
                archive.write(path, f"second-source/{WHEELS}/{path.name}")  # packed already
            archive.writestr(f"second-source/{WHEELS}/for.json", json.dumps({"system": system, "python": python, "computer": list(_label(system))}))
        made.replace(target)
    return target


def pins(lock: str, system: str, python: str) -> list[str]:
    """The lock's lines for one computer: name, version and hashes, without the conditions, which have been judged.
    ``python`` is a whole version, as in ``3.12.4``.

    pip judges conditions by the computer it runs on, even when it fetches for another.
    """
    from packaging.markers import Marker

    computer = _computer(system, python)
    kept = []
    for entry in lock.replace(" \\\n", " ").splitlines():
        pin, *hashes = re.split(r" +(?=--hash=)", entry)
        name, _, condition = pin.partition(" ; ")
        if not condition or Marker(condition).evaluate(computer):
            kept.append(" ".join([name, *hashes]))
    return kept


def _computer(system: str, python: str) -> Mapping[str, str]:
    return {**SYSTEMS[system][1], "python_version": python.rpartition(".")[0], "python_full_version": python,
            "implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}


def _label(system: str) -> tuple[str, str]:
    """What that computer's own Python calls its system and its processor; start.py compares."""
    return SYSTEMS[system][1]["sys_platform"], SYSTEMS[system][1]["platform_machine"].lower()


def _fetch(lines: list[str], wheels: Path, system: str, python: str) -> None:
    wanted = wheels.with_suffix(".txt")
    wanted.write_text("\n".join(lines) + "\n", encoding="utf-8")
    platforms = [part for name in (*SYSTEMS[system][0], "any") for part in ("--platform", name)]
    done = subprocess.run(
        [*_pip(wheels.with_name("pip")), "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", wanted,
         "--dest", wheels, "--python-version", python, "--implementation", "cp", *platforms],
        text=True, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode:
        raise LessonError(_why_not(done.stderr, system, python))


def _why_not(said: str, system: str, python: str) -> str:
    """pip ends a dead network, too, with the words for a package that is not made; only then it has tried again before."""
    missing = re.search(r"No matching distribution found for ([\w.-]+)", said)
    if missing and not re.search(r"retrying|connection|resolution|timed? ?out", said, re.IGNORECASE):
        return (f"The package {missing[1]} is not made for {system} with Python {python.rpartition('.')[0]}: name another Python, for example "
                "with `--python 3.12`, and install that one on the other computer.")
    reason = (said.strip().splitlines() or ["no reason given"])[-1]
    return f"The packages for {system} could not be fetched ({reason[:200]}): check that this computer is online, then try again."


def _pip(folder: Path) -> list[str]:
    """pip of this Python; a .venv made by uv has none, so then one is made in ``folder``."""
    python = Path(sys.executable)
    if importlib.util.find_spec("pip") is None:
        try:
            venv.create(folder, with_pip=True)
        except (subprocess.CalledProcessError, OSError) as problem:
            raise LessonError("This Python has no pip and cannot make one, so no packages can be fetched: on Debian or Ubuntu install "
                              "“python3-venv”, elsewhere Python from python.org, then try again.") from problem
        python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return [str(python), "-m", "pip"]


def _kit_files(source: Path) -> Iterator[Path]:
    for name in PARTS:
        yield from [source / name] if (source / name).is_file() else published(source / name)
