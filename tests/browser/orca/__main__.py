"""Go through a lesson by keys while Orca runs, and print what it says. Ends with 0 if it says what it should.

1: it does not, not even at the last attempt. 2: the check cannot be carried out, for the reason printed.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from .enclosure import Unable, free_display, orderly_end, require, run_enclosed

LIMIT = 900  # seconds for one attempt
HEARD, UNABLE, STOPPED = 0, 2, 130


def parse(arguments):
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.orca", description=__doc__)
    parser.add_argument("--attempts", type=int, default=2, help="how often to try at most (2)")
    parser.add_argument("--logs", type=Path, help="a folder for the logs of the last attempt")
    parser.add_argument("--inside", nargs=2, metavar=("FOLDER", "DISPLAY"), help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def attempt(number, logs):
    """One attempt from the beginning, with nothing left of the one before; its exit code."""
    print(f"Attempt {number}", flush=True)
    folder = tempfile.TemporaryDirectory(prefix="ss-orca-", ignore_cleanup_errors=True)
    with folder as home, free_display() as display:
        code = run_enclosed(["--inside", home, str(display)], LIMIT)
        made = Path(home, "log")
        if logs and made.exists():
            shutil.copytree(made, logs, dirs_exist_ok=True)
    if code is None:
        print(f"Not done after {LIMIT} s.", flush=True)
    return UNABLE if code is None else code


def try_until_heard(attempts, logs):
    """The code of the first attempt that heard all of it, or of the last one."""
    code = UNABLE
    with orderly_end():
        require()
        for number in range(1, attempts + 1):
            code = attempt(number, logs)
            if code == HEARD:
                break
    return code


def main(arguments):
    """Outside, see that all is there and try; inside the process space of its own, go through the lesson."""
    options = parse(arguments)
    try:
        if options.inside:
            from .visit import visit  # it needs the kit's packages

            home, display = options.inside
            return visit(Path(home), int(display))
        return try_until_heard(options.attempts, options.logs)
    except KeyboardInterrupt:
        return STOPPED
    except Unable as reason:
        print(reason, file=sys.stderr)
    except ModuleNotFoundError as missing:
        how = "run this with the Python in .venv, after `python3 start.py test`"
        print(f"{missing.name} is missing here: {how}.", file=sys.stderr)
    return UNABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
