"""A reader who cannot see: presses keys as a hand does, and knows of the page only what Orca says."""

import subprocess

QUIET = 0.9  # seconds without a word after which Orca has said what it had to say to a key


class Lost(Exception):
    """The reader did not get where the next keys belong, so no further key may be pressed."""


class Reader:
    """Prints what is pressed and heard, and a tick or a cross for each fact; `missed` holds the crosses.

    What is wanted or unwanted: words that one utterance holds, a tuple of words that one utterance holds
    together, or a function of an utterance.
    """

    def __init__(self, ears, environment, check=lambda: None):
        self.ears, self.environment, self.check = ears, environment, check
        self.facts, self.missed, self.since = 0, [], 0

    def step(self, fact, key, *wanted, without=(), within=20, quiet=QUIET):
        """Presses a key, or none; the fact holds if Orca says all that is wanted and nothing of `without`."""
        if key:
            self._press(key)
        self.ears.wait(lambda _: not self._lacking(wanted), within)
        self.ears.wait_for_quiet(quiet, 10)
        self._tell(key)
        self._judge(fact, self._lacking(wanted), [one for one in without if not self._lacking([one])])

    def reach(self, fact, key, *wanted, limit=30, or_lost=True):
        """Presses a key, as one does who looks for a thing, until Orca answers with all that is wanted."""
        for _ in range(limit):
            self._press(key)
            self.ears.wait(lambda _: self._heard(), 5)
            self.ears.wait_for_quiet(QUIET, 10)
            self._tell(key)
            if not self._lacking(wanted):
                break
        missing = self._lacking(wanted)
        self._judge(fact, missing, [])
        if missing and or_lost:
            raise Lost(f"{key} was pressed {limit} times.")

    def look_back(self, fact, *unwanted):
        """The fact holds when nothing unwanted has been said at any time."""
        self.since = 0
        self._judge(fact, [], [one for one in unwanted if not self._lacking([one])])

    def note(self, fact, holds):
        """A fact that was found out in another way."""
        self._judge(fact, [] if holds else ["it"], [])

    def _press(self, key):
        """A real key of the X server: those that a browser makes up for itself pass Orca by."""
        self.check()
        self.since = len(self.ears.listen())
        subprocess.run(["xdotool", "key", key], env=self.environment, check=True, timeout=30)

    def _heard(self):
        return self.ears.listen()[self.since:]

    def _lacking(self, wanted):
        said = self._heard()
        return [one for one in wanted if not any(_fits(one, words) for words in said)]

    def _tell(self, key):
        print(f"{key:>12}  {' | '.join(self._heard()) or '(nothing)'}", flush=True)

    def _judge(self, fact, lacking, unwanted):
        self.facts += 1
        print(f"{'':>12}  {'✗' if lacking or unwanted else '✓'} {fact}", flush=True)
        for problem, found in (("not heard", lacking), ("heard, and should not be", unwanted)):
            for one in found:
                print(f"{'':>14}  {problem}: {_name(one)}", flush=True)
        if lacking or unwanted:
            self.missed.append(fact)


def _fits(one, words):
    if callable(one):
        return one(words)
    return all(part in words for part in ((one,) if isinstance(one, str) else one))


def _name(one):
    if callable(one):
        return getattr(one, "func", one).__doc__
    return one if isinstance(one, str) else " ... ".join(one)
