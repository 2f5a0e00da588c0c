"""A notebook open in a real browser, and the kernel behind it."""

import json
import os
import re
import signal
import time
import uuid
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

import nbformat
import psutil
import websocket
from axe_playwright_python.sync_playwright import Axe
from lab import until

MESSAGE = "ss-test"
VIEWS = {"doc": "doc/tree", "notebook": "notebooks"}  # and "lab", whose address is another each time


class Opened:
    """A notebook open in a browser page, and the kernel behind it."""

    def __init__(self, page, server, desk, path):
        self.page, self.server, self.desk, self.path = page, server, desk, path
        self.strangers, self.errors, self.console = [], [], []
        context = page.context
        context.on("request", self._note_request)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))

    def _note_request(self, request):
        if not request.url.startswith((f"{self.server.url}/", f"ws{self.server.url[4:]}/", "data:", "blob:")):
            self.strangers.append(request.url)

    def goto(self, via):
        address = quote(self.path)
        # A workspace of its own, since JupyterLab would bring back the tabs of the test before.
        place = f"lab/workspaces/{uuid.uuid4().hex[:8]}/tree" if via == "lab" else VIEWS[via]
        return self.follow(f"{place}/{address}")

    def follow(self, place):
        """Goes to an address of the server at which the notebook opens."""
        self.page.goto(f"{self.server.url}/{place}{'&' if '?' in place else '?'}token={self.server.token}")
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(state="attached", timeout=30_000)
        if "second_source" in self.saved().metadata:
            self.bar.wait_for()
        return self

    def saved(self):
        """The notebook as it is in its file."""

        def read():
            try:
                return nbformat.read(self.server.root / self.path, as_version=4)
            except nbformat.reader.NotJSONError:
                return None  # the server is just writing it

        return until(read, "the notebook's file can be read")

    # The bar of the kit's extension.

    @property
    def bar(self):
        return self.page.locator(".ss-bar:visible")

    @property
    def status(self):
        return self.bar.get_by_role("status")

    def run_all(self, wait_for=".ss-root", timeout=30):
        """Starts the lesson by its button, an ordinary notebook by the menu, and waits for the activity."""
        if self.bar.count():
            self.bar.get_by_role("button", name=re.compile("^Start")).click()
        else:
            self.run_by_menu()
        if wait_for:
            self.page.locator(wait_for).first.wait_for(state="attached", timeout=1000 * timeout)
        return self

    def run_by_menu(self):
        """JupyterLab's own way. Asked too early, it starts a second kernel and skips every cell."""
        self.page.get_by_text("| Idle").wait_for(timeout=30_000)
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def shot(self, name, **options):
        """A picture into the folder named by SECOND_SOURCE_SCREENSHOTS, if it is set."""
        if folder := os.environ.get("SECOND_SOURCE_SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", **options)

    def axe(self, selector):
        """What axe-core has to say against a part of the page, as (rule, sentence, where)."""
        # JupyterLab's body has no height and hides what overflows: axe-core takes the whole page for
        # invisible and leaves its contrast unmeasured.
        self.page.add_style_tag(content="html, body { height: 100vh; }")
        violations = Axe().run(self.page, context=selector).response["violations"]
        return [(one["id"], one["help"], node["target"]) for one in violations for node in one["nodes"]]

    # The kernel.

    def kernel(self):
        """The kernel's id, once the page has asked for one."""
        return until(lambda: self.kernels().get(self.path), "the notebook has a kernel")

    def kernels(self):
        """The ids of all kernels on the server, by the path of their notebook."""
        sessions = self.server.api("GET", "sessions")
        return {session["path"]: session["kernel"]["id"] for session in sessions if session["kernel"]}

    def story(self):
        """What kernels, server and console tell of themselves: why a lesson did not start is not seen on the page."""
        kernels = self.server.api("GET", "kernels")
        log = (self.server.home / "server.log").read_text().splitlines()
        return "\n".join([f"kernels: {kernels}", "the server's log ends:", *log[-30:], "the console ends:", *self.console[-20:]])

    def kernel_pid(self):
        """Found from outside, so that it answers for a busy kernel too."""
        kernel = self.kernel()
        for process in psutil.Process(self.server.process.pid).children(recursive=True):
            if any(kernel in part for part in process.cmdline()):
                return process.pid
        raise AssertionError(f"no process for kernel {kernel}")

    def kill_kernel(self):
        os.kill(self.kernel_pid(), signal.SIGKILL)

    def ev(self, expression, timeout=20):
        """The repr of a Python expression, evaluated in the same kernel as the notebook."""
        address = f"ws{self.server.url[4:]}/api/kernels/{self.kernel()}/channels?token={self.server.token}"
        channel = websocket.create_connection(address, timeout=timeout)
        try:
            channel.send(json.dumps(_request(expression)))
            return _answer(channel, time.monotonic() + timeout)
        finally:
            channel.close()

    def files(self):
        """What the kit has saved for this test, as names in the work folder."""
        work = self.desk.work
        return sorted(one.relative_to(work).as_posix() for one in work.rglob("*") if one.is_file())

    def end_sessions(self):
        """Shuts down every kernel of this test."""
        for session in self.server.api("GET", "sessions"):
            if session["path"].startswith(self.desk.folder.name + "/"):
                try:
                    self.server.api("DELETE", f"sessions/{session['id']}")
                except HTTPError:
                    pass  # the kernel died before its session did

    def close(self):
        try:
            self.page.context.close()
        finally:
            self.end_sessions()


def close_all(opened, let_pass=()):
    """Closes what was opened; fails if a page asked another machine for anything, or had an error that nobody caught."""
    for one in opened:
        one.close()
    strangers = [url for one in opened for url in one.strangers]
    assert not strangers, f"requests left the machine: {strangers}"
    errors = [error for one in opened for error in one.errors if not error.startswith(let_pass)]
    assert not errors, f"uncaught errors in the page: {errors}"


def _request(expression):
    header = {"msg_id": MESSAGE, "msg_type": "execute_request", "session": MESSAGE, "username": ""}
    content = {"code": "", "silent": True, "user_expressions": {"asked": expression}}
    message = {"header": header | {"version": "5.3"}, "parent_header": {}, "metadata": {}, "content": content}
    return message | {"channel": "shell"}


def _answer(channel, deadline):
    while time.monotonic() < deadline:
        message = json.loads(channel.recv())
        if message["msg_type"] == "execute_reply" and message["parent_header"].get("msg_id") == MESSAGE:
            asked = message["content"]["user_expressions"]["asked"]
            if asked["status"] == "error":
                raise AssertionError(f"{asked['ename']}: {asked['evalue']}")
            return asked["data"]["text/plain"]
    raise TimeoutError("the kernel did not answer")
