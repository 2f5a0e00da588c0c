"""How many machines for how many readers: writes docs/capacity.md from docs/capacity.toml.

`python -m tests.bench.capacity` prints the page, `--write` puts it in its place. Counts memory, which is what runs out
first, and says how long a full machine takes to start everybody. Does not know prices, or the network of a school.
"""

import math
import sys
import tomllib
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
CLASS = 30
FIGURES, PAGE = DOCS / "capacity.toml", DOCS / "capacity.md"


def read() -> dict:
    """The stored figures."""
    return tomllib.loads(FIGURES.read_text(encoding="utf-8"))


def reader(figures: dict, kind: str = "measured") -> int:
    """MiB planned for one reader: a server, and a kernel for every lesson open."""
    return figures[kind]["server"] + figures["assumed"]["lessons_open"] * figures[kind]["kernel"]


def room(figures: dict, machine: int, kind: str = "measured") -> int:
    """Readers who can work at once on a machine of so many GB. Each machine is charged with a hub, or its equal."""
    left = machine * 1024 * (1 - figures["assumed"]["kept_back"]) - figures["measured"]["hub"]
    return math.floor(left / reader(figures, kind))


def wait(figures: dict, machine: int) -> int:
    """Seconds until the last reader of a full machine has a drawn lesson, when all of them log in in one moment."""
    processors = machine / 4 * figures["assumed"]["processors_for_4_gb"]
    return round(room(figures, machine) * figures["measured"]["processor"] / processors)


def machines(figures: dict, working: int, machine: int) -> int:
    """Machines of so many GB for readers who work at once."""
    return math.ceil(working / room(figures, machine))


def traffic(figures: dict, readers: int) -> str:
    """What the static site sends to readers who come for the first time."""
    gigabytes = readers * figures["site"]["first_visit"] / 1000
    return f"{gigabytes:,.0f} GB" if gigabytes >= 10 else f"{gigabytes:.1f} GB"


def rows(figures: dict) -> str:
    """The table: a line for each number of readers and each share of them that works at once."""
    made = []
    for readers in figures["assumed"]["readers"]:
        for share in figures["assumed"]["at_once"]:
            working = math.ceil(readers * share)
            hub = " | ".join(f"{machines(figures, working, size):,}" for size in figures["assumed"]["machines"])
            made.append(f"| {readers:,} | {working:,} | {hub} | none; {traffic(figures, readers)} |")
    return "\n".join(made)


def rooms(figures: dict, kind: str) -> str:
    """The room on every size of machine, as words."""
    return ", ".join(f"{room(figures, size, kind)} on {size} GB" for size in figures["assumed"]["machines"])


def class_machine(figures: dict) -> int:
    """The smallest of the machines that carries a class."""
    return next(size for size in figures["assumed"]["machines"] if room(figures, size) >= CLASS)


def page(figures: dict) -> str:
    """The whole page."""
    measured, assumed, site = figures["measured"], figures["assumed"], figures["site"]
    heads = " | ".join(f"hub: machines of {size} GB" for size in assumed["machines"])
    line = round(CLASS * site["first_visit"] * 8 / 100)
    return f"""# How many machines

**In short.** If readers need no account and no common place for their files, give them the static site: any web server
carries it, at any number. A JupyterHub costs memory for everybody who is at work. A class of {CLASS} fits on one machine of {class_machine(figures)} GB.

| readers | at work at once | {heads} | static site: machines; sent for all first visits |
|{"---|" * (len(assumed["machines"]) + 3)}
{rows(figures)}

One machine: The Littlest JupyterHub. More than one: Zero to JupyterHub. [Both are described here](../deploy/jupyterhub/README.md).

## What was measured

On {measured["date"]:%d %B %Y}, with `{measured["command"]}` ({measured["on"]}):

- A reader's server takes {measured["server"]} MiB, and every open lesson {measured["kernel"]} MiB, with its table and its
  picture drawn. That is shared memory counted once (PSS). A notebook with a single control in it takes
  {figures["slider"]["kernel"]} MiB: nearly all of the difference is pandas and matplotlib, which draw.
- The hub and its proxy take {measured["hub"]} MiB, once.
- From the log-in to the drawn picture, a reader keeps one processor busy for {measured["processor"]} seconds. After that
  a lesson hardly asks for any.

## What was assumed

- Each reader has {assumed["lessons_open"]} lessons open: {reader(figures)} MiB. The limit of 512 MiB stops what runs away; it is not what is planned with.
- {100 * assumed["kept_back"]:.0f} % of a machine's memory is the system's.
- So there is room for {rooms(figures, "measured")}. (If no lesson drew anything, it would be {rooms(figures, "slider")}.)
- Machines have {assumed["processors_for_4_gb"]} processor for every 4 GB. If all readers of a full machine log in in one moment, the
  last of them has the picture after about {max(wait(figures, machine) for machine in assumed["machines"])} seconds: let a class come over two minutes, or start the servers before.
- “At work at once” is given twice: everybody (a class, an examination), and one in five (homework over an evening).
- The static site sends {site["first_visit"]} MB to a reader who comes for the first time, and hardly anything afterwards. {CLASS} first
  visits at once take about {line} seconds on a line of 100 Mbit/s. Some free hosts have a monthly limit: GitHub Pages asks
  to stay under 100 GB.

## What this does not tell

Prices, and how good the network is. Kubernetes keeps some memory of every machine for itself; count it as what is kept back
for the system and as the hub, which is charged to every machine here. A JupyterHub is one program: thirty readers at
once were tested, and for some thousands at once people run several hubs.

*The numbers on this page are computed from [capacity.toml](capacity.toml) by `python -m tests.bench.capacity --write`: change
them there.*
"""


def main(arguments: list[str]) -> int:
    """Print the page, or write it."""
    made = page(read())
    if arguments == ["--write"]:
        PAGE.write_text(made, encoding="utf-8")
    else:
        print(made, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
