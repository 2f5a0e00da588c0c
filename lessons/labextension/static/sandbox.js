// Where JupyterLab runs: on the reader's own machine, on a server that keeps each reader apart, or in the browser alone.

/** What the page was told about itself. JupyterLab and JupyterLite both leave it in the page. */
export function pageConfig() {
  try {
    return JSON.parse(document.getElementById("jupyter-config-data").textContent);
  } catch {
    return {};
  }
}

/** The edition of the static site (eight hexadecimal digits); "" anywhere else. */
export const siteEdition = (config = pageConfig()) => config.secondSourceEdition ?? "";

/** A static site, a hub or Binder: nothing that a lesson runs there touches the machine in front of the reader. */
export function isSandbox(config = pageConfig()) {
  return Boolean(siteEdition(config) || config.hubUser || /\/user\/[^/]+\/$/.test(config.baseUrl ?? ""));
}

const OWN_CALL =
  /^(import lessons|try:|except ImportError:| {4}(import matplotlib\.pyplot as plt|pass)|lesson = lessons\.open_lesson\("\w+"\)|(picture = )?lesson\.\w+\((lesson\.\w+, )?("[\w-]*")?(, whose="\w+")?\)|picture\.frame)?$/;

/**
 * Whether code is made of the kit's own calls alone, so that it may run without being asked for. A notebook from
 * elsewhere can carry the kit's mark and any code; what it cannot do is pass as one of these lines.
 */
export const isOwnCode = (code) => code.split("\n").every((line) => OWN_CALL.test(line));

/**
 * Whether a folder (as JupyterLab lists it) holds what Python could import from beside a notebook: a `lessons.py` there
 * would be taken for the kit, and whatever the kit imports for its own as well.
 */
export const holdsCode = (listing) =>
  listing.some(({ name, type }) => (type === "directory" ? name !== "teacher" && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) : /\.(py|pyc|pyd|so)$/i.test(name)));

/** Where a page of an earlier edition has moved to; "" for the present edition and for any other page. */
export function movedTo(address, edition) {
  const url = new URL(address);
  const found = url.searchParams.get("path")?.match(/^notebooks\/([0-9a-f]{8})\/(.+)$/);
  if (!edition || !found || found[1] === edition) return "";
  url.searchParams.set("path", `notebooks/${edition}/${found[2]}`);
  return url.href;
}

/** The answers files that the browser keeps because the page cannot (see annotator.js), as one backup; null if none. */
export function keptFiles(storage) {
  const files = {};
  for (let i = 0; i < storage.length; i += 1) {
    const name = storage.key(i).match(/^second-source:file:(.+)$/)?.[1];
    if (name) files[name] = storage.getItem(storage.key(i));
  }
  return Object.keys(files).length ? JSON.stringify({ type: "SecondSourceBackup", "ss:format": 1, files }) : null;
}

/** Python that puts a backup back among the files. A JSON string is a Python string too. */
export const bringBack = (backup) => `from lessons.backup import put_back_kept\nput_back_kept(${JSON.stringify(backup)})`;
