"""The static site on a small web server, and a reader's browser that keeps what the site gives it."""

import functools
import http.server
import re
import threading
from pathlib import Path

from page import Opened
from playwright.sync_api import TimeoutError

# What the browser keeps for the site: JupyterLite's own store, or, where that is out of reach, the kit's copies.
FILES = """async () => {
  const opened = indexedDB.open("Second Source");
  const database = await new Promise((done, failed) => { opened.onsuccess = () => done(opened.result); opened.onerror = failed; });
  const kept = {};
  if (database.objectStoreNames.contains("files")) {
    const cursor = database.transaction("files").objectStore("files").openCursor();
    await new Promise((done) => { cursor.onsuccess = ({ target: { result } }) => {
      if (!result) return done();
      const { content, format } = result.value;
      const text = () => new TextDecoder().decode(Uint8Array.from(atob(content), (one) => one.charCodeAt(0)));
      if (result.key.startsWith("my-work/")) kept[result.key.slice(8)] = format === "base64" ? text() : content;
      result.continue();
    }; });
  }
  database.close();
  for (const [name, text] of Object.entries(localStorage)) {
    const file = name.match(/^second-source:file:(.+)$/)?.[1];
    if (file) kept[file] = text;
  }
  return kept;
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # the browser has turned to another page


class SiteServer:
    """A folder on a web server that knows nothing of it, as a school would run one."""

    def __init__(self, folder: Path):
        handler = functools.partial(_Quiet, directory=str(folder))
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.port = self.http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self):
        self.http.shutdown()
        self.http.server_close()


class SiteDesk:
    """A reader's work on the site. `work` is a folder, brought up to date from the browser whenever it is asked for."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.page = None

    @property
    def work(self):
        work = self.folder / "my-work"
        work.mkdir(parents=True, exist_ok=True)
        for old in work.iterdir():
            old.unlink()
        for name, text in self.page.evaluate(FILES).items():
            (work / name).write_text(text, encoding="utf-8")
        return work


class OpenedSite(Opened):
    """A lesson open on the site. There is no server to ask: everything is seen in the page."""

    def goto(self, edition):
        self.desk.page = self.page
        self.page.goto(f"{self.server.url}/notebooks/index.html?path=notebooks/{edition}/{self.path}.ipynb")
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(state="attached", timeout=60_000)
        self.bar.wait_for(timeout=60_000)
        return self

    def run_all(self, wait_for=".ss-root", timeout=120):
        """On the site a lesson starts by itself."""
        if wait_for:
            try:
                self.page.locator(wait_for).first.wait_for(state="attached", timeout=1000 * timeout)
            except TimeoutError:
                raise AssertionError(f"no {wait_for}: the bar says {self.bar.inner_text()!r}, the page {self.problems()}") from None
        return self

    def close(self):
        self.page.close()

    def problems(self):
        """What went wrong in the page that nobody asked for, without what JupyterLite always says."""
        expected = re.compile(r"all\.json|404 \(File not found\)|Failed to load resource")
        return [line for line in self.console if line.startswith("error:") and not expected.search(line)]
