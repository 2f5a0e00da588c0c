"""Open the Second Source lessons in your browser. The first run installs them, which takes a few minutes
and needs the internet; every later run takes seconds and needs no network.
"""
# Standard library only. Python 3.6 must still be able to read this file, so as to say that it is too old.
import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

KIT = Path(__file__).resolve().parent
VENV = KIT / ".venv"
WHEELS = KIT / "wheels"  # in a bundle: the packages, so that no network is needed
LOG = VENV / "start.log"
MARK = VENV / "second-source.json"  # what is installed; it names no layer while a set-up is under way
LOCKS = {"lessons": ["requirements.lock"], "site": ["requirements.lock", "deploy/requirements.lock"],
         "tests": ["requirements.lock", "tests/requirements.lock"]}
# A task beside the lessons: the layer it needs, whether a bundle has what it takes, and what runs it.
TASKS = {"test": ("tests", False, ["pytest"]), "bench": ("tests", False, ["tests.bench"]),
         "site": ("site", False, ["lessons.cli", "site"]), "bundle": ("lessons", False, ["lessons.cli", "bundle"]),
         "draft": ("lessons", True, ["lessons.cli", "draft"]), "bring": ("lessons", True, ["lessons.cli", "bring"])}
FIRST_PAGE = "/doc/tree/notebooks/00_start_here.ipynb"
PORTS = range(8890, 8910)  # in this order: the browser keeps its second copy of the answers per port
COMMAND = "py start.py" if os.name == "nt" else "python3 start.py"
MORE_HELP = f"""also:
  {COMMAND} test [...]   run the kit's own tests; what follows goes to pytest
  {COMMAND} bench [...]  measure the kit; what follows goes to the measuring program
  {COMMAND} site FOLDER  build the lessons as a folder of plain files for any web server
  {COMMAND} bundle FOLDER  put the kit and all its packages into one archive, for a computer without a network
  {COMMAND} draft FILE   propose a key for an English news text: who says what, and why it is proposed
  {COMMAND} bring FILE   put an article on your own shelf, with the draft of its key

Everything is installed in the folder .venv beside this file; delete that folder to start afresh.
Your answers are kept in the folder my-work, articles of your own in my-articles."""

# What pip, uv or the system says, and what to tell the reader. The order matters: a wrong hash or a full
# disk explains what follows it, and pip ends a dead network with the words for a missing package.
CAUSES = [
    (r"No such file or directory: .*(pyproject\.toml|requirements\.lock)",
     "A file of the kit is missing in {kit}: download the whole kit again, then run `{command}` there."),
    (r"DO NOT MATCH THE HASHES|Hash mismatch",
     ("A downloaded package is not the one this kit was tested with (its hash is not in the lock):"
      " run `{command}` again on another network, and report it with {log} if it happens there too.")),
    (r"No space left|not enough space|quota exceeded|WinError 112\b|os error (28|112)\b",
     ("The disk is full ({free} MB are free and the kit needs about 700):"
      " delete something, then run `{command}` again.")),
    (r"Read-only file system|Permission denied|Access is denied|WinError (5|32)\b|os error 32\b",
     ("The kit's folder {kit} (or your own folder) cannot be written to: close what still uses it, or copy"
      " the kit to where you may write, then run `{command}` there.")),
    (r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate",
     ("This computer does not trust the certificate that the network showed: ask whoever runs the network"
      " for it, or use another network, then run `{command}` again.")),
    ((r"NewConnectionError|NameResolutionError|TimeoutError|ProxyError|Connection ?(reset|broken)|dns error"
      r"|HTTP (error|status)|tunnel error|error sending request|Could not connect|Failed to (fetch|download)"
      r"|Network is unreachable"),
     ("The packages could not be downloaded because the network or the package index did not answer:"
      " check that this computer is online, then run `{command}` again.")),
    (r"No matching distribution|has no wheels|No solution found",
     ("One of the packages is not made for Python {python} on this computer ({machine}):"
      " install Python 3.12 from python.org and start the kit with that.")),
]
TOO_OLD = "The lessons need Python 3.11 or newer, and this is Python {python}: install one from python.org."
NO_VENV = ("This Python {python} lacks venv or ensurepip, which make the folder for the packages: on Debian"
           " or Ubuntu run `sudo apt install python{minor}-venv`, elsewhere install Python from python.org.")
IN_A_BUNDLE = "This is a bundle, which holds the lessons alone: for `{command} {task}` take the whole kit, on a computer with the internet."
OTHER_BUNDLE = ("This bundle was made for {system} and Python {wanted}, and this is Python {python}: install Python {wanted}"
                " from python.org and start the kit with that, or get the bundle for this computer.")
OTHER_SYSTEM = ("This bundle was made for {system}, and this is another kind of computer ({platform}, {machine}):"
                " get the bundle for this computer.")
CUT_BUNDLE = "The bundle's folder {wheels} is not complete: unpack the whole archive again, into a new folder."
BUSY = "Another window is installing the kit just now: wait until it is done, then run `{command}` again."
FAILED = "{what} failed for a reason in the lines above (more in {log}): mend it, then run `{command}` again."
PORT = "Port {port} cannot be used ({reason}): choose another, for example `{command} --port {other}`."
OPENED = """The lessons are open in your browser. Leave this window open; press Ctrl+C here when you are done.
If no browser has opened, go to"""
READY = "The lessons are ready; press Ctrl+C here when you are done. Open this address in a browser:"


class Stop(Exception):
    """What was found and what to do about it, in one sentence for the reader."""

    def __init__(self, sentence, **facts):
        known = {"command": COMMAND, "kit": KIT, "log": LOG, "what": "That step",
                 "machine": platform.machine(), "platform": sys.platform, "wheels": WHEELS, "python": platform.python_version(),
                 "minor": "{}.{}".format(*sys.version_info)}
        super().__init__(sentence.format(**dict(known, **facts)))


def stop_for(said, causes=CAUSES, **facts):
    """The Stop for what a program said; if no cause is known, its last lines go to the reader as well."""
    free = shutil.disk_usage(str(KIT)).free // 10**6
    if free < 10:  # the words that would say so could not be written to the log
        said += "No space left"
    for signs, sentence in causes:
        if re.search(signs, said, re.IGNORECASE):
            return Stop(sentence, free=free)
    print("\n".join(said.splitlines()[-20:]), file=sys.stderr)
    return Stop(FAILED, **facts)


def environment(**more):
    """This window's variables, without those that would lead Python, pip or uv out of the kit's own .venv."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    path = str(venv_python().parent) + os.pathsep + kept.get("PATH", "")
    return dict(kept, PATH=path, VIRTUAL_ENV=str(VENV), PYTHONNOUSERSITE="1", PIP_USER="0", PIP_NO_INPUT="1",
                PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_PROGRESS_BAR="off", UV_COMPILE_BYTECODE="1", **more)


@contextlib.contextmanager
def running(command, **options):
    """A program in the kit's folder that ends when this one does, however this one ends."""
    child = subprocess.Popen([str(part) for part in command], cwd=str(KIT), **options)
    try:
        yield child
    finally:
        if child.poll() is None and os.name != "nt":  # there it would be a kill; Ctrl+C has reached it
            child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()


def venv_python(windows=os.name == "nt"):
    """The Python inside .venv."""
    return VENV / "Scripts" / "python.exe" if windows else VENV / "bin" / "python"


def made_by():
    """Who makes the .venv and where: one made by another Python, or moved since, does not work."""
    return f"Python {platform.python_version()} from {sys.base_prefix} in {VENV}"


def digest(layer):
    """A fingerprint of every file that installing a layer reads."""
    copied = sorted(path for path in (KIT / "lessons" / "labextension").rglob("*") if path.is_file())
    read = [KIT / name for name in ["pyproject.toml"] + LOCKS[layer]] + copied
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in read)).hexdigest()


def read_mark():
    """What the last set-up wrote; {} if there was none, and a maker that fits nobody if it cannot be read."""
    try:
        mark = json.loads(MARK.read_text(encoding="utf-8")) if MARK.exists() else {}
    except ValueError:
        mark = None
    return mark if isinstance(mark, dict) else {"made": "unreadable"}


def fault(mark):
    """Why the .venv found here has to be made afresh, or ''. One made by hand is completed instead."""
    settings = VENV / "pyvenv.cfg"
    if not VENV.exists():
        return ""
    if not (settings.exists() and venv_python().exists()):
        return "is not complete"
    version = r"^version\w* = {}\.{}\.{}\b".format(*sys.version_info)
    by_this = re.search(version, settings.read_text(encoding="utf-8"), re.MULTILINE)
    if not by_this or mark.get("made", made_by()) != made_by():
        return "was made by another Python or in another place"
    return "was not finished last time" if mark and "lessons" not in mark else ""


def find_uv():
    """uv's path if it is there and runs (a version manager may leave a stub that does not), else None."""
    uv, quiet = shutil.which("uv"), {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        return uv if uv and subprocess.call([uv, "--version"], **quiet) == 0 else None
    except OSError:
        return None  # made for another computer


def set_up_commands(layer, uv=None, windows=os.name == "nt"):
    """The commands of a set-up, each with the words shown while it runs. All of them may be run again."""
    base, python = getattr(sys, "_base_executable", None) or sys.executable, venv_python(windows)
    make = [uv, "venv", "--allow-existing", "--python", base, VENV] if uv else [base, "-m", "venv", VENV]
    install = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    # Named twice: an older pip forgets the pin of a package that is also asked for with an extra.
    locks = [part for lock in LOCKS[layer] for part in ("-r", lock, "-c", lock)]
    # Ready-made packages only: a source package would run a build of its own, with parts that no hash covers.
    here = ["--no-index", "--find-links", WHEELS] if WHEELS.is_dir() else []
    packages = install + here + ["--require-hashes", "--only-binary", ":all:"] + locks
    kit = install + ["--no-deps", "--no-build-isolation", "--no-index", "--editable", "."]
    there = venv_python(windows).exists()
    return [("looking at the folder .venv" if there else "making the folder .venv", make),
            (("adding the packages that are missing" if there else "installing the packages")
             + ("" if here or there else " (about 100 MB to fetch the first time)"), packages),
            ("installing the lessons themselves", kit)]


def work(words, command, log):
    """Run one command with its chatter in the log; show the words and the seconds."""
    begun, start = time.monotonic(), log.seek(0, os.SEEK_END)
    print(words, end=" ...", flush=True)
    with running(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment()) as child:
        while child.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(15)
            print(f" {time.monotonic() - begun:.0f} s", end="", flush=True)
    print(", failed." if child.returncode else ", done.", flush=True)
    if child.returncode:
        log.seek(start)
        raise stop_for(log.read().decode("utf-8", "replace"))


def claim(log):
    """Hold the log for this process and its children: two set-ups at once would undo each other."""
    try:
        import fcntl
        fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Stop(BUSY) from None
    except (ImportError, OSError):
        pass  # Windows, or a disk that knows no locks


def empty():
    """Clear .venv, except for the log, which is held, and the mark, which says that this is not finished."""
    for path in set(VENV.iterdir()) - {LOG, MARK}:
        path.unlink() if path.is_symlink() or path.is_file() else shutil.rmtree(str(path))


def set_up(layer):
    """Bring .venv to what the locks say; at once when its mark says that nothing has changed."""
    mark, wanted = read_mark(), {"made": made_by(), "lessons": digest("lessons"), layer: digest(layer)}
    if dict(mark, **wanted) == mark and venv_python().exists():
        return
    uv, wrong = find_uv(), fault(mark)
    if not uv and not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Stop(NO_VENV)
    check_bundle()
    VENV.mkdir(exist_ok=True)
    with open(str(LOG), "a+b") as log:
        claim(log)
        # What is added to lessons that are complete leaves them complete, whatever becomes of it: they may be running.
        complete = not wrong and layer != "lessons" and mark.get("lessons") == wanted["lessons"]
        MARK.write_text(json.dumps({"made": made_by(), **({"lessons": wanted["lessons"]} if complete else {})}), encoding="utf-8")
        if wrong:
            print(f"The folder .venv {wrong}, so it is made afresh.", flush=True)
            empty()
        for number, (words, command) in enumerate(set_up_commands(layer, uv), 1):
            work(f"Step {number} of 3: {words}", command, log)
        MARK.write_text(json.dumps(wanted if wrong else dict(mark, **wanted)), encoding="utf-8")


def check_bundle():
    """A bundle's packages fit one kind of computer and one version of Python; say so before pip does in its own words."""
    label = WHEELS / "for.json"
    try:
        made = json.loads(label.read_text(encoding="utf-8")) if label.exists() else None
    except ValueError:
        raise Stop(CUT_BUNDLE) from None
    here = [sys.platform, platform.machine().lower()]
    computer = made.get("computer", here) if made else here
    # Windows may name the processor of the computer and not that which Python was made for.
    if computer[0] != here[0] or (computer != here and sys.platform != "win32"):
        raise Stop(OTHER_SYSTEM, system=made["system"])
    if made and made["python"] != "{}.{}".format(*sys.version_info):
        raise Stop(OTHER_BUNDLE, system=made["system"], wanted=made["python"])


def free_port(asked=None):
    """The port asked for; else the first free one of the kit's own, or any."""
    for port in [asked] if asked is not None else [*PORTS, 0]:
        with contextlib.closing(socket.socket()) as probe:
            if os.name != "nt":  # there it would mean sharing the port with another program
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
            except OSError as error:
                reason = error.strerror
            except OverflowError:
                reason = "ports end at 65535"
    raise Stop(PORT, port=asked, reason=reason, other=PORTS[asked == PORTS[0]])


def lab_command(port, browser):
    """JupyterLab for this computer alone, on the first lesson's page, with no news and no questions."""
    # A browser in a sandbox, such as Ubuntu's, may not read the file through which Jupyter opens a page.
    settings = {"ServerApp.root_dir": KIT, "LabApp.default_url": FIRST_PAGE, "ServerApp.ip": "127.0.0.1",
                "ServerApp.port": port, "ServerApp.port_retries": 0, "ServerApp.open_browser": browser,
                "ServerApp.use_redirect_file": False, "LabApp.news_url": None,
                "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
                # Whether JupyterLab should be built anew: half a second of work at each page, and the kit never builds it.
                "ServerApp.tornado_settings": {"page_config_data": {"buildCheck": False}}}
    root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [venv_python(), "-m", "jupyterlab"] + ["--{}={}".format(*pair) for pair in settings.items()] + root


def wait_for_answer(server, port):
    """Whether the server takes calls; it may have ended before that, or be silent for two minutes."""
    until = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        time.sleep(0.2)
    return False


def open_lessons(port, browser, verbose):
    """Serve the kit's folder until Ctrl+C, or until the server is shut down from the browser."""
    token, log = secrets.token_hex(24), VENV / "jupyter.log"
    address = f"http://127.0.0.1:{port}{FIRST_PAGE}?token={token}"
    print("Starting JupyterLab ...", flush=True)
    log.touch(0o600)  # for nobody else: the token is in it
    with open(str(log), "wb") as file:
        output = {} if verbose else {"stdout": file, "stderr": file}
        output.update(stdin=subprocess.DEVNULL, env=environment(JUPYTER_TOKEN=token))
        with running(lab_command(port, browser), **output) as server:
            if wait_for_answer(server, port):
                print(OPENED if browser else READY, address, flush=True)
                try:
                    trouble = server.wait()
                except KeyboardInterrupt:
                    trouble = 0
                if not trouble:
                    print("\nThe lessons are closed; what you did is kept in the folder my-work.", flush=True)
                    return 0
    raise stop_for(log.read_text(encoding="utf-8", errors="replace"), causes=[], what="JupyterLab", log=log)


def run_in_kit(module, *arguments):
    """Run a module with the .venv's Python in the kit's folder and in this window; its exit code is ours."""
    # Only the kit's own command line asks where it was called from: tests and measurements go by the folder they are in.
    asked = {"SECOND_SOURCE_COMMAND": COMMAND, **({"SECOND_SOURCE_FROM": os.getcwd()} if module == "lessons.cli" else {})}
    with running([venv_python(), "-m", module, *arguments], env=environment(**asked)) as child:
        while child.poll() is None:
            with contextlib.suppress(KeyboardInterrupt):  # the child hears it too and has the last word
                child.wait()
    return child.returncode


def parse(arguments):
    """What the command line asks for, when it asks for the lessons."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__, epilog=MORE_HELP,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, metavar="N", help="use this port (else a free one from 8890 on)")
    parser.add_argument("--no-browser", action="store_true", help="show the address and open nothing")
    parser.add_argument("--verbose", action="store_true", help="show here what JupyterLab says")
    parser.error = lambda found: parser.exit(1, f"This is not understood ({found}): see `{COMMAND} -h`.\n")
    return parser.parse_args(arguments)


def run_task(task, *rest):
    """Do one of the tasks and return its exit code. Help is told by this Python: nothing has to be installed for it."""
    layer, in_a_bundle, command = TASKS[task]
    if WHEELS.is_dir() and not in_a_bundle:
        raise Stop(IN_A_BUNDLE, task=task)
    if {"-h", "--help"} & set(rest) and task != "test":
        return subprocess.call([sys.executable, "-m", *command, *rest], cwd=str(KIT), env=dict(os.environ, SECOND_SOURCE_COMMAND=COMMAND))
    set_up(layer)
    return run_in_kit(*command, *(rest or (("tests",) if task == "test" else ())))


def run(arguments):
    """Do what the command line asks for and return the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the old ones get this far, and no farther
        raise Stop(TOO_OLD)
    if arguments and arguments[0] in TASKS:
        return run_task(*arguments)
    options = parse(arguments)
    port = free_port(options.port)
    set_up("lessons")
    return open_lessons(port, not options.no_browser, options.verbose)


def main():
    """Run, and end every known trouble with one sentence instead of a traceback."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        return run(sys.argv[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
    except OSError as error:
        print(stop_for(str(error)), file=sys.stderr)
    except KeyboardInterrupt:
        print(f"\nStopped; run `{COMMAND}` again to go on.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
