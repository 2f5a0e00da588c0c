// Which keys a lesson's page keeps from JupyterLab: run with `node --test`, as tests/test_javascript.py does.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const script = new URL("../lessons/labextension/static/page.js", import.meta.url);
const { changesThePage } = await import(`data:text/javascript;base64,${readFileSync(script).toString("base64")}`);

/** "Ctrl+Shift+x" as the browser tells it. */
function pressed(name) {
  const parts = name.split("+");
  return { key: parts.at(-1), ctrlKey: parts.includes("Ctrl"), metaKey: parts.includes("Meta"), altKey: parts.includes("Alt"), shiftKey: parts.includes("Shift") };
}

test("what deletes, cuts, pastes, inserts, moves, merges or opens cells for writing is kept back", () => {
  for (const name of ["x", "d", "a", "b", "c", "v", "z", "m", "y", "r", "1", "0", "Shift+M", "Delete", "Backspace", "Enter", "Alt+Enter", "Ctrl+x",
    "Meta+v", "Ctrl+a", "Ctrl+Shift+ArrowUp", "Ctrl+Shift+-", "Shift+ArrowDown"])
    assert.equal(changesThePage(pressed(name)), true, name);
});

test("what moves, scrolls, saves, searches, zooms or runs a cell again is left alone", () => {
  for (const name of ["ArrowDown", "PageUp", "Home", " ", "Tab", "Shift+Tab", "Escape", "F5", "F11", "Ctrl+s", "Ctrl+f", "Ctrl+c", "Ctrl+p", "Ctrl++",
    "Ctrl+0", "Ctrl+Shift+c", "Shift+Enter", "Ctrl+Enter", "Control", "Shift"])
    assert.equal(changesThePage(pressed(name)), false, name);
});
