"""The kit's command line: ``second-source site FOLDER``, ``second-source bundle FOLDER``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .bundle import SYSTEMS, make_bundle
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
    bundle = tasks.add_parser("bundle", help="put the kit and all its packages into one archive, for a computer without a network")
    bundle.add_argument("folder", type=Path, help="where to put the archive")
    bundle.add_argument("--system", default="windows", help=f"the other computer: {', '.join(SYSTEMS)} (windows unless told)")
    bundle.add_argument("--python", default="3.12", metavar="3.N", help="the version of its Python (3.12 unless told)")
    bundle.set_defaults(run=_bundle)
    return parser


def _site(options: argparse.Namespace) -> None:
    from .site import build_site

    built = build_site(options.folder, options.kind, options.pyodide, tell=lambda step: print(f"{step} ...", flush=True))
    size = sum(path.stat().st_size for path in built.folder.rglob("*") if path.is_file()) / 1e6
    print(f"The site is in {built.folder}: edition {built.edition}, {size:.0f} MB.")
    if not built.pictures:
        print("It has no matplotlib, so its pictures are simple ones; a full Pyodide archive or --kind hybrid brings it.")
    print(SERVE.format(folder=built.folder))


def _bundle(options: argparse.Namespace) -> None:
    made = make_bundle(options.folder, options.system, options.python, tell=lambda step: print(f"{step} ...", flush=True))
    print(f"The bundle is {made}, {made.stat().st_size / 1e6:.0f} MB. Unpack it on the other computer and run start.py there.")


if __name__ == "__main__":
    sys.exit(main())
