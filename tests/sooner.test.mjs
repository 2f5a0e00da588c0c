// Which page's notebook is opened before JupyterLab gets to it: run with `node --test`, as tests/test_javascript.py does.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const script = new URL("../lessons/labextension/static/sooner.js", import.meta.url);
const { onlyNotebook, openSooner } = await import(`data:text/javascript;base64,${readFileSync(script).toString("base64")}`);

test("a page that shows one notebook alone is about that notebook, and no other page is", () => {
  const alone = { mode: "single-document", treePath: "notebooks/01_a.ipynb" };
  const pages = [
    [alone, "?token=abc", "notebooks/01_a.ipynb"],
    [alone, "", "notebooks/01_a.ipynb"],
    [alone, "?factory=Editor", ""],
    [alone, "?reset", ""],
    [{ ...alone, mode: "multiple-document" }, "", ""],
    [{ ...alone, treePath: "lessons/guide.md" }, "", ""],
    [{ ...alone, treePath: "" }, "", ""],
    [{}, "", ""],
  ];
  for (const [page, search, path] of pages) assert.equal(onlyNotebook(page, search), path, JSON.stringify([page, search]));
});

/** JupyterLab as far as it is asked: what it is made to do goes into `done`. */
function lab(get) {
  const done = [];
  class Registry {
    async execute(id, args) {
      done.push([id, args.path]);
    }
  }
  const shell = { currentPath: "what is open.ipynb", currentPathChanged: { emit: ({ newValue }) => done.push(["open is", newValue]) } };
  const app = { done, shell, commands: new Registry(), serviceManager: { contents: { get } } };
  app.restored = new Promise((resolve) => (app.restore = resolve));
  return app;
}

const later = (app, path = "a.ipynb") => app.commands.execute("filebrowser:open-path", { path });

test("it is opened once JupyterLab is ready, and JupyterLab's own call then shows its folder alone, once", async () => {
  const app = lab(async () => ({}));
  const opening = openSooner(app, "a.ipynb");
  await later(app, "b.ipynb");
  app.restore();
  await opening;
  await later(app);
  await later(app);
  assert.deepEqual(app.done, [["filebrowser:open-path", "b.ipynb"], ["docmanager:open", "a.ipynb"], ["open is", "what is open.ipynb"],
    ["filebrowser:go-to-path", "a.ipynb"], ["filebrowser:open-path", "a.ipynb"]]);
});

test("where JupyterLab comes first it is not opened a second time", async () => {
  const app = lab(async () => ({}));
  const opening = openSooner(app, "a.ipynb");
  await later(app);
  app.restore();
  await opening;
  assert.deepEqual(app.done, [["filebrowser:open-path", "a.ipynb"]]);
});

test("what is not there is left to JupyterLab to tell", async () => {
  const app = lab(() => Promise.reject(new Error("no such file")));
  await assert.rejects(openSooner(app, "a.ipynb"));
  await later(app);
  assert.deepEqual(app.done, [["filebrowser:open-path", "a.ipynb"]]);
});
