"""Pyodide's archives: what is taken from them, and what is said of those that will not do."""

import io
import json
import subprocess
import tarfile

import pytest

from lessons import pyodide
from lessons.errors import LessonError
from lessons.pyodide import CORE, LOCK, closure, fetch_pyodide, from_elsewhere, unpack_pyodide

VERSION = "314.0.6"


def entry(name, *depends):
    return {"name": name, "depends": list(depends), "file_name": f"{name}-1.0-py3-none-any.whl"}


PACKAGES = {row["name"]: row for row in (
    entry("matplotlib", "numpy", "pillow"), entry("pandas", "numpy"), entry("numpy"), entry("pillow"), entry("scipy", "numpy"))}


def archive(path, *, small=True, version=VERSION, without=(), wheels=()):
    """An archive laid out as Pyodide's are: the small one from npm, or the full one."""
    top = "package" if small else "pyodide"
    info = {"python": "3.14.2"} if small else {"python": "3.14.2", "version": version}
    files = {name: name.encode() for name in CORE}
    files |= {LOCK: json.dumps({"info": info, "packages": PACKAGES}).encode(),
              "package.json": json.dumps({"version": version}).encode(), "console.html": b"<html>"}
    files |= {PACKAGES[name]["file_name"]: name.encode() for name in wheels}
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            if name not in without:
                member = tarfile.TarInfo(f"{top}/{name}")
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
    return path


def test_of_the_small_archive_the_core_is_kept_and_no_package_is_promised(tmp_path):
    whole = unpack_pyodide(archive(tmp_path / "p.tgz"), tmp_path / "out", VERSION, ["matplotlib"])

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted([*CORE, LOCK])
    local = json.loads((tmp_path / "out" / LOCK).read_text())
    assert local == {"info": {"python": "3.14.2", "version": VERSION}, "packages": {}}
    assert whole["packages"] == PACKAGES


def test_of_a_full_archive_the_wanted_packages_come_along_with_all_they_need_and_no_others(tmp_path):
    full = archive(tmp_path / "p.tar.gz", small=False, wheels=PACKAGES)
    unpack_pyodide(full, tmp_path / "out", VERSION, ["matplotlib"])

    wheels = {path.name for path in (tmp_path / "out").glob("*.whl")}
    assert wheels == {PACKAGES[name]["file_name"] for name in ("matplotlib", "numpy", "pillow")}
    assert set(json.loads((tmp_path / "out" / LOCK).read_text())["packages"]) == {"matplotlib", "numpy", "pillow"}


@pytest.mark.parametrize(("made", "sentence"), [
    ({"version": "0.27.0"},
     f"The file “p.tgz” holds Pyodide 0.27.0, and the browser's kernel needs {VERSION}: name that version."),
    ({"without": [LOCK]}, f"The file “p.tgz” is not a Pyodide archive ('{LOCK}'): name the one called "
                          f"pyodide-{VERSION}.tgz or pyodide-{VERSION}.tar.bz2."),
    ({"without": ["python_stdlib.zip"]}, f"The file “p.tgz” is not a Pyodide archive ('python_stdlib.zip'): name the one "
                                         f"called pyodide-{VERSION}.tgz or pyodide-{VERSION}.tar.bz2."),
])
def test_an_archive_that_will_not_do_is_refused_in_a_sentence(tmp_path, made, sentence):
    with pytest.raises(LessonError) as refused:
        unpack_pyodide(archive(tmp_path / "p.tgz", **made), tmp_path / "out", VERSION, [])
    assert str(refused.value) == sentence


@pytest.mark.parametrize("content", [b"", b"not an archive at all", b"\x1f\x8b\x08\x00cut off"])
def test_a_file_that_is_no_archive_is_refused_in_a_sentence(tmp_path, content):
    (tmp_path / "holiday.tgz").write_bytes(content)
    with pytest.raises(LessonError, match="^The file “holiday.tgz” is not a Pyodide archive "):
        unpack_pyodide(tmp_path / "holiday.tgz", tmp_path / "out", VERSION, [])


def test_an_archive_cut_off_in_the_middle_is_refused_in_a_sentence(tmp_path):
    whole = archive(tmp_path / "whole.tgz", wheels=PACKAGES).read_bytes()
    for length in range(20, len(whole) // 2, 20):
        (tmp_path / "cut.tgz").write_bytes(whole[:length])
        with pytest.raises(LessonError, match="^The file “cut.tgz” is not a Pyodide archive "):
            unpack_pyodide(tmp_path / "cut.tgz", tmp_path / "out", VERSION, PACKAGES)


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(LessonError, match="^The file “lost.tgz” is not a Pyodide archive "):
        unpack_pyodide(tmp_path / "lost.tgz", tmp_path / "out", VERSION, [])


def test_packages_from_elsewhere_bring_all_that_they_need_each_with_its_address():
    found = from_elsewhere(PACKAGES, ["pandas"], "https://cdn.example/full/")
    assert {name: row["file_name"] for name, row in found.items()} == {
        "pandas": "https://cdn.example/full/pandas-1.0-py3-none-any.whl",
        "numpy": "https://cdn.example/full/numpy-1.0-py3-none-any.whl",
    }
    assert PACKAGES["numpy"]["file_name"] == "numpy-1.0-py3-none-any.whl", "the lock itself stays as it was"


def test_packages_that_need_each_other_are_followed_once():
    ring = {"a": entry("a", "b"), "b": entry("b", "a", "gone")}
    assert set(closure(ring, ["a", "also-gone"])) == {"a", "b"}


def test_without_npm_a_sentence_tells_two_ways_on(tmp_path, monkeypatch):
    monkeypatch.setattr(pyodide.shutil, "which", lambda _: None)
    with pytest.raises(LessonError) as refused:
        fetch_pyodide(VERSION, tmp_path)
    assert str(refused.value) == (
        f"Pyodide comes through npm, which is not on this computer: install Node.js, or fetch Pyodide {VERSION} yourself and "
        "name the file with --pyodide."
    )


def npm(monkeypatch, tmp_path, *, code=0, said="", leaves=None):
    def run(command, **_):
        if leaves is not None:
            (tmp_path / f"pyodide-{VERSION}.tgz").write_bytes(leaves)
        return subprocess.CompletedProcess(command, code, "", said)

    monkeypatch.setattr(pyodide.shutil, "which", lambda _: "npm")
    monkeypatch.setattr(pyodide.subprocess, "run", run)


def test_when_npm_cannot_fetch_its_reason_is_told(tmp_path, monkeypatch):
    npm(monkeypatch, tmp_path, code=1, said="npm error network\nnpm error offline")
    with pytest.raises(LessonError, match=r"^npm could not fetch Pyodide 314\.0\.6 \(npm error offline\): try again online"):
        fetch_pyodide(VERSION, tmp_path)


def test_an_archive_with_another_hash_is_never_unpacked(tmp_path, monkeypatch):
    npm(monkeypatch, tmp_path, leaves=b"something else")
    with pytest.raises(LessonError, match=r"^The file “pyodide-314\.0\.6\.tgz” is not the Pyodide 314\.0\.6 that this kit was"):
        fetch_pyodide(VERSION, tmp_path)


def test_the_pyodide_known_by_its_hash_is_the_one_the_browsers_kernel_wants():
    constants = pytest.importorskip("jupyterlite_pyodide_kernel.constants")
    assert constants.PYODIDE_VERSION in pyodide.SHA256
