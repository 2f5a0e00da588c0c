"""The shelf: every text is the one its record was made for, and every key fits its text."""

import hashlib
import json

import pytest

from lessons.errors import AnnotationFileError, ArticleError
from lessons.keyfile import open_key_file
from lessons.library import (
    facts,
    key_path,
    list_articles,
    open_article,
    open_key,
    read_article,
    read_key,
    read_text,
)
from lessons.places import data_folder, kit_folder
from lessons.webannotation import from_json, to_json
from tests.making import FERRY, item, mark, on_page

ARTICLES = list_articles()
KEYS = [name for name in ARTICLES if key_path(name).exists()]
LEFT = " The file was left as it is."
RECORD_MEMBERS = ["id", "text", "sha256", "title", "outlet", "language", "origin", "rights", "sensitivity"]
TEXTS = [
    ("CRLF line ends", "One.\r\nTwo.\r\n\r\nThree. Four.\r\n"),
    ("lone CR line ends", "One.\rTwo.\r\rThree. Four."),
    ("letters with their accents apart", "The cafe\u0301 in Ko\u0308ln shut. She cried."),
    ("letters with their accents joined", "The caf\u00e9 in K\u00f6ln shut. She cried."),
    ("emoji, joined and coloured", "We won 🎉. 👩‍👩‍👧‍👦 and 👋🏽 came. 🇺🇦!"),
    ("right to left", "הוא אמר: \u200f\"שלום\". היא שתקה.\n\nقال نعم. هل أمطرت؟"),
    ("markup", "<script>alert('x')</script> he <b>said</b>. &lt;Not&gt; a tag & <!-- no comment -->."),
    ("Markdown and templates", "# No title\n\n*Not* bold. {braces} and %s and ${dollars} and \\u0041."),
    ("odd white space", "One.\u00a0Two.\u2028Three.\u2003Four.\u200bFive.\tSix."),
    ("a byte-order mark in the middle", "One. \ufeffTwo."),
]


@pytest.fixture
def shelve(tmp_path):
    """Write a text and its record, and open the article."""

    def put(raw, **changes):
        (tmp_path / "text.txt").write_bytes(raw)
        digest = hashlib.sha256(raw.removeprefix(b"\xef\xbb\xbf")).hexdigest()
        record = {"id": "made", "text": str(tmp_path / "text.txt"), "sha256": digest, **changes}
        path = tmp_path / "made.toml"
        path.write_text("\n".join(f"{n} = {json.dumps(v)}" for n, v in record.items() if v is not None),
                        encoding="utf-8")
        return read_article(path)

    return put


# --------------------------------------------------------------------------------------- what is on the shelf


@pytest.mark.parametrize(("name", "digest"), [
    ("000_ab985edc8e401507.txt", "0c6d8b2efe24b3634e3f15f89bcca468fbab8ecc38b8635ecb81cd1d04915d35"),
    ("004_89985908937e4291.txt", "e095c94f52c8143fd5f8ee933c1966efc0afa81bb86cd131be550fc5a4b71e12"),
])
def test_a_supplied_text_is_never_edited(name, digest):
    assert digest == hashlib.sha256((kit_folder() / "seeds" / name).read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ARTICLES)
def test_a_record_is_complete(name):
    record = open_article(name).record

    assert [] == [member for member in RECORD_MEMBERS if not record.get(member)]


@pytest.mark.parametrize("name", ARTICLES)
def test_a_record_is_named_after_its_article(name):
    assert name == open_article(name).id == open_article(name).record["id"]


@pytest.mark.parametrize("name", ARTICLES)
def test_what_a_record_says_is_missing_or_inferred_is_said_with_a_reason(name):
    record = open_article(name).record

    assert [] == [what for what in record.get("inferred", {}) if not what.endswith("_from") and
                  not record["inferred"].get(f"{what}_from")]
    assert [] == [what for what, why in record.get("missing", {}).items() if not why]


@pytest.mark.parametrize("name", ARTICLES)
def test_a_text_is_opened_to_the_byte(name):
    article = open_article(name)

    assert (kit_folder() / article.record["text"]).read_bytes() == article.text.encode("utf-8")


@pytest.mark.parametrize("name", ARTICLES)
def test_a_record_never_judges_its_article(name):
    words = " ".join(str(value).lower() for value in open_article(name).record.values())

    assert [] == [word for word in ("credib", "reliab", "trustworth", "bias", "propaganda") if word in words]


@pytest.mark.parametrize("name", ARTICLES)
def test_every_article_has_a_key(name):
    assert len(open_key(name)) > 0


@pytest.mark.parametrize("name", KEYS)
def test_a_key_was_made_on_the_text_that_is_here(name):
    page = json.loads(key_path(name).read_text(encoding="utf-8"))

    assert {name: open_article(name).sha256} == page["ss:articles"]


@pytest.mark.parametrize("name", KEYS)
def test_every_item_of_a_key_stands_where_it_says(name):
    text = open_article(name).text
    selectors = [data["target"]["selector"]
                 for data in json.loads(key_path(name).read_text(encoding="utf-8"))["items"]]

    assert [quote["exact"] for _, quote in selectors] == [text[at["start"]:at["end"]] for at, _ in selectors]


@pytest.mark.parametrize("name", KEYS)
def test_a_key_written_again_is_the_same_to_the_byte(name):
    assert key_path(name).read_text(encoding="utf-8") == open_key_file(open_article(name)).to_text()


def test_no_key_lies_beside_the_articles():
    assert [] == sorted({path.stem for path in (data_folder() / "keys").glob("*.json")} - set(ARTICLES))


# ----------------------------------------------------------------------------------------- texts of all kinds


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS])
def test_a_text_stays_exact(text, shelve):
    assert text == shelve(text.encode("utf-8")).text


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS])
def test_every_sentence_of_a_text_can_be_marked_and_found_again(text, shelve):
    article = shelve(text.encode("utf-8"))
    marks = [mark(s.of(text), article=article, id=f"m{n}") for n, s in enumerate(article.sentences)]

    assert len(marks) >= 2
    assert marks == [from_json(json.loads(json.dumps(to_json(m, article.text))), lambda _: article) for m in marks]


def test_a_byte_order_mark_at_the_start_is_no_part_of_the_text(shelve):
    assert "One. Two." == shelve(b"\xef\xbb\xbfOne. Two.").text


def test_a_text_with_a_nul_character_is_refused(shelve):
    with pytest.raises(ArticleError) as refused:
        shelve(b"One.\0 Two.")

    assert str(refused.value) == (
        "The article “made” has a NUL character at position 4, so it is not a plain text file; save it "
        "again as plain "
        "UTF-8 text and open it once more."
    )


def test_a_text_that_is_not_utf_8_is_refused(shelve):
    with pytest.raises(ArticleError) as refused:
        shelve("At the café.".encode("latin-1"))

    assert str(refused.value) == (
        "The article's text “text.txt” is not UTF-8 (byte 10 cannot be read); save it again as UTF-8 text."
    )


def test_a_text_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ArticleError) as refused:
        read_text(tmp_path / "gone.txt")

    assert str(refused.value) == (
        "The article's text “gone.txt” could not be read (No such file or "
        "directory)."
    )


# ---------------------------------------------------------------------------------------------------- records


def test_a_text_that_was_changed_after_its_record_was_made_is_refused(shelve, tmp_path):
    with pytest.raises(ArticleError) as refused:
        shelve(b"One. Two.", sha256="0" * 64)

    assert str(refused.value) == (
        f"The text “{tmp_path / 'text.txt'}” is not the one its record was made for: its digest starts with "
        "668b4fb68ab8 "
        "and the record says 000000000000; put the original file back."
    )


@pytest.mark.parametrize("member", ["id", "text", "sha256"])
def test_a_record_that_lacks_a_member_is_refused(member, shelve):
    with pytest.raises(ArticleError) as refused:
        shelve(b"One. Two.", **{member: None})

    assert str(refused.value) == (
        f"The record “made.toml” cannot be read ('{member}'); compare it with another record in its folder."
    )


def test_a_record_that_is_not_toml_is_refused(tmp_path):
    path = tmp_path / "made.toml"
    path.write_text("id: made", encoding="utf-8")
    with pytest.raises(ArticleError) as refused:
        read_article(path)

    assert str(refused.value) == (
        "The record “made.toml” cannot be read (Expected '=' after a key in a key/value pair (at line 1, "
        "column 3)); "
        "compare it with another record in its folder."
    )


def test_an_unknown_article_is_refused_and_the_nearest_is_named(kit):
    for path in (kit / "data" / "articles").glob("*.toml"):
        if path.stem not in ("hotnews", "dallas-express"):
            path.unlink()
    with pytest.raises(ArticleError) as refused:
        open_article("hot-news")

    assert str(refused.value) == "There is no article “hot-news” in data/articles; the nearest are “hotnews”."


def test_an_unknown_article_like_no_other_is_refused_and_the_first_are_named(kit):
    for path in (kit / "data" / "articles").glob("*.toml"):
        if path.stem not in ("hotnews", "dallas-express"):
            path.unlink()
    with pytest.raises(ArticleError) as refused:
        open_article("42")

    assert str(refused.value) == (
        "There is no article “42” in data/articles; the nearest are “dallas-express”, “hotnews”."
    )


@pytest.mark.parametrize("name", ["../articles/hotnews", "hotnews.toml", "", "HOTNEWS/"])
def test_a_path_is_no_article(name):
    with pytest.raises(ArticleError):
        open_article(name)


# ------------------------------------------------------------------------------------------------------- keys


def test_an_article_without_a_key_is_refused(kit):
    for path in (kit / "data" / "keys").glob("*.json"):
        if path.stem != "dallas-express":
            path.unlink()
    with pytest.raises(AnnotationFileError) as refused:
        open_key("hotnews")

    assert str(refused.value) == (
        "The article “hotnews” has no answer key in data/keys; keys exist for “dallas-express”."
    )


def test_the_first_key_of_all_is_missing(kit):
    for path in (kit / "data" / "keys").glob("*.json"):
        path.unlink()
    with pytest.raises(AnnotationFileError) as refused:
        open_key("hotnews")

    assert str(refused.value) == (
        "The article “hotnews” has no answer key in data/keys; keys exist for no article yet."
    )


@pytest.mark.parametrize(("digests", "others"), [
    pytest.param({"bridge": "00"}, "“bridge”", id="one other article"),
    pytest.param({"bridge": "00", "canal": "11"}, "“bridge”, “canal”", id="two other articles"),
    pytest.param({}, "none named", id="no article at all"),
    pytest.param("ferry", "none named", id="no list of articles"),
])
def test_the_key_of_another_article_is_refused_and_left_as_it_is(digests, others, tmp_path):
    path = tmp_path / "key.json"
    path.write_text(json.dumps({**json.loads(on_page(item("Some"))), "ss:articles": digests}),
                    encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(AnnotationFileError) as refused:
        read_key(path, FERRY)

    assert str(refused.value) == (
        f"The file “key.json” belongs to another article ({others}), not to “ferry”; choose the file made "
        "for this "
        f"article.{LEFT}"
    )
    assert before == path.read_bytes()


def test_a_key_with_an_item_on_another_article_is_refused(tmp_path):
    path = tmp_path / "key.json"
    path.write_text(on_page(item("Some", id="s1")).replace('"source": "ferry"', '"source": "bridge"'),
                    encoding="utf-8")
    with pytest.raises(AnnotationFileError) as refused:
        read_key(path, FERRY)

    assert str(refused.value) == (
        "Mark 1 of 1 in the file “key.json” cannot be used: “s1” is on the article “bridge”, not on "
        f"“ferry”.{LEFT}"
    )


@pytest.mark.parametrize("changes", [{"standing": ""}, {"note": ""}, {"standing": "", "note": ""}],
                         ids=["no standing", "no reason", "neither"])
def test_a_key_item_without_a_standing_and_a_reason_is_refused(changes, tmp_path):
    path = tmp_path / "key.json"
    path.write_text(on_page(item("Some", id="s1", **changes)), encoding="utf-8")
    with pytest.raises(AnnotationFileError) as refused:
        read_key(path, FERRY)

    assert str(refused.value) == (
        "The item “s1” of the key “key.json” lacks its standing or its reason; open the key (“Work on the key”, or the notebook "
        f"teacher/edit_a_key) and give it both.{LEFT}"
    )


def test_a_key_whose_text_has_a_new_beginning_is_read_at_its_words(tmp_path):
    path = tmp_path / "key.json"
    path.write_text(on_page(item("Some fear"), item("Critics claim")).replace('"start": ', '"start": 9'),
                    encoding="utf-8")

    assert ["Some fear", "Critics claim"] == [i.of(FERRY.text) for i in read_key(path, FERRY)]


# ------------------------------------------------------------------------------------------------------ cards


def test_an_unknown_card_is_refused_and_the_nearest_is_named():
    with pytest.raises(ArticleError) as refused:
        facts("cluster-bombs")

    assert str(refused.value) == (
        "There is no card “cluster-bombs” in data/cards; the nearest are "
        "“cluster-munitions”."
    )


@pytest.mark.parametrize("topic", sorted(path.stem for path in (data_folder() / "cards").glob("*.toml")))
def test_every_fact_says_when_it_held_and_where_it_can_be_checked(topic):
    card = facts(topic)

    assert card["checked"] and card["topic"]
    assert [] == [fact["id"] for fact in card["fact"]
                  if not (fact["text"] and fact["holds"] and fact["check"])]


@pytest.mark.parametrize("topic", sorted(path.stem for path in (data_folder() / "cards").glob("*.toml")))
def test_no_fact_stands_twice_on_a_card(topic):
    ids = [fact["id"] for fact in facts(topic)["fact"]]

    assert len(ids) == len(set(ids))
