// What all views of one model share. The marks shown are what Python stored plus what it has not yet answered, so a mark
// is never lost between the two and never waits for them.

import { randomId } from "./common.js";
import { applyChange, difference, formOf, formsOf, touch } from "./marks.js";

const sessions = new WeakMap();
const RESEND_AFTER = 3000;
const UNDO_DEPTH = 200;

export function sessionOf(model) {
  if (!sessions.has(model)) sessions.set(model, new Session(model));
  return sessions.get(model);
}

class Session {
  constructor(model) {
    this.model = model;
    this.client = randomId("c");
    this.seq = 0;
    this.pending = [];
    this.undoStack = [];
    this.redoStack = [];
    this.listeners = new Set();
    this.wait = RESEND_AFTER;
    this.patience = 1000;
    this.oldestSent = 0; // when the oldest of what is pending was sent last
    this.silent = false; // nobody has answered for a while
    this.older = null; // marks found in the browser that belong to a workbook which is not here
    this.base = model.get("marks");
    this.marks = this.base;
    this.adoptBrowserCopy();
    // One message from Python may change both.
    let coming = false;
    const sync = () => {
      if (!coming) queueMicrotask(() => { coming = false; this.sync(); });
      coming = true;
    };
    model.on("change:saved", sync);
    model.on("change:marks", sync);
  }

  get store() {
    return this.model.get("store") ?? {};
  }

  listen(view) {
    this.listeners.add(view);
    if (this.pending.length) this.watch();
    return () => {
      this.listeners.delete(view);
      // Nobody looks any more: what is pending lies in the browser's storage, and the next view sends it.
      if (!this.listeners.size) clearTimeout(this.timer);
    };
  }

  tell(reason) {
    for (const view of this.listeners) view(reason);
  }

  /** What Python has stored is now the ground; what it has acknowledged is no longer pending. */
  sync() {
    const done = this.model.get("saved")?.acks?.[this.client] ?? 0;
    this.base = this.model.get("marks");
    this.pending = this.pending.filter((change) => change.seq > done);
    this.marks = this.pending.reduce(applyChange, this.base);
    if (!this.pending.length) {
      this.silent = false;
      this.wait = RESEND_AFTER;
      clearTimeout(this.timer);
    }
    this.tell("sync"); // first: what is on disk is told before a copy of it is made
    this.keepBrowserCopy();
    this.keepFile();
  }

  /** Change the marks: shown at once, kept in the browser, sent to Python. `merge` joins it to the last undo step. */
  change(put, drop = [], { undoable = true, merge = "" } = {}) {
    const before = this.marks;
    this.marks = applyChange(before, { put, drop });
    const made = difference(before, this.marks);
    if (!made.put.length && !made.drop.length) return;
    if (undoable) {
      const touched = formsOf(before, made);
      const last = this.undoStack.at(-1);
      if (merge && last?.merge === merge) last.forms = new Map([...touched, ...last.forms]);
      else this.undoStack.push({ forms: touched, merge });
      if (this.undoStack.length > UNDO_DEPTH) this.undoStack.shift();
      this.redoStack = [];
    }
    this.pending.push({ seq: (this.seq += 1), ...made });
    this.sendNewest(); // first, so that the file does not wait for the drawing
    this.tell("change");
    this.keepBrowserCopy();
    this.watch();
  }

  /** Take a mark away, and every link to it: a link to nothing would look like an answer to one and like none to another. */
  remove(id) {
    const linked = this.marks.filter((mark) => mark.link === id);
    this.change(linked.map((mark) => touch({ ...mark, link: "" }, mark)), [id]);
  }

  /** Take the marks of one step back to their forms before it. Marks that came from elsewhere meanwhile stay. */
  step(from, to) {
    const entry = from.pop();
    if (!entry) return false;
    const forms = [...entry.forms];
    const put = forms.filter(([, form]) => form).map(([id, form]) => touch(form, formOf(this.marks, id)));
    const drop = forms.filter(([, form]) => !form).map(([id]) => id);
    // With whatever else it does away with: a mark that another page has put on the same words.
    const made = difference(this.marks, applyChange(this.marks, { put, drop }));
    if (!made.put.length && !made.drop.length) return false;
    to.push({ forms: formsOf(this.marks, made), merge: "" });
    this.change(put, drop, { undoable: false });
    return true;
  }

  undo() {
    return this.step(this.undoStack, this.redoStack);
  }

  redo() {
    return this.step(this.redoStack, this.undoStack);
  }

  /** Send the newest change; and what went before it, if Python should have answered that by now: it takes none out of turn. */
  sendNewest() {
    const isOldest = this.pending.length === 1;
    if (isOldest) this.patience = 1000;
    const late = !isOldest && Date.now() - this.oldestSent > this.patience;
    if (late) this.patience *= 2; // a busy engine has it all in its queue already
    if (isOldest || late) this.oldestSent = Date.now();
    for (const change of late ? this.pending : this.pending.slice(-1)) this.send(change);
  }

  /** Everything that has no answer, in turn: before what must not overtake it. */
  sendAll() {
    for (const change of this.pending) this.send(change);
  }

  /** `first`: the oldest change without an answer. Python takes them in turn, so that none can overtake one that was lost. */
  send(change) {
    this.post({ type: "change", first: this.pending[0].seq, ...change });
  }

  post(message) {
    try {
      this.model.send({ client: this.client, ...message });
    } catch {
      // A closed connection throws. A change stays pending and is sent again.
    }
  }

  watch() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!this.pending.length) return;
      this.silent = true;
      this.tell("silent");
      this.wait = Math.min(this.wait * 2, 30000);
      this.sendAll();
      this.watch();
    }, this.wait);
  }

  storageKey() {
    return this.store.key ? `second-source:${this.store.key}` : "";
  }

  readBrowserCopy(suffix = "") {
    try {
      return JSON.parse(localStorage.getItem(this.storageKey() + suffix));
    } catch {
      return null; // forbidden, or not ours
    }
  }

  writeBrowserCopy(copy, suffix = "") {
    try {
      if (copy) localStorage.setItem(this.storageKey() + suffix, JSON.stringify(copy));
      else localStorage.removeItem(this.storageKey() + suffix);
    } catch {
      // Full or forbidden: the file is the copy that counts.
    }
  }

  /** Where files vanish with the page, the browser keeps the whole file: what the lesson bar puts back next time. */
  keepFile() {
    const [name, text] = this.model.get("saved")?.file ?? [];
    try {
      if (name) localStorage.setItem(`second-source:file:${name}`, text);
    } catch {
      // Full or forbidden: there is no other place.
    }
  }

  /** The second copy. Each client keeps its own list of what was not stored, so that two notebooks do not erase it. */
  keepBrowserCopy() {
    if (!this.storageKey()) return;
    const found = this.readBrowserCopy();
    const pending = found?.workbook === this.store.workbook ? { ...found.pending } : {};
    delete pending[this.client];
    if (this.pending.length) pending[this.client] = this.pending;
    this.writeBrowserCopy({ workbook: this.store.workbook, at: new Date().toISOString(), marks: this.marks, pending });
  }

  adoptBrowserCopy() {
    if (!this.storageKey()) return;
    const copy = this.readBrowserCopy() ?? this.readBrowserCopy(":older");
    if (!Array.isArray(copy?.marks)) return;
    if (copy.workbook === this.store.workbook) {
      // Same workbook: the file rules, and what it never got is sent now. Python leaves out what has become stale.
      const left = Object.values(copy.pending ?? {}).flat();
      for (const { put, drop } of left) this.pending.push({ seq: (this.seq += 1), put, drop });
      this.marks = this.pending.reduce(applyChange, this.base);
      this.sendAll();
      if (left.length) this.writeBrowserCopy({ ...copy, pending: { [this.client]: this.pending } });
      if (this.pending.length) this.watch();
    } else if (copy.marks.length && this.store.untouched) {
      // Another workbook, perhaps another person's: never taken without being asked.
      this.older = copy;
      this.writeBrowserCopy(copy, ":older");
    }
  }

  answerOlder(take) {
    if (take) this.change(this.older.marks.map((mark) => touch(mark, formOf(this.marks, mark.id))));
    this.older = null;
    this.writeBrowserCopy(null, ":older");
    this.keepBrowserCopy(); // or the same copy would be offered again
    this.tell("older");
  }
}
