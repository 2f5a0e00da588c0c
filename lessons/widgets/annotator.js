// The annotator: draws an article, its marks and their comparison with the key, and turns what a hand or a keyboard
// does into changes. It never scores and never touches a file: Python answers, and until it does the browser keeps
// what was not stored. Nothing from a URL, and no innerHTML: an article's text is only ever a text node.

import { fill, guard, randomId } from "./common.js";
import { button, clock, clockAndDay, element, goToKeepSafe, isDark, uniqueId } from "./elements.js";
import { inOrderOfWork, isProposal, lacksReason, nest } from "./marks.js";
import { sessionOf } from "./session.js";
import { flat, indexAt, quoted, Reader, shorten, snapToWords, wordsIn } from "./spans.js";

const REST_AFTER = 100; // ms until the list and the questions follow a mark that is not stored yet
const REST_AFTER_SAVED = 20; // and one that is: time for the frame that says so
const AWAY_AFTER = 7 * 60_000; // ms; Binder stops a server after ten minutes, and three are enough to come back in
const MOVES = ["pointerdown", "keydown", "wheel", "touchmove"]; // what somebody does who is there
// The keys that answer a proposal: three that lie side by side keep it, and X does not.
const KEY_OF = { "key/required": "A", "key/acceptable": "S", "key/contested": "D" };
const ANSWER_OF = { a: "key/required", s: "key/acceptable", d: "key/contested", x: "reject" };
const FIELD = "textarea, select"; // where letters are typed or find something
const QUOTED = 240; // letters of a passage above the questions about it
const CHUNK = 30; // paragraphs that the browser lays out together or, out of sight, leaves alone; it asks each at every frame

class View {
  constructor(model, host) {
    this.model = model;
    this.session = sessionOf(model);
    this.reader = new Reader(model);
    this.labels = model.get("labels");
    this.words = model.get("words");
    this.current = null; // id of the current mark, or of the current row of the comparison
    this.pen = this.labels.length === 1 && this.editable ? this.labels[0].id : "";
    this.selection = null; // [start, end) in UTF-16, remembered while focus is on a button
    this.painted = this.reader.blocks.map(() => ""); // what is drawn in each paragraph
    this.hintLevel = 0;
    this.asSentences = false;
    this.edgesOpen = false;
    this.stopping = new AbortController();
    // A draft opens at what is to be looked at first.
    if (this.mode === "author") this.current = (this.model.get("store").begin_at || this.rows().find(isProposal)?.id) ?? null;
    this.build(host);
    this.show();
  }

  get mode() {
    return this.model.get("mode");
  }

  get editable() {
    return this.mode === "mark" || this.mode === "author";
  }

  say(name, values) {
    return fill(this.words[name], values);
  }

  label(id) {
    return this.labels.find((label) => label.id === id) ?? { id, name: id, letter: "?", mark_name: id, questions: [] };
  }

  // -- building, once ------------------------------------------------------------------------------------------

  build(host) {
    const title = this.model.get("article").title;
    this.root = element("section", { className: "ss-root", tabIndex: -1, "aria-label": this.say("region", { title }) });
    this.banner = element("div", { className: "ss-banner", hidden: true });
    this.summary = element("div", { className: "ss-summary", hidden: true, tabIndex: -1 });
    this.bar = this.buildBar();
    this.help = this.buildHelp();
    this.textId = uniqueId("text");
    this.buildText(title);
    this.side = this.buildSide();
    this.body = element("div", { className: "ss-body" }, element("div", { className: "ss-pane" }, this.textBox, this.sentenceBox), this.side);
    this.foot = this.buildFoot();
    this.root.append(this.bar, this.help, this.banner, this.summary, this.body, this.foot);
    this.root.addEventListener("keydown", (event) => this.keyPressed(event));
    host.append(this.root);
    this.watchTheme();
    if (this.session.store.keeping === "trial") this.watchAbsence();
    const stop = this.session.listen((reason) => this.refresh(reason));
    this.stopping.signal.addEventListener("abort", stop);
  }

  buildBar() {
    const keepSelection = (event) => event.preventDefault(); // a press on a button must not lose the selection
    this.penButtons = this.labels.map((label, index) =>
      button("", "ss-pen", () => this.usePen(label.id), {
        "data-label": label.id, "aria-pressed": "false", title: label.definition,
        "aria-keyshortcuts": String(index + 1), onpointerdown: keepSelection, onmousedown: keepSelection,
      }),
    );
    this.penButtons.forEach((pen, index) => {
      const label = this.labels[index];
      pen.append(element("span", { className: "ss-letter", "aria-hidden": "true" }, label.letter), label.name,
        element("kbd", { "aria-hidden": "true" }, String(index + 1)));
    });
    this.undoButton = button(this.say("undo"), "ss-undo", () => this.undo("undo"), { "aria-keyshortcuts": "Control+Z" });
    this.redoButton = button(this.say("redo"), "ss-redo", () => this.undo("redo"), { "aria-keyshortcuts": "Control+Y" });
    this.viewButton = button(this.say("as_sentences"), "ss-view", () => this.switchView(), { "aria-pressed": "false" });
    this.helpButton = button(this.say("keyboard_help"), "ss-helper", () => this.toggleHelp(), { "aria-expanded": "false" });
    this.penGroup = element("div", { className: "ss-pens", role: "group", "aria-label": this.say("mark_as") }, element("span", { className: "ss-caption", "aria-hidden": "true" }, this.say("mark_as")), ...this.penButtons);
    return element("div", { className: "ss-toolbar" }, this.penGroup, element("div", { className: "ss-tools", role: "group", "aria-label": this.say("tools") }, this.undoButton, this.redoButton, this.viewButton, this.helpButton));
  }

  buildHelp() {
    const rows = [...this.words.keys, ...(this.session.store.proposed ? this.words.keys_proposals : [])].map(([keys, what]) =>
      // No number that stands on no button.
      element("div", {}, element("dt", {}, ...keys.split(" ").filter((key) => !(Number(key) > this.labels.length)).map((key) => element("kbd", {}, key))), element("dd", {}, what)));
    const help = element("div", { className: "ss-help", id: uniqueId("help"), hidden: true, role: "region", "aria-label": this.say("keyboard_help") },
      element("p", {}, this.say("help_intro")), element("dl", {}, ...rows), element("p", {}, this.say("help_reader")));
    this.helpButton.setAttribute("aria-controls", help.id);
    return help;
  }

  buildText(title) {
    // Hidden, and still the description: visible to a screen reader it would be read a second time as text.
    const short = element("div", { hidden: true, id: uniqueId("short") }, this.say("text_short"));
    this.textEl = element("div", {
      className: "ss-text", id: this.textId, role: "textbox", contentEditable: "true", spellcheck: false, tabIndex: 0, lang: this.reader.language,
      "aria-multiline": "true", "aria-readonly": "true", "aria-label": this.say("text_label", { title }), "aria-describedby": short.id,
      inputmode: "none", autocapitalize: "off", autocorrect: "off", "data-gramm": "false", "data-lt-active": "false", translate: false,
    });
    this.blocks = this.reader.blocks.map((_, index) => {
      const furniture = this.reader.furniture[index];
      return element("p", { className: furniture ? "ss-p ss-furniture" : "ss-p", dir: "auto", "data-number": index + 1, "data-furniture": furniture || null, role: furniture ? "note" : null, "aria-roledescription": furniture || null });
    });
    this.chunks = Array.from({ length: Math.ceil(this.blocks.length / CHUNK) }, () => element("div", { className: "ss-chunk" }));
    this.blocks.forEach((block, index) => block.append(this.reader.text.slice(...this.reader.blocks[index])));
    this.assemble();
    for (const type of ["beforeinput", "cut", "paste", "drop", "dragstart"])
      this.textEl.addEventListener(type, (event) => event.preventDefault());
    // An input method may write without asking: put the text back.
    this.textEl.addEventListener("compositionend", () => this.restoreText());
    this.textEl.addEventListener("keydown", (event) => this.keyInText(event));
    this.textEl.addEventListener("pointerdown", (event) => this.press(event));
    // Some browsers drop the selection with the focus: what a finger or the keys selected last is remembered.
    this.textEl.addEventListener("focus", () => { this.selection = null; });
    this.textEl.addEventListener("blur", () => { this.selection = this.readSelection() ?? this.selection; });
    this.textBox = element("div", { className: "ss-textbox" }, short, this.textEl);
    this.sentenceBox = element("ul", {
      className: "ss-sentences", role: "listbox", hidden: true, "aria-multiselectable": "true", "aria-label": this.say("sentences_label", { title }),
      onkeydown: (event) => this.keyInSentences(event), onclick: (event) => this.clickSentence(event),
    });
  }

  /** Paragraphs into their chunks, chunks into the text. */
  assemble() {
    this.chunks.forEach((chunk, index) => chunk.replaceChildren(...this.blocks.slice(index * CHUNK, (index + 1) * CHUNK)));
    this.textEl.replaceChildren(...this.chunks);
  }

  buildSide() {
    const titleId = uniqueId("side");
    this.sideTitle = element("div", { className: "ss-side-title", id: titleId });
    this.list = element("ul", { className: "ss-list", role: "listbox", "aria-labelledby": titleId,
      onkeydown: (event) => this.keyInList(event), onclick: (event) => this.clickList(event), onfocusin: () => this.showSelected(), onfocusout: (event) => this.showSelected(event.relatedTarget) });
    this.empty = element("p", { className: "ss-empty" });
    this.panel = element("div", { className: "ss-panel", role: "group", "aria-label": this.say("panel_label"), hidden: true });
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.textOrSentences().focus());
    this.progressBar = element("progress", { "aria-hidden": "true" });
    this.progressText = element("span", {});
    this.progress = element("p", { className: "ss-progress", hidden: true }, this.progressBar, this.progressText);
    return element("div", { className: "ss-side" }, this.sideTitle, this.progress, this.empty, this.list, this.panel);
  }

  buildFoot() {
    this.hintButton = button(this.say("hint"), "ss-hint-button", () => this.askHint());
    this.commitButton = button(this.say("commit"), "ss-primary", () => this.askCommit());
    this.changeButton = button(this.say("change_answers"), "ss-primary", () => this.ask({ type: "reopen" }));
    this.backButton = button(this.say("back_to_key"), "", () => this.ask({ type: "show" }));
    this.confirm = element("div", { className: "ss-confirm", hidden: true, role: "group", "aria-label": this.say("commit") });
    this.hintBox = element("div", { className: "ss-hint", hidden: true });
    this.savedLine = element("span", { className: "ss-saved" });
    this.status = element("span", { className: "ss-status", role: "status", "aria-live": "polite" });
    this.actions = element("div", { className: "ss-actions" }, this.hintButton, this.commitButton, this.changeButton, this.backButton);
    return element("div", { className: "ss-foot" }, this.hintBox, this.confirm, this.actions,
      element("div", { className: "ss-lines" }, this.savedLine, this.status));
  }

  watchTheme() {
    const apply = () => { this.root.dataset.theme = isDark(this.root) ? "dark" : "light"; };
    requestAnimationFrame(apply);
    const watcher = new MutationObserver(() => requestAnimationFrame(apply));
    watcher.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class", "style"] });
    this.stopping.signal.addEventListener("abort", () => watcher.disconnect());
  }

  /** Tells who has done nothing for a while that the server may stop; their next move tells the server that they are there. */
  watchAbsence() {
    const { signal } = this.stopping;
    const leave = () => { this.away = true; this.showBanner(); };
    const move = () => {
      clearTimeout(this.leaving);
      this.leaving = setTimeout(leave, AWAY_AFTER);
      if (!this.away) return;
      this.away = false;
      if (this.leads) this.session.send({ type: "here" });
      this.showBanner();
    };
    for (const type of MOVES) document.addEventListener(type, move, { capture: true, passive: true, signal });
    signal.addEventListener("abort", () => clearTimeout(this.leaving));
    move();
  }

  /** Whether this is the first annotator that is shown: it speaks for all of them where one voice is enough. */
  get leads() {
    const all = [...this.root.getRootNode().querySelectorAll(".ss-root")];
    return all.find((one) => one.getClientRects().length) === this.root; // another notebook may be open behind this one
  }

  // -- showing, at every change ----------------------------------------------------------------------------------

  /** Bring everything in line with the model. Cheap when little changed: paragraphs and rows are updated in place. */
  show() {
    clearTimeout(this.later);
    this.later = null;
    const { mode } = this;
    this.root.dataset.mode = mode;
    this.penGroup.hidden = !this.editable;
    this.undoButton.hidden = this.redoButton.hidden = !this.editable;
    this.undoButton.disabled = !this.session.undoStack.length;
    this.redoButton.disabled = !this.session.redoStack.length;
    const actions = this.model.get("actions") ?? [];
    this.hintButton.hidden = mode !== "mark" || !actions.includes("hint");
    this.commitButton.hidden = mode !== "mark" || !actions.includes("commit");
    this.commitButton.textContent = this.say(actions.includes("show") ? "commit_again" : "commit");
    this.changeButton.hidden = mode !== "review" || !actions.includes("reopen");
    this.backButton.hidden = mode !== "mark" || !actions.includes("show");
    this.showPen();
    this.showSummary();
    this.paint();
    this.showSentences();
    this.showList();
    this.showPanel();
    this.showSaved();
    this.showBanner();
  }

  refresh(reason) {
    if (reason === "silent" || reason === "older") {
      this.showBanner();
      this.showSaved();
      this.showSentences();
      return;
    }
    if (reason === "change") this.dropHint();
    // Who answers a question stays in the panel that asks it.
    if (this.panel.contains(this.activeElement())) return this.show();
    this.showSentences();
    this.paint();
    this.showSaved();
    this.showBanner();
    this.showSoon();
  }

  /** The rest of the view, a moment later: first the mark itself is drawn, then the line that says it is saved. */
  showSoon() {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.show(), this.session.pending.length ? REST_AFTER : REST_AFTER_SAVED);
  }

  /** What was left for later, now: before anything looks for a row or a button in its new state. */
  catchUp() {
    if (this.later) this.show();
  }

  showPen() {
    for (const pen of this.penButtons) pen.setAttribute("aria-pressed", String(pen.dataset.label === this.pen));
    this.root.dataset.pen = this.pen;
  }

  /** What to draw: the marks, or in review the rows of the comparison. UTF-16 units. */
  highlights() {
    const plain = (mark) => {
      const label = this.label(mark.label);
      const proposed = isProposal(mark);
      return { ...this.reader.units(mark), badge: proposed ? `${label.letter}?` : label.letter, status: proposed ? "proposed" : "", row: mark.id,
        described: proposed ? `${label.mark_name}, ${this.standingName(mark)}` : label.mark_name };
    };
    if (this.mode !== "review") return this.session.marks.map(plain);
    const { rows = [], labels = [] } = this.model.get("review") ?? {};
    // A label that was asked for and is not compared stays in the picture as it was marked.
    const uncompared = this.session.marks.filter((mark) => !labels.includes(mark.label)).map(plain);
    return uncompared.concat(rows.flatMap((row) => {
      const label = this.label(row.label);
      const described = `${label.mark_name}, ${row.word}`;
      const shown = [{ ...this.reader.units(row), id: row.id, badge: `${label.letter} ${row.sign}`, described, status: row.status, label: row.label, row: row.id }];
      if (row.key && row.status === "partly")
        shown.push({ ...this.reader.units({ start: row.key[0], end: row.key[1] }), id: `${row.id}-key`, badge: `${label.letter} ${this.say("key_badge")}`, described: `${label.mark_name}, ${this.say("key_badge")}`, status: "key", label: row.label, row: row.id });
      return shown;
    }));
  }

  /** Draw the paragraphs whose marks changed, and only those: drawing destroys a selection and costs time. */
  paint() {
    const shown = this.highlights();
    const byBlock = new Map();
    for (const mark of shown) {
      const last = indexAt(this.reader.blocks, Math.max(mark.start, mark.end - 1));
      for (let i = indexAt(this.reader.blocks, mark.start); i <= last; i += 1) {
        if (!byBlock.has(i)) byBlock.set(i, []);
        byBlock.get(i).push(mark);
      }
    }
    const touched = new Set([...byBlock.keys(), ...this.painted.keys()]);
    const selection = this.hasFocusInText() ? this.readSelection(true) : null;
    let changed = false;
    for (const index of touched) {
      const marks = byBlock.get(index) ?? [];
      const key = marks.map((m) => [m.id, m.start, m.end, m.label, m.status, m.badge, m.row === this.current ? 1 : 0].join()).join(";");
      if (this.painted[index] === key) continue;
      if (!changed && selection && selection[0] !== selection[1]) this.collapseCaret();
      changed = true;
      this.painted[index] = key;
      this.drawBlock(index, marks);
    }
    if (changed && selection) this.restoreCaret(selection);
  }

  /** Whatever has written into the article: its own text and marks again. */
  restoreText() {
    this.assemble();
    this.blocks.forEach((block, index) => {
      const own = this.reader.text.slice(...this.reader.blocks[index]);
      if (block.textContent !== own) block.replaceChildren(own);
    });
    this.painted = this.painted.map(() => "?");
    this.paint();
  }

  drawBlock(index, marks) {
    const [start, end] = this.reader.blocks[index];
    const slots = new Map();
    const draw = (piece) => {
      if (!piece.mark) return this.reader.text.slice(piece.from, piece.to);
      const { mark } = piece;
      const node = element("span", { className: "ss-mark", role: "mark", "aria-roledescription": mark.described, "data-label": mark.label, "data-row": mark.row });
      if (mark.status) node.dataset.status = mark.status;
      if (mark.row === this.current) node.dataset.current = "";
      if (piece.first) {
        node.dataset.badge = mark.badge;
        const slot = slots.get(mark.start) ?? 0;
        slots.set(mark.start, slot + mark.badge.length * 0.75 + 0.8);
        if (slot) node.style.setProperty("--ss-slot", slot);
        node.dataset.first = "";
      }
      if (piece.last) node.dataset.last = "";
      node.append(...piece.children.map(draw));
      return node;
    };
    this.blocks[index].replaceChildren(...nest(start, end, marks).map(draw));
  }

  rows() {
    if (this.mode === "review") return this.model.get("review")?.rows ?? [];
    return this.session.store.proposed ? inOrderOfWork(this.session.marks, this.model.get("proposals").map((one) => one.id)) : this.session.marks;
  }

  /** What accepting an item of a draft makes of it. */
  keptAs(mark) {
    return this.model.get("proposals").find((one) => one.id === mark?.standing)?.keep ?? "key/required";
  }

  standingName(mark) {
    const all = [...(this.model.get("standings") ?? []), ...(this.model.get("proposals") ?? [])];
    return (all.find((one) => one.id === mark.standing)?.name ?? "").toLowerCase();
  }

  rowText(row, index) {
    const label = this.label(row.label).name;
    const quote = shorten(this.reader.quote(row));
    if (this.mode === "review") return { sign: row.sign, head: `${row.word}: ${label}`, quote, tail: row.tail ?? "" };
    const names = this.label(row.label).questions.flatMap((q) => q.kinds).filter((kind) => row.kinds?.includes(kind.id)).map((kind) => kind.name.toLowerCase());
    if (this.mode === "author" && isProposal(row)) return { sign: "?", head: label, quote, tail: [this.standingName(row), ...names].join(", ") };
    const inKey = this.mode === "author";
    const sign = !(inKey && this.session.store.proposed) ? String(index + 1) : lacksReason(row) ? "…" : "✓";
    return { sign, head: label, quote, tail: [...(inKey ? [this.standingName(row)] : []), ...names, ...(inKey && lacksReason(row) ? [this.say("no_reason")] : [])].filter(Boolean).join(", ") };
  }

  /** The list of marks: one tab stop, its options updated in place so that a screen reader is not told it all again. */
  showList() {
    const rows = this.rows();
    this.sideTitle.textContent = this.say({ review: "rows_title", locked: "locked_title", author: "key_title" }[this.mode] ?? "marks_title", { count: rows.length });
    this.showProgress();
    this.empty.hidden = rows.length > 0;
    this.empty.textContent = this.say(this.mode === "review" ? "rows_empty" : !this.editable ? "marks_none" : this.labels.length > 1 ? "marks_empty" : "marks_empty_one");
    this.list.hidden = rows.length === 0;
    if (!rows.some((row) => row.id === this.current)) this.current = null;
    const active = this.current ?? rows[0]?.id;
    const old = new Map([...this.list.children].map((item) => [item.dataset.row, item]));
    rows.forEach((row, index) => {
      const item = old.get(row.id) ?? element("li", { role: "option", className: "ss-row", "data-row": row.id });
      old.delete(row.id);
      this.fillRow(item, row, index);
      item.toggleAttribute("data-current", row.id === this.current);
      item.tabIndex = row.id === active ? 0 : -1;
      if (this.list.children[index] !== item) this.list.insertBefore(item, this.list.children[index] ?? null);
    });
    for (const item of old.values()) item.remove();
    this.showSelected();
    // A new mark's row may lie below the edge; one that was there already stays where the reader has scrolled it.
    if (this.current && this.current !== this.rowShown) this.showRow(this.current);
    this.rowShown = this.current;
  }

  /**
   * Which option is selected, told only while the list has the focus: a screen reader follows a selection, and would be
   * led out of the article by every mark that is made in it.
   */
  showSelected(focus = this.activeElement()) {
    const here = this.list.contains(focus);
    for (const item of this.list.children) item.setAttribute("aria-selected", String(here && item.dataset.row === this.current));
  }

  fillRow(item, row, index) {
    const { sign, head, quote, tail } = this.rowText(row, index);
    const key = [sign, head, quote, tail].join("\u0001");
    if (item.dataset.key === key) return;
    item.dataset.key = key;
    item.dataset.label = row.label;
    item.dataset.status = row.status ?? "";
    item.replaceChildren(element("span", { className: "ss-sign", "aria-hidden": "true" }, sign), element("span", { className: "ss-row-text" },
      element("b", {}, `${head}: `), quoted(quote), tail ? element("span", { className: "ss-tail" }, ` ${tail}`) : ""));
  }

  /** How far the draft has been looked at. A proposal that was rejected is gone, and so it counts as looked at. */
  showProgress() {
    const { proposed = 0 } = this.session.store;
    const text = this.mode === "author" ? this.progressWords() : "";
    this.progress.hidden = !text;
    this.progressBar.hidden = !proposed;
    if (proposed) Object.assign(this.progressBar, { max: proposed, value: proposed - this.session.marks.filter(isProposal).length });
    if (this.progressText.textContent !== text) this.progressText.textContent = text;
  }

  /** How far a key has come, in words. */
  progressWords() {
    const { marks, store: { proposed: count = 0 } } = this.session;
    const waiting = marks.filter(isProposal).length;
    if (waiting) return this.say("looked_at", { done: count - waiting, count });
    const bare = marks.filter(lacksReason).length;
    const reasons = bare ? this.say(bare === 1 ? "reason_missing" : "reasons_missing", { count: bare }) : marks.length ? this.say("key_finished") : "";
    return [count ? this.say("looked_at_all", { count }) : "", reasons].filter(Boolean).join(" ");
  }

  showSummary() {
    const review = this.model.get("review");
    this.summary.hidden = this.mode !== "review" || !review?.summary;
    if (this.summary.hidden) return;
    const key = JSON.stringify([review.summary, review.versions]);
    if (this.summary.dataset.key === key) return;
    this.summary.dataset.key = key;
    const versions = (review.versions ?? []).length > 1 ? [element("p", { className: "ss-versions" }, this.say("versions"))] : [];
    if (versions.length) versions.push(element("ol", {}, ...review.versions.map((line) => element("li", {}, line.at ? `${clockAndDay(line.at)}: ${line.text}` : line.text))));
    this.summary.replaceChildren(element("p", { className: "ss-summary-title" }, this.say("summary_title")), ...review.summary.map((line) => element("p", {}, line)), ...versions);
  }

  showSaved() {
    const saved = this.model.get("saved") ?? {};
    const waiting = this.session.pending.length;
    let text = "";
    if (waiting && (this.session.silent || saved.problem)) text = this.say("not_saved");
    else if (waiting) text = this.say("saving");
    else if (saved.at) text = this.say(saved.file ? "saved_here" : "saved", { time: clock(saved.at) });
    else if (this.editable) text = this.say("nothing_yet");
    if (this.savedLine.textContent !== text) this.savedLine.textContent = text;
    this.savedLine.dataset.state = waiting ? "waiting" : "saved";
  }

  showBanner() {
    const saved = this.model.get("saved") ?? {};
    const parts = [];
    if (this.session.older)
      parts.push(element("p", {}, this.say("older", { count: this.session.older.marks.length, time: clockAndDay(this.session.older.at) })),
        button(this.say("older_take"), "", () => this.session.answerOlder(true)), button(this.say("older_leave"), "", () => this.session.answerOlder(false)));
    if (saved.problem) parts.push(element("p", {}, saved.problem));
    if (this.away) parts.push(element("p", {}, this.say("away")));
    const place = `keeping_${this.session.store.keeping}`;
    if ((this.editable || this.away) && this.words[place]) parts.push(element("p", {}, this.say(place)), button(this.say("to_keep"), "", goToKeepSafe));
    if (this.session.silent && this.session.pending.length) parts.push(element("p", {}, this.say("silent")));
    const key = parts.map((part) => part.textContent).join("|");
    const before = this.banner.dataset.key ?? "";
    if (before === key) return;
    this.banner.dataset.key = key;
    this.banner.replaceChildren(...parts);
    this.banner.hidden = !parts.length;
    // Only what is new: a sentence that stays has been heard.
    const fresh = parts.find((part) => !before.split("|").includes(part.textContent));
    if (fresh && (this.leads || !this.away)) this.announce(fresh.textContent);
  }

  // -- the panel: the current mark, edited in one place ------------------------------------------------------------

  showPanel() {
    const row = this.rows().find((candidate) => candidate.id === this.current);
    this.panel.hidden = !row;
    if (!row) {
      this.panelKey = "";
      this.panel.replaceChildren();
      return;
    }
    const others = this.session.marks.filter((mark) => mark.label === "source" && mark.id !== row.id);
    const shape = this.mode === "review"
      ? [this.mode, JSON.stringify(row)]
      : [this.mode, row.id, row.label, isProposal(row), row.drafted, this.workLeft(row)?.what, row.standing, this.openQuestions(row).map((q) => q.id), others.map((m) => [m.id, m.start, m.end]), this.edgeWords(row)];
    const key = JSON.stringify(shape);
    const build = { review: () => this.reviewPanel(row), locked: () => this.lockedPanel(row) }[this.mode] ?? (() => this.markPanel(row, others));
    if (key !== this.panelKey) {
      this.panelKey = key;
      const focused = this.panel.contains(this.activeElement()) ? this.activeElement() : this.panel;
      const { dataset: { field = "" }, selectionStart } = focused;
      const { top } = focused.getBoundingClientRect();
      this.panel.replaceChildren(...build());
      if (this.panel.dataset.row !== row.id) this.panel.scrollTop = 0;
      this.panel.dataset.row = row.id;
      this.panel.tabIndex = this.editable ? -1 : 0; // with no field in it to lead the keys through, it is scrolled by itself
      if (this.editable) this.fillPanel(row); // before the focus, which keeps a note from being written over
      const again = field && [...this.panel.querySelectorAll("[data-field]")].find((node) => node.dataset.field === field);
      if (again) {
        again.focus({ preventScroll: true });
        // What is being answered stays under the pointer, whatever has gone from above it.
        this.panel.scrollTop += again.getBoundingClientRect().top - top;
      }
      if (again && again.type === "textarea") again.setSelectionRange(selectionStart, selectionStart);
    } else if (this.editable) this.fillPanel(row);
  }

  openQuestions(mark) {
    // In a key a question may be pointless for one accepted answer and not for another: there all are asked.
    if (this.mode === "author") return this.label(mark.label).questions;
    return this.label(mark.label).questions.filter((question) => !question.unless || !mark.kinds?.includes(question.unless));
  }

  /** Nobody said what is no quotation, nor passed on what has no source: an answer that ends the other questions ends this one. */
  asksLink(mark) {
    const asksAll = this.openQuestions(mark).length === this.label(mark.label).questions.length;
    return asksAll && this.model.get("links") && this.labels.some((label) => label.id === "source");
  }

  /** Whether a question that is not optional has no answer yet. Of a source, nobody may have passed it on. */
  unanswered(mark) {
    if (mark.label === "quotation" && !mark.link && this.asksLink(mark)) return true;
    return this.openQuestions(mark).some((question) => !question.optional && !question.kinds.some((kind) => mark.kinds?.includes(kind.id)));
  }

  panelHead(row, length, ...title) {
    return [element("p", { className: "ss-panel-title" }, ...title), element("blockquote", {}, shorten(this.reader.quote(row), length))];
  }

  lockedPanel(mark) {
    const standing = (this.model.get("standings") ?? []).find((row) => row.id === mark.standing)?.name;
    const lines = [standing, ...this.label(mark.label).questions.map((q) => [q.ask, q.kinds.filter((kind) => mark.kinds.includes(kind.id)).map((kind) => kind.name.toLowerCase()).join(", ")].join(" "))];
    return [...this.panelHead(mark, QUOTED, this.label(mark.label).name), ...[...lines, mark.note].filter(Boolean).map((line) => element("p", {}, line))];
  }

  reviewPanel(row) {
    return [
      // Brief: the words stand in the article and in the list, and the reason is what the reader came for.
      ...this.panelHead(row, 60, element("span", { className: "ss-sign", "aria-hidden": "true" }, row.sign), ` ${row.word}: ${this.label(row.label).name}`),
      ...row.sentences.map((line) => element("p", {}, line)),
      ...(row.note ? [element("p", { className: "ss-note" }, this.say("your_note", { note: row.note }))] : []),
    ];
  }

  markPanel(mark, sources) {
    const author = this.mode === "author";
    const parts = this.panelHead(mark, QUOTED, this.label(mark.label).name);
    // Whoever makes a key decides first and gives the reason next; the answers come after, and most are right already.
    if (author) parts.push(...this.standingFields(mark), this.noteField(mark));
    if (this.labels.length > 1) parts.push(this.radios("label", this.say("marked_as"), this.labels.map((l) => ({ id: l.id, name: l.name })), (id) => this.relabel(id)));
    for (const question of this.openQuestions(mark))
      parts.push(this.radios(question.id, this.asked(question), question.kinds, (id) => this.answer(question, id), author));
    const linkName = { quotation: "who_said_it", source: "passed_on_by" }[mark.label];
    if (linkName && this.asksLink(mark)) parts.push(this.radios("link", this.say(linkName), [{ id: "", name: this.say(mark.label === "source" ? "link_nobody" : "link_none"), rule: sources.length ? "" : this.say("link_first") }, ...sources.map((s) => ({ id: s.id, name: shorten(this.reader.quote(s), 50) }))], (id) => this.edit({ link: id })));
    parts.push(this.edgeFields(mark));
    if (!author) parts.push(this.noteField(mark));
    parts.push(button(this.say("remove"), "ss-remove", () => this.removeCurrent("row"), { "data-field": "remove" }));
    return parts;
  }

  asked(question) {
    return [question.ask, question.optional && this.say("optional"), this.mode === "author" && this.say("several")].filter(Boolean).join(" ");
  }

  /**
   * How an item stands in the key, and where to go on. On a proposal each button is an answer to it; to change anything
   * below is to keep what it becomes.
   */
  standingFields(mark) {
    const proposed = isProposal(mark);
    const standings = this.model.get("standings");
    const rule = [...standings, ...this.model.get("proposals")].find((one) => one.id === mark.standing);
    const withKey = (key) => (this.session.store.proposed ? element("kbd", { "aria-hidden": "true" }, key) : null);
    const act = (name, field, key, onclick, more = {}) => {
      const made = button(name, field === `standing:${this.keptAs(mark)}` && proposed ? "ss-primary" : "", onclick, { "data-field": field, "aria-keyshortcuts": this.session.store.proposed && key ? key : null, ...more });
      if (key) made.append(...[" ", withKey(key)].filter(Boolean));
      return made;
    };
    const left = this.workLeft(mark);
    return [
      rule ? element("p", { className: proposed ? "ss-proposal" : "ss-standing" }, element("b", {}, `${rule.name}. `), rule.rule) : null,
      element("div", { className: "ss-actions ss-settle", role: "group", "aria-label": this.say("standing") },
        element("span", { className: "ss-caption", "aria-hidden": "true" }, this.say("keep_as")),
        ...standings.map((one) => act(one.name, `standing:${one.id}`, KEY_OF[one.id], () => this.settle(one.id), { "aria-pressed": proposed ? null : String(one.id === mark.standing), title: one.rule })),
        proposed ? act(this.say("reject"), "reject", "X", () => this.settle("reject")) : null,
        !proposed && left ? act(this.say(`next_${left.what}`), "next", left.what === "proposal" ? "A" : "", () => this.goOn(mark), { className: "ss-button ss-primary" }) : null),
    ].filter(Boolean);
  }

  /** What is left to do in this key after `mark`: a proposal to look at, or else an item without a reason. */
  workLeft(mark) {
    const rows = this.rows();
    const from = rows.findIndex((row) => row.id === mark?.id) + 1;
    const others = [...rows.slice(from), ...rows.slice(0, Math.max(0, from - 1))];
    const proposal = others.find(isProposal);
    const bare = proposal ? null : others.find(lacksReason);
    return proposal ? { what: "proposal", row: proposal } : bare ? { what: "reason", row: bare } : null;
  }

  /**
   * The answer to the current item of a key: a standing, or "reject". From a proposal it goes on to the next, with the
   * focus where it is; a contested one stays, because somebody has to say what is contested.
   */
  settle(answer) {
    const here = this.session.marks.find((mark) => mark.id === (this.hasFocusInText() ? this.rowAtCaret() ?? this.current : this.current));
    if (!here) return this.goOn(null);
    const from = this.whereFrom();
    const contested = answer === "key/contested";
    this.current = here.id;
    if (!isProposal(here)) {
      if (answer === "reject") return this.goOn(here);
      this.announce(`${this.say("stands", { standing: this.standingTitle(answer) })} ${this.edit({ standing: answer })}`);
      if (contested) this.toReason();
      return;
    }
    const left = this.workLeft(here)?.row;
    const said = answer === "reject" ? this.say("rejected", { label: this.label(here.label).name })
      : this.say("accepted", { label: this.label(here.label).name, standing: this.standingTitle(answer) });
    if (answer === "reject") this.session.change([], [here.id]);
    else this.edit({ standing: answer });
    this.catchUp();
    if (contested) {
      this.announce(`${said} ${this.say("why_contested")}`);
      return this.toReason();
    }
    this.lead(left, said, from);
  }

  /** As `settle`; but where A has nothing to accept it goes on, so that a row of A's leads through a key. */
  settleByKey(answer) {
    const here = this.session.marks.find((mark) => mark.id === (this.hasFocusInText() ? this.rowAtCaret() ?? this.current : this.current));
    if (answer === "key/required" && !isProposal(here ?? {})) this.goOn(here ?? null);
    else this.settle(answer === "key/required" ? this.keptAs(here) : answer);
  }

  /** On to what is left to do after `mark`. */
  goOn(mark) {
    const left = this.workLeft(mark);
    this.lead(left?.row, "", this.whereFrom());
    if (left?.what === "reason") this.toReason();
  }

  /** Where the focus is before a change takes its row or its button away: in the list, or on which field of the panel. */
  whereFrom() {
    const focused = this.activeElement();
    return { focus: this.list.contains(focused) ? "list" : "", field: this.panel.contains(focused) ? focused.dataset.field : "" };
  }

  /** To the row of the next work, if there is any, telling what was done before. */
  lead(next, said, { focus, field }) {
    if (next) {
      this.choose(next.id, focus);
      const { start, end } = this.reader.units(next);
      if (this.hasFocusInText()) this.reveal(start, end);
      else if (!this.asSentences) this.revealAside(start);
    } else if (focus || this.activeElement() === document.body) this.textOrSentences().focus();
    // The button that was pressed belonged to the mark before: its twin, or where the marks are.
    if (field) ([...this.panel.querySelectorAll("[data-field]")].find((node) => node.dataset.field === field) ?? this.panel.querySelector('[data-field^="standing:"]') ?? this.list.querySelector('[tabindex="0"]') ?? this.textOrSentences()).focus();
    const then = next ? this.say("next_is", { label: this.label(next.label).name, quote: shorten(this.reader.quote(next), 60) }) : this.progressWords();
    this.announce([said, then].filter(Boolean).join(" ") || this.say("no_proposal"));
  }

  toReason() {
    this.catchUp();
    this.panel.querySelector("textarea")?.focus();
  }

  standingTitle(id) {
    return this.model.get("standings").find((one) => one.id === id)?.name.toLowerCase() ?? "";
  }

  /** A question with its answers: one of them, or in a key as many as are right (`several`). */
  radios(name, legend, choices, choose, several = false) {
    const group = uniqueId(name);
    return element("fieldset", { "data-question": name }, element("legend", {}, legend),
      ...choices.map((choice) => element("label", { className: "ss-choice" },
        element("input", { type: several ? "checkbox" : "radio", name: group, value: choice.id, "data-field": `${name}:${choice.id}`, onchange: () => choose(choice.id) }),
        element("span", {}, element("span", { className: "ss-choice-name" }, choice.name), choice.rule ? element("small", {}, choice.rule) : null))));
  }

  selectField(name, text, options, choose) {
    const id = uniqueId(name);
    const select = element("select", { id, "data-field": name, onchange: (event) => choose(event.target.value) },
      ...options.map(([value, words]) => element("option", { value }, words)));
    return element("div", { className: "ss-field" }, element("label", { htmlFor: id }, text), select);
  }

  /** The words a mark may begin and end with: those of the sentences it touches. UTF-16 pairs. */
  edgeWords(mark) {
    const { start, end } = this.reader.units(mark);
    const from = Math.min(start, this.reader.sentenceAt(start)[0]);
    const to = Math.max(end, this.reader.sentenceAt(Math.max(start, end - 1))[1]);
    return wordsIn(this.reader.text, from, to);
  }

  /**
   * First and last word: how a mark is made exact from the sentence list, by keyboard or on a tablet. Both lists hold
   * every word and stay while they are used, or typing a word could not find it; one edge pushes the other along.
   */
  edgeFields(mark) {
    const words = this.edgeWords(mark);
    const options = words.map(([a, b], place) => [String(place), this.reader.text.slice(a, b)]);
    const now = () => this.reader.units(this.session.marks.find((candidate) => candidate.id === mark.id) ?? mark);
    const set = (a, b) => this.edit({ start: this.reader.map.toPoints(a), end: this.reader.map.toPoints(b) });
    // Folded, because a list box that appears with a choice made in it draws a screen reader to itself.
    const fields = element("details", { className: "ss-exact", open: this.edgesOpen, ontoggle: () => { this.edgesOpen = fields.open; } },
      element("summary", { "data-field": "exact" }, this.say("exact_words")), element("div", { className: "ss-edges" },
        this.selectField("first", this.say("first_word"), options, (place) => set(words[place][0], Math.max(now().end, words[place][1]))),
        this.selectField("last", this.say("last_word"), options, (place) => set(Math.min(now().start, words[place][0]), words[place][1]))));
    return fields;
  }

  noteField(mark) {
    const id = uniqueId("note");
    const author = this.mode === "author";
    const name = !author ? "note" : mark.standing === "key/contested" ? "reason_contested" : "reason";
    const about = author && mark.drafted ? element("small", { id: uniqueId("drafted") }, this.say("reason_drafted")) : null;
    return element("div", { className: "ss-field" }, element("label", { htmlFor: id }, this.say(name)),
      element("textarea", { id, rows: author ? 3 : 2, maxLength: 2000, "data-field": "note", "aria-describedby": about?.id, oninput: (event) => this.edit({ note: event.target.value }, `note:${this.current}`) }), about);
  }

  fillPanel(mark) {
    const check = (name, values) => {
      for (const input of this.panel.querySelectorAll(`[data-question="${name}"] input`)) input.checked = values.includes(input.value);
    };
    check("label", [mark.label]);
    for (const question of this.openQuestions(mark)) check(question.id, mark.kinds ?? []);
    const note = this.panel.querySelector("textarea");
    if (note && note !== this.activeElement() && note.value !== (mark.note ?? "")) note.value = mark.note ?? "";
    check("link", [mark.link ?? ""]);
    this.panel.querySelector("blockquote").textContent = shorten(this.reader.quote(mark), QUOTED);
    const words = this.edgeWords(mark);
    const { start, end } = this.reader.units(mark);
    this.panel.querySelector('[data-field="first"]').value = String(indexAt(words, start));
    this.panel.querySelector('[data-field="last"]').value = String(indexAt(words, end - 1));
  }

  // -- changes -----------------------------------------------------------------------------------------------------

  /** Mark a stretch (UTF-16). The caret is collapsed first and the message comes last: screen readers need that order. */
  mark(labelId, range) {
    if (!this.editable) return;
    const snapped = range && snapToWords(this.reader.text, range[0], range[1], this.reader.language);
    // A double click between paragraphs may select a lone quotation mark.
    if (!snapped || !/[^\p{P}\s]/u.test(this.reader.text.slice(...snapped))) return this.announce(this.say("nothing_selected"));
    const [start, end] = snapped.map(this.reader.map.toPoints);
    const twin = this.session.marks.find((m) => m.label === labelId && m.start === start && m.end === end);
    if (twin) {
      this.choose(twin.id);
      return this.announce(this.say("already", { label: this.label(labelId).name }));
    }
    const time = new Date().toISOString();
    const made = { id: randomId("m"), start, end, label: labelId, kinds: [], note: "", link: "", standing: "", drafted: false, created: time, modified: time };
    this.selection = null;
    if (this.hasFocusInText()) this.collapseCaret(snapped[1]);
    this.current = made.id;
    this.session.change([made]);
    const told = this.say("marked", { label: this.label(labelId).name, quote: shorten(this.reader.quote(made), 60) });
    this.announce(this.asSentences ? `${told} ${this.say("marked_whole")}` : told);
  }

  /** Change the current mark. In a key it returns, and says, what else that has changed. */
  edit(fields, merge = "") {
    const mark = this.session.marks.find((candidate) => candidate.id === this.current);
    if (!mark || !this.editable) return "";
    const told = [];
    // Who corrects a proposal has looked at it.
    if (isProposal(mark) && !fields.standing) {
      fields = { standing: this.keptAs(mark), ...fields };
      told.push(this.say("corrected", { standing: this.standingTitle(fields.standing) }));
    }
    // The draft gave its reason for what it proposed, and for nothing else.
    if (mark.drafted && (fields.label || fields.kinds || fields.standing === "key/contested")) {
      fields = { note: "", ...fields };
      told.push(this.say("reason_gone"));
    }
    if (mark.drafted && "note" in fields) fields = { ...fields, drafted: false };
    this.session.change([{ ...mark, ...fields, modified: new Date().toISOString() }], [], { merge });
    if (told.length) this.announce(told.join(" "));
    return told.join(" ");
  }

  answer(question, kindId) {
    const mark = this.session.marks.find((candidate) => candidate.id === this.current);
    if (this.mode === "author") {
      const others = mark.kinds.filter((kind) => kind !== kindId);
      return this.edit({ kinds: others.length < mark.kinds.length ? others : [...others, kindId] });
    }
    const own = question.kinds.map((kind) => kind.id);
    const kinds = [...(mark?.kinds ?? []).filter((kind) => !own.includes(kind)), kindId];
    const pointless = this.label(mark.label).questions.filter((q) => q.unless === kindId).flatMap((q) => q.kinds.map((kind) => kind.id));
    this.edit({ kinds: kinds.filter((kind) => !pointless.includes(kind)) });
  }

  relabel(labelId) {
    const more = this.edit({ label: labelId, kinds: [], link: "" });
    this.announce([this.say("relabelled", { label: this.label(labelId).name }), more].filter(Boolean).join(" "));
  }

  removeCurrent(focus = "") {
    const marks = this.session.marks;
    const index = marks.findIndex((mark) => mark.id === this.current);
    if (index < 0 || !this.editable) return;
    const gone = marks[index];
    const neighbour = marks[index + 1] ?? marks[index - 1];
    if (this.hasFocusInText()) this.collapseCaret();
    this.current = focus === "list" ? neighbour?.id ?? null : null;
    this.session.change([], [gone.id]);
    this.catchUp();
    if (focus === "list") (this.list.querySelector('[tabindex="0"]') ?? this.textEl).focus();
    // By a button nothing else is opened: under a second press would lie the button that removes the next one.
    if (focus === "row") this.focusRow(Math.min(index, marks.length - 2));
    this.announce(this.say("removed", { label: this.label(gone.label).name }));
  }

  undo(which) {
    if (!this.editable) return;
    const done = this.session[which]();
    this.catchUp();
    const pressed = which === "undo" ? this.undoButton : this.redoButton;
    if (pressed.disabled && this.activeElement() === pressed) this.textEl.focus();
    this.announce(this.say(done ? `${which}_done` : `${which}_none`));
  }

  usePen(labelId) {
    const now = this.readSelection();
    const range = now && now[0] < now[1] ? now : this.selection;
    const chosen = this.asSentences ? this.chosenSentences(false) : [];
    if (chosen.length) return this.markSentences(labelId, chosen);
    if (range && range[0] < range[1]) return this.mark(labelId, range);
    // A single label is always at hand: there is nothing to choose between.
    if (this.labels.length === 1) return this.announce(this.say("nothing_selected"));
    this.pen = this.pen === labelId ? "" : labelId;
    this.showPen();
    this.announce(this.say(this.pen ? "pen_on" : "pen_off", { label: this.label(labelId).name }));
  }

  choose(id, focus = "") {
    this.current = id;
    this.paint();
    this.showList();
    this.showPanel();
    if (focus === "panel") {
      // To the answer that is chosen in the first question, as Tab would lead there; in a key to the reason, which comes first.
      if (this.mode === "author") return this.panel.querySelector("textarea").focus();
      const chosen = this.panel.querySelector("fieldset")?.querySelector("input:checked");
      (chosen ?? this.panel.querySelector("input, summary, textarea, button"))?.focus();
    }
    if (focus === "list") {
      this.panel.scrollIntoView({ block: "nearest" }); // before the row, which must not leave the page while it has the focus
      this.list.querySelector('[tabindex="0"]')?.focus();
    }
    if (!focus) this.showRow(id);
  }

  /** The focus on a row that is not opened; in the article if there is none. */
  focusRow(index) {
    const items = [...this.list.children];
    items.forEach((item, place) => { item.tabIndex = place === index ? 0 : -1; });
    (items[index] ?? this.textOrSentences()).focus();
  }

  /** The row of a mark in sight within the list; the page stays where the reader is. */
  showRow(id) {
    const row = this.list.querySelector(`[data-row="${CSS.escape(id)}"]`)?.getBoundingClientRect();
    const box = this.list.getBoundingClientRect();
    if (row && row.top < box.top) this.list.scrollTop += row.top - box.top;
    else if (row && row.bottom > box.bottom) this.list.scrollTop += Math.min(row.bottom - box.bottom, row.top - box.top);
  }

  // -- pointer -----------------------------------------------------------------------------------------------------

  press(event) {
    if (event.button) return;
    this.selection = null;
    const touch = event.pointerType === "touch" || event.pointerType === "pen";
    // Else a drag that begins on selected words would carry them away instead of selecting anew.
    if (!touch && !event.shiftKey) this.collapseCaret();
    const from = [event.clientX, event.clientY];
    const stop = new AbortController();
    const end = (type, act) => document.addEventListener(type, (up) => { stop.abort(); act(up); }, { signal: stop.signal });
    // With a mouse the selection stands when mouseup comes; a finger makes no selection, so its own end is enough.
    if (touch) end("pointerup", (up) => this.tap(up, from));
    else end("mouseup", (up) => this.release(up, from));
    end("pointercancel", () => {});
    this.stopping.signal.addEventListener("abort", () => stop.abort());
  }

  release(event, from) {
    const range = this.readSelection();
    const moved = Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 3;
    if (range && range[0] < range[1] && (moved || event.detail >= 2)) {
      if (this.pen && event.detail < 3) this.mark(this.pen, range);
      else if (this.editable && !this.pen) this.announce(this.say("choose_label"));
      return;
    }
    const row = event.target.closest?.(".ss-mark")?.dataset.row;
    if (row && this.textEl.contains(event.target)) this.choose(row);
  }

  /** A tap means the sentence under the finger, or the mark that is already there. */
  tap(event, from) {
    if (Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 10) return; // it was a scroll
    const range = this.readSelection();
    if (range && range[1] - range[0] > 1 && range[0] < range[1]) {
      this.selection = range; // a long press has selected words: the label buttons will use them
      return;
    }
    const target = event.target.closest?.(".ss-mark");
    if (target) {
      this.choose(target.dataset.row);
      // Under the text on a narrow screen. Not before the click that ends every tap, or it would hit what moved there.
      this.textEl.addEventListener("click", () => this.panel.scrollIntoView({ block: "nearest" }), { once: true });
      return;
    }
    const at = this.positionFromPoint(event.clientX, event.clientY);
    if (at === null || !this.editable) return;
    const sentence = this.reader.sentenceAt(at);
    if (this.pen) this.mark(this.pen, sentence);
    else {
      this.selectRange(...sentence);
      this.selection = sentence;
      this.announce(this.say("sentence_chosen"));
    }
  }

  positionFromPoint(x, y) {
    const place = document.caretPositionFromPoint?.(x, y);
    const range = place ? null : document.caretRangeFromPoint?.(x, y);
    const [node, offset] = place ? [place.offsetNode, place.offset] : range ? [range.startContainer, range.startOffset] : [null, 0];
    return node ? this.toText(node, offset) : null;
  }

  // -- selection and caret -------------------------------------------------------------------------------------------

  activeElement() {
    return this.root.getRootNode().activeElement ?? document.activeElement;
  }

  hasFocusInText() {
    return this.activeElement() === this.textEl;
  }

  domSelection() {
    const owner = this.root.getRootNode();
    return owner.getSelection?.() ?? document.getSelection();
  }

  /** The selection as [start, end) in UTF-16, or null; `directed` keeps anchor and focus. In a shadow root, too. */
  readSelection(directed = false) {
    const selection = this.domSelection();
    if (!selection?.rangeCount) return null;
    let ends = [selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset];
    const owner = this.root.getRootNode();
    if (owner instanceof ShadowRoot && !owner.getSelection && selection.getComposedRanges) {
      const range = selection.getComposedRanges({ shadowRoots: [owner] })[0];
      if (!range) return null;
      ends = [range.startContainer, range.startOffset, range.endContainer, range.endOffset];
    }
    const inText = (node) => node && (node === this.textEl || this.textEl.contains(node));
    if (!inText(ends[0]) && !inText(ends[2])) return null;
    const anchor = this.toText(ends[0], ends[1]);
    const focus = this.toText(ends[2], ends[3]);
    if (anchor === null || focus === null) return null;
    return directed ? [anchor, focus] : [Math.min(anchor, focus), Math.max(anchor, focus)];
  }

  /** A place in the document as a position in the text: clamped to the text when it lies outside. */
  toText(node, offset) {
    if (!this.textEl.contains(node)) {
      const order = this.textEl.compareDocumentPosition(node);
      return order & Node.DOCUMENT_POSITION_PRECEDING ? 0 : this.reader.text.length;
    }
    const block = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(".ss-p");
    const range = document.createRange();
    if (block) {
      range.setStart(block, 0);
      range.setEnd(node, offset);
      return this.reader.blocks[this.blocks.indexOf(block)][0] + range.toString().length;
    }
    // Between paragraphs: where the next one begins.
    range.setStart(node, offset);
    const next = this.blocks.findIndex((candidate) => range.comparePoint(candidate, 0) >= 0);
    return next < 0 ? this.reader.text.length : this.reader.blocks[next][0];
  }

  /** A position in the text as a place in the document. */
  toDom(unit) {
    const index = indexAt(this.reader.blocks, unit);
    let left = unit - this.reader.blocks[index][0];
    const walker = document.createTreeWalker(this.blocks[index], NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && left > node.data.length) {
      left -= node.data.length;
      node = walker.nextNode();
    }
    return node ? [node, left] : [this.blocks[index], 0];
  }

  selectRange(start, end) {
    this.domSelection()?.setBaseAndExtent(...this.toDom(start), ...this.toDom(end));
  }

  collapseCaret(at) {
    const selection = this.domSelection();
    if (at !== undefined) selection?.collapse(...this.toDom(at));
    else if (selection?.rangeCount && !selection.isCollapsed) selection.collapse(selection.focusNode, selection.focusOffset);
  }

  restoreCaret([anchor, focus]) {
    this.domSelection()?.setBaseAndExtent(...this.toDom(anchor), ...this.toDom(focus));
  }

  reveal(start, end) {
    const [node] = this.toDom(start);
    (node.parentElement ?? this.blocks[0]).scrollIntoView({ block: "nearest" });
    this.selectRange(start, end);
  }

  /** The article scrolled to a place, and the page left as it is: the reader is looking at something beside it. */
  revealAside(start) {
    const place = (this.toDom(start)[0].parentElement ?? this.blocks[0]).getBoundingClientRect();
    const box = this.textEl.getBoundingClientRect();
    if (place.top < box.top || place.bottom > box.bottom) this.textEl.scrollTop += place.top - box.top - box.height / 4;
  }

  // -- keyboard --------------------------------------------------------------------------------------------------

  keyPressed(event) {
    if (!guard(event)) return;
    // The focus is about to go where the view may be a moment behind.
    if (event.key === "Tab") this.catchUp();
    else if (!event.defaultPrevented && !event.target.closest(FIELD)) this.commonKey(event);
  }

  /** Keys that mean the same wherever nothing can be typed. True if it was one. */
  commonKey(event) {
    const command = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    if (command && letter === "z") this.undo(event.shiftKey ? "redo" : "undo");
    else if (command && letter === "y") this.undo("redo");
    else if (command || event.altKey) return false;
    else if (event.key === "?" || (event.key === "Escape" && !this.help.hidden)) this.toggleHelp();
    else if (this.mode === "author" && this.session.store.proposed && ANSWER_OF[letter]) this.settleByKey(ANSWER_OF[letter]);
    else return false;
    event.preventDefault();
    return true;
  }

  keyInText(event) {
    if (event.isComposing || this.commonKey(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const number = Number(event.key) - 1;
    const actions = {
      n: () => this.goSentence(1), p: () => this.goSentence(-1), "]": () => this.goMark(1), "[": () => this.goMark(-1),
      Delete: () => this.removeAtCaret(), Backspace: () => this.removeAtCaret(), Enter: () => this.enterInText(),
      k: () => this.enterInText(true), Escape: () => this.escapeInText(),
    };
    if (this.editable && this.labels[number]) this.mark(this.labels[number].id, this.rangeOrSentence());
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  }

  rangeOrSentence() {
    const range = this.readSelection();
    if (range && range[0] < range[1]) return range;
    return range ? this.reader.sentenceAt(range[0]) : null;
  }

  goSentence(step) {
    const range = this.readSelection() ?? [0, 0];
    const { sentences } = this.reader;
    const selected = range[1] > range[0];
    let index = indexAt(sentences, selected && step > 0 ? range[1] - 1 : range[0]);
    const [start, end] = sentences[index];
    const behind = range[0] >= end; // where marking the sentence has left the caret
    if (selected || behind || (step < 0 && range[0] === start)) index = Math.min(sentences.length - 1, Math.max(0, index + step));
    this.reveal(...sentences[index]);
  }

  goMark(step) {
    const shown = this.mode === "review" ? this.rows() : this.session.marks;
    if (!shown.length) return this.announce(this.say("marks_none"));
    const at = this.readSelection()?.[0] ?? 0;
    const here = shown.findIndex((row) => row.id === this.current);
    let index = here + step;
    if (here < 0) index = step > 0 ? shown.findIndex((row) => this.reader.map.toUnits(row.start) >= at) : shown.length - 1;
    const row = shown[(index + shown.length) % shown.length];
    this.choose(row.id);
    const { start, end } = this.reader.units(row);
    this.reveal(start, end);
    const { head } = this.rowText(row, 0);
    this.announce(head);
  }

  rowAtCaret() {
    const range = this.readSelection();
    if (!range) return null;
    const over = this.highlights().filter((mark) => mark.start <= range[0] && range[0] <= mark.end);
    const current = over.find((mark) => mark.row === this.current);
    return (current ?? over.sort((a, b) => a.end - a.start - (b.end - b.start))[0])?.row ?? null;
  }

  removeAtCaret() {
    const id = this.rowAtCaret();
    if (!id || !this.editable) return this.announce(this.say("no_mark_here"));
    this.current = id;
    this.removeCurrent();
  }

  enterInText(always = false) {
    const range = this.readSelection();
    if (!always && this.pen && range && range[0] < range[1]) return this.mark(this.pen, range);
    const id = this.rowAtCaret() ?? (always ? this.current : null);
    if (id) this.choose(id, "panel");
    else this.announce(this.say("no_mark_here"));
  }

  escapeInText() {
    this.collapseCaret();
    if (this.pen && this.labels.length > 1) {
      this.pen = "";
      this.showPen();
      this.announce(this.say("pen_off"));
    }
  }

  keyInList(event) {
    if (this.commonKey(event)) return;
    this.catchUp();
    const items = [...this.list.children];
    const index = items.findIndex((item) => item.tabIndex === 0);
    const go = (place) => this.chooseRow(items[Math.max(0, Math.min(items.length - 1, place))].dataset.row);
    const actions = {
      ArrowDown: () => go(this.current ? index + 1 : index), ArrowUp: () => go(index - 1), Home: () => go(0), End: () => go(items.length - 1), " ": () => go(index),
      Enter: () => this.showInText(items[index].dataset.row), Delete: () => this.deleteRow(items[index]), Backspace: () => this.deleteRow(items[index]),
      k: () => this.choose(items[index].dataset.row, "panel"), Escape: () => this.textOrSentences().focus(),
    };
    if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    actions[event.key]();
    event.preventDefault();
  }

  deleteRow(item) {
    this.current = item.dataset.row;
    this.removeCurrent("list");
  }

  clickList(event) {
    const row = event.target.closest(".ss-row")?.dataset.row;
    if (row) this.chooseRow(row);
  }

  /** Chosen in the list: the article follows, and the page stays. */
  chooseRow(id) {
    this.choose(id, "list");
    if (!this.asSentences) this.revealAside(this.reader.units(this.rows().find((row) => row.id === id)).start);
  }

  showInText(id) {
    const row = this.rows().find((candidate) => candidate.id === id);
    const { start, end } = this.reader.units(row);
    this.choose(id);
    if (this.asSentences) return this.focusSentence(indexAt(this.reader.sentences, start));
    this.textEl.focus();
    this.reveal(start, end);
  }

  textOrSentences() {
    return this.asSentences ? this.sentenceBox.querySelector('[tabindex="0"]') ?? this.sentenceBox : this.textEl;
  }

  // -- the second route: a list of sentences ------------------------------------------------------------------------

  switchView() {
    this.asSentences = !this.asSentences;
    this.viewButton.setAttribute("aria-pressed", String(this.asSentences));
    this.textBox.hidden = this.asSentences;
    this.sentenceBox.hidden = !this.asSentences;
    this.showSentences();
    this.announce(this.say(this.asSentences ? "sentences_on" : "sentences_off"));
  }

  showSentences() {
    if (!this.asSentences) return;
    const { sentences, text } = this.reader;
    const furniture = (this.sentenceFurniture ??= sentences.map(([start]) => this.reader.furniture[indexAt(this.reader.blocks, start)]));
    if (!this.sentenceBox.children.length)
      this.sentenceBox.append(...sentences.map((range, index) => element("li", { role: "option", className: "ss-sentence", "data-index": index, "aria-selected": "false", tabIndex: index ? -1 : 0, dir: "auto" },
        element("span", { className: "ss-tick", "aria-hidden": "true" }),
        element("span", { className: furniture[index] ? "ss-furniture" : "", "data-furniture": furniture[index] }, flat(text.slice(...range))),
        element("span", { className: "ss-sentence-marks", "aria-hidden": "true" }))));
    const on = new Map();
    for (const mark of this.highlights())
      for (let i = indexAt(sentences, mark.start); i < sentences.length && sentences[i][0] < mark.end; i += 1) on.set(i, [...(on.get(i) ?? []), mark]);
    [...this.sentenceBox.children].forEach((item, index) => {
      const marks = on.get(index) ?? [];
      const described = [furniture[index], ...marks.map((mark) => mark.described)].filter(Boolean).join(", ");
      if ((item.getAttribute("aria-description") ?? "") === described) return;
      if (described) item.setAttribute("aria-description", described);
      else item.removeAttribute("aria-description");
      item.lastElementChild.replaceChildren(...marks.map((mark) => element("span", { className: "ss-letter", "data-label": mark.label }, mark.badge)));
    });
  }

  focusSentence(index) {
    const items = [...this.sentenceBox.children];
    const place = Math.max(0, Math.min(items.length - 1, index));
    items.forEach((item, i) => { item.tabIndex = i === place ? 0 : -1; });
    items[place]?.focus();
  }

  /** The sentences ticked; if none is and `orFocused`, the one the focus is on. Indices. */
  chosenSentences(orFocused = true) {
    const items = [...this.sentenceBox.children];
    const ticked = items.filter((item) => item.getAttribute("aria-selected") === "true");
    const focused = items.filter((item) => item.tabIndex === 0);
    return (ticked.length ? ticked : orFocused ? focused : []).map((item) => Number(item.dataset.index));
  }

  markSentences(labelId, indices) {
    for (const index of indices) this.mark(labelId, this.reader.sentences[index]);
    for (const item of this.sentenceBox.children) item.setAttribute("aria-selected", "false");
  }

  toggleSentence(item) {
    item.setAttribute("aria-selected", String(item.getAttribute("aria-selected") !== "true"));
  }

  keyInSentences(event) {
    if (this.commonKey(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest(".ss-sentence");
    if (!item) return;
    const index = Number(item.dataset.index);
    const onIt = () => this.highlights().filter((m) => m.start < this.reader.sentences[index][1] && m.end > this.reader.sentences[index][0]);
    const actions = {
      ArrowDown: () => this.focusSentence(index + 1), ArrowUp: () => this.focusSentence(index - 1), n: () => this.focusSentence(index + 1), p: () => this.focusSentence(index - 1),
      Home: () => this.focusSentence(0), End: () => this.focusSentence(this.sentenceBox.children.length - 1),
      " ": () => this.editable && this.toggleSentence(item),
      Enter: () => (onIt()[0] ? this.choose((onIt().find((m) => m.row === this.current) ?? onIt()[0]).row, "panel") : this.announce(this.say("no_mark_here"))),
      Delete: () => this.removeFromSentence(onIt()), Backspace: () => this.removeFromSentence(onIt()),
      Escape: () => { for (const other of this.sentenceBox.children) other.setAttribute("aria-selected", "false"); },
    };
    actions.k = actions.Enter;
    const label = this.labels[Number(event.key) - 1];
    if (this.editable && label) this.markSentences(label.id, this.chosenSentences());
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  }

  removeFromSentence(marks) {
    if (!marks.length || !this.editable) return this.announce(this.say("no_mark_here"));
    this.current = (marks.find((mark) => mark.row === this.current) ?? marks.at(-1)).row;
    this.removeCurrent();
  }

  clickSentence(event) {
    const item = event.target.closest(".ss-sentence");
    if (!item) return;
    this.focusSentence(Number(item.dataset.index));
    if (this.pen && this.editable) this.markSentences(this.pen, [Number(item.dataset.index)]);
    else if (this.editable) this.toggleSentence(item);
  }

  // -- help, hints, commit -----------------------------------------------------------------------------------------

  toggleHelp() {
    this.help.hidden = !this.help.hidden;
    this.helpButton.setAttribute("aria-expanded", String(!this.help.hidden));
    this.announce(this.help.hidden ? this.say("help_closed") : this.say("help_open"));
  }

  ask(message) {
    this.askedMode = message.type !== "hint";
    try {
      this.model.send({ client: this.session.client, ...message });
    } catch {
      this.announce(this.say("silent"));
    }
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.announce(this.say("no_answer")), 4000);
  }

  askHint() {
    this.hintLevel = Math.min(3, this.hintLevel + 1);
    this.ask({ type: "hint", level: this.hintLevel });
  }

  /** What a hint said is no longer so once a mark has come, gone or moved. */
  dropHint() {
    this.hintLevel = 0;
    if (this.hintBox.hidden || this.hintFor === this.places()) return;
    this.hintBox.hidden = true;
    this.hintButton.textContent = this.say("hint");
  }

  places() {
    return this.session.marks.map((mark) => [mark.label, mark.start, mark.end].join()).join(";");
  }

  answered(message) {
    clearTimeout(this.asking);
    if (message.type !== "hint" || message.client !== this.session.client) return;
    this.hintLevel = message.level;
    this.hintFor = this.places();
    const parts = [element("p", {}, message.text)];
    if (message.span) {
      const [start, end] = message.span.map(this.reader.map.toUnits);
      parts.push(button(this.say("show_place"), "", () => {
        if (this.asSentences) return this.focusSentence(indexAt(this.reader.sentences, start));
        this.textEl.focus();
        this.reveal(start, end);
      }));
    }
    parts.push(button(this.say("close"), "", () => { this.hintBox.hidden = true; this.hintButton.focus(); }));
    this.hintBox.replaceChildren(...parts);
    this.hintBox.hidden = false;
    this.hintButton.textContent = this.say(message.more ? "next_hint" : message.span ? "hint_again" : "hint");
    // The box above shows it already: the status line is for who cannot see that.
    this.announce(message.text, { shown: true });
  }

  askCommit() {
    const count = this.session.marks.length;
    const hide = () => { this.confirm.hidden = true; this.actions.hidden = false; };
    const close = () => { hide(); this.commitButton.focus(); };
    const commit = () => { hide(); this.ask({ type: "commit" }); };
    const yes = button(this.say("commit_yes"), "ss-primary", commit);
    const asked = uniqueId("asked");
    yes.setAttribute("aria-describedby", asked);
    const open = this.session.marks.filter((mark) => this.unanswered(mark));
    const question = this.say(count ? (count === 1 ? "commit_ask_one" : "commit_ask") : "commit_ask_none", { count });
    const left = open.length
      ? ` ${this.say(open.length === 1 ? "commit_open_one" : "commit_open", { count: open.length, quote: shorten(this.reader.quote(open[0]), 40) })}` : "";
    this.confirm.replaceChildren(element("p", { id: asked }, question + left), yes, button(this.say("commit_no"), "", close));
    this.confirm.hidden = false;
    this.actions.hidden = true; // one button that says “Commit” at a time
    yes.focus({ preventScroll: true });
    this.confirm.scrollIntoView({ block: "nearest" });
  }

  modeChanged() {
    clearTimeout(this.asking);
    this.current = null;
    this.hintLevel = 0;
    this.hintBox.hidden = true;
    this.confirm.hidden = true;
    this.actions.hidden = false;
    this.pen = this.labels.length === 1 && this.editable ? this.labels[0].id : "";
    this.hintButton.textContent = this.say("hint");
    // Who asked for the change is led to it; who only watches another view is left alone.
    const asked = this.askedMode;
    this.askedMode = false;
    this.painted = this.painted.map(() => "?");
    this.show();
    if (!asked) return;
    if (this.mode === "review") this.summary.focus();
    else this.textOrSentences().focus();
    this.announce(this.say(this.mode === "review" ? "review_open" : "mark_open"));
  }

  /** One message for each act, a quarter of a second after the drawing, when a screen reader has caught up with it. */
  announce(text, { shown = false } = {}) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      this.status.classList.toggle("ss-visually-hidden", shown);
      // The same sentence twice is not read twice unless it differs.
      this.status.textContent = this.status.textContent === text ? `${text}\u00a0` : text;
    }, 250);
  }

  destroy() {
    clearTimeout(this.speaking);
    clearTimeout(this.asking);
    clearTimeout(this.later);
    this.stopping.abort();
    this.root.remove();
  }
}

export default {
  render({ model, el }) {
    const view = new View(model, el);
    const onMode = () => view.modeChanged();
    const onReview = () => view.show();
    const onMessage = (message) => view.answered(message ?? {});
    model.on("change:mode", onMode);
    model.on("change:review", onReview);
    model.on("change:actions", onReview);
    model.on("msg:custom", onMessage);
    return () => {
      model.off("change:mode", onMode);
      model.off("change:review", onReview);
      model.off("change:actions", onReview);
      model.off("msg:custom", onMessage);
      view.destroy();
    };
  },
};
