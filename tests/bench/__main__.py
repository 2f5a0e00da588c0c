"""Measure what is asked for and print the table. Says `over` where a target is missed, and ends with 0 all the same."""

import argparse
import os
import sys
import time

PARTS = {"kit": range(1, 11), "hub": range(11, 15), "site": range(15, 20), "accuracy": range(20, 30)}
EVERY = {row for rows in PARTS.values() for row in rows}


def parse(arguments):
    """What the command line asks for."""
    command = os.environ.get("SECOND_SOURCE_COMMAND")
    parser = argparse.ArgumentParser(prog=f"{command} bench" if command else "python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, default="kit",
                        help="the kit itself (rows 1 to 10, the default), readers on a JupyterHub (11 to 14), "
                             "the static site (15 to 19), or the draft of a key (20 to 29)")
    parser.add_argument("--rows", default="", help="the rows wanted, such as 1,3 (all of the part by default)")
    parser.add_argument("--quick", action="store_true", help="10 marks instead of 50, and fewer rounds of the rest")
    options = parser.parse_args(arguments)
    try:
        options.rows = {int(part) for part in options.rows.split(",") if part} or set(PARTS[options.part])
    except ValueError:
        parser.error("--rows takes numbers with commas between them")
    if not options.rows <= EVERY:
        parser.error(f"the rows are {min(EVERY)} to {max(EVERY)}")
    return options


def measure(wanted, quick):
    """The rows wanted, in order."""
    # Not before they are wanted: the help is told where nothing is installed.
    from . import accuracy, endless, files, hub, kernel, marking, opening, site, starting
    from .stage import stage

    made = []
    if wanted & {9, 10}:
        made += files.rows(wanted)
    if wanted & {6, 7}:
        made += kernel.rows(wanted, 3 if quick else 5)
    if wanted & {1, 2, 3, 4, 8}:
        with stage() as place:
            if wanted & {1, 2, 3}:
                made += marking.rows(place, 10 if quick else 50, wanted)
            if wanted & {4, 8}:
                made += opening.rows(place, 4 if quick else 10, wanted)
    if 5 in wanted:
        made += starting.rows(2 if quick else 5)
    if wanted & set(PARTS["hub"]):
        made += hub.rows(2 if quick else 5)
    if wanted & set(PARTS["site"]):
        made += site.rows(2 if quick else 5)
    if wanted & set(range(20, 29)):
        made += accuracy.rows(quick)
    if 29 in wanted:
        made.append(endless.row(quick))
    return sorted(made, key=lambda row: row.number)


def main(arguments):
    """Measure and print."""
    options, begun = parse(arguments), time.monotonic()
    from .table import report

    print(f"Measuring {', '.join(map(str, sorted(options.rows)))} ...", flush=True)
    print(report(measure(options.rows, options.quick)))
    print(f"Measured in {time.monotonic() - begun:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
