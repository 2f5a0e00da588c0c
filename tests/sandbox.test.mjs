// What the lab extension may do by itself, and where: run with `node --test`, as tests/test_javascript.py does.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import test from "node:test";

const script = new URL("../lessons/labextension/static/sandbox.js", import.meta.url);
const { bringBack, holdsCode, isOwnCode, isSandbox, keptFiles, movedTo, siteEdition } =
  await import(`data:text/javascript;base64,${readFileSync(script).toString("base64")}`);

const notebooks = new URL("../notebooks/", import.meta.url);
const cells = (name) => JSON.parse(readFileSync(new URL(name, notebooks), "utf8")).cells
  .filter((cell) => cell.cell_type === "code").map((cell) => cell.source.join(""));

test("a lesson starts by itself on a static site, on a hub and on Binder, and not on the reader's own machine", () => {
  const pages = [
    [{ secondSourceEdition: "0123abcd", baseUrl: "/" }, true],
    [{ baseUrl: "/user/ana/", hubUser: "ana" }, true],
    [{ baseUrl: "/user/school-second-source-x1y2/" }, true],
    [{ baseUrl: "/jupyter/user/ana/" }, true],
    [{ baseUrl: "/" }, false],
    [{ baseUrl: "/users/" }, false],
    [{}, false],
  ];
  for (const [page, answer] of pages) assert.equal(isSandbox(page), answer, JSON.stringify(page));
  assert.equal(siteEdition({ secondSourceEdition: "0123abcd" }), "0123abcd");
});

for (const name of readdirSync(notebooks).filter((one) => one.endsWith(".ipynb"))) {
  test(`every cell of ${name} is the kit's own code`, () => {
    for (const code of cells(name)) assert.ok(isOwnCode(code), code);
  });
}

test("the lines by which a site asks for matplotlib are the kit's own code", () => {
  assert.ok(isOwnCode('try:\n    import matplotlib.pyplot as plt\nexcept ImportError:\n    pass\n\nlesson.picture("chains")'));
});

test("anything that a stranger could slip in is not the kit's own code", () => {
  const foreign = [
    "import os", "import lessons, os", "import lessons; import os", "import lessons\nos.remove('x')",
    'lesson.mark("hotnews"); print(1)', "lesson.mark(open('x'))", 'lesson.mark(f"{1}")', "lesson.mark(lesson.x())",
    "lesson.live(lesson.frame, __import__('os'))", "!ls", "%run x.py", "%%bash", 'lesson.mark("a")[0]', "lesson.x.y()",
    'lesson = lessons.open_lesson("../x")', "lesson = evil", 'lesson.mark("hotnews") ', " import lessons", "lesson.mark('x')",
    'lesson.mark("hot\\news")', "import matplotlib", "    import os", "try: import os", "except ImportError: evil()", "lessons.edit_key(\"hotnews\")",
  ];
  for (const code of foreign) assert.equal(isOwnCode(code), false, code);
});

test("a folder that could pass for the kit, or for what it imports, is known", () => {
  const listing = (...names) => names.map((name) => (name.endsWith("/") ? { name: name.slice(0, -1), type: "directory" } : { name, type: "file" }));
  for (const names of [[], ["01_who_says_so.ipynb", "teacher/", ".ipynb_checkpoints/", "my-work/", "my-articles/"], ["notes.txt", "article.docx", "photo.png"]]) assert.equal(holdsCode(listing(...names)), false, names);
  for (const name of ["lessons.py", "json.PY", "lessons/", "matplotlib/", "json/", "наука/", "lessons.cpython-312-x86_64-linux-gnu.so", "lessons.pyd"]) {
    assert.ok(holdsCode(listing("01_who_says_so.ipynb", name)), name);
  }
});

test("a page of an earlier edition leads to the same page of this one, and no other page moves", () => {
  const at = (path) => `https://school.example/news/notebooks/index.html?path=${encodeURIComponent(path)}`;
  const rows = [
    ["notebooks/0123abcd/01_who_says_so.ipynb", "99999999", "notebooks/99999999/01_who_says_so.ipynb"],
    ["notebooks/0123abcd/teacher/edit_a_key.ipynb", "99999999", "notebooks/99999999/teacher/edit_a_key.ipynb"],
    ["notebooks/0123abcd/01_who_says_so.ipynb", "0123abcd", ""],
    ["notebooks/0123abcd/01_who_says_so.ipynb", "", ""],
    ["my-own/notes.ipynb", "99999999", ""],
    ["notebooks/my-notes/notes.ipynb", "99999999", ""],
  ];
  for (const [path, edition, moved] of rows) {
    const found = movedTo(at(path), edition);
    assert.equal(found && new URL(found).searchParams.get("path"), moved);
    if (found) assert.ok(found.startsWith("https://school.example/news/notebooks/index.html?"));
  }
  assert.equal(movedTo("https://school.example/lab/index.html", "99999999"), "");
});

test("the files that a browser kept become one backup, and nothing else in its store does", () => {
  const storage = (rows) => ({ length: rows.length, key: (i) => rows[i][0], getItem: (name) => Object.fromEntries(rows)[name] });
  const backup = keptFiles(storage([["second-source:file:01.json", "{}"], ["second-source:01/hotnews", "x"], ["theme", "dark"]]));
  assert.deepEqual(JSON.parse(backup), { type: "SecondSourceBackup", "ss:format": 1, files: { "01.json": "{}" } });
  assert.equal(keptFiles(storage([["theme", "dark"]])), null);
});

test("the Python that brings a backup back holds it as one string, whatever is in it", () => {
  const code = bringBack('{"a": "“it\'s” \\\\ \n \u2028"}');
  assert.equal(code.split("\n").length, 2);
  assert.ok(code.endsWith('")'));
});
