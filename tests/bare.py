"""The lessons where there is no pandas, numpy or matplotlib. ``python -m tests.bare`` writes what they show, as JSON."""

import json
import sys
from dataclasses import replace

MISSING = {"pandas", "numpy", "matplotlib"}


class Refuse:
    """Says of what is missing that it is not there, although this machine has it."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] in MISSING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def answer_like_the_key(lesson):
    """Marks in the reader's workbook what the key has. Ids are of one key only, and a workbook holds several articles."""
    from lessons import open_key

    for step in lesson.steps:
        for item in open_key(step.article).of(*step.labels) if step.key else ():
            link = f"{step.article} {item.link}" if item.link else ""
            lesson.workbook.change([replace(item, id=f"{step.article} {item.id}", link=link, standing="", note="")])


def shown():
    """Everything the lessons show as a table or a picture, by name."""
    from lessons import list_lessons, open_lesson
    from lessons.pictures import _TABLES

    last = open_lesson("04_side_by_side")
    for state in ("empty", "full"):
        for name in list_lessons():
            lesson = open_lesson(name)
            if state == "full":
                answer_like_the_key(lesson)
            for step in lesson.steps:
                yield f"{state}: frame {name} {step.id}", lesson.frame(step.id)._repr_html_()
                yield f"{state}: live frame {name} {step.id}", of_live(lesson.live(lesson.frame, step.id))
        for name in _TABLES:
            for whose in ("mine", "key"):
                yield f"{state}: picture {name} {whose}", last.picture(name, whose)._repr_html_()
            yield f"{state}: live picture {name} mine", of_live(last.live(last.picture, name))
            yield f"{state}: frame of {name}", last.picture(name, "key").frame._repr_html_()


def of_live(live):
    """The HTML below the button."""
    return live.children[1].outputs[0]["data"]["text/html"]


if __name__ == "__main__":
    sys.meta_path.insert(0, Refuse)
    everything = dict(shown())
    assert not MISSING & set(sys.modules)
    json.dump(everything, sys.stdout)
