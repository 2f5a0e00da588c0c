"""The widgets' JavaScript: its own tests pass, and it counts characters as Python does."""

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from lessons.places import package_folder
from lessons.widgets.joined import joined

HERE = Path(__file__).parent
# Everything Unicode has but surrogates, most of it from the places where counting goes wrong.
RANGES = [(0x20, 0x7F), (0x20, 0x7F), (0xA0, 0x500), (0x300, 0x370), (0x590, 0x700), (0x2000, 0x2070),
          (0x3000, 0xD800),
          (0xE000, 0x10000), (0x1F1E6, 0x1F200), (0x1F300, 0x1FB00), (0x1F3FB, 0x1F400), (0x10000, 0x110000)]
SPECIAL = ["\r\n", "\u200d", "\ufe0f", "\u0301", "\u2029", "\ufeff"]


@pytest.fixture(scope="module")
def node():
    """The Node program, 20 or newer."""
    found = shutil.which("node")
    if found:
        return found
    sentence = (
        "Node is not on this machine, so the widgets' JavaScript was not tested: install Node 20 or "
        "newer."
    )
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


def run(node, *arguments, text=""):
    return subprocess.run([node, *arguments], input=text, capture_output=True, encoding="utf-8", cwd=HERE,
                          timeout=120)


@pytest.mark.parametrize("script", sorted(path.name for path in HERE.glob("*.test.mjs")))
def test_the_widgets_javascript_passes_its_own_tests(node, script):
    done = run(node, "--test", "--test-reporter=tap", script)

    assert 0 == done.returncode, "\n".join(line for line in done.stdout.splitlines() if "not ok" in line
                                           or "error:" in line)


def drawn_text(draw):
    pieces = (draw.choice(SPECIAL) if draw.random() < 0.1 else chr(draw.randrange(*draw.choice(RANGES)))
              for _ in range(draw.randrange(1, 120)))
    return "".join(pieces)


def test_100_000_spans_are_counted_alike_in_python_and_javascript(node):
    draw = random.Random(2026)
    rows = []
    for _ in range(1000):
        text = drawn_text(draw)
        starts = [draw.randrange(len(text)) for _ in range(100)]
        rows.append({"text": text,
                     "points": [p for s in starts for p in (s, draw.randrange(s + 1, len(text) + 1))]})
    done = run(node, "convert.mjs", text=json.dumps(rows))
    answers = json.loads(done.stdout or "[]")
    expected = [{"length": len(row["text"]), "units": list(map(units_of(row["text"]), row["points"])),
                 "points": row["points"]} for row in rows]

    assert "" == done.stderr
    assert 100_000 == sum(len(row["points"]) for row in rows) // 2
    assert [] == [row["text"] for row, told, wanted in zip(rows, answers, expected, strict=True)
                  if told != wanted]


def units_of(text):
    """Code points to UTF-16 units, by Python's own encoder."""
    places = [len(text[:point].encode("utf-16-le")) // 2 for point in range(len(text) + 1)]
    return places.__getitem__


@pytest.mark.parametrize("name", sorted(path.name for path in (package_folder() / "widgets").glob("*.js")))
def test_python_joins_a_widgets_modules_as_the_tests_do(node, name):
    program = f"import {{ source }} from './javascript.mjs'; process.stdout.write(source({json.dumps(name)}))"

    assert joined(name) == run(node, "--input-type=module", "--eval", program).stdout
    assert "import " not in "".join(line for line in joined(name).splitlines() if line.startswith("import"))
