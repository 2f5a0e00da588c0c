"""The kit's command line: ``second-source site FOLDER``, ``second-source bundle FOLDER``, ``second-source draft FILE``,
``second-source bring FILE``."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .annotation import AnnotationSet, describe_kinds
from .bundle import SYSTEMS, make_bundle
from .disk import write_atomically
from .errors import LessonError
from .labels import all_labels

if TYPE_CHECKING:
    from .article import Article

SERVE = "To look at it here: `python3 -m http.server 8000 --bind 127.0.0.1 --directory {folder}`, then open http://localhost:8000/"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for; return the exit code. Known trouble is one sentence on standard error."""
    # Windows would read and write a page of its own into a pipe; and a file's name may be in no encoding at all.
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except LessonError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130  # as the shell would say it
    except OSError as problem:
        where = f"“{problem.filename}” " if problem.filename else "what was made "
        print(f"{where}could not be written or read ({problem.strerror or problem}); check the place, and that it is writable.", file=sys.stderr)
        return 1
    return 0


def _path(words: str) -> Path:
    """A path as whoever typed it means it: start.py runs this in the kit's folder, from wherever it was called."""
    typed_in = os.environ.get("SECOND_SOURCE_FROM", "")
    return Path(words) if not typed_in or Path(typed_in) == Path.cwd() else Path(typed_in) / words


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=os.environ.get("SECOND_SOURCE_COMMAND") or "second-source", description="Second Source, beside the lessons themselves.")
    tasks = parser.add_subparsers(required=True, metavar="task")
    site = tasks.add_parser("site", help="build the lessons as a folder of plain files for any web server")
    site.add_argument("folder", type=_path, help="where to build it; may hold an earlier edition")
    site.add_argument("--kind", default="offline", choices=("offline", "hybrid"),
                      help="offline: everything on the site (the default); hybrid: numpy, pandas and matplotlib from Pyodide's servers")
    site.add_argument("--pyodide", type=_path, metavar="FILE", help="an archive of Pyodide, small or full, instead of having npm fetch it")
    site.set_defaults(run=_site)
    bundle = tasks.add_parser("bundle", help="put the kit and all its packages into one archive, for a computer without a network")
    bundle.add_argument("folder", type=_path, help="where to put the archive")
    bundle.add_argument("--system", default="windows", help=f"the other computer: {', '.join(SYSTEMS)} (windows unless told)")
    bundle.add_argument("--python", default="3.12", metavar="3.N", help="the version of its Python (3.12 unless told)")
    bundle.set_defaults(run=_bundle)
    draft = tasks.add_parser("draft", help="draft a key for English news texts and show it: who says what, what could be checked, and why it is proposed")
    draft.add_argument("files", nargs="*", type=_path, metavar="file", help="text files (UTF-8); the draft of “a.txt” is “a.draft.json”")
    draft.add_argument("--to", type=_path, metavar="FOLDER", help="where to put the drafts (beside each text unless told)")
    draft.add_argument("--jsonl", action="store_true", help="read lines {“id”, “text”} and write a line with attributions and claims for each")
    draft.set_defaults(run=_draft)
    bring = tasks.add_parser("bring", help="put articles on your own shelf, each with the draft of its key")
    bring.add_argument("files", nargs="+", type=_path, metavar="file",
                       help="a text (.txt), a saved web page (.html), a Word file (.docx), or what “Download to share” made (.json)")
    for name in ("title", "outlet", "byline", "date", "address"):
        bring.add_argument(f"--{name}", default="", help=f"the article's {name}, where the file does not tell it")
    bring.set_defaults(run=_bring)
    return parser


def _site(options: argparse.Namespace) -> None:
    from .site import build_site

    built = build_site(options.folder, options.kind, options.pyodide, tell=lambda step: print(f"{step} ...", flush=True))
    size = sum(path.stat().st_size for path in built.folder.rglob("*") if path.is_file()) / 1e6
    print(f"The site is in {built.folder}: edition {built.edition}, {size:.0f} MB.")
    if not built.pictures:
        print("It has no matplotlib, so its pictures are plain ones; a full Pyodide archive or --kind hybrid brings it.")
    print(SERVE.format(folder=built.folder))


def _bundle(options: argparse.Namespace) -> None:
    made = make_bundle(options.folder, options.system, options.python, tell=lambda step: print(f"{step} ...", flush=True))
    print(f"The bundle is {made}, {made.stat().st_size / 1e6:.0f} MB. Unpack it on the other computer and run start.py there.")


def _bring(options: argparse.Namespace) -> None:
    from .library import own_articles
    from .ownshelf import begin_key
    from .places import own_folder

    given = {name: value for name in ("title", "outlet", "byline", "date", "address") if (value := getattr(options, name))}
    if given and len(options.files) > 1:
        raise LessonError("A title, an outlet and the like belong to one article; bring the files one by one.")
    for path in options.files:
        before = set(own_articles())
        article, changed = _brought(path, given)
        book = begin_key(article)
        waiting = len(book.waiting())
        state = f"{waiting} proposals to look at" if waiting else f"{len(book.items)} items"
        again = "takes the key of the file" if changed else "stays as it is,"
        new = "is" if article.id not in before else f"was there already, with the same text, and {again}"
        print(f"“{article.title}” {new} in {own_folder().name} as {article.id}; its key: {state}.")
    print("To look at proposals, or to take an article away, open the notebook teacher/new_article.")


def _brought(path: Path, given: Mapping[str, str]) -> tuple[Article, bool]:
    """The article in a file, put on the shelf, and whether its key is that of the file."""
    from dataclasses import replace

    from .intake import from_file
    from .ownshelf import save_article, unpack_article

    raw = _bytes_of(path)
    try:
        if path.suffix.lower() != ".json":
            return save_article(replace(from_file(path.name, raw), **given)), False
        if given:
            raise LessonError("A shared article has a title, an outlet and the like of its own; bring it without them.")
        return unpack_article(raw.decode("utf-8-sig", "replace"), path.name)
    except LessonError as problem:
        # With several files it matters which.
        raise LessonError(str(problem) if path.name in str(problem) else f"The file “{path.name}”: {problem}") from problem


def _draft(options: argparse.Namespace) -> None:
    if options.jsonl == bool(options.files):
        raise LessonError("Name the text files to draft, or give --jsonl and the lines on standard input: one of the two.")
    if options.jsonl:
        sys.stdout.writelines(f"{line}\n" for line in _draft_lines(sys.stdin))
        return
    from .draft.marks import draft_of
    from .library import article_from_text
    from .webannotation import to_page

    targets = [(options.to or path.parent) / f"{path.stem}.draft.json" for path in options.files]
    twice = next((target for target in targets if targets.count(target) > 1), None)
    if twice:
        raise LessonError(f"Two of these files would be drafted into “{twice.name}”; draft them one by one, each --to a folder of its own.")
    for path, target in zip(options.files, targets, strict=True):
        article = article_from_text(path.stem, _plain_text_of(path), {"title": path.stem})
        made = draft_of(article)
        target.parent.mkdir(parents=True, exist_ok=True)
        page = to_page(made, {article.id: article}, page_id=f"urn:second-source:draft:{article.id}", extra={"purpose": "draft"})
        write_atomically(target, page)
        numbers = {label: len(made.of(label)) for label in ("source", "quotation", "claim")}
        counts = ", ".join(f"{number} {label}{'s' * (number != 1)}" for label, number in numbers.items())
        print(f"{target}: {counts} proposed, all to be looked at.")
        if len(options.files) == 1:
            sys.stdout.writelines(f"{line}\n" for line in _listed(made))


def _listed(made: AnnotationSet) -> Iterator[str]:
    """Each proposal on two lines: what it is and its words, then why it is proposed."""
    for mark in made:
        what = ", ".join(filter(None, [all_labels()[mark.label].name, describe_kinds(mark)]))
        yield f"  {what}: {' '.join(made.quote(mark).split())}"
        yield f"      {mark.note}"


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise LessonError(f"The file “{path.name}” could not be read ({problem.strerror}); check its name and place.") from problem


def _plain_text_of(path: Path) -> str:
    """The text of a file whose places are to be counted: in markup or a packed file they would mean nothing."""
    begins = _bytes_of(path)[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if path.suffix.lower() in (".html", ".htm", ".docx", ".pdf") or begins.startswith((b"<!doctype", b"<html", b"pk\x03\x04", b"%pdf")):
        raise LessonError(
            f"The file “{path.name}” is no plain text, and a draft says where in the text it found what; save the article as plain "
            "text, or use “bring”, which reads web pages and Word files."
        )
    return _text_of(path)


def _text_of(path: Path) -> str:
    try:
        return _bytes_of(path).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise LessonError(
            f"The file “{path.name}” is not UTF-8 text (byte {problem.start} cannot be read); save it again as plain UTF-8 text."
        ) from problem


def _draft_lines(lines: Iterable[str]) -> Iterator[str]:
    from .draft.marks import rows_of

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            name, text = given["id"], str(given["text"])
        except (ValueError, KeyError, TypeError, RecursionError) as problem:
            raise LessonError(f"Line {number} is not a JSON object with “id” and “text”; the lines before it are done.") from problem
        yield json.dumps({"id": name, **next(iter(rows_of([text])))}, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
