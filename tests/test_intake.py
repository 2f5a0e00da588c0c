"""Whatever somebody brings becomes plain text with what is known about it, or one sentence."""

import io
import tomllib
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml

from lessons.errors import ArticleError
from lessons.intake import LARGEST, LONGEST, decode, from_file, from_text, guess_language, propose_furniture
from lessons.places import data_folder

LISTS = tomllib.loads((data_folder() / "lexicons" / "intake.toml").read_text("utf-8"))
PASTE = "open it, select the article, copy it and paste it as text."
# Invented, like all that follows.
BODY = [f"The boat to Holm was late on day {day} of March, and the people on the pier were cold and wet, the company said."
        for day in ("one", "two", "three", "four")]
FRENCH = "Le bateau pour l’île était en retard lundi, et les gens sur le quai avaient froid. Ils ont dit que la compagnie ne répond pas."


def page(body="".join(f"<p>{line}</p>" for line in BODY)):
    return f"""<!doctype html><html><head><title>Late again - The Harbour Times</title><meta name="author" content="Jo Writer">
        <meta property="og:site_name" content="The Harbour Times"><meta property="article:published_time" content="2025-03-05">
        </head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Late again</h1>{body}
        <script>alert("x")</script></article><footer>All rights reserved</footer></body></html>""".encode()


def word(paragraphs=("Late again", *BODY), parts=()):
    made, file = Document(), io.BytesIO()
    made.add_heading(paragraphs[0], 0)
    for line in paragraphs[1:]:
        made.add_paragraph(line)
    made.save(file)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


# --- text


@pytest.mark.parametrize(("given", "kept"), [
    ("One.\r\n\r\nTwo.\r", "One.\n\nTwo."),
    ("\ufeffOne.  \n\n\n", "One."),
    ("Half an emoji \ud83d.", "Half an emoji ?."),
    ("Café, cafe\u0301, 👩‍👩‍👧, שלום", "Café, cafe\u0301, 👩‍👩‍👧, שלום"),
    ("<script>alert(1)</script> is text here.", "<script>alert(1)</script> is text here."),
])
def test_a_text_is_kept_letter_by_letter_but_for_line_ends_and_what_has_no_form(given, kept):
    assert kept == from_text(given).text


@pytest.mark.parametrize(("text", "title"), [
    ("Late again\n\nThe boat was late.\n\nIt was cold.", "Late again"),
    ("Late again?\nThe boat was late.\nIt was cold.", "Late again?"),
    ("The boat was late.\n\nIt was cold.\n\nNobody came.", ""),
    ("By Jo Writer\n\nThe boat was late.\n\nIt was cold.", ""),
    ("Late again\n\nThe boat was late.", ""),
])
def test_a_first_line_that_does_not_end_like_a_sentence_is_taken_for_the_headline(text, title):
    assert title == from_text(text).title


@pytest.mark.parametrize(("line", "what"), [
    ("By Jo Writer", "byline or date line"),
    ("by Jo Writer and Ana Petrov", "byline or date line"),
    ("Photo: Harbour Archive", "photo caption and credit"),
    ("The pier at night (Getty Images)", "photo caption and credit"),
    ("Sign up for our newsletter.", "promotion of the outlet"),
    ("Read more: Fares to rise", "link to other articles"),
    ("© 2025 The Harbour Times. All rights reserved.", "notice of the site"),
    ("The fare costs more from Monday.", ""),
    ("By boat it takes an hour.", ""),
    ("“Sign up for the boat,” she said.", ""),
    ("People who want to read more about it may write to the company.", ""),
    ("She said that subscribers of the paper had been told, and that " + "she was sorry, " * 12 + "all the same.", ""),
])
def test_a_short_line_that_is_not_reporting_is_proposed_as_furniture(line, what):
    assert ((line, what),) * bool(what) == propose_furniture(line)


@pytest.mark.parametrize("name", [name for name, table in LISTS.items() if "what" in table])
def test_the_example_of_a_list_of_furniture_is_found(name):
    assert [(LISTS[name]["example"], LISTS[name]["what"])] == list(propose_furniture(LISTS[name]["example"]))


@pytest.mark.parametrize(("text", "language"), [(" ".join(BODY), "en"), (FRENCH, ""), ("Short.", "en"), ("轮船又晚点了。" * 30, "")])
def test_a_text_without_the_small_words_of_english_is_in_another_language(text, language):
    assert language == guess_language(text)


# --- files


def test_a_saved_web_page_gives_its_article_its_byline_its_date_and_its_outlet():
    intake = from_file("late.html", page())

    assert [line for line in BODY if line not in intake.text] == []
    assert not [word for word in ("Home", "Sport", "alert", "<") if word in intake.text]
    assert ("Late again", "Jo Writer", "2025-03-05", "The Harbour Times") == (intake.title, intake.byline, intake.date, intake.outlet)


def test_a_year_that_merely_stands_in_the_text_is_no_date_of_a_web_page():
    raw = page("<p>My father complained about it in 2009.</p>" + "".join(f"<p>{line}</p>" for line in BODY))
    raw = raw.replace(b'<meta property="article:published_time" content="2025-03-05">', b"")

    assert "" == from_file("late.html", raw).date


def test_a_word_file_gives_its_paragraphs_and_its_title():
    intake = from_file("late.docx", word())

    assert ("Late again", "\n\n".join(["Late again", *BODY])) == (intake.title, intake.text)


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"<!-- saved from a page -->\n", b'<?xml version="1.0"?>\n'])
def test_a_web_page_is_known_by_its_beginning_whatever_its_name(before):
    assert "Late again" == from_file("late", before + page()).title


def test_a_word_file_keeps_what_stands_in_tables_and_was_inserted_and_not_what_was_deleted():
    made, file = Document(), io.BytesIO()
    made.add_paragraph(BODY[0])
    made.add_table(1, 2).cell(0, 0).text = BODY[1]
    body = made.element.body
    run = '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:ins w:id="1"><w:r><w:t>Inserted.</w:t></w:r></w:ins>' \
          '<w:del w:id="2"><w:r><w:delText>Deleted.</w:delText></w:r></w:del></w:p>'
    body.insert(len(body) - 1, parse_xml(run))
    made.save(file)

    assert "\n\n".join([BODY[0], BODY[1], "Inserted."]) == from_file("late.docx", file.getvalue()).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_file_is_read_in_the_encoding_it_has(encoding):
    assert FRENCH == decode("late.txt", FRENCH.encode(encoding))


def test_a_page_of_five_megabytes_is_read():
    junk = "".join(f'<div class="menu{n}"><script>var x{n} = "{"y" * 950}";</script><a href="/{n}">Home {n}</a></div>' for n in range(5_000))
    raw = page(junk + "".join(f"<p>{line}</p>" for line in BODY))
    intake = from_file("long.html", raw)

    assert len(raw) > 5_000_000 and BODY[-1] in intake.text and "yyy" not in intake.text


@pytest.mark.parametrize(("name", "raw", "sentence"), [
    ("a.txt", b" \n", "There is no text here; paste the article’s text, or choose its file."),
    ("a.txt", b"The boat\0was late.", f"This is not a text (a NUL character stands at position 8); {PASTE}"),
    ("a.pdf", b"%PDF-1.7", f"The file “a.pdf” is a PDF, which is not read here; {PASTE}"),
    ("a.doc", b"\xd0\xcf\x11\xe0", f"The file “a.doc” is an old Word file (.doc), which is not read here; {PASTE}"),
    ("a.html", b"<html><body><p>No.</p></body></html>", f"No article was found in the web page “a.html”; {PASTE}"),
    ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
     f"The file “a.docx” has a password, so it was not opened; save it without one, or {PASTE}"),
    ("a.mhtml", b"From: <Saved by>", "The file “a.mhtml” is a web page with its pictures in one file, which is not read here; "
                                     f"save the page as “HTML only”, or {PASTE}"),
    ("a.docx", b"PK\x03\x04 cut off", f"The file “a.docx” is damaged; save it again, or {PASTE}"),
])
def test_what_is_no_article_gets_one_sentence(name, raw, sentence):
    with pytest.raises(ArticleError) as refused:
        from_file(name, raw)
    assert sentence == str(refused.value)


def test_a_word_file_that_would_unpack_to_too_much_is_not_opened():
    bomb = word(parts=[("word/media/zeros.bin", bytes(220_000_000))])

    with pytest.raises(ArticleError) as refused:
        from_file("bomb.docx", bomb)
    assert len(bomb) < 1_000_000
    assert f"The Word file “bomb.docx” would unpack to 221 MB, which no article is, so it was not opened; {PASTE}" == str(refused.value)


def test_a_text_that_begins_with_the_letters_of_an_archive_is_a_text():
    assert "PKK leaders said on Monday that they would talk." == from_file("a.txt", b"PKK leaders said on Monday that they would talk.").text


def test_another_archive_is_not_taken_for_a_word_file():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "The boat was late.")

    with pytest.raises(ArticleError) as refused:
        from_file("a.zip", file.getvalue())
    assert f"The file “a.zip” is not a Word file (.docx), a text or a web page; {PASTE}" == str(refused.value)


@pytest.mark.parametrize(("read", "sentence"), [
    (lambda: from_text("x" * (LONGEST + 1)), "This text has 1,500,001 characters, and an article can have 1,500,000; bring one article at a time."),
    (lambda: from_file("a.txt", b"x" * (LARGEST + 1)), f"The file “a.txt” has 21 MB, and the limit is 20 MB; {PASTE}"),
])
def test_what_is_too_long_gets_one_sentence(read, sentence):
    with pytest.raises(ArticleError) as refused:
        read()
    assert sentence == str(refused.value)


WINDOWS = ["£20 for a ticket", "Luis Peña", "a naïve plan", "São Paulo", "2½ miles", "the Sørensen ferry", "€5", "“No,” she said"]


@pytest.mark.parametrize("words", WINDOWS)
@pytest.mark.parametrize("more", [0, 1, 8])
def test_english_text_from_windows_keeps_its_letters(words, more):
    text = f"The mayor of the town said on Monday that it was the end of {words} and that nobody had asked for it." + "\n\n".join(
        ["", *["The people of the island have to wait for the boat, and they are not happy with it."] * more])
    assert text == decode("late.txt", text.encode("cp1252"))


@pytest.mark.parametrize(("text", "encoding"), [
    ("Мэр сказал в понедельник, что паром больше не будет ходить ночью. " * 4, "cp1251"),
    ("Burmistrz powiedział w poniedziałek, że łódź nie będzie już pływać nocą. " * 4, "cp1250"),
    ("Ο δήμαρχος είπε τη Δευτέρα ότι το πλοίο δεν θα ταξιδεύει πια τη νύχτα. " * 4, "cp1253"),
])
def test_text_in_other_languages_is_not_taken_for_english_from_windows(text, encoding):
    assert text == decode("late.txt", text.encode(encoding))


def test_a_text_that_begins_with_comments_is_looked_through_once():
    # Time that doubles with each comment would keep this from ever ending.
    text = "".join(f"<!-- wp:paragraph -->\n<!-- {n} -->\n" for n in range(200)) + "The boat was late."
    assert text == from_file("late.txt", text.encode()).text
    assert "Late again" == from_file("late", b"<!-- a -->" * 100 + page()).title


def test_a_word_file_keeps_hyphens_that_do_not_break_and_what_was_moved_stands_once():
    made, file = Document(), io.BytesIO()
    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = made.element.body
    for content in ("<w:r><w:t>mid</w:t><w:noBreakHyphen/><w:t>July</w:t></w:r>",
                    '<w:moveFrom w:id="1"><w:r><w:t>Moved.</w:t></w:r></w:moveFrom>',
                    '<w:moveTo w:id="2"><w:r><w:t>Moved.</w:t></w:r></w:moveTo>'):
        body.insert(len(body) - 1, parse_xml(f"<w:p {name}>{content}</w:p>"))
    made.save(file)
    assert "mid-July\n\nMoved." == from_file("late.docx", file.getvalue()).text
