"""Real browsers on a real JupyterLab; every test gets its own copy of the notebooks and its own kernel."""

import pytest
from firefox import PREFERENCES, launcher
from lab import Desk, Server
from page import Opened, close_all
from playwright.sync_api import expect

from tests.browsers import PATIENCE, Lasting, find

expect.set_options(timeout=PATIENCE)
# Uncaught errors of JupyterLab's own that a reader never notices; each with the reason why it is let pass.
LAB_ERRORS = ()


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def firefox(playwright, tmp_path_factory):
    program = find("FIREFOX", "firefox-esr", "firefox")
    browser = Lasting(
        lambda: playwright.firefox.launch(
            channel="moz-firefox",
            executable_path=launcher(program, tmp_path_factory.mktemp("firefox")),
            firefox_user_prefs=PREFERENCES,
        )
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("lab"))
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture
def desk(lab, request):
    return Desk.new(lab, request.node.name)


@pytest.fixture
def open_notebook(lab, desk, request):
    """A function that opens a notebook in a browser: the kit's by its name, or one from lab.notebook().

    `script` is JavaScript to run before the page's own; further options go to Playwright's new_context.
    """
    opened = []

    def open_one(
        what, *, via="doc", theme="light", viewport=(1280, 900), browser="chromium", script=None, **options
    ):
        path = desk.path(what if isinstance(what, str) else desk.write(what))
        lab.use_theme(theme)
        size = dict(zip(("width", "height"), viewport, strict=True))
        scheme = "light" if theme == "light" else "dark"
        context = request.getfixturevalue(browser).new_context(viewport=size, color_scheme=scheme, **options)
        context.set_default_timeout(PATIENCE)
        if script:
            context.add_init_script(script)
        opened.append(Opened(context.new_page(), lab, desk, path))
        return opened[-1].goto(via)

    yield open_one
    close_all(opened, LAB_ERRORS)
