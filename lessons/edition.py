"""An edition of the static site: the kit's wheel, notebooks and settings, laid out for JupyterLite to build."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .errors import LessonError

SOURCES = ("lessons", "data", "seeds", "notebooks")
# What the lessons draw with when it is there. The kernel fetches a package when a cell imports it.
PICTURES = ("numpy", "pandas", "matplotlib")
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension", "anywidget")
# Stand-ins that the browser's kernel brings along, under the names of what they stand in for.
_BROWSERS_OWN = ("ipykernel",)
# The browser's kernel fetches a package when a cell names it, and the kit's own cells do not: elsewhere matplotlib is
# loaded when there is something to draw, and not at the start of a lesson. If its server is out of reach, the kit draws.
_PICTURE_IMPORT = "try:\n    import matplotlib.pyplot as plt\nexcept ImportError:\n    pass\n\n"


def published(folder: Path) -> Iterator[Path]:
    """The kit's own files in a folder of its source, in order: whoever works there leaves notebooks and lists of their own."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts):
            if folder.name != "notebooks" or _lesson_in(path) is not None:
                yield path


def published_bytes(path: Path) -> bytes:
    """What is passed on of a file: a notebook without what was shown in it, which may be somebody's marks and notes."""
    notebook = _lesson_in(path) if path.suffix == ".ipynb" else None
    if notebook is None:
        return path.read_bytes()
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


def _lesson_in(path: Path) -> dict[str, Any] | None:
    """The notebook of a lesson; None for any other file."""
    try:
        notebook = json.loads(path.read_bytes()) if path.suffix == ".ipynb" else {}
        return notebook if notebook["metadata"]["second_source"] and notebook["cells"] else None
    except (ValueError, KeyError, TypeError):
        return None


def _kit_files(source: Path) -> Iterator[Path]:
    for name in SOURCES:
        yield from published(source / name)
    yield from (source / name for name in ("pyproject.toml", "README.md", "LICENSE"))


def edition_of(source: Path, *also: Any) -> str:
    """Eight hexadecimal digits that change whenever anything a reader gets has changed."""
    digest = hashlib.sha256(repr(also).encode())
    for path in _kit_files(source):
        digest.update(path.relative_to(source).as_posix().encode() + b"\0" + published_bytes(path))
    return digest.hexdigest()[:8]


def stage_kit(source: Path, stage: Path, edition: str) -> None:
    """Build the kit's wheel and lay out its lab extension, with the edition in their names.

    A browser keeps files by name: under the old name it could put an old wheel beside a new lock and refuse both.
    """
    copy = stage.parent / "source"
    for path in _kit_files(source):
        (copy / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
        (copy / path.relative_to(source)).write_bytes(published_bytes(path))
    rewrite(copy / "pyproject.toml", r'^version = "(.+)"$', rf'version = "\1+{edition}"')
    rewrite(copy / "lessons" / "labextension" / "package.json", r"\?kit=[\w.]+", f"?kit={edition}")
    shutil.copytree(copy / "lessons" / "labextension", stage / "labextensions" / "second-source",
                    ignore=shutil.ignore_patterns("overrides.json"))
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(stage / "wheels")], copy, "The kit's wheel")


def stage_notebooks(notebooks: Path, target: Path, pictures: bool) -> None:
    """Copy the notebooks, for the browser's kernel. Each edition has a folder of its own.

    Under an old name, a notebook that a reader's browser has saved would hide the new one for ever.
    """
    for path in published(notebooks):
        notebook = json.loads(published_bytes(path))
        notebook["metadata"]["kernelspec"] = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
        drawing = [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and "lesson.picture" in cell["source"]]
        if pictures and drawing:
            drawing[0]["source"] = _PICTURE_IMPORT + drawing[0]["source"]
        place = target / path.relative_to(notebooks)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def stage_settings(source: Path, stage: Path, edition: str, remote: Mapping[str, Any]) -> None:
    """Write the files that tell JupyterLite what to build."""
    labextensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    overrides = json.loads((source / "lessons" / "labextension" / "overrides.json").read_text(encoding="utf-8"))
    # A lesson is as light or dark as the page that led to it, which follows the system; elsewhere readers have chosen a theme.
    overrides["@jupyterlab/apputils-extension:themes"] = {"adaptive-theme": True}
    write_json(stage / "overrides.json", overrides)
    write_json(stage / "jupyter-lite.json", {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Second Source",
            # One store for all editions, and for all addresses under which one server shows the site.
            "contentsStorageName": "Second Source", "settingsStorageName": "Second Source settings",
            "secondSourceEdition": edition,
        },
    })
    (stage / "constraints.txt").write_text(constraints(source), encoding="utf-8")
    write_json(stage / "jupyter_lite_config.json", {
        "LiteBuildConfig": {
            "apps": ["lab", "notebooks"], "contents": ["files"], "output_dir": "../site", "no_sourcemaps": True,
            # Extensions by name, so that whatever else is installed here stays out of the site.
            "ignore_sys_prefix": ["federated_extensions"],
            "federated_extensions": [*(str(labextensions / name) for name in EXTENSIONS), "labextensions/second-source"],
        },
        "PyodideLockAddon": {
            # The kit is fetched while Python starts, and not first when a lesson asks for it.
            "enabled": True, "wheels": ["wheels"], "specs": ["micropip"], "prefetch_extra": ["second-source"], "excludes_extra": list(PICTURES),
            "patches": {"packages": dict(remote)} if remote else {},
            "pyodide_lock_uv_options": {"extra_uv_args": ["--constraints", str(stage / "constraints.txt")]},
        },
    })


def constraints(source: Path) -> str:
    """The kit's own pins, so that a site has the versions that were tested; without those the browser has its own of."""
    lock = (source / "deploy" / "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)(==[^ ]+(?: ; [^\\\n]+)?)", lock, re.MULTILINE)
    return "".join(f"{name}{pin.rstrip()}\n" for name, pin in entries if name not in _BROWSERS_OWN)


def rewrite(path: Path, pattern: str, to: str) -> None:
    text, count = re.subn(pattern, to, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if not count:
        raise LessonError(f"The site cannot be finished, because “{path.name}” is not what it was: report it with these words.")
    path.write_text(text, encoding="utf-8")


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def run(command: list[str], where: Path, what: str) -> str:
    """Run a program quietly and return all it said. Raises LessonError with the line that tells why it failed."""
    done = subprocess.run(command, cwd=where, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
                          errors="replace")
    if done.returncode:
        raise LessonError(f"{what} could not be built ({_reason(done.stdout)}): try again online, or report it with these words.")
    return done.stdout


def _reason(said: str) -> str:
    """The last line that speaks of an error, else the last line; at most 200 letters of it."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["it said nothing"]
    telling = [line for line in lines if re.search(r"\b(error|because|denied|no space)\b", line, re.IGNORECASE)]
    return (telling or lines)[-1][:200]
