// In the view of one document (`/doc/tree/…`) JupyterLab opens the document only after it has saved a state of its own,
// which it delays by half a second. A lesson need not wait for that.

/** The notebook that a page was asked for, where the page shows one alone; "" anywhere else, or where the address asks for more. */
export function onlyNotebook({ mode, treePath = "" }, search = "") {
  const asked = new URLSearchParams(search);
  const plain = !["factory", "reset", "clone", "file-browser-path"].some((name) => asked.has(name));
  return plain && mode === "single-document" && treePath.endsWith(".ipynb") ? treePath : "";
}

/** What JupyterLab calls in its own time for the same notebook. */
const OPEN_LATER = "filebrowser:open-path";

/**
 * Opens it as soon as it can be. A second opening would take a reader back who has gone on since. So JupyterLab's own call
 * only brings the list of files to the notebook's folder, and JupyterLab, which has not listened so far, is told what is
 * open, for the address. Where the file is not there, its call is left to tell of it.
 */
export async function openSooner({ commands, restored, serviceManager, shell }, path) {
  const execute = commands.execute.bind(commands);
  let begun = false;
  commands.execute = (id, args) => {
    if (id !== OPEN_LATER || args?.path !== path) return execute(id, args);
    delete commands.execute; // the registry's own is back
    if (!begun) {
      begun = true;
      return execute(id, args);
    }
    shell.currentPathChanged.emit({ oldValue: "", newValue: shell.currentPath });
    return execute("filebrowser:go-to-path", args);
  };
  await Promise.all([serviceManager.contents.get(path, { content: false }), restored]);
  if (begun) return;
  begun = true;
  await execute("docmanager:open", { path });
}
