// A session of the annotator: what it sends, what it keeps, and what undo takes back. Python is played by the test.

import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { load } from "./javascript.mjs";

const { sessionOf } = await load("session.js");

const mark = (id, more = {}) => ({
  id, start: 0, end: 4, label: "source", kinds: [], note: "", link: "", created: "2026-01-01T00:00:00.000Z", modified: "2026-01-01T00:00:00.000Z", ...more,
});
const [ONE, TWO] = [mark("m1"), mark("m2", { start: 5, end: 9 })];

/** What anywidget gives a widget, and the part of Python that answers it. */
class Model {
  constructor(marks = []) {
    this.state = { marks, saved: { acks: {} }, store: { key: "", workbook: "w1" } };
    this.sent = [];
    this.heard = {};
  }
  get(name) { return this.state[name]; }
  on(event, listener) { this.heard[event] = listener; }
  send(message) { this.sent.push(structuredClone(message)); }
  async show(marks, done = 0) {
    this.state.marks = marks;
    this.state.saved = { acks: { [this.client]: done } };
    this.heard["change:marks"]();
    await null;
  }
}

describe("a session", () => {
  let model, session;
  const ids = () => session.marks.map((one) => one.id);

  beforeEach(() => {
    model = new Model();
    session = sessionOf(model);
    model.client = session.client;
  });
  afterEach(() => clearTimeout(session.timer)); // it would go on sending for ever

  test("sends each change once, with the oldest that has no answer yet", () => {
    session.change([ONE]);
    session.change([TWO]);
    assert.deepEqual([[1, 1], [2, 1]], model.sent.map(({ seq, first }) => [seq, first]));
  });

  test("sends what went before again, and first, if that should have been answered by now", () => {
    session.change([ONE]);
    session.change([TWO]);
    session.oldestSent -= 1500;
    session.change([{ ...TWO, note: "late" }]);
    session.change([{ ...TWO, note: "later" }]);
    assert.deepEqual([1, 2, 1, 2, 3, 4], model.sent.map(({ seq }) => seq));
  });

  test("keeps showing what Python has not answered, whatever else comes in", async () => {
    session.change([ONE]);
    await model.show([mark("other", { start: 20, end: 24 })]);
    assert.deepEqual(["m1", "other"], ids());
    await model.show([ONE, mark("other", { start: 20, end: 24 })], 1);
    assert.deepEqual([["m1", "other"], 0], [ids(), session.pending.length]);
  });

  test("undo takes back one's own mark and leaves those that came from elsewhere meanwhile", async () => {
    session.change([ONE]);
    await model.show([ONE, TWO], 1);
    session.undo();
    assert.deepEqual([["m2"], ["m1"]], [ids(), model.sent.at(-1).drop]);
    session.redo();
    assert.deepEqual(["m1", "m2"], ids());
  });

  test("undo gives a removed mark back as it was, and redo removes it again", async () => {
    await model.show([mark("m1", { note: "mine" })]);
    session.change([], ["m1"]);
    session.undo();
    assert.equal("mine", session.marks[0].note);
    session.redo();
    assert.deepEqual([], ids());
  });

  test("undo of a note written letter by letter is one step", async () => {
    await model.show([ONE]);
    for (const note of ["a", "ab", "abc"]) session.change([{ ...ONE, note }], [], { merge: "note" });
    session.undo();
    assert.equal("", session.marks[0].note);
    session.redo();
    assert.equal("abc", session.marks[0].note);
  });

  test("undo brings back the mark that a relabelled one had taken the place of", async () => {
    await model.show([ONE, mark("m3", { label: "claim" })]);
    session.change([{ ...ONE, id: "m3", label: "source" }]);
    assert.deepEqual(["m3"], ids());
    session.undo();
    assert.deepEqual([["m3", "claim"], ["m1", "source"]], session.marks.map(({ id, label }) => [id, label]));
  });

  test("redo that takes the place of another page's mark gives it back when undone", async () => {
    session.change([ONE]);
    session.undo();
    await model.show([mark("theirs", { note: "theirs" })], 2);
    session.redo();
    assert.deepEqual(["m1"], ids());
    session.undo();
    assert.deepEqual([["theirs", "theirs"]], session.marks.map(({ id, note }) => [id, note]));
  });

  test("undo of what is gone already is no step", async () => {
    session.change([ONE]);
    await model.show([], 1);
    assert.equal(session.undo(), false);
  });

  test("a busy engine is asked again less and less often", () => {
    session.change([ONE]);
    for (let i = 0; i < 40; i += 1) {
      session.oldestSent -= 500;
      session.change([{ ...ONE, note: `${i}` }]);
    }
    assert.ok(model.sent.length < 41 * 5, String(model.sent.length));
  });

  test("a message that is no change goes out as it is", () => {
    session.post({ type: "here" });
    assert.deepEqual([{ client: session.client, type: "here" }], model.sent);
  });

  test("a source that is removed leaves no link to it, and comes back with its links", async () => {
    await model.show([ONE, mark("q1", { start: 10, end: 14, label: "quotation", link: "m1" })]);
    session.remove("m1");
    assert.deepEqual([["q1", ""]], session.marks.map(({ id, link }) => [id, link]));
    session.undo();
    assert.deepEqual([["m1", ""], ["q1", "m1"]], session.marks.map(({ id, link }) => [id, link]));
  });

  test("a mark from a clock that ran ahead is later still after undo", async () => {
    const ahead = mark("m1", { modified: "2030-01-01T00:00:00.000Z", note: "old" });
    await model.show([ahead]);
    session.change([{ ...ahead, note: "new", modified: "2030-01-01T00:00:00.001Z" }]);
    session.undo();
    assert.deepEqual(["old", "2030-01-01T00:00:00.002Z"], [session.marks[0].note, session.marks[0].modified]);
  });
});
