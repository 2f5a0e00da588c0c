"""What Orca has said so far, read from its debug file."""

import re
import time

SPEECH = re.compile(
    r"SPEECH OUTPUT: '((?:(?!SPEECH OUTPUT).)*?)'"  # what is said, perhaps on several lines
    r"(?: voice=\w+)? ?(?:\{[^\n]*\}|None)\n",  # and in which voice
    re.DOTALL,
)


class Ears:
    """The utterances in their order. An utterance is what Orca hands to the speech server in one piece."""

    def __init__(self, path):
        self.path, self.said, self.rest, self.latest = path, [], "", time.monotonic()
        self.file = path.open(encoding="utf-8", errors="replace")

    def listen(self):
        """All utterances up to now."""
        self.rest += self.file.read()
        done = 0
        for found in SPEECH.finditer(self.rest):
            self.said.append(" ".join(found[1].split()))
            self.latest, done = time.monotonic(), found.end()
        # An utterance may still be half written, so the last lines wait for what follows.
        self.rest = self.rest[done:][-20_000:]
        return self.said

    def wait(self, probe, seconds):
        """Whether probe(said) comes true in time."""
        deadline = time.monotonic() + seconds
        while not probe(self.listen()):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def wait_for_quiet(self, pause, seconds):
        """Returns when nothing has been said for `pause` seconds, or after `seconds`."""
        begun = time.monotonic()
        self.wait(lambda _: time.monotonic() - max(self.latest, begun) > pause, seconds)
