"""pyproject.toml, environment.yml and the locks ask for the same things."""
import json
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

KIT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((KIT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((KIT / "environment.yml").read_text(encoding="utf-8"))
LOCKS = {"students": "requirements.lock", "sites": "deploy/requirements.lock", "tests": "tests/requirements.lock",
         "twin": "tests/binder/twin.lock", "repo2docker": "tests/binder/repo2docker.lock"}
PYPI_NAME = {"matplotlib-base": "matplotlib"}
ENTRY = re.compile(r"(?P<name>[a-z0-9]+(-[a-z0-9]+)*)==(?P<version>[0-9][0-9a-z.]*)(?P<marker> ; .+)?")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}")


def entries(text):
    """The lock's entries as (first line, hash lines); a line that is neither starts an entry of its own."""
    found = []
    for line in text.replace(" \\\n", "\n").splitlines():
        if found and line.startswith(" "):
            found[-1][1].append(line)
        else:
            found.append((line, []))
    return found


def faults(text):
    """What is wrong with a lock, one sentence for each thing; [] for a good lock."""
    wrong = ["There is an address in it."] if "://" in text else []
    for first, hashes in entries(text):
        if not ENTRY.fullmatch(first):
            wrong.append(f"Not a name, two equal signs and a version: {first!r}.")
        if not hashes:
            wrong.append(f"No hash: {first!r}.")
        wrong += [f"Not a sha256 hash: {line!r}." for line in hashes if not HASH.fullmatch(line)]
    return wrong


def lock(which):
    """The text of a lock."""
    return (KIT / LOCKS[which]).read_text(encoding="utf-8")


def pinned(which):
    """name -> [(version, marker or ''), ...]; a package may be pinned twice, for different Pythons."""
    found = {}
    for first, _ in entries(lock(which)):
        entry = ENTRY.fullmatch(first)
        marker = (entry["marker"] or "").removeprefix(" ; ")
        found.setdefault(entry["name"], []).append((entry["version"], marker))
    return found


def wishes(lines):
    """name -> bounds, for requirement lines."""
    parsed = [Requirement(line) for line in lines]
    return {canonicalize_name(PYPI_NAME.get(wish.name, wish.name)): wish.specifier for wish in parsed}


def conda_wishes():
    """name -> bounds, for what environment.yml asks of conda, without Python and pip."""
    lines = [line for line in CONDA["dependencies"] if isinstance(line, str)]
    return wishes(line for line in lines if line != "pip" and not line.startswith("python="))


STUDENTS = wishes(PROJECT["dependencies"])
BUILD = wishes(PROJECT["optional-dependencies"]["build"])
ARTICLES = wishes(PROJECT["optional-dependencies"]["articles"])
SITES = wishes(PROJECT["optional-dependencies"]["site"])
HUB = wishes(PROJECT["optional-dependencies"]["hub"])
TESTS = wishes(PROJECT["optional-dependencies"]["test"])
ASKED = {"students": STUDENTS | BUILD | ARTICLES, "sites": STUDENTS | BUILD | ARTICLES | SITES,
         "tests": STUDENTS | BUILD | ARTICLES | SITES | HUB | TESTS, "twin": STUDENTS | BUILD | HUB}
# What they lock is what is installed here; the others are for environments of their own.
OURS = ("students", "sites", "tests")


# --- environment.yml


def test_conda_and_pyproject_ask_for_the_same_packages_with_the_same_bounds():
    assert conda_wishes() == STUDENTS | BUILD | HUB


def test_conda_is_told_one_exact_python_that_pyproject_allows():
    [python] = [line for line in CONDA["dependencies"] if str(line).startswith("python")]
    assert re.fullmatch(r"python=3\.\d+", python), "Binder takes any other form for no wish at all."
    assert SpecifierSet(PROJECT["requires-python"]).contains(python.removeprefix("python="))


def test_conda_takes_packages_from_conda_forge_and_nowhere_else():
    assert CONDA["channels"] == ["conda-forge", "nodefaults"]


def test_conda_leaves_pip_nothing_but_the_kit_itself():
    assert "pip" in CONDA["dependencies"]
    assert [part for part in CONDA["dependencies"] if isinstance(part, dict)] == [{"pip": ["-e .[articles]"]}]


@pytest.mark.parametrize("folder", ["binder", ".binder"])
def test_no_folder_hides_environment_yml_from_binder(folder):
    assert not (KIT / folder).exists()


# --- the locks


@pytest.mark.parametrize("which", LOCKS)
def test_every_line_of_a_lock_is_a_pinned_package_or_a_hash(which):
    assert faults(lock(which)) == []


GOOD = "attrs==26.1.0 \\\n    --hash=sha256:" + "0" * 64


@pytest.mark.parametrize("text, sentence", [
    (GOOD, None),
    (GOOD.replace(" \\", " ; sys_platform == 'win32' \\"), None),
    (GOOD.replace("==", ">="), "Not a name, two equal signs and a version: 'attrs>=26.1.0'."),
    (GOOD.replace("26.1.0", "26.*"), "Not a name, two equal signs and a version: 'attrs==26.*'."),
    ("--index-url somewhere\n" + GOOD, "Not a name, two equal signs and a version: '--index-url somewhere'."),
    ("# a comment\n" + GOOD, "Not a name, two equal signs and a version: '# a comment'."),
    ("attrs==26.1.0", "No hash: 'attrs==26.1.0'."),
    (GOOD[:-1], f"Not a sha256 hash: '    --hash=sha256:{'0' * 63}'."),
    (GOOD.replace("sha256", "md5"), f"Not a sha256 hash: '    --hash=md5:{'0' * 64}'."),
    (GOOD + "\nattrs @ file://attrs.whl", "There is an address in it."),
])
def test_a_fault_in_a_lock_is_found(text, sentence):
    assert faults(text)[:1] == ([sentence] if sentence else [])


@pytest.mark.parametrize("larger, smaller", [("tests", "students"), ("tests", "sites"), ("sites", "students")])
def test_the_larger_lock_holds_the_smaller_one_entry_by_entry(larger, smaller):
    known = {first.partition(" ; ")[0]: (first.partition(" ; ")[2], hashes) for first, hashes in entries(lock(larger))}
    # A marker may go or gain an “or”: what the smaller needs on some machines only, the larger may need on more.
    without = []
    for first, hashes in entries(lock(smaller)):
        pin, _, marker = first.partition(" ; ")
        wider, found = known.get(pin, ("", None))
        if hashes != found or wider not in ("", marker) and not wider.startswith(f"{marker} or "):
            without.append(first)
    assert without == []


@pytest.mark.parametrize("which, asked", ASKED.items())
def test_what_pyproject_asks_for_is_locked_inside_its_bounds(which, asked):
    locked = pinned(which)
    assert sorted(set(asked) - set(locked)) == []
    outside = {name: versions for name, versions in locked.items() for version, _ in versions
               if name in asked and not asked[name].contains(version)}
    assert outside == {}


@pytest.mark.parametrize("which", LOCKS)
def test_a_package_is_locked_twice_only_for_different_machines(which):
    for name, versions in pinned(which).items():
        markers = [marker for _, marker in versions]
        assert len(versions) == 1 or (all(markers) and len(set(markers)) == len(markers)), name


@pytest.mark.parametrize("which", OURS)
def test_whatever_a_locked_package_needs_is_locked_too(which):
    locked, waiting, seen = pinned(which), [(name, "") for name in ASKED[which]], set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        assert name in locked, f"{name} is needed and not in {LOCKS[which]}"
        for need in map(Requirement, metadata.requires(name) or []):
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(need.name), part) for part in {"", *need.extras}]


# --- the lock of the hub's proxy, which npm reads


PROXY = KIT / "tests" / "hub" / "proxy"


def test_the_proxys_lock_pins_what_is_asked_for_with_hashes_and_without_addresses():
    wishes = json.loads((PROXY / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads((PROXY / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages.pop("")["dependencies"] == wishes
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wishes} == wishes
    assert [name for name, one in packages.items() if not one["integrity"].startswith("sha512-") or "resolved" in one] == []
