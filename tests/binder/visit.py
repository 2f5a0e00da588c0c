"""A reader on Binder: the server that it starts for each of them, and a notebook open on it."""

import secrets
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

from lab import Desk, Server
from marking import Annotator, answers, marks_on_disk, ready, words_on_disk
from page import Opened, close_all

from .parts import KIT

__all__ = ["ARTICLE", "LESSON", "Visit", "answers", "close_all", "launched", "marks_on_disk", "words_on_disk"]

LESSON, ARTICLE = "01_who_says_so", "hotnews"
# What Binder tells a server about itself.
TOLD = {"BINDER_LAUNCH_HOST": "https://mybinder.org/", "BINDER_REPO_URL": "https://github.com/OWNER/REPOSITORY",
        "BINDER_REF_URL": "https://github.com/OWNER/REPOSITORY/tree/TAG", "BINDER_REQUEST": "v2/gh/OWNER/REPOSITORY/TAG"}


def launched(home, python):
    """A server with the repository's notebooks, at an address of its own, as each reader gets one; not yet started."""
    server = Server(home, python, f"/user/owner-repository-{secrets.token_hex(4)}/", TOLD)
    ignore = shutil.ignore_patterns(".ipynb_checkpoints", "my-work")
    shutil.copytree(KIT / "notebooks", server.root / "notebooks", ignore=ignore)
    return server


class Visit(Opened):
    """A notebook open on a server of Binder's; the lesson in it starts by itself."""

    def __init__(self, page, server, path):
        super().__init__(page, server, Desk((server.root / path).parents[1], server), path)

    def article(self):
        return Annotator(ready(self), ARTICLE, LESSON).wait()

    def end_sessions(self):
        """Nothing to do: the whole server ends, and it may have ended already."""
