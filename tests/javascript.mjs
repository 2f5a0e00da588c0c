// How the tests load a widget: as the module that it is, without a package.json that says so.

import { readFileSync, readdirSync } from "node:fs";

const widgets = new URL("../lessons/widgets/", import.meta.url);

const text = (name) => readFileSync(new URL(name, widgets), "utf8");

/** The names of all modules written in JavaScript, and of those that are widgets. */
export const modules = readdirSync(widgets).filter((name) => name.endsWith(".js"));
export const scripts = modules.filter((name) => text(name).includes("export default"));

/** The text of a widget's module, joined as Python joins it; test_javascript.py holds the two alike. */
export function source(name) {
  const beside = /^import \{[^}]*\} from "\.\/(\w+)\.js";\n/gm;
  const needed = new Map();
  const textOf = (file) => {
    for (const [, other] of text(file).matchAll(beside)) {
      if (needed.has(other)) continue;
      const inner = textOf(`${other}.js`).replace(/^export /gm, "");
      needed.set(other, inner);
    }
    return text(file).replace(beside, "");
  };
  const last = textOf(name);
  return [...needed.values(), last].join("\n");
}

/** The module itself. */
export const load = (name) =>
  import(`data:text/javascript;base64,${Buffer.from(source(name)).toString("base64")}`);

/** The cases that pytest reads, too. */
export const cases = (name) =>
  JSON.parse(readFileSync(new URL(`cases/${name}.json`, import.meta.url), "utf8"));
