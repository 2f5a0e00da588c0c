// Small builders of what is on the page.

import { randomId } from "./common.js";

let counter = 0;
// Each widget on a page is a module of its own with a counter of its own, and a radio button answers to a name.
const instance = randomId("w");
export const uniqueId = (name) => `ss-${name}-${instance}-${(counter += 1)}`;

/** An element with properties, attributes (aria-*, data-*, role, for) and children; text goes in as text. */
export function element(tag, settings = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && !name.includes("-") && name !== "list") node[name] = value;
    else if (value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export const button = (text, className, onclick, more = {}) =>
  element("button", { type: "button", className: `ss-button ${className}`, onclick, ...more }, text);

const clockFormat = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" }); // making one takes longer than using it

export const clock = (iso) => clockFormat.format(new Date(iso));

export const clockAndDay = (iso) => new Date(iso).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });

/** To the box at the end of the lesson that downloads everything (keepsafe.js), if the lesson has one. */
export function goToKeepSafe() {
  const box = document.querySelector(".ss-keep");
  box?.scrollIntoView({ block: "center" });
  box?.querySelector("button")?.focus({ preventScroll: true });
}

/** The page's own colours decide between light and dark, whatever theme machinery the page has. */
export function isDark(node) {
  const colour = getComputedStyle(node).backgroundColor.match(/[\d.]+/g)?.map(Number) ?? [255, 255, 255];
  return 0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2] < 128;
}
