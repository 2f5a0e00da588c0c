"""What the marks come to, a table or a picture, and the button that shows it anew from the latest marks."""

from __future__ import annotations

import html
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
import traitlets

from ..errors import LessonError
from ..places import content_folder
from .joined import joined

_HERE = Path(__file__).parent


class LatestButton(anywidget.AnyWidget):
    """A button that says when it is done. Its keys stay its own (see live.js)."""

    _esm = joined("live.js")
    _css = _HERE / "live.css"
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, pressed: Callable[[], None]) -> None:
        super().__init__(words=_words())
        self._pressed = pressed
        self.on_msg(self._heard)

    def _heard(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if isinstance(content, dict) and content.get("type") == "latest":
            self._pressed()
            self.send({"type": "done"})


def _words() -> dict[str, str]:
    return tomllib.loads((content_folder() / "live.toml").read_text(encoding="utf-8"))


def _told(sentence: str) -> dict[str, str]:
    return {"text/plain": sentence, "text/html": f"<p>{html.escape(sentence)}</p>"}


class Live(ipywidgets.VBox):
    """Shows what ``make()`` returns (anything with ``_repr_html_``), and again whenever the button is pressed.

    The button makes all of ``together()`` anew (this alone by default). A LessonError is shown as its sentence. Does not
    follow the marks by itself: drawing takes the kernel a moment, and a reader who is marking should not wait for it.
    """

    def __init__(self, make: Callable[[], Any], together: Callable[[], Iterable[Live]] | None = None) -> None:
        self._make, self._together = make, together or (lambda: [self])
        self._output = ipywidgets.Output()
        super().__init__([LatestButton(self._pressed), self._output])
        self.latest()

    def _pressed(self) -> None:
        for shown in self._together():
            shown.latest()

    def latest(self) -> None:
        """Make it again and show it; of a table without rows, a sentence."""
        try:
            made = self._make()
            empty = hasattr(made, "__len__") and not len(made)
            data = _told(_words()["nothing"]) if empty else {"text/plain": repr(made), "text/html": made._repr_html_()}
        except LessonError as problem:
            data = _told(str(problem))
        self._output.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)
