// A lesson whose code is hidden is a page to read. JupyterLab still takes it for a program: one stray letter beside an
// activity deletes its cell, and a double click on a sentence shows its source, and both are saved within seconds.

const FIELD = "input, textarea, select, [contenteditable=true], .jp-InputArea-editor";
/** Keys that move or scroll, in the browser or in JupyterLab. */
const MOVES = new Set([" ", "Tab", "Escape", "Home", "End", "PageUp", "PageDown", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight",
  "Shift", "Control", "Alt", "Meta"]);

/** Whether JupyterLab would change the page by this key, pressed where nothing can be typed. */
export function changesThePage({ key, ctrlKey, metaKey, shiftKey }) {
  const command = ctrlKey || metaKey;
  if (/^F\d+$/.test(key)) return false;
  if (command) return ["x", "v", "z", "y", "a"].includes(key.toLowerCase()) || (shiftKey && (key.startsWith("Arrow") || key === "-" || key === "_"));
  if (key === "Enter") return !shiftKey; // Shift+Enter only runs a cell, and marks stay; Alt+Enter makes a new one
  return !MOVES.has(key) || (shiftKey && key.startsWith("Arrow"));
}

/** Keeps such keys, and double clicks on prose, from JupyterLab for as long as `isPage()` says so. */
export function keepWhole(panel, isPage) {
  const { node } = panel;
  const hold = (event) => {
    if (isPage() && !event.target.closest?.(FIELD) && changesThePage(event)) event.stopPropagation();
  };
  // JupyterLab hears keys at the document, after this; but double clicks at the notebook, so they are caught on the way down.
  const read = (event) => {
    if (isPage() && event.target.closest?.(".jp-MarkdownOutput")) event.stopPropagation();
  };
  node.addEventListener("keydown", hold);
  node.addEventListener("dblclick", read, true);
}
