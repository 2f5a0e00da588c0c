"""A private JupyterHub for one test run, on the settings of deploy/jupyterhub and a repository made for it."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

import psutil

HERE = Path(__file__).resolve().parent
KIT = HERE.parents[1]
DEPLOY = KIT / "deploy" / "jupyterhub"
SETTINGS, README = DEPLOY / "second_source.py", DEPLOY / "README.md"
PLACEHOLDER = "https://example.org/ORG/second-source"
FOLDER = "second-source"


def free_ports(count):
    """Ports that nobody uses just now, all different."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def repository(folder: Path) -> str:
    """A git repository with the kit's notebooks in it, and its address."""
    shutil.copytree(KIT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copy(KIT / ".gitignore", folder)
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)
    commit(folder)
    return folder.as_uri()


def commit(folder: Path):
    """Commits whatever is new there."""
    subprocess.run(["git", "add", "."], cwd=folder, check=True)
    author = ["-c", "user.name=Tests", "-c", "user.email=tests@localhost"]
    subprocess.run(["git", *author, "commit", "-q", "-m", "New"], cwd=folder, check=True)


class Hub:
    """JupyterHub, its proxy and everybody's servers, in one folder. `notebooks` go into the repository as well."""

    def __init__(self, home: Path, proxy: Path, notebooks=()):
        self.home, self.users = home, home / "users"
        self.users.mkdir(parents=True)
        (home / FOLDER).mkdir()
        for path in notebooks:
            shutil.copy(path, home / FOLDER)
        self.ports, self.token = free_ports(3), secrets.token_hex(16)
        self.url = f"http://127.0.0.1:{self.ports[0]}"
        self.repository = repository(home / FOLDER)
        self.settings = home / "second_source.py"
        self.settings.write_text(_edited(self.repository), encoding="utf-8")
        self.proxy = proxy

    def link(self, notebook):
        """The link of the instructions, with this hub and its repository in it, to a notebook of the repository."""
        [line] = [line.strip() for line in README.read_text(encoding="utf-8").splitlines() if "/git-pull?" in line]
        known = {"https://HUB": self.url, PLACEHOLDER: self.repository, "notebooks/01_who_says_so.ipynb": notebook}
        for placeholder, value in known.items():
            assert placeholder in line
            line = line.replace(placeholder, value)
        return line

    def publish(self, name, text):
        """Puts a file into the repository, as the author of a lesson does."""
        (self.home / FOLDER / name).write_text(text, encoding="utf-8")
        commit(self.home / FOLDER)

    def start(self):
        command = [sys.executable, "-m", "jupyterhub", "-f", HERE / "jupyterhub_config.py"]
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=self.home, env=self._environment(), stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            if "JupyterHub is now running" in self.log():  # its API answers before the proxy knows the way
                return self
            time.sleep(0.1)
        raise RuntimeError("JupyterHub did not start:\n" + self.log()[-3000:])

    def _environment(self):
        here = {"home": str(self.home), "settings": str(self.settings), "proxy": str(self.proxy),
                "ports": self.ports, "token": self.token}
        theirs = ("JUPYTER", "SECOND_SOURCE", "CONFIGPROXY")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(theirs)}
        return kept | {"HUB_OF_THE_TESTS": json.dumps(here)}

    def stop(self):
        """Ends the hub, which ends its proxy and everybody's server; then whatever it has left running."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(60)
        for process in [*family, psutil.Process(self.process.pid)] if self.process.poll() is None else family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    @property
    def log_file(self):
        return self.home / "hub.log"

    def log(self):
        """What hub, proxy, servers and kernels have said."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def api(self, path):
        """An answer of the hub's own API."""
        request = Request(f"{self.url}/hub/api/{path}", headers={"Authorization": f"token {self.token}"})
        with urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def processes(self, name):
        """The processes of one reader: the server and its kernels."""
        return [one for one in psutil.Process(self.process.pid).children(recursive=True) if _belongs(one, name)]


def _belongs(process, name):
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.environ().get("JUPYTERHUB_USER") == name
    return False


def _edited(address):
    """The shipped settings, edited as their first lines ask for."""
    text = SETTINGS.read_text(encoding="utf-8")
    assert PLACEHOLDER in text, "the settings name another placeholder than the tests know"
    return text.replace(PLACEHOLDER, address)
