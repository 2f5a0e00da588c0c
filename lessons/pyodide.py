"""Pyodide, the Python that runs in a browser: getting it, and saying which of its packages a site has.

A site needs five files of it. The packages beside them (numpy, matplotlib) are in the full distribution alone.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .errors import LessonError

CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
# What the small archive of that version must be, wherever it was fetched from.
SHA256 = {"314.0.6": "d78ac549b28a2a58600cd06f44e017024151775f8c6b2d73fab1475400d38ea2"}


def fetch_pyodide(version: str, folder: Path) -> Path:
    """Have npm fetch Pyodide's small archive into ``folder``; return where it is.

    Raises LessonError when there is no npm or it cannot fetch, or when the archive is not the one known by its sha256.
    """
    npm = shutil.which("npm")
    by_hand = f"or fetch Pyodide {version} yourself and name the file with --pyodide"
    if npm is None:
        raise LessonError(f"Pyodide comes through npm, which is not on this computer: install Node.js, {by_hand}.")
    done = subprocess.run([npm, "pack", "--silent", f"pyodide@{version}"], cwd=folder, text=True, capture_output=True, encoding="utf-8", errors="replace")
    archive = folder / f"pyodide-{version}.tgz"
    if done.returncode or not archive.exists():
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise LessonError(f"npm could not fetch Pyodide {version} ({reason}): try again online, {by_hand}.")
    check_archive(archive, version)
    return archive


def check_archive(archive: Path, version: str) -> None:
    """Raise LessonError unless ``archive`` is, byte for byte, the small Pyodide archive known for ``version``."""
    found, known = hashlib.sha256(archive.read_bytes()).hexdigest(), SHA256.get(version, "")
    if found != known:
        raise LessonError(
            f"The file “{archive.name}” is not the Pyodide {version} that this kit was tested with (its sha256 is "
            f"{found[:12]}…, not {known[:12] or 'known'}…): fetch it again on another network."
        )


def unpack_pyodide(archive: Path, folder: Path, version: str, wanted: Iterable[str]) -> dict[str, Any]:
    """Lay into ``folder`` what a site needs of a Pyodide archive, small or full, and return its own lock, whole.

    Of the packages in a full archive only ``wanted`` and what they need are kept; ``folder``'s lock names those that
    are there and no others, because a name without a file would be fetched from another machine. Raises LessonError
    for a file that is no Pyodide archive or another version.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(archive) as tar:
            members = {Path(m.name).name: m for m in tar if m.isfile()}
            lock = json.load(tar.extractfile(members[LOCK]))
            missing = [name for name in CORE if name not in members]
            if missing:
                raise KeyError(missing[0])
            kept = {name: entry for name, entry in closure(lock["packages"], wanted).items()
                    if entry["file_name"] in members}
            for name in (*CORE, *(entry["file_name"] for entry in kept.values())):
                with tar.extractfile(members[name]) as source, open(folder / name, "wb") as copy:
                    shutil.copyfileobj(source, copy)
            found = _version(tar, members, lock)
    except (OSError, EOFError, tarfile.TarError, zlib.error, ValueError, KeyError, TypeError) as problem:
        raise LessonError(
            f"The file “{archive.name}” is not a Pyodide archive ({problem}): name the one called pyodide-{version}.tgz "
            f"or pyodide-{version}.tar.bz2."
        ) from problem
    if found != version:
        raise LessonError(
            f"The file “{archive.name}” holds Pyodide {found}, and the browser's kernel needs {version}: name that version."
        )
    # The small archive's lock says no version, and the tool that reads it asks for one.
    local = {"info": {**lock["info"], "version": version}, "packages": kept}
    (folder / LOCK).write_text(json.dumps(local), encoding="utf-8")
    return lock


def closure(packages: Mapping[str, Any], wanted: Iterable[str]) -> dict[str, Any]:
    """The entries of ``wanted`` in a lock's ``packages``, and of all that they depend on."""
    found: dict[str, Any] = {}
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in found and name in packages:
            found[name] = packages[name]
            waiting += packages[name]["depends"]
    return found


def from_elsewhere(packages: Mapping[str, Any], wanted: Iterable[str], address: str) -> dict[str, Any]:
    """The entries of ``wanted`` and of what they need, each to be fetched from ``address``, a folder of Pyodide's files."""
    return {name: {**entry, "file_name": f"{address.rstrip('/')}/{entry['file_name']}"}
            for name, entry in closure(packages, wanted).items()}


def _version(tar: tarfile.TarFile, members: Mapping[str, tarfile.TarInfo], lock: Mapping[str, Any]) -> str:
    if "version" in lock["info"]:
        return str(lock["info"]["version"])
    return str(json.load(tar.extractfile(members["package.json"]))["version"])
