// Where links lead on a static site: run with `node --test`, as tests/test_javascript.py does.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const script = new URL("../lessons/labextension/static/links.js", import.meta.url);
const { pageOf } = await import(`data:text/javascript;base64,${readFileSync(script).toString("base64")}`);

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
