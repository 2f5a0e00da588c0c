"""The links of the instructions for Binder, taken apart as Binder takes them apart."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from .parts import KIT

README = KIT / "deploy" / "binder" / "README.md"
CONTENT = "https://github.com/YOU/CLASS"  # the repository that nbgitpuller fetches


@dataclass(frozen=True)
class Link:
    """Where a link leads: `place` is what follows the address of the reader's server."""

    address: str

    @property
    def place(self):
        return _fields(urlsplit(self.address).query)["urlpath"]

    @property
    def pull(self):
        """What nbgitpuller is told, by name; {} if the link does not go through it."""
        asked = urlsplit(self.place)
        return _fields(asked.query) if asked.path == "git-pull" else {}

    @property
    def page(self):
        """The page that opens in the end: a view and the path of a notebook."""
        return self.pull.get("urlpath", self.place)

    @property
    def notebook(self):
        """The notebook's path in the repository that it comes from."""
        return self.page.partition("/tree/")[2].removeprefix(f"{self.pull.get('targetPath')}/")


def _fields(query):
    return {name: values[0] for name, values in parse_qs(query, strict_parsing=True).items()}


def links():
    """Every link of the instructions that starts a server."""
    found = re.findall(r"https://mybinder\.org/v2/[^\s)]+", README.read_text(encoding="utf-8"))
    return [Link(address) for address in found]


def made(place):
    """The link to a place, as Binder's own form would make it."""
    return f"https://mybinder.org/v2/gh/OWNER/REPOSITORY/TAG?urlpath={quote(place, safe='')}"
