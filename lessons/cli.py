"""The kit's command line: ``second-source site FOLDER``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .errors import LessonError

SERVE = "To look at it here: `python3 -m http.server 8000 --bind 127.0.0.1 --directory {folder}`, then open http://localhost:8000/"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for; return the exit code. Known trouble is one sentence on standard error."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except LessonError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="second-source", description="Second Source, beside the lessons themselves.")
    tasks = parser.add_subparsers(required=True, metavar="task")
    site = tasks.add_parser("site", help="build the lessons as a folder of plain files for any web server")
    site.add_argument("folder", type=Path, help="where to build it; may hold an earlier edition")
    site.add_argument("--kind", default="offline", choices=("offline", "hybrid"),
                      help="offline: everything on the site (the default); hybrid: numpy, pandas and matplotlib from Pyodide's servers")
    site.add_argument("--pyodide", type=Path, metavar="FILE", help="an archive of Pyodide, small or full, instead of having npm fetch it")
    site.set_defaults(run=_site)
    return parser


def _site(options: argparse.Namespace) -> None:
    from .site import build_site

    built = build_site(options.folder, options.kind, options.pyodide, tell=lambda step: print(f"{step} ...", flush=True))
    size = sum(path.stat().st_size for path in built.folder.rglob("*") if path.is_file()) / 1e6
    print(f"The site is in {built.folder}: edition {built.edition}, {size:.0f} MB.")
    if not built.pictures:
        print("It has no matplotlib, so its pictures are simple ones; a full Pyodide archive or --kind hybrid brings it.")
    print(SERVE.format(folder=built.folder))


if __name__ == "__main__":
    sys.exit(main())
