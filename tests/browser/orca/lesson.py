"""The first exercise of lesson 1, from the Start button to the answer key, by keys and ears alone."""

from functools import partial

TITLE = "Cluster munitions and the Pentagon"
HEAD = 40  # characters by which a sentence is known: where its words are quoted, the end may be cut
# What would talk over a reader whose focus is in the text: list and panel, redrawn beside it.
CHATTER = ("List with", "combo box", "radio button", "The current mark")
# What Orca says when it keeps, in browse mode, a key that was meant for the page.
SWALLOWED = ("No more headings", "Wrapping to")


def follow(reader, sentences):
    """All of it, each part from where the one before ends. `sentences`: the article's, on one line each."""
    start_the_lesson(reader)
    read_the_text(reader, sentences)
    mark_in_the_text(reader, sentences)
    use_the_list_of_marks(reader, sentences)
    answer_the_questions(reader)
    use_the_list_of_sentences(reader, sentences)
    commit(reader)
    reader.look_back("no key was kept from the page by browse mode", *SWALLOWED)


def start_the_lesson(reader):
    """From the opened page to the exercise."""
    reader.step("the page says how to begin", "", "Press the button to begin.", within=120, quiet=3)
    reader.reach("the button that starts the lesson is found", "shift+Tab", "Start the lesson push button")
    reader.step("the lesson starts, and leads to the exercise", "Return",
                "Starting", f"Marking: {TITLE} region", "Ready.", within=120, quiet=2)


def read_the_text(reader, sentences):
    """Into the text, and through it by lines and by sentences."""
    reader.reach("the text says what it is, that it cannot be changed, and what to do there", "Tab",
                 f"Article, read only: {TITLE} entry", "Select words, then choose a label.")
    reader.step("Down reads a line", "Down", partial(is_line, " ".join(sentences)))
    reader.step("N selects the sentence and reads it", "n", sentences[0], "selected")


def mark_in_the_text(reader, sentences):
    """Two marks; the second one is met again on the way down."""
    line = partial(is_line, " ".join(sentences))
    reader.step("1 marks it, says so, and nothing talks over it", "1", marked(sentences[0]), without=CHATTER)
    reader.step("Up reads a line: the keys and Orca are still in the text", "Up", line)
    reader.reach("N reads sentence after sentence", "n", sentences[2], "selected", limit=3, or_lost=False)
    reader.step("a second mark is as quiet as the first", "1", marked(sentences[2]), without=CHATTER)
    reader.reach("P reads the sentence before", "p", sentences[1], "selected", limit=2, or_lost=False)
    reader.step("Down moves onto a mark, which says its name", "Down",
                "source mark", partial(is_line, sentences[2]))


def use_the_list_of_marks(reader, sentences):
    """From the text by Tab; the second mark stays, the first one goes."""
    reader.reach("Tab leads to the list of marks and reads the current one", "Tab",
                 "Your marks (2) List with 2 items", option(sentences[2]), limit=3)
    reader.step("Up reads the other mark", "Up", option(sentences[0]))
    reader.step("Delete removes it, says so, and reads the neighbour", "Delete",
                "Source removed.", option(sentences[2]))


def answer_the_questions(reader):
    """The panel: each group of radio buttons says its question, and its answers their rules."""
    reader.step("K leads to the first question and its first answer", "k", "How is the source identified?",
                ("Named", "You could look up this exact name."), "not selected radio button")
    reader.step("Space chooses the answer", "space", "selected")
    reader.step("Tab leads to the next question", "Tab",
                "What kind of source is it?", "Official", "not selected radio button")
    reader.reach("the list of marks tells the answer, too", "shift+Tab",
                 "Your marks (1) List with 1 item", ("Source: ", "named"), limit=4)


def use_the_list_of_sentences(reader, sentences):
    """The second way to mark: sentence by sentence."""
    reader.reach("the button for the list of sentences is found", "shift+Tab",
                 "List of sentences toggle button not pressed")
    reader.step("the list says how it is used", "space",
                "List of sentences. Arrow keys move, space selects, a number marks.")
    reader.reach("Tab leads to the list and reads the first sentence", "Tab",
                 f"Sentences of: {TITLE}", f"List with {len(sentences)} items", sentences[0], limit=4)
    reader.step("Down reads a caption and says that it is one", "Down", sentences[1], "photo caption and credit",
                without=["source mark"])
    reader.step("Down reads a sentence and its mark", "Down", sentences[2], "source mark")
    reader.step("Down reads the next sentence", "Down", sentences[3])
    reader.step("1 marks it, and says so", "1", marked(sentences[3]), without=CHATTER)


def commit(reader):
    """To the answer key."""
    reader.reach("the commit button is found", "Tab", "Commit and see the key push button")
    reader.step("it asks once more, and says what will happen", "Return",
                "Commit push button", "You have 2 marks.")
    reader.step("the summary has the focus and is read", "Return",
                ("How your marks compare with the key", "You found"), within=40)
    reader.reach("the comparison is a list that says how each one did", "Tab",
                 "Compared with the key", ": Source: ")


def marked(sentence):
    """The message that a sentence was marked, with its first words."""
    return "Marked as Source: ", sentence[:HEAD]


def option(sentence):
    """A mark in the list of marks, with its first words."""
    return "Source: ", sentence[:HEAD]


def is_line(text, words):
    """A line of the article: some words of it, and not a whole paragraph."""
    return 20 < len(words) < 120 and words in text
