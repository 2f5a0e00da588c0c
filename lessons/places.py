"""Where the kit's own files are, and where a reader's work goes. No file is read here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

WORK_FOLDER = "my-work"
OWN_FOLDER = "my-articles"


def package_folder() -> Path:
    """The folder of the package itself: ``lessons/``."""
    return Path(__file__).resolve().parent


def kit_folder() -> Path:
    """The folder that holds ``data/`` and ``seeds/``: the checkout, or ``lessons/kit`` in a wheel."""
    checkout = package_folder().parent
    return checkout if (checkout / "data" / "articles").is_dir() else package_folder() / "kit"


def data_folder() -> Path:
    """The kit's facts: articles, keys, lexicons, cards. Never written to by a lesson."""
    return kit_folder() / "data"


def content_folder() -> Path:
    """The words that code chooses from, as TOML."""
    return package_folder() / "content"


def work_folder() -> Path:
    """Where answers are kept.

    ``SECOND_SOURCE_WORK`` if it is set; else ``my-work`` beside the ``notebooks`` folder one works in, so that
    a reader finds it in the file browser; else ``my-work`` in the current folder. Not created here.
    """
    return _beside_the_notebooks("SECOND_SOURCE_WORK", WORK_FOLDER)


def own_folder() -> Path:
    """Where the articles are kept that somebody has brought: ``SECOND_SOURCE_ARTICLES`` if it is set, else ``my-articles``
    beside ``my-work``. Not created here."""
    return _beside_the_notebooks("SECOND_SOURCE_ARTICLES", OWN_FOLDER)


def _beside_the_notebooks(variable: str, name: str) -> Path:
    named = os.environ.get(variable)
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if folder.name == "notebooks":
            return folder.parent / name
    return here / name


def keeping() -> str:
    """How long the files in the work folder live.

    ``computer``: until somebody deletes them. ``browser``: the browser edition keeps them in the browser's own store.
    ``page``: the browser edition could not reach that store (an address with http, a private window), and they vanish
    with the page. ``trial``: until a Binder server stops.
    """
    if sys.platform == "emscripten":
        # JupyterLite mounts the browser's store there, through a service worker that only a secure page may have.
        return "browser" if Path("/drive") in (Path.cwd(), *Path.cwd().parents) else "page"
    return "trial" if "BINDER_REPO_URL" in os.environ else "computer"
