"""A widget's JavaScript as the one module that a notebook can load: there is no address for a second.

This is no bundler: the files are joined as they are written, so what a browser shows of an error is what stands here.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+)\.js";\n', re.MULTILINE)


@cache
def joined(name: str) -> str:
    """The module in the file ``name``, behind each module that it needs from beside it; each stands there once.

    What they export is an ordinary name here, so no two of them may share one, unless inside a function.
    """
    needed: dict[str, str] = {}

    def text_of(file: str) -> str:
        text = (_HERE / file).read_text(encoding="utf-8")
        for other in _IMPORT.findall(text):
            if other not in needed:
                needed[other] = re.sub(r"^export ", "", text_of(f"{other}.js"), flags=re.MULTILINE)
        return _IMPORT.sub("", text)

    last = text_of(name)
    return "\n".join([*needed.values(), last])
