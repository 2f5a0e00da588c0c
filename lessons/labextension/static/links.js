// Links between lessons on a static site. There JupyterLite leads them to a page that the site does not have.

/** The page of the site for the file that a link names: a lesson in this window's application, a teacher's page; "" for any other. */
export function pageOf(href) {
  const [, root, path] = href.match(/^(.*?)\/files\/([^?#]+)/) ?? [];
  if (!path) return "";
  if (path.endsWith(".ipynb")) return `${root}/notebooks/index.html?path=${path}`;
  const guide = path.match(/content\/(\w+)\/guide\.md$/);
  return guide ? `${root}/guides/${guide[1]}.html` : "";
}

/** Leads the links in a lesson's prose to pages of the site. */
export function followLinks(panel) {
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
