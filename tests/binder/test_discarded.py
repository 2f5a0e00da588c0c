"""Binder throws a reader's server away: what was downloaded before is all that comes back, and it is enough."""

import shutil

from playwright.sync_api import expect

from .visit import LESSON, answers, marks_on_disk

NOTEBOOK = f"notebooks/{LESSON}.ipynb"


def keep_safe(opened):
    return opened.page.locator(".ss-keep")


def discard(opened):
    """Ends the page and the server, and deletes all that the server had."""
    opened.close()
    opened.server.stop()
    shutil.rmtree(opened.server.home)


def test_the_downloaded_file_brings_marks_and_committed_version_back_on_another_server(visit, tmp_path):
    opened = visit(NOTEBOOK)
    article = opened.article()
    article.drag("Reuters")
    article.settled()
    article.commit()
    article.reopen()
    article.drag("Laura Cooper")
    article.settled()
    before = answers(opened.desk, LESSON), marks_on_disk(opened.desk, LESSON)
    with opened.page.expect_download() as downloading:
        keep_safe(opened).get_by_role("button", name="Download everything").click()
    file = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(file)
    discard(opened)

    again = visit(NOTEBOOK)
    assert again.server.url != opened.server.url
    article = again.article()
    expect(article.rows).to_have_count(0)
    keep_safe(again).locator("input[type=file]").set_input_files(file)
    expect(keep_safe(again).get_by_text("Restored: 2 marks that were not here before.")).to_be_visible(timeout=60_000)
    article.settled()
    assert sorted(article.words()) == [("source", "Laura Cooper"), ("source", "Reuters")]
    assert answers(again.desk, LESSON)["ss:commits"] == before[0]["ss:commits"]
    assert marks_on_disk(again.desk, LESSON) == before[1]
    article.button("Back to the key").click()
    expect(article.rows.filter(has_text="Reuters")).to_have_count(1)
