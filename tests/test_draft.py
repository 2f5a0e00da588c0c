"""The draft of a key: who is found to say what, and why. All sentences here were made up for these tests."""

from __future__ import annotations

import random
import tomllib
from itertools import pairwise

import pytest

from lessons.draft import Attribution, attributions
from lessons.draft.passage import LONGEST, Passage
from lessons.labels import all_labels
from lessons.library import list_articles, open_article
from lessons.places import content_folder, data_folder

LEXICONS = {name: tomllib.loads((data_folder() / "lexicons" / f"{name}.toml").read_text("utf-8")) for name in ("cues", "grammar")}


def told(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is found in ``text``: source, cue and the pieces of the content, as words."""
    return [(one.source.of(text) if one.source else "", one.cue.of(text) if one.cue else "", tuple(piece.of(text) for piece in one.content))
            for one in attributions(text)]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("“We open on Sundays,” said Ana Petrov.",
                 [("Ana Petrov", "said", ("“We open on Sundays,”",))], id="quotation, verb, source"),
    pytest.param("“We open on Sundays,” the librarian said in a statement.",
                 [("the librarian", "said", ("“We open on Sundays,”",))], id="quotation, source, verb"),
    pytest.param("The librarian said: “We open on Sundays.”",
                 [("The librarian", "said", ("“We open on Sundays.”",))], id="a colon leads in"),
    pytest.param("“We open on Sundays,” she told reporters on Monday.",
                 [("she", "told", ("“We open on Sundays,”",))], id="a verb with its hearer"),
    pytest.param("“We open,” she said. “Come and see.”",
                 [("she", "said", ("“We open,”", "“Come and see.”"))], id="an interrupted quotation is one"),
    pytest.param("“We open,” she said, “and you will see.”",
                 [("she", "said", ("“We open,”", "“and you will see.”"))], id="interrupted inside a sentence"),
    pytest.param("“Stop the boats!” Lena Ruiz shouted.",
                 [("Lena Ruiz", "shouted", ("“Stop the boats!”",))], id="a quotation with a mark of its own"),
    pytest.param('"It leaks," said the caretaker. "It always did."',
                 [("the caretaker", "said", ('"It leaks,"', '"It always did."'))], id="straight marks"),
    pytest.param("''It leaks,'' said the caretaker.",
                 [("the caretaker", "said", ("''It leaks,''",))], id="doubled single marks"),
    pytest.param("‘It leaks,’ said the caretaker. ‘It’s the boys’ fault, and it always was.’",
                 [("the caretaker", "said", ("‘It leaks,’", "‘It’s the boys’ fault, and it always was.’"))], id="single marks"),
    pytest.param("'It leaks,' said the caretaker. Nobody else's roof did in the '90s.",
                 [("the caretaker", "said", ("'It leaks,'",))], id="straight single marks"),
    pytest.param("“It leaks,” said the caretaker in Mill Street.\n\n“It always leaked here.”",
                 [("the caretaker in Mill Street", "said", ("“It leaks,”",)), ("the caretaker in Mill Street", "", ("“It always leaked here.”",))],
                 id="a quotation alone is of who spoke in the paragraph before"),
    pytest.param("“It leaks,” said Ana Petrov as she opened the door. “It always leaked here.”",
                 [("Ana Petrov", "said", ("“It leaks,”", "“It always leaked here.”"))], id="what else is in the sentence does not part a quotation"),
    pytest.param("Ana Petrov opened the door and boomed: “It always leaked here.”",
                 [("Ana Petrov", ":", ("“It always leaked here.”",))], id="a colon behind what somebody does"),
    pytest.param("“It leaks,” said the caretaker.\n\n“It has always leaked here.\n\n“Nobody listened.”",
                 [("the caretaker", "said", ("“It leaks,”",)), ("the caretaker", "", ("“It has always leaked here.", "“Nobody listened.”"))],
                 id="a quotation that a paragraph leaves open goes on in the next"),
    pytest.param("Ana Petrov: “We open on Sundays.”",
                 [("Ana Petrov", ":", ("“We open on Sundays.”",))], id="a name and a colon"),
    pytest.param("“It leaks,” Ben Ito fumed.",
                 [("Ben Ito", "fumed", ("“It leaks,”",))], id="a verb that is in no list"),
    pytest.param("Ben Ito said on Monday, in answer to a question, “It always leaked here.”",
                 [("Ben Ito", "said", ("“It always leaked here.”",))], id="adverbials between"),
    pytest.param("She said:\n\n“It always leaked here.”",
                 [("She", "said", ("“It always leaked here.”",))], id="announced in the paragraph before"),
    pytest.param("Q: Why now?\n\nA: Because people asked for it.",
                 [("Q", ":", ("Why now",)), ("A", ":", ("Because people asked for it",))], id="an interview"),
])
def test_quotations_find_who_said_them(text: str, expected: list) -> None:
    assert expected == told(text)


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("The mayor said that the bridge was closed.",
                 [("The mayor", "said", ("that the bridge was closed",))], id="that"),
    pytest.param("The mayor said the bridge was closed.",
                 [("The mayor", "said", ("the bridge was closed",))], id="without that"),
    pytest.param("The bridge was closed, the mayor said.",
                 [("the mayor", "said", ("The bridge was closed",))], id="the statement first"),
    pytest.param("The bridge, the mayor said, was closed.",
                 [("the mayor", "said", ("The bridge", "was closed"))], id="the statement around it"),
    pytest.param("The bridge was closed, according to the county.",
                 [("the county", "according to", ("The bridge was closed",))], id="according to"),
    pytest.param("According to the county, the bridge was closed.",
                 [("the county", "According to", ("the bridge was closed",))], id="according to, first"),
    pytest.param("She told the council that the roof leaked.",
                 [("She", "told", ("that the roof leaked",))], id="a hearer before that"),
    pytest.param("She told the council the roof leaked.",
                 [("She", "told", ("the roof leaked",))], id="a hearer and no that"),
    pytest.param("The firm promised to clean the river.",
                 [("The firm", "promised", ("to clean the river",))], id="what somebody means to do"),
    pytest.param("Doctors urged people to stay at home.",
                 [("Doctors", "urged", ("people to stay at home",))], id="what somebody should do"),
    pytest.param("The owner, Ben Ito, a former pilot, said the dog was old.",
                 [("The owner, Ben Ito, a former pilot", "said", ("the dog was old",))], id="appositions belong to the source"),
    pytest.param("Ben Ito, who owns the dog, said it was old.",
                 [("Ben Ito, who owns the dog", "said", ("it was old",))], id="a relative clause belongs to the source"),
    pytest.param("Cora Jones, 22, of Ayr, Scotland, said the dog was old.",
                 [("Cora Jones, 22, of Ayr, Scotland", "said", ("the dog was old",))], id="an age and a place belong to it too"),
    pytest.param("Ben Ito, who promised to come, said the dog was old.",
                 [("who", "promised", ("to come",)), ("Ben Ito, who promised to come", "said", ("the dog was old",))],
                 id="a relative clause may hold words of its own"),
    pytest.param("Court reports show that prices fell.",
                 [("Court reports", "show", ("that prices fell",))], id="a noun that looks like a verb is none"),
    pytest.param("The mayor calls for lower fares.",
                 [("The mayor", "calls for", ("lower fares",))], id="a verb and its preposition"),
    pytest.param("The coach was confident that the team would win.",
                 [("The coach", "was confident", ("that the team would win",))], id="what somebody is sure of"),
    pytest.param("The mayor, however, said the bridge was safe.",
                 [("The mayor", "said", ("the bridge was safe",))], id="an aside does not"),
    pytest.param("The study shows that prices fell.",
                 [("The study", "shows", ("that prices fell",))], id="a document is a source"),
    pytest.param("A poll found that most people agree with him.",
                 [("A poll", "found", ("that most people agree with him",))], id="a poll is one too"),
    pytest.param("The mayor left the room, adding that the matter was closed.",
                 [("The mayor", "adding", ("that the matter was closed",))], id="a participle has the subject of its sentence"),
    pytest.param("Her promise to clean the river was kept.",
                 [("Her", "promise", ("to clean the river",))], id="a noun with its owner"),
    pytest.param("While he said the bridge was safe, nobody used it.",
                 [("he", "said", ("the bridge was safe",))], id="a comma closes a clause that while opened"),
    pytest.param("The mayor said the bridge was “a disgrace” and would be torn down.",
                 [("The mayor", "said", ("the bridge was “a disgrace” and would be torn down",))], id="a partial quotation"),
])
def test_retold_words_find_who_said_them(text: str, expected: list) -> None:
    assert expected == told(text)


@pytest.mark.parametrize("text", [
    "The bridge was closed on Monday.",
    "The claims were old and the plans were new.",
    "They sold tickets for the film “The Long Road” at the door.",
    "In the United States, states set their own rules.",
    "", " ", "\n\n\n", "“", "”””", "''", "according to", "said", ": : :", "“said",
])
def test_nothing_is_found_where_nobody_says_anything(text: str) -> None:
    assert [] == told(text)


@pytest.mark.parametrize(("text", "form"), [
    ("“We open on Sundays,” she said.", "direct"),
    ("She said the library “opens on Sundays” from now on.", "partial"),
    ("She said the library opens on Sundays.", "indirect"),
])
def test_the_form_is_told_by_the_quotation_marks(text: str, form: str) -> None:
    assert [form] == [one.form for one in attributions(text)]


def test_every_proposal_says_why_in_words_of_the_article() -> None:
    text = "“We open on Sundays,” said Ana Petrov. The mayor believes that nobody will come."

    assert [one.why(text) for one in attributions(text)] == [
        "Words in quotation marks come first, then “Ana Petrov” and “said”.",
        "After “believes” comes what “The mayor” says or thinks.",
    ]
    assert [one.sure for one in attributions(text)] == ["sure", "likely"]


def test_every_rule_has_its_sentence_and_no_sentence_is_left_over() -> None:
    sentences = tomllib.loads((content_folder() / "draft.toml").read_text("utf-8"))
    source = "".join(path.read_text("utf-8") for path in (content_folder().parent / "draft").glob("*.py"))

    kinds = {kind.id for kind in all_labels()["claim"].kinds}

    assert {"sure", "likely", "guess"} == {words["sure"] for words in sentences.values() if "sure" in words}
    assert [] == [rule for rule in sentences if f'"{rule}"' not in source and rule not in kinds]


@pytest.mark.parametrize("group", LEXICONS["cues"]["verbs"], ids=lambda group: group["id"])
def test_the_example_of_each_group_of_cues_is_understood(group: dict) -> None:
    (_, cue, _), = told(group["example"])

    assert cue and group["note"].endswith(".")


@pytest.mark.parametrize("name", [name for name in LEXICONS["cues"] if name not in ("verbs", "irregular", "also_nouns", "nobodys_words")])
def test_the_example_of_each_list_of_cues_is_understood(name: str) -> None:
    assert 1 == len(told(LEXICONS["cues"][name]["example"]))


@pytest.mark.parametrize("words", [f"{before} {cue}" for cue, before in LEXICONS["cues"]["nobodys_words"]["words"].items()])
def test_what_only_fills_a_sentence_is_nobodys_words(words: str) -> None:
    assert [] == told(f"The boat was late, {words}, that the harbour was full.")
    assert [] == told(LEXICONS["cues"]["nobodys_words"]["example"])


@pytest.mark.parametrize("name", LEXICONS["grammar"])
def test_every_list_has_a_note_and_an_example_that_shows_one_of_its_words(name: str) -> None:
    words = LEXICONS["grammar"][name]

    assert words["note"].endswith(".") and len(words["words"].split()) == len(set(words["words"].split()))
    assert set(words["words"].split()) & {word.strip(",.“”’").lower() for word in words["example"].split()}


def _is_sound(one: Attribution, text: str) -> bool:
    spans = [*one.content, *filter(None, (one.cue, one.source))]
    return bool(one.content) and all(0 <= span.start < span.end <= len(text) for span in spans) and bool(one.why(text))


@pytest.mark.parametrize("name", [article.id if hasattr(article, "id") else article for article in list_articles()])
def test_the_articles_of_the_kit_can_be_drafted_and_every_offset_is_inside_the_text(name: str) -> None:
    text = open_article(name).text
    found = attributions(text)

    assert found and all(_is_sound(one, text) for one in found)
    assert found == attributions(text), "the same text has the same draft"


def test_no_text_is_refused_whatever_is_in_it() -> None:
    pieces = ["Asked", "seems to", "in a poll", "criticised by", "put", "at 40", "whose", "no longer", "armed", "laughed Maureen", "answer was", "Will",
              "According to", "“", "”", '"', "''", "``", ",", ".", "?!", ":", ";", "—", "--", "(", ")", "said", "told", "that", "who", "and", "to", "according",
              "is", "'s", "’re", "Mr.", "U.S.", "The mayor", "claims", "plan", "confident", "after", "telling", "x" * 60, "é", "日本", "🙂",
              "\u202e", "\x00", "\n", "\n\n", "\r\n", "\t", "12", "$5", "%", "“said", "Q:", "points", "out", "of"]
    chance = random.Random(7)
    for _ in range(3000):
        text = chance.choice(["", " "]).join(chance.choices(pieces, k=chance.randrange(1, 40)))
        assert all(_is_sound(one, text) for one in attributions(text)), text


@pytest.mark.parametrize("words", ["and said ", "denied the ", "is understood to ", "who saw Monday "])
def test_a_sentence_without_end_is_read_in_pieces_so_that_time_grows_with_its_length(words: str) -> None:
    p = Passage(words * 2000, 0, len(words) * 2000)

    assert max(end - start for start, end in p.units) <= LONGEST
    assert [(0, len(p))] == [(p.units[0][0], p.units[-1][1])] and all(a[1] == b[0] for a, b in pairwise(p.units))


@pytest.mark.parametrize("text", ["“{long},” said Ana Petrov.", "Ana Petrov said: “{long}.”", "Ana Petrov, who runs it, said on Monday that “{long}.”",
                                  "“{long},” said Ana Petrov. “{long}.”"])
def test_a_long_quotation_is_not_cut_from_who_said_it(text: str) -> None:
    ((source, cue, _),) = told(text.format(long="It leaks and it leaks, and nobody comes; " * 120 + "it leaks"))

    assert ("said", True) == (cue, source.startswith("Ana Petrov"))


def test_a_cut_text_is_drafted_too() -> None:
    text = open_article("dallas-express").text
    for start in range(0, len(text), 61):
        for length in (1, 17, 240):
            assert all(_is_sound(one, text[start : start + length]) for one in attributions(text[start : start + length]))


EVERYDAY = [
    # the statement first
    ("Two men took the boat, police said.", [("police", "said", ("Two men took the boat",))]),
    ("That criticism was often right, Mr. Lund said.", [("Mr. Lund", "said", ("That criticism was often right",))]),
    ("But he works on a different idea, he said.", [("he", "said", ("he works on a different idea",))]),
    ("The boat could be late, but only if it rains, Ana Berg told The Ayr Post.",
     [("Ana Berg", "told", ("The boat could be late, but only if it rains",))]),
    # the speaker in the middle
    ("Within marriages, they said, women now have more authority.", [("they", "said", ("Within marriages", "women now have more authority"))]),
    ("The boat, he added, is old.", [("he", "added", ("The boat", "is old"))]),
    ("For decades, Mr. Lund noted, the town has had a pool.", [("Mr. Lund", "noted", ("For decades", "the town has had a pool"))]),
    ("The answer, the owner told them, was simple.", [("the owner", "told", ("The answer", "was simple"))]),
    ("Instead, Lund told CNN, his plan would be cheaper.", [("Lund", "told", ("Instead", "his plan would be cheaper"))]),
    ("During the same month, council records show, the car was driven 216 times.",
     [("council records", "show", ("During the same month", "the car was driven 216 times"))]),
    ("On Monday, Lund told the board, the parents and the staff.", []),
    # as somebody said
    ("As Lund told The Courier on Friday, the road will close.", [("Lund", "told", ("the road will close",))]),
    ("The road, as The Courier reported on Saturday, will close.", [("The Courier", "reported", ("The road", "will close"))]),
    ("But as Lund noted, the road will close.", [("Lund", "noted", ("the road will close",))]),
    # the speaker first
    ("Councillors warned on Tuesday that the town may have to borrow.", [("Councillors", "warned", ("that the town may have to borrow",))]),
    ("Paul Berg said — on the radio, as it happens — that she raised a million.", [("Paul Berg", "said", ("that she raised a million",))]),
    ("Lund said that the harbour, which was built in 1910, would close.",
     [("Lund", "said", ("that the harbour, which was built in 1910, would close",))]),
    ("Tuesday's results show the harbour is empty.", [("Tuesday's results", "show", ("the harbour is empty",))]),
    ("The data show the harbour is empty.", [("The data", "show", ("the harbour is empty",))]),
    ("26% say they are late.", [("26%", "say", ("they are late",))]),
    ("Six in 10 say he’s at least somewhat sure.", [("Six in 10", "say", ("he’s at least somewhat sure",))]),
    ("The letter says lessons start at nine.", [("The letter", "says", ("lessons start at nine",))]),
    ("Experts said success depends on care.", [("Experts", "said", ("success depends on care",))]),
    ("The office said about half of the sum came from tax cuts.", [("The office", "said", ("about half of the sum came from tax cuts",))]),
    ("Lund said the port never shut its doors.", [("Lund", "said", ("the port never shut its doors",))]),
    ("Joe Lund, who came to help, says there’s a long road ahead.", [("Joe Lund, who came to help", "says", ("there’s a long road ahead",))]),
    ("Lund, in a statement on Thursday, said he “appreciates the care” of the office.",
     [("Lund, in a statement on Thursday", "said", ("he “appreciates the care” of the office",))]),
    ("A source who asked not to be named said the mayor knew.",
     [("who", "asked", ("not to be named",)), ("A source who asked not to be named", "said", ("the mayor knew",))]),
    ("The data show that boats sink.", [("The data", "show", ("that boats sink",))]),
    ("One neighbour said the boat is late, which nobody denies.", [("One neighbour", "said", ("the boat is late",))]),
    ("More than half of the money came in May, new reports show.", [("new reports", "show", ("More than half of the money came in May",))]),
    ("Most races are close, an Ayr University poll shows.", [("an Ayr University poll", "shows", ("Most races are close",))]),
    ("CNN reported at least six boats sank.", [("CNN", "reported", ("at least six boats sank",))]),
    # plans, feelings, blame
    ("The mayor vowed on Tuesday to keep the pool open.", [("The mayor", "vowed", ("to keep the pool open",))]),
    ("The mayor promised last week to keep the pool, and the council laughed.", [("The mayor", "promised", ("to keep the pool",))]),
    ("Lund's pledge last month to add seven ships came late.", [("Lund's", "pledge", ("to add seven ships",))]),
    ("The builder is alleged to have paid the mayor.", [("", "is alleged", ("The builder", "to have paid the mayor"))]),
    ("The council expressed confidence it would win.", [("The council", "confidence", ("it would win",))]),
    ("Lund criticised the plan as reckless.", [("Lund", "criticised", ("the plan as reckless",))]),
    ("Lund praised the plan as she left.", [("Lund", "praised", ("the plan",))]),
    ("Lund praised the man who made the plan.", [("Lund", "praised", ("the man who made the plan",))]),
    # according to
    ("In addition, according to the office, nine boats were late.", [("the office", "according to", ("In addition", "nine boats were late"))]),
    ("It has been noticed: According to recent polls, Lund holds only 14 percent.",
     [("recent polls", "According to", ("Lund holds only 14 percent",))]),
    ("One of the decisions, according to a person close to the mayor, is to wait.",
     [("a person close to the mayor", "according to", ("One of the decisions", "is to wait"))]),
    ("Two men took the boat, according to police, but nobody was hurt.", [("police", "according to", ("Two men took the boat",))]),
    ("The roof leaks, according to Lund, and nobody cares.", [("Lund", "according to", ("The roof leaks",))]),
    ("(According to the police, two men took the boat.)", [("the police", "According to", ("two men took the boat",))]),
    ("According to Ana Berg, 42, of Mill Street, the boat is late.", [("Ana Berg, 42, of Mill Street", "According to", ("the boat is late",))]),
    ("“It leaks,” said Ana Berg, according to The Courier.",
     [("Ana Berg", "said", ("“It leaks,”",)), ("The Courier", "according to", ("“It leaks,” said Ana Berg",))]),
    ("CLICK HERE TO GET THE AYR EXPRESS APP", []),
    ("According to the captain, Ana Berg, the boat is late.", [("the captain, Ana Berg", "According to", ("the boat is late",))]),
    ("According to Ana Berg, whose house was flooded, the boat is late.",
     [("Ana Berg, whose house was flooded", "According to", ("the boat is late",))]),
    ("According to police, the driver, who was drunk, was late.", [("police", "According to", ("the driver, who was drunk, was late",))]),
    ("According to Lund, the mayor, Ana Berg, has left.", [("Lund", "According to", ("the mayor, Ana Berg, has left",))]),
    ("According to police, the man, 34, was late.", [("police", "According to", ("the man, 34, was late",))]),
    ("The boat is late, said a survey published by the club.", [("a survey published by the club", "said", ("The boat is late",))]),
    # in somebody’s view
    ("In Ana Berg’s view, the change would cost much.", [("Ana Berg’s", "In Ana Berg’s view", ("the change would cost much",))]),
    ("The roof is fine, in the mayor’s view.", [("the mayor’s", "in the mayor’s view", ("The roof is fine",))]),
    ("As the Ayr Post reported, the mayor knew.", [("the Ayr Post", "reported", ("the mayor knew",))]),
    ("Voters see Sand as the better captain.", [("Voters", "see", ("Sand as the better captain",))]),
    ("Voters still view Mrs. Sand as far more prepared.", [("Voters", "still view", ("Mrs. Sand as far more prepared",))]),
    # what is felt, and what is made clear
    ("Lund is worried the boat will sink.", [("Lund", "is worried", ("the boat will sink",))]),
    ("Lund is worried about the boat.", [("Lund", "is worried about", ("the boat",))]),
    ("Ana Berg has made it clear that she stays.", [("Ana Berg", "has made it clear", ("that she stays",))]),
    ("The letter makes clear to all that he knew.", [("The letter", "makes clear", ("that he knew",))]),
    # cues inside what is said, and what only looks like a cue
    ("Clubs and boats are disliked more than in the ten years that pollsters have measured people's views, according to the Ayr Centre.",
     [("the Ayr Centre", "according to", ("Clubs and boats are disliked more than in the ten years that pollsters have measured people's views",))]),
    ("Ana Berg has been called the woman whom the town admires, Lund told the board.",
     [("Lund", "told", ("Ana Berg has been called the woman whom the town admires",))]),
    ("Even if the venture proves costly, Mr. Lund said, he has done good work.",
     [("Mr. Lund", "said", ("Even if the venture proves costly", "he has done good work"))]),
    ("The delay, said Ana Berg, head of the union, has cost the town dearly.",
     [("Ana Berg, head of the union", "said", ("The delay", "has cost the town dearly"))]),
    ("Boats leave at nine and the crews sleep aboard, said Per Lund, who runs the port.",
     [("Per Lund, who runs the port", "said", ("Boats leave at nine and the crews sleep aboard",))]),
    ("Over the years, she said, email has helped her.", [("she", "said", ("Over the years", "email has helped her"))]),
    ("Now, he says, at least seven members have signed.", [("he", "says", ("Now", "at least seven members have signed"))]),
    ("Instead, she said, her boss told her he had booked a room.",
     [("she", "said", ("Instead", "her boss told her he had booked a room"))]),
    ("With each new contest, these members acknowledge, it becomes harder.",
     [("these members", "acknowledge", ("With each new contest", "it becomes harder"))]),
    ("The boat, a top aide said, “is very late” in the year.", [("a top aide", "said", ("The boat", "“is very late”"))]),
    ("On the radio’s “Ayr This Sunday,” the mayor said his plan was only “a start”.",
     [("the mayor", "said", ("his plan was only “a start”",))]),
    ("One of the decisions they have made, according to a person near them, is to wait.",
     [("a person near them", "according to", ("One of the decisions they have made", "is to wait"))]),
    ("In a poll last week, most readers liked the boat.", [("a poll last week", "In", ("most readers liked the boat",))]),
    ("In the old town, as Ana Berg reported in her book, the owners had big houses.",
     [("Ana Berg", "reported", ("In the old town", "the owners had big houses"))]),
    ("Ana Berg, who runs the port, says the boats that Lund built are old.",
     [("Ana Berg, who runs the port", "says", ("the boats that Lund built are old",))]),
    ("Ana Berg, a developer and spokeswoman for the club, which has few members, said the boats that critics named are old.",
     [("Ana Berg, a developer and spokeswoman for the club, which has few members", "said", ("the boats that critics named are old",))]),
    ("Will Lund, for example, said the road would close.", [("Will Lund", "said", ("the road would close",))]),
    ("He told the board the crew that mends pools was sent home.", [("He", "told", ("the crew that mends pools was sent home",))]),
    ("She told the court she had “no excuse and no idea”.", [("She", "told", ("she had “no excuse and no idea”",))]),
    ("He said over 14 billion had been spent on the road.", [("He", "said", ("over 14 billion had been spent on the road",))]),
    ("She said the roof was old but telling.", [("She", "said", ("the roof was old but telling",))]),
    ("Lund argued the port, which has been shut for years, is safe.",
     [("Lund", "argued", ("the port, which has been shut for years, is safe",))]),
    ("Friends of the club hope this is a start.", [("Friends of the club", "hope", ("this is a start",))]),
    ("The Courier reported that, according to a survey, most boats leak.",
     [("The Courier", "reported", ("that, according to a survey, most boats leak",))]),
    ("A guide says boats should be dry “from time to time”, but a study released on Monday found that few are.",
     [("A guide", "says", ("boats should be dry “from time to time”",)), ("a study released on Monday", "found", ("that few are",))]),
    ("At one point, a woman asked for a photo and Lund said, “as long as we are quick”.",
     [("a woman", "asked for", ("a photo",)), ("Lund", "said", ("“as long as we are quick”",))]),
    ("The second hearing is set for May.", []),
    ("The mayor claims not to read letters.", [("The mayor", "claims", ("not to read letters",))]),
    ("Lund is now calling for signs to be put up.", [("Lund", "is now calling for", ("signs to be put up",))]),
    ("Each chapter is told to a different friend.", []),
    ("The plan to open it by May has been dropped.", []),
    ("She intends to stay but has packed.", [("She", "intends", ("to stay",))]),
    ("Lund blamed unusually wet weather.", [("Lund", "blamed", ("unusually wet weather",))]),
    ("Anyone who knows can call 101.", []),
    ("He found the keys under the seat.", []),
    ("She called her mother.", []),
    ("She has a cat called Tom Berg.", []),
    ("She put the vase at the door.", []),
    ("The boil water notice for the town has been lifted.", []),
    ("Officials put the toll at 40.", [("Officials", "put", ("the toll at 40",))]),
    ("It states that the rise is needed.", [("It", "states", ("that the rise is needed",))]),
    ("Some cautioned against haste.", [("Some", "cautioned against", ("haste",))]),
    ("Many fear it could fall.", [("Many", "fear", ("it could fall",))]),
    ("The lawyer disputed that figure.", [("The lawyer", "disputed", ("that figure",))]),
    ("She no longer expects to see the money.", [("She", "no longer expects", ("to see the money",))]),
    ("They told Ayr Radio they were ordered to stay.", [("They", "told", ("they were ordered to stay",))]),
    ("The maker claims the boat lasts, though early testers have reported less.",
     [("The maker", "claims", ("the boat lasts",)), ("early testers", "have reported", ("less",))]),
    ("A spokesman said by telephone that 600 boats had left.", [("A spokesman", "said", ("that 600 boats had left",))]),
    ("Police named the victim as Ana Berg.", [("Police", "named", ("the victim as Ana Berg",))]),
    ("The union compared the offer to an insult.", [("The union", "compared", ("the offer to an insult",))]),
    ("The council voted to close the pool.", [("The council", "voted", ("to close the pool",))]),
    ("The plan was criticised by the union as reckless.", [("the union", "was criticised by", ("The plan", "as reckless"))]),
    ("A town heard a warning from the club, a small group, that demand would fall.",
     [("the club, a small group", "warning", ("that demand would fall",))]),
    ("Traders had forecast a rise.", [("Traders", "had forecast", ("a rise",))]),
    ("Operatives expressed doubt that the boat, if it came late, would sail.",
     [("Operatives", "doubt", ("that the boat, if it came late, would sail",))]),
    ("Lund’s answer was that nobody had asked.", [("Lund’s", "answer was", ("that nobody had asked",))]),
    ("The road seems to be closed.", [("", "seems", ("The road", "to be closed"))]),
    ("It appears that the road is closed.", [("", "It appears", ("that the road is closed",))]),
    ("Asked if he would resign, Lund said he would stay.",
     [("", "Asked", ("if he would resign",)), ("Lund", "said", ("he would stay",))]),
    ("He explained the plan by saying: “It was late.”", [("He", "explained", ("the plan",)), ("He", "saying", ("“It was late.”",))]),
]


@pytest.mark.parametrize(("text", "expected"), EVERYDAY, ids=[text for text, _ in EVERYDAY])
def test_what_any_news_text_says_is_found(text: str, expected: list) -> None:
    assert told(text) == expected


WHO_SAYS_IT = [
    # a verb that no list has
    ("“It leaks,” Ana Berg answers.", "Ana Berg"),
    ("“It leaks,” he went on.", "he"),
    ("“It leaks,” Per Lund shot back with a laugh.", "Per Lund"),
    ("“It leaks,” laughed Maureen, of Pendle Brow.", "Maureen, of Pendle Brow"),
    ("”It leaks, and nobody in the town cares.” ― Ana Berg", "Ana Berg"),
    ("“The answer is, ‘I love the boat,’” Lund said.", "Lund"),
    ("“It leaks.” Ana Berg said.", "Ana Berg"),
    # words that lead in
    ("As Ana Berg recently put it, “It leaks.”", "Ana Berg"),
    ("Said Ana Berg, “It has leaked for years.”", "Ana Berg"),
    ("“We open on Sundays and on Mondays.” — Ana Berg", "Ana Berg"),
    ("ROOF LEAKS AGAIN - Ana Berg: “It leaks.”", "Ana Berg"),
    ("“Like this,“ said the writer.", "the writer"),
    # lists
    ("Ana Berg, Per Lund and Mira Sand said the boat is late.", "Ana Berg, Per Lund and Mira Sand"),
    ("Unions, parents, and many teachers said the boat is late.", "Unions, parents, and many teachers"),
    ("The leaders of Sweden, Canada and Mexico said the boat is late.", "The leaders of Sweden, Canada and Mexico"),
    # what explains a name
    ("Earlier Tuesday, his manager, Per Lund, said the boat is late.", "his manager, Per Lund"),
    ("In October, Mr. Lund, who runs the boat, told reporters that it was late.", "Mr. Lund, who runs the boat"),
    ("Ana Berg, 75, a retiree in Carthage, Ill., said the boat is late.", "Ana Berg, 75, a retiree in Carthage, Ill."),
    ("The mayor, Ana Berg, R-Ky., said the boat is late.", "The mayor, Ana Berg, R-Ky."),
    ("Nevada’s governor, Ana Berg, a Republican, said that it leaks.", "Nevada’s governor, Ana Berg, a Republican"),
    ("One of the authors of that 2013 report, Ana Berg, said it is late.", "One of the authors of that 2013 report, Ana Berg"),
    ("“It leaks,” said Navy Capt. Ana Berg, who was asked.", "Navy Capt. Ana Berg, who was asked"),
    ("The party’s presumed nominee said the boat is late.", "The party’s presumed nominee"),
    ("But people who have seen other boats say it could be faster.", "people who have seen other boats"),
    ("A woman who works in the post office told the board it was late.", "A woman who works in the post office"),
    ("A man who lives nearby said it was late.", "A man who lives nearby"),
    ("A neighbour who gave her name only as Ann told the paper it was late.", "A neighbour who gave her name only as Ann"),
    ("Area chief Philemon Sang asked parents to wait.", "Area chief Philemon Sang"),
    # times and adverbs are nobody
    ("“It leaks,” Ana Berg, the deputy mayor, said Sunday.", "Ana Berg, the deputy mayor"),
    ("“It is late,” Mr. Lund, who is an actor, said of Mr. Sand.", "Mr. Lund, who is an actor"),
    ("“It leaks,” she said. The caretaker himself said the roof leaks.", "she"),
    ("Mr. Lund, who has been late, on Monday described the boat.", "Mr. Lund, who has been late"),
    ("Last month USA TODAY reported that it leaks.", "USA TODAY"),
    ("A poll released Sunday found that 40 percent agree.", "A poll released Sunday"),
    # a verb whose subject stands farther away
    ("Management sits down with the teachers and tells them why it leaks.", "Management"),
    ("He’s comparing the roof to a boat and says it leaks.", "He"),
    ("After suggesting on Monday that it leaks, Mr. Lund went home.", "Mr. Lund"),
    ("“It leaks,” said Ana Berg (D-Va.), adding that “we have been there.”", "Ana Berg (D-Va.)"),
    ("Mira Sand has to remind the board why it leaks.", "Mira Sand"),
    ("Mira Sand is likely to stress that it leaks.", "Mira Sand"),
    ("Ana Berg expressed concern that it leaks.", "Ana Berg"),
    ("Some who know the roof argue that it leaks.", "Some who know the roof"),
    ("“It is not safe,” said Ana Berg, who said she expects “a long evening” at the meeting.", "Ana Berg"),
    ("\"It leaks,\" said Ana Berg, who expects \"a long evening\".", "Ana Berg"),
]


@pytest.mark.parametrize(("text", "source"), WHO_SAYS_IT, ids=[text for text, _ in WHO_SAYS_IT])
def test_a_source_is_named_whole_and_without_what_is_not_part_of_it(text: str, source: str) -> None:
    assert told(text)[0][0] == source


@pytest.mark.parametrize(("text", "content"), [
    ("The caretaker said the roof leaks.", "the roof leaks"),
    ("The caretaker said the roof needs repair.", "the roof needs repair"),
    ("Ana Berg said the school wants money.", "the school wants money"),
])
def test_a_clause_is_seen_by_a_present_that_is_in_no_list(text: str, content: str) -> None:
    assert [pieces for _, _, pieces in told(text)] == [(content,)]


@pytest.mark.parametrize("text", [
    "The focus is on boats in the south, the first part of a plan aimed at pushing prices down.",
    "He saw the boat as it sank.",
    "Correction: An earlier version named the wrong street.",
    "Federal rules are murky.", "A new rule will cost the port much.",
])
def test_what_only_looks_like_a_cue_says_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(("text", "form"), [
    ("She called it “a bad day for Holm”.", "partial"), ("She expects “a long evening”.", "partial"),
    ("The roof, she said, was “older than the school”.", "partial"), ("She said: “a long evening.”", "direct"),
    ("“No,” she said, “never.”", "direct"), ("“A long evening,” she said.", "direct"), ("She said “No”.", "direct"),
])
def test_a_few_words_within_the_writers_own_sentence_are_a_partial_quotation(text: str, form: str) -> None:
    assert {form} == {one.form for one in attributions(text)}


@pytest.mark.parametrize(("paragraph", "said"), [
    ("LONDON (Reuters) - The boat will stop in March, the harbour said on Monday.", "The boat will stop in March"),
    ("KYIV, Ukraine, June 3 (AP) — The boat will stop in March, the harbour said.", "The boat will stop in March"),
    ("LINDMARK, 14 October — The boat will stop in March, the harbour said.", "The boat will stop in March"),
    ("HOLM, Norway, 3 Oct. 2025 — The boat will stop in March, the harbour said.", "The boat will stop in March"),
    ("NEW YORK – The boat will stop in March, the harbour said.", "The boat will stop in March"),
    ("Holm, Norway (Nordic News) -- The boat will stop in March, the harbour said.", "The boat will stop in March"),
    ("Holm - the old harbour - will close in March, the harbour said.", "Holm - the old harbour - will close in March"),
    ("A boat (the Ida) will stop in March, the harbour said.", "A boat (the Ida) will stop in March"),
    ("“THE BOAT — it leaks,” the harbour said.", "“THE BOAT — it leaks,”"),
])
def test_a_dateline_is_nobodys_words(paragraph: str, said: str) -> None:
    assert (said,) == told(paragraph)[0][2]


@pytest.mark.parametrize(("text", "expected"), [
    pytest.param("The family says the boat is late.",
                 [("The family", "says", ("the boat is late",))], id="“family” is no adverb"),
    pytest.param("“It leaks,” said Sally Berg on Friday.",
                 [("Sally Berg", "said", ("“It leaks,”",))], id="“Sally” is no adverb"),
    pytest.param("Earlier studies found no leak.",
                 [("Earlier studies", "found", ("no leak",))], id="“earlier” that belongs to its noun"),
    pytest.param("LAGOS: “It leaks,” the caretaker said.\n\nNobody came.",
                 [("the caretaker", "said", ("“It leaks,”",))], id="a place and a colon at the head of an article"),
    pytest.param("LUND: It never leaked here.\n\nBERG: It leaks now, and everybody knows it.",
                 [("LUND", ":", ("It never leaked here",)), ("BERG", ":", ("It leaks now, and everybody knows it",))], id="two who speak in turn"),
    pytest.param("An affidavit states that the roof leaked. The swing states that voted for him are poor.",
                 [("An affidavit", "states", ("that the roof leaked",))], id="“states” behind what is written"),
    pytest.param("He labelled the ruling a disgrace.",
                 [("He", "labelled", ("the ruling a disgrace",))], id="a name that is a charge"),
    pytest.param("The tenant submitted that the roof leaked.",
                 [("The tenant", "submitted", ("that the roof leaked",))], id="in a court"),
    pytest.param("Another thought it was late. Another failed test followed.",
                 [("Another", "thought", ("it was late",))], id="“another” alone"),
    pytest.param("The firm is understood to be leaving.",
                 [("", "is understood", ("The firm", "to be leaving"))], id="understood by nobody"),
    pytest.param("The minister is accused of misleading the house.",
                 [("", "is accused of", ("The minister", "misleading the house"))], id="accused by nobody"),
    pytest.param("Visitors are asked to stay away.",
                 [("", "are asked", ("Visitors", "to stay away"))], id="asked by nobody"),
    pytest.param("Staff were told the plant would close. Drivers were warned on Monday that it leaked.",
                 [("", "were told", ("the plant would close",)), ("", "were warned", ("that it leaked",))], id="told by nobody"),
    pytest.param("The claim that the roof was safe has been debunked.",
                 [("", "claim", ("that the roof was safe",))], id="the verb of the sentence is no part of a claim"),
    pytest.param("His warning that prices would rise was ignored.",
                 [("His", "warning", ("that prices would rise",))], id="the verb of the sentence is no part of a warning"),
    pytest.param("The firm denied the claim but was fined.",
                 [("The firm", "denied", ("the claim",))], id="what is denied ends where the firm does something else"),
    pytest.param("She said she was ill and wanted to go home.",
                 [("She", "said", ("she was ill and wanted to go home",))], id="what she wanted is part of what she said"),
    pytest.param("The report says the boat, which is old, is unsafe.",
                 [("The report", "says", ("the boat, which is old, is unsafe",))], id="a relative clause inside a statement without “that”"),
    pytest.param("He claimed without evidence that it leaked.",
                 [("He", "claimed", ("that it leaked",))], id="without evidence"),
    pytest.param("“It leaks,” his lawyer, Dana Scott, said outside the court.",
                 [("his lawyer, Dana Scott", "said", ("“It leaks,”",))], id="a place behind the cue"),
    pytest.param("“It leaks,” said Ms Dole, who retires next month.",
                 [("Ms Dole, who retires next month", "said", ("“It leaks,”",))], id="a time inside the source"),
    pytest.param("14:05 Police say the road is closed.",
                 [("Police", "say", ("the road is closed",))], id="a ticker’s time"),
    pytest.param("Others were calm: “It floats,” wrote Priya Nair.",
                 [("Priya Nair", "wrote", ("“It floats,”",))], id="what leads into a quotation is no part of it"),
    pytest.param("It is, needless to say, a disaster. It goes without saying that it leaks. Please note that we open late.",
                 [], id="set phrases are nobody’s words"),
    pytest.param("As my father used to say, rain is free.",
                 [("my father", "used to say", ("rain is free",))], id="used to say"),
    pytest.param("The bridge, the mayor said on Monday, will close in May.",
                 [("the mayor", "said", ("The bridge", "will close in May"))], id="a speaker and a day in the middle of a clause"),
    pytest.param("The bridge will close in May, the mayor said on Monday, adding that a ferry will run.",
                 [("the mayor", "said", ("The bridge will close in May",)), ("the mayor", "adding", ("that a ferry will run",))],
                 id="a day between the speaker and what she adds"),
    pytest.param("It is believed the fire began in a kitchen. It was announced on Friday that the shop would close.",
                 [("", "is believed", ("the fire began in a kitchen",)), ("", "was announced", ("that the shop would close",))],
                 id="what nobody in particular believes or announces"),
    pytest.param("The plan was described as “a joke” by the opposition. The book was called “a triumph” by The Courier.",
                 [("the opposition", "was described as", ("The plan", "“a joke”")), ("The Courier", "was called", ("The book", "“a triumph”"))],
                 id="who called it that stands at the end"),
    pytest.param("He was accused by the head of the union of theft. She has been accused of fraud by her brother.",
                 [("the head of the union", "was accused by", ("He", "of theft")), ("her brother", "has been accused of", ("She", "fraud"))],
                 id="who accuses, before and behind of what"),
    pytest.param("A woman who asked not to be named did not say whether she would go.",
                 [("who", "asked", ("not to be named",)), ("A woman who asked not to be named", "did not say", ("whether she would go",))],
                 id="what the subject asked ends where its own verb begins"),
    pytest.param("There is speculation he will quit. Fears are growing that the dam may burst.",
                 [("", "speculation", ("he will quit",)), ("", "Fears", ("that the dam may burst",))], id="nouns that are nobody’s"),
    pytest.param("In the words of Ana Berg, the plan is “a mess”. It was, in the words of her coach, a lesson.",
                 [("Ana Berg", "In the words of", ("the plan is “a mess”",)), ("her coach", "in the words of", ("It was", "a lesson"))],
                 id="in the words of somebody"),
    pytest.param("The firm is old, and it is alleged to have paid bribes.",
                 [("", "is alleged", ("it", "to have paid bribes"))], id="it is somebody, too"),
    pytest.param("He was accused of a murder committed by her brother. The film was described as a success by 2020.",
                 [("", "was accused of", ("He", "a murder committed by her brother")), ("", "was described as", ("The film", "a success by 2020"))],
                 id="by whom it was done, and by when"),
    pytest.param("She was accused of lying by her brother. The firm was accused of dumping waste by the river.",
                 [("her brother", "was accused of", ("She", "lying")), ("", "was accused of", ("The firm", "dumping waste by the river"))],
                 id="who accuses her of lying"),
    pytest.param("The man, believed to be in his 40s, was found. A suspect thought to be armed fled. He expected to be there.",
                 [("", "believed", ("The man", "to be in his 40s")), ("", "thought", ("A suspect", "to be armed")), ("He", "expected", ("to be there",))],
                 id="believed by nobody, in passing"),
    pytest.param("He is seen as a hero. The plan can be seen as late. She was hailed as a saint.",
                 [("", "is seen as", ("He", "a hero")), ("", "was hailed as", ("She", "a saint"))], id="seen as something by nobody"),
    pytest.param("The ferry is considered a success. Pigs are considered unclean by some people. It was considered in May.",
                 [("", "is considered", ("The ferry", "a success")), ("some people", "are considered", ("Pigs", "unclean"))],
                 id="considered something, by nobody and by somebody"),
    pytest.param("The mayor has been criticised for the delay. The firm was challenged over its figures.",
                 [("", "has been criticised", ("The mayor", "for the delay")), ("", "was challenged", ("The firm", "over its figures"))],
                 id="criticised for something by nobody"),
    pytest.param("The ministry said in a statement on its website on Monday the boats would sail. Berg wrote on Facebook she was sorry.",
                 [("The ministry", "said", ("the boats would sail",)), ("Berg", "wrote", ("she was sorry",))],
                 id="where it was said, and no “that” behind it"),
    pytest.param("The mayor has sold the boat and on Monday said it was old.",
                 [("The mayor", "said", ("it was old",))], id="a day between “and” and what somebody says"),
    pytest.param("The fire, according to Ana Berg, 42, a spokeswoman for the service, started indoors.",
                 [("Ana Berg, 42, a spokeswoman for the service", "according to", ("The fire", "started indoors"))],
                 id="who somebody is, in the middle of the sentence"),
    pytest.param("Berg reportedly resigned. The club, which is reportedly in debt, sold the boat. The mayor reportedly said he was ill.",
                 [("", "reportedly", ("Berg", "resigned")), ("", "reportedly", ("which is", "in debt")), ("The mayor", "reportedly said", ("he was ill",))],
                 id="reported by nobody"),
    pytest.param("Documents seen by the Post show the firm knew that it leaked.",
                 [("Documents seen by the Post", "show", ("the firm knew that it leaked",))], id="documents that somebody has seen"),
    pytest.param("Blake says it best: “We froze.”", [("Blake", "says", ("“We froze.”",))], id="says it best"),
    pytest.param("Universities should scrap the test, a report by the Access Fund has recommended. "
                 "First-time buyers now need a deposit of 68,000 pounds, research from estate agents has found.",
                 [("a report by the Access Fund", "has recommended", ("Universities should scrap the test",)),
                  ("research from estate agents", "has found", ("First-time buyers now need a deposit of 68,000 pounds",))],
                 id="what a report has found, told before it"),
    pytest.param("On Wednesday, with all votes counted at last, the race remained too close to call.", [], id="too close to call"),
    pytest.param("Sergeant Ali Noor, of Mercia Police, said the cashier, a student, had been left shaken.",
                 [("Sergeant Ali Noor, of Mercia Police", "said", ("the cashier, a student, had been left shaken",))],
                 id="who speaks and who is spoken of, both explained"),
    pytest.param("The boat, said Ana Berg, the club's captain, is late.",
                 [("Ana Berg, the club's captain", "said", ("The boat", "is late"))], id="a speaker explained in the middle of what she says"),
    pytest.param("The levy will go, according to three people familiar with the talks, after a revolt.",
                 [("three people familiar with the talks", "according to", ("The levy will go",))], id="where whoever is named ends"),
    pytest.param("Porto Alvo are also said to be interested. Residents are being advised to stay indoors.",
                 [("", "are also said", ("Porto Alvo", "to be interested")), ("", "are being advised", ("Residents", "to stay indoors"))],
                 id="said and advised by nobody"),
    pytest.param("Members of the town's planning committee voted to refuse it.",
                 [("Members of the town's planning committee", "voted", ("to refuse it",))], id="a committee that plans"),
    pytest.param("The guarantee states that it is void. The member states that joined in May pay less.",
                 [("The guarantee", "states", ("that it is void",))], id="a guarantee states, and member states do not"),
    pytest.param("Models suggest between 60 and 90 millimetres could fall.",
                 [("Models", "suggest", ("between 60 and 90 millimetres could fall",))], id="between two numbers"),
    pytest.param("14:52 The bridge is closed, the agency says.",
                 [("the agency", "says", ("The bridge is closed",))], id="the time of a live report is nobody’s words"),
    pytest.param("The court directed the port to pay. The firm directed money to the port.",
                 [("The court", "directed", ("the port to pay",))], id="directed to do something, and directed somewhere"),
    pytest.param("The boat is late, Barr. Eunice Tarfa said. Police are keen to trace a car.",
                 [("Barr. Eunice Tarfa", "said", ("The boat is late",)), ("Police", "are keen", ("to trace a car",))], id="a barrister, and who is keen"),
    pytest.param("He insists the boat is safe, despite three fires on board. The firm says it will cut jobs, drawing an angry response.",
                 [("He", "insists", ("the boat is safe",)), ("The firm", "says", ("it will cut jobs",))], id="what the writer adds to a statement"),
    pytest.param("She thanked volunteers for their efforts, and appealed for witnesses.",
                 [("She", "thanked", ("volunteers for their efforts",)), ("She", "appealed for", ("witnesses",))],
                 id="two things she did, with a comma between"),
    pytest.param("“It will sink,” said no one.", [("no one", "said", ("“It will sink,”",))], id="no one"),
    pytest.param("A sign on the door read: “We are closed.”",
                 [("A sign on the door", "read", ("“We are closed.”",))], id="a sign that read something"),
    pytest.param("There have been calls for a ban. It was not clear whether the boat would sail.",
                 [("", "calls for", ("a ban",))], id="“there” and “it” are nobody"),
    pytest.param("In view of the storm, the boat was cancelled.", [], id="in view of is nobody’s view"),
])
def test_what_papers_of_many_kinds_write_is_found(text: str, expected: list) -> None:
    assert told(text) == expected


SUBJECTS = ["The government", "The president", "A spokeswoman", "The company", "Her lawyer", "He", "Ms. Lund", "The union's leader", "The family",
            "The head of the school", "A source close to the talks", "An expert on rivers", "The chief executive", "The boss", "The press", "Parliament",
            "The Lund Herald", "A new report", "A 34-year-old nurse", "One of the men", "Lund City Council"]
CROWDS = ["Residents", "Many people", "Police in Lund", "They", "Ana Berg and Per Lund", "Critics of the plan", "Three of the men", "The United Nations",
          "Officials at the port", "Several members of the board", "Women in the town", "The bank's owners", "The police"]
# Verbs of which most are nouns as well: after a singular, after a plural, and in the past.
SAY = {("claims", "claim", "claimed"): "that the boat is late", ("hopes", "hope", "hoped"): "the boat will sail", ("fears", "fear", "feared"): "that it will sink",
       ("demands", "demand", "demanded"): "that the boat be sold", ("reports", "report", "reported"): "that the boat is late",
       ("doubts", "doubt", "doubted"): "that the boat is late", ("plans", "plan", "planned"): "to sell the boat", ("promises", "promise", "promised"): "to sell it",
       ("says", "say", "said"): "the boat is late", ("praises", "praise", "praised"): "the crew", ("questions", "question", "questioned"): "the plan"}
AROUND = ["“The boat is late,” {who} said.", "“The boat is late,” said {who}.", "{Who} said: “The boat is late.”", "{Who} told reporters: “The boat is late.”",
          "The boat is late, {who} said.", "The boat is late, said {who}.", "The boat is late, according to {who}.", "According to {who}, the boat is late.",
          "The boat, {who} said, is late.", "As {who} said on Monday, the boat is late.", "On Monday, {who} said the boat is late.",
          "{Who} said on Monday that the boat is late.", "{Who} told the Herald that the boat is late.", "{Who} did not say whether the boat is late.",
          "“Is the boat late?” {who} asked.", "In a statement, {who} said the boat is late.", "{Who} said “the boat is very late” and left."]


@pytest.mark.parametrize("who", SUBJECTS + CROWDS)
def test_whoever_it_is_and_whatever_they_do_with_their_words(who: str) -> None:
    for forms, what in SAY.items():
        for verb in (forms[who in CROWDS], forms[2]):
            assert told(f"{who} {verb} {what}.") == [(who, verb, (what,))]


@pytest.mark.parametrize("who", SUBJECTS + CROWDS)
def test_whoever_it_is_and_wherever_they_stand(who: str) -> None:
    inside = who if who.split()[0] in ("Ms.", "Parliament", "Lund", "Ana") else who[0].lower() + who[1:]
    for text in AROUND:
        ((source, _, content),) = told(text.format(Who=who, who=inside))
        assert source.lower() == who.lower(), text
        assert " ".join(content).strip("“”,.?").lower() in ("the boat is late", "that the boat is late", "whether the boat is late", "is the boat late",
                                                           "the boat is very late"), text
