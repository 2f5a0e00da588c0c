"""A browser that ends by itself costs the test that was running a second try, and no other test anything."""

import pytest
from playwright.sync_api import Error

from tests.browsers import PATIENCE

tried = []


def crash(page):
    """Ends the browser's program; what was asked of the page meanwhile fails as it does after a crash."""
    browser = page.context.browser
    with pytest.raises(Error):
        page.context.new_cdp_session(page).send("Browser.crash")
        page.wait_for_timeout(PATIENCE)
    assert not browser.is_connected()


def test_the_next_page_is_opened_by_a_new_browser(chromium):
    crash(chromium.new_context().new_page())
    page = chromium.new_context().new_page()
    page.set_content("<p>here</p>")
    assert page.locator("p").inner_text() == "here"
    page.context.close()


def test_a_test_whose_browser_ended_is_run_once_more(chromium):
    page = chromium.new_context().new_page()
    tried.append(page)
    if len(tried) == 1:
        crash(page)
    page.set_content("<p>here</p>")
    page.context.close()
    assert len(tried) == 2
