"""Where the scale of a picture begins and ends, for whatever draws it."""

import math


def round_ends(least: float, most: float) -> tuple[float, float]:
    """The round numbers at or around these two, never the same: 100 and 130 for 101 and 123."""
    step = 10 ** math.floor(math.log10(most - least)) if most > least else 1
    low = math.floor(least / step) * step
    return low, max(math.ceil(most / step) * step, low + step)
