// Converts spans for test_javascript.py: code points come in, UTF-16 units and code points again go out.

import { readFileSync } from "node:fs";
import { load } from "./javascript.mjs";

const { unitMap } = await load("spans.js");
const answers = JSON.parse(readFileSync(0, "utf8")).map(({ text, points }) => {
  const map = unitMap(text);
  const units = points.map(map.toUnits);
  return { length: map.points, units, points: units.map(map.toPoints) };
});
process.stdout.write(JSON.stringify(answers));
