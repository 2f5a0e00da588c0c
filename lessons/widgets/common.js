// What more than one widget needs. Python puts it into each (see joined.py), so that a widget stays one module.

/** `template` with {names} filled in. */
export function fill(template, values = {}) {
  return String(template ?? "").replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

/**
 * No key pressed in a widget may reach JupyterLab, where x deletes the cell and Shift+Enter runs it again, and where
 * Ctrl+P prints a page without the widget; the browser's own printing is left to answer that key. Whether it was kept back.
 */
export function guard(event) {
  const command = event.ctrlKey || event.metaKey;
  const letter = event.key.toLowerCase();
  if (/^F\d+$/.test(event.key) || (command && ["s", "f", "h"].includes(letter)) || (command && event.shiftKey && letter === "c")) return false;
  event.stopPropagation();
  if (event.key === "Enter" && (event.shiftKey || command || event.altKey)) event.preventDefault();
  return true;
}

/** Keeps keys in a widget, also those pressed after a click beside its buttons, which would else choose the cell around it. */
export function holdKeys(box) {
  box.tabIndex = -1;
  box.addEventListener("keydown", guard);
}

/** Offer `text` as a file to keep. */
export function offerFile(name, text) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** An id that nothing else on the page has. */
export function randomId(prefix) {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return `${prefix}-${[...bytes].map((byte) => byte.toString(36).padStart(2, "0")).join("")}`;
}
