"""Every test works in a folder of its own, and may have a kit of its own to write in."""

import os
import shutil

import pytest

# Before the tests are gathered: what stands on the shelf of whoever runs them is no part of the kit.
os.environ["SECOND_SOURCE_ARTICLES"] = os.path.join(os.path.dirname(__file__), "no-articles")

from lessons import article, library, places

from .browsers import chromium, playwright

__all__ = ["chromium", "playwright"]  # fixtures, for the browser tests and the hub's


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    """The work folder of this test, empty and not yet made."""
    folder = tmp_path / "my-work"
    monkeypatch.setenv("SECOND_SOURCE_WORK", str(folder))
    monkeypatch.delenv("SECOND_SOURCE_FROM", raising=False)  # whoever runs the tests may have it from start.py
    monkeypatch.setenv("SECOND_SOURCE_ARTICLES", str(tmp_path / "my-articles"))
    return folder


@pytest.fixture
def kit(tmp_path, monkeypatch):
    """A copy of the kit's data and texts that a test may spoil."""
    folder = tmp_path / "kit"
    for part in ("data", "seeds"):
        shutil.copytree(places.kit_folder() / part, folder / part)
    monkeypatch.setattr(library, "kit_folder", lambda: folder)
    for module in (library, article):
        monkeypatch.setattr(module, "data_folder", lambda: folder / "data")
    _forget()
    yield folder
    _forget()


def _forget():
    for kept in (library._kit_articles, library._kit_article, library._own_article, library._key):
        kept.cache_clear()
