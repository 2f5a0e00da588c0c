"""One hub for all tests of this folder."""

import pytest

from ..browsers import lacking
from .hub import Hub
from .parts import Missing, proxy


def pytest_collection_modifyitems(items):
    for item in items:
        if "hub" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def hub(tmp_path_factory):
    try:
        program = proxy()
    except Missing as missing:
        lacking(str(missing))
    running = Hub(tmp_path_factory.mktemp("hub"), program)
    try:
        yield running.start()
    finally:
        running.stop()
