"""The floor plan: no module imports from above, and the lower floors load at once."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import lessons
from lessons.places import package_folder

PLAN = {
    0: ["disk", "errors", "places", "labels", "palette", "scale", "table"],
    1: ["article", "bundle", "edition", "pyodide"],
    2: ["annotation", "selectors", "webannotation", "pairing", "library", "readability", "imprint", "draft", "intake", "sources"],
    3: ["scoring", "feedback", "agreement", "workbook", "backup", "keyfile", "ownshelf", "settling", "tables"],
    4: ["plots", "htmlplots", "pictures", "widgets"],
    5: ["exercise", "lesson", "cli", "site", "startpage", "guidepage", "__init__"],
}
FLOOR = {name: floor for floor, names in PLAN.items() for name in names}
# What is heavy, and the only doors through which it comes in.
DOORS = {
    "pandas": ["table"],
    "numpy": [],
    "matplotlib": ["plots"],
    "anywidget": ["widgets"],
    "ipywidgets": ["widgets"],
    "traitlets": ["widgets"],
    "IPython": ["widgets"],
    "jupyterlite_core": ["site"],
    "packaging": ["bundle"],
    "trafilatura": ["intake"],
    "docx": ["intake"],
    "mistune": ["guidepage"],
    "charset_normalizer": ["intake"],
    "jupyterlite_pyodide_kernel": ["site"],
}


def rooms():
    """Every module of the package by its path: ``workbook``, ``widgets.annotator``."""
    root = package_folder()
    return {".".join(path.relative_to(root).with_suffix("").parts): path
            for path in sorted(root.rglob("*.py"))}


ROOMS = rooms()


def is_for_types_only(node):
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def is_for_later(node):
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def statements(node, at_once):
    """All nodes of a module but those that only a type checker sees; ``at_once``: only what runs as it is imported."""
    for child in ast.iter_child_nodes(node):
        if not is_for_types_only(child) and not (at_once and is_for_later(child)):
            yield child
            yield from statements(child, at_once)


@cache
def imports(room, at_once=False):
    """What a room imports, anywhere in it: ``lessons.article`` for its own, ``pandas`` for others."""
    found = []
    for node in statements(ast.parse(ROOMS[room].read_text(encoding="utf-8")), at_once):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            parts = room.split(".")[: -node.level]
            base = [*parts, *(node.module.split(".") if node.module else [])]
            names = [base] if node.module else [[*base, alias.name] for alias in node.names]
            found += [".".join(["lessons", *name]) for name in names]
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module)
    return found


def own(room):
    """The storeys (first names) of the package that a room imports from, its own left out."""
    here = room.split(".")[0]
    found = (name.split(".")[1] if "." in name else "__init__" for name in imports(room)
             if name.split(".")[0] == "lessons")
    return sorted(set(found) - {here})


def foreign(room, at_once=False):
    return sorted({name.split(".")[0] for name in imports(room, at_once)} - {"lessons"})


@pytest.mark.parametrize("room", ROOMS)
def test_a_module_stands_on_a_floor(room):
    assert room.split(".")[0] in FLOOR, f"Put {room} on a floor of the plan in {Path(__file__).name}."


def test_every_room_of_the_plan_is_there():
    assert [] == sorted(set(FLOOR) - {room.split(".")[0] for room in ROOMS})


@pytest.mark.parametrize("room", ROOMS)
def test_a_module_imports_nothing_from_above(room):
    here = FLOOR[room.split(".")[0]]

    assert [] == [name for name in own(room) if FLOOR[name] > here]


def test_no_module_is_needed_for_itself():
    needs = {}
    for room in ROOMS:
        needs.setdefault(room.split(".")[0], set()).update(own(room))
    while free := [name for name, others in needs.items() if not others & set(needs)]:
        for name in free:
            del needs[name]

    assert {} == needs


@pytest.mark.parametrize("room", [room for room in ROOMS if FLOOR.get(room.split(".")[0], 0) <= 3 or room
                                  == "__init__"])
def test_floors_0_to_3_need_the_standard_library_alone(room):
    assert [] == [name for name in foreign(room, at_once=True) if name not in sys.stdlib_module_names]


@pytest.mark.parametrize("package", DOORS)
def test_what_is_heavy_comes_in_by_its_own_door(package):
    users = {room.split(".")[0] for room in ROOMS if package in foreign(room)}

    assert users <= set(DOORS[package])


@pytest.mark.parametrize("room", ROOMS)
def test_every_other_package_has_a_door(room):
    assert [] == [name for name in foreign(room) if name not in sys.stdlib_module_names and name not in DOORS]


def test_scoring_never_sees_a_widget_and_widgets_never_score():
    assert "widgets" not in own("scoring")
    assert [] == [room for room in ROOMS if room.startswith("widgets")
                  and {"scoring", "feedback"} & set(own(room))]


def loaded_by(code):
    done = subprocess.run([sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
                          capture_output=True, text=True,
                          check=True, cwd=package_folder().parent)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy():
    assert set() == loaded_by("import lessons") & {*DOORS, "lessons.article", "lessons.lesson"}


def test_reading_a_key_and_scoring_loads_nothing_heavy():
    code = "import lessons; key = lessons.open_key('hotnews'); lessons.score(key, key)"

    assert set() == loaded_by(code) & set(DOORS)


def test_showing_an_article_to_be_marked_loads_no_pandas_and_no_matplotlib():
    code = "import lessons; lessons.open_lesson('01_who_says_so').mark('hotnews')"

    assert set() == loaded_by(code) & {"pandas", "numpy", "matplotlib"}


def test_counting_for_every_picture_loads_nothing_heavy():
    code = """from lessons import open_key, tables
key = [open_key("hotnews")]
tables.marks_table(key[0]), tables.sources_by("what", key), tables.claims_by_support(key), tables.quoted_share(key)
tables.chains(key), tables.figures("cluster-munitions")"""

    assert set() == loaded_by(code) & set(DOORS)


@pytest.mark.parametrize("name", lessons.__all__)
def test_what_the_window_shows_is_there(name):
    assert getattr(lessons, name).__doc__


def test_what_the_window_does_not_show_is_not_there():
    with pytest.raises(AttributeError, match="^module 'lessons' has no attribute 'magic'$"):
        lessons.magic  # noqa: B018


def test_no_name_in_the_shop_window_is_a_module_too():
    """Importing a module puts it into its package under its own name, where it would hide what the window offers."""
    assert set(lessons.__all__) & {room.partition(".")[0] for room in ROOMS} == set()
