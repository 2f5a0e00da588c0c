"""The one form in which notebooks are committed. ``python -m tests.notebooks --write`` puts them into it."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"


def all_notebooks() -> list[Path]:
    """Every notebook of the kit, in order."""
    return sorted(path for path in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def canonical(text: str) -> str:
    """The text of a notebook without outputs, counts and machine metadata, as nbformat writes it."""
    notebook = nbformat.reads(text, as_version=4)
    kept = {name: notebook.metadata[name] for name in ("second_source",) if name in notebook.metadata}
    notebook.metadata = nbformat.from_dict({
        **kept,
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    })
    for cell in notebook.cells:
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden")
        cell.metadata = nbformat.from_dict({"jupyter": {"source_hidden": True}} if hidden else {})
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(notebook, version=4) + "\n"


if __name__ == "__main__":
    for path in all_notebooks():
        text = path.read_text(encoding="utf-8")
        if canonical(text) != text:
            print(path.relative_to(FOLDER.parent))
            if "--write" in sys.argv:
                path.write_text(canonical(text), encoding="utf-8", newline="\n")
