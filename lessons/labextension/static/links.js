// Links between lessons on a static site. There JupyterLite leads them to a page that the site does not have.

/** The page of the site for the file that a link names: a lesson in this window's application, a teacher's page; "" for any other. */
export function pageOf(href) {
  const [, root, path] = href.match(/^(.*?)\/files\/([^?#]+)/) ?? [];
  if (!path) return "";
  if (path.endsWith(".ipynb")) return `${root}/notebooks/index.html?path=${path}`;
  const guide = path.match(/content\/(\w+)\/guide\.md$/);
  return guide ? `${root}/guides/${guide[1]}.html` : "";
}

/** The page of the site for an address under which JupyterLite would open a notebook; "" for any other. */
export function pageOfTree(address) {
  const [, root, path] = String(address).match(/^(.*)\/tree\?path=([^&#]+\.ipynb)$/) ?? [];
  return path ? `${root}/notebooks/index.html?path=${decodeURIComponent(path)}` : "";
}

/** A link to a notebook that the browser has saved names no file any more, but a blob: then JupyterLite's own opening is led right. */
function followBlobs() {
  const open = window.open.bind(window);
  window.open = (address, ...more) => {
    const page = pageOfTree(address);
    if (!page) return open(address, ...more);
    window.location.assign(page);
    return null;
  };
}

let followed = false;

/** Leads the links in a lesson's prose to pages of the site. */
export function followLinks(panel) {
  if (!followed) followBlobs();
  followed = true;
  const follow = (event) => {
    const link = event.target.closest?.(".jp-MarkdownOutput a[href]");
    const page = link ? pageOf(link.href) : "";
    if (!page) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) window.open(page);
    else window.location.assign(page);
  };
  // On the way down: JupyterLite's own listener sits on the link.
  for (const type of ["click", "auxclick"]) panel.node.addEventListener(type, follow, true);
}
