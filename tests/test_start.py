"""start.py: what it says, what it runs, and when it does nothing. No network, and no package is installed."""
import ast
import errno
import importlib.util
import json
import os
import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest

PATH = Path(__file__).resolve().parent.parent / "start.py"
SPEC = importlib.util.spec_from_file_location("start", PATH)
start = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(start)

PYTHON = platform.python_version()
BASE = sys._base_executable
STYLE = "lessons/labextension/style.css"
posix_only = pytest.mark.skipif(os.name == "nt", reason="needs file locks")


@pytest.fixture
def steps():
    """The steps of the set-ups that a test has started."""
    return []


@pytest.fixture
def kit(tmp_path, monkeypatch, steps):
    """A kit with nothing in it but what a set-up reads; every command of a set-up is recorded and not run."""
    for name in ["pyproject.toml", "requirements.lock", "deploy/requirements.lock", "tests/requirements.lock", STYLE]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    venv = tmp_path / ".venv"
    for name, path in {"KIT": tmp_path, "VENV": venv, "LOG": venv / "start.log",
                       "MARK": venv / "second-source.json", "WHEELS": tmp_path / "wheels"}.items():
        monkeypatch.setattr(start, name, path)
    monkeypatch.setattr(start, "work", lambda words, command, log: steps.append(words) or make(start.VENV))
    monkeypatch.setattr(start, "find_uv", lambda: None)
    monkeypatch.setattr(start.signal, "signal", lambda *_: None)
    return tmp_path


def make(venv, version=PYTHON):
    """What `python -m venv` would leave, as far as start.py looks."""
    python = start.venv_python()
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    (venv / "pyvenv.cfg").write_text(f"home = somewhere\nversion = {version}\n")


def say(monkeypatch, capsys, *arguments):
    """Run start.py's main: (exit code, what went to stdout, what went to stderr)."""
    monkeypatch.setattr(start.sys, "argv", ["start.py", *arguments])
    code = start.main()
    return code, *capsys.readouterr()


# --- one sentence for each trouble


def test_python_3_6_can_read_the_file():
    ast.parse(PATH.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_it_needs_the_standard_library_alone():
    tree = ast.parse(PATH.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("arguments", [[], ["test"], ["--help"]])
def test_an_old_python_is_told_so(kit, monkeypatch, capsys, arguments):
    monkeypatch.setattr(start.platform, "python_version", lambda: "3.10.13")
    monkeypatch.setattr(start.sys, "version_info", (3, 10, 13, "final", 0))
    assert say(monkeypatch, capsys, *arguments) == (1, "", (
        "The lessons need Python 3.11 or newer, and this is Python 3.10.13: install one from python.org.\n"))


MISSING = "A file of the kit is missing in {kit}: download the whole kit again, then run `{command}` there."
HASH = ("A downloaded package is not the one this kit was tested with (its hash is not in the lock): run"
        " `{command}` again on another network, and report it with {log} if it happens there too.")
DISK = ("The disk is full (1234 MB are free and the kit needs about 700): delete something, then run"
        " `{command}` again.")
WRITE = ("The kit's folder {kit} (or your own folder) cannot be written to: close what still uses it, or copy"
         " the kit to where you may write, then run `{command}` there.")
CERTIFICATE = ("This computer does not trust the certificate that the network showed: ask whoever runs the"
               " network for it, or use another network, then run `{command}` again.")
NETWORK = ("The packages could not be downloaded because the network or the package index did not answer:"
           " check that this computer is online, then run `{command}` again.")
NOT_MADE = ("One of the packages is not made for Python {python} on this computer ({machine}):"
            " install Python 3.12 from python.org and start the kit with that.")
UNKNOWN = ("That step failed for a reason in the lines above (more in {log}): mend it, then run `{command}`"
           " again.")

SAID = [
    ("[Errno 2] No such file or directory: '/kit/requirements.lock'", MISSING),
    ("[Errno 2] No such file or directory: '/kit/pyproject.toml'", MISSING),
    ("[Errno 2] No such file or directory: '/kit/lessons'", UNKNOWN),
    # pip
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have", HASH),
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", DISK),
    ("ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: 'x'", WRITE),
    (("WARNING: Retrying (Retry(total=4)) after connection broken by 'SSLError(SSLCertVerificationError(1, "
     "'[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed')"), CERTIFICATE),
    (("WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<x>: Failed to"
     " establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/anyio/\n"
     "ERROR: No matching distribution found for anyio==4.16.0"), NETWORK),
    ("pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool(host='index.example')", NETWORK),
    ("WARNING: Retrying after connection broken by 'ProxyError('Cannot connect to proxy.')", NETWORK),
    ("ERROR: HTTP error 503 while getting the file", NETWORK),
    ("ERROR: No matching distribution found for pandas==3.1.1", NOT_MADE),
    # uv
    ("error: Failed to download `attrs==26.1.0`\n  cause: Hash mismatch for `attrs==26.1.0`", HASH),
    ("cause: failed to copy file: No space left on device (os error 28)", DISK),
    ("error: Failed to initialize cache\n  cause: Permission denied (os error 13)", WRITE),
    ("cause: invalid peer certificate: UnknownIssuer", CERTIFICATE),
    ("error: Failed to fetch: `https://index.example/simple/anyio/`\n  cause: dns error", NETWORK),
    ("No solution found: pandas==3.1.1 has no wheels with a matching Python ABI tag", NOT_MADE),
    # Windows, whose own words may be in any language
    ("[WinError 112] Es steht nicht genug Speicherplatz zur Verfuegung", DISK),
    ("[WinError 5] Zugriff verweigert: 'C:\\\\kit\\\\.venv'", WRITE),
    ("[WinError 32] Der Prozess kann nicht auf die Datei zugreifen", WRITE),
    ("[WinError 53] Der Netzwerkpfad wurde nicht gefunden", UNKNOWN),
    ("No such file or directory (os error 2)", UNKNOWN),
    ("something nobody has seen yet", UNKNOWN),
]


@pytest.mark.parametrize("said, sentence", SAID, ids=[said[:60] for said, _ in SAID])
def test_what_a_program_says_becomes_one_sentence_that_says_what_to_do(kit, monkeypatch, said, sentence):
    monkeypatch.setattr(start.shutil, "disk_usage", lambda _: shutil_usage(free=1234 * 10**6))
    assert str(start.stop_for(said)) == sentence.format(
        kit=kit, log=start.LOG, command=start.COMMAND, python=PYTHON, machine=platform.machine())


def shutil_usage(free):
    """What shutil.disk_usage returns, as far as start.py looks."""
    return type("usage", (), {"free": free})


def test_a_full_disk_is_seen_even_if_there_was_no_room_to_log_it(kit, monkeypatch):
    monkeypatch.setattr(start.shutil, "disk_usage", lambda _: shutil_usage(free=3 * 10**6))
    assert str(start.stop_for("")) == DISK.replace("1234", "3").format(command=start.COMMAND)


@pytest.mark.parametrize("number, sentence", [(errno.EROFS, WRITE), (errno.EACCES, WRITE)])
def test_the_systems_own_refusals_get_the_same_sentences(kit, monkeypatch, capsys, number, sentence):
    def refuse(_layer):
        raise OSError(number, os.strerror(number), "x")
    monkeypatch.setattr(start, "set_up", refuse)
    expected = sentence.format(kit=kit, command=start.COMMAND) + "\n"
    assert say(monkeypatch, capsys, "test") == (1, "", expected)


def test_a_kit_without_its_lock_is_not_whole(kit, monkeypatch, capsys):
    (kit / "requirements.lock").unlink()
    expected = MISSING.format(kit=kit, command=start.COMMAND) + "\n"
    assert say(monkeypatch, capsys) == (1, "", expected)


@pytest.mark.parametrize("absent", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(kit, monkeypatch, capsys, absent):
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: name != absent)
    package = "python{}.{}-venv".format(*sys.version_info)
    assert say(monkeypatch, capsys, "test") == (1, "", (
        f"This Python {PYTHON} lacks venv or ensurepip, which make the folder for the packages: on Debian or"
        f" Ubuntu run `sudo apt install {package}`, elsewhere install Python from python.org.\n"))
    assert not start.VENV.exists()


def test_uv_does_without_venv_and_ensurepip(kit, steps, monkeypatch):
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(start, "find_uv", lambda: "uv")
    start.set_up("lessons")
    assert len(steps) == 3


@posix_only
def test_a_second_window_waits_for_the_first(kit, monkeypatch, capsys):
    start.VENV.mkdir()
    with open(start.LOG, "ab") as held:
        start.claim(held)
        assert say(monkeypatch, capsys, "test") == (1, "", (
            "Another window is installing the kit just now: wait until it is done, then run"
            f" `{start.COMMAND}` again.\n"))


def test_ctrl_c_ends_politely(kit, monkeypatch, capsys):
    def interrupt(_layer):
        raise KeyboardInterrupt
    monkeypatch.setattr(start, "set_up", interrupt)
    assert say(monkeypatch, capsys, "test") == (1, "", f"\nStopped; run `{start.COMMAND}` again to go on.\n")


@pytest.mark.parametrize("ask, sentence", [
    (["tset"], "This is not understood (unrecognized arguments: tset): see `{command} -h`.\n"),
    (["--port", "many"],
     "This is not understood (argument --port: invalid int value: 'many'): see `{command} -h`.\n"),
])
def test_a_slip_in_the_command_line_gets_a_sentence_and_not_the_usage(capsys, ask, sentence):
    with pytest.raises(SystemExit) as end:
        start.parse(ask)
    assert (end.value.code, capsys.readouterr().err) == (1, sentence.format(command=start.COMMAND))


def test_help_names_every_way_to_run_it(capsys):
    with pytest.raises(SystemExit) as end:
        start.parse(["--help"])
    text = capsys.readouterr().out
    assert end.value.code == 0
    for words in ["--port N", "--no-browser", "--verbose", f"{start.COMMAND} test [...]",
                  f"{start.COMMAND} bench [...]", f"{start.COMMAND} site FOLDER", f"{start.COMMAND} bundle FOLDER",
                  f"{start.COMMAND} draft FILE", f"{start.COMMAND} bring FILE", "my-articles", "the folder my-work", "delete that folder to start afresh"]:
        assert words in text


# --- a step of the set-up: quiet when it works, the last lines when it does not


def step(code, tmp_path):
    """Run a step that is a line of Python."""
    with open(tmp_path / "log", "a+b") as log:
        log.write(b"an older run: No space left\n")
        log.flush()
        start.work("Step 1 of 1: trying", [sys.executable, "-S", "-c", code], log)


def test_a_step_that_works_shows_its_words_and_the_seconds_only(tmp_path, capsys):
    step("print('chatter')", tmp_path)
    assert capsys.readouterr() == ("Step 1 of 1: trying ... 0 s, done.\n", "")
    assert (tmp_path / "log").read_text().endswith("chatter\n")


def test_a_step_that_fails_shows_the_end_of_its_own_chatter(tmp_path, capsys):
    with pytest.raises(start.Stop) as stop:
        step("print(*range(30), sep='\\n'); raise SystemExit(3)", tmp_path)
    assert str(stop.value) == UNKNOWN.format(log=start.LOG, command=start.COMMAND)
    out, err = capsys.readouterr()
    assert (out, err.split()) == ("Step 1 of 1: trying ... 0 s, failed.\n", [str(n) for n in range(10, 30)])


def test_a_step_that_fails_for_a_known_reason_shows_no_chatter(tmp_path, capsys):
    with pytest.raises(start.Stop, match="not trust the certificate"):
        step("print('invalid peer certificate'); raise SystemExit(1)", tmp_path)
    assert capsys.readouterr().err == ""


# --- the mark: when nothing is to be done, and when .venv is made afresh


def mark():
    """What the mark says is installed."""
    return {name for name in json.loads(start.MARK.read_text()) if name != "made"}


def test_the_first_run_makes_everything_and_the_second_nothing(kit, steps):
    start.set_up("lessons")
    start.set_up("lessons")
    assert steps == ["Step 1 of 3: making the folder .venv",
                         "Step 2 of 3: installing the packages (about 100 MB to fetch the first time)",
                         "Step 3 of 3: installing the lessons themselves"]
    assert mark() == {"lessons"}


def test_the_tests_add_to_the_lessons_and_take_nothing_away(kit, steps):
    start.set_up("lessons")
    start.set_up("tests")
    start.set_up("lessons")
    assert len(steps) == 6 and mark() == {"lessons", "tests"}


def test_what_cannot_be_added_to_the_lessons_leaves_them_as_they_are(kit, steps, monkeypatch):
    start.set_up("lessons")

    def fail(*_):
        raise start.Stop("Broken.")
    with monkeypatch.context() as patch, pytest.raises(start.Stop):
        patch.setattr(start, "work", fail)
        start.set_up("tests")
    steps.clear()
    start.set_up("lessons")
    assert steps == [] and mark() == {"lessons"}


@pytest.mark.parametrize("task", ["test", "bench", "site", "bundle"])
def test_a_bundle_says_that_it_holds_the_lessons_alone(kit, monkeypatch, task):
    (kit / "wheels").mkdir()
    monkeypatch.setattr(start, "WHEELS", kit / "wheels")
    with pytest.raises(start.Stop) as stop:
        start.run([task, "x"])
    assert str(stop.value) == (f"This is a bundle, which holds the lessons alone: for `{start.COMMAND} {task}` take the whole kit, "
                               "on a computer with the internet.")


@pytest.mark.parametrize("changed, layer, number", [
    ("requirements.lock", "lessons", 3),
    ("pyproject.toml", "lessons", 3),
    (STYLE, "lessons", 3),  # the install copies it
    ("tests/requirements.lock", "lessons", 0),
    ("tests/requirements.lock", "tests", 3),
    ("requirements.lock", "tests", 3),
])
def test_a_changed_file_is_installed_again_in_the_same_folder(kit, steps, changed, layer, number):
    start.set_up("tests")
    (start.VENV / "kept").touch()
    steps.clear()
    (kit / changed).write_text("changed")
    start.set_up(layer)
    assert len(steps) == number and (start.VENV / "kept").exists()


def cut_short(monkeypatch):
    """Leave a set-up in the middle."""
    def interrupt(*_):
        raise KeyboardInterrupt
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(start, "work", interrupt)
        start.set_up("lessons")


def marked(text):
    """A folder with a mark that says this."""
    make(start.VENV)
    start.MARK.write_text(text)


NOT_FINISHED = "The folder .venv was not finished last time, so it is made afresh.\n"
NOT_WHOLE = "The folder .venv is not complete, so it is made afresh.\n"
ELSEWHERE = "The folder .venv was made by another Python or in another place, so it is made afresh.\n"
KEPT = ""
FOUND = {
    "cut short": (lambda patch: (start.VENV.mkdir(), make(start.VENV), cut_short(patch)), NOT_FINISHED),
    "cut short at once": (cut_short, NOT_WHOLE),
    "without its Python": (lambda _: (start.set_up("lessons"), start.venv_python().unlink()), NOT_WHOLE),
    "empty": (lambda _: start.VENV.mkdir(), NOT_WHOLE),
    "with half a mark": (lambda _: marked('{"made": "Pyth'), ELSEWHERE),
    "another Python's": (lambda _: marked('{"made": "Python 3.11.0", "lessons": ""}'), ELSEWHERE),
    "by hand, another Python's": (lambda _: make(start.VENV, "3.9.1"), ELSEWHERE),
    "by hand, this Python's": (lambda _: make(start.VENV), KEPT),
}


@pytest.mark.parametrize("found, sentence", FOUND.values(), ids=FOUND)
def test_a_folder_that_will_not_do_is_made_afresh(kit, steps, monkeypatch, capsys, found, sentence):
    found(monkeypatch)
    (start.VENV / "lib").mkdir()
    (start.VENV / "lib" / "left.py").touch()
    steps.clear()
    start.set_up("lessons")
    assert capsys.readouterr().out == sentence
    assert (start.VENV / "lib").exists() is (sentence == KEPT)
    assert len(steps) == 3 and mark() == {"lessons"}


def test_a_folder_that_was_moved_is_made_afresh(kit, monkeypatch, capsys):
    start.set_up("lessons")
    monkeypatch.setattr(start, "VENV", start.VENV.rename(kit / "moved"))
    monkeypatch.setattr(start, "MARK", start.VENV / start.MARK.name)
    monkeypatch.setattr(start, "LOG", start.VENV / start.LOG.name)
    start.set_up("lessons")
    assert capsys.readouterr().out == ELSEWHERE


# --- what is run


V = start.VENV


@pytest.mark.parametrize("uv, windows, make_it, install", [
    (None, False, [BASE, "-m", "venv", V], [V / "bin" / "python", "-m", "pip", "install"]),
    (None, True, [BASE, "-m", "venv", V], [V / "Scripts" / "python.exe", "-m", "pip", "install"]),
    ("uv", False, ["uv", "venv", "--allow-existing", "--python", BASE, V],
     ["uv", "pip", "install", "--python", V / "bin" / "python"]),
    ("uv", True, ["uv", "venv", "--allow-existing", "--python", BASE, V],
     ["uv", "pip", "install", "--python", V / "Scripts" / "python.exe"]),
])
def test_uv_and_pip_install_the_same_lock_by_hash_and_the_kit_without_network(uv, windows, make_it, install):
    commands = [command for _, command in start.set_up_commands("lessons", uv, windows)]
    assert commands == [
        make_it,
        [*install, "--require-hashes", "--only-binary", ":all:", "-r", "requirements.lock", "-c", "requirements.lock"],
        [*install, "--no-deps", "--no-build-isolation", "--no-index", "--editable", "."],
    ]


def test_the_tests_install_both_locks():
    command = start.set_up_commands("tests", "uv")[1][1]
    locks = ["requirements.lock", "tests/requirements.lock"]
    assert command[-8:] == [part for lock in locks for part in ("-r", lock, "-c", lock)]


@pytest.mark.parametrize("there, works, found", [
    (None, False, None),
    ("uv", False, None),
    ("uv", True, "uv"),
])
def test_uv_is_used_only_if_it_runs(monkeypatch, there, works, found):
    monkeypatch.setattr(start.shutil, "which", lambda _: there)
    monkeypatch.setattr(start.subprocess, "call", lambda *_, **__: 0 if works else 127)
    assert start.find_uv() == found


def test_the_kits_python_is_led_nowhere_else(monkeypatch):
    for name in ["PYTHONPATH", "PYTHONHOME", "PIP_USER", "VIRTUAL_ENV", "KEPT"]:
        monkeypatch.setenv(name, "y")
    made = start.environment(JUPYTER_TOKEN="secret")
    assert "PYTHONPATH" not in made and "PYTHONHOME" not in made
    assert (made["PIP_USER"], made["VIRTUAL_ENV"], made["KEPT"]) == ("0", str(V), "y")
    assert made["PATH"].split(os.pathsep)[0] == str(start.venv_python().parent)
    assert made["JUPYTER_TOKEN"] == "secret"


@pytest.mark.parametrize("ask, module", [
    (["test"], ["pytest", "tests"]),
    (["test", "-k", "scoring", "--port"], ["pytest", "-k", "scoring", "--port"]),
    (["bench"], ["tests.bench"]),
    (["site", "folder"], ["lessons.cli", "site", "folder"]),
    (["bundle", "folder"], ["lessons.cli", "bundle", "folder"]),
    (["draft", "file"], ["lessons.cli", "draft", "file"]),
    (["test", "--help"], ["pytest", "--help"]),
])
def test_what_follows_the_task_is_passed_on_and_the_exit_code_comes_back(kit, monkeypatch, ask, module):
    monkeypatch.setattr(start, "run_in_kit", lambda *got: got == tuple(module) and 5)
    assert start.run(ask) == 5
    assert mark() == {"lessons", {"site": "site", "bundle": "lessons", "draft": "lessons"}.get(ask[0], "tests")}


@pytest.mark.parametrize(("task", "told"), [
    ("bench", "usage: {} bench [-h]"), ("site", "usage: {} site [-h]"), ("bundle", "usage: {} bundle [-h]"),
    ("draft", "usage: {} draft [-h]"), ("bring", "usage: {} bring [-h]"),
])
def test_the_help_of_a_task_is_told_by_a_python_that_has_nothing_installed(monkeypatch, task, told):
    said = []

    def without_packages(command, **options):
        done = subprocess.run([command[0], "-S", *command[1:]], text=True, capture_output=True, **options)
        said.extend([done.stdout, done.stderr])
        return done.returncode

    monkeypatch.setattr(start.subprocess, "call", without_packages)
    monkeypatch.setattr(start, "set_up", lambda layer: pytest.fail("nothing has to be set up for it"))
    assert (start.run([task, "--help"]), said[1]) == (0, "")
    assert said[0].startswith(told.format(start.COMMAND))


def test_jupyterlab_serves_this_computer_and_asks_nothing(monkeypatch):
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000, raising=False)
    command = start.lab_command(8891, browser=False)
    assert command[:3] == [start.venv_python(), "-m", "jupyterlab"]
    assert set(command[3:]) == {
        f"--ServerApp.root_dir={start.KIT}", "--ServerApp.ip=127.0.0.1", "--ServerApp.port=8891",
        "--ServerApp.port_retries=0", "--ServerApp.open_browser=False", "--ServerApp.use_redirect_file=False",
        "--LabApp.default_url=/doc/tree/notebooks/00_start_here.ipynb", "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--ServerApp.tornado_settings={'page_config_data': {'buildCheck': False}}"}


@pytest.mark.parametrize("user, allowed", [(0, True), (1000, False), (None, False)])
def test_jupyterlab_is_allowed_to_run_as_root_only_for_root(monkeypatch, user, allowed):
    if user is None:
        monkeypatch.delattr(start.os, "geteuid", raising=False)
    else:
        monkeypatch.setattr(start.os, "geteuid", lambda: user, raising=False)
    assert ("--allow-root" in start.lab_command(8891, browser=True)) is allowed


# --- ports


@pytest.fixture
def taken():
    """A port on which somebody listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_named_with_one_to_try_instead(taken):
    with pytest.raises(start.Stop) as stop:
        start.free_port(taken)
    reason = os.strerror(errno.EADDRINUSE)
    assert str(stop.value) == (f"Port {taken} cannot be used ({reason}): choose another, for example"
                               f" `{start.COMMAND} --port 8890`.")


def test_the_port_to_try_instead_is_never_the_one_that_failed(monkeypatch, taken):
    monkeypatch.setattr(start, "PORTS", [taken, 8891])
    with pytest.raises(start.Stop, match="--port 8891`"):
        start.free_port(taken)


def test_a_port_beyond_the_last_is_refused():
    with pytest.raises(start.Stop) as stop:
        start.free_port(80000)
    assert str(stop.value) == ("Port 80000 cannot be used (ports end at 65535): choose another, for example"
                               f" `{start.COMMAND} --port 8890`.")


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch, taken):
    monkeypatch.setattr(start, "PORTS", [taken])
    assert start.free_port() not in (taken, 0)


def test_a_server_that_ends_at_once_is_noticed():
    with subprocess.Popen([sys.executable, "-S", "-c", ""]) as server:
        server.wait()
        assert start.wait_for_answer(server, 1) is False


def test_a_server_that_listens_has_answered(taken):
    class Server:
        def poll(self):
            return None
    assert start.wait_for_answer(Server(), taken) is True


# --- a bundle: the packages lie beside start.py


def test_a_bundle_installs_from_its_own_folder_and_asks_no_network(kit):
    (kit / "wheels").mkdir()
    for uv in (None, "uv"):
        words, packages = start.set_up_commands("lessons", uv=uv)[1]
        assert packages[packages.index("--no-index"):][:3] == ["--no-index", "--find-links", kit / "wheels"]
        assert "--require-hashes" in packages and "100 MB" not in words


def test_without_a_bundle_nothing_is_said_of_one(kit):
    words, packages = start.set_up_commands("lessons")[1]
    assert "--no-index" not in packages and "100 MB" in words


def test_a_bundle_for_another_python_says_which_before_anything_is_made(kit, monkeypatch, capsys):
    (kit / "wheels").mkdir()
    (kit / "wheels" / "for.json").write_text('{"system": "windows", "python": "3.99"}')
    code, out, err = say(monkeypatch, capsys, "draft", "x.txt")
    assert (code, out) == (1, "") and not start.VENV.exists()
    assert err == (f"This bundle was made for windows and Python 3.99, and this is Python {PYTHON}: install Python 3.99 from "
                   "python.org and start the kit with that, or get the bundle for this computer.\n")


@pytest.mark.parametrize(("computer", "sentence"), [
    (["win32", "amd64"], "This bundle was made for theirs, and this is another kind of computer (linux, x86_64): get the bundle for this computer.\n"),
    (["linux", "aarch64"], "This bundle was made for theirs, and this is another kind of computer (linux, x86_64): get the bundle for this computer.\n"),
])
def test_a_bundle_for_another_kind_of_computer_says_so(kit, monkeypatch, capsys, computer, sentence):
    monkeypatch.setattr(start.sys, "platform", "linux")
    monkeypatch.setattr(start.platform, "machine", lambda: "x86_64")
    (kit / "wheels").mkdir()
    (kit / "wheels" / "for.json").write_text(json.dumps({"system": "theirs", "python": "{}.{}".format(*sys.version_info), "computer": computer}))
    assert say(monkeypatch, capsys, "draft", "x.txt") == (1, "", sentence) and not start.VENV.exists()


def test_a_bundle_that_was_unpacked_in_part_says_what_to_do(kit, monkeypatch, capsys):
    (kit / "wheels").mkdir()
    (kit / "wheels" / "for.json").write_text('{"system": "win')
    assert say(monkeypatch, capsys, "draft", "x.txt") == (
        1, "", f"The bundle's folder {kit / 'wheels'} is not complete: unpack the whole archive again, into a new folder.\n")


def test_a_uv_made_for_another_computer_is_passed_over(monkeypatch):
    def refuse(*_, **__):
        raise OSError(8, "Exec format error")

    monkeypatch.setattr(start.shutil, "which", lambda name: "/usr/bin/uv")
    monkeypatch.setattr(start.subprocess, "call", refuse)
    assert start.find_uv() is None


def test_a_mark_that_holds_something_else_fits_nobody(kit):
    start.VENV.mkdir()
    start.MARK.write_text("[]")
    assert start.read_mark() == {"made": "unreadable"}
