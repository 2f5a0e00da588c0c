// Where links lead on a static site: run with `node --test`, as tests/test_javascript.py does.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const script = new URL("../lessons/labextension/static/links.js", import.meta.url);
const { pageOf, pageOfTree } = await import(`data:text/javascript;base64,${readFileSync(script).toString("base64")}`);

const SITE = "https://school.test/news";

test("a link to a lesson leads to the lesson's page, one to a guide to the guide's, and no other is touched", () => {
  const links = [
    [`${SITE}/files/notebooks/0123abcd/01_who_says_so.ipynb`, `${SITE}/notebooks/index.html?path=notebooks/0123abcd/01_who_says_so.ipynb`],
    [`${SITE}/files/notebooks/0123abcd/teacher/new_article.ipynb?_xsrf=1`, `${SITE}/notebooks/index.html?path=notebooks/0123abcd/teacher/new_article.ipynb`],
    [`${SITE}/files/notebooks/lessons/content/05_your_article/guide.md`, `${SITE}/guides/05_your_article.html`],
    [`${SITE}/files/notebooks/0123abcd/notes.txt`, ""],
    ["https://www.w3.org/TR/annotation-model/", ""],
    [`${SITE}/notebooks/index.html?path=x.ipynb#Try-it`, ""],
  ];
  for (const [link, page] of links) assert.equal(pageOf(link), page, link);
});

test("what JupyterLite would open in a page that the site does not have is led to the lesson's page, and nothing else is", () => {
  const pages = [
    ["http://a.b/site/tree?path=notebooks%2F0123abcd%2F00_start_here.ipynb", "http://a.b/site/notebooks/index.html?path=notebooks/0123abcd/00_start_here.ipynb"],
    ["/tree?path=notebooks/0123abcd/teacher/new_article.ipynb", "/notebooks/index.html?path=notebooks/0123abcd/teacher/new_article.ipynb"],
    ["http://a.b/tree?path=notebooks", ""],
    ["http://a.b/notebooks/index.html?path=a.ipynb", ""],
    [undefined, ""],
  ];
  for (const [address, page] of pages) assert.equal(pageOfTree(address), page, address);
});
