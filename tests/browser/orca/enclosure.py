"""A process space of its own: it sees no process outside, and all of it ends with its first process."""

import os
import random
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

KIT = Path(__file__).resolve().parents[3]
SPACE = ("unshare", "--pid", "--fork", "--mount-proc", "--kill-child")
# What shows that a package is there (a program, a file, a module of the system's Python), and its name.
PACKAGES = {
    "orca": "orca",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "Xvfb": "xvfb",
    "dbus-daemon": "dbus",
    "dbus-send": "dbus",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "/usr/lib/speech-dispatcher-modules/sd_generic": "speech-dispatcher",
    "import speechd": "python3-speechd",
    "import pyatspi": "python3-pyatspi",
    "import gi; gi.require_version('Wnck', '3.0')": "gir1.2-wnck-3.0",
    "unshare": "util-linux",
}
FORBIDDEN = ("This machine allows no process space of its own (unshare was refused), and outside of one Orca"
             " may meet another Orca: run the check as root, or in a container that has SYS_ADMIN.")


class Unable(Exception):
    """The check cannot be carried out; the sentence says why and what to do."""


def chromium():
    """The system's Chromium, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def require():
    """Raises Unable with the packages that are missing, all in one sentence."""
    missing = dict.fromkeys(package for sign, package in PACKAGES.items() if not _is_there(sign))
    if not chromium():
        missing["chromium"] = None
    if missing:
        names = " ".join(missing)
        raise Unable(f"Not installed: {names}. On Debian: apt-get install --no-install-recommends {names}")


def _is_there(sign):
    if sign.startswith("import "):
        ask = ["/usr/bin/python3", "-E", "-c", sign]
        return os.path.exists(ask[0]) and not subprocess.run(ask, cwd="/", capture_output=True).returncode
    return os.path.exists(sign) if sign.startswith("/") else shutil.which(sign) is not None


def _way_in():
    """The command that opens the space: for root as it is, for others with a user space around it."""
    for command in (SPACE, (*SPACE, "--map-root-user")):
        if subprocess.run([*command, "true"], capture_output=True).returncode == 0:
            return command
    raise Unable(FORBIDDEN)


def run_enclosed(arguments, limit):
    """Runs the check with these arguments in there; its exit code, or None after `limit` seconds."""
    # Killed with its parent, whatever kills that; and a Ctrl+C reaches only the parent, who then ends it.
    check = (sys.executable, "-m", "tests.browser.orca", *arguments)
    command = ["setpriv", "--pdeathsig", "SIGKILL", *_way_in(), *check]
    process = subprocess.Popen(command, cwd=KIT, start_new_session=True)
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        return None
    finally:
        process.kill()
        process.wait()


@contextmanager
def free_display():
    """A display number nobody uses. An X server in there would take over one whose owner it cannot see.

    An X server that was killed leaves a lock and a socket; here they go.
    """
    while any(map(os.path.exists, _traces(number := random.randrange(1000, 10000)))):
        pass
    try:
        yield number
    finally:
        for trace in _traces(number):
            Path(trace).unlink(missing_ok=True)


def _traces(display):
    return f"/tmp/.X{display}-lock", f"/tmp/.X11-unix/X{display}"


@contextmanager
def orderly_end():
    """Turns a request to end (SIGTERM) into an exit that still cleans up."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
