"""Which cell of a notebook is being run."""

from __future__ import annotations

import sys


def running_cell() -> tuple[str, int] | None:
    """The id of the cell that is being run, as the notebook calls it, and the number of this run; None where nobody tells."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    try:
        return str(shell.kernel.get_parent()["metadata"]["cellId"]), int(shell.execution_count)
    except (AttributeError, KeyError, TypeError):
        return None  # no notebook, or a program that names no cells
