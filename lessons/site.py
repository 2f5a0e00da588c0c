"""The lessons as a folder of plain files: any web server can carry it, and Python runs in each reader's browser.

JupyterLite builds the pages and Pyodide is the Python. This module brings the kit to them: its wheel, its notebooks,
its settings and the page to start from. It does not serve the folder, and it needs the kit's source, not an installed kit.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from .edition import (
    EXTENSIONS,
    PICTURES,
    constraints,
    edition_of,
    rewrite,
    run,
    stage_kit,
    stage_notebooks,
    stage_settings,
    write_json,
)
from .errors import LessonError
from .guidepage import guide_pages
from .places import kit_folder
from .pyodide import CORE, check_archive, fetch_pyodide, from_elsewhere, unpack_pyodide
from .startpage import start_page

KINDS = ("offline", "hybrid")
EDITION_FILE = "edition.json"
# Old bookmarks are sent on before JupyterLite starts. Left half-way through its start instead, the old page now and then
# kept the new one waiting for ever.
_SEND_ON = """const config = await jupyterConfigData();
  const edition = config.secondSourceEdition;
  const { movedTo } = await import(`./extensions/second-source/static/sandbox.js?kit=${edition}`);
  const moved = movedTo(window.location.href, edition);
  if (moved) {
    window.location.replace(moved);
    return;
  }"""


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
        edition = edition_of(source, kind, version, pictures, constraints(source))
        tell("Packing the kit")
        stage_kit(source, stage, edition)
        stage_notebooks(source / "notebooks", stage / "files" / "notebooks" / edition, pictures)
        stage_settings(source, stage, edition, remote)
        tell("Building the pages")
        _build(stage, Path(rough) / "site")
        tell("Finishing")
        site = Site(folder, edition, kind, pictures)
        _finish(Path(rough) / "site", site, version)
        _replace(folder, Path(rough) / "site", Path(rough) / "old", _foreign(folder, Path(rough) / "site"))
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


def _build(stage: Path, site: Path) -> None:
    """Run JupyterLite. It ends well even when an add-on has failed, so what it said and what it left are looked at too."""
    said = run([sys.executable, "-m", "jupyterlite_core", "build"], stage, "JupyterLite")
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


def _finish(built: Path, site: Site, pyodide: str) -> None:
    """The page to start from, the edition, and addresses that make a browser ask for what has changed."""
    for name in ("package.json", *(path.name for path in built.glob("rspack.config*"))):
        (built / name).unlink(missing_ok=True)
    rewrite(built / "jupyter-lite.json", r"(pyodide-lock\.json)", rf"\1?edition={site.edition}")
    # Browsers keep these files for long, and one of an old Pyodide beside one of a new does not start: each has its folder.
    (built / "static" / "pyodide").rename(built / "static" / f"pyodide-{pyodide}")
    rewrite(built / "jupyter-lite.json", r"static/pyodide/", f"static/pyodide-{pyodide}/")
    lock = built / "static" / "pyodide-lock" / "pyodide-lock.json"
    lock.write_text(lock.read_text(encoding="utf-8").replace("static/pyodide/", f"static/pyodide-{pyodide}/"), encoding="utf-8")
    # From an old list of files JupyterLite concludes that the folder of the new edition does not exist, and starts no kernel.
    rewrite(built / "jupyter-lite.json", r'("contentsAllJsonFile": "all\.json)"', rf'\1?edition={site.edition}"')
    # Without this a browser may keep for days the one file that says which edition there is.
    rewrite(built / "config-utils.js", r"fetch\(liteUrl\)", "fetch(liteUrl, { cache: 'no-cache' })")
    rewrite(built / "config-utils.js", r"const config = await jupyterConfigData\(\);", _SEND_ON)
    (built / "index.html").write_text(start_page(site.edition, site.pictures), encoding="utf-8")
    (built / "guides").mkdir()
    for lesson, page in guide_pages(site.edition).items():
        (built / "guides" / f"{lesson}.html").write_text(page, encoding="utf-8")
    (built / ".nojekyll").touch()
    holds = sorted({*(path.name for path in built.iterdir()), EDITION_FILE})
    write_json(built / EDITION_FILE, {"edition": site.edition, "kind": site.kind, "pictures": site.pictures, "holds": holds})


def _foreign(folder: Path, built: Path) -> list[str]:
    """What somebody else has put into the folder of an earlier edition, such as ``.git`` and ``CNAME``: it stays there."""
    if not (folder / EDITION_FILE).exists():
        return []
    try:
        edition = json.loads((folder / EDITION_FILE).read_text(encoding="utf-8"))
    except ValueError:
        edition = {}
    ours = edition.get("holds") if isinstance(edition, dict) else None
    ours = {*(ours if isinstance(ours, list) else ()), *(path.name for path in built.iterdir())}
    return sorted(path.name for path in folder.iterdir() if path.name not in ours)


def _replace(folder: Path, built: Path, old: Path, foreign: Iterable[str]) -> None:
    """Put the new site where the old one was, beside what is somebody else's; if that fails, the old one stays."""
    moved: list[str] = []
    try:
        for name in foreign:
            (folder / name).rename(built / name)
            moved.append(name)
        if folder.exists():
            folder.rename(old)
        built.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        for name in moved:
            (built / name).rename(folder / name)
        raise
