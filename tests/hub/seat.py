"""One reader at a browser, from the hub's log-in page to the key."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

from lab import Desk
from marking import Annotator, answers, latest, marks_on_disk, ready
from page import Opened

from .hub import FOLDER

__all__ = ["ARTICLE", "LESSON", "Seat", "answers", "latest", "marks_on_disk"]

LESSON, ARTICLE = "01_who_says_so", "hotnews"
PATIENCE = 90_000  # ms; several servers start at once on a small machine


class Seat(Opened):
    """A lesson opened by way of the hub, as one reader, in a browser of their own."""

    def __init__(self, hub, browser, name, notebook=f"notebooks/{LESSON}.ipynb", script=None):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE)
        if script:
            context.add_init_script(script)
        super().__init__(context.new_page(), hub, Desk(hub.users / name / FOLDER, hub), f"{FOLDER}/{notebook}")
        self.name, self.notebook, self.context = name, notebook, context

    def log_in(self, address=None):
        """From the teacher's link, or another address, to the log-in; a server starts for the reader."""
        self.page.goto(address or self.server.link(self.notebook))
        self.page.get_by_label("Username").fill(self.name)
        self.page.get_by_label("Password").fill("any")
        self.pressed = time.time()
        self.page.get_by_role("button", name="Sign in").click(no_wait_after=True)
        return self

    def come_back(self):
        """Takes the link again, in a new page, still logged in."""
        self.page = self.context.new_page()
        self.page.goto(self.server.link(self.notebook))
        return self.start()

    def start(self):
        """Waits for the lesson: on a hub it starts by itself."""
        self.bar.wait_for()
        self.page.locator(".ss-root").first.wait_for(state="attached", timeout=PATIENCE)
        return self

    def article(self):
        return Annotator(self, ARTICLE, LESSON)

    def mark(self, words, note):
        """Marks the words as a source and writes a note to them."""
        article = ready(self).article().wait()
        article.drag(words)
        if article.root.get_attribute("data-pen") != "source":
            article.button("Source").click()
        article.told(f"Marked as Source: {words}")
        article.panel.get_by_label("Your note").click()
        self.page.keyboard.type(note)
        article.settled()
        return article

    def ask(self, address):
        """The answer to a request made with this reader's cookies."""
        return self.context.request.get(f"{self.server.url}{address}")
