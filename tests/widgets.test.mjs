// The widgets' pure functions, by `node --test tests/`. Python reads the same cases.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cases, load, scripts, source } from "./javascript.mjs";

const { indexAt, snapToWords, unitMap, wordsIn, quoted, shorten } = await load("spans.js");
const { applyChange, difference, inOrderOfWork, inReadingOrder, isProposal, lacksReason, nest } = await load("marks.js");
const { fill, guard } = await load("common.js");
const desk = await load("desk.js");

const offsets = cases("offsets");
const changes = cases("changes");
const whole = (mark) => ({ ...changes.blank, ...mark });

/** Numbers that look random and are the same every time (mulberry32). */
function dice(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const randomMarks = (roll, count, length) =>
  Array.from({ length: count }, (_, i) => {
    const start = roll(length - 1);
    const end = start + 1 + roll(length - start - 1);
    return whole({ id: `m${i}`, start, end, label: ["source", "quotation", "claim"][roll(3)] });
  });

// --------------------------------------------------------------------------------------------------- offsets

describe("offsets", () => {
  for (const { name, text, spans } of offsets.spans) {
    test(name, () => {
      const map = unitMap(text);
      for (const { words, points, units } of spans) {
        assert.deepEqual(points.map(map.toUnits), units);
        assert.deepEqual(units.map(map.toPoints), points);
        assert.equal(text.slice(...units), words);
      }
    });
  }
  for (const { name, text, unit, point } of offsets.inside) {
    test(name, () => assert.equal(unitMap(text).toPoints(unit), point));
  }
  test("a text has as many code points as JavaScript's own iterator finds", () => {
    for (const { text } of offsets.spans) assert.equal(unitMap(text).points, [...text].length);
  });
  test("an empty text has one place", () => {
    const map = unitMap("");
    assert.deepEqual([map.points, map.toUnits(0), map.toPoints(0)], [0, 0, 0]);
  });
  test("half a pair on its own is one of both", () => {
    for (const text of ["\ud83da", "a\ude00b", "\ude00\ud83d", "\ud83d\ud83d\ude00"]) {
      const map = unitMap(text);
      assert.equal(map.points, [...text].length);
      assert.equal(map.toUnits(map.points), text.length);
    }
  });
});

// --------------------------------------------------------------------------------------------------- changes

describe("changes", () => {
  for (const { name, before, put, drop, after } of changes.cases) {
    const change = { put: put.map(whole), drop };
    const wanted = after.map(whole);
    test(name, () => assert.deepEqual(applyChange(before.map(whole), change), wanted));
    test(`${name}, also a second time`, () => assert.deepEqual(applyChange(wanted, change), wanted));
  }
  test("a change leaves the marks it was given alone", () => {
    const before = [whole({ id: "a", start: 0, end: 5 }), whole({ id: "b", start: 8, end: 9 })];
    const kept = structuredClone(before);
    applyChange(before, { put: [whole({ id: "a", start: 1, end: 5 })], drop: ["b"] });
    assert.deepEqual(before, kept);
  });
  test("the order of marks is total", () => {
    const marks = randomMarks(dice(1), 60, 8);
    for (const a of marks)
      for (const b of marks)
        assert.equal(Math.sign(inReadingOrder(a, b)) + Math.sign(inReadingOrder(b, a)), 0, a.id + b.id);
  });
});

describe("undo", () => {
  const reached = (roll, from) =>
    applyChange(from, {
      put: randomMarks(roll, roll(4), 20).map((mark) => ({ ...mark, note: `note ${roll(9)}` })),
      drop: from.filter(() => roll(3) === 0).map((mark) => mark.id),
    });

  test("the difference of two states leads from one to the other", () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const roll = dice(seed);
      const before = reached(roll, []);
      const after = reached(roll, before);
      assert.deepEqual(applyChange(before, difference(before, after)), after, `seed ${seed}`);
    }
  });
  test("undo and redo lead back and forth", () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const roll = dice(seed);
      const before = reached(roll, []);
      const after = reached(roll, before);
      const undone = applyChange(after, difference(after, before));
      assert.deepEqual(undone, before, `seed ${seed}`);
      assert.deepEqual(applyChange(undone, difference(undone, after)), after, `seed ${seed}`);
    }
  });
  test("between equal states there is no difference", () => {
    const marks = randomMarks(dice(5), 9, 40);
    assert.deepEqual(difference(marks, structuredClone(marks)), { put: [], drop: [] });
  });
  test("a note that changed is a difference", () => {
    const before = [whole({ id: "a", start: 0, end: 5 })];
    const after = [whole({ id: "a", start: 0, end: 5, note: "he runs it" })];
    assert.deepEqual(difference(before, after), { put: after, drop: [] });
  });
  test("a mark that is gone is dropped by its id", () =>
    assert.deepEqual(difference([whole({ id: "a", start: 0, end: 5 })], []), { put: [], drop: ["a"] }));
});

// ------------------------------------------------------------------------------------------------------ nest

/** All pieces with the marks around them. */
const flatten = (pieces, around = []) =>
  pieces.flatMap((piece) =>
    piece.mark ? flatten(piece.children, [...around, piece]) : [{ ...piece, around }],
  );

const nodes = (pieces) => pieces.flatMap((piece) => (piece.mark ? [piece, ...nodes(piece.children)] : []));

const at = (id, start, end) => whole({ id, start, end });

/** The pieces of marks as [id, first, last], from the outside in and from left to right. */
const edges = (start, end, marks) =>
  nodes(nest(start, end, marks)).map(({ mark, first, last }) => [mark.id, first, last]);

describe("nest", () => {
  const drawn = (check) => {
    for (let seed = 0; seed < 400; seed += 1) {
      const roll = dice(seed);
      const marks = randomMarks(roll, roll(9), 30);
      check(nest(0, 30, marks), marks, `seed ${seed}`);
    }
  };

  test("the pieces give the text from start to end", () =>
    drawn((pieces, marks, seed) => {
      const leaves = flatten(pieces);
      assert.deepEqual([leaves[0].from, leaves.at(-1).to], [0, 30], seed);
      for (let i = 1; i < leaves.length; i += 1) assert.equal(leaves[i].from, leaves[i - 1].to, seed);
    }));
  test("every piece lies in exactly the marks that cover it", () =>
    drawn((pieces, marks, seed) => {
      for (const { from, to, around } of flatten(pieces)) {
        const covering = marks.filter((mark) => mark.start < to && mark.end > from);
        const ids = (all) => all.map((mark) => mark.id).sort();
        assert.deepEqual(ids(around.map((piece) => piece.mark)), ids(covering), seed);
      }
    }));
  test("every mark has one first piece and one last piece", () =>
    drawn((pieces, marks, seed) => {
      for (const { id } of marks) {
        const own = nodes(pieces).filter((piece) => piece.mark.id === id);
        assert.deepEqual([own.filter((p) => p.first).length, own.filter((p) => p.last).length], [1, 1], seed);
        assert.ok(own[0].first && own.at(-1).last, seed);
      }
    }));
  test("no mark lies in itself and no piece is empty", () =>
    drawn((pieces, marks, seed) => {
      for (const { from, to, around } of flatten(pieces)) {
        assert.ok(from < to, seed);
        assert.equal(new Set(around.map((piece) => piece.mark.id)).size, around.length, seed);
      }
      for (const piece of nodes(pieces)) assert.ok(piece.children.length, seed);
    }));
  test("the order in which marks come changes nothing", () =>
    drawn((pieces, marks, seed) => assert.deepEqual(nest(0, 30, [...marks].reverse()), pieces, seed)));
  test("marks that nest are not cut", () => {
    const marks = [at("a", 0, 20), at("b", 5, 10), at("c", 5, 8)];
    assert.deepEqual(edges(0, 30, marks), [["a", true, true], ["b", true, true], ["c", true, true]]);
  });
  test("of two marks that cross, one is cut and says so", () => {
    const marks = [at("a", 0, 10), at("b", 5, 15)];
    assert.deepEqual(edges(0, 20, marks), [["a", true, true], ["b", true, false], ["b", false, true]]);
  });
  test("a mark that began before the paragraph has no first piece in it", () =>
    assert.deepEqual(edges(10, 20, [at("a", 5, 15)]), [["a", false, true]]));
  test("a mark that goes on after the paragraph has no last piece in it", () =>
    assert.deepEqual(edges(0, 10, [at("a", 5, 15)]), [["a", true, false]]));
  test("marks outside the paragraph are left out", () =>
    assert.deepEqual(nest(10, 20, [at("a", 0, 10), at("b", 20, 25)]), [{ from: 10, to: 20 }]));
  test("an empty paragraph has no pieces", () => assert.deepEqual(nest(7, 7, [at("a", 0, 20)]), []));
});

// ----------------------------------------------------------------------------------------------- snapToWords

// «» stand for what was selected and ⟦⟧ for what is marked; null: nothing is.
const SNAPS = [
  ["whole words stay as they are", "The «harbour office» said", "The ⟦harbour office⟧ said"],
  ["a half word is made whole at both ends", "The har«bour off»ice said", "The ⟦harbour office⟧ said"],
  ["letters within a word are the word", "in«form»ation", "⟦information⟧"],
  ["white space around is let go", "The« harbour »office", "The ⟦harbour⟧ office"],
  ["a line end around is let go", "one.«\n\ntwo\n»three", "one.\n\n⟦two⟧\nthree"],
  ["a no-break space around is let go", "by«\u00a0Hale\u00a0»Echo", "by\u00a0⟦Hale⟧\u00a0Echo"],
  ["white space alone is nothing", "one« \n »two", null],
  ["nothing is nothing", "one «»two", null],
  ["a quotation mark that was selected stays", "said «“we lose”» today", "said ⟦“we lose”⟧ today"],
  ["a quotation mark that was not selected stays out", "said “«we lose»” today", "said “⟦we lose⟧” today"],
  ["a comma is not drawn in", "«Inga Dah»l, who", "⟦Inga Dahl⟧, who"],
  ["a comma behind is let go", "«Inga Dahl, »who", "⟦Inga Dahl⟧, who"],
  ["so is a colon, and a stop stays", "«She said: »“No.”", "⟦She said⟧: “No.”"],
  ["a comma in quotation marks stays", "«“we lose,”» she said", "⟦“we lose,”⟧ she said"],
  ["a comma alone is nothing", "one«, »two", null],
  ["an apostrophe is part of its word", "they «did»n’t go", "they ⟦didn’t⟧ go"],
  ["a number with a point is one word", "rose 3.«5» percent", "rose ⟦3.5⟧ percent"],
  ["a hyphen parts two words", "well-kn«ow»n name", "well-⟦known⟧ name"],
  ["an accent is not torn from its letter", "the caf«e»\u0301 shut", "the ⟦cafe\u0301⟧ shut"],
  ["an emoji is not torn apart", "sails \ud83d«\udea2» now", "sails ⟦🚢⟧ now"],
  ["a family is not torn apart", "the 👩\u200d«👧»\u200d👦 house", "the ⟦👩\u200d👧\u200d👦⟧ house"],
  ["a flag is not torn apart", "in 🇺«🇦» now", "in ⟦🇺🇦⟧ now"],
  ["Hebrew words are made whole", "הוא א«מ»ר שלום", "הוא ⟦אמר⟧ שלום"],
  ["several paragraphs can be one mark", "o«ne\n\ntw»o", "⟦one\n\ntwo⟧"],
  ["the whole text", "«One. Two.»", "⟦One. Two.⟧"],
  ["a word far into a long text", `${"word ".repeat(500)}har«bo»ur`, `${"word ".repeat(500)}⟦harbour⟧`],
  ["a word after a very long one", `${"x".repeat(500)} har«bo»ur`, `${"x".repeat(500)} ⟦harbour⟧`],
];

describe("snapToWords", () => {
  for (const [name, selected, marked] of SNAPS) {
    test(name, () => {
      const text = selected.replace(/[«»]/gu, "");
      const start = selected.indexOf("«");
      const range = snapToWords(text, start, selected.indexOf("»") - 1);
      const shown = range && `${text.slice(0, range[0])}⟦${text.slice(...range)}⟧${text.slice(range[1])}`;
      assert.equal(shown, marked);
    });
  }
  test("a range that was snapped stays where it is", () => {
    const text = offsets.spans.map((row) => row.text).join(" ");
    for (let seed = 0; seed < 300; seed += 1) {
      const roll = dice(seed);
      const start = roll(text.length - 1);
      const once = snapToWords(text, start, start + 1 + roll(text.length - start - 1));
      if (once) assert.deepEqual(snapToWords(text, ...once), once, `seed ${seed}`);
    }
  });
  test("no edge ever falls into a pair", () => {
    const text = "🚢🇺🇦👩\u200d👩\u200d👧 𠮷野 𝐛𝐨𝐥𝐝 ".repeat(3);
    const low = (unit) => unit < text.length && (text.charCodeAt(unit) & 0xfc00) === 0xdc00;
    for (let start = 0; start < text.length; start += 1)
      for (let end = start + 1; end <= text.length; end += 3) {
        const range = snapToWords(text, start, end);
        if (range) assert.ok(!low(range[0]) && !low(range[1]), `${start}-${end}`);
      }
  });
});

// ------------------------------------------------------------------------------------ wordsIn, indexAt, fill

describe("wordsIn", () => {
  const rows = [
    ["words lie between white space", "The ferry left", 0, 14, ["The", "ferry", "left"]],
    ["marks belong to their word", "“Yes,” she said.", 0, 16, ["“Yes,”", "she", "said."]],
    ["only the stretch is looked at", "The ferry left", 4, 14, ["ferry", "left"]],
    ["line ends and no-break spaces part words", "one\r\ntwo\u00a0three", 0, 14, ["one", "two", "three"]],
    ["an emoji is a word", "a 🚢 sails", 0, 10, ["a", "🚢", "sails"]],
    ["white space has no words", " \n ", 0, 3, []],
  ];
  for (const [name, text, start, end, words] of rows)
    test(name, () => {
      assert.deepEqual(wordsIn(text, start, end).map((range) => text.slice(...range)), words);
    });
});

describe("indexAt", () => {
  const ranges = [[0, 5], [7, 12], [20, 30]];
  const rows = [
    ["inside the first", 3, 0],
    ["at a start", 7, 1],
    ["at an end", 12, 1],
    ["in a gap: the one before", 15, 1],
    ["past the last", 99, 2],
    ["before the first", -1, 0],
  ];
  for (const [name, at, expected] of rows) test(name, () => assert.equal(indexAt(ranges, at), expected));
  test("no ranges", () => assert.equal(indexAt([], 5), 0));
});

describe("words in a list or a sentence", () => {
  const { quoted: quotedCases, shorten: shortenCases } = cases("quoted");
  for (const row of quotedCases) test(`quoted: ${row.name}`, () => assert.equal(quoted(row.words), row.quoted));
  for (const row of shortenCases) test(`shorten: ${row.name}`, () => assert.equal(shorten(row.words, row.limit), row.short));
});

describe("a reason is more than the keys that decide", () => {
  for (const { note, can_be: canBe } of [...cases("reasons"), { can_be: false }])
    test(`${note}`, () => assert.equal(lacksReason(whole({ standing: "key/required", note })), !canBe));
});

describe("fill", () => {
  const rows = [
    ["a name is filled in", "Saved {time}", { time: "10:05" }, "Saved 10:05"],
    ["a name twice is filled in twice", "{a} and {a}", { a: 1 }, "1 and 1"],
    ["nought is a value", "{count} marks", { count: 0 }, "0 marks"],
    ["a name without a value stays", "Saved {time}", {}, "Saved {time}"],
    ["what was filled in is not filled in again", "{note} {a}", { note: "{a}", a: 1 }, "{a} 1"],
    ["dollars are dollars", "{note}", { note: "$& $1 $$" }, "$& $1 $$"],
    ["markup is text", "{note}", { note: "<b>x</b>" }, "<b>x</b>"],
    ["no template is no text", undefined, { a: 1 }, ""],
  ];
  for (const [name, template, values, expected] of rows)
    test(name, () => assert.equal(fill(template, values), expected));
});

// ------------------------------------------------------------------------------------------------- proposals

describe("proposals", () => {
  const order = ["draft/sure", "draft/likely", "draft/guess"];
  const mark = (id, start, standing) => whole({ id, start, end: start + 1, label: "source", standing });
  test("a mark is a proposal until somebody has given it a standing", () =>
    assert.deepEqual(["draft/guess", "key/required", "", undefined].map((standing) => isProposal({ standing })), [true, false, false, false]));
  test("what the draft is sure of comes first, then the rest, then what is settled, each in reading order", () => {
    const marks = [mark("a", 0, "key/required"), mark("b", 1, "draft/guess"), mark("c", 2, "draft/sure"), mark("d", 3, ""), mark("e", 4, "draft/likely"), mark("f", 5, "draft/sure")];
    assert.deepEqual(inOrderOfWork(marks, order).map((one) => one.id), ["c", "f", "e", "b", "a", "d"]);
  });
  test("a file that is longer than one call can take comes out as base64", () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, i) => i % 256);
    assert.equal(desk.toBase64(bytes), Buffer.from(bytes).toString("base64"));
  });
});

// ----------------------------------------------------------------------------------------------- the modules

const withoutComments = (text) =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "").replace(/\s\/\/ .*$/gm, "");

for (const name of scripts) {
  describe(name, () => {
    const code = withoutComments(source(name));
    const never = [
      ["makes markup of a text", /innerHTML|outerHTML|insertAdjacentHTML|document\.write/],
      ["parses markup", /createContextualFragment|DOMParser|setHTML/],
      ["runs a text as code", /\beval\s*\(|new Function\b|javascript:/],
      ["names an address", /https?:\/\/|["'`]\/\/\w/],
      ["imports anything", /^\s*import\b|\bimport\s*\(|\brequire\s*\(/m],
      ["asks the network", /\bfetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|new Worker/],
    ];
    for (const [what, pattern] of never)
      test(`never ${what}`, () => assert.equal(code.match(pattern)?.[0], undefined));
    test("exports its view as the default, which is what anywidget takes", async () =>
      assert.equal(typeof (await load(name)).default.render, "function"));
    test("exports nothing named render, which anywidget would take for an old widget", async () =>
      assert.equal((await load(name)).render, undefined));
  });
}

describe("keys pressed in a widget", () => {
  const pressed = (key, more = {}) => {
    const done = [];
    const kept = guard({ key, ...more, stopPropagation: () => done.push("kept"), preventDefault: () => done.push("prevented") });
    return [kept, ...done];
  };
  const rows = [
    ["x", {}, [true, "kept"]], ["Enter", { shiftKey: true }, [true, "kept", "prevented"]], ["Enter", {}, [true, "kept"]],
    ["p", { ctrlKey: true }, [true, "kept"]], ["s", { ctrlKey: true }, [false]], ["F5", {}, [false]], ["S", { metaKey: true }, [false]],
  ];
  for (const [key, more, expected] of rows)
    test(`${JSON.stringify(more)} ${key}`, () => assert.deepEqual(pressed(key, more), expected));
});
