"""One visit: the desktop, the server and the browser of one attempt, and the lesson followed in them."""

import subprocess
from urllib.error import URLError

from lessons import open_article

from ..lab import Desk, Server
from .desktop import Desktop
from .ears import Ears
from .enclosure import Unable
from .lesson import follow
from .reader import Lost, Reader

NOTEBOOK, ARTICLE = "01_who_says_so", "hotnews"
HEARD, NOT_HEARD, UNABLE = 0, 1, 2
TROUBLE = (Unable, AssertionError, RuntimeError, URLError, subprocess.SubprocessError)


def visit(home, display):
    """Prints what is heard; HEARD, NOT_HEARD or UNABLE. All files are made in `home`."""
    server = Server(home / "lab")
    try:
        with Desktop(home, display) as desktop:
            server.start()
            try:
                return listen(desktop, server)
            finally:
                server.stop()
    except TROUBLE as reason:
        print(f"The check could not go on: {reason}", flush=True)
        return UNABLE


def listen(desktop, server):
    """Opens the lesson in the browser and follows it."""
    path = Desk.new(server, "orca").path(NOTEBOOK)
    desktop.open(f"{server.url}/doc/tree/{path}?token={server.token}")
    reader = Reader(Ears(desktop.debug), desktop.environment, desktop.check)
    try:
        follow(reader, sentences(ARTICLE))
    except Lost as reason:
        print(f"Lost: {reason}")
        reader.missed.append("the rest of the lesson")
    spoken = desktop.spoken.exists() and desktop.spoken.read_text(errors="replace")
    reader.note("the words reached the speech server", spoken and "Screen reader on" in spoken)
    print(f"{reader.facts} facts, {len(reader.missed)} not as they should be.", flush=True)
    return NOT_HEARD if reader.missed else HEARD


def sentences(article_id):
    """The article's sentences, on one line each."""
    article = open_article(article_id)
    return [" ".join(article.text[one.start:one.end].split()) for one in article.sentences]
