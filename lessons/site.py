"""The lessons as a folder of plain files: any web server can carry it, and Python runs in each reader's browser.

JupyterLite builds the pages and Pyodide is the Python. This module brings the kit to them: its wheel, its notebooks,
its settings and the page to start from. It does not serve the folder, and it needs the kit's source, not an installed kit.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import LessonError
from .places import kit_folder
from .pyodide import CORE, check_archive, fetch_pyodide, from_elsewhere, unpack_pyodide
from .startpage import start_page

KINDS = ("offline", "hybrid")
SOURCES = ("lessons", "data", "seeds", "notebooks")
# What the lessons draw with when it is there. The kernel fetches a package when a cell imports it.
PICTURES = ("numpy", "pandas", "matplotlib")
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension", "anywidget")
# Stand-ins that the browser's kernel brings along, under the names of what they stand in for.
BROWSERS_OWN = ("ipykernel",)
EDITION_FILE = "edition.json"
_PICTURE_IMPORT = re.compile(r"^import matplotlib\.pyplot as plt\n+", re.MULTILINE)


@dataclass(frozen=True)
class Site:
    """A built site: where it is, its edition (eight hexadecimal digits), and whether pictures are drawn by matplotlib."""

    folder: Path
    edition: str
    kind: str
    pictures: bool


def build_site(folder: Path, kind: str = "offline", pyodide: Path | None = None,
               tell: Callable[[str], None] = lambda _: None) -> Site:
    """Build the site into ``folder``, which may hold an earlier edition, and return what was built.

    ``offline``: everything is on the site. ``hybrid``: numpy, pandas and matplotlib come from Pyodide's own servers when
    a lesson draws. ``pyodide`` is an archive of Pyodide, small or full; without it npm fetches the small one. From a
    full archive even the offline site has matplotlib; without it, pictures are drawn as plain HTML. ``tell`` hears of each step.

    Raises LessonError; the folder then is as it was.
    """
    if kind not in KINDS:
        raise LessonError(f"A site is “offline” or “hybrid”, and not “{kind}”; choose one of the two.")
    source, folder = _source(), folder.resolve()
    _check_target(folder)
    version, address = _kernel_wants()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".second-source-", dir=folder.parent) as rough:
        stage = Path(rough) / "lite"
        tell("Getting Pyodide")
        stage.mkdir()
        archive = pyodide or fetch_pyodide(version, Path(rough))
        if archive.suffix == ".tgz":
            check_archive(archive, version)
        lock = unpack_pyodide(archive, stage / "static" / "pyodide", version, PICTURES)
        local = json.loads((stage / "static" / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
        remote = from_elsewhere(lock["packages"], PICTURES, address) if kind == "hybrid" else {}
        pictures = "matplotlib" in {**local, **remote}
        edition = _edition(source, kind, version, pictures)
        tell("Packing the kit")
        _stage_kit(source, stage, edition)
        _stage_notebooks(source / "notebooks", stage / "files" / "notebooks" / edition, pictures)
        _stage_settings(stage, edition, {**remote})
        tell("Building the pages")
        _build(stage, Path(rough) / "site")
        tell("Finishing")
        site = Site(folder, edition, kind, pictures)
        _finish(Path(rough) / "site", site)
        _replace(folder, Path(rough) / "site", Path(rough) / "old")
    return site


def _source() -> Path:
    source = kit_folder()
    if not (source / "pyproject.toml").exists():
        raise LessonError(
            "A site is built from the kit's source, and this is an installed kit without it: download the whole kit and "
            "run `python3 start.py site FOLDER` there."
        )
    return source


def _check_target(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / EDITION_FILE).exists())):
        raise LessonError(
            f"“{folder.name}” holds something that is not a site of this kit, which would be lost: name a new folder, an "
            "empty one, or one with an earlier edition of the site."
        )


def _kernel_wants() -> tuple[str, str]:
    """The version of Pyodide that the browser's kernel was made for, and where its other packages are kept."""
    try:
        import jupyterlite_core  # noqa: F401
        from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_VERSION
    except ImportError as problem:
        raise LessonError(
            f"What builds a site is not installed ({problem.name} is missing): run `python3 start.py site FOLDER`, which "
            "installs it first."
        ) from problem
    return PYODIDE_VERSION, PYODIDE_CDN_URL


def _kit_files(source: Path) -> Iterator[Path]:
    for name in SOURCES:
        yield from sorted(path for path in (source / name).rglob("*")
                          if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts))
    yield from (source / name for name in ("pyproject.toml", "README.md", "LICENSE"))


def _edition(source: Path, *also: Any) -> str:
    """Eight hexadecimal digits that change whenever anything a reader gets has changed."""
    digest = hashlib.sha256(repr(also).encode())
    for path in _kit_files(source):
        digest.update(path.relative_to(source).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:8]


def _stage_kit(source: Path, stage: Path, edition: str) -> None:
    """Build the kit's wheel and lay out its lab extension, with the edition in their names.

    A browser keeps files by name: under the old name it could put an old wheel beside a new lock and refuse both.
    """
    copy = stage.parent / "source"
    for path in _kit_files(source):
        (copy / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy / path.relative_to(source))
    _rewrite(copy / "pyproject.toml", r'^version = "(.+)"$', rf'version = "\1+{edition}"')
    _rewrite(copy / "lessons" / "labextension" / "package.json", r"\?kit=[\w.]+", f"?kit={edition}")
    shutil.copytree(copy / "lessons" / "labextension", stage / "labextensions" / "second-source",
                    ignore=shutil.ignore_patterns("overrides.json"))
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(stage / "wheels")], copy, "The kit's wheel")


def _stage_notebooks(notebooks: Path, target: Path, pictures: bool) -> None:
    """Copy the notebooks, for the browser's kernel. Each edition has a folder of its own.

    Under an old name, a notebook that a reader's browser has saved would hide the new one for ever.
    """
    for path in notebooks.rglob("*.ipynb"):
        if ".ipynb_checkpoints" in path.parts:
            continue
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["metadata"]["kernelspec"] = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
        for cell in notebook["cells"]:
            text = "".join(cell["source"])
            if cell["cell_type"] == "code" and not pictures:
                # The import is there so that the kernel fetches matplotlib; here it could only fail.
                text = _PICTURE_IMPORT.sub("", text)
            cell["source"] = text
        place = target / path.relative_to(notebooks)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _stage_settings(stage: Path, edition: str, remote: Mapping[str, Any]) -> None:
    """Write the files that tell JupyterLite what to build."""
    labextensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    shutil.copyfile(kit_folder() / "lessons" / "labextension" / "overrides.json", stage / "overrides.json")
    _write_json(stage / "jupyter-lite.json", {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Second Source",
            # One store for all editions, and for all addresses under which one server shows the site.
            "contentsStorageName": "Second Source", "settingsStorageName": "Second Source settings",
            "secondSourceEdition": edition,
        },
    })
    (stage / "constraints.txt").write_text(_constraints(), encoding="utf-8")
    _write_json(stage / "jupyter_lite_config.json", {
        "LiteBuildConfig": {
            "apps": ["lab", "notebooks"], "contents": ["files"], "output_dir": "../site", "no_sourcemaps": True,
            # Extensions by name, so that whatever else is installed here stays out of the site.
            "ignore_sys_prefix": ["federated_extensions"],
            "federated_extensions": [*(str(labextensions / name) for name in EXTENSIONS), "labextensions/second-source"],
        },
        "PyodideLockAddon": {
            "enabled": True, "wheels": ["wheels"], "specs": ["micropip"], "excludes_extra": list(PICTURES),
            "patches": {"packages": dict(remote)} if remote else {},
            "pyodide_lock_uv_options": {"extra_uv_args": ["--constraints", str(stage / "constraints.txt")]},
        },
    })


def _build(stage: Path, site: Path) -> None:
    """Run JupyterLite. It ends well even when an add-on has failed, so what it said and what it left are looked at too."""
    said = _run([sys.executable, "-m", "jupyterlite_core", "build"], stage, "JupyterLite")
    trouble = re.search(r"^.*(TaskError|\bFAIL|Traceback|was requested, but no input lock).*$", said, re.MULTILINE)
    lock = site / "static" / "pyodide-lock" / "pyodide-lock.json"
    config = site / "jupyter-lite.json"
    if trouble or not lock.exists() or not config.exists():
        raise LessonError(
            f"The site could not be built ({trouble[0].strip() if trouble else 'no list of packages was written'}): try again "
            "online, or report it with these words."
        )
    loaded = {row["name"] for row in json.loads(config.read_text(encoding="utf-8"))["jupyter-config-data"]["federated_extensions"]}
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    lacking = [*({*EXTENSIONS, "second-source"} - loaded), *({"second-source", "anywidget", "micropip"} - set(packages))]
    lacking += [entry["file_name"] for entry in packages.values()
                if "://" not in entry["file_name"] and not (lock.parent / entry["file_name"]).is_file()]
    lacking += [name for name in CORE if not (site / "static" / "pyodide" / name).is_file()]
    if lacking:
        raise LessonError(f"The site was built without {lacking[0]}, so it was not kept: try again, or report it with these words.")


def _finish(built: Path, site: Site) -> None:
    """The page to start from, the edition, and addresses that make a browser ask for what has changed."""
    for name in ("package.json", *(path.name for path in built.glob("rspack.config*"))):
        (built / name).unlink(missing_ok=True)
    _rewrite(built / "jupyter-lite.json", r"(pyodide-lock\.json)", rf"\1?edition={site.edition}")
    # Without this a browser may keep for days the one file that says which edition there is.
    _rewrite(built / "config-utils.js", r"fetch\(liteUrl\)", "fetch(liteUrl, { cache: 'no-cache' })")
    (built / "index.html").write_text(start_page(site.edition, site.pictures), encoding="utf-8")
    (built / ".nojekyll").touch()
    _write_json(built / EDITION_FILE, {"edition": site.edition, "kind": site.kind, "pictures": site.pictures})


def _replace(folder: Path, built: Path, old: Path) -> None:
    """Put the new site where the old one was; if that fails, the old one stays."""
    if folder.exists():
        folder.rename(old)
    try:
        built.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


def _rewrite(path: Path, pattern: str, to: str) -> None:
    text, count = re.subn(pattern, to, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if not count:
        raise LessonError(f"The site cannot be finished, because “{path.name}” is not what it was: report it with these words.")
    path.write_text(text, encoding="utf-8")


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _constraints() -> str:
    """The kit's own pins, so that a site has the versions that were tested; without those the browser has its own of."""
    lock = (kit_folder() / "deploy" / "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)(==[^ ]+(?: ; [^\\\n]+)?)", lock, re.MULTILINE)
    return "".join(f"{name}{pin.rstrip()}\n" for name, pin in entries if name not in BROWSERS_OWN)


def _run(command: list[str], where: Path, what: str) -> str:
    """Run a program quietly and return all it said. Raises LessonError with its last line when it fails."""
    done = subprocess.run(command, cwd=where, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
                          errors="replace")
    if done.returncode:
        if __import__("os").environ.get("SSDEBUG"): print(done.stdout)
        last = (done.stdout.strip().splitlines() or ["it said nothing"])[-1].strip()
        raise LessonError(f"{what} could not be built ({last}): try again online, or report it with these words.")
    return done.stdout
