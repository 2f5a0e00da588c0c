"""A server for each reader, as Binder starts it, and a browser in front of it."""

import pytest
from playwright.sync_api import expect

from ..browsers import PATIENCE
from . import parts
from .visit import Visit, close_all, launched

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if "launch" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def twin():
    return parts.twin()


@pytest.fixture
def launch(twin, tmp_path_factory):
    """A function that starts a server with the repository in it."""
    servers = []

    def start():
        servers.append(launched(tmp_path_factory.mktemp("binder"), twin))
        return servers[-1].start()

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def visit(launch, chromium):
    """A function that opens a notebook on a server, a new one if none is given, in a browser that was never there."""
    opened = []

    def come(path, *, via="doc", place=None, server=None):
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE)
        opened.append(Visit(context.new_page(), server or launch(), path))
        return opened[-1].follow(place) if place else opened[-1].goto(via)

    yield come
    close_all(opened)
