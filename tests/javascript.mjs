// How the tests load a widget: as the module that it is, without a package.json that says so.

import { readFileSync, readdirSync } from "node:fs";

const widgets = new URL("../lessons/widgets/", import.meta.url);

/** The names of all widgets written in JavaScript. */
export const scripts = readdirSync(widgets).filter((name) => name.endsWith(".js"));

/** The text of a widget's module. */
export const source = (name) => readFileSync(new URL(name, widgets), "utf8");

/** The module itself. */
export const load = (name) =>
  import(`data:text/javascript;base64,${Buffer.from(source(name)).toString("base64")}`);

/** The cases that pytest reads, too. */
export const cases = (name) =>
  JSON.parse(readFileSync(new URL(`cases/${name}.json`, import.meta.url), "utf8"));
