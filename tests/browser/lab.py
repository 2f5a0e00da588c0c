"""A private JupyterLab for one test run, a desk in it for each test, and notebooks made for a test."""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import nbformat

KIT = Path(__file__).resolve().parents[2]
THEMES = {
    "light": "JupyterLab Light",
    "dark": "JupyterLab Dark",
    "contrast": "JupyterLab Dark High Contrast",
}

# What a reader's machine can be like; spread into open_notebook(..., **TOUCH).
TOUCH = {"has_touch": True, "viewport": (820, 1180)}
NARROW = {"viewport": (320, 640)}
FORCED = {"forced_colors": "active"}
CALM = {"reduced_motion": "reduce"}
SHARP = {"device_scale_factor": 2}


def md(text):
    return nbformat.v4.new_markdown_cell(text)


def code(source, hidden=True):
    metadata = {"jupyter": {"source_hidden": True}} if hidden else {}
    return nbformat.v4.new_code_cell(source, metadata=metadata)


def notebook(*cells, lesson="made"):
    """A notebook of these cells, a bare string being a hidden code cell; lesson=None: no lesson."""
    cells = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    if lesson:
        made.metadata["second_source"] = {"lesson": lesson}
    return made


class Server:
    """JupyterLab as the kit delivers it, on a free port, with nothing of the user's and nothing kept.

    `python` is the one that has JupyterLab, `base` the first part of every path, `more` further variables.
    """

    def __init__(self, home: Path, python=sys.executable, base="/", more=()):
        self.home, self.python, self.base, self.more = home, python, base, dict(more)
        self.root = home / "root"
        self.root.mkdir(parents=True)
        self.token = secrets.token_hex(16)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}{base.rstrip('/')}"
        self.theme = None

    def start(self):
        self.log = (self.home / "server.log").open("w")
        self.process = subprocess.Popen(
            self._command(),
            env=self._environment(),
            cwd=self.home,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                return self.api("GET", "status") and self
            except URLError:
                time.sleep(0.1)
        raise RuntimeError("JupyterLab did not start:\n" + (self.home / "server.log").read_text()[-3000:])

    def _command(self):
        """The extension and its settings are taken from the source tree: an installed copy may be older."""
        shutil.copytree(KIT / "lessons/labextension", self.home / "labextensions/second-source")
        overrides = self.home / "settings/overrides.d"
        overrides.mkdir(parents=True)
        shutil.copy(KIT / "lessons/labextension/overrides.json", overrides / "second-source.json")
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": self.port,
            "ServerApp.port_retries": 0,
            "ServerApp.base_url": self.base,
            "ServerApp.root_dir": self.root,
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": True,
            "ServerApp.tornado_settings": {"page_config_data": {"buildCheck": False}},
            "IdentityProvider.token": self.token,
            "LabApp.extra_labextensions_path": self.home / "labextensions",
            "LabApp.app_settings_dir": overrides.parent,
        }
        arguments = [f"--{name}={value}" for name, value in options.items()]
        return [self.python, "-m", "jupyterlab", *arguments]

    def _environment(self):
        private = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "user-settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
            "MPLCONFIGDIR": "matplotlib",
        }
        ours = {name: str(self.home / folder) for name, folder in private.items()}
        theirs = ("JUPYTER", "SECOND_SOURCE")
        return {name: value for name, value in os.environ.items() if not name.startswith(theirs)} | ours | self.more

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()

    def api(self, method, path, body=None, prefix="api"):
        payload = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"token {self.token}"}
        request = Request(f"{self.url}/{prefix}/{path}", payload, headers, method=method)
        with urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def use_theme(self, theme):
        if theme != self.theme:
            settings = {"raw": json.dumps({"theme": THEMES[theme]})}
            self.api("PUT", "settings/@jupyterlab/apputils-extension:themes", settings, prefix="lab/api")
            self.theme = theme


@dataclass
class Desk:
    """One test's own copy of the notebooks, and the work folder the kit makes beside it."""

    folder: Path
    server: Server

    @classmethod
    def new(cls, server, test_name):
        name = re.sub(r"\W+", "-", test_name)[:50].strip("-")
        folder = server.root / f"{name}-{uuid.uuid4().hex[:6]}"
        ignore = shutil.ignore_patterns(".ipynb_checkpoints", "my-work")
        shutil.copytree(KIT / "notebooks", folder / "notebooks", ignore=ignore)
        return cls(folder, server)

    @property
    def notebooks(self):
        return self.folder / "notebooks"

    @property
    def work(self):
        return self.folder / "my-work"

    def write(self, made, name="made.ipynb"):
        nbformat.write(made, self.notebooks / name)
        return name

    def path(self, name):
        """The server's path of a notebook, by its name with or without the ending."""
        name = name if name.endswith(".ipynb") else f"{name}.ipynb"
        return (self.notebooks / name).relative_to(self.server.root).as_posix()


def until(probe, fact, timeout=20):
    """The first true answer of probe(); fails with the fact that never came true."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if answer := probe():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"not within {timeout} s: {fact}")
